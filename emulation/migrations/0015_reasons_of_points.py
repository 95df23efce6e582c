from django.db import migrations, models


def key(*points):
    """As `emulation.scoring.differences.points_key` when this was written."""
    return " ".join("-" if value is None else format(value.normalize(), "f") for value in points)


def fill(apps, schema_editor):
    """A reason counts as given for the points of today.

    Points that are computed from figures are not stored, so a reason for a difference from them goes with any.
    """
    claims = apps.get_model("emulation", "SelfScore").objects.filter(sheet__state="sent")
    own = {
        (criterion, province): points
        for criterion, province, points in claims.values_list("criterion", "sheet__province", "points")
    }
    checked = {}
    check_scores = apps.get_model("emulation", "CheckScore").objects
    for score in check_scores.select_related("check_of"):
        place = (score.criterion_id, score.check_of.checked_id)
        if score.check_of.state == "sent":
            checked[place] = score.points
        if score.reason:
            check_scores.filter(pk=score.pk).update(reason_for=key(score.points, own.get(place)))
    finals = apps.get_model("emulation", "FinalScore").objects
    for final in finals.exclude(reason=""):
        place = (final.criterion_id, final.province_id)
        if place in own or place in checked:
            reason_for = key(final.points, own.get(place), checked.get(place))
            finals.filter(pk=final.pk).update(reason_for=reason_for)


def text_for(length):
    return models.CharField(blank=True, default="", editable=False, max_length=length)


class Migration(migrations.Migration):
    dependencies = [("emulation", "0014_unique_keys")]

    operations = [
        migrations.AddField(model_name="checkscore", name="reason_for", field=text_for(40)),
        migrations.AddField(model_name="finalscore", name="reason_for", field=text_for(60)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

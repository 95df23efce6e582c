from django.db import migrations, models
from django.db.models import F, Q

from figures.history.operations import HistoryOff, HistoryOn


def take_what_was_sent(apps, schema_editor):
    """Of half-years that were sent before this column, what stands as an estimate is what was sent."""
    figures = apps.get_model("figures", "Figure").objects.filter(
        Q(is_estimate=True) | Q(submission__is_estimate=True),
        answer="known",
        submission__state__in=["submitted", "approved", "accepted", "locked"],
    )
    figures.update(sent_estimate=F("value"))


class Migration(migrations.Migration):
    dependencies = [("figures", "0009_history")]

    operations = [
        HistoryOff(),
        migrations.AddField(
            model_name="figure",
            name="sent_estimate",
            field=models.DecimalField(blank=True, decimal_places=4, editable=False, max_digits=20, null=True),
        ),
        HistoryOn(),
        migrations.RunPython(take_what_was_sent, migrations.RunPython.noop),
    ]

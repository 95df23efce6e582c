from decimal import Decimal

from django.db import migrations, models

from figures.history.operations import HistoryOff, HistoryOn


def answer_key(answer: str, value: Decimal | None, typed: str) -> str:
    """As `figures.submissions.reasons.answer_key` when this was written."""
    if typed:
        return "typed"
    return answer if value is None else format(value.normalize(), "f")


def fill(apps, schema_editor):
    """An explanation counts as given for the answer of today, and for what it can have been asked about.

    Which rules were answered is known of half-years that were sent, but not whether a number was too high or too
    low. In a draft the explanation answered whatever the cell was asked. A note may be a remark, and stays one.
    """
    explained = apps.get_model("figures", "ExplainedFinding").objects
    figures = apps.get_model("figures", "Figure").objects.exclude(explanation="").select_related("submission")
    changed = []
    for figure in figures:
        figure.explained_for = answer_key(figure.answer, figure.value, figure.typed)
        changed.append(figure)
    figures.bulk_update(changed, ["explained_for"], batch_size=500)
    open_now = [figure.pk for figure in changed if figure.submission.state in ("draft", "returned")]
    answered = {(figure, rule) for figure in open_now for rule in ("unit", "range")}
    answered |= set(explained.values_list("figure_id", "rule"))
    explained.all().delete()
    explained.bulk_create(
        explained.model(figure_id=figure, rule=question)
        for figure, rule in sorted(answered)
        for question in (("range+", "range-") if rule == "range" else (rule,))
    )


def give_back(apps, schema_editor):
    explained = apps.get_model("figures", "ExplainedFinding").objects
    explained.filter(rule="range-", figure__explained_findings__rule="range+").delete()
    explained.filter(rule__in=["range+", "range-"]).update(rule="range")


def text_for():
    return models.CharField(blank=True, default="", editable=False, max_length=30)


class Migration(migrations.Migration):
    dependencies = [("figures", "0018_derived_cells_go")]

    operations = [
        HistoryOff(),
        migrations.AddField(model_name="figure", name="noted_for", field=text_for()),
        migrations.AddField(model_name="figure", name="explained_for", field=text_for()),
        migrations.RunPython(fill, give_back),
        HistoryOn(),
    ]

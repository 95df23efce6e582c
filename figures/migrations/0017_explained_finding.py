import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def take_over(apps, schema_editor):
    """The rules between the spaces become rows, and what was replaced is what was sent.

    Of half-years that were final before `sent_estimate` came, `estimated` alone knows the estimate.
    """
    figures = apps.get_model("figures", "Figure").objects
    explained = apps.get_model("figures", "ExplainedFinding").objects
    rules = figures.exclude(explained_rules="").values_list("pk", "explained_rules")
    explained.bulk_create(
        explained.model(figure_id=figure, rule=rule) for figure, text in rules for rule in set(text.split())
    )
    figures.exclude(estimated=None).update(sent_estimate=F("estimated"))


def give_back(apps, schema_editor):
    figures = apps.get_model("figures", "Figure").objects
    rules = {}
    for explained in apps.get_model("figures", "ExplainedFinding").objects.order_by("pk"):
        rules.setdefault(explained.figure_id, []).append(explained.rule)
    for figure, names in rules.items():
        figures.filter(pk=figure).update(explained_rules=" ".join(names))
    revised = figures.filter(is_estimate=False, submission__is_estimate=False).exclude(value=None)
    revised.update(estimated=F("sent_estimate"))


class Migration(migrations.Migration):
    dependencies = [("figures", "0016_reminder_subject")]

    operations = [
        migrations.CreateModel(
            name="ExplainedFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=30)),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="explained_findings",
                        to="figures.figure",
                    ),
                ),
            ],
            options={
                "verbose_name": "giải trình",
                "verbose_name_plural": "giải trình",
                "constraints": [
                    models.UniqueConstraint(fields=("figure", "rule"), name="explained_finding_once_a_cell"),
                    models.CheckConstraint(
                        condition=models.Q(("rule", ""), _negated=True),
                        name="explained_finding_names_its_rule",
                    ),
                ],
            },
        ),
        migrations.RunPython(take_over, give_back),
    ]

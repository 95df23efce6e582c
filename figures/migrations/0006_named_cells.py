import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def copy_named_cells(apps, schema_editor):
    """The cells that steps named until now had no reason of their own: the step's counts."""
    step_model, named_cell = apps.get_model("figures", "Step"), apps.get_model("figures", "NamedCell")
    pairs = step_model.indicators.through.objects.order_by("pk").values_list("step_id", "indicator_id")
    named_cell.objects.bulk_create(named_cell(step_id=step, indicator_id=cell) for step, cell in pairs)


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0005_reminder"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NamedCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="figures.indicator",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cells", to="figures.step"
                    ),
                ),
            ],
            options={
                "verbose_name": "ô được nêu",
                "verbose_name_plural": "ô được nêu",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("step", "indicator"), name="named_cell_once_a_step")
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="step", name="step_back_has_a_reason"),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__in", ["reopen", "comment"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="step_back_has_a_reason",
                violation_error_message="Mở lại và góp ý phải ghi lý do.",
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="estimated",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=20, null=True, verbose_name="số ước trước đó"
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="explained_rules",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="submission",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        # Last: PostgreSQL alters no table that has rows waiting for their checks.
        migrations.RunPython(copy_named_cells, migrations.RunPython.noop),
    ]

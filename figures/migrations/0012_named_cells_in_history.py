from django.db import migrations, models

from figures.history import triggers
from figures.history.operations import HistoryOff, HistoryOn


def enter_named_cells(apps, schema_editor):
    """What was named before this is entered in each chain as it stands."""
    triggers.enter_what_is_there(schema_editor.connection, "named")


class Migration(migrations.Migration):
    dependencies = [("figures", "0011_cluster_reminders")]

    operations = [
        HistoryOff(),
        migrations.AlterField(
            model_name="change",
            name="what",
            field=models.CharField(
                choices=[
                    ("cell", "Số liệu"),
                    ("report", "Báo cáo"),
                    ("step", "Bước xử lý"),
                    ("named", "Ô được nêu"),
                ],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="change", name="change_names_what_it_is_about"),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("indicator__isnull", False), ("step", None), ("what", "cell")),
                    models.Q(("indicator", None), ("step", None), ("what", "report")),
                    models.Q(("indicator", None), ("step__isnull", False), ("what", "step")),
                    models.Q(("indicator__isnull", False), ("step__isnull", False), ("what", "named")),
                    _connector="OR",
                ),
                name="change_names_what_it_is_about",
            ),
        ),
        HistoryOn(),
        migrations.RunPython(enter_named_cells, migrations.RunPython.noop),
    ]

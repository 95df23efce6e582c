"""Names of pledged movements are compared by a key, as those of movements are."""

from typing import Any

from django.db import migrations, models

from vietnamese.folding import name_key
from web.key_filling import fill_keys


def fill(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("emulation", "PledgedMovement").objects.using(schema_editor.connection.alias)
    fill_keys(rows, "name_key", of="name", key=name_key, within=("year_id", "province_id"))


class Migration(migrations.Migration):
    dependencies = [
        ("emulation", "0019_sentences_of_constraints"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="pledgedmovement",
            name="pledged_movement_name_once_a_province",
        ),
        migrations.RemoveConstraint(
            model_name="pledgedmovement",
            name="pledged_movement_name_once_in_the_cluster",
        ),
        migrations.AddField(
            model_name="pledgedmovement",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="pledgedmovement",
            constraint=models.UniqueConstraint(
                fields=("year", "province", "name_key"),
                name="pledged_movement_name_once_a_province",
                violation_error_message="Tỉnh đã đăng ký phong trào tên này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledgedmovement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("province", None)),
                fields=("year", "name_key"),
                name="pledged_movement_name_once_in_the_cluster",
                violation_error_message="Cụm đã đăng ký phong trào tên này.",
            ),
        ),
    ]

"""No two provinces of one name at a time, and none that is its own successor."""

from typing import Any

from django.db import migrations, models

from vietnamese.folding import name_key
from web.key_filling import fill_keys


def fill(apps: Any, schema_editor: Any) -> None:
    provinces = apps.get_model("provinces", "Province").objects.using(schema_editor.connection.alias)
    fill_keys(provinces, "name_key", of="name", key=name_key, is_bound=lambda row: row.ended_on is None)
    # Says nothing, and would stop the update.
    provinces.filter(successor=models.F("pk")).update(successor=None)


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0004_accounts_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="province",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="province",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)),
                fields=("name_key",),
                name="province_name_unique_among_existing",
                violation_error_message="Tên này đang thuộc một tỉnh khác.",
            ),
        ),
        migrations.AddConstraint(
            model_name="province",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None),
                    models.Q(("successor", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="province_succeeds_no_self",
                violation_error_message="Một tỉnh không sáp nhập vào chính tỉnh đó.",
            ),
        ),
    ]

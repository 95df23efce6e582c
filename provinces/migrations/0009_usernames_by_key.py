"""Names of accounts are compared by a key: `hau-giang` and `HAU-GIANG` are one.

Two accounts of one key from before both keep their names and still log in by them; the younger is asked for
another name when an administrator next changes it.
"""

from typing import Any

from django.db import migrations, models

from vietnamese.folding import name_key
from web.key_filling import fill_keys


def fill(apps: Any, schema_editor: Any) -> None:
    officers = apps.get_model("provinces", "Officer").objects.using(schema_editor.connection.alias)
    fill_keys(officers, "username_key", of="username", key=name_key)


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0008_former_provinces"),
    ]

    operations = [
        migrations.AddField(
            model_name="officer",
            name="username_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="officer",
            constraint=models.UniqueConstraint(
                fields=("username_key",),
                name="officer_username_unique_in_every_spelling",
                violation_error_message=(
                    "Tên đăng nhập này đã có, chỉ khác chữ hoa, chữ thường hoặc dấu gạch. Chọn tên khác."
                ),
            ),
        ),
    ]

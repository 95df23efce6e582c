"""Registration numbers are compared by a key: `DK-001`, `dk‑001` and `ＤＫ-００１` are one."""

from typing import Any

from django.db import migrations, models

from vietnamese.folding import number_key
from web.key_filling import fill_keys


def fill(apps: Any, schema_editor: Any) -> None:
    for name in ("Cooperative", "CooperativeGroup", "CooperativeUnion"):
        fill_keys(
            apps.get_model("provinces", name).objects.using(schema_editor.connection.alias),
            "registration_key",
            of="registration_number",
            key=number_key,
            within=("province_id",),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0002_one_cluster"),
    ]

    operations = [
        # The accounts' manager is no longer one that migrations use.
        migrations.AlterModelManagers(name="officer", managers=[]),
        migrations.RemoveConstraint(
            model_name="cooperative",
            name="cooperative_registration_unique_in_province",
        ),
        migrations.RemoveConstraint(
            model_name="cooperativegroup",
            name="cooperativegroup_registration_unique_in_province",
        ),
        migrations.RemoveConstraint(
            model_name="cooperativeunion",
            name="cooperativeunion_registration_unique_in_province",
        ),
        migrations.AddField(
            model_name="cooperative",
            name="registration_key",
            field=models.CharField(blank=True, editable=False, max_length=160),
        ),
        migrations.AddField(
            model_name="cooperativegroup",
            name="registration_key",
            field=models.CharField(blank=True, editable=False, max_length=160),
        ),
        migrations.AddField(
            model_name="cooperativeunion",
            name="registration_key",
            field=models.CharField(blank=True, editable=False, max_length=160),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="cooperative",
            constraint=models.UniqueConstraint(
                condition=models.Q(("registration_key", ""), _negated=True),
                fields=("province", "registration_key"),
                name="cooperative_registration_unique_in_province",
                violation_error_message="Tỉnh này đã có đơn vị mang mã số đăng ký đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativegroup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("registration_key", ""), _negated=True),
                fields=("province", "registration_key"),
                name="cooperativegroup_registration_unique_in_province",
                violation_error_message="Tỉnh này đã có đơn vị mang mã số đăng ký đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativeunion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("registration_key", ""), _negated=True),
                fields=("province", "registration_key"),
                name="cooperativeunion_registration_unique_in_province",
                violation_error_message="Tỉnh này đã có đơn vị mang mã số đăng ký đó.",
            ),
        ),
    ]

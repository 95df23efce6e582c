"""Names that must be unique are compared by a key (`vietnamese.folding.name_key`).

A nominee's key keeps its diacritics, which the column before it did not: *An* and *Ân* are two people.
"""

from typing import Any

from django.db import migrations, models

from vietnamese.folding import name_key
from web.key_filling import fill_keys


def fill(apps: Any, schema_editor: Any) -> None:
    def rows(name: str) -> Any:
        return apps.get_model("emulation", name).objects.using(schema_editor.connection.alias)

    fill_keys(
        rows("Dossier"),
        "name_key",
        of="name",
        key=name_key,
        within=("year_id", "province_id", "title_id", "kind"),
        is_bound=lambda dossier: dossier.state != "refused",
    )
    for name in ("Evidence", "Movement"):
        fill_keys(rows(name), "name_key", of="name", key=name_key, within=("year_id", "province_id"))
    fill_keys(rows("Nominee"), "label_key", of="label", key=name_key, within=("poll_id",))
    fill_keys(rows("Poll"), "title_key", of="title", key=name_key, within=("year_id", "round"))
    fill_keys(rows("Title"), "name_key", of="name", key=name_key)


class Migration(migrations.Migration):
    dependencies = [
        ("emulation", "0013_decision_corrected"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dossier",
            name="dossier_once_a_year",
        ),
        migrations.RemoveConstraint(
            model_name="movement",
            name="movement_name_once_a_province",
        ),
        migrations.RemoveConstraint(
            model_name="movement",
            name="movement_name_once_in_the_cluster",
        ),
        migrations.RemoveConstraint(
            model_name="nominee",
            name="nominee_name_once",
        ),
        migrations.RemoveConstraint(
            model_name="poll",
            name="poll_once_a_round",
        ),
        migrations.RemoveField(
            model_name="dossier",
            name="folded_name",
        ),
        migrations.AddField(
            model_name="dossier",
            name="name_key",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=800),
        ),
        migrations.AddField(
            model_name="evidence",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.AddField(
            model_name="movement",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.AddField(
            model_name="nominee",
            name="label_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.AddField(
            model_name="poll",
            name="title_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.AddField(
            model_name="title",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.AlterField(
            model_name="title",
            name="name",
            field=models.CharField(max_length=200, verbose_name="tên"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "refused"), _negated=True),
                fields=("year", "province", "title", "kind", "name_key"),
                name="dossier_once_a_year",
                violation_error_message="Năm nay đã có hồ sơ đề nghị danh hiệu này cho đối tượng đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("year", "province", "name_key"),
                name="evidence_name_once",
                violation_error_message="Tỉnh đã có một tệp minh chứng khác mang tên này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.UniqueConstraint(
                fields=("year", "province", "name_key"),
                name="movement_name_once_a_province",
                violation_error_message="Tỉnh đã có phong trào tên này trong năm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("province", None)),
                fields=("year", "name_key"),
                name="movement_name_once_in_the_cluster",
                violation_error_message="Cụm đã có phong trào tên này trong năm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="nominee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("label_key", ""), _negated=True),
                fields=("poll", "label_key"),
                name="nominee_name_once",
                violation_error_message="Tên này đã có trong danh sách.",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.UniqueConstraint(
                fields=("year", "title_key", "round"),
                name="poll_once_a_round",
                violation_error_message="Năm này đã có cuộc bỏ phiếu mang nội dung đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="title",
            constraint=models.UniqueConstraint(
                fields=("name_key",),
                name="title_name_once",
                violation_error_message="Danh mục đã có danh hiệu, hình thức mang tên này.",
            ),
        ),
    ]

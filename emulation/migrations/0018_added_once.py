"""Rows that two tabs could add twice: a title's rules, criteria of one name, steps of the rule for equal totals."""

from typing import Any

from django.conf import settings
from django.db import migrations, models

from vietnamese.folding import name_key
from web.key_filling import fill_keys

APART = ("bonus", "penalty")


def merge_twins(apps: Any, schema_editor: Any) -> None:
    def rows(name: str) -> Any:
        return apps.get_model("emulation", name).objects.using(schema_editor.connection.alias)

    criteria = rows("Criterion")
    scale, apart = criteria.exclude(kind__in=APART), criteria.filter(kind__in=APART)
    fill_keys(scale, "label_key", of="label", key=name_key, within=("year_id", "parent_id"))
    fill_keys(apart, "label_key", of="label", key=name_key, within=("year_id", "kind"))

    # The strictest of several rules warns whenever another does.
    kept: set[tuple[object, ...]] = set()
    for rule in sorted(rows("TitleRule"), key=_strictest_first):
        place = (rule.title_id, rule.kind, rule.earlier_id)
        if place in kept:
            rule.delete()
        kept.add(place)

    # A step that was tried already decides nothing.
    tried = set()
    for step in rows("TieStep").order_by("year", "position"):
        comparison = (step.year_id, step.kind, step.criterion_id)
        if comparison in tried:
            step.delete()
        tried.add(comparison)


def _strictest_first(rule: Any) -> int:
    return -rule.years if rule.kind == "not_again" else rule.years


class Migration(migrations.Migration):
    dependencies = [
        ("emulation", "0017_who_changed"),
        ("figures", "0024_period_state_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="label_key",
            field=models.CharField(blank=True, editable=False, max_length=800),
        ),
        migrations.RunPython(merge_twins, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                fields=("parent", "label_key"),
                name="criterion_name_once_in_a_group",
                violation_error_message="Nhóm này đã có tiêu chí mang tên đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("kind__in", ["bonus", "penalty"]), _negated=True)
                ),
                fields=("year", "label_key"),
                name="criterion_name_once_at_the_top",
                violation_error_message="Bảng điểm đã có tiêu chí cấp một mang tên đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["bonus", "penalty"])),
                fields=("year", "kind", "label_key"),
                name="criterion_name_once_apart",
                violation_error_message="Bảng điểm đã có mục thưởng, mục trừ mang tên đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tiestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "criterion"), _negated=True),
                fields=("year", "kind"),
                name="tie_step_kind_once",
                violation_error_message="Một bước được chọn hai lần.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tiestep",
            constraint=models.UniqueConstraint(
                fields=("year", "criterion"),
                name="tie_step_criterion_once",
                violation_error_message="Một bước được chọn hai lần.",
            ),
        ),
        migrations.AddConstraint(
            model_name="titlerule",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "not_again")),
                fields=("title",),
                name="title_rule_not_again_once",
                violation_error_message="Danh hiệu này đã có quy định không đề nghị lại trong số năm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="titlerule",
            constraint=models.UniqueConstraint(
                fields=("title", "earlier"),
                name="title_rule_needs_a_title_once",
                violation_error_message="Danh hiệu phải có trước này đã có trong một quy định của danh hiệu này.",
            ),
        ),
    ]

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

# Events of these named what they were about where the reason belongs.
SUBJECTS = [
    *("rules.add", "rules.edit", "rules.delete", "rules.move", "rules.copy", "rules.load"),
    *("vote.save", "vote.delete", "vote.open", "vote.close", "vote.void"),
    *("activity.add", "activity.edit", "activity.remove"),
    *("movement.add", "movement.edit", "movement.launch", "movement.close"),
    *("movement.remove", "movement.register", "scores.save", "dossier.delete"),
]


def name_subjects(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    events = apps.get_model("emulation", "Event").objects.filter(action__in=SUBJECTS).exclude(reason="")
    for event in events.iterator():
        event.subject, event.reason = event.reason, ""
        event.save(update_fields=["subject", "reason"])


def return_subjects(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("emulation", "Event").objects.filter(action__in=SUBJECTS).update(reason=F("subject"))


def agree_to_changes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Earlier changes took effect at once; nobody was asked."""
    apps.get_model("emulation", "TargetChange").objects.update(is_agreed=True, answered_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [
        ("emulation", "0015_reasons_of_points"),
        ("provinces", "0002_one_cluster"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenInput",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half", models.PositiveSmallIntegerField(verbose_name="nửa năm")),
                (
                    "kind",
                    models.CharField(
                        choices=[("missing", "chưa có số được chấp nhận"), ("estimate", "còn số ước")],
                        max_length=10,
                        verbose_name="còn thiếu",
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu còn thiếu khi chốt điểm",
                "verbose_name_plural": "số liệu còn thiếu khi chốt điểm",
                "ordering": ["half", "kind", "province__position"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="criterion",
            name="criterion_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="criterion",
            name="criterion_names_what_its_kind_needs",
        ),
        migrations.AddField(
            model_name="criterion",
            name="facts",
            field=models.CharField(
                blank=True,
                choices=[("reports", "Chế độ báo cáo"), ("movements", "Phong trào thi đua")],
                max_length=10,
                verbose_name="căn cứ hệ thống có sẵn",
            ),
        ),
        migrations.AddField(
            model_name="emulationyear",
            name="allows_provisional",
            field=models.BooleanField(default=False, verbose_name="cho phép chốt tạm thời"),
        ),
        migrations.AddField(
            model_name="emulationyear",
            name="provisional_reason",
            field=models.TextField(blank=True, max_length=1000, verbose_name="lý do chốt tạm thời"),
        ),
        migrations.AddField(
            model_name="event",
            name="new",
            field=models.TextField(blank=True, verbose_name="sau"),
        ),
        migrations.AddField(
            model_name="event",
            name="old",
            field=models.TextField(blank=True, verbose_name="trước"),
        ),
        migrations.AddField(
            model_name="event",
            name="subject",
            field=models.TextField(blank=True, verbose_name="về"),
        ),
        migrations.AddField(
            model_name="targetchange",
            name="answer",
            field=models.TextField(blank=True, max_length=1000, verbose_name="lý do không đồng ý"),
        ),
        migrations.AddField(
            model_name="targetchange",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="tỉnh trả lời lúc"),
        ),
        migrations.AddField(
            model_name="targetchange",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người trả lời",
            ),
        ),
        migrations.AddField(
            model_name="targetchange",
            name="is_agreed",
            field=models.BooleanField(blank=True, null=True, verbose_name="tỉnh đồng ý"),
        ),
        migrations.AlterField(
            model_name="criterion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("group", "Nhóm tiêu chí"),
                    ("judged", "Chấm điểm"),
                    ("banded", "Tỷ lệ theo mức"),
                    ("counted", "Số lượng × điểm"),
                    ("pledged", "So với giao ước"),
                    ("best", "So với đơn vị cao nhất"),
                    ("timely", "Báo cáo đúng hạn"),
                    ("yes_no", "Có hoặc không"),
                    ("bonus", "Điểm thưởng"),
                    ("penalty", "Điểm trừ"),
                ],
                max_length=10,
                verbose_name="cách chấm",
            ),
        ),
        migrations.RunPython(name_subjects, return_subjects),
        migrations.RunPython(agree_to_changes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "group",
                            "judged",
                            "banded",
                            "counted",
                            "pledged",
                            "best",
                            "timely",
                            "yes_no",
                            "bonus",
                            "penalty",
                        ],
                    )
                ),
                name="criterion_kind_known",
                violation_error_message="Cách chấm không có trong danh sách.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("denominator__isnull", False),
                        ("kind", "banded"),
                        ("numerator__isnull", False),
                        ("points_each", None),
                    ),
                    models.Q(
                        ("denominator", None),
                        ("kind", "counted"),
                        ("numerator__isnull", False),
                        ("points_each__isnull", False),
                    ),
                    models.Q(
                        ("denominator", None),
                        ("kind", "timely"),
                        ("numerator", None),
                        ("points_each__isnull", False),
                    ),
                    models.Q(
                        ("denominator", None),
                        ("kind__in", ["pledged", "best"]),
                        ("numerator__isnull", False),
                        ("points_each", None),
                    ),
                    models.Q(
                        ("denominator", None),
                        ("kind__in", ["group", "judged", "yes_no", "bonus", "penalty"]),
                        ("numerator", None),
                        ("points_each", None),
                    ),
                    _connector="OR",
                ),
                name="criterion_names_what_its_kind_needs",
                violation_error_message="Chỉ tiêu và điểm mỗi đơn vị phải có đúng như cách chấm cần, không thừa, không thiếu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("facts", ""),
                    models.Q(
                        ("facts__in", ["reports", "movements"]),
                        ("kind__in", ["judged", "yes_no", "bonus", "penalty"]),
                    ),
                    _connector="OR",
                ),
                name="criterion_facts_beside_entered_points",
                violation_error_message="Căn cứ có sẵn chỉ nêu được cho tiêu chí do người chấm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="emulationyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("provisional_reason", ""),
                    models.Q(("allows_provisional", True), ("scores_settled_at__isnull", False)),
                    _connector="OR",
                ),
                name="emulation_year_provisional_when_settled",
                violation_error_message="Chỉ điểm đã chốt, theo bảng điểm cho phép, mới là kết quả tạm thời.",
            ),
        ),
        migrations.AddConstraint(
            model_name="targetchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_agreed", None)),
                fields=("pledge", "indicator"),
                name="target_change_waits_once_an_indicator",
                violation_error_message="Chỉ tiêu này đang có một điều chỉnh chờ tỉnh đồng ý.",
            ),
        ),
        migrations.AddConstraint(
            model_name="targetchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""), ("answered_at", None), ("answered_by", None), ("is_agreed", None)
                    ),
                    models.Q(("answer", ""), ("answered_at__isnull", False), ("is_agreed", True)),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("is_agreed", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="target_change_answered_with_its_time",
                violation_error_message="Trả lời phải có thời điểm; không đồng ý thì phải có lý do.",
            ),
        ),
        migrations.AddField(
            model_name="openinput",
            name="province",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="provinces.province",
                verbose_name="tỉnh, thành phố",
            ),
        ),
        migrations.AddField(
            model_name="openinput",
            name="year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="open_inputs",
                to="emulation.emulationyear",
                verbose_name="năm thi đua",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinput",
            constraint=models.UniqueConstraint(
                fields=("year", "province", "half"),
                name="open_input_once_a_half",
                violation_error_message="Kỳ này của tỉnh đã được ghi là còn thiếu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinput",
            constraint=models.CheckConstraint(
                condition=models.Q(("half__in", [1, 2]), ("kind__in", ["missing", "estimate"])),
                name="open_input_half_and_kind_known",
                violation_error_message="Nửa năm là 1 hoặc 2, và số liệu thiếu hoặc là số ước.",
            ),
        ),
    ]

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0012_named_cells_in_history"),
        ("provinces", "0002_one_cluster"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_kind_known",
        ),
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("enter", "nhập và gửi số liệu"),
                    ("correct", "sửa số liệu bị trả lại"),
                    ("approve", "duyệt số liệu"),
                    ("escalate", "tỉnh quá hạn gửi"),
                    ("accept", "chấp nhận số liệu"),
                    ("extend", "gia hạn sửa số liệu"),
                    ("chase", "đôn đốc tỉnh chưa gửi"),
                    ("open", "mở kỳ báo cáo"),
                    ("lock", "khóa kỳ báo cáo"),
                ],
                max_length=10,
                verbose_name="loại",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="action",
            field=models.CharField(
                choices=[
                    ("submit", "gửi duyệt"),
                    ("approve", "duyệt"),
                    ("accept", "chấp nhận"),
                    ("return", "trả lại"),
                    ("lock", "khóa kỳ báo cáo"),
                    ("reopen", "mở lại để sửa"),
                    ("close", "đóng lại, giữ số đã chấp nhận"),
                    ("comment", "góp ý"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "enter",
                            "correct",
                            "approve",
                            "escalate",
                            "accept",
                            "extend",
                            "chase",
                            "open",
                            "lock",
                        ],
                    )
                ),
                name="reminder_kind_known",
                violation_error_message="Loại không có trong danh sách.",
            ),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from figures.history.operations import HistoryOff, HistoryOn


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0022_withdrawal"),
        ("provinces", "0002_one_cluster"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        HistoryOff(),
        migrations.CreateModel(
            name="AcceptedFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("blank", "Chưa nhập"),
                            ("known", "Có số liệu"),
                            ("unknown", "Chưa có số liệu"),
                            ("not_applicable", "Không áp dụng"),
                        ],
                        max_length=20,
                    ),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True)),
                ("is_estimate", models.BooleanField(default=False, verbose_name="số ước")),
                ("is_illustrative", models.BooleanField(default=False, verbose_name="minh họa")),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="ghi chú")),
                ("explanation", models.TextField(blank=True, max_length=1000, verbose_name="giải trình")),
            ],
            options={
                "verbose_name": "số đã chấp nhận của báo cáo đang sửa",
                "verbose_name_plural": "số đã chấp nhận của báo cáo đang sửa",
            },
        ),
        migrations.AddField(
            model_name="period",
            name="is_front",
            field=models.BooleanField(default=False, verbose_name="mở trang Tổng quan ở kỳ này"),
        ),
        migrations.AddField(
            model_name="submission",
            name="keeps_accepted",
            field=models.BooleanField(default=False, editable=False, verbose_name="đang sửa số đã chấp nhận"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keeps_accepted", False),
                    ("state__in", ["returned", "submitted", "approved"]),
                    _connector="OR",
                ),
                name="submission_keeps_accepted_while_reopened",
                violation_error_message="Chỉ báo cáo đang mở lại mới giữ số đã chấp nhận trước đó.",
            ),
        ),
        migrations.AddField(
            model_name="acceptedfigure",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="figures.indicator"
            ),
        ),
        migrations.AddField(
            model_name="acceptedfigure",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accepted_figures",
                to="figures.submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedfigure",
            constraint=models.UniqueConstraint(
                fields=("submission", "indicator"), name="accepted_figure_once_a_submission"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "known"), ("value__isnull", False)),
                    models.Q(("answer__in", ["unknown", "not_applicable"]), ("value", None)),
                    _connector="OR",
                ),
                name="accepted_figure_value_only_for_a_number",
                violation_error_message="Ô có số liệu phải có số; ô khác thì không.",
            ),
        ),
        HistoryOn(),
    ]

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0019_reasons_given_for"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="indicator",
            name="indicator_kind_known",
        ),
        migrations.AddField(
            model_name="indicator",
            name="plausible_high",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="thường gặp đến"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="plausible_low",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="thường gặp từ"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="plausible_per",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="figures.indicator",
                verbose_name="tính trên một",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="has_unit_guard",
            field=models.BooleanField(default=False, verbose_name="là tiền, hỏi khi nhầm đơn vị tính"),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="kind",
            field=models.CharField(
                choices=[
                    ("stock", "Số thời điểm cuối kỳ"),
                    ("flow", "Số phát sinh trong kỳ"),
                    ("ratio", "Số tính từ hai tổng"),
                    ("class", "Số theo xếp loại"),
                    ("opening", "Số đầu kỳ nhập lần đầu"),
                ],
                max_length=10,
                verbose_name="loại",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="ledger_role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("closing", "Số cuối kỳ"),
                    ("increase", "Tăng"),
                    ("decrease", "Giảm"),
                    ("opening", "Số đầu kỳ"),
                ],
                max_length=10,
                verbose_name="vai trò trong cân đối",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("plausible_high", None), ("plausible_low", None), ("plausible_per", None)),
                    models.Q(
                        ("plausible_high__isnull", False),
                        ("plausible_low__gte", 0),
                        ("plausible_low__isnull", False),
                        ("plausible_low__lt", models.F("plausible_high")),
                        models.Q(
                            ("plausible_low", 0),
                            (
                                "plausible_high__lt",
                                django.db.models.expressions.CombinedExpression(
                                    models.Value(1000), "*", models.F("plausible_low")
                                ),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="indicator_plausible_range",
                violation_error_message="Khoảng thường gặp theo quy mô phải có cả hai đầu, đầu nhỏ trước, đầu lớn chưa tới 1.000 lần đầu nhỏ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["stock", "flow", "ratio", "class", "opening"])),
                name="indicator_kind_known",
                violation_error_message="Loại không có trong danh sách.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("last_period", ""), ("ledger_role", "opening")),
                fields=("ledger",),
                name="indicator_one_opening_a_ledger",
                violation_error_message="Mỗi cân đối chỉ có một số đầu kỳ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "opening"), ("ledger_role", "opening")),
                    models.Q(
                        models.Q(("kind", "opening"), _negated=True),
                        models.Q(("ledger_role", "opening"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="indicator_opening_is_of_its_kind",
                violation_error_message="Số đầu kỳ phải có loại và vai trò trong cân đối là số đầu kỳ.",
            ),
        ),
    ]

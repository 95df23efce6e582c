"""The dated register: events, and what follows from them; facts by half-year; the log."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0009_usernames_by_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="CooperativeChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partner", models.CharField(max_length=200, verbose_name="đối tác liên kết")),
                ("product", models.CharField(blank=True, max_length=160, verbose_name="sản phẩm")),
                ("contract", models.CharField(blank=True, max_length=120, verbose_name="hợp đồng số")),
                ("since", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
            ],
            options={
                "verbose_name": "liên kết chuỗi của hợp tác xã",
                "verbose_name_plural": "liên kết chuỗi của hợp tác xã",
                "ordering": ["since", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CooperativeEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("founded", "Thành lập mới"),
                            ("split_off", "Thành lập do chia, tách"),
                            ("united", "Thành lập do hợp nhất"),
                            ("converted_into", "Chuyển đổi từ loại hình khác"),
                            ("moved_in", "Chuyển đến từ tỉnh khác"),
                            ("active", "Hoạt động trở lại"),
                            ("suspended", "Tạm ngừng kinh doanh"),
                            ("not_at_address", "Không hoạt động tại địa chỉ đã đăng ký"),
                            ("revoked", "Bị thu hồi giấy chứng nhận đăng ký"),
                            ("reorganising", "Bắt đầu thủ tục giải thể, chia, hợp nhất, sáp nhập"),
                            ("bankruptcy", "Bắt đầu thủ tục phá sản"),
                            ("joined_alliance", "Vào Liên minh HTX"),
                            ("left_alliance", "Ra khỏi Liên minh HTX"),
                            ("joined_union", "Vào liên hiệp HTX"),
                            ("left_union", "Ra khỏi liên hiệp HTX"),
                            ("separated", "Tách một phần thành đơn vị khác"),
                            ("took_over", "Nhận sáp nhập đơn vị khác"),
                            ("renamed", "Đổi tên"),
                            ("renumbered", "Đổi mã số đăng ký"),
                            ("dissolved", "Giải thể"),
                            ("bankrupt", "Phá sản"),
                            ("divided", "Bị chia"),
                            ("merged", "Sáp nhập, hợp nhất vào đơn vị khác"),
                            ("converted", "Chuyển đổi sang loại hình khác"),
                            ("moved", "Chuyển đi tỉnh khác"),
                            ("ceased", "Chấm dứt hoạt động"),
                        ],
                        max_length=20,
                        verbose_name="sự kiện",
                    ),
                ),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="ngày")),
                (
                    "decision",
                    models.CharField(blank=True, max_length=120, verbose_name="số quyết định, văn bản"),
                ),
                (
                    "other",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="đơn vị liên quan, tên hoặc mã số cũ"
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="ghi chú")),
                (
                    "entered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ghi lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "sự kiện của hợp tác xã",
                "verbose_name_plural": "sự kiện của hợp tác xã",
                "ordering": ["happened_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CooperativeFee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="năm",
                    ),
                ),
                (
                    "due",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="phải đóng",
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="đã đóng",
                    ),
                ),
            ],
            options={
                "verbose_name": "hội phí của hợp tác xã",
                "verbose_name_plural": "hội phí của hợp tác xã",
                "ordering": ["-year"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CooperativeHalfYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="năm",
                    ),
                ),
                (
                    "half",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "6 tháng đầu năm"), (2, "6 tháng cuối năm")], verbose_name="kỳ"
                    ),
                ),
                (
                    "members",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="thành viên chính thức"),
                ),
                (
                    "members_with_capital",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thành viên liên kết góp vốn"
                    ),
                ),
                (
                    "members_without_capital",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thành viên liên kết không góp vốn"
                    ),
                ),
                ("labour", models.PositiveIntegerField(blank=True, null=True, verbose_name="lao động")),
                (
                    "charter_capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="vốn điều lệ",
                    ),
                ),
                (
                    "working_capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="vốn hoạt động",
                    ),
                ),
                (
                    "revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="doanh thu trong kỳ",
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "Tốt"),
                            ("fair", "Khá"),
                            ("average", "Trung bình"),
                            ("weak", "Yếu"),
                            ("unrated", "Không xếp loại"),
                        ],
                        max_length=10,
                        verbose_name="xếp loại",
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu kỳ của hợp tác xã",
                "verbose_name_plural": "số liệu kỳ của hợp tác xã",
                "ordering": ["-year", "-half"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CooperativeLogLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("what", models.CharField(max_length=200, verbose_name="nội dung")),
                ("before", models.TextField(blank=True, verbose_name="trước")),
                ("after", models.TextField(blank=True, verbose_name="sau")),
            ],
            options={
                "verbose_name": "dòng nhật ký của hợp tác xã",
                "verbose_name_plural": "dòng nhật ký của hợp tác xã",
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CooperativeProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="sản phẩm")),
                (
                    "ocop_stars",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(3, "3 sao"), (4, "4 sao"), (5, "5 sao")],
                        null=True,
                        verbose_name="hạng OCOP",
                    ),
                ),
                (
                    "standards",
                    models.CharField(blank=True, max_length=200, verbose_name="tiêu chuẩn, chứng nhận"),
                ),
            ],
            options={
                "verbose_name": "sản phẩm của hợp tác xã",
                "verbose_name_plural": "sản phẩm của hợp tác xã",
                "ordering": ["name", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CooperativeSpan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="từ ngày")),
                ("until", models.DateField(null=True, verbose_name="đến trước ngày")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("suspended", "Tạm ngừng kinh doanh"),
                            ("not_at_address", "Không hoạt động tại địa chỉ đã đăng ký"),
                            ("revoked", "Bị thu hồi giấy chứng nhận đăng ký"),
                            ("reorganising", "Đang làm thủ tục giải thể, chia, hợp nhất, sáp nhập"),
                            ("bankruptcy", "Đang làm thủ tục phá sản"),
                            ("alliance", "Thành viên Liên minh HTX"),
                        ],
                        max_length=20,
                        verbose_name="nội dung",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partner", models.CharField(max_length=200, verbose_name="đối tác liên kết")),
                ("product", models.CharField(blank=True, max_length=160, verbose_name="sản phẩm")),
                ("contract", models.CharField(blank=True, max_length=120, verbose_name="hợp đồng số")),
                ("since", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
            ],
            options={
                "verbose_name": "liên kết chuỗi của tổ hợp tác",
                "verbose_name_plural": "liên kết chuỗi của tổ hợp tác",
                "ordering": ["since", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("founded", "Thành lập mới"),
                            ("split_off", "Thành lập do chia, tách"),
                            ("united", "Thành lập do hợp nhất"),
                            ("converted_into", "Chuyển đổi từ loại hình khác"),
                            ("moved_in", "Chuyển đến từ tỉnh khác"),
                            ("active", "Hoạt động trở lại"),
                            ("suspended", "Tạm ngừng kinh doanh"),
                            ("not_at_address", "Không hoạt động tại địa chỉ đã đăng ký"),
                            ("revoked", "Bị thu hồi giấy chứng nhận đăng ký"),
                            ("reorganising", "Bắt đầu thủ tục giải thể, chia, hợp nhất, sáp nhập"),
                            ("bankruptcy", "Bắt đầu thủ tục phá sản"),
                            ("joined_alliance", "Vào Liên minh HTX"),
                            ("left_alliance", "Ra khỏi Liên minh HTX"),
                            ("joined_union", "Vào liên hiệp HTX"),
                            ("left_union", "Ra khỏi liên hiệp HTX"),
                            ("separated", "Tách một phần thành đơn vị khác"),
                            ("took_over", "Nhận sáp nhập đơn vị khác"),
                            ("renamed", "Đổi tên"),
                            ("renumbered", "Đổi mã số đăng ký"),
                            ("dissolved", "Giải thể"),
                            ("bankrupt", "Phá sản"),
                            ("divided", "Bị chia"),
                            ("merged", "Sáp nhập, hợp nhất vào đơn vị khác"),
                            ("converted", "Chuyển đổi sang loại hình khác"),
                            ("moved", "Chuyển đi tỉnh khác"),
                            ("ceased", "Chấm dứt hoạt động"),
                        ],
                        max_length=20,
                        verbose_name="sự kiện",
                    ),
                ),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="ngày")),
                (
                    "decision",
                    models.CharField(blank=True, max_length=120, verbose_name="số quyết định, văn bản"),
                ),
                (
                    "other",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="đơn vị liên quan, tên hoặc mã số cũ"
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="ghi chú")),
                (
                    "entered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ghi lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "sự kiện của tổ hợp tác",
                "verbose_name_plural": "sự kiện của tổ hợp tác",
                "ordering": ["happened_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupFee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="năm",
                    ),
                ),
                (
                    "due",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="phải đóng",
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="đã đóng",
                    ),
                ),
            ],
            options={
                "verbose_name": "hội phí của tổ hợp tác",
                "verbose_name_plural": "hội phí của tổ hợp tác",
                "ordering": ["-year"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupHalfYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="năm",
                    ),
                ),
                (
                    "half",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "6 tháng đầu năm"), (2, "6 tháng cuối năm")], verbose_name="kỳ"
                    ),
                ),
                (
                    "members",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="thành viên chính thức"),
                ),
                (
                    "members_with_capital",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thành viên liên kết góp vốn"
                    ),
                ),
                (
                    "members_without_capital",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thành viên liên kết không góp vốn"
                    ),
                ),
                ("labour", models.PositiveIntegerField(blank=True, null=True, verbose_name="lao động")),
                (
                    "charter_capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="vốn điều lệ",
                    ),
                ),
                (
                    "working_capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="vốn hoạt động",
                    ),
                ),
                (
                    "revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="doanh thu trong kỳ",
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "Tốt"),
                            ("fair", "Khá"),
                            ("average", "Trung bình"),
                            ("weak", "Yếu"),
                            ("unrated", "Không xếp loại"),
                        ],
                        max_length=10,
                        verbose_name="xếp loại",
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu kỳ của tổ hợp tác",
                "verbose_name_plural": "số liệu kỳ của tổ hợp tác",
                "ordering": ["-year", "-half"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupLogLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("what", models.CharField(max_length=200, verbose_name="nội dung")),
                ("before", models.TextField(blank=True, verbose_name="trước")),
                ("after", models.TextField(blank=True, verbose_name="sau")),
            ],
            options={
                "verbose_name": "dòng nhật ký của tổ hợp tác",
                "verbose_name_plural": "dòng nhật ký của tổ hợp tác",
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="sản phẩm")),
                (
                    "ocop_stars",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(3, "3 sao"), (4, "4 sao"), (5, "5 sao")],
                        null=True,
                        verbose_name="hạng OCOP",
                    ),
                ),
                (
                    "standards",
                    models.CharField(blank=True, max_length=200, verbose_name="tiêu chuẩn, chứng nhận"),
                ),
            ],
            options={
                "verbose_name": "sản phẩm của tổ hợp tác",
                "verbose_name_plural": "sản phẩm của tổ hợp tác",
                "ordering": ["name", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupSpan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="từ ngày")),
                ("until", models.DateField(null=True, verbose_name="đến trước ngày")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("suspended", "Tạm ngừng kinh doanh"),
                            ("not_at_address", "Không hoạt động tại địa chỉ đã đăng ký"),
                            ("revoked", "Bị thu hồi giấy chứng nhận đăng ký"),
                            ("reorganising", "Đang làm thủ tục giải thể, chia, hợp nhất, sáp nhập"),
                            ("bankruptcy", "Đang làm thủ tục phá sản"),
                            ("alliance", "Thành viên Liên minh HTX"),
                        ],
                        max_length=20,
                        verbose_name="nội dung",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnionChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("partner", models.CharField(max_length=200, verbose_name="đối tác liên kết")),
                ("product", models.CharField(blank=True, max_length=160, verbose_name="sản phẩm")),
                ("contract", models.CharField(blank=True, max_length=120, verbose_name="hợp đồng số")),
                ("since", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("until", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
            ],
            options={
                "verbose_name": "liên kết chuỗi của liên hiệp hợp tác xã",
                "verbose_name_plural": "liên kết chuỗi của liên hiệp hợp tác xã",
                "ordering": ["since", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("founded", "Thành lập mới"),
                            ("split_off", "Thành lập do chia, tách"),
                            ("united", "Thành lập do hợp nhất"),
                            ("converted_into", "Chuyển đổi từ loại hình khác"),
                            ("moved_in", "Chuyển đến từ tỉnh khác"),
                            ("active", "Hoạt động trở lại"),
                            ("suspended", "Tạm ngừng kinh doanh"),
                            ("not_at_address", "Không hoạt động tại địa chỉ đã đăng ký"),
                            ("revoked", "Bị thu hồi giấy chứng nhận đăng ký"),
                            ("reorganising", "Bắt đầu thủ tục giải thể, chia, hợp nhất, sáp nhập"),
                            ("bankruptcy", "Bắt đầu thủ tục phá sản"),
                            ("joined_alliance", "Vào Liên minh HTX"),
                            ("left_alliance", "Ra khỏi Liên minh HTX"),
                            ("joined_union", "Vào liên hiệp HTX"),
                            ("left_union", "Ra khỏi liên hiệp HTX"),
                            ("separated", "Tách một phần thành đơn vị khác"),
                            ("took_over", "Nhận sáp nhập đơn vị khác"),
                            ("renamed", "Đổi tên"),
                            ("renumbered", "Đổi mã số đăng ký"),
                            ("dissolved", "Giải thể"),
                            ("bankrupt", "Phá sản"),
                            ("divided", "Bị chia"),
                            ("merged", "Sáp nhập, hợp nhất vào đơn vị khác"),
                            ("converted", "Chuyển đổi sang loại hình khác"),
                            ("moved", "Chuyển đi tỉnh khác"),
                            ("ceased", "Chấm dứt hoạt động"),
                        ],
                        max_length=20,
                        verbose_name="sự kiện",
                    ),
                ),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="ngày")),
                (
                    "decision",
                    models.CharField(blank=True, max_length=120, verbose_name="số quyết định, văn bản"),
                ),
                (
                    "other",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="đơn vị liên quan, tên hoặc mã số cũ"
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="ghi chú")),
                (
                    "entered_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ghi lúc"
                    ),
                ),
            ],
            options={
                "verbose_name": "sự kiện của liên hiệp hợp tác xã",
                "verbose_name_plural": "sự kiện của liên hiệp hợp tác xã",
                "ordering": ["happened_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnionFee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="năm",
                    ),
                ),
                (
                    "due",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="phải đóng",
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="đã đóng",
                    ),
                ),
            ],
            options={
                "verbose_name": "hội phí của liên hiệp hợp tác xã",
                "verbose_name_plural": "hội phí của liên hiệp hợp tác xã",
                "ordering": ["-year"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnionHalfYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="năm",
                    ),
                ),
                (
                    "half",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "6 tháng đầu năm"), (2, "6 tháng cuối năm")], verbose_name="kỳ"
                    ),
                ),
                (
                    "members",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="thành viên chính thức"),
                ),
                (
                    "members_with_capital",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thành viên liên kết góp vốn"
                    ),
                ),
                (
                    "members_without_capital",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="thành viên liên kết không góp vốn"
                    ),
                ),
                ("labour", models.PositiveIntegerField(blank=True, null=True, verbose_name="lao động")),
                (
                    "charter_capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="vốn điều lệ",
                    ),
                ),
                (
                    "working_capital",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="vốn hoạt động",
                    ),
                ),
                (
                    "revenue",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="doanh thu trong kỳ",
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "Tốt"),
                            ("fair", "Khá"),
                            ("average", "Trung bình"),
                            ("weak", "Yếu"),
                            ("unrated", "Không xếp loại"),
                        ],
                        max_length=10,
                        verbose_name="xếp loại",
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu kỳ của liên hiệp hợp tác xã",
                "verbose_name_plural": "số liệu kỳ của liên hiệp hợp tác xã",
                "ordering": ["-year", "-half"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnionLogLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lúc")),
                ("what", models.CharField(max_length=200, verbose_name="nội dung")),
                ("before", models.TextField(blank=True, verbose_name="trước")),
                ("after", models.TextField(blank=True, verbose_name="sau")),
            ],
            options={
                "verbose_name": "dòng nhật ký của liên hiệp hợp tác xã",
                "verbose_name_plural": "dòng nhật ký của liên hiệp hợp tác xã",
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnionMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="từ ngày")),
                ("until", models.DateField(null=True, verbose_name="đến trước ngày")),
            ],
            options={
                "ordering": ["since", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnionProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="sản phẩm")),
                (
                    "ocop_stars",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(3, "3 sao"), (4, "4 sao"), (5, "5 sao")],
                        null=True,
                        verbose_name="hạng OCOP",
                    ),
                ),
                (
                    "standards",
                    models.CharField(blank=True, max_length=200, verbose_name="tiêu chuẩn, chứng nhận"),
                ),
            ],
            options={
                "verbose_name": "sản phẩm của liên hiệp hợp tác xã",
                "verbose_name_plural": "sản phẩm của liên hiệp hợp tác xã",
                "ordering": ["name", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnionSpan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(null=True, verbose_name="từ ngày")),
                ("until", models.DateField(null=True, verbose_name="đến trước ngày")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("suspended", "Tạm ngừng kinh doanh"),
                            ("not_at_address", "Không hoạt động tại địa chỉ đã đăng ký"),
                            ("revoked", "Bị thu hồi giấy chứng nhận đăng ký"),
                            ("reorganising", "Đang làm thủ tục giải thể, chia, hợp nhất, sáp nhập"),
                            ("bankruptcy", "Đang làm thủ tục phá sản"),
                            ("alliance", "Thành viên Liên minh HTX"),
                        ],
                        max_length=20,
                        verbose_name="nội dung",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="cooperative",
            name="address",
            field=models.CharField(blank=True, max_length=200, verbose_name="số nhà, đường, ấp"),
        ),
        migrations.AddField(
            model_name="cooperative",
            name="began_how",
            field=models.CharField(
                choices=[
                    ("founded", "Thành lập mới"),
                    ("split_off", "Thành lập do chia, tách"),
                    ("united", "Thành lập do hợp nhất"),
                    ("converted_into", "Chuyển đổi từ loại hình khác"),
                    ("moved_in", "Chuyển đến từ tỉnh khác"),
                ],
                default="founded",
                max_length=20,
                verbose_name="hình thức thành lập",
            ),
        ),
        migrations.AddField(
            model_name="cooperative",
            name="commune",
            field=models.CharField(blank=True, max_length=100, verbose_name="xã, phường"),
        ),
        migrations.AddField(
            model_name="cooperative",
            name="district",
            field=models.CharField(blank=True, max_length=100, verbose_name="huyện, quận"),
        ),
        migrations.AddField(
            model_name="cooperative",
            name="model_reasons",
            field=models.TextField(blank=True, max_length=2000, verbose_name="lý do đề nghị nhân rộng"),
        ),
        migrations.AddField(
            model_name="cooperative",
            name="phone",
            field=models.CharField(blank=True, max_length=60, verbose_name="điện thoại"),
        ),
        migrations.AddField(
            model_name="cooperative",
            name="representative",
            field=models.CharField(blank=True, max_length=120, verbose_name="người đại diện"),
        ),
        migrations.AddField(
            model_name="cooperativegroup",
            name="address",
            field=models.CharField(blank=True, max_length=200, verbose_name="số nhà, đường, ấp"),
        ),
        migrations.AddField(
            model_name="cooperativegroup",
            name="began_how",
            field=models.CharField(
                choices=[
                    ("founded", "Thành lập mới"),
                    ("split_off", "Thành lập do chia, tách"),
                    ("united", "Thành lập do hợp nhất"),
                    ("converted_into", "Chuyển đổi từ loại hình khác"),
                    ("moved_in", "Chuyển đến từ tỉnh khác"),
                ],
                default="founded",
                max_length=20,
                verbose_name="hình thức thành lập",
            ),
        ),
        migrations.AddField(
            model_name="cooperativegroup",
            name="commune",
            field=models.CharField(blank=True, max_length=100, verbose_name="xã, phường"),
        ),
        migrations.AddField(
            model_name="cooperativegroup",
            name="district",
            field=models.CharField(blank=True, max_length=100, verbose_name="huyện, quận"),
        ),
        migrations.AddField(
            model_name="cooperativegroup",
            name="model_reasons",
            field=models.TextField(blank=True, max_length=2000, verbose_name="lý do đề nghị nhân rộng"),
        ),
        migrations.AddField(
            model_name="cooperativegroup",
            name="phone",
            field=models.CharField(blank=True, max_length=60, verbose_name="điện thoại"),
        ),
        migrations.AddField(
            model_name="cooperativegroup",
            name="representative",
            field=models.CharField(blank=True, max_length=120, verbose_name="người đại diện"),
        ),
        migrations.AddField(
            model_name="cooperativeunion",
            name="address",
            field=models.CharField(blank=True, max_length=200, verbose_name="số nhà, đường, ấp"),
        ),
        migrations.AddField(
            model_name="cooperativeunion",
            name="began_how",
            field=models.CharField(
                choices=[
                    ("founded", "Thành lập mới"),
                    ("split_off", "Thành lập do chia, tách"),
                    ("united", "Thành lập do hợp nhất"),
                    ("converted_into", "Chuyển đổi từ loại hình khác"),
                    ("moved_in", "Chuyển đến từ tỉnh khác"),
                ],
                default="founded",
                max_length=20,
                verbose_name="hình thức thành lập",
            ),
        ),
        migrations.AddField(
            model_name="cooperativeunion",
            name="commune",
            field=models.CharField(blank=True, max_length=100, verbose_name="xã, phường"),
        ),
        migrations.AddField(
            model_name="cooperativeunion",
            name="district",
            field=models.CharField(blank=True, max_length=100, verbose_name="huyện, quận"),
        ),
        migrations.AddField(
            model_name="cooperativeunion",
            name="model_reasons",
            field=models.TextField(blank=True, max_length=2000, verbose_name="lý do đề nghị nhân rộng"),
        ),
        migrations.AddField(
            model_name="cooperativeunion",
            name="phone",
            field=models.CharField(blank=True, max_length=60, verbose_name="điện thoại"),
        ),
        migrations.AddField(
            model_name="cooperativeunion",
            name="representative",
            field=models.CharField(blank=True, max_length=120, verbose_name="người đại diện"),
        ),
        migrations.AlterField(
            model_name="cooperative",
            name="ended_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("dissolved", "Giải thể"),
                    ("bankrupt", "Phá sản"),
                    ("divided", "Bị chia"),
                    ("merged", "Sáp nhập, hợp nhất"),
                    ("converted", "Chuyển đổi loại hình"),
                    ("moved", "Chuyển đi tỉnh khác"),
                    ("ceased", "Chấm dứt hoạt động"),
                ],
                max_length=20,
                verbose_name="hình thức chấm dứt",
            ),
        ),
        migrations.AlterField(
            model_name="cooperativegroup",
            name="ended_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("dissolved", "Giải thể"),
                    ("bankrupt", "Phá sản"),
                    ("divided", "Bị chia"),
                    ("merged", "Sáp nhập, hợp nhất"),
                    ("converted", "Chuyển đổi loại hình"),
                    ("moved", "Chuyển đi tỉnh khác"),
                    ("ceased", "Chấm dứt hoạt động"),
                ],
                max_length=20,
                verbose_name="hình thức chấm dứt",
            ),
        ),
        migrations.AlterField(
            model_name="cooperativeunion",
            name="ended_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("dissolved", "Giải thể"),
                    ("bankrupt", "Phá sản"),
                    ("divided", "Bị chia"),
                    ("merged", "Sáp nhập, hợp nhất"),
                    ("converted", "Chuyển đổi loại hình"),
                    ("moved", "Chuyển đi tỉnh khác"),
                    ("ceased", "Chấm dứt hoạt động"),
                ],
                max_length=20,
                verbose_name="hình thức chấm dứt",
            ),
        ),
        migrations.AddIndex(
            model_name="cooperative",
            index=models.Index(fields=["province", "founded_on", "ended_on"], name="cooperative_life"),
        ),
        migrations.AddIndex(
            model_name="cooperativegroup",
            index=models.Index(fields=["province", "founded_on", "ended_on"], name="cooperativegroup_life"),
        ),
        migrations.AddIndex(
            model_name="cooperativeunion",
            index=models.Index(fields=["province", "founded_on", "ended_on"], name="cooperativeunion_life"),
        ),
        migrations.AddField(
            model_name="cooperativechain",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="chains", to="provinces.cooperative"
            ),
        ),
        migrations.AddField(
            model_name="cooperativeevent",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="cooperativeevent",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="provinces.cooperative",
            ),
        ),
        migrations.AddField(
            model_name="cooperativeevent",
            name="union",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="member_events",
                to="provinces.cooperativeunion",
                verbose_name="liên hiệp HTX",
            ),
        ),
        migrations.AddField(
            model_name="cooperativefee",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fees",
                to="provinces.cooperative",
            ),
        ),
        migrations.AddField(
            model_name="cooperativehalfyear",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="half_years",
                to="provinces.cooperative",
            ),
        ),
        migrations.AddField(
            model_name="cooperativelogline",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="cooperativelogline",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="log", to="provinces.cooperative"
            ),
        ),
        migrations.AddField(
            model_name="cooperativeproduct",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="products",
                to="provinces.cooperative",
            ),
        ),
        migrations.AddField(
            model_name="cooperativespan",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spans",
                to="provinces.cooperative",
            ),
        ),
        migrations.AddField(
            model_name="groupchain",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="chains",
                to="provinces.cooperativegroup",
            ),
        ),
        migrations.AddField(
            model_name="groupevent",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="groupevent",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="provinces.cooperativegroup",
            ),
        ),
        migrations.AddField(
            model_name="groupfee",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fees",
                to="provinces.cooperativegroup",
            ),
        ),
        migrations.AddField(
            model_name="grouphalfyear",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="half_years",
                to="provinces.cooperativegroup",
            ),
        ),
        migrations.AddField(
            model_name="grouplogline",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="grouplogline",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="log",
                to="provinces.cooperativegroup",
            ),
        ),
        migrations.AddField(
            model_name="groupproduct",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="products",
                to="provinces.cooperativegroup",
            ),
        ),
        migrations.AddField(
            model_name="groupspan",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spans",
                to="provinces.cooperativegroup",
            ),
        ),
        migrations.AddField(
            model_name="unionchain",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="chains",
                to="provinces.cooperativeunion",
            ),
        ),
        migrations.AddField(
            model_name="unionevent",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="unionevent",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="events",
                to="provinces.cooperativeunion",
            ),
        ),
        migrations.AddField(
            model_name="unionfee",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fees",
                to="provinces.cooperativeunion",
            ),
        ),
        migrations.AddField(
            model_name="unionhalfyear",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="half_years",
                to="provinces.cooperativeunion",
            ),
        ),
        migrations.AddField(
            model_name="unionlogline",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="unionlogline",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="log",
                to="provinces.cooperativeunion",
            ),
        ),
        migrations.AddField(
            model_name="unionmembership",
            name="cooperative",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="provinces.cooperative",
            ),
        ),
        migrations.AddField(
            model_name="unionmembership",
            name="union",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="provinces.cooperativeunion",
            ),
        ),
        migrations.AddField(
            model_name="unionproduct",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="products",
                to="provinces.cooperativeunion",
            ),
        ),
        migrations.AddField(
            model_name="unionspan",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="spans",
                to="provinces.cooperativeunion",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativechain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="cooperativechain_ends_after_it_began",
                violation_error_message="Ngày kết thúc liên kết phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddIndex(
            model_name="cooperativeevent",
            index=models.Index(fields=["organisation", "happened_on"], name="cooperativeevent_by_day"),
        ),
        migrations.AddIndex(
            model_name="cooperativeevent",
            index=models.Index(fields=["kind", "happened_on"], name="cooperativeevent_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="cooperativeevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ["founded", "split_off", "united", "converted_into", "moved_in"])
                ),
                fields=("organisation",),
                name="cooperativeevent_begins_once",
                violation_error_message="Đơn vị này đã ghi thành lập; sửa sự kiện đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativeevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["dissolved", "bankrupt", "divided", "merged", "converted", "moved", "ceased"],
                    )
                ),
                fields=("organisation",),
                name="cooperativeevent_ends_once",
                violation_error_message="Đơn vị này đã ghi chấm dứt; sửa sự kiện đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("happened_on__isnull", False),
                    models.Q(
                        (
                            "kind__in",
                            ["dissolved", "bankrupt", "divided", "merged", "converted", "moved", "ceased"],
                        ),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="cooperativeevent_ends_on_a_day",
                violation_error_message="Chưa nhập ngày; chấm dứt hoạt động phải có ngày.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["joined_union", "left_union"]), ("union__isnull", False)),
                    models.Q(
                        ("union", None), models.Q(("kind__in", ["joined_union", "left_union"]), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="cooperativeevent_names_its_union",
                violation_error_message="Việc vào hoặc ra khỏi liên hiệp phải có tên liên hiệp.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativefee",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year"),
                name="cooperativefee_once_a_year",
                violation_error_message="Hội phí của năm này đã ghi; sửa dòng đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativefee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due", None), ("due__gte", 0), _connector="OR"),
                    models.Q(("paid", None), ("paid__gte", 0), _connector="OR"),
                ),
                name="cooperativefee_not_negative",
                violation_error_message="Hội phí không được âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativehalfyear",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year", "half"),
                name="cooperativehalfyear_once",
                violation_error_message="Kỳ này của đơn vị đã có số liệu; sửa số liệu đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativehalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("half__in", [1, 2])),
                name="cooperativehalfyear_is_a_half",
                violation_error_message="Kỳ phải là 6 tháng đầu năm hoặc 6 tháng cuối năm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativehalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("members_with_capital", None), ("members_without_capital", None)),
                    ("year__gt", 2024),
                    models.Q(("half", 2), ("year", 2024)),
                    _connector="OR",
                ),
                name="cooperativehalfyear_kinds_of_members_by_law",
                violation_error_message="Trước 01/7/2024 chỉ có một loại thành viên; ghi tất cả vào ô thành viên chính thức.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativehalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("charter_capital", None), ("charter_capital__gte", 0), _connector="OR"),
                    models.Q(("working_capital", None), ("working_capital__gte", 0), _connector="OR"),
                    models.Q(("revenue", None), ("revenue__gte", 0), _connector="OR"),
                ),
                name="cooperativehalfyear_money_not_negative",
                violation_error_message="Vốn và doanh thu không được âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativeproduct",
            constraint=models.CheckConstraint(
                condition=models.Q(("ocop_stars", None), ("ocop_stars__in", [3, 4, 5]), _connector="OR"),
                name="cooperativeproduct_has_ocop_stars",
                violation_error_message="Sản phẩm OCOP có 3, 4 hoặc 5 sao.",
            ),
        ),
        migrations.AddIndex(
            model_name="cooperativespan",
            index=models.Index(
                fields=["organisation", "what", "since", "until"], name="cooperativespan_life"
            ),
        ),
        migrations.AddIndex(
            model_name="cooperativespan",
            index=models.Index(
                fields=["what", "since", "until", "organisation"], name="cooperativespan_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="cooperativespan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="cooperativespan_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupchain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="groupchain_ends_after_it_began",
                violation_error_message="Ngày kết thúc liên kết phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddIndex(
            model_name="groupevent",
            index=models.Index(fields=["organisation", "happened_on"], name="groupevent_by_day"),
        ),
        migrations.AddIndex(
            model_name="groupevent",
            index=models.Index(fields=["kind", "happened_on"], name="groupevent_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="groupevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ["founded", "split_off", "united", "converted_into", "moved_in"])
                ),
                fields=("organisation",),
                name="groupevent_begins_once",
                violation_error_message="Đơn vị này đã ghi thành lập; sửa sự kiện đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["dissolved", "bankrupt", "divided", "merged", "converted", "moved", "ceased"],
                    )
                ),
                fields=("organisation",),
                name="groupevent_ends_once",
                violation_error_message="Đơn vị này đã ghi chấm dứt; sửa sự kiện đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("happened_on__isnull", False),
                    models.Q(
                        (
                            "kind__in",
                            ["dissolved", "bankrupt", "divided", "merged", "converted", "moved", "ceased"],
                        ),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="groupevent_ends_on_a_day",
                violation_error_message="Chưa nhập ngày; chấm dứt hoạt động phải có ngày.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupfee",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year"),
                name="groupfee_once_a_year",
                violation_error_message="Hội phí của năm này đã ghi; sửa dòng đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupfee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due", None), ("due__gte", 0), _connector="OR"),
                    models.Q(("paid", None), ("paid__gte", 0), _connector="OR"),
                ),
                name="groupfee_not_negative",
                violation_error_message="Hội phí không được âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouphalfyear",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year", "half"),
                name="grouphalfyear_once",
                violation_error_message="Kỳ này của đơn vị đã có số liệu; sửa số liệu đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouphalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("half__in", [1, 2])),
                name="grouphalfyear_is_a_half",
                violation_error_message="Kỳ phải là 6 tháng đầu năm hoặc 6 tháng cuối năm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouphalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("members_with_capital", None), ("members_without_capital", None)),
                    ("year__gt", 2024),
                    models.Q(("half", 2), ("year", 2024)),
                    _connector="OR",
                ),
                name="grouphalfyear_kinds_of_members_by_law",
                violation_error_message="Trước 01/7/2024 chỉ có một loại thành viên; ghi tất cả vào ô thành viên chính thức.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grouphalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("charter_capital", None), ("charter_capital__gte", 0), _connector="OR"),
                    models.Q(("working_capital", None), ("working_capital__gte", 0), _connector="OR"),
                    models.Q(("revenue", None), ("revenue__gte", 0), _connector="OR"),
                ),
                name="grouphalfyear_money_not_negative",
                violation_error_message="Vốn và doanh thu không được âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupproduct",
            constraint=models.CheckConstraint(
                condition=models.Q(("ocop_stars", None), ("ocop_stars__in", [3, 4, 5]), _connector="OR"),
                name="groupproduct_has_ocop_stars",
                violation_error_message="Sản phẩm OCOP có 3, 4 hoặc 5 sao.",
            ),
        ),
        migrations.AddIndex(
            model_name="groupspan",
            index=models.Index(fields=["organisation", "what", "since", "until"], name="groupspan_life"),
        ),
        migrations.AddIndex(
            model_name="groupspan",
            index=models.Index(fields=["what", "since", "until", "organisation"], name="groupspan_what"),
        ),
        migrations.AddConstraint(
            model_name="groupspan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="groupspan_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionchain",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="unionchain_ends_after_it_began",
                violation_error_message="Ngày kết thúc liên kết phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddIndex(
            model_name="unionevent",
            index=models.Index(fields=["organisation", "happened_on"], name="unionevent_by_day"),
        ),
        migrations.AddIndex(
            model_name="unionevent",
            index=models.Index(fields=["kind", "happened_on"], name="unionevent_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="unionevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ["founded", "split_off", "united", "converted_into", "moved_in"])
                ),
                fields=("organisation",),
                name="unionevent_begins_once",
                violation_error_message="Đơn vị này đã ghi thành lập; sửa sự kiện đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["dissolved", "bankrupt", "divided", "merged", "converted", "moved", "ceased"],
                    )
                ),
                fields=("organisation",),
                name="unionevent_ends_once",
                violation_error_message="Đơn vị này đã ghi chấm dứt; sửa sự kiện đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("happened_on__isnull", False),
                    models.Q(
                        (
                            "kind__in",
                            ["dissolved", "bankrupt", "divided", "merged", "converted", "moved", "ceased"],
                        ),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="unionevent_ends_on_a_day",
                violation_error_message="Chưa nhập ngày; chấm dứt hoạt động phải có ngày.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionfee",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year"),
                name="unionfee_once_a_year",
                violation_error_message="Hội phí của năm này đã ghi; sửa dòng đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionfee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due", None), ("due__gte", 0), _connector="OR"),
                    models.Q(("paid", None), ("paid__gte", 0), _connector="OR"),
                ),
                name="unionfee_not_negative",
                violation_error_message="Hội phí không được âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionhalfyear",
            constraint=models.UniqueConstraint(
                fields=("organisation", "year", "half"),
                name="unionhalfyear_once",
                violation_error_message="Kỳ này của đơn vị đã có số liệu; sửa số liệu đã ghi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionhalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("half__in", [1, 2])),
                name="unionhalfyear_is_a_half",
                violation_error_message="Kỳ phải là 6 tháng đầu năm hoặc 6 tháng cuối năm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionhalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("members_with_capital", None), ("members_without_capital", None)),
                    ("year__gt", 2024),
                    models.Q(("half", 2), ("year", 2024)),
                    _connector="OR",
                ),
                name="unionhalfyear_kinds_of_members_by_law",
                violation_error_message="Trước 01/7/2024 chỉ có một loại thành viên; ghi tất cả vào ô thành viên chính thức.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionhalfyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("charter_capital", None), ("charter_capital__gte", 0), _connector="OR"),
                    models.Q(("working_capital", None), ("working_capital__gte", 0), _connector="OR"),
                    models.Q(("revenue", None), ("revenue__gte", 0), _connector="OR"),
                ),
                name="unionhalfyear_money_not_negative",
                violation_error_message="Vốn và doanh thu không được âm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionmembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="unionmembership_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unionproduct",
            constraint=models.CheckConstraint(
                condition=models.Q(("ocop_stars", None), ("ocop_stars__in", [3, 4, 5]), _connector="OR"),
                name="unionproduct_has_ocop_stars",
                violation_error_message="Sản phẩm OCOP có 3, 4 hoặc 5 sao.",
            ),
        ),
        migrations.AddIndex(
            model_name="unionspan",
            index=models.Index(fields=["organisation", "what", "since", "until"], name="unionspan_life"),
        ),
        migrations.AddIndex(
            model_name="unionspan",
            index=models.Index(fields=["what", "since", "until", "organisation"], name="unionspan_what"),
        ),
        migrations.AddConstraint(
            model_name="unionspan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gt", models.F("since")), _connector="OR"
                ),
                name="unionspan_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
    ]

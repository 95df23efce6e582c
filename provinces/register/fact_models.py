"""What is known of an organisation beside its events: half-years, fees, products, value chains."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vietnamese.dates import format_date
from vietnamese.folding import name_key
from web.model_fields import LineField


def _money(label: object) -> models.DecimalField:
    return models.DecimalField(
        label,  # type: ignore[arg-type]
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


class OrganisationHalfYear(models.Model):
    """Money in triệu đồng. Revenue is the half-year's; all else is as it was on its last day.

    Source: Luật HTX 2023, in force since 01/7/2024, has three kinds of members. Before, there was one.
    """

    class Rating(models.TextChoices):
        GOOD = "good", _("Tốt")
        FAIR = "fair", _("Khá")
        AVERAGE = "average", _("Trung bình")
        WEAK = "weak", _("Yếu")
        UNRATED = "unrated", _("Không xếp loại")

    KINDS_SINCE = 2024 * 2 + 1  # as `number`: the second half of 2024
    TOLD = (
        *("members", "members_with_capital", "members_without_capital", "labour"),
        *("charter_capital", "working_capital", "revenue"),
    )

    year = models.PositiveSmallIntegerField(
        _("năm"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    half = models.PositiveSmallIntegerField(
        _("kỳ"), choices=[(1, _("6 tháng đầu năm")), (2, _("6 tháng cuối năm"))]
    )
    members = models.PositiveIntegerField(_("thành viên chính thức"), null=True, blank=True)
    members_with_capital = models.PositiveIntegerField(
        _("thành viên liên kết góp vốn"), null=True, blank=True
    )
    members_without_capital = models.PositiveIntegerField(
        _("thành viên liên kết không góp vốn"), null=True, blank=True
    )
    labour = models.PositiveIntegerField(_("lao động"), null=True, blank=True)
    charter_capital = _money(_("vốn điều lệ"))
    working_capital = _money(_("vốn hoạt động"))
    revenue = _money(_("doanh thu trong kỳ"))
    rating = models.CharField(_("xếp loại"), max_length=10, choices=Rating, blank=True)

    class Meta:
        abstract = True
        ordering = ["-year", "-half"]
        constraints = [
            models.UniqueConstraint(
                name="%(class)s_once",
                fields=["organisation", "year", "half"],
                violation_error_message=_("Kỳ này của đơn vị đã có số liệu; sửa số liệu đã ghi."),
            ),
            models.CheckConstraint(
                name="%(class)s_is_a_half",
                condition=Q(half__in=[1, 2]),
                violation_error_message=_("Kỳ phải là 6 tháng đầu năm hoặc 6 tháng cuối năm."),
            ),
            models.CheckConstraint(
                name="%(class)s_kinds_of_members_by_law",
                condition=Q(members_with_capital=None, members_without_capital=None)
                | Q(year__gt=2024)
                | Q(year=2024, half=2),
                violation_error_message=_(
                    "Trước 01/7/2024 chỉ có một loại thành viên; ghi tất cả vào ô thành viên chính thức."
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_money_not_negative",
                condition=(Q(charter_capital=None) | Q(charter_capital__gte=0))
                & (Q(working_capital=None) | Q(working_capital__gte=0))
                & (Q(revenue=None) | Q(revenue__gte=0)),
                violation_error_message=_("Vốn và doanh thu không được âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_half_display()} {self.year}"

    def clean(self) -> None:
        if self.year is None or self.half not in (1, 2):
            return
        today = timezone.localdate()
        if self.first_day > today:
            raise ValidationError(
                {
                    "year": gettext("%(half_year)s chưa bắt đầu: hôm nay là %(today)s; sửa năm hoặc kỳ.")
                    % {"half_year": self, "today": format_date(today)}
                }
            )
        told = (getattr(self, name) for name in self.TOLD)
        if not self.rating and all(value is None for value in told):
            raise ValidationError(
                {"members": gettext("%s chưa có số liệu nào; ghi ít nhất một số liệu hoặc xếp loại.") % self}
            )

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 1, 1) if self.half == 1 else dt.date(self.year, 7, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, 6, 30) if self.half == 1 else dt.date(self.year, 12, 31)

    @property
    def has_kinds(self) -> bool:
        return self.year * 2 + self.half - 1 >= self.KINDS_SINCE

    @property
    def all_members(self) -> int | None:
        counts = (self.members, self.members_with_capital, self.members_without_capital)
        known = [count for count in counts if count is not None]
        return sum(known) if known else None


class OrganisationFee(models.Model):
    """The alliance's fee (hội phí) of a year, in triệu đồng."""

    year = models.PositiveSmallIntegerField(
        _("năm"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    due = _money(_("phải đóng"))
    paid = _money(_("đã đóng"))
    paid_on = models.DateField(_("ngày đóng"), null=True, blank=True)  # of the last payment

    class Meta:
        abstract = True
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                name="%(class)s_once_a_year",
                fields=["organisation", "year"],
                violation_error_message=_("Hội phí của năm này đã ghi; sửa dòng đã ghi."),
            ),
            models.CheckConstraint(
                name="%(class)s_not_negative",
                condition=(Q(due=None) | Q(due__gte=0)) & (Q(paid=None) | Q(paid__gte=0)),
                violation_error_message=_("Hội phí không được âm."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    def clean(self) -> None:
        today = timezone.localdate()
        if self.year is not None and self.year > today.year:
            raise ValidationError(
                {
                    "year": gettext("Năm %(year)s chưa bắt đầu: hôm nay là %(today)s; sửa năm.")
                    % {"year": self.year, "today": format_date(today)}
                }
            )
        if why := self._why_not_paid_then(today):
            raise ValidationError({"paid_on": why})

    def _why_not_paid_then(self, today: dt.date) -> str:
        day = self.paid_on
        if day is None:
            return ""
        if day > today:
            return gettext("Ngày này chưa tới: hôm nay là %s.") % format_date(today)
        if self.year is not None and day.year < self.year:
            return gettext("Ngày đóng %(day)s trước năm của hội phí (%(year)s); sửa ngày hoặc năm.") % {
                "day": format_date(day),
                "year": self.year,
            }
        if not self.paid:
            return gettext(
                "Có ngày đóng %s nhưng chưa có số tiền; ghi số đã đóng hoặc xóa ngày."
            ) % format_date(day)
        return ""


class _ToldOnce(models.Model):
    """A row that must differ from the organisation's others in one of `TELLING`, letter case aside."""

    TELLING: tuple[str, ...] = ()

    organisation: Any
    organisation_id: int

    class Meta:
        abstract = True

    def clean(self) -> None:
        rows: Any = type(self)._default_manager
        self.require_told_once(rows.filter(organisation=self.organisation_id).exclude(pk=self.pk))

    def require_told_once(self, others: Iterable[Any]) -> None:
        if same := next((other for other in others if other.telling == self.telling), None):
            raise ValidationError(
                {self.TELLING[0]: gettext("“%s” đã ghi; sửa dòng đã ghi, hoặc ghi rõ chỗ khác nhau.") % same}
            )

    @property
    def telling(self) -> tuple[Any, ...]:
        told = (getattr(self, name) for name in self.TELLING)
        return tuple(name_key(value) if isinstance(value, str) else value for value in told)


class OrganisationProduct(_ToldOnce):
    """Source: OCOP products have three to five stars, Quyết định 148/QĐ-TTg (2023)."""

    TELLING = ("name",)

    name = LineField(_("sản phẩm"), max_length=160)
    ocop_stars = models.PositiveSmallIntegerField(
        _("hạng OCOP"),
        null=True,
        blank=True,
        choices=[(3, _("3 sao")), (4, _("4 sao")), (5, _("5 sao"))],
    )
    standards = LineField(_("tiêu chuẩn, chứng nhận"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_has_ocop_stars",
                condition=Q(ocop_stars=None) | Q(ocop_stars__in=[3, 4, 5]),
                violation_error_message=_("Sản phẩm OCOP có 3, 4 hoặc 5 sao."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationChain(_ToldOnce):
    """A link of a value chain: with whom, for which product, by which contract."""

    TELLING = ("partner", "product", "contract", "since")

    partner = LineField(_("đối tác liên kết"), max_length=200)
    product = LineField(_("sản phẩm"), max_length=160, blank=True)
    contract = LineField(_("hợp đồng số"), max_length=120, blank=True)
    since = models.DateField(_("từ ngày"), null=True, blank=True)
    until = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_began",
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                violation_error_message=_("Ngày kết thúc liên kết phải sau ngày bắt đầu."),
            ),
        ]

    def __str__(self) -> str:
        return self.partner


class CooperativeHalfYear(OrganisationHalfYear):
    organisation = models.ForeignKey(
        "provinces.Cooperative", on_delete=models.CASCADE, related_name="half_years", db_index=False
    )

    class Meta(OrganisationHalfYear.Meta):
        verbose_name = _("số liệu kỳ của hợp tác xã")
        verbose_name_plural = _("số liệu kỳ của hợp tác xã")


class UnionHalfYear(OrganisationHalfYear):
    organisation = models.ForeignKey(
        "provinces.CooperativeUnion", on_delete=models.CASCADE, related_name="half_years", db_index=False
    )

    class Meta(OrganisationHalfYear.Meta):
        verbose_name = _("số liệu kỳ của liên hiệp hợp tác xã")
        verbose_name_plural = _("số liệu kỳ của liên hiệp hợp tác xã")


class GroupHalfYear(OrganisationHalfYear):
    organisation = models.ForeignKey(
        "provinces.CooperativeGroup", on_delete=models.CASCADE, related_name="half_years", db_index=False
    )

    class Meta(OrganisationHalfYear.Meta):
        verbose_name = _("số liệu kỳ của tổ hợp tác")
        verbose_name_plural = _("số liệu kỳ của tổ hợp tác")


class CooperativeFee(OrganisationFee):
    organisation = models.ForeignKey(
        "provinces.Cooperative", on_delete=models.CASCADE, related_name="fees", db_index=False
    )

    class Meta(OrganisationFee.Meta):
        verbose_name = _("hội phí của hợp tác xã")
        verbose_name_plural = _("hội phí của hợp tác xã")


class UnionFee(OrganisationFee):
    organisation = models.ForeignKey(
        "provinces.CooperativeUnion", on_delete=models.CASCADE, related_name="fees", db_index=False
    )

    class Meta(OrganisationFee.Meta):
        verbose_name = _("hội phí của liên hiệp hợp tác xã")
        verbose_name_plural = _("hội phí của liên hiệp hợp tác xã")


class GroupFee(OrganisationFee):
    organisation = models.ForeignKey(
        "provinces.CooperativeGroup", on_delete=models.CASCADE, related_name="fees", db_index=False
    )

    class Meta(OrganisationFee.Meta):
        verbose_name = _("hội phí của tổ hợp tác")
        verbose_name_plural = _("hội phí của tổ hợp tác")


class CooperativeProduct(OrganisationProduct):
    organisation = models.ForeignKey(
        "provinces.Cooperative", on_delete=models.CASCADE, related_name="products"
    )

    class Meta(OrganisationProduct.Meta):
        verbose_name = _("sản phẩm của hợp tác xã")
        verbose_name_plural = _("sản phẩm của hợp tác xã")


class UnionProduct(OrganisationProduct):
    organisation = models.ForeignKey(
        "provinces.CooperativeUnion", on_delete=models.CASCADE, related_name="products"
    )

    class Meta(OrganisationProduct.Meta):
        verbose_name = _("sản phẩm của liên hiệp hợp tác xã")
        verbose_name_plural = _("sản phẩm của liên hiệp hợp tác xã")


class GroupProduct(OrganisationProduct):
    organisation = models.ForeignKey(
        "provinces.CooperativeGroup", on_delete=models.CASCADE, related_name="products"
    )

    class Meta(OrganisationProduct.Meta):
        verbose_name = _("sản phẩm của tổ hợp tác")
        verbose_name_plural = _("sản phẩm của tổ hợp tác")


class CooperativeChain(OrganisationChain):
    organisation = models.ForeignKey("provinces.Cooperative", on_delete=models.CASCADE, related_name="chains")

    class Meta(OrganisationChain.Meta):
        verbose_name = _("liên kết chuỗi của hợp tác xã")
        verbose_name_plural = _("liên kết chuỗi của hợp tác xã")


class UnionChain(OrganisationChain):
    organisation = models.ForeignKey(
        "provinces.CooperativeUnion", on_delete=models.CASCADE, related_name="chains"
    )

    class Meta(OrganisationChain.Meta):
        verbose_name = _("liên kết chuỗi của liên hiệp hợp tác xã")
        verbose_name_plural = _("liên kết chuỗi của liên hiệp hợp tác xã")


class GroupChain(OrganisationChain):
    organisation = models.ForeignKey(
        "provinces.CooperativeGroup", on_delete=models.CASCADE, related_name="chains"
    )

    class Meta(OrganisationChain.Meta):
        verbose_name = _("liên kết chuỗi của tổ hợp tác")
        verbose_name_plural = _("liên kết chuỗi của tổ hợp tác")

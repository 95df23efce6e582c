"""Titles and forms of commendation (danh hiệu, hình thức khen thưởng), and their rules.

All of it is configuration: the law behind it has changed twice since 2024, and form numbers with it.
"""

import datetime as dt
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from vietnamese.dates import format_date
from web.model_fields import KeyedModel, KeyField, LineField, LinesField


class NomineeKind(models.TextChoices):
    """Who can be commended."""

    ALLIANCE = "alliance", _("Liên minh HTX tỉnh")
    COOPERATIVE = "cooperative", _("Hợp tác xã")
    UNION = "union", _("Liên hiệp HTX")
    GROUP = "group", _("Tổ hợp tác")
    COLLECTIVE = "collective", _("Tập thể")
    HOUSEHOLD = "household", _("Hộ gia đình")
    PERSON = "person", _("Cá nhân")


class TitleQuerySet(models.QuerySet["Title"]):
    def valid_in(self, year: int) -> "TitleQuerySet":
        """Return those that are valid on the last day of that year."""
        on = dt.date(year, 12, 31)
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=on), Q(valid_from=None) | Q(valid_from__lte=on)
        )


class Title(KeyedModel):
    """A title or form of commendation.

    Legal basis and form number are today's, and empty if unknown; `former` holds those of before.
    """

    name = LineField(_("tên"), max_length=200)
    name_key = KeyField(of="name")
    name_en = LineField(_("tên tiếng Anh"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    legal_basis = LinesField(
        _("căn cứ"), blank=True, help_text=_("Mỗi dòng một căn cứ, không ghi chữ “Căn cứ”.")
    )
    form_number = LineField(_("mẫu số"), max_length=80, blank=True)
    valid_from = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    valid_until = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh hiệu, hình thức khen thưởng")
        verbose_name_plural = _("danh hiệu, hình thức khen thưởng")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                name="title_name_once",
                fields=["name_key"],
                violation_error_message=_("Danh mục đã có danh hiệu, hình thức mang tên này."),
            ),
            models.CheckConstraint(
                name="title_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            days = {"until": format_date(self.valid_until), "from": format_date(self.valid_from)}
            sentence = gettext("Đọc được %(until)s, trước ngày bắt đầu áp dụng %(from)s.") % days
            raise ValidationError({"valid_until": sentence})

    def grounds_on(self, on: dt.date) -> "Grounds":
        past = min(
            (former for former in self.former.all() if former.until >= on),
            key=lambda former: former.until,
            default=None,
        )
        source = past or self
        return Grounds(source.legal_basis, source.form_number)


class Grounds(NamedTuple):
    """What a proposal of a title rests on: the legal basis, one per line, and the number of the form."""

    legal_basis: str
    form_number: str


class FormerGrounds(models.Model):
    """What a title rested on until the law changed: papers of that time still print it."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="former")
    until = models.DateField(_("đến hết ngày"))
    legal_basis = LinesField(
        _("căn cứ"), blank=True, help_text=_("Mỗi dòng một căn cứ, không ghi chữ “Căn cứ”.")
    )
    form_number = LineField(_("mẫu số"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("căn cứ và mẫu số trước đây")
        verbose_name_plural = _("căn cứ và mẫu số trước đây")
        ordering = ["title", "until"]
        constraints = [
            models.UniqueConstraint(
                name="former_grounds_once_a_day",
                fields=["title", "until"],
                violation_error_message=_("Ngày này đã có căn cứ."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {format_date(self.until)}"


class TitleKind(models.Model):
    """A kind of nominee that may get the title."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField(_("đối tượng"), max_length=12, choices=NomineeKind)

    class Meta:
        verbose_name = _("đối tượng")
        verbose_name_plural = _("đối tượng")
        constraints = [
            models.UniqueConstraint(
                name="title_kind_once",
                fields=["title", "kind"],
                violation_error_message=_("Đối tượng này đã có."),
            ),
            models.CheckConstraint(
                name="title_kind_known",
                condition=Q(kind__in=NomineeKind.values),
                violation_error_message=_("Đối tượng không có trong danh sách."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class TitleRule(models.Model):
    """A rule that warns of a proposal; it refuses nothing, the council decides."""

    class Kind(models.TextChoices):
        NOT_AGAIN = "not_again", _("Không đề nghị lại trong số năm")
        NEEDS = "needs", _("Phải có danh hiệu trước đó trong số năm")

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(_("quy định"), max_length=10, choices=Kind)
    earlier = models.ForeignKey(
        Title,
        verbose_name=_("danh hiệu phải có trước"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    years = models.PositiveSmallIntegerField(_("số năm"), default=1)

    class Meta:
        verbose_name = _("quy định về danh hiệu")
        verbose_name_plural = _("quy định về danh hiệu")
        ordering = ["title", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="title_rule_is_whole",
                condition=Q(kind="not_again", earlier=None) | Q(kind="needs", earlier__isnull=False),
                violation_error_message=_("Chỉ quy định về danh hiệu trước đó mới ghi danh hiệu phải có."),
            ),
            models.CheckConstraint(
                name="title_rule_years_from_1_to_20",
                condition=Q(years__gte=1, years__lte=20),
                violation_error_message=_("Số năm từ 1 đến 20."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_kind_display()}"

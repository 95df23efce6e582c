"""The catalogue: every indicator is a row, and the checks follow from its columns."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from web.model_fields import CodeField, LineField, LinesField, SlugField

MOST_DECIMALS = 4  # as many as a figure is stored with


class CodeManager(models.Manager):
    """Lets fixtures refer to rows by code."""

    def get_by_natural_key(self, code: str) -> "models.Model":
        return self.get(code=code)


class Bilingual(models.Model):
    label = LineField(_("tên"), max_length=160)
    label_en = LineField(_("tên tiếng Anh"), max_length=160)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.in_language("label")

    def in_language(self, field: str) -> str:
        english = (get_language() or "").startswith("en")
        return getattr(self, f"{field}_en") if english else getattr(self, field)


class Section(Bilingual):
    """Cooperatives, unions, groups, the alliance's work, or emulation."""

    code = SlugField(_("mã"), unique=True, error_messages={"unique": _("Mã này đang thuộc một phần khác.")})
    position = models.PositiveSmallIntegerField(
        _("thứ tự"), unique=True, error_messages={"unique": _("Thứ tự này đang thuộc một phần khác.")}
    )

    objects = CodeManager()

    class Meta:
        verbose_name = _("phần của biểu")
        verbose_name_plural = _("phần của biểu")
        ordering = ["position"]

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def get_by_natural_key(self, code: str) -> "Indicator":
        return self.get(code=code)

    def on_the_form(self, period_slug: str) -> "IndicatorQuerySet":
        """What a half-year asks for, with the openings, which only one without history asks for."""
        return self.filter(
            Q(last_period="") | Q(last_period__gte=period_slug), first_period__lte=period_slug
        ).order_by("section__position", "position")

    def asked_in(self, period_slug: str) -> "IndicatorQuerySet":
        return self.on_the_form(period_slug).exclude(kind=Indicator.Kind.OPENING)

    def with_relations(self) -> list["Indicator"]:
        """Load the rows with their sections and the rows they refer to, in two queries."""
        rows: list[Indicator] = list(self)
        sections = Section.objects.in_bulk()
        by_pk = {row.pk: row for row in rows}
        section = Indicator.section.field
        references = [Indicator.part_of.field, Indicator.numerator.field, Indicator.denominator.field]
        for row in rows:
            # What prefetch_related does: plain assignment costs as much as the query.
            section.set_cached_value(row, sections[row.section_id])
            for field in references:
                if referenced := by_pk.get(getattr(row, field.attname)):
                    field.set_cached_value(row, referenced)
        return rows

    def entered(self) -> "IndicatorQuerySet":
        """What is entered in every half-year; an opening is entered once in a province's life."""
        return self.exclude(kind__in=[Indicator.Kind.RATIO, Indicator.Kind.OPENING])


class Indicator(Bilingual):
    """One reported number and the rules it must satisfy.

    - `part_of` with `group`: the parts of one group add up to that indicator;
    - `ledger` and `ledger_role`: opening + increases − decreases = closing. The opening is the last accepted
      closing, never typed. Only a half-year without history asks for the ledger's row of the kind `opening`;
    - `at_most`: never more than that indicator; `zero_with`: 0 where that indicator is 0;
    - `numerator`, `denominator` and `factor` of a ratio, which is computed from totals, never summed;
    - `soft_low`, `soft_high`: changes in % on the same half-year a year before that need no explanation;
    - `has_unit_guard`: money in triệu đồng, questioned where it seems to be in đồng, nghìn đồng or tỷ đồng;
    - `plausible_low`, `plausible_high`: the usual size where no earlier number tells, divided by
      `plausible_per`, such as all cooperatives, or of a whole province.
    """

    class Kind(models.TextChoices):
        STOCK = "stock", _("Số thời điểm cuối kỳ")
        FLOW = "flow", _("Số phát sinh trong kỳ")
        RATIO = "ratio", _("Số tính từ hai tổng")
        CLASS = "class", _("Số theo xếp loại")
        OPENING = "opening", _("Số đầu kỳ nhập lần đầu")

    class LedgerRole(models.TextChoices):
        CLOSING = "closing", _("Số cuối kỳ")
        INCREASE = "increase", _("Tăng")
        DECREASE = "decrease", _("Giảm")
        OPENING = "opening", _("Số đầu kỳ")

    code = CodeField(
        _("mã"),
        max_length=60,
        unique=True,
        parameter="code",
        error_messages={"unique": _("Mã này đang thuộc một chỉ tiêu khác.")},
    )
    section = models.ForeignKey(
        Section, verbose_name=_("phần"), on_delete=models.PROTECT, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    group = LineField(_("nhóm"), max_length=120, blank=True)
    group_en = LineField(_("nhóm tiếng Anh"), max_length=120, blank=True)
    short_label = LineField(_("tên ngắn"), max_length=60)
    short_label_en = LineField(_("tên ngắn tiếng Anh"), max_length=60)
    unit = LineField(_("đơn vị tính"), max_length=30)
    unit_en = LineField(_("đơn vị tính tiếng Anh"), max_length=30)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    decimals = models.PositiveSmallIntegerField(_("số chữ số thập phân"), default=0)
    definition = LinesField(_("định nghĩa"), blank=True)
    definition_en = LinesField(_("định nghĩa tiếng Anh"), blank=True)
    source = LineField(_("nguồn"), max_length=200, blank=True)
    first_period = LineField(_("kỳ đầu tiên"), max_length=7, default="2019-H1")
    last_period = LineField(_("kỳ cuối cùng"), max_length=7, blank=True)
    is_required = models.BooleanField(_("bắt buộc trả lời"), default=True)
    may_be_negative = models.BooleanField(_("được âm"), default=False)
    unknown_label = LineField(_("cách ghi khi chưa có số liệu"), max_length=60, blank=True)
    unknown_label_en = LineField(_("cách ghi đó bằng tiếng Anh"), max_length=60, blank=True)

    part_of = models.ForeignKey(
        "self",
        verbose_name=_("là phần của"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    ledger = LineField(_("cân đối"), max_length=20, blank=True)
    ledger_role = models.CharField(_("vai trò trong cân đối"), max_length=10, choices=LedgerRole, blank=True)
    at_most = models.ForeignKey(
        "self", verbose_name=_("không quá"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    zero_with = models.ForeignKey(
        "self",
        verbose_name=_("bằng 0 khi bằng 0"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    numerator = models.ForeignKey(
        "self", verbose_name=_("tử số"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    denominator = models.ForeignKey(
        "self", verbose_name=_("mẫu số"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    factor = models.PositiveIntegerField(_("nhân với"), default=1)
    soft_low = models.DecimalField(_("giảm tới (%)"), max_digits=6, decimal_places=1, null=True, blank=True)
    soft_high = models.DecimalField(_("tăng tới (%)"), max_digits=6, decimal_places=1, null=True, blank=True)
    has_unit_guard = models.BooleanField(_("là tiền, hỏi khi nhầm đơn vị tính"), default=False)
    plausible_low = models.DecimalField(
        _("thường gặp từ"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    plausible_high = models.DecimalField(
        _("thường gặp đến"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    plausible_per = models.ForeignKey(
        "self",
        verbose_name=_("tính trên một"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["section__position", "position"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_position_unique_in_section",
                fields=["section", "position"],
                violation_error_message=_("Thứ tự này đã có trong phần."),
            ),
            models.CheckConstraint(
                name="indicator_ratio_has_both_terms",
                condition=Q(kind="ratio", numerator__isnull=False, denominator__isnull=False)
                | (~Q(kind="ratio") & Q(numerator=None, denominator=None)),
                violation_error_message=_("Riêng số tính từ hai tổng có tử số và mẫu số, và phải có cả hai."),
            ),
            models.CheckConstraint(
                name="indicator_ledger_and_role_together",
                condition=Q(ledger="", ledger_role="") | (~Q(ledger="") & ~Q(ledger_role="")),
                violation_error_message=_("Cân đối và vai trò trong cân đối phải có cùng nhau."),
            ),
            models.UniqueConstraint(
                name="indicator_one_closing_a_ledger",
                fields=["ledger"],
                condition=Q(ledger_role="closing", last_period=""),
                violation_error_message=_("Mỗi cân đối chỉ có một số cuối kỳ."),
            ),
            models.CheckConstraint(
                name="indicator_soft_range_together",
                # A comparison with NULL is NULL, and a CHECK passes on NULL.
                condition=Q(soft_low=None, soft_high=None)
                | Q(soft_low__isnull=False, soft_high__isnull=False, soft_low__lt=models.F("soft_high")),
                violation_error_message=_("Khoảng thường gặp phải có cả hai đầu, đầu nhỏ trước."),
            ),
            models.CheckConstraint(
                # A range as wide as a factor of a thousand would fit a number in two units.
                name="indicator_plausible_range",
                condition=Q(plausible_low=None, plausible_high=None, plausible_per=None)
                | Q(
                    plausible_low__isnull=False,
                    plausible_high__isnull=False,
                    plausible_low__gte=0,
                    plausible_low__lt=models.F("plausible_high"),
                )
                & (Q(plausible_low=0) | Q(plausible_high__lt=1000 * models.F("plausible_low"))),
                violation_error_message=_(
                    "Khoảng thường gặp theo quy mô phải có cả hai đầu, đầu nhỏ trước, đầu lớn chưa tới "
                    "1.000 lần đầu nhỏ."
                ),
            ),
            models.CheckConstraint(
                name="indicator_kind_known",
                condition=Q(kind__in=["stock", "flow", "ratio", "class", "opening"]),
                violation_error_message=_("Loại không có trong danh sách."),
            ),
            models.UniqueConstraint(
                name="indicator_one_opening_a_ledger",
                fields=["ledger"],
                condition=Q(ledger_role="opening", last_period=""),
                violation_error_message=_("Mỗi cân đối chỉ có một số đầu kỳ."),
            ),
            models.CheckConstraint(
                name="indicator_opening_is_of_its_kind",
                condition=Q(kind="opening", ledger_role="opening")
                | (~Q(kind="opening") & ~Q(ledger_role="opening")),
                violation_error_message=_("Số đầu kỳ phải có loại và vai trò trong cân đối là số đầu kỳ."),
            ),
            models.CheckConstraint(
                name="indicator_ends_after_it_begins",
                condition=Q(last_period="") | Q(last_period__gte=models.F("first_period")),
                violation_error_message=_("Kỳ cuối cùng không được trước kỳ đầu tiên."),
            ),
        ]

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    natural_key.dependencies = ["figures.section"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        errors: dict[str, str] = {}
        if self.decimals is not None and self.decimals > MOST_DECIMALS:
            read = {"read": self.decimals, "most": MOST_DECIMALS}
            errors["decimals"] = gettext("Đọc được %(read)s; nhiều nhất %(most)s chữ số thập phân.") % read
        for name in ("part_of", "at_most", "zero_with", "numerator", "denominator", "plausible_per"):
            if self.pk and getattr(self, f"{name}_id") == self.pk:
                errors[name] = gettext("Chọn một chỉ tiêu khác: chỉ tiêu này không so được với chính nó.")
        if self.first_period and self.last_period and self.last_period < self.first_period:
            periods = {"last": self.last_period, "first": self.first_period}
            errors["last_period"] = gettext("Đọc được %(last)s, trước kỳ đầu tiên %(first)s.") % periods
        if errors:
            raise ValidationError(errors)

    @property
    def anchor(self) -> str:
        """The code as an id in pages: `coop-total`."""
        return self.code.replace(".", "-")

    @property
    def is_flow(self) -> bool:
        return self.kind == self.Kind.FLOW

    @property
    def is_opening(self) -> bool:
        return self.kind == self.Kind.OPENING

    def is_asked_in(self, period_slug: str) -> bool:
        """As the queryset's `on_the_form`."""
        return self.first_period <= period_slug and not "" < self.last_period < period_slug

    def takes(self, number: Decimal) -> bool:
        """Whether the number may be an answer, whatever the other cells hold."""
        return (number >= 0 or self.may_be_negative) and number == round(number, self.decimals)

    def signed(self, amount: Decimal) -> Decimal:
        return -amount if self.ledger_role == self.LedgerRole.DECREASE else amount

    def quotient(self, numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
        if numerator is None or not denominator:
            return None
        return numerator / denominator * self.factor

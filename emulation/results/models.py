"""Final points that the council settled, what they lacked, and the written rule for equal totals."""

from collections.abc import Iterable
from itertools import groupby

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.criteria.models import DIGITS, PLACES
from emulation.results.rank_order import TieKind
from figures.periods.models import Period
from web.model_fields import LinesField


class FinalScore(models.Model):
    """The points that count for one province in one criterion (điểm thống nhất)."""

    criterion = models.ForeignKey(
        "emulation.Criterion",
        verbose_name=_("tiêu chí"),
        on_delete=models.PROTECT,
        related_name="finals",
    )
    province = models.ForeignKey(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        related_name="final_scores",
    )
    points = models.DecimalField(_("điểm thống nhất"), max_digits=DIGITS, decimal_places=PLACES)
    # Why they differ from what the province or its checker gave.
    reason = LinesField(_("lý do"), max_length=1000, blank=True)
    # The final points, the self-score's and the checker's (`scoring.differences.points_key`); "" for any.
    reason_for = models.CharField(max_length=60, blank=True, default="", editable=False)
    changed_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    changed_by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người ghi"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("điểm thống nhất")
        verbose_name_plural = _("điểm thống nhất")
        constraints = [
            models.UniqueConstraint(
                name="final_score_once_a_criterion",
                fields=["criterion", "province"],
                violation_error_message=_("Tiêu chí này đã có điểm thống nhất."),
            ),
            models.CheckConstraint(
                name="final_score_not_below_zero",
                condition=Q(points__gte=0),
                violation_error_message=_("Điểm không được âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.criterion}: {self.points}"


class OpenInputQuerySet(models.QuerySet["OpenInput"]):
    def in_words(self) -> str:
        return open_inputs_in_words(self.select_related("year", "province"))


def open_inputs_in_words(inputs: Iterable["OpenInput"]) -> str:
    """`6 tháng cuối năm 2023: Cà Mau, Bạc Liêu chưa có số được chấp nhận; …`."""
    is_estimate = {OpenInput.Kind.MISSING.value: False, OpenInput.Kind.ESTIMATE.value: True}
    ordered = sorted(inputs, key=lambda one: (one.half, is_estimate[one.kind], one.province.position))
    clauses = []
    for (half, kind), group in groupby(ordered, key=lambda one: (one.half, one.kind)):
        rows = list(group)
        clauses.append(
            gettext("%(period)s: %(provinces)s %(what)s")
            % {
                "period": Period(year=rows[0].year.year, half=half).label,
                "provinces": ", ".join(str(row.province) for row in rows),
                "what": OpenInput.Kind(kind).label,
            }
        )
    return "; ".join(clauses)


class OpenInput(models.Model):
    """What the settled scores of a year lacked: a half-year of a province, missing or only estimated."""

    class Kind(models.TextChoices):
        MISSING = "missing", _("chưa có số được chấp nhận")
        ESTIMATE = "estimate", _("còn số ước")

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="open_inputs",
    )
    province = models.ForeignKey(
        "provinces.Province", verbose_name=_("tỉnh, thành phố"), on_delete=models.PROTECT, related_name="+"
    )
    half = models.PositiveSmallIntegerField(_("nửa năm"))
    kind = models.CharField(_("còn thiếu"), max_length=10, choices=Kind)

    objects = OpenInputQuerySet.as_manager()

    class Meta:
        verbose_name = _("số liệu còn thiếu khi chốt điểm")
        verbose_name_plural = _("số liệu còn thiếu khi chốt điểm")
        ordering = ["half", "kind", "province__position"]
        constraints = [
            models.UniqueConstraint(
                name="open_input_once_a_half",
                fields=["year", "province", "half"],
                violation_error_message=_("Kỳ này của tỉnh đã được ghi là còn thiếu."),
            ),
            models.CheckConstraint(
                name="open_input_half_and_kind_known",
                condition=Q(half__in=[1, 2], kind__in=["missing", "estimate"]),
                violation_error_message=_("Nửa năm là 1 hoặc 2, và số liệu thiếu hoặc là số ước."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.year_id}-H{self.half}: {self.get_kind_display()}"


class TieStep(models.Model):
    """One step of the year's rule for equal totals; the first step that makes a difference decides."""

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="tie_steps",
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    kind = models.CharField(_("so sánh"), max_length=12, choices=TieKind.choices)
    criterion = models.ForeignKey(
        "emulation.Criterion",
        verbose_name=_("tiêu chí"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("bước xét khi bằng điểm")
        verbose_name_plural = _("các bước xét khi bằng điểm")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="tie_step_once_a_position",
                fields=["year", "position"],
                violation_error_message=_("Thứ tự này đã có."),
            ),
            models.UniqueConstraint(
                name="tie_step_kind_once",
                fields=["year", "kind"],
                condition=~Q(kind="criterion"),
                violation_error_message=_("Một bước được chọn hai lần."),
            ),
            models.UniqueConstraint(
                name="tie_step_criterion_once",
                fields=["year", "criterion"],
                violation_error_message=_("Một bước được chọn hai lần."),
            ),
            models.CheckConstraint(
                name="tie_step_kind_known",
                condition=Q(kind__in=["penalty", "criterion", "improvement"]),
                violation_error_message=_("Cách xét không có trong danh sách."),
            ),
            models.CheckConstraint(
                name="tie_step_names_its_criterion",
                condition=Q(kind="criterion", criterion__isnull=False)
                | (~Q(kind="criterion") & Q(criterion=None)),
                violation_error_message=_("Chỉ bước so điểm của một tiêu chí mới nêu tiêu chí."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.criterion}" if self.criterion else self.get_kind_display()

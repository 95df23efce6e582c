from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from figures.submissions.punctuality import LATE_DAYS
from web.edit_conflicts import fingerprint
from web.model_fields import KeyedModel, KeyField, LineField, LinesField

DIGITS, PLACES = 6, 2


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def tops(self) -> "CriterionQuerySet":
        return self.filter(parent=None)

    def scored(self) -> "CriterionQuerySet":
        """All but groups, whose points are the sum of their parts."""
        return self.exclude(kind=Criterion.Kind.GROUP)

    def against_pledge(self) -> "CriterionQuerySet":
        return self.filter(kind__in=Criterion.AGAINST_PLEDGE)

    def with_terms(self) -> "CriterionQuerySet":
        return self.select_related("numerator", "denominator").prefetch_related("bands")


class Criterion(KeyedModel):
    """A row of the year's table (tiêu chí). Its number (`1`, `1.2`) follows from the positions.

    - A group has parts; its maximum is the sum of theirs.
    - Judged, yes/no, bonus and penalty are entered; no maximum includes bonus and penalty.
    - Banded, counted, pledged and best are computed from the year's figures (`emulation.scoring`).
    - Timely is computed from the days on which the half-years were sent.
    """

    class Kind(models.TextChoices):
        GROUP = "group", gettext_lazy("Nhóm tiêu chí")
        JUDGED = "judged", gettext_lazy("Chấm điểm")
        BANDED = "banded", gettext_lazy("Tỷ lệ theo mức")
        COUNTED = "counted", gettext_lazy("Số lượng × điểm")
        PLEDGED = "pledged", gettext_lazy("So với giao ước")
        BEST = "best", gettext_lazy("So với đơn vị cao nhất")
        TIMELY = "timely", gettext_lazy("Báo cáo đúng hạn")
        YES_NO = "yes_no", gettext_lazy("Có hoặc không")
        BONUS = "bonus", gettext_lazy("Điểm thưởng")
        PENALTY = "penalty", gettext_lazy("Điểm trừ")

    AGAINST_PLEDGE = (Kind.PLEDGED, Kind.BEST)
    COMPUTED = (Kind.BANDED, Kind.COUNTED, Kind.PLEDGED, Kind.BEST, Kind.TIMELY)
    ON_INDICATORS = (Kind.BANDED, Kind.COUNTED, Kind.PLEDGED, Kind.BEST)
    APART = (Kind.BONUS, Kind.PENALTY)

    class Facts(models.TextChoices):
        """What the system knows and shows beside the points that people enter."""

        REPORTS = "reports", gettext_lazy("Chế độ báo cáo")
        MOVEMENTS = "movements", gettext_lazy("Phong trào thi đua")

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=gettext_lazy("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="criteria",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("thuộc nhóm"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("thứ tự"))
    label = LineField(gettext_lazy("tên tiêu chí"), max_length=300)
    label_key = KeyField(of="label")
    label_en = LineField(gettext_lazy("tên tiếng Anh"), max_length=300, blank=True)
    kind = models.CharField(gettext_lazy("cách chấm"), max_length=10, choices=Kind)
    maximum = models.DecimalField(gettext_lazy("điểm tối đa"), max_digits=DIGITS, decimal_places=PLACES)
    numerator = models.ForeignKey(
        "figures.Indicator",
        verbose_name=gettext_lazy("chỉ tiêu"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    denominator = models.ForeignKey(
        "figures.Indicator",
        verbose_name=gettext_lazy("trên chỉ tiêu"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    points_each = models.DecimalField(
        gettext_lazy("điểm mỗi đơn vị"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    facts = models.CharField(gettext_lazy("căn cứ hệ thống có sẵn"), max_length=10, choices=Facts, blank=True)
    note = LinesField(gettext_lazy("hướng dẫn, nguồn"), max_length=1000, blank=True)
    is_illustrative = models.BooleanField(gettext_lazy("minh họa"), default=False)
    # Of what `version` compares; NULL for rows from before the columns.
    changed_at = models.DateTimeField(gettext_lazy("sửa lúc"), null=True, editable=False)
    changed_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=gettext_lazy("người sửa"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("tiêu chí")
        verbose_name_plural = gettext_lazy("tiêu chí")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                name="criterion_position_once_in_a_group",
                fields=["parent", "position"],
                violation_error_message=gettext_lazy("Thứ tự này đã có trong nhóm."),
            ),
            models.UniqueConstraint(
                name="criterion_position_once_at_the_top",  # where the one above ignores NULL
                fields=["year", "position"],
                condition=Q(parent=None),
                violation_error_message=gettext_lazy("Thứ tự này đã có trong năm."),
            ),
            models.UniqueConstraint(
                name="criterion_name_once_in_a_group",
                fields=["parent", "label_key"],
                violation_error_message=gettext_lazy("Nhóm này đã có tiêu chí mang tên đó."),
            ),
            models.UniqueConstraint(
                name="criterion_name_once_at_the_top",
                fields=["year", "label_key"],
                condition=Q(parent=None) & ~Q(kind__in=["bonus", "penalty"]),
                violation_error_message=gettext_lazy("Bảng điểm đã có tiêu chí cấp một mang tên đó."),
            ),
            models.UniqueConstraint(
                name="criterion_name_once_apart",
                fields=["year", "kind", "label_key"],
                condition=Q(kind__in=["bonus", "penalty"]),
                violation_error_message=gettext_lazy("Bảng điểm đã có mục thưởng, mục trừ mang tên đó."),
            ),
            models.CheckConstraint(
                name="criterion_kind_known",
                condition=Q(
                    kind__in=[
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
                    ]
                ),
                violation_error_message=gettext_lazy("Cách chấm không có trong danh sách."),
            ),
            models.CheckConstraint(
                name="criterion_maximum_above_zero",
                condition=Q(maximum__gt=0, maximum__lte=1000),
                violation_error_message=gettext_lazy("Điểm tối đa phải lớn hơn 0 và không quá 1.000."),
            ),
            models.CheckConstraint(
                name="criterion_names_what_its_kind_needs",
                condition=Q(
                    kind="banded", numerator__isnull=False, denominator__isnull=False, points_each=None
                )
                | Q(kind="counted", numerator__isnull=False, denominator=None, points_each__isnull=False)
                | Q(kind="timely", numerator=None, denominator=None, points_each__isnull=False)
                | Q(
                    kind__in=["pledged", "best"],
                    numerator__isnull=False,
                    denominator=None,
                    points_each=None,
                )
                | Q(
                    kind__in=["group", "judged", "yes_no", "bonus", "penalty"],
                    numerator=None,
                    denominator=None,
                    points_each=None,
                ),
                violation_error_message=gettext_lazy(
                    "Chỉ tiêu và điểm mỗi đơn vị phải có đúng như cách chấm cần, không thừa, không thiếu."
                ),
            ),
            models.CheckConstraint(
                name="criterion_points_each_above_zero",
                condition=Q(points_each=None) | Q(points_each__gt=0),
                violation_error_message=gettext_lazy("Điểm mỗi đơn vị phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                name="criterion_facts_beside_entered_points",
                condition=Q(facts="")
                | Q(
                    facts__in=["reports", "movements"],
                    kind__in=["judged", "yes_no", "bonus", "penalty"],
                ),
                violation_error_message=gettext_lazy(
                    "Căn cứ có sẵn chỉ nêu được cho tiêu chí do người chấm."
                ),
            ),
            models.CheckConstraint(
                name="criterion_ratio_of_two_indicators",
                condition=Q(numerator=None) | Q(denominator=None) | ~Q(numerator=F("denominator")),
                violation_error_message=gettext_lazy("Tỷ lệ phải tính từ hai chỉ tiêu khác nhau."),
            ),
            models.CheckConstraint(
                name="criterion_bonus_and_penalty_at_the_top",
                condition=~Q(kind__in=["bonus", "penalty"]) | Q(parent=None),
                violation_error_message=gettext_lazy(
                    "Điểm thưởng, điểm trừ đứng riêng, không thuộc nhóm nào."
                ),
            ),
        ]

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return self.label_en if english and self.label_en else self.label

    @property
    def is_group(self) -> bool:
        return self.kind == self.Kind.GROUP

    @property
    def is_computed(self) -> bool:
        return self.kind in self.COMPUTED

    @property
    def is_apart(self) -> bool:
        """Bonus and penalty, which no maximum includes."""
        return self.kind in self.APART

    @property
    def indicator_codes(self) -> tuple[str, ...]:
        """The codes of the values that its points are computed from."""
        if self.kind == self.Kind.TIMELY:
            return (LATE_DAYS,)
        return tuple(term.code for term in (self.numerator, self.denominator) if term is not None)

    @property
    def version(self) -> str:
        bands = [(band.at_least, band.points) for band in self.bands.all()] if self.pk else []
        values = [self.label, self.label_en, self.kind, _plain(self.maximum), self.numerator_id]
        values += [self.denominator_id, _plain(self.points_each), self.facts, self.note]
        values += [self.is_illustrative]
        values += [_plain(number) for band in sorted(bands, reverse=True) for number in band]
        return fingerprint(values)

    def clean(self) -> None:
        super().clean()
        if self.parent is not None and (not self.parent.is_group or self.parent.year_id != self.year_id):
            raise ValidationError({"parent": _("Chỉ nhóm tiêu chí của cùng năm mới có tiêu chí con.")})


class Band(models.Model):
    """A step of a banded criterion: the points from this share on, in percent."""

    criterion = models.ForeignKey(
        Criterion, verbose_name=gettext_lazy("tiêu chí"), on_delete=models.CASCADE, related_name="bands"
    )
    at_least = models.DecimalField(gettext_lazy("từ (%)"), max_digits=DIGITS, decimal_places=PLACES)
    points = models.DecimalField(gettext_lazy("điểm"), max_digits=DIGITS, decimal_places=PLACES)

    class Meta:
        verbose_name = gettext_lazy("mức")
        verbose_name_plural = gettext_lazy("các mức")
        ordering = ["-at_least"]
        constraints = [
            models.UniqueConstraint(
                name="band_once_a_share",
                fields=["criterion", "at_least"],
                violation_error_message=gettext_lazy("Hai mức bắt đầu từ cùng một tỷ lệ."),
            ),
            models.CheckConstraint(
                name="band_begins_at_zero_or_above",
                condition=Q(at_least__gte=0),
                violation_error_message=gettext_lazy("Mức phải bắt đầu từ 0%% trở lên."),
            ),
            models.CheckConstraint(
                name="band_points_not_below_zero",
                condition=Q(points__gte=0),
                violation_error_message=gettext_lazy("Điểm của mức không được âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: ≥ {self.at_least}%"


def _plain(number: Decimal | None) -> str:
    """The same text for 4 and 4.00, as the database returns it."""
    return "" if number is None else f"{number:.{PLACES}f}"

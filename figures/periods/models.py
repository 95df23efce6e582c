"""Reporting periods: half-years with their dates."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.clusters.models import Province
from vietnamese.dates import format_date
from web.edit_conflicts import fingerprint
from web.model_fields import LinesField

# From the half-year's end. The state counts its year to 14/12.
MOST_CUT_OFF_DISTANCE = dt.timedelta(days=45)
_SLUG = re.compile(r"(?P<year>\d{4})-H(?P<half>[12])", re.ASCII)


class PeriodQuerySet(models.QuerySet["Period"]):
    def get_by_natural_key(self, slug: str) -> "Period":
        return self.with_slug(slug).get()

    def with_slug(self, slug: str) -> "PeriodQuerySet":
        match = _SLUG.fullmatch(slug)
        return self.filter(year=match["year"], half=match["half"]) if match else self.none()

    def before(self, period: "Period") -> "PeriodQuerySet":
        earlier = Q(year__lt=period.year) | Q(year=period.year, half__lt=period.half)
        return self.filter(earlier, cluster=period.cluster_id).order_by("-year", "-half")


class Period(models.Model):
    """A half-year of one cluster. All dates are local (Asia/Ho_Chi_Minh).

    Submitting after `due_on` is late, `closes_on` is the last day for entering, and `corrections_until` the
    last day for correcting returned figures.

    Cut-off and due dates are fields because they differ by body and year: many HTX reports close on 30/6,
    while the state's year for them runs from 15/12 to 14/12.
    """

    class State(models.TextChoices):
        PLANNED = "planned", gettext_lazy("Chưa mở")
        OPEN = "open", gettext_lazy("Đang mở")
        LOCKED = "locked", gettext_lazy("Đã khóa")

    cluster = models.ForeignKey(
        "provinces.Cluster",
        verbose_name=gettext_lazy("cụm thi đua"),
        on_delete=models.PROTECT,
        related_name="periods",
    )
    year = models.PositiveSmallIntegerField(gettext_lazy("năm"))
    half = models.PositiveSmallIntegerField(
        gettext_lazy("nửa năm"),
        choices=[(1, gettext_lazy("6 tháng đầu năm")), (2, gettext_lazy("6 tháng cuối năm"))],
    )
    cut_off_on = models.DateField(gettext_lazy("ngày chốt số liệu"))
    opens_on = models.DateField(gettext_lazy("ngày mở nhập số liệu"))
    due_on = models.DateField(gettext_lazy("hạn gửi"))
    closes_on = models.DateField(gettext_lazy("ngày cuối được nhập"))
    corrections_until = models.DateField(gettext_lazy("ngày cuối được sửa số trả lại"))
    state = models.CharField(gettext_lazy("trạng thái"), max_length=10, choices=State, default=State.PLANNED)
    state_changes = models.PositiveIntegerField(default=0, editable=False)
    legal_basis = LinesField(gettext_lazy("căn cứ"), blank=True)
    # Otherwise the site opens with the newest half-year of which all members' figures are accepted.
    is_front = models.BooleanField(gettext_lazy("mở trang Tổng quan ở kỳ này"), default=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("kỳ báo cáo")
        verbose_name_plural = gettext_lazy("kỳ báo cáo")
        ordering = ["-year", "-half"]
        constraints = [
            models.UniqueConstraint(
                name="period_once_a_half",
                fields=["cluster", "year", "half"],
                violation_error_message=gettext_lazy("Kỳ báo cáo này đã có."),
            ),
            models.CheckConstraint(
                name="period_half_is_1_or_2",
                condition=Q(half__in=[1, 2]),
                violation_error_message=gettext_lazy("Nửa năm là 1 hoặc 2."),
            ),
            models.CheckConstraint(
                name="period_dates_in_order",
                condition=Q(
                    opens_on__lte=F("due_on"),
                    due_on__lte=F("closes_on"),
                    closes_on__lte=F("corrections_until"),
                ),
                violation_error_message=gettext_lazy(
                    "Ngày mở, hạn gửi, ngày cuối được nhập và ngày cuối được sửa số trả lại phải theo thứ tự "
                    "thời gian."
                ),
            ),
            models.CheckConstraint(
                name="period_state_known",
                condition=Q(state__in=["planned", "open", "locked"]),
                violation_error_message=gettext_lazy("Trạng thái không có trong danh sách."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def slug(self) -> str:
        """`2023-H1`. Slugs sort by time."""
        return f"{self.year}-H{self.half}"

    @property
    def index(self) -> int:
        """Its place on an axis of time: half-years that follow each other differ by 1."""
        return self.year * 2 + self.half - 1

    @classmethod
    def at(cls, index: int) -> "Period":
        """The half-year with this `index`; it has no dates and is not stored."""
        return cls(year=index // 2, half=index % 2 + 1)

    @property
    def label(self) -> str:
        """`6 tháng đầu năm 2023`. Show periods by this: a bare year may print as 2.023."""
        return (_("6 tháng đầu năm %s") if self.half == 1 else _("6 tháng cuối năm %s")) % self.year

    @property
    def short_label(self) -> str:
        return (_("6T đầu %s") if self.half == 1 else _("6T cuối %s")) % self.year

    @property
    def next_label(self) -> str:
        return Period.at(self.index + 1).label

    @property
    def next_slug(self) -> str:
        return Period.at(self.index + 1).slug

    @property
    def previous_slug(self) -> str:
        return Period.at(self.index - 1).slug

    @property
    def year_ago_slug(self) -> str:
        return f"{self.year - 1}-H{self.half}"

    def first_day_after(self, previous: "Period | None") -> dt.date:
        if previous is not None:
            return previous.cut_off_on + dt.timedelta(days=1)
        return dt.date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def half_ends_on(self) -> dt.date:
        return dt.date(self.year, 6, 30) if self.half == 1 else dt.date(self.year, 12, 31)

    @property
    def state_version(self) -> str:
        """Open again after it was locked is not the state that an old page showed as open."""
        return f"{self.state}-{self.state_changes}"

    @property
    def version(self) -> str:
        dates = [self.cut_off_on, self.opens_on, self.due_on, self.closes_on, self.corrections_until]
        return fingerprint([*dates, self.legal_basis, self.is_front])

    def clean(self) -> None:
        # The cut-off decides who was a member, so moving it must not lose a report.
        super().clean()
        if not (self.cut_off_on and self.year and self.half in (1, 2) and self.cluster_id):
            return
        if abs(self.cut_off_on - self.half_ends_on) > MOST_CUT_OFF_DISTANCE:
            message = _("Ngày chốt số liệu của %(period)s phải gần ngày %(end)s.") % {
                "period": self.label,
                "end": format_date(self.half_ends_on),
            }
            raise ValidationError({"cut_off_on": message})
        members = Province.objects.members_on(self.cluster, self.cut_off_on)
        if self.pk and self.submissions.exclude(province__in=members).exists():
            message = _("Với ngày này, một tỉnh đã nhập số liệu không còn là thành viên của Cụm.")
            raise ValidationError({"cut_off_on": message})

    def takes_figures(self, on: dt.date | None = None) -> bool:
        return (
            self.state == self.State.OPEN and self.opens_on <= (on or timezone.localdate()) <= self.closes_on
        )

    def takes_corrections(self, on: dt.date | None = None) -> bool:
        return self.state == self.State.OPEN and (on or timezone.localdate()) <= self.corrections_until

    def days_late(self, sent_on: dt.date | None, today: dt.date | None = None) -> int:
        """Days from the due date to `sent_on`, or to today if nothing was sent; 0 if in time."""
        return max(0, ((sent_on or today or timezone.localdate()) - self.due_on).days)

"""A year of the contest and the days by which its parts are due."""

import datetime as dt

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.clusters.models import Province
from vietnamese.dates import format_date
from web.refusals import RefusedError


class EmulationYear(models.Model):
    """The contest of one calendar year: from the pledge to the commendations."""

    cluster = models.ForeignKey(
        "provinces.Cluster",
        verbose_name=_("cụm thi đua"),
        on_delete=models.PROTECT,
        related_name="emulation_years",
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    is_illustrative = models.BooleanField(_("số liệu minh họa"), default=False)
    # From then on the criteria and their points stand; who locked them is an event.
    rules_locked_at = models.DateTimeField(_("khóa bảng điểm lúc"), null=True, blank=True)
    # From then on the final scores stand, and everybody in the contest reads them.
    scores_settled_at = models.DateTimeField(_("chốt điểm lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("năm thi đua")
        verbose_name_plural = _("năm thi đua")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                name="emulation_year_once",
                fields=["cluster", "year"],
                violation_error_message=_("Năm thi đua này đã có."),
            ),
            models.CheckConstraint(
                name="emulation_year_has_four_digits",
                condition=Q(year__gte=1990, year__lte=2100),
                violation_error_message=_("Năm phải từ 1990 đến 2100."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`Thi đua năm 2023`. Use this wherever the year is shown: a bare number may print as 2.023."""
        return str(_("Thi đua năm %s")) % self.year

    @property
    def rules_are_locked(self) -> bool:
        return self.rules_locked_at is not None

    @property
    def scores_are_settled(self) -> bool:
        return self.scores_settled_at is not None

    @property
    def members(self) -> QuerySet[Province]:
        """Who takes part: the cluster's members on the last day of the year's first half, in its order.

        The day is that of the half-year conference: between the two half-years of 2025 provinces merged, and
        who pledged for the year and stood at its middle is who is scored.
        """
        return Province.objects.members_on(self.cluster, dt.date(self.year, 6, 30))

    def deadline(self, part: str) -> "Deadline":
        """The days of one part of the contest; without days where none were set."""
        return self.deadlines.filter(part=part).first() or Deadline(year=self, part=part)


class Deadline(models.Model):
    """The days between which one part of the year is done. Local dates; the last day is included."""

    class Part(models.TextChoices):
        PLEDGE = "pledge", _("Đăng ký, giao ước thi đua")
        MOVEMENTS = "movements", _("Hoạt động phong trào")
        SELF_SCORE = "self_score", _("Tự chấm điểm")
        CROSS_CHECK = "cross_check", _("Chấm chéo")
        ANSWERS = "answers", _("Ý kiến về điểm chấm chéo")
        COUNCIL = "council", _("Họp xét, thống nhất điểm")
        VOTE = "vote", _("Bỏ phiếu")
        DOSSIERS = "dossiers", _("Hồ sơ khen thưởng")

    year = models.ForeignKey(
        EmulationYear, verbose_name=_("năm thi đua"), on_delete=models.CASCADE, related_name="deadlines"
    )
    part = models.CharField(_("phần việc"), max_length=20, choices=Part)
    opens_on = models.DateField(_("từ ngày"))
    due_on = models.DateField(_("đến hết ngày"))

    class Meta:
        verbose_name = _("thời hạn")
        verbose_name_plural = _("thời hạn")
        ordering = ["opens_on", "due_on"]
        constraints = [
            models.UniqueConstraint(
                name="deadline_once_a_part",
                fields=["year", "part"],
                violation_error_message=_("Phần việc này đã có thời hạn."),
            ),
            models.CheckConstraint(
                name="deadline_ends_after_it_opens",
                condition=Q(due_on__gte=F("opens_on")),
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}, {self.year}"

    @property
    def is_set(self) -> bool:
        return self.opens_on is not None

    def has_begun(self, on: dt.date | None = None) -> bool:
        """Whether the first day has come by that day (today)."""
        return self.is_set and self.opens_on <= (on or timezone.localdate())

    def is_over(self, on: dt.date | None = None) -> bool:
        """Whether the last day lies before that day (today)."""
        return self.is_set and self.due_on < (on or timezone.localdate())

    def is_open(self, on: dt.date | None = None) -> bool:
        """Whether that part may be done on that day (today)."""
        return self.has_begun(on) and not self.is_over(on)

    def why_closed(self, on: dt.date | None = None) -> str:
        """Why that part cannot be done on that day (today); empty if it can."""
        what = self.get_part_display()
        if not self.is_set:
            return gettext("%s: chưa đặt thời hạn.") % what
        if not self.has_begun(on):
            return gettext("%(what)s bắt đầu từ ngày %(day)s.") % {
                "what": what,
                "day": format_date(self.opens_on),
            }
        if self.is_over(on):
            return gettext("%(what)s đã hết hạn ngày %(day)s.") % {
                "what": what,
                "day": format_date(self.due_on),
            }
        return ""

    def require_open(self, advice: str = "") -> None:
        """Raise outside of its days.

        Raises:
            RefusedError: with the days, and with the advice on what can be done.
        """
        if why := self.why_closed():
            raise RefusedError(f"{why} {advice}".strip())

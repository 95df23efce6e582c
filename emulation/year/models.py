"""A year of the contest and the days by which its parts are due."""

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.clusters.models import Membership, Province
from vietnamese.dates import format_date
from web.model_fields import LinesField
from web.refusals import RefusedError


class EmulationYearQuerySet(models.QuerySet["EmulationYear"]):
    def running(self, today: dt.date) -> "EmulationYear | None":
        """The year whose work is due first: the earliest that is not settled and has an open part.

        Without one, the latest year that has begun; before any has, the earliest.
        """
        days = Deadline.objects.filter(year=OuterRef("pk"))
        is_open = Exists(days.filter(opens_on__lte=today, due_on__gte=today))
        return (
            self.filter(is_open, scores_settled_at=None).order_by("year").first()
            or self.filter(Exists(days.filter(opens_on__lte=today))).order_by("-year").first()
            or self.order_by("year").first()
        )


class EmulationYear(models.Model):
    """The contest of one calendar year, from the pledges to the commendations."""

    cluster = models.ForeignKey(
        "provinces.Cluster",
        verbose_name=_("cụm thi đua"),
        on_delete=models.PROTECT,
        related_name="emulation_years",
    )
    year = models.PositiveSmallIntegerField(_("năm"))
    is_illustrative = models.BooleanField(_("số liệu minh họa"), default=False)
    # The criteria cannot change after this. An event says who locked them.
    rules_locked_at = models.DateTimeField(_("khóa bảng điểm lúc"), null=True, blank=True)
    # The final scores cannot change after this, and all who see the contest may read them.
    scores_settled_at = models.DateTimeField(_("chốt điểm lúc"), null=True, blank=True)
    # One of the rules, locked with them: scores may be settled while figures behind them may still change.
    allows_provisional = models.BooleanField(_("cho phép chốt tạm thời"), default=False)
    # Why the scores were settled all the same; `emulation.OpenInput` says what was missing.
    provisional_reason = LinesField(_("lý do chốt tạm thời"), max_length=1000, blank=True)

    objects = EmulationYearQuerySet.as_manager()

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
            models.CheckConstraint(
                name="emulation_year_provisional_when_settled",
                condition=Q(provisional_reason="")
                | Q(scores_settled_at__isnull=False, allows_provisional=True),
                violation_error_message=_(
                    "Chỉ điểm đã chốt, theo bảng điểm cho phép, mới là kết quả tạm thời."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """`Thi đua năm 2023`. Show the year with this: a bare number may print as 2.023."""
        return str(_("Thi đua năm %s")) % self.year

    @property
    def rules_are_locked(self) -> bool:
        return self.rules_locked_at is not None

    @property
    def scores_are_settled(self) -> bool:
        return self.scores_settled_at is not None

    @property
    def is_provisional(self) -> bool:
        """Whether the scores were settled before all the figures behind them were final."""
        return bool(self.provisional_reason)

    @property
    def provisional_note(self) -> str:
        """What a provisional result lacks and why it was settled all the same; "" if the result is whole.

        Stands on every page and paper of the result.
        """
        if not self.is_provisional:
            return ""
        return gettext("Kết quả tạm thời. %(missing)s. Lý do chốt tạm thời: %(reason)s.") % {
            "missing": self.open_inputs.in_words(),
            "reason": " ".join(self.provisional_reason.split()).rstrip("."),
        }

    @property
    def signatories(self) -> QuerySet[Province]:
        """The provinces that belong to the cluster on June 30th, the day of the half-year conference.

        They sign for the year, and stay in its history when they merge.
        """
        return Province.objects.members_on(self.cluster, self.decisive_day)

    @property
    def members(self) -> QuerySet[Province]:
        """The provinces that take part now: the signatories, and for those that merged their successors."""
        successors = self._successors()
        keys = {_last(successors, key) for key in self.signatories.values_list("pk", flat=True)}
        return Province.objects.filter(pk__in=keys).order_by("position")

    @property
    def merged_members(self) -> QuerySet[Province]:
        """The provinces of the cluster that merged within the year: what they did stays under their names."""
        return Province.objects.filter(pk__in=self.heirs()).order_by("position")

    @property
    def all_members(self) -> QuerySet[Province]:
        return (self.members | self.merged_members).order_by("position")

    def heirs(self) -> dict[int, int]:
        """Keys: province that merged within the year → member in which it goes on."""
        successors = self._successors()
        of_cluster = Membership.objects.filter(cluster=self.cluster_id, province__in=successors)
        merged = of_cluster.values_list("province", flat=True) if successors else []
        return {key: _last(successors, key) for key in merged}

    def _successors(self) -> dict[int, int]:
        """Keys: province that merged within the year → its successor.

        A merger counts once it has come and is recorded as one, not when only its dates are stored, and only
        if recorded before scores were ever settled: a result keeps its provinces, also while it is reopened.
        This is asked many times a page, so the parts are put together here and not in a query.
        """
        until, settled_at = min(timezone.localdate(), self.last_day), self.scores_settled_at
        if settled_at is not None:
            until = min(until, timezone.localdate(settled_at))
        merged = list(
            Province.objects.filter(
                ended_on__gt=dt.date(self.year, 1, 1), ended_on__lte=until, successor__merger__isnull=False
            ).values_list("pk", "successor", "successor__merger__recorded_at")
        )
        if not merged:
            return {}
        settlings = self.events.filter(action__startswith="council.settle").values_list("at", flat=True)
        first_settled_at = min(filter(None, [settled_at, *settlings]), default=None)
        return {
            key: successor
            for key, successor, recorded_at in merged
            if successor and (first_settled_at is None or recorded_at <= first_settled_at)
        }

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, 12, 31)

    @property
    def seat(self) -> str | None:
        """Where the cluster's papers are signed: in the head's province."""
        head = self.cluster.head_in(self.year)
        province = head.province_on(self.decisive_day) if head else None
        return province.name if province else None

    @property
    def decisive_day(self) -> dt.date:
        return dt.date(self.year, 6, 30)

    def deadline(self, part: str) -> "Deadline":
        """The stored days of that part, or an unsaved row without days."""
        return self.deadlines.filter(part=part).first() or Deadline(year=self, part=part)


def _last(successors: dict[int, int], key: int) -> int:
    """The province in which that one goes on after every merger."""
    while key in successors:
        key = successors[key]
    return key


class Deadline(models.Model):
    """The first and the last day of one part of the year. Local dates; the last day is included."""

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
        return self.is_set and self.opens_on <= (on or timezone.localdate())

    def is_over(self, on: dt.date | None = None) -> bool:
        return self.is_set and self.due_on < (on or timezone.localdate())

    def is_open(self, on: dt.date | None = None) -> bool:
        return self.has_begun(on) and not self.is_over(on)

    def why_closed(self, on: dt.date | None = None, *, advice: str = "") -> str:
        """A sentence with the days, followed by `advice`, or "" if the part is open."""
        return f"{why} {advice}".strip() if (why := self._why_closed(on)) else ""

    def _why_closed(self, on: dt.date | None) -> str:
        part = self.get_part_display()
        if not self.is_set:
            return gettext("%s: chưa đặt thời hạn.") % part
        if not self.has_begun(on):
            return gettext("%(what)s bắt đầu từ ngày %(day)s.") % {
                "what": part,
                "day": format_date(self.opens_on),
            }
        if self.is_over(on):
            return gettext("%(what)s đã hết hạn ngày %(day)s.") % {
                "what": part,
                "day": format_date(self.due_on),
            }
        return ""

    def require_open(self, advice: str = "") -> None:
        if why := self.why_closed(advice=advice):
            raise RefusedError(why)

"""The cross-check (chấm chéo): who checks whom, the checker's points, and the province's answers."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.criteria.models import DIGITS, PLACES
from emulation.scoring.differences import points_key
from emulation.year.models import EmulationYear
from figures.submissions.reasons import Reason
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.succession import own_or_merged
from web.model_fields import LinesField


class CheckQuerySet(models.QuerySet["Check"]):
    def published(self) -> "CheckQuerySet":
        """Those whose checkers may know of them."""
        return self.exclude(state=Check.State.PLANNED)

    def sent(self) -> "CheckQuerySet":
        return self.filter(state=Check.State.SENT)

    def standing(self, contest_year: EmulationYear) -> "CheckQuerySet":
        """Those of the year between its members; a merger leaves the others behind."""
        return self.filter(year=contest_year).between(contest_year.members)

    def between(self, members: Iterable[Province]) -> "CheckQuerySet":
        keys = [province.pk for province in members]
        return self.filter(checker__in=keys, checked__in=keys)

    def of_officer(self, officer: Officer) -> "CheckQuerySet":
        """Those that the officer's province gives, or gave before it merged."""
        return self.filter(own_or_merged(officer.province_id, path="checker"))


class Check(models.Model):
    """A province's check of another's self-score. Only `services` writes it.

    Constraints hold the ring together: every province checks one and is checked by one, never itself. Only
    those who run the year may see planned checks.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Chưa công bố")
        OPEN = "open", _("Chưa gửi")
        SENT = "sent", _("Đã gửi")

    year = models.ForeignKey(
        EmulationYear, verbose_name=_("năm thi đua"), on_delete=models.PROTECT, related_name="checks"
    )
    checker = models.ForeignKey(
        Province, verbose_name=_("tỉnh chấm"), on_delete=models.PROTECT, related_name="+"
    )
    checked = models.ForeignKey(
        Province, verbose_name=_("tỉnh được chấm"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.PLANNED)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người lưu"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    sent_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người gửi"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu chấm chéo")
        verbose_name_plural = _("phiếu chấm chéo")
        ordering = ["year", "checker__position"]
        constraints = [
            models.UniqueConstraint(
                name="check_one_of_a_checker",
                fields=["year", "checker"],
                violation_error_message=_("Mỗi tỉnh chấm một tỉnh."),
            ),
            models.UniqueConstraint(
                name="check_one_of_a_checked",
                fields=["year", "checked"],
                violation_error_message=_("Mỗi tỉnh do một tỉnh chấm."),
            ),
            models.CheckConstraint(
                name="check_not_of_oneself",
                condition=~Q(checker=F("checked")),
                violation_error_message=_("Không tỉnh nào tự chấm chéo mình."),
            ),
            models.CheckConstraint(
                name="check_sent_has_its_time",
                condition=Q(state="sent", sent_at__isnull=False, sent_by__isnull=False)
                | Q(state__in=["planned", "open"], sent_at=None, sent_by=None),
                violation_error_message=_("Phiếu đã gửi phải có thời điểm và người gửi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checker} → {self.checked}, {self.year}"

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT


class CheckScore(models.Model):
    """The checker's points for one criterion, the reason, and the province's answer."""

    check_of = models.ForeignKey(
        Check, verbose_name=_("phiếu chấm chéo"), on_delete=models.CASCADE, related_name="scores"
    )
    criterion = models.ForeignKey(
        "emulation.Criterion",
        verbose_name=_("tiêu chí"),
        on_delete=models.PROTECT,
        related_name="check_scores",
    )
    points = models.DecimalField(
        _("điểm chấm chéo"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    reason = LinesField(_("lý do chấm khác"), max_length=1000, blank=True)
    # The points and the self-score's that it was given for (`scoring.differences.points_key`); "" for any.
    reason_for = models.CharField(max_length=40, blank=True, default="", editable=False)
    answer = LinesField(_("ý kiến của tỉnh"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người có ý kiến"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("có ý kiến lúc"), null=True, blank=True)
    changed_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("điểm chấm chéo")
        verbose_name_plural = _("điểm chấm chéo")
        constraints = [
            models.UniqueConstraint(
                name="check_score_once_a_criterion",
                fields=["check_of", "criterion"],
                violation_error_message=_("Tiêu chí này đã có điểm chấm chéo."),
            ),
            models.CheckConstraint(
                name="check_score_points_in_range",
                condition=Q(points=None) | Q(points__gte=0, points__lte=1000),
                violation_error_message=_("Điểm phải từ 0 đến điểm tối đa."),
            ),
            models.CheckConstraint(
                name="check_score_answer_has_its_time",
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                violation_error_message=_("Ý kiến phải có người và thời điểm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_of}: {self.criterion_id} = {self.points}"

    @property
    def reason_given(self) -> Reason:
        return Reason(self.reason, self.reason_for)

    def reason_beside(self, self_points: Decimal | None) -> str:
        """The reason if it was given for these points."""
        return self.reason_given.beside(points_key(self.points, self_points))

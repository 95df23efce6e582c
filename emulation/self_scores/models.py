"""The self-score (tự chấm điểm): the points that a province claims, and their grounds."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.criteria.models import DIGITS, PLACES
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from emulation.year.permissions import own_members, reads_scores, sees_contest
from provinces.accounts.models import Officer
from provinces.clusters.succession import own_or_merged
from web.model_fields import LinesField


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    def sent(self) -> "ScoreSheetQuerySet":
        return self.filter(state=ScoreSheet.State.SENT)

    def readable_by(self, officer: Officer, contest_year: EmulationYear) -> "ScoreSheetQuerySet":
        """The year's self-scores that the officer may read; the files behind them ask this, too.

        Its own province always reads it. Others read it only after it is sent: those whom
        `others_are_open_to` names, and the checker after the cross-checks are published.
        """
        sheets = self.filter(year=contest_year)
        readable, sent = Q(pk__in=[]), Q(state=ScoreSheet.State.SENT)
        if officer.role in Officer.PROVINCIAL_ROLES:
            checks = contest_year.checks.published().of_officer(officer)
            own = own_or_merged(officer.province_id)
            readable = own | (sent & Q(province__in=checks.values("checked")))
        if self.others_are_open_to(officer, contest_year):
            readable |= sent
        return sheets.filter(readable) if sees_contest(officer) else sheets.none()

    def others_are_open_to(self, officer: Officer, contest_year: EmulationYear) -> bool:
        """Whether the officer reads the self-scores that other provinces have sent.

        Those who run the year do, but head and deputy only after their own alliance has sent its self-score,
        so that they cannot adapt it to the others'. After the scores are settled everybody does.
        """
        if not reads_scores(officer, contest_year):
            return False
        if contest_year.scores_are_settled:
            return True
        sent = self.sent().filter(year=contest_year)
        return not own_members(officer, contest_year).exclude(pk__in=sent.values("province")).exists()


class ScoreSheet(models.Model):
    """A province's self-score for a year. Only `services` writes it.

    It holds only what was entered. Points from figures are computed whenever they are shown
    (`emulation.self_scores.points`), so they always agree with the accepted cells.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang chấm")
        SENT = "sent", _("Đã gửi")
        RETURNED = "returned", _("Trả lại")

    EDITABLE = (State.DRAFT, State.RETURNED)

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.PROTECT,
        related_name="score_sheets",
    )
    province = models.ForeignKey(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        related_name="score_sheets",
    )
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    # Counts the saves of the sheet and its scores, so that sending notices an edit conflict.
    version = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    sent_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người gửi"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    return_reason = LinesField(_("lý do trả lại"), max_length=1000, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu tự chấm")
        verbose_name_plural = _("phiếu tự chấm")
        ordering = ["year", "province__position"]
        constraints = [
            models.UniqueConstraint(
                name="score_sheet_once_a_year",
                fields=["year", "province"],
                violation_error_message=_("Tỉnh đã có phiếu tự chấm của năm này."),
            ),
            models.CheckConstraint(
                name="score_sheet_state_known",
                condition=Q(state__in=["draft", "sent", "returned"]),
                violation_error_message=_("Trạng thái không có trong danh sách."),
            ),
            models.CheckConstraint(
                name="score_sheet_sent_has_its_time",
                condition=Q(state="sent", sent_at__isnull=False, sent_by__isnull=False)
                | Q(state__in=["draft", "returned"], sent_at=None, sent_by=None),
                violation_error_message=_("Phiếu đã gửi phải có thời điểm và người gửi."),
            ),
            models.CheckConstraint(
                name="score_sheet_returned_has_a_reason",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message=_("Trả lại phiếu phải có lý do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.year}"

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def last_return(self) -> Event | None:
        """Who returned it; None unless it is with its province again."""
        if self.state != self.State.RETURNED:
            return None
        returns = self.year.events.filter(province=self.province, action="scores.return")
        return returns.select_related("by").last()


class SelfScore(models.Model):
    """A province's points for one criterion, and their grounds."""

    sheet = models.ForeignKey(
        ScoreSheet, verbose_name=_("phiếu tự chấm"), on_delete=models.CASCADE, related_name="scores"
    )
    criterion = models.ForeignKey(
        "emulation.Criterion",
        verbose_name=_("tiêu chí"),
        on_delete=models.PROTECT,
        related_name="self_scores",
    )
    points = models.DecimalField(
        _("điểm tự chấm"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    reason = LinesField(_("căn cứ, giải trình"), max_length=2000, blank=True)
    # Its reported cells, in any half-year of the year, are grounds for the points.
    indicator = models.ForeignKey(
        "figures.Indicator",
        verbose_name=_("số liệu đã báo cáo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    evidence = models.ManyToManyField(
        "emulation.Evidence", verbose_name=_("minh chứng"), blank=True, related_name="self_scores"
    )
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("sửa lúc"), default=timezone.now)
    changed_by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người sửa"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("điểm tự chấm")
        verbose_name_plural = _("điểm tự chấm")
        constraints = [
            models.UniqueConstraint(
                name="self_score_once_a_criterion",
                fields=["sheet", "criterion"],
                violation_error_message=_("Tiêu chí này đã có điểm tự chấm."),
            ),
            models.CheckConstraint(
                name="self_score_points_in_range",
                condition=Q(points=None) | Q(points__gte=0, points__lte=1000),
                violation_error_message=_("Điểm phải từ 0 đến điểm tối đa."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.criterion_id} = {self.points}"

    def has_grounds(self, reported: Collection[int]) -> bool:
        """Whether there is a file, an explanation, or a cell that is among the reported ones."""
        return bool(self.reason.strip() or self.indicator_id in reported or self.evidence.all())

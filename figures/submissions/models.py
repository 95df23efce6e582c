import datetime as dt
from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.reasons import Reason, answer_key
from provinces.clusters.succession import Territories
from web.model_fields import LineField, LinesField


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def reported(self) -> "SubmissionQuerySet":
        return self.filter(state__in=Submission.REPORTED)

    def accepted(self) -> "SubmissionQuerySet":
        return self.filter(state__in=Submission.ACCEPTED)

    def counted_as_accepted(self) -> "SubmissionQuerySet":
        return self.filter(Q(state__in=Submission.ACCEPTED) | Q(keeps_accepted=True))

    def once_accepted_before(self, period: Period) -> "SubmissionQuerySet":
        """Those of earlier half-years that the cluster accepted, also if they were reopened since."""
        accepted = Q(state__in=Submission.ACCEPTED) | Q(steps__action=Step.Action.ACCEPT)
        earlier = Q(period__year__lt=period.year) | Q(period__year=period.year, period__half__lt=period.half)
        return self.filter(accepted, earlier, period__cluster=period.cluster_id)

    def with_history(
        self, provinces: Collection[int], period: Period, territories: Territories | None = None
    ) -> set[int]:
        """The provinces of whose territory an earlier half-year was ever accepted."""
        territories = territories or Territories.load()
        lineages = {province: territories.lineage(province) for province in provinces}
        own = Q(province__in={pk for lineage in lineages.values() for pk in lineage})
        accepted = set(self.once_accepted_before(period).filter(own).values_list("province", flat=True))
        return {province for province, lineage in lineages.items() if accepted.intersection(lineage)}


class Submission(models.Model):
    """What one province reports for one period. Only `figures.workflow.services` changes its state."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang nhập")
        SUBMITTED = "submitted", _("Đã gửi")
        APPROVED = "approved", _("Đã duyệt")
        ACCEPTED = "accepted", _("Đã chấp nhận")
        LOCKED = "locked", _("Đã khóa")
        RETURNED = "returned", _("Trả lại")

    EDITABLE = (State.DRAFT, State.RETURNED)
    REPORTED = (State.SUBMITTED, State.APPROVED, State.ACCEPTED, State.LOCKED)
    ACCEPTED = (State.ACCEPTED, State.LOCKED)

    period = models.ForeignKey("figures.Period", on_delete=models.PROTECT, related_name="submissions")
    province = models.ForeignKey("provinces.Province", on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    is_estimate = models.BooleanField(_("số ước thực hiện"), default=False)
    # Grows with every write to the submission or its cells. The sum over all rows invalidates cached pages;
    # the latest timestamp could not, since of two writers the earlier may commit later.
    version = models.PositiveIntegerField(default=0)
    first_submitted_at = models.DateTimeField(_("gửi lần đầu lúc"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When somebody who checks it first opened it since it was last sent. Until then it can be withdrawn.
    looked_at = models.DateTimeField(_("được mở xem lúc"), null=True, blank=True, editable=False)
    reopened_until = models.DateField(_("mở lại đến ngày"), null=True, blank=True)
    # Reopened after it was accepted: until it is accepted again, totals count `accepted_figures`.
    keeps_accepted = models.BooleanField(_("đang sửa số đã chấp nhận"), default=False, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    # Who wrote last to the submission or its cells.
    changed_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    difficulties = LinesField(_("khó khăn, hạn chế"), blank=True)
    causes = LinesField(_("nguyên nhân"), blank=True)
    solutions = LinesField(_("giải pháp, nhiệm vụ"), blank=True)
    proposals = LinesField(_("đề xuất, kiến nghị"), blank=True)

    NARRATIVE = ("difficulties", "causes", "solutions", "proposals")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo của tỉnh")
        verbose_name_plural = _("báo cáo của tỉnh")
        ordering = ["period", "province__position"]
        constraints = [
            models.UniqueConstraint(
                name="submission_once_a_period",
                fields=["period", "province"],
                violation_error_message=_("Tỉnh đã có báo cáo của kỳ này."),
            ),
            models.CheckConstraint(
                name="submission_state_known",
                condition=Q(state__in=["draft", "submitted", "approved", "accepted", "locked", "returned"]),
                violation_error_message=_("Trạng thái không có trong danh sách."),
            ),
            models.CheckConstraint(
                name="submission_reported_has_its_time",
                condition=Q(state__in=["draft", "returned"]) | Q(first_submitted_at__isnull=False),
                violation_error_message=_("Báo cáo đã gửi phải có thời điểm gửi."),
            ),
            models.CheckConstraint(
                name="submission_keeps_accepted_while_reopened",
                condition=Q(keeps_accepted=False) | Q(state__in=["returned", "submitted", "approved"]),
                violation_error_message=_("Chỉ báo cáo đang mở lại mới giữ số đã chấp nhận trước đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.period}"

    @cached_property
    def catalogue(self) -> list[Indicator]:
        return Indicator.objects.on_the_form(self.period.slug).with_relations()

    @cached_property
    def has_history(self) -> bool:
        """Whether an earlier half-year of the territory was ever accepted: its closings open this one."""
        return self.province_id in Submission.objects.with_history([self.province_id], self.period)

    @property
    def entered(self) -> list[Indicator]:
        return [indicator for indicator in self.catalogue if indicator.kind != Indicator.Kind.RATIO]

    @property
    def is_accepted(self) -> bool:
        return self.state in self.ACCEPTED

    @property
    def counts_as_accepted(self) -> bool:
        return self.is_accepted or self.keeps_accepted

    @property
    def is_reported(self) -> bool:
        return self.state in self.REPORTED

    def is_editable(self, on: dt.date | None = None) -> bool:
        """Whether its state and the dates let the province change it on that day (default: today).

        Returned figures may be corrected after the last day of entry too, until the last day of corrections
        or the locking, whichever comes first.
        """
        on = on or timezone.localdate()
        if self.state not in self.EDITABLE:
            return False
        if self.reopened_until is not None:
            return on <= self.reopened_until
        if self.state == self.State.RETURNED:
            return self.period.takes_corrections(on)
        return self.period.takes_figures(on)

    def narrative(self) -> list[tuple[str, str]]:
        """The province's texts for the conference, those that are not blank, each with its label."""
        return [(narrative_label(name), text) for name in self.NARRATIVE if (text := getattr(self, name))]

    @property
    def last_day(self) -> dt.date:
        returned = self.state == self.State.RETURNED
        return self.reopened_until or (self.period.corrections_until if returned else self.period.closes_on)

    def days_late(self, today: dt.date | None = None) -> int:
        """Days from the due date to the first submission, as `Period.days_late`.

        So a return does not make a province late, nor a reopening punctual.
        """
        sent_on = timezone.localdate(self.first_submitted_at) if self.first_submitted_at else None
        return self.period.days_late(sent_on, today)


def narrative_label(name: str) -> str:
    return str(getattr(Submission, name).field.verbose_name)


class Step(models.Model):
    """One step of a submission. Rows are only ever added."""

    class Action(models.TextChoices):
        SUBMIT = "submit", _("gửi duyệt")
        APPROVE = "approve", _("duyệt")
        ACCEPT = "accept", _("chấp nhận")
        RETURN = "return", _("trả lại")
        LOCK = "lock", _("khóa kỳ báo cáo")
        REOPEN = "reopen", _("mở lại để sửa")
        CLOSE = "close", _("đóng lại, giữ số đã chấp nhận")
        COMMENT = "comment", _("góp ý")
        READ = "read", _("đã đọc góp ý")
        WITHDRAW = "withdraw", _("rút lại để sửa")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=10, choices=Action)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=10, choices=Submission.State)
    to_state = models.CharField(max_length=10, choices=Submission.State)
    reason = LinesField(blank=True, prints=False)  # comments are read on the screen alone
    # The cells that the step is about; on a return the province must correct them.
    indicators = models.ManyToManyField(
        "figures.Indicator", through="figures.NamedCell", blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                # A return may give its reasons at the cells instead.
                name="step_back_has_a_reason",
                condition=~Q(action__in=["reopen", "comment"]) | ~Q(reason=""),
                violation_error_message=_("Mở lại và góp ý phải ghi lý do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_action_display()}"


class NamedCell(models.Model):
    """A cell that a step is about. Without a reason of its own, the step's applies."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="cells")
    indicator = models.ForeignKey("figures.Indicator", on_delete=models.PROTECT, related_name="+")
    reason = LinesField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("ô được nêu")
        verbose_name_plural = _("ô được nêu")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="named_cell_once_a_step",
                fields=["step", "indicator"],
                violation_error_message=_("Chỉ tiêu này đã được nêu trong bước đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.indicator_id}"

    @property
    def why(self) -> str:
        return self.reason or self.step.reason


DIGITS, PLACES = 20, 4


class FigureQuerySet(models.QuerySet["Figure"]):
    def filled(self) -> "FigureQuerySet":
        return self.exclude(answer=Figure.Answer.BLANK).filter(typed="")

    def revised(self) -> "FigureQuerySet":
        """Cells whose final number replaced a submitted estimate (as `Revision.of`)."""
        return self.filter(
            value__isnull=False, sent_estimate__isnull=False, is_estimate=False, submission__is_estimate=False
        )


class Figure(models.Model):
    """A cell: an exact number, or why there is none. Zero is a value; blank is not zero."""

    class Answer(models.TextChoices):
        BLANK = "blank", _("Chưa nhập")
        NUMBER = "known", _("Có số liệu")
        NOT_KNOWN = "unknown", _("Chưa có số liệu")
        NOT_APPLICABLE = "not_applicable", _("Không áp dụng")

    submission = models.ForeignKey("figures.Submission", on_delete=models.PROTECT, related_name="figures")
    indicator = models.ForeignKey("figures.Indicator", on_delete=models.PROTECT, related_name="figures")
    answer = models.CharField(max_length=20, choices=Answer, default=Answer.BLANK)
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    # A text that is unclear or contradicts `not known` or `not applicable`. Nothing typed is lost.
    typed = LineField(max_length=200, blank=True, prints=False)
    is_estimate = models.BooleanField(_("số ước"), default=False)
    # The number when last submitted as an estimate; only submitting writes it, because users may change the
    # number and the mark in either order. The history has it too, but a province's page would have to read
    # the chains of all its half-years.
    sent_estimate = models.DecimalField(
        max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True, editable=False
    )
    is_illustrative = models.BooleanField(_("minh họa"), default=False)
    note = LinesField(_("ghi chú"), max_length=1000, blank=True)
    # Apart from the note: a note written for another reason must not silence a check.
    explanation = LinesField(_("giải trình"), max_length=1000, blank=True)
    # The answers for which they were given (`reasons.answer_key`); "" goes with any answer.
    noted_for = models.CharField(max_length=30, blank=True, default="", editable=False)
    explained_for = models.CharField(max_length=30, blank=True, default="", editable=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="+")

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("số liệu")
        verbose_name_plural = _("số liệu")
        constraints = [
            models.UniqueConstraint(
                name="figure_once_a_submission",
                fields=["submission", "indicator"],
                violation_error_message=_("Báo cáo đã có số liệu của chỉ tiêu này."),
            ),
            models.CheckConstraint(
                name="figure_value_only_for_a_number",
                condition=Q(answer="known", value__isnull=False)
                | Q(answer__in=["blank", "unknown", "not_applicable"], value=None),
                violation_error_message=_("Ô có số liệu phải có số; ô khác thì không."),
            ),
            models.CheckConstraint(
                name="figure_typed_only_without_a_number",
                condition=Q(typed="") | ~Q(answer="known"),
                violation_error_message=_("Ô đã có số thì không giữ chữ đã gõ."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.indicator_id} = {self.value}"

    @property
    def key(self) -> str:
        return answer_key(self.answer, self.value, self.typed)

    @property
    def note_shown(self) -> str:
        """The note beside this answer; "" if it was given for another."""
        return self.note_given.beside(self.key)

    @property
    def explanation_shown(self) -> str:
        """The explanation beside this answer; only the checks say whether it stands."""
        return Reason(self.explanation, self.explained_for).beside(self.key)

    @property
    def note_given(self) -> Reason:
        return Reason(self.note, self.noted_for)

    @property
    def explanation_given(self) -> Reason:
        if not self.explanation:
            return Reason()  # spares a query
        questions = frozenset(finding.rule for finding in self.explained_findings.all())
        return Reason(self.explanation, self.explained_for, questions)


class ExplainedFinding(models.Model):
    """A finding that the cell's explanation answered when it was given.

    It cannot be computed later: the half-years that a check compares with may be corrected meanwhile.
    """

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="explained_findings")
    rule = LineField(max_length=30)  # `question` of the finding

    class Meta:
        verbose_name = _("giải trình")
        verbose_name_plural = _("giải trình")
        constraints = [
            models.UniqueConstraint(
                name="explained_finding_once_a_cell",
                fields=["figure", "rule"],
                violation_error_message=_("Nội dung này đã có giải trình."),
            ),
            models.CheckConstraint(
                name="explained_finding_names_its_rule",
                condition=~Q(rule=""),
                violation_error_message=_("Giải trình phải ghi nội dung được giải trình."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.rule}"

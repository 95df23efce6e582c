"""A province's half-year: its state, and every step it took."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from figures.catalogue.models import Indicator


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def reported(self) -> "SubmissionQuerySet":
        """Those whose figures count at least provisionally: submitted, approved, accepted or locked."""
        return self.filter(state__in=Submission.REPORTED)

    def accepted(self) -> "SubmissionQuerySet":
        """Those whose figures are the cluster's: accepted or locked."""
        return self.filter(state__in=Submission.ACCEPTED)


class Submission(models.Model):
    """What one province reports for one period. `services` alone changes its state."""

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
    # Grows with every write to the submission or its cells; the sum over all rows tells a cached page
    # that something changed. A timestamp would not: of two writers the earlier may commit later.
    version = models.PositiveIntegerField(default=0)
    first_submitted_at = models.DateTimeField(_("gửi lần đầu lúc"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopened_until = models.DateField(_("mở lại đến ngày"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    # Who wrote last, to the submission or to its cells; every service that writes says so.
    changed_by = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    difficulties = models.TextField(_("khó khăn, hạn chế"), blank=True)
    causes = models.TextField(_("nguyên nhân"), blank=True)
    solutions = models.TextField(_("giải pháp, nhiệm vụ"), blank=True)
    proposals = models.TextField(_("đề xuất, kiến nghị"), blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.period}"

    @cached_property
    def catalogue(self) -> list[Indicator]:
        """What the half-year is asked, in the order of the form, ratios among it; read once a request."""
        return Indicator.objects.asked_in(self.period.slug).tied()

    @property
    def entered(self) -> list[Indicator]:
        """What somebody types of it."""
        return [indicator for indicator in self.catalogue if indicator.kind != Indicator.Kind.RATIO]

    @property
    def is_accepted(self) -> bool:
        return self.state in self.ACCEPTED

    @property
    def is_reported(self) -> bool:
        return self.state in self.REPORTED

    def is_editable(self, on: dt.date | None = None) -> bool:
        """Whether the province may type into it on that day (today), as far as its own state goes.

        Reopened figures close by themselves on their day. Who is asked to correct something may do so after
        the last day of entry too, until the last day of corrections or the locking, whichever comes first.
        """
        on = on or timezone.localdate()
        if self.state not in self.EDITABLE:
            return False
        if self.reopened_until is not None:
            return on <= self.reopened_until
        if self.state == self.State.RETURNED:
            return self.period.takes_corrections(on)
        return self.period.takes_figures(on)

    @property
    def last_day(self) -> dt.date:
        """The last day on which the province may type into it, while the period is open to it."""
        returned = self.state == self.State.RETURNED
        return self.reopened_until or (self.period.corrections_until if returned else self.period.closes_on)

    def days_late(self, today: dt.date | None = None) -> int:
        """Whole days from the due date to the first sending, as `Period.days_late`.

        The first sending counts: a return and a second sending do not make a province late, and a
        reopening does not make it timely.
        """
        sent_on = timezone.localdate(self.first_submitted_at) if self.first_submitted_at else None
        return self.period.days_late(sent_on, today)


class Step(models.Model):
    """One step of a submission: who, when, from which state to which, and why. Only ever added."""

    class Action(models.TextChoices):
        SUBMIT = "submit", _("gửi duyệt")
        APPROVE = "approve", _("duyệt")
        ACCEPT = "accept", _("chấp nhận")
        RETURN = "return", _("trả lại")
        LOCK = "lock", _("khóa kỳ báo cáo")
        REOPEN = "reopen", _("mở lại để sửa")
        CLOSE = "close", _("đóng lại, giữ số đã chấp nhận")
        COMMENT = "comment", _("góp ý")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=10, choices=Action)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=10, choices=Submission.State)
    to_state = models.CharField(max_length=10, choices=Submission.State)
    reason = models.TextField(blank=True)
    # The cells that the step names; on a return they are what the province is asked to correct.
    indicators = models.ManyToManyField(
        "figures.Indicator", through="figures.NamedCell", blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                # A return may give its reasons at the cells that it names.
                name="step_back_has_a_reason",
                condition=~Q(action__in=["reopen", "comment"]) | ~Q(reason=""),
                violation_error_message=_("Mở lại và góp ý phải ghi lý do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_action_display()}"


class NamedCell(models.Model):
    """A cell that a step names, and why it does; without a reason of its own the step's counts."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="cells")
    indicator = models.ForeignKey("figures.Indicator", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("ô được nêu")
        verbose_name_plural = _("ô được nêu")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="named_cell_once_a_step", fields=["step", "indicator"]),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.indicator_id}"

    @property
    def why(self) -> str:
        """Why the step names the cell."""
        return self.reason or self.step.reason


DIGITS, PLACES = 20, 4


class FigureQuerySet(models.QuerySet["Figure"]):
    def filled(self) -> "FigureQuerySet":
        """Cells that hold an answer: a number, `not known` or `not applicable`, and no open question."""
        return self.exclude(answer=Figure.Answer.BLANK).filter(typed="")

    def revised(self) -> "FigureQuerySet":
        """Cells whose final number came in the place of an estimate that was sent (`Revision.of`)."""
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
    # What was typed and could not be read with certainty, or stands beside `not known` or `not applicable`:
    # kept, so that nothing typed is lost.
    typed = models.CharField(max_length=200, blank=True)
    is_estimate = models.BooleanField(_("số ước"), default=False)
    # The number when it was last sent as an estimate; written by the sending alone. Whoever replaces it may
    # type the final number first and take the mark off later, or the other way round. The history knows it
    # too, but a province's page would read the chains of all its half-years for it.
    sent_estimate = models.DecimalField(
        max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True, editable=False
    )
    is_illustrative = models.BooleanField(_("minh họa"), default=False)
    note = models.TextField(_("ghi chú"), max_length=1000, blank=True)
    explanation = models.TextField(_("giải trình"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="+")

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("số liệu")
        verbose_name_plural = _("số liệu")
        constraints = [
            models.UniqueConstraint(name="figure_once_a_submission", fields=["submission", "indicator"]),
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


class ExplainedFinding(models.Model):
    """A finding that the cell's explanation answered when the figures were last sent; written by the sending.

    What was explained once is suggested again for the same cell and rule. It cannot be found out later: the
    half-years that a check compares with may be corrected meanwhile.
    """

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="explained_findings")
    rule = models.CharField(max_length=30)  # as `figures.validation.checks` names it

    class Meta:
        verbose_name = _("giải trình")
        verbose_name_plural = _("giải trình")
        constraints = [
            models.UniqueConstraint(name="explained_finding_once_a_cell", fields=["figure", "rule"]),
            models.CheckConstraint(name="explained_finding_names_its_rule", condition=~Q(rule="")),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.rule}"

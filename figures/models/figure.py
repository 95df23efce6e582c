"""One cell of the form, and the totals a conference published."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DIGITS, PLACES = 20, 4


class FigureQuerySet(models.QuerySet["Figure"]):
    def filled(self) -> "FigureQuerySet":
        """Cells that hold an answer: a number, `not known` or `not applicable`, and no open question."""
        return self.exclude(answer=Figure.Answer.BLANK).filter(typed="")


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
    # type the final number first and take the mark off later, or the other way round.
    sent_estimate = models.DecimalField(
        max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True, editable=False
    )
    # The estimate that was sent and that this final number replaced; kept for as long as it is final.
    estimated = models.DecimalField(
        _("số ước trước đó"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    is_illustrative = models.BooleanField(_("minh họa"), default=False)
    note = models.TextField(_("ghi chú"), max_length=1000, blank=True)
    explanation = models.TextField(_("giải trình"), max_length=1000, blank=True)
    # The rules of `checks` whose findings the explanation answered when the figures were sent, by their names
    # with spaces between: what was explained once is offered again for the same cell and cause.
    explained_rules = models.CharField(max_length=200, blank=True)
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


class PublishedFigure(models.Model):
    """A figure as the cluster's conference published it, to set against the system's own.

    `province` is empty for the cluster's total.
    """

    period = models.ForeignKey("figures.Period", on_delete=models.PROTECT, related_name="published")
    indicator = models.ForeignKey("figures.Indicator", on_delete=models.PROTECT, related_name="published")
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="published"
    )
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    source = models.CharField(_("nguồn"), max_length=300)

    class Meta:
        verbose_name = _("số đã công bố")
        verbose_name_plural = _("số đã công bố")
        constraints = [
            models.UniqueConstraint(
                name="published_once_a_province",
                fields=["period", "indicator", "province"],
                violation_error_message=_("Số này đã có."),
            ),
            models.UniqueConstraint(
                name="published_once_a_cluster",  # a NULL province is distinct from every other NULL
                fields=["period", "indicator"],
                condition=Q(province=None),
                violation_error_message=_("Số này đã có."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.indicator_id} = {self.value}"

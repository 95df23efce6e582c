from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from figures.submissions.models import DIGITS, PLACES, Figure
from web.model_fields import LinesField


class AcceptedFigure(models.Model):
    """A cell as the cluster accepted it, kept while its half-year is reopened.

    Totals count it, and not the draft, until the corrected half-year is accepted; then the row goes. Only
    `figures.workflow.kept_cells` writes it.
    """

    submission = models.ForeignKey(
        "figures.Submission", on_delete=models.PROTECT, related_name="accepted_figures"
    )
    indicator = models.ForeignKey("figures.Indicator", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=Figure.Answer)
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    # Whether for this cell alone or for the whole half-year.
    is_estimate = models.BooleanField(_("số ước"), default=False)
    is_illustrative = models.BooleanField(_("minh họa"), default=False)
    # The texts that stood when it was reopened.
    note = LinesField(_("ghi chú"), max_length=1000, blank=True)
    explanation = LinesField(_("giải trình"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("số đã chấp nhận của báo cáo đang sửa")
        verbose_name_plural = _("số đã chấp nhận của báo cáo đang sửa")
        constraints = [
            models.UniqueConstraint(
                name="accepted_figure_once_a_submission",
                fields=["submission", "indicator"],
                violation_error_message=_("Báo cáo đã có số liệu được chấp nhận của chỉ tiêu này."),
            ),
            models.CheckConstraint(
                name="accepted_figure_value_only_for_a_number",
                condition=Q(answer="known", value__isnull=False)
                | Q(answer__in=["unknown", "not_applicable"], value=None),
                violation_error_message=_("Ô có số liệu phải có số; ô khác thì không."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.indicator_id} = {self.value}"

    @property
    def note_shown(self) -> str:
        """As `Figure.note_shown`: only a note that stood was kept."""
        return self.note

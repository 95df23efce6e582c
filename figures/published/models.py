"""The totals that a conference published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from figures.submissions.models import DIGITS, PLACES
from web.model_fields import LineField


class PublishedFigure(models.Model):
    """A figure that the cluster's conference published, to compare with the system's own.

    `province` is empty for the cluster's total.
    """

    period = models.ForeignKey("figures.Period", on_delete=models.PROTECT, related_name="published")
    indicator = models.ForeignKey("figures.Indicator", on_delete=models.PROTECT, related_name="published")
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, null=True, blank=True, related_name="published"
    )
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    source = LineField(_("nguồn"), max_length=300)

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

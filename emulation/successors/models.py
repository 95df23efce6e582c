"""What the secretary decided about the pledge of a successor, where the signed targets cannot be added up."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from figures.submissions.models import DIGITS, PLACES
from web.model_fields import LinesField


class DecidedTarget(models.Model):
    """A target of a province that merged provinces made, with the reason that is printed beside it."""

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="decided_targets",
    )
    province = models.ForeignKey(
        "provinces.Province", verbose_name=_("tỉnh, thành phố"), on_delete=models.PROTECT, related_name="+"
    )
    indicator = models.ForeignKey(
        "figures.Indicator", verbose_name=_("chỉ tiêu"), on_delete=models.PROTECT, related_name="+"
    )
    value = models.DecimalField(_("giao ước"), max_digits=DIGITS, decimal_places=PLACES)
    reason = LinesField(_("lý do"), max_length=1000)
    by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người quyết định"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("số giao ước do Tổ giúp việc quyết định")
        verbose_name_plural = _("các số giao ước do Tổ giúp việc quyết định")
        constraints = [
            models.UniqueConstraint(
                name="decided_target_once_an_indicator",
                fields=["year", "province", "indicator"],
                violation_error_message=_("Chỉ tiêu này của tỉnh đã có số được quyết định."),
            ),
            models.CheckConstraint(
                name="decided_target_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("Số giao ước không được âm."),
            ),
            models.CheckConstraint(
                name="decided_target_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Số giao ước được quyết định phải có lý do."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province}, {self.indicator}: {self.value}"

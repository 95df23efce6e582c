from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.model_fields import LineField


class Merger(models.Model):
    """The record of a merger. Its day is the successor's first, its parts are those that name the successor.

    From its day on, the accounts of the parts write nothing more for them. Accounts and registers are handed
    over on that day at the earliest, so a merger that is recorded before has no `handed_over_at` yet.
    """

    successor = models.OneToOneField(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố mới"),
        on_delete=models.PROTECT,
        related_name="merger",
    )
    decision = LineField(_("văn bản"), max_length=200)
    recorded_by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người ghi"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("ghi lúc"), default=timezone.now)
    handed_over_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người bàn giao"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    handed_over_at = models.DateTimeField(_("bàn giao lúc"), null=True)

    class Meta:
        verbose_name = _("hợp nhất tỉnh, thành phố")
        verbose_name_plural = _("hợp nhất tỉnh, thành phố")
        constraints = [
            models.CheckConstraint(
                name="merger_handed_over_by_somebody",
                condition=Q(handed_over_at=None, handed_over_by=None)
                | Q(handed_over_at__isnull=False, handed_over_by__isnull=False),
                violation_error_message=_("Bàn giao phải có cả người và thời điểm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor}, {self.decision}"

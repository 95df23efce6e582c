from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from web.model_fields import LinesField


class Event(models.Model):
    """A step of the contest, written by the service that takes it and never changed.

    An event of a secret ballot says nothing about how anybody voted.
    """

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.CASCADE,
        related_name="events",
    )
    province = models.ForeignKey(
        "provinces.Province",
        verbose_name=_("tỉnh, thành phố"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # A code such as `rules.lock`.
    action = models.CharField(_("việc"), max_length=40)
    # What was changed, such as the label of a criterion, and how it read before and after.
    subject = LinesField(_("về"), blank=True)
    old = LinesField(_("trước"), blank=True)
    new = LinesField(_("sau"), blank=True)
    reason = LinesField(_("lý do"), blank=True)
    by = models.ForeignKey(
        "provinces.Officer", verbose_name=_("người làm"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bước của năm thi đua")
        verbose_name_plural = _("các bước của năm thi đua")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.year} {self.action}"

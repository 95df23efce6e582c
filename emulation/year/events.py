"""Who did what in the contest, and when."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """A step of the contest; written with the step, by its service, and never changed.

    It names the step, not what was chosen in it: of a secret ballot it says nothing.
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
    reason = models.TextField(_("lý do"), blank=True)
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

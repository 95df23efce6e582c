"""Days from which an indicator counts something else, so that numbers before and after do not compare."""

import datetime as dt

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from figures.catalogue.models import Indicator
from vietnamese.dates import format_date
from web.model_fields import LineField


class SeriesBreakManager(models.Manager["SeriesBreak"]):
    """Lets fixtures refer to rows without numbers, which differ among installations."""

    def get_by_natural_key(self, from_on: str, cause: str) -> "SeriesBreak":
        return self.get(from_on=from_on, cause=cause)


class SeriesBreak(models.Model):
    """From that day a law or a list defines the indicators otherwise."""

    from_on = models.DateField(_("từ ngày"))
    indicators = models.ManyToManyField(Indicator, verbose_name=_("chỉ tiêu"), related_name="breaks")
    cause = LineField(_("lý do"), max_length=200)
    cause_en = LineField(_("lý do bằng tiếng Anh"), max_length=200)

    objects = SeriesBreakManager()

    class Meta:
        verbose_name = _("mốc đổi cách tính")
        verbose_name_plural = _("mốc đổi cách tính")
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="series_break_once",
                fields=["from_on", "cause"],
                violation_error_message=_("Ngày này đã có mốc đổi cách tính với lý do đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{format_date(self.from_on)}: {self.cause}"

    def natural_key(self) -> tuple[dt.date, str]:
        return (self.from_on, self.cause)

    def lies_between(self, earlier: dt.date, later: dt.date) -> bool:
        """Whether numbers of these two days do not compare."""
        return earlier < self.from_on <= later

    @property
    def cause_shown(self) -> str:
        english = (get_language() or "").startswith("en")
        return self.cause_en if english else self.cause

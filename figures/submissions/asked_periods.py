"""From which half-year on an indicator is asked for, and which ones that were opened a change reaches."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.catalogue.models import Indicator
from figures.periods.models import Period


@dataclass(frozen=True)
class ReachedPeriod:
    """An opened half-year that would ask for an indicator it does not ask for now."""

    period: Period
    sent: int  # provinces, returned ones too: they were sent without it

    def __str__(self) -> str:
        if not self.sent:
            return _("%(period)s (%(state)s, chưa tỉnh nào gửi)") % self._words
        return (
            ngettext(
                "%(period)s (%(state)s, %(sent)d tỉnh đã gửi)",
                "%(period)s (%(state)s, %(sent)d tỉnh đã gửi)",
                self.sent,
            )
            % self._words
        )

    @property
    def _words(self) -> dict[str, object]:
        state = str(self.period.get_state_display()).lower()
        return {"period": self.period.label, "state": state, "sent": self.sent}


def next_unopened_slug() -> str:
    """The half-year after the last one that was opened; before the first, the current one."""
    latest = Period.objects.exclude(state=Period.State.PLANNED).order_by("-year", "-half").first()
    if latest is not None:
        return latest.next_slug
    today = timezone.localdate()
    return f"{today.year}-H{1 if today.month <= 6 else 2}"


def reached_periods(indicator: Indicator) -> list[ReachedPeriod]:
    """The opened half-years, newest first, that would ask for the row as given but not for the stored one."""
    stored = Indicator.objects.filter(pk=indicator.pk).first() if indicator.pk else None
    opened = Period.objects.exclude(state=Period.State.PLANNED).order_by("-year", "-half")
    return [
        ReachedPeriod(period, period.sent)
        for period in opened.annotate(sent=Count("submissions__first_submitted_at"))
        if indicator.is_asked_in(period.slug) and not (stored and stored.is_asked_in(period.slug))
    ]

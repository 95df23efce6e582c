"""The readings of the land as links, for pages on which they make a difference."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reports.summary.land import Land, LandReading

LABELS = {
    LandReading.REPORTED: _("Tỉnh khi báo cáo"),
    LandReading.TODAY: _("Tỉnh hiện nay"),
    LandReading.FORMER: _("Tỉnh cũ và mới"),
}


@dataclass(frozen=True)
class ReadingLink:
    label: str
    url: str
    is_current: bool


def reading_links(land: Land, url_of: Callable[[LandReading], str]) -> list[ReadingLink]:
    """Empty where all readings are the same."""
    if len(land.readings) == 1:
        return []
    return [
        ReadingLink(str(LABELS[reading]), url_of(reading), reading == land.reading)
        for reading in land.readings
    ]

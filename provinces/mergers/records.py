"""What the apps above keep of provinces that merge: it stays under their names, and may forbid the day.

They are asked by the paths in `settings.RECORD_SOURCES`.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from provinces.clusters.models import Province


@dataclass(frozen=True)
class Records:
    """What is kept of one province, in sentences.

    Attributes:
        refusals: why it cannot end on that day.
        unfinished: what the officers of the successor complete.
        history: what stays as it is, under the name of its time.
        dropped: what was begun for a time in which the province exists no more.
    """

    refusals: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def __add__(self, other: "Records") -> "Records":
        return Records(
            self.refusals + other.refusals,
            self.unfinished + other.unfinished,
            self.history + other.history,
            self.dropped + other.dropped,
        )


# Provinces and the day from which they are no more → what is kept of each, by key.
RecordSource = Callable[[Sequence[Province], dt.date], Mapping[int, Records]]


def records_of(provinces: Sequence[Province], day: dt.date) -> dict[int, Records]:
    kept = {province.pk: Records() for province in provinces}
    for path in settings.RECORD_SOURCES:
        source: RecordSource = import_string(path)
        for province, records in source(provinces, day).items():
            kept[province] += records
    return kept

"""Whether two numbers of an indicator compare: not across a day from which it is defined otherwise."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator


@dataclass(frozen=True)
class Breaks:
    """The breaks of each indicator, by its key."""

    of_indicator: Mapping[int, tuple[SeriesBreak, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Breaks":
        """One query."""
        rows: dict[int, list[SeriesBreak]] = defaultdict(list)
        through = SeriesBreak.indicators.through._default_manager.select_related("seriesbreak")
        for row in through.order_by("seriesbreak__from_on"):
            rows[row.indicator_id].append(row.seriesbreak)
        return cls({pk: tuple(breaks) for pk, breaks in rows.items()})

    def of(self, indicator: Indicator) -> tuple[SeriesBreak, ...]:
        """A ratio breaks where one of its terms does."""
        keys = (indicator.pk, indicator.numerator_id, indicator.denominator_id)
        return tuple(dict.fromkeys(each for key in keys for each in self.of_indicator.get(key or 0, ())))

    def between(self, indicator: Indicator, earlier: dt.date, later: dt.date) -> SeriesBreak | None:
        """The last break after the earlier cut-off, up to the later one; None if the numbers compare."""
        crossed = [each for each in self.of(indicator) if each.lies_between(earlier, later)]
        return crossed[-1] if crossed else None


NO_BREAKS = Breaks()

"""The few numbers with which a page begins."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from reports.summary.courses import Course
from reports.summary.span_figures import ChangeRow, SpanFigures
from reports.summary.values import Total

LEAD = "coop.total"
KEY_FIGURES = ("coop.members", "coop.charter_capital", "group.total", "union.total")


@dataclass(frozen=True)
class KeyFigure:
    """A total with its course and its changes; `url` links to the cells behind it."""

    indicator: Indicator
    total: Total
    course: Course
    changes: tuple[ChangeRow, ...]
    url: str

    @property
    def unit(self) -> str:
        return self.indicator.in_language("unit")

    @property
    def section(self) -> str:
        return self.indicator.section.in_language("label").lower()

    @property
    def is_of_cluster(self) -> bool:
        """Whether it is a sum over provinces, so that it must say how many."""
        return self.total.expected > 1

    @property
    def compared(self) -> str:
        """How many provinces all changes compare, as `3/7`; empty for all, or if they differ."""
        counts = {(row.change.compared, row.change.expected) for row in self.changes if row.change}
        if len(counts) != 1:
            return ""
        compared, expected = counts.pop()
        return f"{compared}/{expected}" if compared < expected else ""

    @property
    def of_provinces(self) -> str:
        """The provinces that a partial total adds up, as `3/7`; empty for the whole cluster."""
        return self.total.coverage if self.total.is_partial else ""

    @property
    def remarks(self) -> str:
        remarks = [_("có số ước")] if self.total.is_estimate else []
        remarks += [_("có số đang sửa")] if self.total.is_being_corrected else []
        return ", ".join(remarks)

    @property
    def is_compared_illustrative(self) -> bool:
        return any(row.change.is_illustrative for row in self.changes if row.change)


def key_figure(figures: SpanFigures, code: str, url_of: Callable[[str], str]) -> KeyFigure:
    line = figures.table[code]
    return KeyFigure(
        indicator=line.indicator,
        total=line.total,
        course=figures.course(code),
        changes=figures.changes(code),
        url=url_of(code),
    )

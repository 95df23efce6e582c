"""What the page of a choice presents: its title as a sentence, and what must be said beside the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.charts.chart import Chart
from reports.explore.choice import (
    MOST_CELLS,
    Choice,
    Drawing,
    Measure,
    short_label,
    territory_label,
)
from reports.explore.line_charts import line_chart
from reports.explore.pivot import Pivot, load_pivot
from reports.explore.row_charts import row_chart
from reports.explore.tables import PivotTable
from reports.presentation.land_readings import ReadingLink, reading_links
from reports.summary.reporting_spans import covering
from vietnamese.numbers import excerpt
from vietnamese.sentences import inside_a_sentence

MOST_NAMED = 3  # of more, a title says how many
MOST_CHIPS = 12  # of a list; of more, the form is the shorter way
MOST_QUOTED = 5
MOST_CHARTS = 6


@dataclass(frozen=True)
class Chip:
    """One chosen thing; its link leads to the same choice without it."""

    label: str
    query: str


@dataclass(frozen=True)
class ExplorePage:
    """The page of a choice; `pivot` is None if the choice has no numbers, or too many."""

    choice: Choice
    title: str
    pivot: Pivot | None
    table: PivotTable | None
    charts: tuple[Chart, ...]

    @property
    def is_illustrative(self) -> bool:
        return self.pivot is not None and self.pivot.is_illustrative

    @property
    def has_too_many_charts(self) -> bool:
        is_drawn = self.pivot is not None and self.choice.drawing != Drawing.NONE
        return is_drawn and len(self.choice.measured) > MOST_CHARTS

    @property
    def index_query(self) -> str:
        """The choice in index numbers, where the cluster's line flattens those of its provinces."""
        choice = self.choice
        is_mixed = None in choice.territories and len(choice.territories) > 1
        if choice.kind_of_charts != Drawing.LINES or choice.measure != Measure.VALUE or not is_mixed:
            return ""
        return choice.with_measure(Measure.INDEX)

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(label, self.choice.without(name, value))
            for name, chosen in self.choice.lists.items()
            if 1 < len(chosen) <= MOST_CHIPS
            for value, label in chosen.items()
        ]

    @property
    def readings(self) -> list[ReadingLink]:
        scope = self.choice.scope
        return reading_links(
            self.choice.land,
            lambda reading: f"?{self.choice.with_scope(replace(scope, reading=reading))}",
        )

    @property
    def surplus(self) -> int:
        """By how many numbers the choice is too large."""
        return max(0, self.choice.cells - MOST_CELLS)

    @property
    def left_out(self) -> str:
        """What of the address nobody knows, quoted."""
        texts = self.choice.left_out
        quoted = ", ".join(f"“{excerpt(text)}”" for text in texts[:MOST_QUOTED])
        more = len(texts) - MOST_QUOTED
        return (
            _("%(quoted)s và %(count)s giá trị khác") % {"quoted": quoted, "count": more}
            if more > 0
            else quoted
        )

    @property
    def mergers(self) -> list[tuple[Province, tuple[Province, ...]]]:
        """The rows that in one of the spans are sums of other provinces."""
        first = covering(self.choice.spans).periods[0].cut_off_on
        return [
            (province, parts)
            for province, parts in self.choice.land.mergers
            if first < province.established_on
        ]

    @property
    def breaks(self) -> list[tuple[Indicator, SeriesBreak]]:
        """The changes of definition between the first and the last number."""
        if self.pivot is None:
            return []
        cut_offs = [day for table in self.pivot.tables.values() for day in table.cut_offs]
        breaks = self.pivot.tables[self.choice.spans[0]].breaks
        return [
            (indicator, each)
            for indicator in self.choice.measured
            for each in breaks.of(indicator)
            if each.lies_between(min(cut_offs), max(cut_offs))
        ]


def assemble(choice: Choice, *, officer: Officer) -> ExplorePage:
    title = title_of(choice)
    if choice.is_too_large or not choice.cells:
        return ExplorePage(choice, title, None, None, ())
    pivot = load_pivot(choice, officer=officer)
    return ExplorePage(choice, title, pivot, PivotTable(pivot, title), tuple(charts_of(pivot)))


def charts_of(pivot: Pivot) -> list[Chart]:
    """One for each indicator, since units never share an axis; none beyond `MOST_CHARTS`."""
    choice = pivot.choice
    kind = choice.kind_of_charts
    if kind == Drawing.NONE or len(choice.measured) > MOST_CHARTS:
        return []
    charts = [
        line_chart(pivot, indicator) if kind == Drawing.LINES else row_chart(pivot, indicator, kind)
        for indicator in choice.measured
    ]
    return [replace(chart, number=number) for number, chart in enumerate(charts, start=1)]


def title_of(choice: Choice) -> str:
    labels = [indicator.in_language("label") for indicator in choice.measured]
    what = "; ".join([*labels[:1], *map(inside_a_sentence, labels[1:])])
    if len(labels) > MOST_NAMED or not labels:
        what = _("%s chỉ tiêu") % len(labels)
    sentence = f"{what}, {_places(choice.territories)}, {_times(choice)}"
    if choice.measure == Measure.VALUE:
        return sentence
    return f"{choice.measure.label}: {inside_a_sentence(sentence)}"


def _places(territories: Sequence[Province | None]) -> str:
    provinces = [territory_label(each) for each in territories if each]
    named = ", ".join(provinces) if len(provinces) <= MOST_NAMED else _("%s tỉnh") % len(provinces)
    if None not in territories:
        return named
    return _("toàn cụm và %s") % named if named else _("toàn cụm")


def _times(choice: Choice) -> str:
    spans = choice.spans
    if len(spans) == 1:
        return inside_a_sentence(spans[0].label)
    if len(spans) <= MOST_NAMED:
        return ", ".join(inside_a_sentence(short_label(span)) for span in spans)
    return _("%(count)s kỳ từ %(first)s đến %(last)s") % {
        "count": len(spans),
        "first": inside_a_sentence(short_label(spans[0])),
        "last": inside_a_sentence(short_label(spans[-1])),
    }

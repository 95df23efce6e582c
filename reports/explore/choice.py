"""The address as a checked choice. What it names and nobody knows is left out, and said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.presentation.addresses import query_of, scope_in
from reports.summary.land import Land, Scope, land_of
from reports.summary.loading import acceptance, all_as_reported, front_of, visible_over
from reports.summary.reporting_spans import Span, covering, spans_of

MOST_CELLS = 2_000
FEWEST_FOR_LINES = 3  # spans
KEY_INDICATORS = (
    "coop.total",
    "coop.new",
    "coop.members",
    "coop.charter_capital",
    "group.total",
    "union.total",
)
CLUSTER = ""  # among territories

Row = TypeVar("Row")


class Measure(TextChoices):
    VALUE = "value", gettext_lazy("Giá trị")
    YEAR_AGO = "ago", gettext_lazy("Thay đổi so cùng kỳ, %")
    PREVIOUS = "previous", gettext_lazy("Thay đổi so kỳ trước, %")
    SHARE = "share", gettext_lazy("Phần của Cụm, %")
    PART = "part", gettext_lazy("Phần trong tổng của tỉnh, %")
    INDEX = "index", gettext_lazy("Chỉ số, kỳ đầu = 100")

    @property
    def is_change(self) -> bool:
        return self in (Measure.YEAR_AGO, Measure.PREVIOUS)

    def has(self, indicator: Indicator) -> bool:
        """Whether it says something of the indicator: of a ratio there is no percentage."""
        if self == Measure.VALUE:
            return True
        is_part = indicator.part_of_id is not None
        return indicator.kind != Indicator.Kind.RATIO and (is_part or self != Measure.PART)


class Axis(TextChoices):
    """What a row of the table is; the values are also the names of the address's lists."""

    TERRITORY = "t", gettext_lazy("Tỉnh")
    INDICATOR = "i", gettext_lazy("Chỉ tiêu")
    SPAN = "s", gettext_lazy("Kỳ")


class Drawing(TextChoices):
    AUTOMATIC = "auto", gettext_lazy("Tự chọn")
    LINES = "line", gettext_lazy("Đường")
    BARS = "bar", gettext_lazy("Thanh")
    DOTS = "dot", gettext_lazy("Chấm tròn")
    NONE = "none", gettext_lazy("Không vẽ")


@dataclass(frozen=True)
class Choice:
    """What the address asks for; each list in the order of the catalogue, of the land, and of time.

    Attributes:
        territories: None is the whole cluster.
        spans: a year perhaps only to date, as this reader sees it.
        named: the lists that the address names; the others are what Explore shows by itself.
        left_out: what the address names and nobody knows, as it was written.
        periods: all open or locked half-years, the newest first.
    """

    indicators: tuple[Indicator, ...]
    territories: tuple[Province | None, ...]
    spans: tuple[Span, ...]
    measure: Measure
    rows: Axis
    drawing: Drawing
    scope: Scope
    land: Land
    named: frozenset[str]
    left_out: tuple[str, ...]
    catalogue: tuple[Indicator, ...]
    periods: tuple[Period, ...]

    @cached_property
    def measured(self) -> tuple[Indicator, ...]:
        return tuple(indicator for indicator in self.indicators if self.measure.has(indicator))

    @property
    def unmeasured(self) -> list[Indicator]:
        return [indicator for indicator in self.indicators if not self.measure.has(indicator)]

    @property
    def kind_of_charts(self) -> Drawing:
        """The one chosen, or the one that suits the number of spans."""
        if self.drawing != Drawing.AUTOMATIC:
            return self.drawing
        return Drawing.LINES if len(self.spans) >= FEWEST_FOR_LINES else Drawing.BARS

    @property
    def cells(self) -> int:
        return len(self.measured) * len(self.territories) * len(self.spans)

    @property
    def is_too_large(self) -> bool:
        return self.cells > MOST_CELLS

    @property
    def lists(self) -> dict[str, dict[str, str]]:
        """By the list's name in the address, what is chosen there: its value and its label."""
        return {
            Axis.INDICATOR.value: {i.code: i.in_language("label") for i in self.indicators},
            Axis.TERRITORY.value: {slug_of(t): territory_label(t) for t in self.territories},
            Axis.SPAN.value: {span.slug: short_label(span) for span in self.spans},
        }

    @property
    def query(self) -> str:
        """The choice as an address, without what was left out and without what is usual."""
        return self._query({name: tuple(self.lists[name]) for name in self.named})

    def without(self, name: str, value: str) -> str:
        """The address of the same choice without one value of a list."""
        lists = {each: tuple(self.lists[each]) for each in {*self.named, name}}
        return self._query(lists | {name: tuple(each for each in lists[name] if each != value)})

    def without_list(self, name: str) -> str:
        """The address of the same choice with what is usual in a list."""
        return self._query({each: tuple(self.lists[each]) for each in self.named if each != name})

    def with_scope(self, scope: Scope) -> str:
        return replace(self, scope=scope).query

    def with_measure(self, measure: Measure) -> str:
        return replace(self, measure=measure).query

    def _query(self, lists: Mapping[str, Sequence[str]]) -> str:
        pairs = [(axis.value, value) for axis in Axis for value in lists.get(axis.value, ())]
        ways = (("m", self.measure), ("r", self.rows), ("v", self.drawing))
        usual = (Measure.VALUE, Axis.TERRITORY, Drawing.AUTOMATIC)
        pairs += [(name, str(way)) for name, way in ways if way not in usual]
        return urlencode([*pairs, *query_of(self.scope).items()])


def slug_of(territory: Province | None) -> str:
    return territory.slug if territory else CLUSTER


def territory_label(territory: Province | None) -> str:
    return territory.name if territory else _("Toàn cụm")


def short_label(span: Span) -> str:
    return span.label if span.is_year else span.last.short_label


def read_choice(asked: QueryDict, *, officer: Officer) -> Choice | None:
    """What an address asks for, as this officer may see it; None before the first half-year is opened."""
    periods = list(Period.objects.exclude(state=Period.State.PLANNED).select_related("cluster"))
    if not periods:
        return None
    scope = scope_in(asked)
    left_out: list[str] = []

    def chosen(name: str, known: Mapping[str, Row], usual: Callable[[], Iterable[Row]]) -> tuple[Row, ...]:
        """The rows that a list names, in their own order; the usual ones if it names none."""
        values = dict.fromkeys(asked.getlist(name))
        left_out.extend(value for value in values if value and value not in known)
        return tuple(known[key] for key in known if key in values) or tuple(usual())

    def way(name: str, ways: type[TextChoices], usual: str) -> str:
        value = asked.get(name) or usual
        if value in ways.values:
            return value
        left_out.append(value)
        return usual

    catalogue = tuple(
        indicator
        for indicator in Indicator.objects.select_related("section", "part_of")
        if not indicator.is_opening
    )
    by_code = {indicator.code: indicator for indicator in catalogue}
    indicators = chosen("i", by_code, lambda: [by_code[code] for code in KEY_INDICATORS if code in by_code])
    by_slug = {span.slug: span for span in reversed(spans_of(periods))}
    spans = sorted(
        chosen("s", by_slug, lambda: _front(periods)),
        key=lambda span: (span.last.index, span.is_year),
    )
    visible = visible_over(
        {span.year for span in spans}, officer=officer, accepted_only=scope.accepted_only, prefix=""
    )
    spans = all_as_reported(spans, visible=visible)
    land = land_of(covering(spans), scope.reading)
    everywhere = (None, *land.provinces)
    territories = chosen("t", _by_slug(land), lambda: everywhere)
    return Choice(
        indicators=indicators,
        territories=tuple(each for each in everywhere if each in territories),
        spans=tuple(spans),
        measure=Measure(way("m", Measure, Measure.VALUE)),
        rows=Axis(way("r", Axis, Axis.TERRITORY)),
        drawing=Drawing(way("v", Drawing, Drawing.AUTOMATIC)),
        scope=replace(scope, reading=land.reading),
        land=land,
        named=frozenset(name for name in Axis.values if name in asked),
        left_out=tuple(left_out),
        catalogue=catalogue,
        periods=tuple(periods),
    )


def _front(periods: list[Period]) -> list[Span]:
    """The half-year with which the site opens."""
    front = front_of(acceptance(periods))
    return [Span.of(front.period)] if front else []


def _by_slug(land: Land) -> dict[str, Province | None]:
    """The territories by every slug that names them: also by those of the provinces they were made of."""
    own: dict[str, Province | None] = {CLUSTER: None} | {p.slug: p for p in land.provinces}
    former = {
        land.territories.provinces[pk].slug: province
        for province in land.provinces
        for pk in land.territories.lineage(province.pk)
    }
    return own | {slug: province for slug, province in former.items() if slug not in own}

"""Maps of the provinces, each coloured by one figure in five equal steps; blank where nothing is known."""

import functools
import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import ABSENT, Cell
from provinces.clusters.models import Province
from reports.charts.chart import (
    UNKNOWN,
    Reading,
    Row,
    coverage_of,
    describe,
    heads_of,
    in_words,
    read_line,
    table_body,
)
from reports.summary.decimal_text import decimals_of
from reports.summary.values import IndicatorLine, Table
from vietnamese.numbers import format_change, format_number
from vietnamese.sentences import inside_a_sentence

STEPS = 5
MAP_NUMBER = 4  # of the figure on the page
DEFAULT_CODE = "coop.total"
BESIDE = ("coop.capital_per_coop", "alliance.member_share")
MILLIONS = "triệu đồng"
MARGIN = 5  # around the provinces, in the map's own units
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Outline:
    """A province's shape, in the map's own units, and a point inside its largest part for the label.

    `area` is that part's.
    """

    path: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
    area: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A province on a map; step 0 is unknown, 1 to 5 are the steps from few to many."""

    province: Province
    path: str
    x: str
    y: str
    step: int
    reading: Reading
    title: str


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """One figure of each province, as it is drawn."""

    title: str
    unit: str
    description: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class ProvinceMaps:
    """Maps of the same provinces beside each other, the figures to choose from, and a table.

    The chosen indicator, `code`, has the first map, and its change the second.
    """

    code: str
    period: str
    coverage: str
    is_illustrative: bool
    is_provisional: bool
    has_unknown: bool
    view_box: str
    maps: tuple[ProvinceMap, ...]
    choices: tuple[tuple[str, tuple[Indicator, ...]], ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    number: int = MAP_NUMBER
    explore_url: str = ""  # leads to the same numbers in Explore
    query: str = ""  # of the links to the provinces' pages

    @property
    def table_body(self) -> SafeString:
        return table_body(self.rows)

    @property
    def table_heads(self) -> list[tuple[str, str]]:
        return heads_of(self.headers)

    @property
    def has_shapes(self) -> bool:
        return any(each.shapes for each in self.maps)


class _Figures(NamedTuple):
    title: str
    unit: str
    readings: list[Reading]
    decimals: int


def map_of(
    table: Table,
    code: str = DEFAULT_CODE,
    mergers: Iterable[tuple[Province, Sequence[Province]]] = (),
    year_ago: Table | None = None,
) -> ProvinceMaps | None:
    """The maps of a span; None if the table has neither the indicator nor `DEFAULT_CODE`.

    A province without a shape of its own has those of the provinces that `mergers` says it was made of, and
    without these it is only in the table. Without a number of `year_ago` there is no map of the change.
    """
    table = table.at_end
    line = table.lines.get(code) or table.lines.get(DEFAULT_CODE)
    if line is None:
        return None
    period = inside_a_sentence(table.label)
    lines = [line, *(table[other] for other in BESIDE if other in table and other != line.indicator.code)]
    figures = [_values(each) for each in lines]
    if change := _change(table, year_ago, line):
        figures.insert(1, change)
    outlines = _outlines_of(table.provinces, mergers)
    readings = [reading for each in figures for reading in each.readings]
    return ProvinceMaps(
        code=line.indicator.code,
        period=period,
        coverage=coverage_of([each.total for each in lines]),
        is_illustrative=any(reading.is_illustrative for reading in readings),
        is_provisional=any(reading.is_provisional for reading in readings),
        has_unknown=any(reading.value is None for reading in readings),
        view_box=_view_box([outlines[p.slug] for p in table.provinces if p.slug in outlines]),
        maps=tuple(_map(table, each, outlines, period) for each in figures),
        choices=_choices(table),
        headers=(_("Tỉnh, thành phố"), *(f"{each.title} ({each.unit})" for each in figures)),
        rows=tuple(
            Row(province.name, tuple(each.readings[i] for each in figures), province.slug)
            for i, province in enumerate(table.provinces)
        ),
    )


def _values(line: IndicatorLine) -> _Figures:
    """Its cells; averages of money in billions, so that they have room on a small map."""
    indicator = line.indicator
    title, unit, decimals = str(indicator), indicator.in_language("unit"), decimals_of(indicator)
    if decimals is None or indicator.unit != MILLIONS:
        return _Figures(title, unit, read_line(line), decimals or 0)
    readings = [
        reading._replace(value=reading.value / 1000, text=format_number(reading.value / 1000, 1))
        if reading.value is not None
        else reading
        for reading in read_line(line)
    ]
    return _Figures(title, _("tỷ đồng"), readings, 1)


def _change(table: Table, year_ago: Table | None, line: IndicatorLine) -> _Figures | None:
    """How far each province's number has moved within a year, in percent, and of percentages in points."""
    code = line.indicator.code
    if year_ago is None or code not in year_ago or table.break_since(year_ago, code):
        return None
    earlier = dict(zip((p.slug for p in year_ago.provinces), year_ago[code].cells, strict=True))
    is_percent = line.indicator.unit == "%"
    pairs = [(cell, earlier.get(p.slug, ABSENT)) for p, cell in zip(table.provinces, line.cells, strict=True)]
    readings = [_changed(new, old, is_percent=is_percent) for new, old in pairs]
    if all(reading.value is None for reading in readings):
        return None
    unit = _("điểm %") if is_percent else "%"
    return _Figures(_("%s, so cùng kỳ") % line.indicator, unit, readings, 1)


def _changed(new: Cell, old: Cell, *, is_percent: bool) -> Reading:
    if new.value is None or old.value is None or not (is_percent or old.value):
        return UNKNOWN
    change = new.value - old.value
    if not is_percent:
        change = change / old.value * 100
    return Reading(
        change,
        format_change(change, 1),
        change if new.is_accepted else None,
        None if new.is_accepted else change,
        new.is_illustrative or old.is_illustrative,
    )


def _map(table: Table, figures: _Figures, outlines: Mapping[str, Outline], period: str) -> ProvinceMap:
    known = [reading.value for reading in figures.readings if reading.value is not None]
    steps = equal_steps(known, figures.decimals)
    rows = [Row(p.name, (r,)) for p, r in zip(table.provinces, figures.readings, strict=True)]
    return ProvinceMap(
        title=figures.title,
        unit=figures.unit,
        description=describe(figures.title, figures.unit, period, rows, ("", figures.unit)),
        shapes=_shapes(table, figures.readings, figures.unit, outlines, steps),
    )


def equal_steps(values: list[Decimal], decimals: int = 0) -> list[Decimal]:
    """Return the bounds of five steps of equal, round width that hold all values; empty without values.

    Not steps with equal counts: with equal widths, provinces of the same colour differ by less than one
    width, and a province far above the others stands out.
    """
    if not values:
        return []
    lowest, highest = min(values), max(values)
    finest = Decimal(1).scaleb(-decimals)
    raw_width = max((highest - lowest) / STEPS, finest)
    power = Decimal(1).scaleb(raw_width.adjusted())
    for factor in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10", "15", "20"):
        width = max(power * Decimal(factor), finest)
        if width % finest:
            continue
        first = (lowest / width).to_integral_value(rounding="ROUND_FLOOR") * width
        if first + STEPS * width > highest:
            return [first + n * width for n in range(STEPS + 1)]
    raise AssertionError("twice the power of ten always holds the values")


def _step_of(value: Decimal | None, steps: list[Decimal]) -> int:
    if value is None:
        return 0
    return sum(value >= bound for bound in steps[:-1])


def _shapes(
    table: Table,
    readings: list[Reading],
    unit: str,
    outlines: Mapping[str, Outline],
    steps: list[Decimal],
) -> tuple[Shape, ...]:
    texts = in_words(readings, unit)
    return tuple(
        Shape(
            province=province,
            path=outline.path,
            x=f"{outline.x:.1f}",
            y=f"{outline.y:.1f}",
            step=_step_of(reading.value, steps),
            reading=reading,
            title=f"{province.name}: {words}",
        )
        for province, reading, words in zip(table.provinces, readings, texts, strict=True)
        if (outline := outlines.get(province.slug))
    )


def _outlines_of(
    provinces: Iterable[Province], mergers: Iterable[tuple[Province, Sequence[Province]]]
) -> dict[str, Outline]:
    drawn = _outlines()
    made_of = {province.slug: parts for province, parts in mergers}
    outlines = {}
    for province in provinces:
        parts = [drawn[part.slug] for part in made_of.get(province.slug, ()) if part.slug in drawn]
        if outline := drawn.get(province.slug) or (_together(parts) if parts else None):
            outlines[province.slug] = outline
    return outlines


def _together(outlines: Sequence[Outline]) -> Outline:
    largest = max(outlines, key=lambda outline: outline.area)
    return replace(
        largest,
        # Each path begins with a relative point, which here must not count from the end of the path before.
        path=" ".join(f"M 0,0 {outline.path}" for outline in outlines),
        left=min(outline.left for outline in outlines),
        top=min(outline.top for outline in outlines),
        right=max(outline.right for outline in outlines),
        bottom=max(outline.bottom for outline in outlines),
    )


def _view_box(outlines: Sequence[Outline]) -> str:
    if not outlines:
        return ""
    left, top = min(o.left for o in outlines) - MARGIN, min(o.top for o in outlines) - MARGIN
    right, bottom = max(o.right for o in outlines) + MARGIN, max(o.bottom for o in outlines) + MARGIN
    return f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"


def _choices(table: Table) -> tuple[tuple[str, tuple[Indicator, ...]], ...]:
    indicators = [line.indicator for line in table.lines.values() if _is_choice(line)]
    return tuple(
        (str(section), tuple(group))
        for section, group in itertools.groupby(indicators, key=lambda indicator: indicator.section)
    )


def _is_choice(line: IndicatorLine) -> bool:
    return line.indicator.part_of_id is None and any(cell.value is not None for cell in line.cells)


@functools.cache
def _outlines() -> dict[str, Outline]:
    # The page must print the credit that this file asks for.
    geometry = json.loads((settings.BASE_DIR / "fixtures" / "cluster_map.json").read_text(encoding="utf-8"))
    return {slug: outline(path) for slug, path in geometry["paths"].items()}


def outline(path: str) -> Outline:
    """Measure a path made of closed rings of relative points: `m x,y dx,dy … z m …`.

    Raises:
        ValueError: the path holds any other command.
    """
    if set(re.findall(r"[A-Za-z]", path)) - {"m", "z"}:
        raise ValueError(f"Only closed rings of relative points are understood: {path[:40]}")
    x = y = 0.0
    rings: list[list[tuple[float, float]]] = []
    for text in filter(str.strip, path.split("z")):
        numbers = [float(number) for number in _NUMBERS.findall(text)]
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        x, y = ring[0]  # a closed ring ends where it starts
        rings.append(ring)
    points = [point for ring in rings for point in ring]
    largest = max((_area_and_centre(ring) for ring in rings), key=lambda measured: measured[0])
    return Outline(
        path=path,
        left=min(x for x, _y in points),
        top=min(y for _x, y in points),
        right=max(x for x, _y in points),
        bottom=max(y for _x, y in points),
        x=largest[1],
        y=largest[2],
        area=largest[0],
    )


def _area_and_centre(ring: list[tuple[float, float]]) -> tuple[float, float, float]:
    doubled = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        doubled += cross
        cx += (x1 + x2) * cross
        cy += (y1 + y2) * cross
    return abs(doubled) / 2, cx / (3 * doubled), cy / (3 * doubled)

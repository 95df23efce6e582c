"""A map of the provinces, coloured by one figure in five equal steps; blank where nothing is known."""

import functools
import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from provinces.clusters.models import Province
from reports.charts.chart import Reading, Row, coverage_of, describe, in_words, read_line, table_body
from reports.summary.decimal_text import decimals_of
from reports.summary.values import IndicatorLine, Table
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence

STEPS = 5
DEFAULT_CODE = "coop.total"
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
    """A province on the map; step 0 is unknown, 1 to 5 are the steps of the legend."""

    province: Province
    path: str
    x: str
    y: str
    step: int
    reading: Reading
    title: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the legend."""

    step: int
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """A map of one indicator, with its legend, the other indicators to choose from, and a table."""

    code: str
    indicator: Indicator
    unit: str
    period: str
    coverage: str
    is_illustrative: bool
    is_provisional: bool
    has_unknown: bool
    description: str
    view_box: str
    shapes: tuple[Shape, ...]
    steps: tuple[Step, ...]
    choices: tuple[tuple[str, tuple[Indicator, ...]], ...]
    headers: tuple[str, str]
    rows: tuple[Row, ...]

    @property
    def table_body(self) -> SafeString:
        return table_body(self.rows)


def map_of(
    table: Table, code: str = DEFAULT_CODE, mergers: Iterable[tuple[Province, Sequence[Province]]] = ()
) -> ProvinceMap | None:
    """The map of an indicator, or of `DEFAULT_CODE` if it is not in the table; None if neither is.

    A province without a shape of its own has those of the provinces that `mergers` says it was made of, and
    without these it is only in the map's table.
    """
    table = table.at_end
    line = table.lines.get(code) or table.lines.get(DEFAULT_CODE)
    if line is None:
        return None
    unit = line.indicator.in_language("unit")
    period = inside_a_sentence(table.label)
    readings = read_line(line)
    steps = equal_steps([r.value for r in readings if r.value is not None], decimals_of(line.indicator) or 0)
    outlines = _outlines_of(table.provinces, mergers)
    shapes = _shapes(table, readings, unit, outlines, steps)
    rows = tuple(Row(p.name, (reading,)) for p, reading in zip(table.provinces, readings, strict=True))
    headers = (_("Tỉnh, thành phố"), unit)
    return ProvinceMap(
        code=line.indicator.code,
        indicator=line.indicator,
        unit=unit,
        period=period,
        coverage=coverage_of([line.total]),
        is_illustrative=line.is_illustrative,
        is_provisional=any(r.is_provisional for r in readings),
        has_unknown=any(r.value is None for r in readings),
        description=describe(str(line.indicator), unit, period, rows, headers),
        view_box=_view_box([outlines[shape.province.slug] for shape in shapes]),
        shapes=shapes,
        steps=_legend(readings, steps, decimals_of(line.indicator)),
        choices=_choices(table),
        headers=headers,
        rows=rows,
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


def _legend(readings: list[Reading], steps: list[Decimal], decimals: int | None) -> tuple[Step, ...]:
    step_numbers = [_step_of(reading.value, steps) for reading in readings]
    known = {reading.value for reading in readings if reading.value is not None}
    if len(known) == 1:  # a single value needs no ranges
        number = max(step_numbers)
        return (Step(number, format_number(known.pop(), decimals), step_numbers.count(number)),)
    return tuple(
        Step(
            number,
            _("từ %(low)s đến dưới %(high)s")
            % {"low": format_number(low, decimals), "high": format_number(high, decimals)},
            step_numbers.count(number),
        )
        for number, (low, high) in enumerate(itertools.pairwise(steps), start=1)
    )


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

"""The provinces coloured by one figure: five equal steps, blank where nothing is known."""

import functools
import itertools
import json
import re
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from provinces.clusters.models import Province
from reports.charts.chart import Reading, Row, coverage_of, describe, in_words, read_line, twin_body
from reports.summary.decimal_text import decimals_of
from reports.summary.values import IndicatorLine, Table
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence

STEPS = 5
DEFAULT = "coop.total"
MARGIN = 5  # of the map's own units, around the provinces
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Outline:
    """A province's shape, in the units of its map, and a point inside its largest part for the label."""

    path: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A province on the map; step 0 is not known, 1 to 5 are the classes."""

    province: Province
    path: str
    x: str
    y: str
    step: int
    reading: Reading
    title: str


@dataclass(frozen=True, slots=True)
class Step:
    """A class of the legend: from `low` up to, but not including, `high`."""

    step: int
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """A map of one indicator, with its legend, its choices and its table twin."""

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
    def twin(self) -> SafeString:
        return twin_body(self.rows)


def map_of(table: Table, code: str = DEFAULT) -> ProvinceMap | None:
    """The map of an indicator; of the number of cooperatives where the code is not one of the table's.

    None where the table has neither. Provinces without a shape, as those made by a later merger, stand in the
    table twin alone.
    """
    line = table.lines.get(code) or table.lines.get(DEFAULT)
    if line is None:
        return None
    unit = line.indicator.in_language("unit")
    period = inside_a_sentence(table.label)
    readings = read_line(line)
    steps = equal_steps([r.value for r in readings if r.value is not None], decimals_of(line.indicator) or 0)
    shapes = _shapes(table, readings, unit, steps)
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
        view_box=_view_box(shapes),
        shapes=shapes,
        steps=_legend(readings, steps, decimals_of(line.indicator)),
        choices=_choices(table),
        headers=headers,
        rows=rows,
    )


def equal_steps(values: list[Decimal], decimals: int = 0) -> list[Decimal]:
    """The bounds of five classes of equal, round width that hold all values; none without values.

    Equal widths and not equal counts: two provinces of the same colour then differ by less than one width,
    and a province that stands far above the others is seen to.
    """
    if not values:
        return []
    least, most = min(values), max(values)
    finest = Decimal(1).scaleb(-decimals)
    rough = max((most - least) / STEPS, finest)
    power = Decimal(1).scaleb(rough.adjusted())
    for factor in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10", "15", "20"):
        width = max(power * Decimal(factor), finest)
        if width % finest:
            continue
        first = (least / width).to_integral_value(rounding="ROUND_FLOOR") * width
        if first + STEPS * width > most:
            return [first + n * width for n in range(STEPS + 1)]
    raise AssertionError("twice the power of ten always holds the values")


def _class_of(value: Decimal | None, steps: list[Decimal]) -> int:
    if value is None:
        return 0
    return sum(value >= bound for bound in steps[:-1])


def _legend(readings: list[Reading], steps: list[Decimal], decimals: int | None) -> tuple[Step, ...]:
    classes = [_class_of(reading.value, steps) for reading in readings]
    known = {reading.value for reading in readings if reading.value is not None}
    if len(known) == 1:  # one number makes no classes
        number = max(classes)
        return (Step(number, format_number(known.pop(), decimals), classes.count(number)),)
    return tuple(
        Step(
            number,
            _("từ %(low)s đến dưới %(high)s")
            % {"low": format_number(low, decimals), "high": format_number(high, decimals)},
            classes.count(number),
        )
        for number, (low, high) in enumerate(itertools.pairwise(steps), start=1)
    )


def _shapes(table: Table, readings: list[Reading], unit: str, steps: list[Decimal]) -> tuple[Shape, ...]:
    outlines = _outlines()
    return tuple(
        Shape(
            province=province,
            path=outline.path,
            x=f"{outline.x:.1f}",
            y=f"{outline.y:.1f}",
            step=_class_of(reading.value, steps),
            reading=reading,
            title=f"{province.name}: {words}",
        )
        for province, reading, words in zip(table.provinces, readings, in_words(readings, unit), strict=True)
        if (outline := outlines.get(province.slug))
    )


def _view_box(shapes: tuple[Shape, ...]) -> str:
    outlines = [_outlines()[shape.province.slug] for shape in shapes]
    if not outlines:
        return ""
    left, top = min(o.left for o in outlines) - MARGIN, min(o.top for o in outlines) - MARGIN
    right, bottom = max(o.right for o in outlines) + MARGIN, max(o.bottom for o in outlines) + MARGIN
    return f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"


def _choices(table: Table) -> tuple[tuple[str, tuple[Indicator, ...]], ...]:
    """The indicators that somebody has reported, under their sections; parts of a total are left out."""
    shown = [line.indicator for line in table.lines.values() if _can_be_chosen(line)]
    return tuple(
        (str(section), tuple(indicators))
        for section, indicators in itertools.groupby(shown, key=lambda indicator: indicator.section)
    )


def _can_be_chosen(line: IndicatorLine) -> bool:
    return line.indicator.part_of_id is None and any(cell.value is not None for cell in line.cells)


@functools.cache
def _outlines() -> dict[str, Outline]:
    """The outlines by province slug; the page prints the credit that the file asks for."""
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
        x, y = ring[0]  # a closed ring ends where it began
        rings.append(ring)
    points = [point for ring in rings for point in ring]
    middle = max((_centre(ring) for ring in rings), key=lambda centre: centre[0])
    return Outline(
        path=path,
        left=min(x for x, _y in points),
        top=min(y for _x, y in points),
        right=max(x for x, _y in points),
        bottom=max(y for _x, y in points),
        x=middle[1],
        y=middle[2],
    )


def _centre(ring: list[tuple[float, float]]) -> tuple[float, float, float]:
    """A ring's area and its centre of gravity."""
    doubled = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        doubled += cross
        cx += (x1 + x2) * cross
        cy += (y1 + y2) * cross
    return abs(doubled) / 2, cx / (3 * doubled), cy / (3 * doubled)

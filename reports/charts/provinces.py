"""Charts with a row for each province: bars, increases against decreases, and ratios as points."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.submissions.cell_arithmetic import ABSENT
from reports.charts.chart import Chart, Reading, Row, coverage_of, describe, read_cell, read_line
from reports.charts.style import (
    PAPER,
    Spec,
    Trace,
    bars,
    hovers,
    labels,
    number,
    plain,
    room,
    rows_layout,
    ticks,
    upright,
)
from reports.charts.turnover import turnover
from reports.summary.decimal_text import decimals_of
from reports.summary.values import Table
from vietnamese.sentences import inside_a_sentence

COUNTABLE = 12  # up to here a bar of units is cut into its units
SQUARE = 10  # with so many units to a row each of them is about a square


def bars_by_province(
    table: Table, code: str, *, earlier: Table | None = None, in_units: bool = False
) -> Chart | None:
    """A bar for each province, with a stroke where it stood earlier.

    Args:
        table: the span shown.
        code: the indicator; without it in the table there is no chart.
        earlier: the span to compare with.
        in_units: cut the bars into units while they can be counted.
    """
    line = table.lines.get(code)
    if line is None:
        return None
    readings = read_line(line)
    before = _earlier(table, earlier, code)
    unit = line.indicator.in_language("unit")
    title = _("%(label)s theo tỉnh") % {"label": line.indicator}
    headers: tuple[str, ...] = (_("Tỉnh, thành phố"), unit)
    notes = [_furrows(readings)]
    if before and earlier:
        headers = (headers[0], _("Kỳ này"), _period(earlier))
        notes.append(_("Vạch đứng: %s.") % _period(earlier))
    most = max((r.value or Decimal(0) for r in readings), default=Decimal(0))
    in_units = in_units and 0 < most <= COUNTABLE and most == most.to_integral_value()
    if in_units:
        notes.append(_("Mỗi ô là 1 %s.") % unit)
    rows = tuple(
        Row(province.name, (reading, before[i]) if before else (reading,))
        for i, (province, reading) in enumerate(zip(table.provinces, readings, strict=True))
    )
    spec, height = _bars(rows, unit, before, earlier, int(most) if in_units else 0)
    return Chart(
        name=code.replace(".", "-").replace("_", "-"),
        title=title,
        unit=unit,
        period=_period(table),
        coverage=coverage_of([line.total]),
        note=" ".join(filter(None, notes)),
        is_illustrative=any(cell.is_illustrative for row in rows for cell in row.cells),
        description=describe(title, unit, _period(table), rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
    )


def turnover_by_province(table: Table, increase: str, decrease: str) -> Chart | None:
    """What was founded to the right, what was dissolved to the left."""
    more, less = table.lines.get(increase), table.lines.get(decrease)
    if more is None or less is None:
        return None
    pairs = zip(table.provinces, read_line(more), read_line(less), strict=True)
    return turnover(
        name="turnover-by-province",
        title=_("%(increase)s và %(decrease)s theo tỉnh")
        % {
            "increase": more.indicator,
            "decrease": inside_a_sentence(less.indicator.in_language("short_label")),
        },
        unit=more.indicator.in_language("unit"),
        period=_period(table),
        coverage=coverage_of([more.total, less.total]),
        headers=(
            _("Tỉnh, thành phố"),
            more.indicator.in_language("short_label"),
            less.indicator.in_language("short_label"),
        ),
        rows=tuple(Row(province.name, (up, down)) for province, up, down in pairs),
    )


def _period(table: Table) -> str:
    return inside_a_sentence(table.label)


def _furrows(readings: Sequence[Reading]) -> str:
    return _("Sọc ngang: tạm tính.") if any(r.is_provisional for r in readings) else ""


def _earlier(table: Table, earlier: Table | None, code: str) -> list[Reading]:
    """The provinces' readings of an earlier span, in the order of the table; none if nothing is known."""
    if earlier is None or code not in earlier:
        return []
    line = earlier[code]
    found = {p.slug: cell for p, cell in zip(earlier.provinces, line.cells, strict=True)}
    cells = [found.get(province.slug, ABSENT) for province in table.provinces]
    if all(cell.value is None for cell in cells):
        return []
    return [read_cell(cell, decimals_of(line.indicator)) for cell in cells]


def _bars(
    rows: Sequence[Row], unit: str, before: Sequence[Reading], earlier: Table | None, units: int
) -> tuple[Spec | None, int]:
    readings = [row.cells[0] for row in rows]
    now = [number(r.value) for r in readings]
    then: list[float | None] = [number(r.value) for r in before] or [None] * len(rows)
    if all(value is None for value in now):
        return None, 0
    ends = [max(a or 0, b or 0, 0) for a, b in zip(now, then, strict=True)]
    least = min(min((v for v in now if v is not None), default=0), 0)
    names = [plain(row.label) for row in rows]
    layout, height = rows_layout(
        names,
        span=(least, max(*ends, SQUARE if units else 0) or 1),
        right=room([r.text for r in readings]),
        shapes=[upright(0, len(rows))],
    )
    said = hovers(names, readings, unit)
    data: list[Trace] = bars(readings, said)
    if units:
        data.append(_cuts(now))
    if before and earlier:
        said = hovers([f"{name}, {plain(_period(earlier))}" for name in names], before, unit)
        data += ticks(then, said)
    data.append(labels(ends, [r.text for r in readings]))
    return {"data": data, "layout": layout}, height


def _cuts(values: Sequence[float | None]) -> Trace:
    """Strokes of paper over the bars, one between each two units."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row, value in enumerate(values):
        for at in range(1, int(value or 0)):
            x += [at, at, None]
            y += [row - 0.4, row + 0.4, None]
    line = {"color": PAPER, "width": 2}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}

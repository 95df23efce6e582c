"""Charts with a row for each province: bars, and increases against decreases."""

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
    hover_texts,
    label_width,
    labels,
    plain,
    rows_layout,
    ticks,
    to_float,
    vertical_line,
)
from reports.charts.turnover import turnover_chart
from reports.summary.decimal_text import decimals_of
from reports.summary.values import Table
from vietnamese.sentences import inside_a_sentence

COUNTABLE = 12  # up to this many units, each is a segment of its bar
SQUARE = 10  # with this many units on the axis, a segment is about a square


def bars_by_province(
    table: Table, code: str, *, earlier: Table | None = None, in_units: bool = False
) -> Chart | None:
    """A bar for each province, with a vertical mark at its earlier value.

    With `in_units` the bars are divided into units, if there are few enough to count.
    """
    line = table.lines.get(code)
    if line is None:
        return None
    readings = read_line(line)
    earlier_readings = _earlier_readings(table, earlier, code)
    unit = line.indicator.in_language("unit")
    title = _("%(label)s theo tỉnh") % {"label": line.indicator}
    headers: tuple[str, ...] = (_("Tỉnh, thành phố"), unit)
    notes = [_hatching_note(readings)]
    if earlier_readings and earlier:
        headers = (headers[0], _("Kỳ này"), _period_text(earlier))
        notes.append(_("Vạch đứng: %s.") % _period_text(earlier))
    largest = max((r.value or Decimal(0) for r in readings), default=Decimal(0))
    in_units = in_units and 0 < largest <= COUNTABLE and largest == largest.to_integral_value()
    if in_units:
        notes.append(_("Mỗi ô là 1 %s.") % unit)
    rows = tuple(
        Row(province.name, (reading, earlier_readings[i]) if earlier_readings else (reading,))
        for i, (province, reading) in enumerate(zip(table.provinces, readings, strict=True))
    )
    spec, height = _bars_figure(rows, unit, earlier_readings, earlier, int(largest) if in_units else 0)
    return Chart(
        name=code.replace(".", "-").replace("_", "-"),
        title=title,
        unit=unit,
        period=_period_text(table),
        coverage=coverage_of([line.total]),
        note=" ".join(filter(None, notes)),
        is_illustrative=any(cell.is_illustrative for row in rows for cell in row.cells),
        description=describe(title, unit, _period_text(table), rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
    )


def turnover_by_province(table: Table, increase: str, decrease: str) -> Chart | None:
    increases, decreases = table.lines.get(increase), table.lines.get(decrease)
    if increases is None or decreases is None:
        return None
    readings = zip(read_line(increases), read_line(decreases), strict=True)
    pairs = zip(table.provinces, readings, strict=True)
    return turnover_chart(
        name="turnover-by-province",
        title=_("%(increase)s và %(decrease)s theo tỉnh")
        % {
            "increase": increases.indicator,
            "decrease": inside_a_sentence(decreases.indicator.in_language("short_label")),
        },
        unit=increases.indicator.in_language("unit"),
        period=_period_text(table),
        coverage=coverage_of([increases.total, decreases.total]),
        headers=(
            _("Tỉnh, thành phố"),
            increases.indicator.in_language("short_label"),
            decreases.indicator.in_language("short_label"),
        ),
        rows=tuple(Row(province.name, readings) for province, readings in pairs),
    )


def _period_text(table: Table) -> str:
    return inside_a_sentence(table.label)


def _hatching_note(readings: Sequence[Reading]) -> str:
    return _("Sọc ngang: tạm tính.") if any(r.is_provisional for r in readings) else ""


def _earlier_readings(table: Table, earlier: Table | None, code: str) -> list[Reading]:
    if earlier is None or code not in earlier:
        return []
    line = earlier[code]
    cells_by_slug = {p.slug: cell for p, cell in zip(earlier.provinces, line.cells, strict=True)}
    cells = [cells_by_slug.get(province.slug, ABSENT) for province in table.provinces]
    if all(cell.value is None for cell in cells):
        return []
    return [read_cell(cell, decimals_of(line.indicator)) for cell in cells]


def _bars_figure(
    rows: Sequence[Row], unit: str, earlier_readings: Sequence[Reading], earlier: Table | None, units: int
) -> tuple[Spec | None, int]:
    readings = [row.cells[0] for row in rows]
    values = [to_float(r.value) for r in readings]
    earlier_values: list[float | None] = [to_float(r.value) for r in earlier_readings] or [None] * len(rows)
    if all(value is None for value in values):
        return None, 0
    ends = [max(a or 0, b or 0, 0) for a, b in zip(values, earlier_values, strict=True)]
    lowest = min(min((v for v in values if v is not None), default=0), 0)
    names = [plain(row.label) for row in rows]
    layout, height = rows_layout(
        names,
        span=(lowest, max(*ends, SQUARE if units else 0) or 1),
        right=label_width([r.text for r in readings]),
        shapes=[vertical_line(0, len(rows))],
    )
    data: list[Trace] = bars(readings, hover_texts(names, readings, unit))
    if units:
        data.append(_unit_dividers(values))
    if earlier_readings and earlier:
        names = [f"{name}, {plain(_period_text(earlier))}" for name in names]
        data += ticks(earlier_values, hover_texts(names, earlier_readings, unit))
    data.append(labels(ends, [r.text for r in readings]))
    return {"data": data, "layout": layout}, height


def _unit_dividers(values: Sequence[float | None]) -> Trace:
    x: list[float | None] = []
    y: list[float | None] = []
    for row, value in enumerate(values):
        for unit in range(1, int(value or 0)):
            x += [unit, unit, None]
            y += [row - 0.4, row + 0.4, None]
    line = {"color": PAPER, "width": 2}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}

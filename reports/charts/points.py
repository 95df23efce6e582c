"""Ratios by province: points, not bars, because a ratio is not an amount that starts at zero."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from reports.charts.chart import Chart, Row, coverage_of, describe, read_line
from reports.charts.style import (
    FIELD,
    LINE,
    PAPER,
    WASH,
    Spec,
    Trace,
    hover_texts,
    label_width,
    labels,
    plain,
    rows_layout,
    to_float,
    vertical_line,
)
from reports.summary.decimal_text import decimals_of
from reports.summary.values import IndicatorLine, Table
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence


def points_by_province(table: Table, code: str, *, band: tuple[int, int] | None = None) -> Chart | None:
    """A point for each province's ratio, and a line at the cluster's own, if that is known.

    The background is shaded between the two values of `band`; only for a percentage.
    """
    line = table.lines.get(code)
    if line is None:
        return None
    unit = line.indicator.in_language("unit")
    title = _("%(label)s theo tỉnh") % {"label": line.indicator}
    period = inside_a_sentence(table.label)
    readings = read_line(line)
    headers = (_("Tỉnh, thành phố"), unit)
    rows = tuple(Row(p.name, (reading,)) for p, reading in zip(table.provinces, readings, strict=True))
    spec, height = _points_figure(rows, line, unit, band)
    notes = [_("Vạch đứng: toàn cụm.") if line.total.whole is not None else ""]
    if any(r.is_provisional for r in readings):
        notes.append(_("Điểm có gạch ngang: tạm tính."))
    if band:
        notes.append(_("Dải nền: %(low)s–%(high)s%%.") % {"low": band[0], "high": band[1]})
    return Chart(
        name=code.replace(".", "-").replace("_", "-"),
        title=title,
        unit=unit,
        period=period,
        coverage=coverage_of([line.total]),
        note=" ".join(filter(None, notes)),
        is_illustrative=line.is_illustrative,
        description=describe(title, unit, period, rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
    )


def _points_figure(
    rows: Sequence[Row], line: IndicatorLine, unit: str, band: tuple[int, int] | None
) -> tuple[Spec | None, int]:
    readings = [row.cells[0] for row in rows]
    values = [to_float(r.value) for r in readings]
    known = [v for v in values if v is not None]
    if not known:
        return None, 0
    is_percent = unit == "%"
    suffix = "%" if is_percent else ""
    low = min(0.0, *known)
    high = 100.0 if is_percent and max(known) <= 100 else max(known) * 1.04 or 1.0
    cluster_value = to_float(line.total.whole)
    # Labels are on the right of a point, or on the left if they would cross the cluster's line and the names
    # are not too near.
    reach, names_end = 0.22 * (high - low), low + 0.25 * (high - low)
    is_left = [
        v is not None and cluster_value is not None and names_end < v < cluster_value < v + reach
        for v in values
    ]
    texts = [r.text + suffix if r.value is not None else r.text for r in readings]
    names = [plain(row.label) for row in rows]
    shapes: list[Trace] = []
    annotations: list[Trace] = []
    if band:
        background = {"type": "rect", "x0": band[0], "x1": band[1], "y0": -0.5, "y1": len(rows) - 0.5}
        shapes.append(background | {"fillcolor": WASH, "line": {"width": 0}, "layer": "below"})
    if cluster_value is not None:
        shapes.append(vertical_line(cluster_value, len(rows), width=2))
        total = _("toàn cụm %s") % (format_number(line.total.whole, decimals_of(line.indicator)) + suffix)
        # Not <b>: Plotly would turn it into a style attribute, which the content security policy blocks.
        heading = {"y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False, "font": {"weight": 700}}
        annotations = [heading | {"x": cluster_value, "text": plain(total)}]
    layout, height = rows_layout(
        names,
        span=(low, high),
        right=label_width(texts) - 4,
        left=12,
        top=22,
        bottom=26,
        xaxis={
            "range": [low, high],
            "fixedrange": True,
            "gridcolor": LINE,
            "zeroline": False,
            **(_ticks_at(0, *band, 100) if band else {"nticks": 4}),
            "tickangle": 0,
            "tickformat": ",",
            "ticksuffix": suffix,
        },
        shapes=shapes,
        annotations=annotations,
    )
    positions = list(range(len(rows)))
    hovers = hover_texts(names, readings, unit)
    data: list[Trace] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": values,
            "y": positions,
            "marker": {"size": 10, "color": FIELD},
            "cliponaxis": False,
            "hovertext": hovers,
            "hoverinfo": "text",
        }
    ]
    if any(r.is_provisional for r in readings):
        dash = {"symbol": "line-ew", "size": 5, "line": {"width": 2, "color": PAPER}}
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [to_float(r.provisional) for r in readings],
                "y": positions,
                "marker": dash,
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
    for side, side_is_left in (("right", False), ("left", True)):
        side_rows = [i for i in positions if is_left[i] is side_is_left]
        if side_rows:
            ends = [low if (v := values[i]) is None else v for i in side_rows]
            data.append(labels(ends, [texts[i] for i in side_rows], side=side, rows=side_rows, gap=3))
    return {"data": data, "layout": layout}, height


def _ticks_at(*percents: int) -> dict[str, Any]:
    return {"tickvals": list(percents), "ticktext": [f"{percent}%" for percent in percents]}

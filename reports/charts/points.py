"""Ratios by province: points, never bars, since a ratio has no amount that begins at zero."""

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
    hovers,
    labels,
    number,
    plain,
    room,
    rows_layout,
    upright,
)
from reports.summary.decimal_text import decimals_of
from reports.summary.values import IndicatorLine, Table
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence


def points_by_province(table: Table, code: str, *, band: tuple[int, int] | None = None) -> Chart | None:
    """A ratio: a point for each province, and a line where the cluster's own ratio stands.

    Args:
        table: the span shown.
        code: the ratio's code.
        band: the two values between which the ground is shaded; only for a percentage.
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
    spec, height = _points(rows, line, unit, band)
    notes = [_("Vạch đứng: toàn cụm.") if line.total.value is not None else ""]
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


def _points(
    rows: Sequence[Row], line: IndicatorLine, unit: str, band: tuple[int, int] | None
) -> tuple[Spec | None, int]:
    readings = [row.cells[0] for row in rows]
    values = [number(r.value) for r in readings]
    known = [v for v in values if v is not None]
    if not known:
        return None, 0
    percent = unit == "%"
    suffix = "%" if percent else ""
    low = min(0.0, *known)
    high = 100.0 if percent and max(known) <= 100 else max(known) * 1.04 or 1.0
    whole = number(line.total.value)
    # Labels stand on the right of a point, but not across the cluster's line; near the names there is no
    # room on the left.
    reach, near = 0.22 * (high - low), low + 0.25 * (high - low)
    left = [v is not None and whole is not None and near < v < whole < v + reach for v in values]
    texts = [r.text + suffix if r.value is not None else r.text for r in readings]
    names = [plain(row.label) for row in rows]
    shapes = [upright(whole, len(rows), width=2)] if whole is not None else []
    if band:
        ground = {"type": "rect", "x0": band[0], "x1": band[1], "y0": -0.5, "y1": len(rows) - 0.5}
        shapes.insert(0, ground | {"fillcolor": WASH, "line": {"width": 0}, "layer": "below"})
    total = _("toàn cụm %s") % (format_number(line.total.value, decimals_of(line.indicator)) + suffix)
    # Not <b>: Plotly would set it as a style attribute, which the content security policy refuses.
    head = {"y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False, "font": {"weight": 700}}
    layout, height = rows_layout(
        names,
        span=(low, high),
        right=room(texts) - 4,
        left=12,
        top=22,
        bottom=26,
        xaxis={
            "range": [low, high],
            "fixedrange": True,
            "gridcolor": LINE,
            "zeroline": False,
            **(_ticks_at(0, *band, 100) if band else {"nticks": 5}),
            "tickangle": 0,
            "tickformat": ",",
            "ticksuffix": suffix,
        },
        shapes=shapes,
        annotations=[head | {"x": whole, "text": plain(total)}] if whole is not None else [],
    )
    at = list(range(len(rows)))
    said = hovers(names, readings, unit)
    data: list[Trace] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": values,
            "y": at,
            "marker": {"size": 10, "color": FIELD},
            "cliponaxis": False,
            "hovertext": said,
            "hoverinfo": "text",
        }
    ]
    if any(r.is_provisional for r in readings):
        stripe = {"symbol": "line-ew", "size": 5, "line": {"width": 2, "color": PAPER}}
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [number(r.provisional) for r in readings],
                "y": at,
                "marker": stripe,
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
    for side, wanted in (("right", False), ("left", True)):
        chosen = [i for i in at if left[i] is wanted]
        if chosen:
            places = [low if (v := values[i]) is None else v for i in chosen]
            data.append(labels(places, [texts[i] for i in chosen], side=side, rows=chosen, gap=3))
    return {"data": data, "layout": layout}, height


def _ticks_at(*percents: int) -> dict[str, Any]:
    return {"tickvals": list(percents), "ticktext": [f"{percent}%" for percent in percents]}

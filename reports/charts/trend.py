"""A total over the half-years: a line, cut where it cannot go on."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from reports.charts.chart import Chart, Reading, Row, describe, in_words
from reports.charts.style import (
    CLEAR,
    EDGE,
    FIELD,
    LAYOUT,
    LINE,
    PAPER,
    Spec,
    Trace,
    axis_range,
    plain,
    to_float,
)
from reports.summary.decimal_text import decimals_of
from reports.summary.loading import TrendPoint
from reports.summary.values import Total
from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence

TREND_HEIGHT = 231
MOST_LABELLED = 9  # of more points only the last has its number
WITHIN, BELOW, ABOVE = "diamond-open", "triangle-down-open", "triangle-up-open"


def trend_chart(
    points: Sequence[TrendPoint], indicator: Indicator, breaks: Sequence[SeriesBreak] = ()
) -> Chart:
    """A total over the periods; the line is cut where the definition changes.

    A total without some provinces is not a fall: it is an open point with its coverage, not joined to the
    line. The axis fits the line alone, and ends a point beyond it with a triangle that says which way it
    lies. A missing half-year is a gap.
    """
    first = next((i for i, point in enumerate(points) if point.total.value is not None), len(points))
    points = points[first:]
    unit = indicator.in_language("unit")
    decimals = decimals_of(indicator)
    rows = tuple(
        Row(
            point.period.label,
            (
                Reading(
                    point.total.value,
                    format_number(point.total.value, decimals),
                    is_illustrative=point.total.is_illustrative,
                    provisional=point.total.provisional or None,
                ),
                Reading(Decimal(point.total.reported), point.total.coverage),
            ),
        )
        for point in points
    )
    headers = (_("Kỳ báo cáo"), unit, _("Số tỉnh"))
    title = _("%(label)s qua các kỳ") % {"label": indicator}
    period = _period_range([inside_a_sentence(point.period.label) for point in points])
    notes = []
    if any(point.total.is_illustrative for point in points):
        notes.append(_("Điểm rỗng: minh họa."))
    crossed = [each for each in breaks if points and _is_crossed(each, points[0], points[-1])]
    notes += [
        _("Đường ngắt ở %(day)s: %(reason)s.")
        % {"day": format_date(each.from_on), "reason": each.cause_shown}
        for each in crossed
    ]
    partial = [point.total for point in points if point.total.is_partial]
    if partial:
        ends = _axis_ends([point.total for point in points])
        symbols = {_symbol(total, ends) for total in partial}
        if WITHIN in symbols:
            notes.append(_("Hình thoi rỗng: chưa đủ tỉnh."))
        if symbols - {WITHIN}:
            notes.append(_("Tam giác rỗng: chưa đủ tỉnh, ngoài thang của hình."))
    return Chart(
        name="trend-" + indicator.code.replace(".", "-").replace("_", "-"),
        title=title,
        unit=unit,
        period=period,
        coverage="",
        note=" ".join(notes),
        is_illustrative=any(point.total.is_illustrative for point in points),
        description=describe(title, unit, period, rows, headers),
        spec=_trend_figure(points, rows, unit, crossed),
        height=TREND_HEIGHT if points else 0,
        headers=headers,
        rows=rows,
    )


def _period_range(labels: Sequence[str]) -> str:
    if len(labels) < 2:
        return "".join(labels)
    return _("%(first)s đến %(last)s") % {"first": labels[0], "last": labels[-1]}


def _axis_ends(totals: Sequence[Total]) -> tuple[float, float]:
    """Both ends of a trend's axis: of the whole totals, with room for partial ones and their labels.

    A total of some provinces would stretch the axis until the line of the cluster lies flat.
    """
    known = [total for total in totals if total.value is not None]
    wholes = [total for total in known if total.is_complete]
    values = [float(total.value or 0) for total in wholes or known] or [0.0]
    return axis_range(values, below=1 / 3, above=1 / 6)


def _symbol(total: Total, ends: tuple[float, float]) -> str:
    """The mark of a partial total: one beyond the axis points there from its end."""
    value = float(total.value or 0)
    return BELOW if value < ends[0] else ABOVE if value > ends[1] else WITHIN


def _is_crossed(each: SeriesBreak, earlier: TrendPoint, later: TrendPoint) -> bool:
    return each.lies_between(earlier.period.cut_off_on, later.period.cut_off_on)


def _trend_figure(
    points: Sequence[TrendPoint], rows: Sequence[Row], unit: str, breaks: Sequence[SeriesBreak]
) -> Spec | None:
    if not points:
        return None
    indexes = [point.period.index for point in points]
    values = [to_float(point.total.value) for point in points]
    texts = [row.cells[0].text if values[i] is not None else "" for i, row in enumerate(rows)]
    if len(points) > MOST_LABELLED:
        texts = [*[""] * (len(points) - 1), texts[-1]]
    coverages = [_("%s tỉnh") % row.cells[1].text for row in rows]
    words = in_words((row.cells[0] for row in rows), unit)
    hovers = [
        plain(f"{row.label}: {value}, {covered}")
        for row, value, covered in zip(rows, words, coverages, strict=True)
    ]
    # A label above its point would cross the line where it rises.
    wholes = [to_float(point.total.whole) for point in points]
    sides = [
        "top left" if v is not None and following is not None and following > v else "top center"
        for v, following in zip(wholes, [*wholes[1:], None], strict=True)
    ]
    partial = [i for i, point in enumerate(points) if point.total.is_partial]
    low, high = ends = _axis_ends([point.total for point in points])
    heights = [None if v is None else min(max(v, low), high) for v in values]

    def trace(chosen: Sequence[int | None], mode: str, labels: Sequence[str]) -> Trace:
        """The points by number; None is a gap in the line."""
        return {
            "type": "scatter",
            "mode": mode,
            "x": [None if i is None else indexes[i] for i in chosen],
            "y": [None if i is None else heights[i] for i in chosen],
            "cliponaxis": False,
            "text": ["" if i is None else labels[i] for i in chosen],
            "hovertext": ["" if i is None else hovers[i] for i in chosen],
            "textposition": ["top center" if i is None else sides[i] for i in chosen],
            "hoverinfo": "text",
        }

    joined: list[int | None] = []
    for i, point in enumerate(points):
        is_cut = any(_is_crossed(each, points[i - 1], point) for each in breaks if joined)
        if is_cut or (joined and indexes[i] - indexes[i - 1] > 1):
            joined.append(None)
        joined.append(None if point.total.is_partial else i)
    fills = [PAPER if i is None or points[i].total.is_illustrative else FIELD for i in joined]
    data = [
        trace(joined, "lines+markers+text", texts)
        | {
            "line": {"color": FIELD, "width": 2},
            "marker": {"size": 8, "color": fills, "line": {"width": 1.5, "color": FIELD}},
        }
    ]
    if partial:
        symbols = [_symbol(points[i].total, ends) for i in partial]
        labels = [f"{covered}: {row.cells[0].text}" for row, covered in zip(rows, coverages, strict=True)]
        marker = {"size": 8, "symbol": symbols, "color": EDGE, "line": {"width": 1.5}}
        data.append(trace(partial, "markers+text", labels) | {"marker": marker})
    axis = range(indexes[0], indexes[-1] + 1)
    ticked = list(axis)[::-1][:: 1 if len(axis) <= MOST_LABELLED else 2][::-1]
    layout: Spec = {
        **LAYOUT,
        "height": TREND_HEIGHT,
        "margin": {"l": 0, "r": 28, "t": 24, "b": 4},
        "xaxis": {
            "range": [axis[0] - 0.5, axis[0] + max(len(axis) - 0.65, 0.5)],
            "tickvals": ticked,
            "ticktext": [_tick_label(Period.at(index)) for index in ticked],
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": CLEAR,
            "fixedrange": True,
            "automargin": True,
        },
        "yaxis": {
            "range": list(ends),
            "gridcolor": LINE,
            "zeroline": False,
            "nticks": 5,
            "tickformat": ",",
            "fixedrange": True,
            "automargin": True,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": CLEAR,
        },
    }
    return {"data": data, "layout": layout}


def _tick_label(period: Period) -> str:
    half = _("giữa") if period.half == 1 else _("cuối")
    return f"{plain(half)}<br>{period.year}"

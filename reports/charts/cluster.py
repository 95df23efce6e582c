"""Charts of the whole cluster: its course over the periods, what came and went, and its parts."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from reports.charts.chart import Chart, Reading, Row, coverage_of, describe, in_words, read_total
from reports.charts.style import (
    CLEAR,
    EDGE,
    FIELD,
    LAYOUT,
    LINE,
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
    upright,
)
from reports.charts.turnover import turnover
from reports.summary.decimal_text import decimals_of
from reports.summary.loading import TrendPoint
from reports.summary.values import IndicatorLine, Table
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence

TREND_HEIGHT = 231
SPELT_OUT = 9  # with more points than this only the last carries its number


def trend(points: Sequence[TrendPoint], indicator: Indicator) -> Chart:
    """A total over the periods.

    A total that lacks provinces is no fall: it is a grey point of its own, not joined to the line.
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
                Reading(Decimal(point.total.reported), f"{point.total.reported}/{point.total.expected}"),
            ),
        )
        for point in points
    )
    headers = (_("Kỳ báo cáo"), unit, _("Số tỉnh"))
    title = _("%(label)s qua các kỳ") % {"label": indicator}
    period = _course([inside_a_sentence(point.period.label) for point in points])
    notes = []
    if any(point.total.is_illustrative for point in points):
        notes.append(_("Điểm rỗng: minh họa."))
    if any(not point.total.is_complete for point in points):
        notes.append(_("Điểm xám: chưa đủ tỉnh."))
    return Chart(
        name="trend-" + indicator.code.replace(".", "-").replace("_", "-"),
        title=title,
        unit=unit,
        period=period,
        coverage="",
        note=" ".join(notes),
        is_illustrative=any(point.total.is_illustrative for point in points),
        description=describe(title, unit, period, rows, headers),
        spec=_trend(points, rows, unit),
        height=TREND_HEIGHT if points else 0,
        headers=headers,
        rows=rows,
    )


def turnover_by_kind(table: Table, ledgers: Sequence[tuple[str, str, str]]) -> Chart | None:
    """What came and went in the span, by kind of organisation.

    Args:
        table: the span shown.
        ledgers: (closing, increase, decrease) codes, one a row.
    """
    found = [[table[code] for code in codes] for codes in ledgers if all(code in table for code in codes)]
    if not found:
        return None
    unit = ", ".join(closing.indicator.in_language("unit") for closing, _up, _down in found)
    return turnover(
        name="turnover-by-kind",
        title=_("Tăng, giảm trong kỳ theo loại tổ chức"),
        unit=unit,
        period=inside_a_sentence(table.label),
        coverage=coverage_of([line.total for lines in found for line in lines]),
        headers=(_("Loại tổ chức"), _("Thành lập mới"), _("Giải thể, chấm dứt")),
        rows=tuple(
            Row(closing.indicator.in_language("unit"), (_total(more), _total(less)))
            for closing, more, less in found
        ),
        under=[_("cuối kỳ %s") % _total(closing).text for closing, _up, _down in found],
    )


def parts(table: Table, prefix: str, *, name: str, title: str, by_size: bool = False) -> Chart | None:
    """The cluster's total by the parts it is made of.

    Args:
        table: the span shown.
        prefix: the parts are the indicators whose code begins so.
        name: the chart's slug.
        title: without number.
        by_size: the largest first, "other" last; else in the catalogue's order.
    """
    lines = [line for code, line in table.lines.items() if code.startswith(prefix)]
    if not lines:
        return None
    if by_size:
        lines.sort(key=lambda line: (line.indicator.code.endswith(".other"), -(line.total.value or 0)))
    unit = lines[0].indicator.in_language("unit")
    rows = tuple(Row(line.indicator.in_language("short_label"), (_total(line),)) for line in lines)
    readings = [row.cells[0] for row in rows]
    headers = (_("Nhóm"), unit)
    period = inside_a_sentence(table.label)
    spec, height = _parts(rows, readings, unit)
    return Chart(
        name=name,
        title=title,
        unit=unit,
        period=period,
        coverage=coverage_of([line.total for line in lines]),
        note=_("Sọc ngang: tạm tính.") if any(r.is_provisional for r in readings) else "",
        is_illustrative=any(r.is_illustrative for r in readings),
        description=describe(title, unit, period, rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
    )


def _course(labels: Sequence[str]) -> str:
    """From the first period to the last, in words."""
    if len(labels) < 2:
        return "".join(labels)
    return _("%(first)s đến %(last)s") % {"first": labels[0], "last": labels[-1]}


def _total(line: IndicatorLine) -> Reading:
    return read_total(line.total, line.cells, decimals_of(line.indicator))


def _parts(rows: Sequence[Row], readings: Sequence[Reading], unit: str) -> tuple[Spec | None, int]:
    values = [number(r.value) for r in readings]
    known = [v for v in values if v is not None]
    if not known:
        return None, 0
    names = [plain(row.label) for row in rows]
    texts = [r.text for r in readings]
    layout, height = rows_layout(
        names, span=(0, max(known) or 1), right=room(texts), shapes=[upright(0, len(rows))]
    )
    said = hovers(names, readings, unit)
    data = [*bars(readings, said), labels([v or 0.0 for v in values], texts)]
    return {"data": data, "layout": layout}, height


def _trend(points: Sequence[TrendPoint], rows: Sequence[Row], unit: str) -> Spec | None:
    if not points:
        return None
    at = list(range(len(points)))
    values = [number(point.total.value) for point in points]
    whole = [v if point.total.is_complete else None for v, point in zip(values, points, strict=True)]
    partial = [None if point.total.is_complete else v for v, point in zip(values, points, strict=True)]
    texts = [row.cells[0].text if values[i] is not None else "" for i, row in enumerate(rows)]
    if len(points) > SPELT_OUT:
        texts = [*[""] * (len(points) - 1), texts[-1]]
    of_provinces = _("tỉnh")
    words = in_words((row.cells[0] for row in rows), unit)
    said = [
        plain(f"{row.label}: {value}, {row.cells[1].text} {of_provinces}")
        for row, value in zip(rows, words, strict=True)
    ]
    shared: Trace = {
        "type": "scatter",
        "x": at,
        "cliponaxis": False,
        "hovertext": said,
        "hoverinfo": "text",
        # Where the line goes on upwards it would run through a label above its point.
        "textposition": [
            "top left" if (following or 0) > (v or 0) else "top center"
            for v, following in zip(values, [*values[1:], None], strict=True)
        ],
        "text": texts,
    }
    inside = [PAPER if point.total.is_illustrative else FIELD for point in points]
    data: list[Trace] = [
        shared
        | {
            "mode": "lines+markers+text",
            "y": whole,
            "line": {"color": FIELD, "width": 2},
            "marker": {"size": 8, "color": inside, "line": {"width": 1.5, "color": FIELD}},
        }
    ]
    if any(v is not None for v in partial):
        data.append(shared | {"mode": "markers+text", "y": partial, "marker": {"size": 8, "color": EDGE}})
    step = 1 if len(points) <= SPELT_OUT else 2
    shown = at[::-1][::step][::-1]
    layout: Spec = {
        **LAYOUT,
        "height": TREND_HEIGHT,
        "margin": {"l": 0, "r": 28, "t": 24, "b": 4},
        "xaxis": {
            "range": [-0.5, max(len(points) - 0.65, 0.5)],
            "tickvals": shown,
            "ticktext": [_tick(points[i].period) for i in shown],
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


def _tick(period: Period) -> str:
    half = _("đầu") if period.half == 1 else _("cuối")
    return f"{plain(half)}<br>{period.year}"

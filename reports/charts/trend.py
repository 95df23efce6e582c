"""A number's course with room: a line for what there is at a time, bars for what happens within one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from figures.periods.models import Period
from reports.charts.chart import UNKNOWN, Chart, Reading, Row, describe, in_words
from reports.charts.style import (
    CLEAR,
    EDGE,
    FIELD,
    LAYOUT,
    LINE,
    PAPER,
    SOFT,
    Spec,
    Trace,
    axis_range,
    plain,
    to_float,
)
from reports.summary.courses import Course, CoursePoint
from reports.summary.decimal_text import decimals_of
from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence

TREND_HEIGHT = 231
MOST_LABELLED = 9  # of more points only the last has its number
WITHIN, BELOW, ABOVE = "diamond-open", "triangle-down-open", "triangle-up-open"


def trend_chart(course: Course) -> Chart:
    """The totals over the half-years or years; the line is cut where the definition changes.

    A total without some provinces is not a fall: it is an open point with its coverage, not joined to the
    line, or an open bar. The axis fits the line alone, and ends a point beyond it with a triangle that says
    which way it lies. A missing half-year is a gap.
    """
    indicator = course.indicator
    first = next((n for n, point in enumerate(course.points) if point.value is not None), len(course.points))
    points = course.points[first:]
    unit, decimals = indicator.in_language("unit"), decimals_of(indicator)
    rows = tuple(Row(point.span.label, _readings(point, decimals)) for point in points)
    headers = (_("Kỳ báo cáo"), unit, _("Số tỉnh"))
    title = _("%(label)s qua các kỳ") % {"label": indicator}
    period = _period_range([inside_a_sentence(point.span.label) for point in points])
    known = sum(point.value is not None for point in points)
    drawing = _Drawing(course, points, rows) if known > 1 else None
    return Chart(
        name="trend-" + indicator.code.replace(".", "-").replace("_", "-"),
        title=title,
        unit=unit,
        period=period,
        coverage="",
        note=" ".join(drawing.notes) if drawing else "",
        is_illustrative=any(point.is_illustrative for point in points),
        description=describe(title, unit, period, rows, headers),
        spec=drawing.spec if drawing else None,
        height=TREND_HEIGHT if drawing else 0,
        headers=headers,
        rows=rows,
        nothing=_("Cần ít nhất hai kỳ.") if known == 1 else "",
        codes=(indicator.code,),
    )


def _readings(point: CoursePoint, decimals: int | None) -> tuple[Reading, Reading]:
    total = point.total
    if total is None or total.value is None:
        return UNKNOWN, Reading(Decimal(total.reported), total.coverage) if total else UNKNOWN
    number = Reading(
        total.value,
        format_number(total.value, decimals),
        is_illustrative=total.is_illustrative,
        provisional=total.provisional or None,
    )
    return number, Reading(Decimal(total.reported), total.coverage)


def _period_range(labels: Sequence[str]) -> str:
    if len(labels) < 2:
        return "".join(labels)
    return _("%(first)s đến %(last)s") % {"first": labels[0], "last": labels[-1]}


def _covered(row: Row) -> str:
    return _("%s tỉnh") % row.cells[1].text


@dataclass(frozen=True)
class _Drawing:
    """The picture of points from the first known one on, each with its row."""

    course: Course
    points: Sequence[CoursePoint]
    rows: Sequence[Row]

    @property
    def is_bars(self) -> bool:
        return self.course.indicator.is_flow

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of the axis: of the whole totals, with room for partial ones and their labels.

        A total of some provinces would stretch the axis until the line lies flat; bars show it.
        """
        if self.is_bars:
            values = [float(point.value) for point in self.points if point.value is not None]
            return min(0.0, *values), (max(0.0, *values) or 1.0) * 1.15
        known = [point for point in self.points if point.value is not None]
        wholes = [point for point in known if point.whole is not None]
        return axis_range([float(p.value or 0) for p in wholes or known] or [0.0], below=1 / 3, above=1 / 6)

    @property
    def partial(self) -> list[int]:
        return [n for n, point in enumerate(self.points) if point.is_partial and point.value is not None]

    @property
    def notes(self) -> list[str]:
        notes = []
        if any(point.is_illustrative for point in self.points):
            notes.append(_("Cột rỗng: minh họa.") if self.is_bars else _("Điểm rỗng: minh họa."))
        breaks = dict.fromkeys(point.broken_by for point in self.points[1:] if point.broken_by)
        broken = (
            _("Nét đứng ở %(day)s: %(reason)s, số trước và sau không so sánh được.")
            if self.is_bars
            else _("Đường ngắt ở %(day)s: %(reason)s.")
        )
        notes += [broken % {"day": format_date(b.from_on), "reason": b.cause_shown} for b in breaks]
        if days := sorted({point.merged_on for point in self.points[1:] if point.merged_on}):
            notes.append(
                _("Nét đứng: hợp nhất tỉnh, %s; trước đó là tổng các tỉnh hợp thành.")
                % ", ".join(map(format_date, days))
            )
        symbols = {self._symbol(n) for n in self.partial}
        if self.is_bars and symbols:
            notes.append(_("Cột viền xám: chưa đủ tỉnh."))
        elif symbols:
            notes += [_("Hình thoi rỗng: chưa đủ tỉnh.")] if WITHIN in symbols else []
            if symbols - {WITHIN}:
                notes.append(_("Tam giác rỗng: chưa đủ tỉnh, ngoài thang của hình."))
        return notes

    @property
    def spec(self) -> Spec:
        places = [point.place for point in self.points]
        axis = range(places[0], places[-1] + 1)
        ticked = list(axis)[::-1][:: 1 if len(axis) <= MOST_LABELLED else 2][::-1]
        still: Spec = {"zeroline": False, "fixedrange": True, "automargin": True}
        outside: Spec = {"ticks": "outside", "ticklen": 6, "tickcolor": CLEAR}
        layout: Spec = {
            **LAYOUT,
            "height": TREND_HEIGHT,
            "margin": {"l": 0, "r": 28, "t": 24, "b": 4},
            "shapes": self._uprights(),
            "xaxis": still
            | outside
            | {
                "range": [axis[0] - 0.5, axis[0] + max(len(axis) - 0.65, 0.5)],
                "tickvals": ticked,
                "ticktext": [self._tick_label(place) for place in ticked],
                "tickangle": 0,
                "showgrid": False,
            },
            "yaxis": still
            | outside
            | {"range": list(self.ends), "gridcolor": LINE, "nticks": 5, "tickformat": ","},
        }
        return {"data": self._bars() if self.is_bars else self._line(), "layout": layout}

    def _tick_label(self, place: int) -> str:
        if self.points[0].span.is_year:
            return str(place)
        period = Period.at(place)
        half = _("giữa") if period.half == 1 else _("cuối")
        if self.is_bars:  # what happens in a half-year has no day
            half = _("đầu") if period.half == 1 else _("cuối")
        return f"{plain(half)}<br>{period.year}"

    def _uprights(self) -> list[Trace]:
        """Before which points provinces merged, or bars count something else."""
        line = {"color": SOFT, "width": 1, "dash": "dot"}
        return [
            {"type": "line", "yref": "y domain", "y0": 0, "y1": 1, "x0": middle, "x1": middle, "line": line}
            for before, point in zip(self.points, self.points[1:], strict=False)
            if point.merged_on or point.broken_by
            for middle in [(before.place + point.place) / 2]
        ]

    def _symbol(self, n: int) -> str:
        """The mark of a partial total: one beyond the axis points there from its end."""
        low, high = self.ends
        value = float(self.points[n].value or 0)
        return BELOW if value < low else ABOVE if value > high else WITHIN

    def _texts(self) -> list[str]:
        """What stands at each point."""
        texts = []
        for point, row in zip(self.points, self.rows, strict=True):
            text = row.cells[0].text if point.value is not None else ""
            texts.append(f"{_covered(row)}: {text}" if text and point.is_partial else text)
        return texts if len(texts) <= MOST_LABELLED else [*[""] * (len(texts) - 1), texts[-1]]

    def _hovers(self) -> list[str]:
        words = in_words((row.cells[0] for row in self.rows), self.course.indicator.in_language("unit"))
        return [
            plain(f"{row.label}: {value}, {_covered(row)}")
            for row, value in zip(self.rows, words, strict=True)
        ]

    def _bars(self) -> list[Trace]:
        outlines = [EDGE if point.is_partial else FIELD for point in self.points]
        fills = [PAPER if point.is_partial or point.is_illustrative else FIELD for point in self.points]
        return [
            {
                "type": "bar",
                "width": 0.5,
                "x": [point.place for point in self.points],
                "y": [to_float(point.value) for point in self.points],
                "marker": {"color": fills, "line": {"width": 1.5, "color": outlines}},
                "text": self._texts(),
                "textposition": "outside",
                "textangle": 0,
                "cliponaxis": False,
                "hovertext": self._hovers(),
                "hoverinfo": "text",
            }
        ]

    def _line(self) -> list[Trace]:
        texts, hovers = self._texts(), self._hovers()
        low, high = self.ends
        values = [to_float(point.value) for point in self.points]
        heights = [None if value is None else min(max(value, low), high) for value in values]
        # A label above its point would cross the line where it rises.
        wholes = [to_float(point.whole) for point in self.points]
        sides = [
            "top left" if value is not None and following is not None and following > value else "top center"
            for value, following in zip(wholes, [*wholes[1:], None], strict=True)
        ]

        def trace(chosen: Sequence[int | None], mode: str) -> Trace:
            """The points by number; None is a gap in the line."""
            return {
                "type": "scatter",
                "mode": mode,
                "x": [None if n is None else self.points[n].place for n in chosen],
                "y": [None if n is None else heights[n] for n in chosen],
                "cliponaxis": False,
                "text": ["" if n is None else texts[n] for n in chosen],
                "hovertext": ["" if n is None else hovers[n] for n in chosen],
                "textposition": ["top center" if n is None else sides[n] for n in chosen],
                "hoverinfo": "text",
            }

        joined = self._joined()
        fills = [PAPER if n is None or self.points[n].is_illustrative else FIELD for n in joined]
        data = [
            trace(joined, "lines+markers+text")
            | {
                "line": {"color": FIELD, "width": 2},
                "marker": {"size": 8, "color": fills, "line": {"width": 1.5, "color": FIELD}},
            }
        ]
        if partial := self.partial:
            symbols = [self._symbol(n) for n in partial]
            marker = {"size": 8, "symbol": symbols, "color": EDGE, "line": {"width": 1.5}}
            data.append(trace(partial, "markers+text") | {"marker": marker})
        return data

    def _joined(self) -> list[int | None]:
        joined: list[int | None] = []
        for n, point in enumerate(self.points):
            is_cut = point.broken_by is not None or point.place - self.points[n - 1].place > 1
            if joined and is_cut:
                joined.append(None)
            joined.append(None if point.whole is None else n)
        return joined

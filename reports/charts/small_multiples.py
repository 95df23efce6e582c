"""Courses over the half-years or years, each an index in a panel of its own; all panels share one scale."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import ABSENT
from provinces.clusters.models import Province
from reports.charts.chart import (
    UNKNOWN,
    Chart,
    Reading,
    Row,
    coverage_of,
    describe,
    in_words,
    read_cell,
    read_total,
)
from reports.charts.style import (
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
    text_at,
)
from reports.summary.decimal_text import decimals_of
from reports.summary.histories import History
from reports.summary.reporting_spans import Span
from reports.summary.values import IndicatorLine, Table
from vietnamese.dates import format_date
from vietnamese.numbers import format_percent
from vietnamese.sentences import inside_a_sentence

CODES = (
    "coop.total",
    "coop.members",
    "coop.charter_capital",
    "coop.revenue",
    "group.total",
    "alliance.member_coops",
)
DEFAULT_CODE = CODES[0]
WIDE, NARROW = 4, 2  # panels beside each other
PANEL, HEAD, FOOT = 180, 46, 34  # pixels
SMALL = {"size": 11}


class _Course(NamedTuple):
    """One panel.

    Attributes:
        slug: of the province whose course it is, if the panels have different ones.
        unit: of the readings.
        indexed: counts from 100 at the first reading, and anew after each cut.
        cuts: before which spans the line is cut.
        beside: the index that the course is compared with.
        parts: the indexes of the provinces that merged into this one.
    """

    slug: str
    name: str
    unit: str
    readings: list[Reading]
    indexed: list[float | None]
    cuts: frozenset[int]
    beside: list[float | None] | None = None
    parts: tuple[list[float | None], ...] = ()


class _Time(NamedTuple):
    """The axis of all panels: its spans, and before which of them provinces merged.

    What happens within a half-year is named by the half, what is at a time by the day.
    """

    spans: list[Span]
    mergers: frozenset[int]
    is_flow: bool

    @property
    def places(self) -> list[int]:
        return [span.place for span in self.spans]

    @property
    def labels(self) -> list[str]:
        return [_short(span, is_flow=self.is_flow) for span in self.spans]

    @property
    def period(self) -> str:
        labels = [inside_a_sentence(span.label) for span in self.spans]
        if len(labels) == 1:
            return labels[0]
        return _("%(first)s đến %(last)s") % {"first": labels[0], "last": labels[-1]}


def courses_by_province(
    history: History,
    code: str = DEFAULT_CODE,
    *,
    codes: Sequence[str] = CODES,
    former: History = (),
    mergers: Iterable[tuple[Province, Sequence[Province]]] = (),
) -> Chart | None:
    """A panel for the cluster, and one for each of the newest table's provinces.

    Args:
        history: spans of one kind, the oldest first, with the same rows.
        code: of `codes`; any other, or one not in the newest table, is the first of them.
        codes: those among which the reader may choose.
        former: the same spans with the provinces of `mergers`, each alone.
        mergers: the provinces that others merged into, and these.
    """
    if not history:
        return None
    newest = history[-1][1].at_end
    choices = tuple(newest[each].indicator for each in codes if each in newest)
    if not choices:
        return None
    indicator = next((each for each in choices if each.code == code), choices[0])
    mergers = [(province, parts) for province, parts in mergers if _is_within(history, province)]
    time = _time(history, [province for province, _parts in mergers], is_flow=indicator.is_flow)
    breaks = _breaks(history, indicator)
    courses = _courses_of_provinces(
        history, newest, indicator, former, {p.slug: parts for p, parts in mergers}
    )
    chart = _chart(
        courses,
        time,
        title=_("%s: mỗi tỉnh một khung, cùng thang") % indicator,
        notes=[_("Đường mảnh: toàn cụm."), *_break_notes(breaks.values()), *_merger_notes(mergers)],
    )
    return replace(
        chart,
        coverage=coverage_of([newest[indicator.code].total]),
        choices=choices if len(choices) > 1 else (),
        codes=(indicator.code,),
    )


def courses_by_indicator(
    history: History,
    whole: History,
    *,
    former: History = (),
    mergers: Iterable[tuple[Province, Sequence[Province]]] = (),
) -> Chart | None:
    """A panel for each of `CODES`, of one province beside the cluster.

    Args:
        history: spans of one kind, the oldest first, of the province alone.
        whole: the same spans of the cluster.
        former: the same spans with the provinces of `mergers`, each alone.
        mergers: the province, if others merged into it, and these.
    """
    newest = history[-1][1]
    indicators = [newest[code].indicator for code in CODES if code in newest]
    if not indicators:
        return None
    (province,) = newest.provinces
    mergers = [(merged, parts) for merged, parts in mergers if _is_within(history, merged)]
    courses = []
    for indicator in indicators:
        cuts = frozenset(_breaks(history, indicator))
        readings = _readings(history, indicator, province)
        parts = [part for _merged, each in mergers for part in each] if former else []
        courses.append(
            _Course(
                "",
                indicator.in_language("short_label"),
                indicator.in_language("unit"),
                readings,
                _index(readings, cuts),
                cuts,
                _index(_without_partial(_totals(whole, indicator)), cuts),
                tuple(_index(_readings(former, indicator, part), cuts) for part in parts),
            )
        )
    breaks = {each: None for indicator in indicators for each in _breaks(history, indicator).values()}
    chart = _chart(
        courses,
        _time(history, [merged for merged, _parts in mergers]),
        title=_("%s và toàn cụm: mỗi chỉ tiêu một khung, cùng thang") % province,
        notes=[_("Đường mảnh: toàn cụm."), *_break_notes(breaks), *_merger_notes(mergers)],
    )
    return replace(chart, codes=tuple(indicator.code for indicator in indicators))


def _chart(courses: Sequence[_Course], time: _Time, *, title: str, notes: list[str]) -> Chart:
    known = sum(
        any(course.readings[n].value is not None for course in courses) for n in range(len(time.spans))
    )
    unit = _("chỉ số, %s = 100") % time.labels[0]
    is_illustrative = any(reading.is_illustrative for course in courses for reading in course.readings)
    if is_illustrative:
        notes = [*notes[:1], _("Điểm rỗng: minh họa."), *notes[1:]]
    last = [Row(course.name, (_now(course),)) for course in courses]
    spec = _figure(courses, time) if known > 1 else None
    return Chart(
        name="courses",
        title=title,
        unit=unit,
        period=time.period,
        coverage="",
        note=" ".join(notes),
        is_illustrative=is_illustrative,
        description=describe(title, unit, time.period, last, ("", unit)),
        spec=spec,
        height=spec["layout"]["height"] if spec else 0,
        headers=(_("Kỳ báo cáo"), *(course.name for course in courses)),
        rows=tuple(
            Row(span.label, tuple(course.readings[n] for course in courses))
            for n, span in enumerate(time.spans)
        ),
        nothing=_("Cần ít nhất hai kỳ.")
        if known == 1
        else _("Chưa có số khác 0 để tính chỉ số.")
        if known
        else "",
    )


def _nothing(known: int) -> str:
    """Why there is no picture, although so many spans have numbers."""
    if known > 1:
        return _("Chưa có số khác 0 để tính chỉ số.")
    return _("Cần ít nhất hai kỳ.") if known else ""


def _break_notes(breaks: Iterable[SeriesBreak]) -> list[str]:
    return [
        _("Đường ngắt ở %(day)s, từ đó tính lại từ 100: %(reason)s.")
        % {"day": format_date(each.from_on), "reason": each.cause_shown}
        for each in breaks
    ]


def _merger_notes(mergers: Sequence[tuple[Province, Sequence[Province]]]) -> list[str]:
    if not mergers:
        return []
    days = sorted({province.established_on for province, _parts in mergers})
    return [
        _("Nét đứng: hợp nhất tỉnh, %s; trước đó là tổng các tỉnh hợp thành, nét chấm là từng tỉnh.")
        % ", ".join(format_date(day) for day in days)
    ]


def _short(span: Span, *, is_flow: bool) -> str:
    if span.is_year:
        return str(span.year)
    first = _("đầu") if is_flow else _("giữa")
    last = _("cuối")
    return f"{first if span.last.half == 1 else last} {span.year}"


def _is_within(history: History, province: Province) -> bool:
    first, last = history[0][0].last.cut_off_on, history[-1][0].last.cut_off_on
    return first < province.established_on <= last


def _time(history: History, merged: Sequence[Province], *, is_flow: bool = False) -> _Time:
    days = [span.last.cut_off_on for span, _table in history]
    mergers = {n for p in merged for n in range(1, len(days)) if days[n - 1] < p.established_on <= days[n]}
    return _Time([span for span, _table in history], frozenset(mergers), is_flow)


def _breaks(history: History, indicator: Indicator) -> dict[int, SeriesBreak]:
    """The changes of definition, by the number of the span before which each lies."""
    days = [span.last.cut_off_on for span, _table in history]
    return {
        n: each
        for each in history[-1][1].breaks.of(indicator)
        for n in range(1, len(days))
        if each.lies_between(days[n - 1], days[n])
    }


def _courses_of_provinces(
    history: History,
    newest: Table,
    indicator: Indicator,
    former: History,
    parts: dict[str, Sequence[Province]],
) -> list[_Course]:
    unit, cuts = indicator.in_language("unit"), frozenset(_breaks(history, indicator))
    totals = _totals(history, indicator)
    whole = _index(_without_partial(totals), cuts)
    courses = [_Course("", _("Toàn cụm"), unit, totals, whole, cuts)]
    for province in newest.provinces:
        readings = _readings(history, indicator, province)
        merged = tuple(
            _index(_readings(former, indicator, part), cuts)
            for part in (parts.get(province.slug, ()) if former else ())
        )
        index = _index(readings, cuts)
        courses.append(_Course(province.slug, province.name, unit, readings, index, cuts, whole, merged))
    return courses


def _totals(history: History, indicator: Indicator) -> list[Reading]:
    return [read_total(line) if line else UNKNOWN for line in _comparable_lines(history, indicator)]


def _without_partial(totals: Sequence[Reading]) -> list[Reading]:
    """A total of some provinces is no course of the cluster: it is in the table alone."""
    return [UNKNOWN if reading.coverage else reading for reading in totals]


def _readings(history: History, indicator: Indicator, province: Province) -> list[Reading]:
    readings = []
    for (_span, table), line in zip(history, _comparable_lines(history, indicator), strict=True):
        cells = dict(zip((p.pk for p in table.provinces), line.cells, strict=True)) if line else {}
        readings.append(read_cell(cells.get(province.pk, ABSENT), decimals_of(indicator)))
    return readings


def _comparable_lines(history: History, indicator: Indicator) -> list[IndicatorLine | None]:
    """A flow of a year to date and those of whole years do not follow on each other."""
    halves = len(history[-1][1].cut_offs)
    return [
        None if indicator.is_flow and len(table.cut_offs) != halves else table.lines.get(indicator.code)
        for _span, table in history
    ]


def _index(readings: Sequence[Reading], cuts: frozenset[int]) -> list[float | None]:
    base: Decimal | None = None
    index: list[float | None] = []
    for n, reading in enumerate(readings):
        if n in cuts:
            base = None
        base = base or reading.value
        index.append(float(reading.value / base * 100) if base and reading.value is not None else None)
    return index


def _now(course: _Course) -> Reading:
    """The newest number, and how far it is from a hundred."""
    last = next((n for n in reversed(range(len(course.indexed))) if course.indexed[n] is not None), None)
    if last is None:
        return UNKNOWN
    reading = course.readings[last]
    moved = format_percent(Decimal(course.indexed[last] or 0) - 100, signed=True)
    return reading._replace(text=f"{reading.text} ({moved})", coverage="")


def _figure(courses: Sequence[_Course], time: _Time) -> Spec | None:
    lines = [line for course in courses for line in (course.indexed, course.beside or (), *course.parts)]
    values = [value for line in lines for value in line if value is not None]
    if not values:  # of nothing but zeros there is no index
        return None
    scale = axis_range(values, below=0.12, above=0.12)
    data = [trace for n, course in enumerate(courses) for trace in _panel(n, course, time)]
    wide, narrow = (_layout(courses, time, scale, columns) for columns in (WIDE, NARROW))
    return {"data": data, "layout": LAYOUT | wide, "narrow": narrow}


def _panel(n: int, course: _Course, time: _Time) -> Iterator[Trace]:
    on = {"type": "scatter", "xaxis": _axis("x", n), "yaxis": _axis("y", n)}
    quiet = on | {"mode": "lines", "hoverinfo": "skip"}
    thin = {"color": EDGE, "width": 1.25}
    places = _places(time, course.cuts)
    for part in course.parts:
        yield quiet | _joined(part, time, places) | {"line": thin | {"dash": "dot"}}
    if course.beside:
        yield quiet | _joined(course.beside, time, places) | {"line": thin}
    words = in_words(course.readings, course.unit)
    hovers = [
        plain(f"{course.name}, {label}: {text}") for label, text in zip(time.labels, words, strict=True)
    ]
    fills = [PAPER if reading.is_illustrative else FIELD for reading in course.readings]
    yield {
        **on,
        "mode": "lines+markers",
        **_joined(course.indexed, time, places),
        "line": {"color": FIELD, "width": 2},
        "marker": {
            "size": 6,
            "color": [FIELD if at is None else fills[at] for at in places],
            "line": {"width": 1.5, "color": FIELD},
        },
        "cliponaxis": False,
        "hovertext": ["" if at is None else hovers[at] for at in places],
        "hoverinfo": "text",
        **({"meta": course.slug} if course.slug else {}),
    }


def _places(time: _Time, cuts: frozenset[int]) -> list[int | None]:
    """The spans by number; None is a gap in the lines: a cut, or a span that is missing."""
    places: list[int | None] = []
    for n, place in enumerate(time.places):
        if n and (n in cuts or place - time.places[n - 1] > 1):
            places.append(None)
        places.append(n)
    return places


def _joined(index: Sequence[float | None], time: _Time, places: Sequence[int | None]) -> Trace:
    return {
        "x": [None if at is None else time.places[at] for at in places],
        "y": [None if at is None else index[at] for at in places],
    }


def _axis(letter: str, n: int) -> str:
    return letter if n == 0 else f"{letter}{n + 1}"


def _layout(
    courses: Sequence[_Course], time: _Time, scale: tuple[float, float], columns: int
) -> dict[str, Any]:
    columns = min(columns, len(courses))
    rows = -(-len(courses) // columns)
    height = rows * PANEL
    first, last = time.places[0], time.places[-1]
    pad = 0.14 * (last - first)  # both labels stand under the ends of the line
    step = next(
        step for step in (5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if scale[1] - scale[0] <= 4 * step
    )
    ticks = [tick for tick in range(0, int(scale[1]) + 1, step) if tick >= scale[0]]
    layout: dict[str, Any] = {"height": height, "margin": {"l": 34, "r": 20, "t": 0, "b": 0}}
    texts: list[Trace] = []
    shapes: list[Trace] = []
    for n, course in enumerate(courses):
        row, column = divmod(n, columns)
        x, y = _axis("x", n), _axis("y", n)
        still = {"fixedrange": True, "zeroline": False, "tickfont": SMALL}
        layout["xaxis" + x[1:]] = still | {
            "domain": [column / columns, (column + 1) / columns - (0.03 if column < columns - 1 else 0)],
            "anchor": y,
            "range": [first - pad, last + pad],
            "tickvals": [first, last] if column == 0 else [last],
            "ticktext": [time.labels[0], time.labels[-1]] if column == 0 else [time.labels[-1]],
            "tickangle": 0,
            "showgrid": False,
            "showline": True,
            "linecolor": LINE,
        }
        layout["yaxis" + y[1:]] = still | {
            "domain": [1 - ((row + 1) * PANEL - FOOT) / height, 1 - (row * PANEL + HEAD) / height],
            "anchor": x,
            "range": list(scale),
            "tickvals": ticks,
            "showticklabels": column == 0,
            "gridcolor": LINE,
        }
        corner = {"xref": f"{x} domain", "yref": f"{y} domain", "xanchor": "left", "yanchor": "bottom"}
        is_whole = course.beside is None
        name: Trace = {"font": {"weight": 700}} if is_whole else {"name": course.slug} if course.slug else {}
        soft = {"font": {"size": 12, "color": SOFT}}
        texts.append(text_at(0, 1, course.name, yshift=17, **corner) | name)
        texts.append(text_at(0, 1, _end(course, time), **corner) | soft)
        for at in time.mergers | course.cuts:
            middle = (time.places[at - 1] + time.places[at]) / 2
            line = {"color": SOFT, "width": 1, "dash": "dot"}
            upright = {"type": "line", "xref": x, "yref": f"{y} domain", "y0": 0, "y1": 1}
            shapes.append(upright | {"x0": middle, "x1": middle, "line": line})
    return layout | {"annotations": texts, "shapes": shapes}


def _end(course: _Course, time: _Time) -> str:
    """What stands over a panel: its newest number, its change, and its time if that is not the last."""
    known = [n for n, value in enumerate(course.indexed) if value is not None]
    if not known:
        return UNKNOWN.text
    text = _now(course).text
    return text if known[-1] == len(course.indexed) - 1 else f"{text}, {time.labels[known[-1]]}"

"""Small multiples as Plotly draws them: panels beside each other, on one scale."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from reports.charts.chart import UNKNOWN, Reading, in_words
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
from reports.summary.reporting_spans import Span
from vietnamese.numbers import format_percent
from vietnamese.sentences import inside_a_sentence

WIDE, NARROW = 4, 2  # panels beside each other
PANEL, HEAD, FOOT = 180, 46, 34  # pixels
SMALL = {"size": 11}


class Panel(NamedTuple):
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


class TimeAxis(NamedTuple):
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


def _short(span: Span, *, is_flow: bool) -> str:
    if span.is_year:
        return str(span.year)
    first = _("đầu") if is_flow else _("giữa")
    last = _("cuối")
    return f"{first if span.last.half == 1 else last} {span.year}"


def newest_reading(course: Panel) -> Reading:
    """The newest number, and how far it is from a hundred, unless the index begins with it."""
    known = [n for n, value in enumerate(course.indexed) if value is not None]
    if not known:
        return UNKNOWN
    last = known[-1]
    reading = course.readings[last]
    begins = max((cut for cut in course.cuts if cut <= last), default=0)
    if not any(begins <= n < last for n in known):
        return reading._replace(coverage="")
    moved = format_percent(Decimal(course.indexed[last] or 0) - 100, signed=True)
    return reading._replace(text=f"{reading.text} ({moved})", coverage="")


def draw_panels(courses: Sequence[Panel], time: TimeAxis) -> Spec | None:
    lines = [line for course in courses for line in (course.indexed, course.beside or (), *course.parts)]
    values = [value for line in lines for value in line if value is not None]
    if not values:  # of nothing but zeros there is no index
        return None
    scale = axis_range(values, below=0.12, above=0.12)
    data = [trace for n, course in enumerate(courses) for trace in _panel(n, course, time)]
    wide, narrow = (_layout(courses, time, scale, columns) for columns in (WIDE, NARROW))
    return {"data": data, "layout": LAYOUT | wide, "narrow": narrow}


def _panel(n: int, course: Panel, time: TimeAxis) -> Iterator[Trace]:
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


def _places(time: TimeAxis, cuts: frozenset[int]) -> list[int | None]:
    """The spans by number; None is a gap in the lines: a cut, or a span that is missing."""
    places: list[int | None] = []
    for n, place in enumerate(time.places):
        if n and (n in cuts or place - time.places[n - 1] > 1):
            places.append(None)
        places.append(n)
    return places


def _joined(index: Sequence[float | None], time: TimeAxis, places: Sequence[int | None]) -> Trace:
    return {
        "x": [None if at is None else time.places[at] for at in places],
        "y": [None if at is None else index[at] for at in places],
    }


def _axis(letter: str, n: int) -> str:
    return letter if n == 0 else f"{letter}{n + 1}"


def _layout(
    courses: Sequence[Panel], time: TimeAxis, scale: tuple[float, float], columns: int
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


def _end(course: Panel, time: TimeAxis) -> str:
    """What stands over a panel: its newest number, its change, and its time if that is not the last."""
    known = [n for n, value in enumerate(course.indexed) if value is not None]
    if not known:
        return UNKNOWN.text
    text = newest_reading(course).text
    return text if known[-1] == len(course.indexed) - 1 else f"{text}, {time.labels[known[-1]]}"

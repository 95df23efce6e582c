"""How every chart looks: colours, fonts, rows of marks and their labels.

static/js/charts.js may mark one province: a trace's `meta` and the `name` of a text say whose they are.

Rows are placed by number, and names only label them, so that Plotly takes no name for a date or a number. It
reads markup in every text it gets: text from data goes through `plain`.
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from reports.charts.chart import Reading, in_words

# The light colours of static/css/tokens.css; static/js/charts.js replaces them with the theme's.
INK, SOFT, PAPER, WASH = "#152126", "#4e5a60", "#fcfdfe", "#eff5f6"
LINE, FIELD, EDGE = "#d2d9db", "#005864", "#778287"
# The map's steps, from few to many. In light colours the last is the river's own: the script tells them apart
# by the last digit.
STEPS = ("#d5e9eb", "#a5cdd1", "#71aab1", "#2f7b85", "#005865")
CLEAR = "rgba(0,0,0,0)"
FACE = '"Segoe UI", -apple-system, Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

ROW_HEIGHT = 27  # pixels
LETTER_WIDTH = 7.6  # pixels, rounded up, at a font size of 13
FONT = {"family": FACE, "size": 13, "color": INK}
LAYOUT = {
    "template": "none",
    "separators": ",.",
    "font": FONT,
    "paper_bgcolor": CLEAR,
    "plot_bgcolor": CLEAR,
    "barmode": "relative",
    "bargap": 0.38,
    "showlegend": False,
    "dragmode": False,
    "hovermode": "closest",
    "hoverlabel": {"bgcolor": PAPER, "bordercolor": INK, "align": "left", "font": FONT},
}
HATCHING = {"shape": "-", "size": 4, "solidity": 0.5, "fillmode": "replace", "bgcolor": PAPER}

LEAST_CHANGE = 0.12  # a line fills its axis only from a change of 12% on, so that small changes look small

Trace = dict[str, Any]
Spec = dict[str, Any]


def plain(text: str) -> str:
    """Escape Plotly's markup, such as `<b>` for bold and `<a>` for a link."""
    return escape(text, quote=False)


def to_float(value: Decimal | None) -> float | None:
    """Convert an exact number to a drawn length; only here are values floats."""
    return None if value is None else float(value)


def axis_range(values: Sequence[float], *, below: float = 0, above: float = 0) -> tuple[float, float]:
    """Both ends of an axis that need not start at zero; it does not go below zero unless a value does.

    Args:
        values: what it must hold, at least one.
        below: room to leave under them, as a part of the height that they have.
        above: the same over them.
    """
    low, high = min(values), max(values)
    middle = (low + high) / 2
    height = max(high - low, LEAST_CHANGE * abs(middle)) or 1.0
    bottom, top = middle - height * (0.5 + below), middle + height * (0.5 + above)
    return (max(bottom, 0.0) if low >= 0 else bottom), top


def hover_texts(escaped_names: Sequence[str], readings: Sequence[Reading], unit: str) -> list[str]:
    return [
        f"{name}: {words}" for name, words in zip(escaped_names, in_words(readings, plain(unit)), strict=True)
    ]


def bars(
    readings: Sequence[Reading], hovers: Sequence[str], *, colour: str = FIELD, sign: int = 1
) -> list[Trace]:
    """Accepted amounts as solid bars, provisional ones hatched, totals without some provinces open.

    With a `sign` of −1 they go to the left.
    """
    rows = list(range(len(readings)))
    halves: list[tuple[list[float | None], dict[str, Any]]] = [
        ([None if r.coverage else to_float(r.accepted) for r in readings], {"color": colour}),
        (
            [None if r.coverage else to_float(r.provisional) for r in readings],
            {"color": colour, "pattern": HATCHING | {"fgcolor": colour}},
        ),
        (
            [to_float(r.value) if r.coverage else None for r in readings],
            {"color": PAPER, "line": {"color": colour, "width": 1.5}},
        ),
    ]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": rows,
            "x": [None if x is None else sign * x for x in lengths],
            "marker": marker,
            "hovertext": hovers,
            "hoverinfo": "text",
        }
        for lengths, marker in halves
        if any(x is not None for x in lengths)
    ]


def labels(
    positions: Sequence[float],
    texts: Sequence[str],
    *,
    side: str = "right",
    rows: Sequence[float] = (),
    gap: int = 2,
) -> Trace:
    space = "\u00a0" * gap
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(positions),
        "y": list(rows or range(len(positions))),
        "text": [space + plain(t) if side == "right" else plain(t) + space for t in texts],
        "textposition": f"middle {side}",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def ticks(positions: Sequence[float | None], hovers: Sequence[str]) -> list[Trace]:
    base = {
        "type": "scatter",
        "mode": "markers",
        "x": list(positions),
        "y": list(range(len(positions))),
        "cliponaxis": False,
    }
    return [
        base
        | {"marker": {"symbol": "line-ns", "size": 15, "line": {"width": width, "color": colour}}}
        | ({"hovertext": hovers, "hoverinfo": "text"} if width == 2 else {"hoverinfo": "skip"})
        for width, colour in ((6, PAPER), (2, INK))
    ]


def label_width(texts: Sequence[str]) -> int:
    return round(14 + LETTER_WIDTH * max((len(text) for text in texts), default=0))


def vertical_line(x: float, count: int, *, width: float = 1) -> dict[str, Any]:
    line = {"color": INK, "width": width}
    return {"type": "line", "x0": x, "x1": x, "y0": -0.5, "y1": count - 0.5, "line": line}


def rows_layout(
    names: Sequence[str],
    *,
    span: tuple[float, float],
    right: int,
    left: int = 6,
    top: int = 4,
    bottom: int = 4,
    row: int = ROW_HEIGHT,
    **more: Any,
) -> tuple[Spec, int]:
    """Return the layout of horizontal rows, the first on top, and its height in pixels.

    Args:
        names: one for each row; may hold Plotly's markup, so names from data must be `plain`.
        span: both ends of the value axis.
        right: pixels for the labels on the right.
        left: pixels between names and marks.
        top: pixels above the first row.
        bottom: pixels below the last row.
        row: pixels of a row.
        **more: further parts of the layout.
    """
    height = row * len(names) + top + bottom
    layout = {
        **LAYOUT,
        "height": height,
        "margin": {"l": 0, "r": right, "t": top, "b": bottom},
        "xaxis": {"visible": False, "fixedrange": True, "range": list(span)},
        "yaxis": {
            "range": [len(names) - 0.5, -0.5],
            "tickvals": list(range(len(names))),
            "ticktext": list(names),
            "automargin": "left",
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "outside",
            "ticklen": left,
            "tickcolor": CLEAR,
        },
        **more,
    }
    return layout, height


def text_at(x: float, y: float, text: str, **more: Any) -> Trace:
    """A text of the layout: unlike a label of marks it may be bold, and may stand outside the axes."""
    return {"x": x, "y": y, "xref": "x", "yref": "y", "showarrow": False, "text": plain(text), **more}


BOLD = {"weight": 700}  # not <b>: Plotly makes it a style attribute, which the content security policy blocks


def named_rows(
    names: Sequence[tuple[str, str]],
    *,
    span: tuple[float, float],
    right: int,
    top: int = 4,
    bottom: int = 4,
    row: int = ROW_HEIGHT,
    annotations: Sequence[Trace] = (),
    **more: Any,
) -> tuple[Spec, int]:
    """Return the layout of horizontal rows, the first on top, and its height in pixels.

    Unlike those of `rows_layout` the names are texts of the layout, so that one of them may be marked.

    Args:
        names: the slug and the name of each row's province; without a slug it is no province.
        span: both ends of the value axis.
        right: pixels for the labels on the right.
        top: pixels above the first row.
        bottom: pixels below the last row.
        row: pixels of a row.
        annotations: further texts.
        **more: further parts of the layout.
    """
    height = row * len(names) + top + bottom
    heads = [
        text_at(0, n, name, xref="paper", xanchor="right", xshift=-8) | ({"name": slug} if slug else {})
        for n, (slug, name) in enumerate(names)
    ]
    layout = {
        **LAYOUT,
        "height": height,
        "margin": {"l": label_width([name for _slug, name in names]), "r": right, "t": top, "b": bottom},
        "xaxis": {"visible": False, "fixedrange": True, "range": list(span)},
        "yaxis": {"visible": False, "fixedrange": True, "range": [len(names) - 0.5, -0.5]},
        "annotations": [*heads, *annotations],
        **more,
    }
    return layout, height

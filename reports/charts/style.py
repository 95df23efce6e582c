"""How every chart looks: the page's tokens, rows of marks, and what they are labelled with.

Positions are numbers and names only label them, so that no name can be taken for a date or a number. Plotly
reads markup in every text it is given: whatever comes from data goes through `plain`.
"""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from reports.charts.chart import Reading, in_words

# The light values of the tokens in static/css/tokens.css; static/js/charts.js swaps them for the theme's.
INK, SOFT, PAPER, WASH = "#152126", "#4e5a60", "#fcfdfe", "#eff5f6"
LINE, FIELD, EDGE = "#d2d9db", "#005864", "#778287"
CLEAR = "rgba(0,0,0,0)"
FACE = '"Segoe UI", -apple-system, Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

ROW = 27  # pixels a row
LETTER = 7.6  # pixels a letter of a label takes at 13 px, generously
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
FURROWS = {"shape": "-", "size": 4, "solidity": 0.5, "fillmode": "replace", "bgcolor": PAPER}

Trace = dict[str, Any]
Spec = dict[str, Any]


def plain(text: str) -> str:
    """Text that Plotly shows as it stands; it would take `<b>` for bold and `<a>` for a link."""
    return escape(text, quote=False)


def number(value: Decimal | None) -> float | None:
    """The one place where an exact number becomes a drawn length; none stays none."""
    return None if value is None else float(value)


def hovers(names: Sequence[str], readings: Sequence[Reading], unit: str) -> list[str]:
    """What the pointer reads on each row; the names are `plain` already."""
    return [f"{name}: {words}" for name, words in zip(names, in_words(readings, plain(unit)), strict=True)]


def bars(
    readings: Sequence[Reading], said: Sequence[str], *, colour: str = FIELD, sign: int = 1
) -> list[Trace]:
    """Accepted amounts as solid bars, provisional ones furrowed; what is not known has no bar.

    Args:
        readings: one a row.
        said: what the pointer reads on each row.
        colour: of the bars.
        sign: −1 draws to the left.
    """
    rows = list(range(len(readings)))
    halves: list[tuple[list[float | None], dict[str, Any]]] = [
        ([number(r.accepted) for r in readings], {"color": colour}),
        (
            [number(r.provisional) for r in readings],
            {"color": colour, "pattern": FURROWS | {"fgcolor": colour}},
        ),
    ]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "y": rows,
            "x": [None if x is None else sign * x for x in lengths],
            "marker": marker,
            "hovertext": said,
            "hoverinfo": "text",
        }
        for lengths, marker in halves
        if any(x is not None for x in lengths)
    ]


def labels(
    at: Sequence[float],
    texts: Sequence[str],
    *,
    side: str = "right",
    rows: Sequence[float] = (),
    gap: int = 2,
) -> Trace:
    """Texts beside marks: `…` and `×` stand where a bar would begin."""
    space = "\u00a0" * gap
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(at),
        "y": list(rows or range(len(at))),
        "text": [space + plain(t) if side == "right" else plain(t) + space for t in texts],
        "textposition": f"middle {side}",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def ticks(at: Sequence[float | None], said: Sequence[str]) -> list[Trace]:
    """An upright stroke a row for what is compared with, on a halo that parts it from the bar."""
    base = {
        "type": "scatter",
        "mode": "markers",
        "x": list(at),
        "y": list(range(len(at))),
        "cliponaxis": False,
    }
    return [
        base
        | {"marker": {"symbol": "line-ns", "size": 15, "line": {"width": width, "color": colour}}}
        | ({"hovertext": said, "hoverinfo": "text"} if width == 2 else {"hoverinfo": "skip"})
        for width, colour in ((6, PAPER), (2, INK))
    ]


def room(texts: Sequence[str]) -> int:
    """Pixels that the longest of the labels needs beside its mark."""
    return round(14 + LETTER * max((len(text) for text in texts), default=0))


def upright(at: float, count: int, *, width: float = 1) -> dict[str, Any]:
    """A line through all rows."""
    line = {"color": INK, "width": width}
    return {"type": "line", "x0": at, "x1": at, "y0": -0.5, "y1": count - 0.5, "line": line}


def rows_layout(
    names: Sequence[str],
    *,
    span: tuple[float, float],
    right: int,
    left: int = 6,
    top: int = 4,
    bottom: int = 4,
    row: int = ROW,
    **more: Any,
) -> tuple[Spec, int]:
    """A layout of horizontal rows, the first on top, and the height it needs.

    Args:
        names: one a row; may hold Plotly's markup, so data in them is already `plain`.
        span: the ends of the value axis.
        right: pixels for the labels on the right.
        left: pixels between the names and the marks.
        top: pixels over the first row.
        bottom: pixels under the last one.
        row: pixels a row.
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

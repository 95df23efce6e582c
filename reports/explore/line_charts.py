"""An indicator over the spans: a line for each territory."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from reports.charts.chart import Chart, Row
from reports.charts.style import (
    CLEAR,
    FIELD,
    INK,
    LAYOUT,
    LINE,
    PAPER,
    Spec,
    Trace,
    axis_range,
    hover_texts,
    label_width,
    plain,
    to_float,
)
from reports.explore.choice import short_label, territory_label
from reports.explore.panels import panel, reading_of
from reports.explore.pivot import Pivot
from reports.explore.tables import unit_of

HEIGHT, LINES_HEIGHT = 231, 190  # pixels, with and without the axis below
LABEL_HEIGHT = 16  # of a line's name, in pixels
MOST_NAMES = 12  # beside the lines


def line_chart(pivot: Pivot, indicator: Indicator) -> Chart:
    """A line for each territory, over half-years where there are any: a year's flows are no point among them.

    Nor is a part of a total a point of a line.
    """
    choice = pivot.choice
    spans = tuple(span for span in choice.spans if not span.is_year) or choice.spans
    rows = tuple(
        Row(
            territory_label(place),
            tuple(reading_of(pivot, pivot.cells[indicator, place, span]) for span in spans),
        )
        for place in choice.territories
    )
    readings = [reading for row in rows for reading in row.cells]
    notes = [_("Điểm rỗng: minh họa.")] if any(reading.is_illustrative for reading in readings) else []
    if any(reading.coverage for reading in readings):
        notes.append(_("Số chưa đủ tỉnh không vẽ, xem ở bảng."))
    cuts = [
        later
        for later in range(1, len(spans))
        if pivot.tables[spans[later]].break_since(pivot.tables[spans[later - 1]], indicator.code)
    ]
    if cuts:
        notes.append(_("Đường ngắt nơi cách tính thay đổi."))
    return panel(
        pivot,
        indicator,
        spans=spans,
        rows=rows,
        picture=_lines_figure(rows, [short_label(span) for span in spans], cuts, pivot, indicator),
        note=" ".join(notes),
    )


def _lines_figure(
    rows: Sequence[Row], heads: Sequence[str], cuts: Sequence[int], pivot: Pivot, indicator: Indicator
) -> tuple[Spec | None, int]:
    drawn = [[None if r.coverage else to_float(r.value) for r in row.cells] for row in rows]
    known = [value for values in drawn for value in values if value is not None]
    if not known:
        return None, 0
    low, high = axis_range(known, below=0.075, above=0.075)
    unit = unit_of(pivot.choice, indicator)
    data: list[Trace] = []
    for place, row, values in zip(pivot.choice.territories, rows, drawn, strict=True):
        hovers = hover_texts([f"{plain(row.label)}, {plain(head)}" for head in heads], row.cells, unit)
        colour = INK if place is None else FIELD
        # A gap in the line is a point without a place.
        points = [each for at in range(len(heads)) for each in ((None, at) if at in cuts else (at,))]
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": points,
                "y": [None if at is None else values[at] for at in points],
                "line": {"width": 3 if place is None else 2, "color": colour},
                "marker": {
                    "size": 6,
                    "color": [
                        PAPER if at is None or row.cells[at].is_illustrative else colour for at in points
                    ],
                    "line": {"width": 1.5, "color": colour},
                },
                "cliponaxis": False,
                "hovertext": ["" if at is None else hovers[at] for at in points],
                "hoverinfo": "text",
            }
        )
    names = _names(rows, drawn, high - low)
    last = len(heads) - 1
    layout: Spec = {
        **LAYOUT,
        "height": HEIGHT,
        "margin": {"l": 0, "r": label_width([name["text"] for name in names]), "t": 8, "b": 4},
        "annotations": [name | {"xshift": 6, "xanchor": "left", "showarrow": False} for name in names],
        "xaxis": {
            "range": [-0.2, last + 0.2],
            "tickvals": [0, last],
            "ticktext": [plain(heads[0]), plain(heads[-1])],
            "tickangle": 0,
            "ticklabeloverflow": "allow",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
        },
        "yaxis": {
            "range": [low, high],
            "gridcolor": LINE,
            "zeroline": False,
            "nticks": 4,
            "tickformat": ",",
            "fixedrange": True,
            "automargin": True,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": CLEAR,
        },
    }
    return {"data": data, "layout": layout}, HEIGHT


def _names(rows: Sequence[Row], drawn: Sequence[Sequence[float | None]], scale: float) -> list[Trace]:
    """The lines' names by their last points, each above the one before; of many lines only the cluster's."""
    ends = [
        (values[last], row.label, last)
        for row, values in zip(rows, drawn, strict=True)
        if (last := _last_known(values)) is not None
        and (len(rows) <= MOST_NAMES or row.label == territory_label(None))
    ]
    step = scale * LABEL_HEIGHT / LINES_HEIGHT
    names: list[Trace] = []
    for value, label, last in sorted(ends):
        y = max(value, names[-1]["y"] + step) if names else value
        names.append({"text": plain(label), "x": last, "y": y, "font": {"size": 12, "color": INK}})
    return names


def _last_known(values: Sequence[float | None]) -> int | None:
    return max((at for at, value in enumerate(values) if value is not None), default=None)

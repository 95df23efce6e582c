"""An indicator in one span: a bar or a dot for each territory."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from provinces.clusters.models import Province
from reports.charts.chart import Chart, Reading, Row
from reports.charts.style import (
    FIELD,
    PAPER,
    Spec,
    Trace,
    bars,
    hover_texts,
    label_width,
    labels,
    plain,
    rows_layout,
    ticks,
    to_float,
    vertical_line,
)
from reports.explore.choice import Drawing, short_label, territory_label
from reports.explore.panels import panel, reading_of
from reports.explore.pivot import Pivot
from reports.explore.tables import unit_of
from vietnamese.sentences import inside_a_sentence


def row_chart(pivot: Pivot, indicator: Indicator, kind: Drawing) -> Chart:
    """The provinces in the newest span, the largest first; of two spans a mark at the first."""
    choice = pivot.choice
    spans = choice.spans[-2:] if len(choice.spans) == 2 else choice.spans[-1:]
    provinces = [place for place in choice.territories if place]
    places = provinces or choice.territories

    def readings(place: Province | None) -> tuple[Reading, ...]:
        return tuple(reading_of(pivot, pivot.cells[indicator, place, span]) for span in reversed(spans))

    rows = [Row(territory_label(place), readings(place)) for place in places]
    rows.sort(key=lambda row: (row.cells[0].value is None, -(row.cells[0].value or 0)))
    newest = [row.cells[0] for row in rows]
    earlier = [row.cells[1] for row in rows] if len(spans) > 1 else []
    notes = [_("Sọc ngang: tạm tính.")] if any(r.is_provisional for r in newest) else []
    if kind == Drawing.DOTS and notes:
        notes = [_("Chấm rỗng: tạm tính.")]
    if any(r.coverage for r in newest):
        notes.append(
            _("Thanh rỗng: chưa đủ tỉnh.") if kind == Drawing.BARS else _("Chấm rỗng: chưa đủ tỉnh.")
        )
    if earlier:
        notes.append(_("Vạch đứng: %s.") % inside_a_sentence(short_label(spans[0])))
    return panel(
        pivot,
        indicator,
        spans=tuple(reversed(spans)),
        rows=tuple(rows),
        picture=_rows_figure([row.label for row in rows], newest, earlier, unit_of(choice, indicator), kind),
        note=" ".join(notes),
    )


def _rows_figure(
    labels_of_rows: Sequence[str],
    readings: Sequence[Reading],
    earlier: Sequence[Reading],
    unit: str,
    kind: Drawing,
) -> tuple[Spec | None, int]:
    values = [to_float(reading.value) for reading in readings]
    before = [to_float(reading.value) for reading in earlier]
    known = [value for value in (*values, *before) if value is not None]
    if not any(value is not None for value in values):
        return None, 0
    names = [plain(label) for label in labels_of_rows]
    texts = [reading.label for reading in readings]
    low, high = min(0, *known), max(0, *known)
    layout, height = rows_layout(
        names,
        span=(low, high if high > low else 1),
        right=label_width(texts),
        shapes=[vertical_line(0, len(names))],
    )
    hovers = hover_texts(names, readings, unit)
    data = bars(readings, hovers) if kind == Drawing.BARS else [_dots(readings, hovers)]
    data += ticks(before, hover_texts(names, earlier, unit)) if earlier else []
    pairs = zip(values, before or [None] * len(values), strict=True)
    ends = [max([0.0, *(number for number in pair if number is not None)]) for pair in pairs]
    return {
        "data": [*data, labels(ends, texts, gap=2 if kind == Drawing.BARS else 3)],
        "layout": layout,
    }, height


def _dots(readings: Sequence[Reading], hovers: Sequence[str]) -> Trace:
    is_open = [reading.is_provisional or bool(reading.coverage) for reading in readings]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [to_float(reading.value) for reading in readings],
        "y": list(range(len(readings))),
        "marker": {
            "size": 10,
            "color": [PAPER if each else FIELD for each in is_open],
            "line": {"width": 1.5, "color": FIELD},
        },
        "cliponaxis": False,
        "hovertext": list(hovers),
        "hoverinfo": "text",
    }

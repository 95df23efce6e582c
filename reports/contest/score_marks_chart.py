"""Each province's own, cross-checked and final points, as three marks on a line."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from emulation.results.table import ScoreTable
from emulation.year.models import EmulationYear
from reports.charts.chart import Chart, Reading, Row, describe
from reports.charts.style import (
    EDGE,
    FIELD,
    LINE,
    PAPER,
    Spec,
    Trace,
    axis_range,
    hover_texts,
    label_width,
    labels,
    plain,
    rows_layout,
    ticks,
    to_float,
)
from reports.contest.score_chart import HEAD, coverage, read_points
from vietnamese.sentences import inside_a_sentence


def own_check_final(contest_year: EmulationYear, table: ScoreTable, order: Sequence[int]) -> Chart | None:
    """Three marks for each province; `order` holds the provinces' indices in the table by rank."""
    if not table.scale:
        return None
    rows = tuple(
        Row(
            table.provinces[index].name,
            tuple(
                read_points(contest_year, points, is_provisional=cell.is_provisional)
                for points in (cell.own, cell.check, cell.final)
            ),
        )
        for index, cell in ((index, table.totals[index]) for index in order)
    )
    title, unit = _("Tự chấm, chấm chéo và thống nhất"), _("điểm")
    period = inside_a_sentence(contest_year.label)
    headers = (_("Tỉnh, thành phố"), _("Tự chấm"), _("Chấm chéo"), _("Thống nhất"))
    notes = [_("Hình tròn rỗng: tự chấm. Vạch đứng: chấm chéo. Hình tròn đặc: thống nhất.")]
    if any(row.cells[mark].is_provisional for row in rows for mark in (0, 2)):
        notes.append(_("Hình tròn có gạch ngang: tạm tính."))
    spec, height = _figure(rows, headers[1:], unit)
    return Chart(
        name="own-check-final",
        title=title,
        unit=unit,
        period=period,
        coverage=coverage([row.cells for row in rows]),
        note=" ".join(notes),
        is_illustrative=contest_year.is_illustrative,
        description=describe(title, unit, period, rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
    )


def _figure(rows: Sequence[Row], heads: Sequence[str], unit: str) -> tuple[Spec | None, int]:
    own, check, final = ([row.cells[mark] for row in rows] for mark in range(3))
    known = [float(cell.value) for row in rows for cell in row.cells if cell.value is not None]
    if not known:
        return None, 0
    names = [plain(row.label) for row in rows]
    low, high = axis_range(known, below=0.08, above=0.08)
    texts = [reading.text for reading in final]
    layout, height = rows_layout(
        names,
        span=(low, high),
        right=label_width([*texts, heads[2]]),
        left=12,
        top=22,
        bottom=26,
        xaxis={
            "range": [low, high],
            "fixedrange": True,
            "gridcolor": LINE,
            "zeroline": False,
            "nticks": 5,
            "tickangle": 0,
        },
        shapes=[_range_line(row_number, row) for row_number, row in enumerate(rows)],
        annotations=[HEAD | {"x": high, "xanchor": "left", "xshift": 5, "text": plain(heads[2])}],
    )

    def hovers(mark: int, readings: Sequence[Reading]) -> list[str]:
        head = plain(inside_a_sentence(heads[mark]))
        return hover_texts([f"{name}, {head}" for name in names], readings, unit)

    hollow = {"size": 11, "color": PAPER, "line": {"width": 2, "color": EDGE}}
    data = [
        _dots(own, hollow, hovers(0, own)),
        *_provisional_marks(own, EDGE),
        *ticks([to_float(reading.value) for reading in check], hovers(1, check)),
        _dots(final, {"size": 9, "color": FIELD}, hovers(2, final)),
        *_provisional_marks(final, PAPER),
        labels([high] * len(rows), texts),
    ]
    return {"data": data, "layout": layout}, height


def _range_line(row_number: int, row: Row) -> dict[str, Any]:
    known = [float(cell.value) for cell in row.cells if cell.value is not None] or [0.0]
    ends = {"x0": min(known), "x1": max(known), "y0": row_number, "y1": row_number}
    return {"type": "line", "layer": "below", "line": {"color": EDGE, "width": 1}} | ends


def _dots(readings: Sequence[Reading], marker: dict[str, Any], hovers: Sequence[str]) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [to_float(reading.value) for reading in readings],
        "y": list(range(len(readings))),
        "marker": marker,
        "cliponaxis": False,
        "hovertext": list(hovers),
        "hoverinfo": "text",
    }


def _provisional_marks(readings: Sequence[Reading], colour: str) -> list[Trace]:
    if not any(reading.is_provisional for reading in readings):
        return []
    dash = {"symbol": "line-ew", "size": 5, "line": {"width": 2, "color": colour}}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [to_float(reading.provisional) for reading in readings],
            "y": list(range(len(readings))),
            "marker": dash,
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
    ]

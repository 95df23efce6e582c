"""The contest's points by province, each bar divided by criterion."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from emulation.results.table import Cell, ScoreTable
from emulation.results.table import Row as ScoreRow
from emulation.year.models import EmulationYear
from reports.charts.chart import UNKNOWN, Chart, Reading, Row, describe
from reports.charts.style import (
    PAPER,
    SOFT,
    Spec,
    Trace,
    bars,
    hover_texts,
    label_width,
    labels,
    plain,
    rows_layout,
    to_float,
    vertical_line,
)
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence

DECIMALS = 2  # as the table of scores prints them
TINTS = (1.0, 0.35)  # alternate, so that neighbouring criteria differ
HEAD = {"y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False, "font": {"color": SOFT}}


def points_by_criterion(contest_year: EmulationYear, table: ScoreTable, order: Sequence[int]) -> Chart | None:
    """A bar for each province; `order` holds the provinces' indices in the table by rank."""
    top_rows = [row for row in table.scale if row.node.depth == 0]
    if not top_rows:
        return None
    sums = [_counted(contest_year, table.totals[index]) for index in order]
    by_criterion = [[_counted(contest_year, row.cells[index]) for index in order] for row in top_rows]
    names = [table.provinces[index].name for index in order]
    parts = [Row(row.node.title, tuple(cells)) for row, cells in zip(top_rows, by_criterion, strict=True)]
    title, unit = _("Điểm theo tiêu chí cấp một"), _("điểm")
    period = inside_a_sentence(contest_year.label)
    notes = [_("Xếp theo thứ hạng, chưa tính điểm thưởng và điểm trừ.")]
    if any(reading.is_provisional for reading in sums):
        notes.append(_("Sọc ngang: tạm tính."))
    spec, height = _figure([plain(name) for name in names], top_rows, by_criterion, sums)
    return Chart(
        name="points-by-criterion",
        title=title,
        unit=unit,
        period=period,
        coverage=coverage([[reading] for reading in sums]),
        note=" ".join(notes),
        is_illustrative=contest_year.is_illustrative,
        description=describe(
            title, unit, period, [Row(n, (s,)) for n, s in zip(names, sums, strict=True)], ("", unit)
        ),
        spec=spec,
        height=height,
        headers=(_("Tiêu chí"), *names),
        rows=(*parts, Row(_("Cộng"), tuple(sums))),
    )


def _counted(contest_year: EmulationYear, cell: Cell) -> Reading:
    """The points that count now. They are provisional until settled on figures that can no longer change."""
    return read_points(contest_year, cell.counting, is_provisional=cell.is_provisional or not cell.is_settled)


def read_points(contest_year: EmulationYear, points: Decimal | None, *, is_provisional: bool) -> Reading:
    if points is None:
        return UNKNOWN
    settled, provisional = (None, points) if is_provisional else (points, None)
    return Reading(
        points, format_number(points, DECIMALS), settled, provisional, contest_year.is_illustrative
    )


def coverage(by_province: Sequence[Sequence[Reading]]) -> str:
    known = sum(any(reading.value is not None for reading in readings) for readings in by_province)
    return _("%s tỉnh") % f"{known}/{len(by_province)}"


def _figure(
    names: Sequence[str],
    top_rows: Sequence[ScoreRow],
    by_criterion: Sequence[Sequence[Reading]],
    sums: Sequence[Reading],
) -> tuple[Spec | None, int]:
    ends = [to_float(reading.value) or 0.0 for reading in sums]
    highest = max(ends, default=0.0)
    if all(reading.value is None for reading in sums):
        return None, 0
    data: list[Trace] = []
    heads: list[dict[str, Any]] = []
    start = 0.0
    drawn = 0
    for row, readings in zip(top_rows, by_criterion, strict=True):
        tint = TINTS[drawn % 2]
        drawn += any(reading.value is not None for reading in readings)
        title = plain(row.node.title)
        for trace in bars(readings, hover_texts([f"{name}, {title}" for name in names], readings, _("điểm"))):
            trace["marker"] |= {"opacity": tint, "line": {"width": 1, "color": PAPER}}
            data.append(trace)
        width = to_float(readings[0].value) or 0.0
        if width > 0.03 * highest:  # its number does not fit into a narrower area
            heads.append(HEAD | {"x": start + width / 2, "text": plain(row.node.number)})
        start += width
    texts = [reading.text for reading in sums]
    layout, height = rows_layout(
        names,
        span=(0, highest or 1),
        right=label_width(texts),
        top=22,
        shapes=[vertical_line(0, len(names))],
        annotations=heads,
    )
    return {"data": [*data, labels(ends, texts)], "layout": layout}, height

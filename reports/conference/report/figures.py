"""The figures of the conference report, as its JSON document holds them (layout/report.typ)."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from figures.catalogue.models import Indicator
from figures.catalogue.ties import RollForward
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from reports.conference.report.sources import ReportSources
from reports.summary.arithmetic import compare, roll_forward
from reports.summary.decimal_text import exact, rounded
from reports.summary.values import IndicatorLine, Table

Document = dict[str, Any]

LEDGER_ROWS = {  # the last word of an indicator's code → the row of the reconciliation
    "new": "new",
    "other_increase": "other_increase",
    "dissolved": "ended",
    "ended": "ended",
    "other_decrease": "other_decrease",
}


def _exact(value: Decimal | None, indicator: Indicator) -> int | str | None:
    """A number for paper: whole, or a decimal as text; a ratio has its own decimals."""
    if value is None:
        return None
    if indicator.kind == Indicator.Kind.RATIO:
        value = rounded(value, indicator.decimals)
        return int(value) if not indicator.decimals else f"{value:f}"
    return int(value) if value == value.to_integral_value() else exact(value)


def _shown(cell: Cell, indicator: Indicator) -> int | str | None:
    return "na" if cell.answer == Figure.Answer.NOT_APPLICABLE else _exact(cell.value, indicator)


def _total(line: IndicatorLine) -> int | str | None:
    applies = {cell.answer for cell in line.cells} != {Figure.Answer.NOT_APPLICABLE.value}
    return _exact(line.total.value, line.indicator) if applies else "na"


def sections(found: ReportSources) -> list[Document]:
    """The catalogue's sections, a row for each indicator: what Appendix I, sentences and charts show."""

    def section(line: IndicatorLine) -> str:
        return line.indicator.section.label

    marked = [found.has_some_estimates(province) for province in found.provinces]
    return [
        {"label": label, "indicators": [_row(line, marked) for line in rows]}
        for label, rows in groupby(found.table.lines.values(), key=section)
    ]


def _row(line: IndicatorLine, marked: Sequence[bool]) -> Document:
    """A row of the table; `marked` tells the provinces whose estimates are marked one by one."""
    indicator = line.indicator
    return {
        "code": indicator.code,
        "label": indicator.label,
        "unit": indicator.unit,
        "level": 1 if indicator.part_of_id else 0,
        "values": [_shown(cell, indicator) for cell in line.cells],
        "estimates": [
            is_marked and cell.is_estimate and cell.is_number
            for cell, is_marked in zip(line.cells, marked, strict=True)
        ],
        "total": _total(line),
        "reported": line.total.reported,
        "illustrative": line.is_illustrative,
        "total_illustrative": line.total.is_illustrative,
    }


def change(now: Table, before: Table | None, code: str) -> Document | None:
    """How far a total is from an earlier one; none where they cannot be compared."""
    found = compare(now, before, code)
    if found is None:
        return None
    return {
        "value": _exact(found.amount, now[code].indicator),
        "percent": None if found.percent is None else f"{rounded(found.percent, 1):f}",
        "illustrative": found.is_illustrative,
    }


def trend_points(found: ReportSources) -> Document:
    """The points that all provinces stand behind: one that some do not would read as a fall."""
    return {
        "labels": [
            f"{'Giữa' if point.period.half == 1 else 'Cuối'} {point.period.year}" for point in found.trend
        ],
        "values": [
            None if point.total.value is None or not point.total.is_complete else int(point.total.value)
            for point in found.trend
        ],
        "illustrative": [point.total.is_illustrative for point in found.trend],
    }


# -- Reconciliation ----------------------------------------------------------------------------------


def reconciliation(found: ReportSources) -> Document:
    """Appendix II: how each stock rolled forward, and what was published against the system's own."""
    closings = [
        line.indicator
        for line in found.table.lines.values()
        if line.indicator.ledger_role == Indicator.LedgerRole.CLOSING
    ]
    movements = [(closing, roll_forward(found.table, found.previous, closing.ledger)) for closing in closings]
    return {
        "note": "số đầu kỳ là số cuối kỳ trước mà Cụm đã chấp nhận; số in nghiêng là số minh họa; “…” là "
        "chưa có số liệu; “×” là không theo dõi chỉ tiêu này.",
        "ledgers": [_ledger(found, closing, movement) for closing, movement in movements if movement],
        "totals": [
            {
                "label": row.indicator.label + (f", {row.province.name}" if row.province else ""),
                "unit": row.indicator.unit,
                "sum": _exact(row.own, row.indicator),
                "published": _exact(row.published, row.indicator),
                "difference": _exact(row.gap, row.indicator),
                "reported": row.reported,
                "expected": row.expected,
                "illustrative": row.province is None
                and found.table[row.indicator.code].total.is_illustrative,
            }
            for row in (found.reconciliation.rows if found.reconciliation else ())
        ],
    }


def _opening_is_illustrative(found: ReportSources, closing: Indicator) -> bool:
    before = found.previous
    return before is not None and closing.code in before and before[closing.code].total.is_illustrative


def _ledger(found: ReportSources, closing: Indicator, movement: RollForward) -> Document:
    flows: dict[str, int | str | None] = dict.fromkeys(LEDGER_ROWS.values(), "na")
    illustrative = {"opening"} if _opening_is_illustrative(found, closing) else set()
    for flow, _amount in movement.flows:
        row, total = LEDGER_ROWS[flow.code.rsplit(".")[-1]], found.table[flow.code].total
        flows[row] = _exact(total.value, flow)
        if total.is_illustrative:
            illustrative.add(row)
    if illustrative:
        illustrative.add("computed")
    reported = found.table[closing.code].total
    if reported.is_illustrative:
        illustrative.add("closing")
    gap = movement.gap
    return {
        "label": closing.section.label,
        "opening": _exact(movement.opening, closing),
        **flows,
        "computed": _exact(movement.computed, closing),
        "closing": _exact(reported.value, closing),
        "difference": _exact(gap, closing),
        "illustrative": sorted(illustrative),
        "verdict": "Chưa đủ số liệu" if gap is None else "Khớp" if gap == 0 else "Chênh lệch",
    }

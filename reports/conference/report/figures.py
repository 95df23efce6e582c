"""The figures of the conference report's JSON document (layout/report.typ)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.catalogue.ties import RollForward
from figures.periods.models import Period
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from reports.conference.report.sources import TREND, ReportSources
from reports.summary.arithmetic import compare, opening_total, roll_forward
from reports.summary.courses import course_of
from reports.summary.decimal_text import exact, rounded
from reports.summary.values import IndicatorLine, Table
from vietnamese.dates import format_date

Document = dict[str, Any]

LEDGER_ROWS = {  # the last word of an indicator's code → the row of the reconciliation
    "new": "new",
    "other_increase": "other_increase",
    "dissolved": "ended",
    "ended": "ended",
    "other_decrease": "other_decrease",
}


def _paper_number(value: Decimal | None, indicator: Indicator) -> int | str | None:
    """A whole number, or a decimal as text; ratios are rounded to their own decimals."""
    if value is None:
        return None
    if indicator.kind == Indicator.Kind.RATIO:
        value = rounded(value, indicator.decimals)
        return int(value) if not indicator.decimals else f"{value:f}"
    return int(value) if value == value.to_integral_value() else exact(value)


def _cell_value(cell: Cell, indicator: Indicator) -> int | str | None:
    return "na" if cell.answer == Figure.Answer.NOT_APPLICABLE else _paper_number(cell.value, indicator)


def _total_value(line: IndicatorLine) -> int | str | None:
    return "na" if line.applies_to_nobody else _paper_number(line.total.value, line.indicator)


def sections(sources: ReportSources) -> list[Document]:
    def section(line: IndicatorLine) -> str:
        return line.indicator.section.label

    marks_estimates = [sources.has_some_estimates(province) for province in sources.provinces]
    return [
        {"label": label, "indicators": [_row(line, marks_estimates) for line in rows]}
        for label, rows in groupby(sources.table.lines.values(), key=section)
    ]


def _row(line: IndicatorLine, marks_estimates: Sequence[bool]) -> Document:
    indicator = line.indicator
    return {
        "code": indicator.code,
        "label": indicator.label,
        "unit": indicator.unit,
        "level": 1 if indicator.part_of_id else 0,
        "values": [_cell_value(cell, indicator) for cell in line.cells],
        "estimates": [
            is_marked and cell.is_estimate and cell.is_number
            for cell, is_marked in zip(line.cells, marks_estimates, strict=True)
        ],
        "total": _total_value(line),
        "reported": line.total.reported,
        "illustrative": line.is_illustrative,
        "total_illustrative": line.total.is_illustrative,
    }


def change(now: Table, before: Table | None, code: str) -> Document | None:
    """A change of the whole cluster; None while a province is missing on either side."""
    comparison = compare(now, before, code)
    if comparison is None or not comparison.is_complete:
        return None
    return {
        "value": _paper_number(comparison.amount, now[code].indicator),
        "percent": None if comparison.percent is None else f"{rounded(comparison.percent, 1):f}",
        "illustrative": comparison.is_illustrative,
    }


def breaks(sources: ReportSources, codes: Iterable[str]) -> dict[str, list[str]]:
    """Sentences, by kind of organisation, on numbers that have no change because their definition changed."""
    table = sources.table
    labels: dict[tuple[str, SeriesBreak], list[str]] = {}
    for code in codes:
        for earlier in filter(None, (sources.previous, sources.year_ago)):
            crossed = table.break_since(earlier, code)
            if crossed and all(code in t and t[code].total.value is not None for t in (table, earlier)):
                labels.setdefault((code.partition(".")[0], crossed), []).append(table[code].indicator.label)
    sentences: dict[str, list[str]] = {}
    for (kind, crossed), broken in labels.items():
        sentences.setdefault(kind, []).append(
            f"Từ {format_date(crossed.from_on)} cách tính thay đổi ({crossed.cause_shown}), "
            f"không so sánh được với số trước ngày đó: {'; '.join(dict.fromkeys(broken))}."
        )
    return sentences


def shares(sources: ReportSources) -> Document:
    """By name, those that no indicator is: of the year to date, as each is counted once a year."""
    return {
        code.partition(".")[2]: {
            "value": f"{rounded(share.value, 1):f}",
            "reported": share.reported,
            "total_illustrative": share.is_illustrative,
        }
        for code, share in sources.shares.items()
        if share.value is not None
    }


def trend_points(sources: ReportSources) -> Document:
    """The trend, a place for each half-year: empty where one is missing or its total lacks provinces.

    `cuts` are the places before which the line is cut, because the definition changed; `notes` say why, and
    before which day the points are sums of other provinces.
    """
    course = course_of(sources.trend, TREND).points if TREND in sources.table else ()
    points = {point.place: point for point in course}
    indexes = range(sources.trend[0][0].place, sources.trend[-1][0].place + 1)
    totals = [points[index].total if index in points else None for index in indexes]
    crossed = [(point.place - indexes.start, point.broken_by) for point in course if point.broken_by]
    notes = [f"Đường ngắt ở {format_date(each.from_on)}: {each.cause_shown}." for _place, each in crossed]
    first = sources.trend[0][0].last.cut_off_on
    if merged_on := {province.established_on for province in sources.merged_since(first)}:
        notes.append(f"Trước {format_date(max(merged_on))}: số gộp của các tỉnh, thành phố cũ.")
    return {
        "labels": [f"{'Giữa' if p.half == 1 else 'Cuối'} {p.year}" for p in map(Period.at, indexes)],
        "values": [None if total is None or total.whole is None else int(total.whole) for total in totals],
        "illustrative": [total is not None and total.is_illustrative for total in totals],
        "cuts": [place for place, _each in crossed],
        "notes": notes,
    }


# -- Reconciliation ----------------------------------------------------------------------------------


def reconciliation(sources: ReportSources) -> Document:
    """Appendix II: the roll-forward of each stock, and published totals against the system's own."""
    closings = [
        line.indicator
        for line in sources.table.lines.values()
        if line.indicator.ledger_role == Indicator.LedgerRole.CLOSING
    ]
    roll_forwards = [
        (closing, roll_forward(sources.table, sources.previous, closing.ledger)) for closing in closings
    ]
    ledgers = [_ledger(sources, closing, stock) for closing, stock in roll_forwards if stock]
    is_partial = any(ledger["coverage"] for ledger in ledgers)
    members = len(sources.provinces)
    partial = f"(n/{members}) là số tỉnh, thành phố có số liệu trên tổng số; " if is_partial else ""
    return {
        "note": f"số đầu kỳ là số cuối kỳ trước mà Cụm đã chấp nhận{_first_openings(sources)}; "
        f"số in nghiêng là số minh họa; {partial}“…” là "
        "chưa có số liệu; “×” là không theo dõi chỉ tiêu này.",
        "ledgers": ledgers,
        "totals": [
            {
                "label": row.indicator.label + (f", {row.province.name}" if row.province else ""),
                "unit": row.indicator.unit,
                "sum": _paper_number(row.own, row.indicator),
                "published": _paper_number(row.published, row.indicator),
                "difference": _paper_number(row.gap, row.indicator),
                "reported": row.reported,
                "expected": row.expected,
                "illustrative": row.province is None
                and sources.table[row.indicator.code].total.is_illustrative,
            }
            for row in (sources.reconciliation.rows if sources.reconciliation else ())
        ],
    }


def _first_openings(sources: ReportSources) -> str:
    """Where the openings come from that no half-year before hands on."""
    provinces: dict[str, list[str]] = {}
    for opening in sources.openings:
        names = provinces.setdefault(opening.source.strip().rstrip("."), [])
        if opening.province.name not in names:
            names.append(opening.province.name)
    texts = [": ".join(filter(None, (", ".join(names), source))) for source, names in provinces.items()]
    return f", số đầu kỳ nhập lần đầu theo nguồn của tỉnh ({'; '.join(texts)})" if texts else ""


def _ledger(sources: ReportSources, closing: Indicator, roll: RollForward) -> Document:
    flows: dict[str, int | str | None] = dict.fromkeys(LEDGER_ROWS.values(), "na")
    opening = opening_total(sources.table, sources.previous, closing)
    reported = sources.table[closing.code].total
    totals = {"opening": opening, "closing": reported} if opening else {"closing": reported}
    for flow, _amount in roll.flows:
        row = LEDGER_ROWS[flow.code.rsplit(".")[-1]]
        totals[row] = sources.table[flow.code].total
        flows[row] = _paper_number(totals[row].value, flow)
    illustrative = {row for row, total in totals.items() if total.is_illustrative}
    if illustrative - {"closing"}:
        illustrative.add("computed")
    gap = roll.gap
    return {
        "label": closing.section.label,
        "opening": _paper_number(opening.value if opening and opening.is_partial else roll.opening, closing),
        **flows,
        "computed": _paper_number(roll.computed, closing),
        "closing": _paper_number(reported.value, closing),
        "difference": _paper_number(gap, closing),
        "illustrative": sorted(illustrative),
        "coverage": {row: total.coverage for row, total in totals.items() if total.is_partial},
        "verdict": "Chưa đủ số liệu" if gap is None else "Khớp" if gap == 0 else "Chênh lệch",
    }

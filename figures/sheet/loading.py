"""Fills a sheet from the database, or from a form that was not stored yet, and checks it."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from figures.catalogue.models import Indicator
from figures.catalogue.ties import breakdowns, ledgers
from figures.periods.models import Period
from figures.sheet.editable_cells import editable_codes
from figures.sheet.requested_corrections import OpenReturn, open_return
from figures.sheet.rows import Row, RowGroup, Sheet, SheetSection
from figures.submissions.cell_arithmetic import ABSENT, Cell, ratio
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.validation import checks
from figures.validation.findings import CheckedCell, ComparisonValues, Finding


def load_sheet(submission: Submission, entries: Mapping[str, CellEntry] | None = None) -> Sheet:
    """Reads the submission with its earlier half-years and checks it.

    Args:
        submission: stored, or not yet begun.
        entries: what a form says instead of what is stored, by code.
    """
    indicators = submission.catalogue
    figures = (
        {f.indicator_id: f for f in submission.figures.select_related("changed_by")} if submission.pk else {}
    )
    (previous_period, previous), (year_ago_period, year_ago) = _pasts(submission)
    rows: dict[str, Row] = {}
    for indicator in indicators:
        figure = figures.get(indicator.pk)
        entry = (entries or {}).get(indicator.code) or CellEntry.of(figure)
        rows[indicator.code] = Row(
            indicator, figure, entry, previous.get(indicator.code), year_ago.get(indicator.code)
        )
    cells = {code: _checked(row) for code, row in rows.items() if not row.is_computed}
    for code, cell in cells.items():
        rows[code].value = cell.value
        is_marked = submission.is_estimate or rows[code].entry.is_estimate
        rows[code].is_estimate = is_marked and cell.value is not None
    given = ComparisonValues(
        cells=cells,
        opening=_openings(previous),
        previous=_numbers(previous),
        year_ago=_numbers(year_ago),
    )
    findings = checks.check(indicators, given)
    for finding in findings:
        rows[finding.code].findings.append(finding)
    for row in rows.values():
        if row.is_computed:
            _compute(row, rows)
    came_back = open_return(submission)
    _mark_sent_back(came_back, rows)
    parts = _parts(list(rows.values()), given)
    return Sheet(submission, parts, findings, previous_period, year_ago_period, came_back)


def blocking_findings(submission: Submission) -> list[Finding]:
    """What must be corrected or explained before the figures can be sent."""
    return load_sheet(submission).blocking


def closed_cells(submission: Submission, entries: Mapping[str, CellEntry]) -> list[Indicator]:
    """Of the cells that the entries would change, those that the latest return did not open.

    Cells of one form open each other: a new total opens the parts that no longer fit it.
    """
    if submission.state != Submission.State.RETURNED:
        return []
    waiting, taken = dict(entries), dict[str, CellEntry]()
    while True:
        rows = {row.indicator.code: row for row in load_sheet(submission, taken).entered}
        opened = [code for code in waiting if rows[code].is_open]
        if not opened:
            return [rows[code].indicator for code in waiting]
        for code in opened:
            taken[code] = waiting.pop(code)


def _checked(row: Row) -> CheckedCell:
    answer, value, typed = row.entry.read()
    return CheckedCell(value, answer, typed, row.entry.explanation)


def _numbers(past: Mapping[str, Cell]) -> dict[str, Decimal]:
    return {code: cell.value for code, cell in past.items() if cell.value is not None}


def _openings(previous: Mapping[str, Cell]) -> dict[str, Decimal]:
    """The closings carried over; what did not apply, such as unions where there were none, opens at 0."""
    return {code: cell.amount for code, cell in previous.items() if cell.amount is not None}


def _pasts(submission: Submission) -> list[tuple[Period | None, dict[str, Cell]]]:
    """The half-year before and the same half a year before, each with the province's accepted cells in it."""
    period = submission.period
    slugs = (period.previous_slug, period.year_ago_slug)
    earlier = Period.objects.with_slug(slugs[0]) | Period.objects.with_slug(slugs[1])
    periods = {found.slug: found for found in earlier.filter(cluster=period.cluster_id)}
    codes = {indicator.pk: indicator.code for indicator in submission.catalogue}
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    for pk, indicator, value, answer, made_up in Figure.objects.filter(
        submission__period__in=periods.values(),
        submission__province=submission.province_id,
        submission__state__in=Submission.ACCEPTED,
    ).values_list("submission__period", "indicator", "value", "answer", "is_illustrative"):
        if indicator in codes:
            cells[pk][codes[indicator]] = Cell(value, answer, is_illustrative=made_up)
    found = [periods.get(slug) for slug in slugs]
    return [(past, cells[past.pk] if past else {}) for past in found]


def _compute(row: Row, rows: Mapping[str, Row]) -> None:
    """Fills a ratio's row from its terms, now and before."""
    indicator = row.indicator
    by_pk = {other.indicator.pk: other for other in rows.values()}
    top, bottom = by_pk.get(indicator.numerator_id or 0), by_pk.get(indicator.denominator_id or 0)
    if top is None or bottom is None:
        return
    row.value = indicator.quotient(top.value, bottom.value)
    row.previous = _past_ratio(indicator, top.previous, bottom.previous)
    row.year_ago = _past_ratio(indicator, top.year_ago, bottom.year_ago)


def _past_ratio(indicator: Indicator, top: Cell | None, bottom: Cell | None) -> Cell | None:
    found = ratio(indicator, top or ABSENT, bottom or ABSENT)
    return found if found.is_number else None


def _mark_sent_back(came_back: OpenReturn | None, rows: Mapping[str, Row]) -> None:
    """Puts what is asked beside the cells that the return named, and closes those that it left alone."""
    for cell in came_back.cells if came_back else ():
        if cell.indicator.code in rows:
            rows[cell.indicator.code].asked = cell
    taking = editable_codes(rows.values(), came_back)
    for code, row in rows.items():
        row.is_open = row.is_computed or code in taking


def _parts(rows: list[Row], given: ComparisonValues) -> list[SheetSection]:
    """Groups rows into sections and blocks, in the catalogue's order, and adds the line under a block."""
    parts: list[SheetSection] = []
    for row in rows:
        indicator = row.indicator
        heading = indicator.in_language("group")
        if not parts or parts[-1].section != indicator.section:
            parts.append(SheetSection(indicator.section, []))
        blocks = parts[-1].blocks
        if not blocks or blocks[-1].heading != heading:
            blocks.append(RowGroup(heading, []))
        blocks[-1].rows.append(row)
    by_code = {row.indicator.code: block for part in parts for block in part.blocks for row in block.rows}
    indicators = [row.indicator for row in rows]
    for ledger in ledgers(indicators):
        opening = given.opening.get(ledger.closing.code)
        by_code[ledger.closing.code].ledger = ledger.roll_forward(opening, given.amount_of)
    for breakdown in breakdowns(indicators):
        block = by_code[breakdown.parts[-1].code]
        block.parts = breakdown.add_up(given.amount_of)
        block.sum_finding = next((f for row in block.rows for f in row.findings if f.rule == "parts"), None)
    return parts

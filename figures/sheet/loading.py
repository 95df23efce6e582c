"""Fill a sheet from the database, or from a form not stored yet, and check it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.breaks import Breaks
from figures.catalogue.models import Indicator
from figures.catalogue.ties import breakdowns, ledgers
from figures.periods.models import Period
from figures.sheet.editable_cells import editable_codes
from figures.sheet.requested_corrections import OpenReturn, open_return
from figures.sheet.rows import MergedHalf, Row, RowGroup, Sheet, SheetSection
from figures.submissions.cell_arithmetic import ABSENT, Cell, ratio
from figures.submissions.cell_entries import CellEntry, reasons_after
from figures.submissions.counted_cells import COUNTED_AS_ACCEPTED
from figures.submissions.models import Figure, Submission
from figures.submissions.register_counts import CountedHalf, RegisterCount, register_counts
from figures.submissions.territory_cells import territory_cells
from figures.validation import checks
from figures.validation.findings import CheckedCell, ComparisonValues, Finding
from provinces.clusters.succession import Territories


@dataclass(frozen=True)
class EarlierCells:
    """The territory's accepted cells, by code, of the half-years one half and one year before."""

    previous_period: Period | None
    year_ago_period: Period | None
    previous: Mapping[str, Cell]
    year_ago: Mapping[str, Cell]
    merged: tuple[MergedHalf, ...]


@dataclass(frozen=True)
class CheckedRows:
    rows: dict[str, Row]
    findings: list[Finding]
    values: ComparisonValues
    earlier: EarlierCells


def load_sheet(
    submission: Submission,
    entries: Mapping[str, CellEntry] | None = None,
    *,
    shows_counts: bool = False,
) -> Sheet:
    """Load the submission, stored or not yet begun.

    Args:
        submission: the half-year.
        entries: by code, replace stored cells.
        shows_counts: read what registers count also where no difference is asked about.
    """
    (checked,) = checked_rows([submission], entries, shows_counts=shows_counts)
    rows, earlier = checked.rows, checked.earlier
    for row in rows.values():
        if row.is_computed:
            _compute_ratio(row, rows)
    current_return = open_return(submission)
    _apply_return(current_return, rows)
    sections = _sections(list(rows.values()), checked.values)
    return Sheet(
        submission,
        sections,
        checked.findings,
        earlier.previous_period,
        earlier.year_ago_period,
        current_return,
        earlier.merged,
    )


def checked_rows(
    submissions: Sequence[Submission],
    entries: Mapping[str, CellEntry] | None = None,
    *,
    shows_counts: bool = False,
) -> list[CheckedRows]:
    """The rows of several provinces in one half-year, with their findings, in the queries of one province."""
    period, catalogue = submissions[0].period, submissions[0].catalogue
    provinces = [submission.province_id for submission in submissions]
    for submission in submissions:
        submission.catalogue = catalogue
    territories = Territories.load()
    if any(indicator.is_opening for indicator in catalogue):
        with_history = Submission.objects.with_history(provinces, period, territories)
        for submission in submissions:
            submission.has_history = submission.province_id in with_history
    figures = _stored_figures(submissions)
    earlier = _earlier_cells(period, provinces, catalogue, territories)
    breaks = Breaks.load()
    previous_period = next(iter(earlier.values())).previous_period
    counts = register_counts(CountedHalf.of(period, previous_period, provinces, shows_all=shows_counts))
    return [
        _checked(
            submission,
            entries or {},
            figures[submission.pk],
            earlier[submission.province_id],
            counts[submission.province_id],
            breaks,
        )
        for submission in submissions
    ]


def _stored_figures(submissions: Sequence[Submission]) -> dict[int | None, dict[int, Figure]]:
    """By keys of submission and indicator."""
    by_pk = {submission.pk: submission for submission in submissions if submission.pk}
    stored = list(Figure.objects.filter(submission__in=by_pk).select_related("changed_by")) if by_pk else []
    prefetch_related_objects([figure for figure in stored if figure.explanation], "explained_findings")
    figures: dict[int | None, dict[int, Figure]] = defaultdict(dict)
    for figure in stored:
        figure.submission = by_pk[figure.submission_id]
        figures[figure.submission_id][figure.indicator_id] = figure
    return figures


def _checked(
    submission: Submission,
    entries: Mapping[str, CellEntry],
    figures: Mapping[int, Figure],
    earlier: EarlierCells,
    counts: Mapping[str, RegisterCount],
    breaks: Breaks,
) -> CheckedRows:
    indicators = list(submission.catalogue)
    previous, year_ago = earlier.previous, earlier.year_ago
    rows: dict[str, Row] = {}
    for indicator in list(indicators):
        figure = figures.get(indicator.pk)
        entry = entries.get(indicator.code) or CellEntry.of(figure)
        is_carried = indicator.is_opening and submission.has_history
        if is_carried and entry == CellEntry():
            indicators.remove(indicator)
            continue
        rows[indicator.code] = Row(
            indicator,
            figure,
            entry,
            *reasons_after(figure, entry, answers_return=submission.state == Submission.State.RETURNED),
            previous=previous.get(indicator.code),
            year_ago=year_ago.get(indicator.code),
            is_replaced=is_carried,
            break_since_previous=_break_since(earlier.previous_period, indicator, submission, breaks),
            break_since_year_ago=_break_since(earlier.year_ago_period, indicator, submission, breaks),
        )
    cells = {code: _checked_cell(row) for code, row in rows.items() if not row.is_computed}
    for code, cell in cells.items():
        rows[code].value = cell.value
        is_marked = submission.is_estimate or rows[code].entry.is_estimate
        rows[code].is_estimate = is_marked and cell.value is not None
    openings = _entered_openings(indicators, cells, submission)
    for code, count in counts.items():
        if code in rows:
            rows[code].register_count = count
    values = ComparisonValues(
        cells=cells,
        # What did not apply, such as unions where there were none, opens at 0.
        opening=openings | {code: cell.amount for code, cell in previous.items() if cell.amount is not None},
        previous=openings | _numbers(previous, without={c for c in rows if rows[c].break_since_previous}),
        year_ago=_numbers(year_ago, without={c for c in rows if rows[c].break_since_year_ago}),
        counted={code: (count.value, count.source) for code, count in counts.items() if count.asks},
    )
    checked = [indicator for indicator in indicators if not rows[indicator.code].is_replaced]
    findings = checks.check(checked, values)
    for finding in findings:
        rows[finding.code].findings.append(finding)
    return CheckedRows(rows, findings, values, earlier)


def blocking_findings(submission: Submission) -> list[Finding]:
    return load_sheet(submission).blocking


def closed_cells(submission: Submission, entries: Mapping[str, CellEntry]) -> list[Indicator]:
    """The indicators among the entries that the latest return keeps closed.

    Cells of one form open each other: a new total opens the parts that no longer fit it.
    """
    if submission.state != Submission.State.RETURNED:
        return []
    closed, accepted = dict(entries), dict[str, CellEntry]()
    while True:
        rows = {row.indicator.code: row for row in load_sheet(submission, accepted).entered}
        opened = [code for code in closed if rows[code].is_open]
        if not opened:
            return [rows[code].indicator for code in closed]
        for code in opened:
            accepted[code] = closed.pop(code)


def _checked_cell(row: Row) -> CheckedCell:
    answer, value, typed = row.entry.read()
    return CheckedCell(value, answer, typed, row.explanation, row.entry.note)


def _entered_openings(
    indicators: Iterable[Indicator], cells: Mapping[str, CheckedCell], submission: Submission
) -> dict[str, Decimal]:
    """By the closing's code; none if earlier half-years were accepted, whose closings are carried."""
    entered = {
        ledger.closing.code: cells[ledger.opening.code].amount
        for ledger in ledgers(indicators)
        if ledger.opening and not submission.has_history
    }
    return {code: amount for code, amount in entered.items() if amount is not None}


def _numbers(cells: Mapping[str, Cell], *, without: Collection[str]) -> dict[str, Decimal]:
    return {
        code: cell.value for code, cell in cells.items() if cell.value is not None and code not in without
    }


def _break_since(
    earlier: Period | None, indicator: Indicator, submission: Submission, breaks: Breaks
) -> SeriesBreak | None:
    if earlier is None:
        return None
    return breaks.between(indicator, earlier.cut_off_on, submission.period.cut_off_on)


def _earlier_cells(
    period: Period,
    provinces: Collection[int],
    catalogue: Iterable[Indicator],
    territories: Territories,
) -> dict[int, EarlierCells]:
    """By province."""
    slugs = (period.previous_slug, period.year_ago_slug)
    both = Period.objects.with_slug(slugs[0]) | Period.objects.with_slug(slugs[1])
    periods = {row.slug: row for row in both.filter(cluster=period.cluster_id)}
    codes = {indicator.pk: indicator.code for indicator in catalogue}
    cells: dict[tuple[int, int], dict[str, Cell]] = defaultdict(dict)
    counted = territory_cells(
        COUNTED_AS_ACCEPTED, territories=territories, provinces=provinces, periods=periods.values()
    )
    for (period_pk, province, indicator), cell in counted.items():
        if indicator in codes:
            cells[period_pk, province][codes[indicator]] = cell
    previous, year_ago = (periods.get(slug) for slug in slugs)
    return {
        province: EarlierCells(
            previous,
            year_ago,
            cells[previous.pk, province] if previous else {},
            cells[year_ago.pk, province] if year_ago else {},
            tuple(
                MergedHalf(half, parts)
                for half in (previous, year_ago)
                if half and (parts := territories.merged_from(province, half.cut_off_on))
            ),
        )
        for province in provinces
    }


def _compute_ratio(row: Row, rows: Mapping[str, Row]) -> None:
    indicator = row.indicator
    by_pk = {other.indicator.pk: other for other in rows.values()}
    top, bottom = by_pk.get(indicator.numerator_id or 0), by_pk.get(indicator.denominator_id or 0)
    if top is None or bottom is None:
        return
    row.value = indicator.quotient(top.value, bottom.value)
    row.previous = _earlier_ratio(indicator, top.previous, bottom.previous)
    row.year_ago = _earlier_ratio(indicator, top.year_ago, bottom.year_ago)


def _earlier_ratio(indicator: Indicator, top: Cell | None, bottom: Cell | None) -> Cell | None:
    cell = ratio(indicator, top or ABSENT, bottom or ABSENT)
    return cell if cell.is_number else None


def _apply_return(current_return: OpenReturn | None, rows: Mapping[str, Row]) -> None:
    for correction in current_return.corrections if current_return else ():
        if correction.indicator.code in rows:
            rows[correction.indicator.code].correction = correction
    editable = editable_codes(rows.values(), current_return)
    for code, row in rows.items():
        row.is_open = row.is_computed or (code in editable and not row.is_replaced)


def _sections(rows: list[Row], values: ComparisonValues) -> list[SheetSection]:
    sections: list[SheetSection] = []
    for row in rows:
        indicator = row.indicator
        heading = indicator.in_language("group")
        if not sections or sections[-1].section != indicator.section:
            sections.append(SheetSection(indicator.section, []))
        groups = sections[-1].groups
        if not groups or groups[-1].heading != heading:
            groups.append(RowGroup(heading, []))
        groups[-1].rows.append(row)
    by_code = {
        row.indicator.code: group for section in sections for group in section.groups for row in group.rows
    }
    indicators = [row.indicator for row in rows]
    entered_openings = {row.indicator: row for row in rows if row.is_opening and not row.is_replaced}
    for ledger in ledgers(indicators):
        opening, group = values.opening.get(ledger.closing.code), by_code[ledger.closing.code]
        group.ledger = ledger.roll_forward(opening, values.amount_of)
        group.entered_opening = entered_openings.get(ledger.opening) if ledger.opening else None
    for breakdown in breakdowns(indicators):
        group = by_code[breakdown.parts[-1].code]
        group.parts_sum = breakdown.add_up(values.amount_of)
        group.sum_finding = next((f for row in group.rows for f in row.findings if f.rule == "parts"), None)
    return sections

"""Read an uploaded form as proposed changes to a half-year, and account for every cell of its sheets."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from figures.entry.proposed_changes import ProposedCell, ProposedChanges
from figures.intake.accounting import InputCell, Kind, Reading, settled
from figures.intake.workbook.form_answer import shown
from figures.intake.workbook.form_table import HEADINGS, Claim, FormTable, place_of
from figures.intake.workbook.layout import MEMORY_SHEET, MEMORY_VERSION, TEXT_COLUMNS
from figures.intake.workbook.refusals import refusal_text
from figures.intake.workbook.text_table import TextTable
from figures.sheet.rows import Sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from web.spreadsheet_reading.process import RefusedError
from web.spreadsheet_reading.reading import SheetCells, read_workbook
from web.uploads import FileRefusedError


def read_filled(data: bytes, sheet: Sheet) -> Reading:
    """Read the cells that somebody changed in the form after it was downloaded.

    Raises:
        FileRefusedError: if it is no form, belongs to another province or period, or may be harmful.
    """
    try:
        workbook = read_workbook(data, needed=[MEMORY_SHEET], headings=[HEADINGS, TEXT_COLUMNS])
    except RefusedError as error:
        raise FileRefusedError(refusal_text(str(error))) from error
    (hidden,) = (page for page in workbook.sheets if page.name == MEMORY_SHEET)
    visible = [page for page in workbook.sheets if page is not hidden]
    seen = _remembered(hidden, sheet.submission)
    forms = [form for page in visible if (form := FormTable.find(page, sheet)) is not None]
    if not forms:
        raise FileRefusedError(refusal_text("form"))
    texts = [words for page in visible if (words := TextTable.find(page)) is not None]
    cells: dict[str, InputCell] = {}  # by place
    claims = defaultdict[str, list[Claim]](list)
    tables: list[FormTable | TextTable] = [*forms, *texts]
    for table in tables:
        table.read()
        cells |= table.cells | _beyond(table.page)
        for claim in table.claims:
            claims[claim.code].append(claim)
    proposed: dict[str, ProposedCell] = {}
    blank = CellEntry().fingerprint
    for code, all_claims in claims.items():
        changed = [claim for claim in all_claims if claim.is_change_of(seen.get(code, blank))]
        if changed:
            proposed[code] = settled([claim.cell for claim in changed])
        _compare(all_claims, changed, proposed.get(code), cells)
    return Reading(
        list(cells.values()),
        ProposedChanges(proposed, {code: seen.get(code, blank) for code in proposed}),
        dict(workbook.unread),
    )


def _compare(
    claims: Iterable[Claim],
    changed: list[Claim],
    settled_cell: ProposedCell | None,
    cells: dict[str, InputCell],
) -> None:
    """Say what becomes of the cells of a line that the file has more than once."""
    for claim in claims:
        kind, reason = None, ""
        if claim not in changed:
            kind = Kind.SAME
        elif settled_cell and settled_cell.problem and len(changed) > 1:
            kind, reason = Kind.ASKED, settled_cell.problem
        elif claim is not changed[0]:
            kind, reason = Kind.SAME, _("Giống ô ở %s.") % changed[0].cell.position
        if kind is not None:
            for place in claim.places:
                cells[place] = replace(cells[place], kind=kind, reason=reason)


def _beyond(page: SheetCells) -> dict[str, InputCell]:
    reason = _("Nằm quá xa biểu nên không đọc.")
    places = {place_of(page, cell): shown(cell) for cell in page.beyond}
    return {p: InputCell(p, text, kind=Kind.PASSED_OVER, reason=reason) for p, text in places.items()}


def _remembered(hidden: SheetCells, submission: Submission) -> dict[str, str]:
    """The fingerprints of the form when it was made, by code, if it is a form of this half-year.

    Raises:
        FileRefusedError: if it is not.
    """
    memory = [[hidden.cell(row, column).text for column in range(3)] for row in range(len(hidden.rows))]
    facts = {kind: name for kind, name, _value in memory if kind != "seen"}
    if facts.get("form") != MEMORY_VERSION:
        raise FileRefusedError(refusal_text("form"))
    if facts.get("province") != submission.province.slug:
        raise FileRefusedError(
            _("Đây là biểu của tỉnh khác. Chọn biểu của %(province)s.") % {"province": submission.province}
        )
    if facts.get("period") != submission.period.slug:
        raise FileRefusedError(
            _("Đây là biểu của kỳ báo cáo khác. Chọn biểu của %(period)s.")
            % {"period": submission.period.label}
        )
    return {name: value for kind, name, value in memory if kind == "seen"}

"""Read an uploaded form as proposed changes to a half-year, and account for every cell of its sheets."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from figures.entry.proposed_changes import ProposedCell, ProposedChanges
from figures.intake.accounting import InputCell, Kind, Reading, settled
from figures.intake.named_periods import heads_another_time, names_another
from figures.intake.paste.columns import province_in
from figures.intake.source import Source, TableText
from figures.intake.workbook.csv_block import block_in
from figures.intake.workbook.form_answer import shown
from figures.intake.workbook.form_table import HEADINGS, Claim, FormTable, place_of
from figures.intake.workbook.layout import MEMORY_SHEET, MEMORY_VERSION, TEXT_COLUMNS
from figures.intake.workbook.own_table import own_table
from figures.intake.workbook.refusals import refusal_text
from figures.intake.workbook.text_table import TextTable
from figures.periods.models import Period
from figures.sheet.rows import Sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from provinces.clusters.models import Province
from vietnamese.texts import clean_text
from web.spreadsheet_reading.process import RefusedError
from web.spreadsheet_reading.reading import Cell, SheetCells, Workbook, read_workbook
from web.uploads import FileRefusedError

_MOST_QUOTED = 60  # characters
_MOST_NAMED = 5  # cells


def read_file(data: bytes, name: str, sheet: Sheet) -> Reading | TableText:
    """Read the cells that somebody changed in the form after it was downloaded.

    Any other table is returned as the block to paste, since it does not remember what was stored.

    Args:
        data: the file.
        name: its name; what it is follows from its content.
        sheet: the half-year as it is stored.

    Raises:
        FileRefusedError: if it has no such table, belongs to another province or period, or may be harmful.
    """
    block = block_in(data, name)
    if block is not None:
        return TableText(block, Source(file=name))
    try:
        workbook = read_workbook(data, needed=[MEMORY_SHEET], headings=[HEADINGS, TEXT_COLUMNS])
    except RefusedError as error:
        raise FileRefusedError(refusal_text(str(error))) from error
    _refuse_nul(workbook)
    hidden = next((page for page in workbook.sheets if page.name == MEMORY_SHEET), None)
    if hidden is None:
        return own_table(workbook, sheet, name)
    seen = _remembered(hidden, sheet.submission)
    visible = replace(workbook, sheets=[page for page in workbook.sheets if page is not hidden])
    forms = [form for page in visible.sheets if (form := FormTable.find(page, sheet)) is not None]
    if not forms:
        return own_table(visible, sheet, name)
    _refuse_other_marks(forms, sheet.submission)
    return _read_forms(forms, visible, seen)


def _refuse_nul(workbook: Workbook) -> None:
    """Refuse cells whose digits a NUL keeps apart: whoever drops it joins them.

    Raises:
        FileRefusedError: with their places.
    """
    cells = ((page, cell) for page in workbook.sheets for row in page.rows for cell in row)
    if places := [place_of(page, cell) for page, cell in cells if "\0" in cell.text]:
        raise FileRefusedError(
            _("Ký tự rỗng (NUL) giữa các chữ ở ô %s. Ghi lại nội dung ô rồi chọn lại tệp.")
            % ", ".join([*places[:_MOST_NAMED], *["…"] * (len(places) > _MOST_NAMED)])
        )


def _read_forms(forms: list[FormTable], visible: Workbook, seen: Mapping[str, str]) -> Reading:
    texts = [words for page in visible.sheets if (words := TextTable.find(page)) is not None]
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
        dict(visible.unread),
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
        raise FileRefusedError(refusal_text("memory"))
    _refuse_other_form(facts.get("province", ""), facts.get("period", ""), submission)
    return {name: value for kind, name, value in memory if kind == "seen"}


def _refuse_other_form(province: str, period: str, submission: Submission) -> None:
    """Refuse a form that was made for another province or half-year, as it remembers by their slugs.

    Raises:
        FileRefusedError: with the names of what it was made for.
    """
    other, own = [], []
    if province != submission.province.slug:
        named = Province.objects.filter(slug=province).first()
        other.append(str(named or _("tỉnh khác")))
        own.append(str(submission.province))
    if period != submission.period.slug:
        half_year = Period.objects.filter(cluster=submission.period.cluster_id).with_slug(period).first()
        other.append(half_year.label if half_year else _("kỳ báo cáo khác"))
        own.append(submission.period.label)
    if other:
        raise FileRefusedError(
            _("Đây là biểu của %(other)s. Chọn biểu của %(own)s.")
            % {"other": ", ".join(other), "own": ", ".join(own)}
        )


def _refuse_other_marks(forms: Iterable[FormTable], submission: Submission) -> None:
    """Refuse a form whose title or head of numbers somebody changed to another half-year or province.

    Raises:
        FileRefusedError: with all such cells and what they say.
    """
    period = submission.period
    provinces = list(Province.objects.members_on(period.cluster, period.cut_off_on))
    told: list[str] = []
    owns: list[str] = []
    for place, cell, is_head in _marks(forms):
        text = clean_text(cell.text, lines=False)
        named = province_in([text], provinces)
        if named is not None and named != submission.province:
            owns.append(str(submission.province))
        elif names_another(text, period) or (is_head and heads_another_time([text], period)):
            owns.append(period.label)
        else:
            continue
        told.append(_("ô %(place)s ghi “%(text)s”") % {"place": place, "text": text[:_MOST_QUOTED]})
    if told:
        raise FileRefusedError(
            _("%(cells)s mà biểu này của %(own)s. Ghi lại cho đúng, hoặc chọn đúng biểu.")
            % {"cells": capfirst(", ".join(told)), "own": ", ".join(dict.fromkeys(owns))}
        )


def _marks(forms: Iterable[FormTable]) -> Iterator[tuple[str, Cell, bool]]:
    """The cells above the labels, and above the numbers of this half-year; whether they head these."""
    for form in forms:
        cells = [(form.page.cell(number, form.columns.get("label", 1)), False) for number in range(form.top)]
        cells += [(form.page.cell(number, form.columns["value"]), True) for number in range(form.top + 2)]
        for cell, is_head in cells:
            yield place_of(form.page, cell), cell, is_head

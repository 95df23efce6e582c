"""From an uploaded file to what its form says about a half-year."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from figures.entry.proposed_changes import BASIS, ProposedCell, ProposedChanges
from figures.intake.answer_labels import basis_labels, estimate_label, state_labels
from figures.intake.workbook.layout import MEMORY_SHEET, MEMORY_VERSION, TEXT_COLUMNS
from figures.submissions.cell_entries import MOST_NARRATIVE, MOST_TYPED, CellEntry
from figures.submissions.models import Figure, Submission
from vietnamese.numbers import NumberUnclearError, format_number, parse_number
from web.spreadsheet_reading.process import HEADING_ROWS, RefusedError
from web.spreadsheet_reading.reading import Cell, SheetCells, read_workbook
from web.texts import MOST_TEXT, clean_text
from web.uploads import FileRefusedError

# The columns that are read; the others of the form are there to be seen.
_READ = ("value", "state", "estimate", "note", "explanation")
_HEADINGS = ("code", *_READ)
_YES, _NO = {"x", "yes", "true", "1"}, {"", "no", "false", "0", "không"}


def read_filled(data: bytes, submission: Submission, codes: Iterable[str]) -> ProposedChanges:
    """What the uploaded form says about this half-year: only cells that differ from what they held in it.

    Args:
        data: the file.
        submission: whose form it must be.
        codes: the indicators that are typed in that half-year; other lines of the file are passed over.

    Raises:
        FileRefusedError: if it is no form, the form of another province or period, or may do harm.
    """
    try:
        sheets = read_workbook(data, needed=[MEMORY_SHEET], headings=[_HEADINGS, TEXT_COLUMNS])
    except RefusedError as error:
        raise FileRefusedError(refusal(str(error))) from error
    (hidden,) = (sheet for sheet in sheets if sheet.name == MEMORY_SHEET)
    shown = [sheet for sheet in sheets if sheet is not hidden]
    lines = _lines(shown)
    if lines is None:
        raise FileRefusedError(refusal("form"))
    memory = [[hidden.cell(row, column).text for column in range(3)] for row in range(len(hidden.rows))]
    facts = {kind: name for kind, name, _value in memory if kind != "seen"}
    if facts.get("form") != MEMORY_VERSION:
        raise FileRefusedError(refusal("form"))
    if facts.get("province") != submission.province.slug:
        raise FileRefusedError(
            _("Đây là biểu của tỉnh khác. Chọn biểu của %(province)s.") % {"province": submission.province}
        )
    if facts.get("period") != submission.period.slug:
        raise FileRefusedError(
            _("Đây là biểu của kỳ báo cáo khác. Chọn biểu của %(period)s.")
            % {"period": submission.period.label}
        )
    held = {name: value for kind, name, value in memory if kind == "seen"}
    blank = CellEntry().fingerprint
    cells: dict[str, ProposedCell] = {}
    twice: set[str] = set()
    states, yes = _states(), _yes()
    wanted = set(codes)
    for code, place, line in lines:
        if code in wanted:
            twice |= {code} & cells.keys()
            cells[code] = _cell(place, line, states, yes)
    for code in twice:
        cell = cells[code]
        cells[code] = ProposedCell(cell.position, cell.entry, _("Chỉ tiêu này có ở hai dòng. Xóa một dòng."))
    kept = {
        code: cell
        for code, cell in cells.items()
        if code in twice or cell.entry.fingerprint != held.get(code, blank)
    }
    kept |= _texts(_text_lines(shown), held)
    return ProposedChanges(kept, {code: held.get(code, blank) for code in kept})


def refusal(reason: str) -> str:
    """The sentence for a reason of the reading process."""
    return {
        "large": _("Tệp quá lớn so với một biểu số liệu. Tải lại biểu của kỳ này rồi nhập vào biểu đó."),
        "slow": _("Đọc tệp quá lâu nên đã dừng. Thử lại; vẫn không được thì tải lại biểu của kỳ này."),
        "encrypted": _("Tệp có mật khẩu mở nên không đọc được. Bỏ mật khẩu, lưu lại rồi chọn lại tệp."),
        "old": _("Tệp theo dạng Excel cũ (.xls). Lưu lại theo dạng .xlsx rồi chọn lại tệp."),
        "macros": _("Tệp có chứa macro nên không nhận. Lưu lại theo dạng .xlsx, không macro."),
        "nested": _("Trong tệp có nhúng tệp khác nên không nhận. Tải lại biểu của kỳ này và nhập vào đó."),
        "form": _("Tệp không phải biểu tải về từ trang này. Tải biểu của kỳ này rồi nhập vào biểu đó."),
        "other": _("Tệp không phải bảng tính Excel (.xlsx). Chọn biểu đã tải về từ trang này."),
    }.get(reason) or _("Tệp hỏng hoặc không đọc được. Tải lại biểu của kỳ này rồi nhập vào biểu đó.")


def _place(sheet: SheetCells, cell: Cell) -> str:
    """Where a cell stands, as the preview says it."""
    return f"{sheet.name[:40]}!{cell.address}"


def _lines(sheets: Iterable[SheetCells]) -> list[tuple[str, str, dict[str, Cell]]] | None:
    """The lines that have a code: code, place of the number, cells by key. None if no sheet is a form."""
    for sheet in sheets:
        for top, row in enumerate(sheet.rows[:HEADING_ROWS]):
            keys = [cell.text for cell in row]
            if set(keys) >= set(_HEADINGS):
                columns = {key: keys.index(key) for key in _HEADINGS}
                return list(_lines_below(sheet, top, columns))
    return None


def _lines_below(
    sheet: SheetCells, top: int, columns: Mapping[str, int]
) -> Iterator[tuple[str, str, dict[str, Cell]]]:
    for number in range(top + 1, len(sheet.rows)):
        code = sheet.cell(number, columns["code"])
        if code.kind == "s" and code.text.strip():
            cells = {key: sheet.cell(number, columns[key]) for key in _READ}
            yield code.text.strip(), _place(sheet, cells["value"]), cells


def _text_lines(sheets: Iterable[SheetCells]) -> list[tuple[str, Cell, str]]:
    """The province's words: their name, the cell, its place; an old form has none."""
    for sheet in sheets:
        for top, row in enumerate(sheet.rows[:HEADING_ROWS]):
            if tuple(cell.text for cell in row[: len(TEXT_COLUMNS)]) == TEXT_COLUMNS:
                lines = [(sheet.cell(n, 0).text, sheet.cell(n, 2)) for n in range(top + 1, len(sheet.rows))]
                return [(name, cell, _place(sheet, cell)) for name, cell in lines]
    return []


def _cell(place: str, cells: Mapping[str, Cell], states: Mapping[str, str], yes: set[str]) -> ProposedCell:
    """One line of the file as an entry of the form."""
    value = cells["value"]
    problem, text = "", value.text
    if value.kind == "n":
        number = Decimal(value.text)
        text = format_number(number) if number.is_finite() else value.text
    text = clean_text(text, MOST_TYPED)
    # An entry that the file does not say: it must not look like a blank cell, or like what was there.
    if value.flag == "error" or (value.flag == "formula" and not text):
        text = text or "#"
        problem = _("Công thức trong ô không cho ra số. Ghi thẳng số vào ô.")
    elif value.kind == "o":
        problem = _("Ô ghi ngày tháng hoặc giá trị đúng/sai. Định dạng lại ô và ghi số.")
    words = clean_text(cells["state"].text).casefold()
    state = states.get(words, "")
    if not state:
        state = Figure.Answer.NUMBER.value
        problem = problem or _("Tình trạng “%s” không có trong danh sách.") % words[:40]
    estimate = clean_text(cells["estimate"].text).casefold()
    if estimate not in yes | _NO:
        problem = problem or _("Cột “Số ước” chỉ ghi “Có” hoặc để trống.")
    note, explanation = (clean_text(cells[key].text, MOST_TEXT + 1) for key in ("note", "explanation"))
    if max(len(note), len(explanation)) > MOST_TEXT:
        problem = problem or _("Ghi chú hoặc giải trình dài quá 1.000 chữ cái và dấu.")
    entry = CellEntry(text, state, clean_text(note), clean_text(explanation), estimate in yes)
    is_computed = any(cell.flag for cell in cells.values())
    return ProposedCell(place, entry, problem or _question(entry, states), is_computed)


def _texts(lines: Iterable[tuple[str, Cell, str]], held: Mapping[str, str]) -> dict[str, ProposedCell]:
    """The province's words and the kind of its figures, as far as they differ."""
    found = {}
    for name, written, place in lines:
        if name == BASIS:
            cell = _basis(written.text, place)
        elif name in Submission.NARRATIVE:
            text = clean_text(written.text, MOST_NARRATIVE + 1)
            problem = _("Nội dung dài quá 10.000 chữ cái và dấu.") if len(text) > MOST_NARRATIVE else ""
            if written.flag or written.kind == "o":
                problem = _("Ô có công thức, ngày tháng hoặc giá trị đúng/sai. Ghi thẳng nội dung vào ô.")
            cell = ProposedCell(place, CellEntry(text=clean_text(text, MOST_NARRATIVE)), problem)
        else:
            continue
        if cell is not None and name in held and (cell.problem or cell.entry.fingerprint != held[name]):
            found[name] = cell
    return found


def _basis(raw: str, place: str) -> ProposedCell | None:
    """Whether all figures are estimates; none where the cell was emptied."""
    words = clean_text(raw).casefold()
    if not words:
        return None
    known: dict[str, bool] = {}
    for language in ("vi", "en"):
        with translation.override(language):
            known |= {label.casefold(): is_estimate for is_estimate, label in basis_labels().items()}
    labels = basis_labels()
    problem = (
        ""
        if words in known
        else _("Ô này chỉ ghi “%(final)s” hoặc “%(estimate)s”.")
        % {
            "final": labels[False],
            "estimate": labels[True],
        }
    )
    return ProposedCell(
        place,
        CellEntry(text="" if not problem else words[:200], is_estimate=known.get(words, False)),
        problem,
    )


def _question(entry: CellEntry, states: Mapping[str, str]) -> str:
    """What cannot be read in the number with certainty; empty where all can."""
    if entry.state != Figure.Answer.NUMBER:
        if not entry.text:
            return ""
        return (
            _("Ô có số mà tình trạng lại ghi “%s”. Xóa số, hoặc đổi tình trạng.")
            % (state_labels()[entry.state])
        )
    try:
        parse_number(entry.text)
    except NumberUnclearError as question:
        return str(question)
    return ""


def _states() -> dict[str, str]:
    """Each state by its label in either language: a form may be made in one and read in the other."""
    found = {"": Figure.Answer.NUMBER.value}
    for language in ("vi", "en"):
        with translation.override(language):
            found |= {label.casefold(): state for state, label in state_labels().items()}
    return found


def _yes() -> set[str]:
    found = set(_YES)
    for language in ("vi", "en"):
        with translation.override(language):
            found.add(estimate_label().casefold())
    return found

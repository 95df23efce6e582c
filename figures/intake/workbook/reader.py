"""Read an uploaded form as proposed changes to a half-year."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from figures.entry.proposed_changes import BASIS, ProposedCell, ProposedChanges
from figures.intake.answer_labels import basis_labels, estimate_label, state_labels
from figures.intake.workbook.layout import MEMORY_SHEET, MEMORY_VERSION, TEXT_COLUMNS
from figures.submissions.cell_entries import MOST_NARRATIVE, CellEntry
from figures.submissions.models import Figure, Submission
from vietnamese.numbers import NumberUnclearError, format_number, parse_number
from vietnamese.texts import clean_text
from web.spreadsheet_reading.process import HEADING_ROWS, RefusedError
from web.spreadsheet_reading.reading import Cell, SheetCells, read_workbook
from web.texts import TextRefusedError, accepted_text
from web.uploads import FileRefusedError

# The columns that are read; the others are only shown.
_READ = ("value", "state", "estimate", "note", "explanation")
_HEADINGS = ("code", *_READ)
_YES, _NO = {"x", "yes", "true", "1"}, {"", "no", "false", "0", "không"}

T = TypeVar("T")


def read_filled(data: bytes, submission: Submission, codes: Iterable[str]) -> ProposedChanges:
    """Read the cells that somebody changed in the form after it was downloaded.

    Raises:
        FileRefusedError: if it is no form, belongs to another province or period, or may be harmful.
    """
    try:
        sheets = read_workbook(data, needed=[MEMORY_SHEET], headings=[_HEADINGS, TEXT_COLUMNS])
    except RefusedError as error:
        raise FileRefusedError(refusal_text(str(error))) from error
    (hidden,) = (sheet for sheet in sheets if sheet.name == MEMORY_SHEET)
    visible = [sheet for sheet in sheets if sheet is not hidden]
    lines = _lines(visible)
    if lines is None:
        raise FileRefusedError(refusal_text("form"))
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
    seen = {name: value for kind, name, value in memory if kind == "seen"}
    blank = CellEntry().fingerprint
    cells: dict[str, ProposedCell] = {}
    duplicates: set[str] = set()
    states = {"": Figure.Answer.NUMBER.value} | _by_label(state_labels)
    yes = _YES | _by_label(lambda: {True: estimate_label()}).keys()
    wanted = set(codes)
    for code, position, line in lines:
        if code in wanted:
            duplicates |= {code} & cells.keys()
            cells[code] = _cell(position, line, states, yes)
    for code in duplicates:
        cell = cells[code]
        cells[code] = ProposedCell(cell.position, cell.entry, _("Chỉ tiêu này có ở hai dòng. Xóa một dòng."))
    changed = {
        code: cell
        for code, cell in cells.items()
        if code in duplicates or cell.entry.fingerprint != seen.get(code, blank)
    }
    changed |= _texts(_text_lines(visible), seen)
    return ProposedChanges(changed, {code: seen.get(code, blank) for code in changed})


def refusal_text(reason: str) -> str:
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


def _position(sheet: SheetCells, cell: Cell) -> str:
    return f"{sheet.name[:40]}!{cell.address}"


def _lines(sheets: Iterable[SheetCells]) -> list[tuple[str, str, dict[str, Cell]]] | None:
    """Code, position of the number and cells by key of each line with a code; None if no sheet is a form."""
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
            yield code.text.strip(), _position(sheet, cells["value"]), cells


def _text_lines(sheets: Iterable[SheetCells]) -> list[tuple[str, Cell, str]]:
    for sheet in sheets:
        for top, row in enumerate(sheet.rows[:HEADING_ROWS]):
            if tuple(cell.text for cell in row[: len(TEXT_COLUMNS)]) == TEXT_COLUMNS:
                lines = [(sheet.cell(n, 0).text, sheet.cell(n, 2)) for n in range(top + 1, len(sheet.rows))]
                return [(name, cell, _position(sheet, cell)) for name, cell in lines]
    return []


def _cell(position: str, cells: Mapping[str, Cell], states: Mapping[str, str], yes: set[str]) -> ProposedCell:
    value = cells["value"]
    problem, text = "", value.text
    if value.kind == "n":
        number = Decimal(value.text)
        text = format_number(number) if number.is_finite() else value.text
    text = clean_text(text, lines=False)
    # If the file has no readable entry, the proposal must differ from a blank cell and from the stored one.
    if value.flag == "error" or (value.flag == "formula" and not text):
        text = text or "#"
        problem = _("Công thức trong ô không cho ra số. Ghi thẳng số vào ô.")
    elif value.kind == "o":
        problem = _("Ô ghi ngày tháng hoặc giá trị đúng/sai. Định dạng lại ô và ghi số.")
    state_label = clean_text(cells["state"].text).casefold()
    state = states.get(state_label, "")
    if not state:
        state = Figure.Answer.NUMBER.value
        problem = problem or _("Tình trạng “%s” không có trong danh sách.") % state_label[:40]
    estimate = clean_text(cells["estimate"].text).casefold()
    if estimate not in yes | _NO:
        problem = problem or _("Cột “Số ước” chỉ ghi “Có” hoặc để trống.")
    note, explanation = cells["note"].text, cells["explanation"].text
    entry, refusals = CellEntry(text, state, note, explanation, estimate in yes).checked("")
    problem = problem or " ".join(str(refusal.error) for refusal in refusals)
    is_computed = any(cell.flag for cell in cells.values())
    return ProposedCell(position, entry, problem or _question(entry), is_computed)


def _texts(lines: Iterable[tuple[str, Cell, str]], seen: Mapping[str, str]) -> dict[str, ProposedCell]:
    changed = {}
    for name, content, position in lines:
        if name == BASIS:
            cell = _basis(content.text, position)
        elif name in Submission.NARRATIVE:
            text, problem = content.text, ""
            try:
                text = accepted_text(text, most=MOST_NARRATIVE)
            except TextRefusedError as refused:
                problem = str(refused)
            if content.flag or content.kind == "o":
                problem = _("Ô có công thức, ngày tháng hoặc giá trị đúng/sai. Ghi thẳng nội dung vào ô.")
            cell = ProposedCell(position, CellEntry(text=text), problem)
        else:
            continue
        if cell is not None and name in seen and (cell.problem or cell.entry.fingerprint != seen[name]):
            changed[name] = cell
    return changed


def _basis(text: str, position: str) -> ProposedCell | None:
    label = clean_text(text).casefold()
    if not label:
        return None
    is_estimate = _by_label(basis_labels).get(label)
    if is_estimate is not None:
        return ProposedCell(position, CellEntry(is_estimate=is_estimate))
    labels = basis_labels()
    problem = _("Ô này chỉ ghi “%(final)s” hoặc “%(estimate)s”.") % {
        "final": labels[False],
        "estimate": labels[True],
    }
    return ProposedCell(position, CellEntry(text=label[:200]), problem)


def _question(entry: CellEntry) -> str:
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


def _by_label(labels: Callable[[], Mapping[T, str]]) -> dict[str, T]:
    """Values by their labels in both languages: a form may be made in one and read in the other."""
    values: dict[str, T] = {}
    for language in ("vi", "en"):
        with translation.override(language):
            values |= {label.casefold(): value for value, label in labels().items()}
    return values

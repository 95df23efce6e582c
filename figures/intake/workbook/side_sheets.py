"""The sheets beside the form: what each indicator counts, and what the file remembers."""

from typing import Any

from django.utils.translation import gettext as _

from figures.entry.proposed_changes import BASIS
from figures.entry.services import narrative_fingerprint
from figures.intake.answer_labels import basis_labels
from figures.intake.workbook.layout import MEMORY_SHEET, MEMORY_VERSION, SHADE, TEXT_COLUMNS
from figures.sheet.rows import Sheet
from figures.submissions.cell_entries import MOST_NARRATIVE, CellEntry
from figures.submissions.models import Submission


def write_definitions(book: Any, sheet: Sheet) -> None:
    """What each indicator counts, on a sheet of its own."""
    page = book.add_worksheet(_("Định nghĩa"))
    base = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top", "border": 1}
    words, head = book.add_format(base), book.add_format(base | {"bold": True, "bg_color": SHADE})
    titles = (_("Chỉ tiêu"), _("Đơn vị tính"), _("Định nghĩa"), _("Nguồn"))
    for number, (title, width) in enumerate(zip(titles, (46, 14, 80, 40), strict=True)):
        page.write_string(0, number, title, head)
        page.set_column(number, number, width)
    for line, row in enumerate(sheet.rows, 1):
        indicator = row.indicator
        texts = [indicator.in_language(name) for name in ("label", "unit", "definition")]
        for number, text in enumerate([*texts, indicator.source]):
            page.write_string(line, number, text, words)
    page.freeze_panes(1, 1)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def write_texts(book: Any, sheet: Sheet) -> None:
    """The province's words for the conference, and whether all figures are estimates."""
    submission, page = sheet.submission, book.add_worksheet(_("Ý kiến của tỉnh"))
    base = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top", "border": 1}
    words, head = (
        book.add_format(base | {"bg_color": SHADE}),
        book.add_format(base | {"bold": True, "bg_color": SHADE}),
    )
    # As text even where it begins with "=": nothing that somebody wrote is ever computed.
    open_ = book.add_format(base | {"locked": False, "num_format": "@"})
    for number, key in enumerate(TEXT_COLUMNS):
        page.write_string(0, number, key)
    for number, title in enumerate(("", _("Mục"), _("Nội dung"))):
        page.write_string(1, number, title, head)
    basis = basis_labels()
    texts = [(BASIS, _("Số liệu gửi kỳ này là"), basis[submission.is_estimate])]
    for name in Submission.NARRATIVE:
        label = str(getattr(Submission, name).field.verbose_name)
        texts.append((name, label[:1].upper() + label[1:], getattr(submission, name)))
    for line, (name, label, text) in enumerate(texts, 2):
        page.write_string(line, 0, name)
        page.write_string(line, 1, label, words)
        # What a return for some cells leaves alone, as the upload does.
        is_closed = name == BASIS and sheet.open_return is not None and bool(sheet.open_return.corrections)
        shown = words if is_closed else open_
        if text:
            page.write_string(line, 2, text, shown)
        else:
            page.write_blank(line, 2, None, shown)
    choice = {
        "validate": "list",
        "source": list(basis.values()),
        "error_title": _("Không có trong danh sách"),
        "error_message": _("Chọn trong danh sách, hoặc để trống."),
    }
    page.data_validation(2, 2, 2, 2, choice)
    length = {
        "validate": "length",
        "criteria": "<=",
        "value": MOST_NARRATIVE,
        "error_title": _("Quá dài"),
        "error_message": _("Ghi nhiều nhất 10.000 chữ cái và dấu."),
    }
    page.data_validation(3, 2, 2 + len(Submission.NARRATIVE), 2, length)
    page.write_string(
        3 + len(Submission.NARRATIVE), 1, _("Mỗi dòng một ý. Trong một ô, xuống dòng bằng Alt + Enter.")
    )
    page.set_row(0, None, None, {"hidden": True})
    page.set_column(0, 0, 4, None, {"hidden": True})
    page.set_column(1, 1, 30)
    page.set_column(2, 2, 100)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def write_memory(book: Any, sheet: Sheet) -> None:
    """Whose form it is, and what each cell held: kind, name, value."""
    page = book.add_worksheet(MEMORY_SHEET)
    submission = sheet.submission
    lines = [
        ("form", MEMORY_VERSION, ""),
        ("period", submission.period.slug, ""),
        ("province", submission.province.slug, ""),
    ]
    lines += [("seen", row.indicator.code, CellEntry.of(row.figure).fingerprint) for row in sheet.entered]
    lines += [
        ("seen", name, narrative_fingerprint(getattr(submission, name))) for name in submission.NARRATIVE
    ]
    lines.append(("seen", BASIS, CellEntry(is_estimate=submission.is_estimate).fingerprint))
    for line, texts in enumerate(lines):
        for number, text in enumerate(texts):
            page.write_string(line, number, text)
    page.very_hidden()
    page.protect("")

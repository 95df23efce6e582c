"""The sheets beside the form: texts, definitions, and the hidden one with fingerprints."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from figures.entry.proposed_changes import BASIS
from figures.entry.services import narrative_fingerprint
from figures.intake.answer_labels import basis_labels
from figures.intake.workbook.cell_limits import choice_limit, length_limit
from figures.intake.workbook.layout import (
    FONT,
    MEMORY_SHEET,
    MEMORY_VERSION,
    SHADE,
    TEXT_COLUMNS,
    protect_and_set_paper,
)
from figures.sheet.rows import Sheet
from figures.submissions.cell_entries import MOST_NARRATIVE, CellEntry
from figures.submissions.models import Submission, narrative_label

_BASE = FONT | {"text_wrap": True, "valign": "top", "border": 1}


def write_definitions(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(_("Định nghĩa"))
    body, head = book.add_format(_BASE), book.add_format(_BASE | {"bold": True, "bg_color": SHADE})
    titles = (_("Chỉ tiêu"), _("Đơn vị tính"), _("Định nghĩa"), _("Nguồn"))
    for number, (title, width) in enumerate(zip(titles, (46, 14, 80, 40), strict=True)):
        page.write_string(0, number, title, head)
        page.set_column(number, number, width)
    for line, row in enumerate(sheet.rows, 1):
        indicator = row.indicator
        texts = [indicator.in_language(name) for name in ("label", "unit", "definition")]
        for number, text in enumerate([*texts, indicator.source]):
            page.write_string(line, number, text, body)
    page.freeze_panes(1, 1)
    protect_and_set_paper(page)
    page.repeat_rows(0)


def write_texts(book: Any, sheet: Sheet) -> None:
    submission, page = sheet.submission, book.add_worksheet(_("Ý kiến của tỉnh"))
    locked = book.add_format(_BASE | {"bg_color": SHADE})
    head = book.add_format(_BASE | {"bold": True, "bg_color": SHADE})
    # Format "@": a text that begins with "=" must not become a formula.
    unlocked = book.add_format(_BASE | {"locked": False, "num_format": "@"})
    for number, key in enumerate(TEXT_COLUMNS):
        page.write_string(0, number, key)
    for number, title in enumerate(("", _("Mục"), _("Nội dung"))):
        page.write_string(1, number, title, head)
    basis = basis_labels()
    texts = [(BASIS, _("Số liệu gửi kỳ này là"), basis[submission.is_estimate])]
    texts += [
        (name, capfirst(narrative_label(name)), getattr(submission, name)) for name in Submission.NARRATIVE
    ]
    for line, (name, label, text) in enumerate(texts, 2):
        page.write_string(line, 0, name)
        page.write_string(line, 1, label, locked)
        # A return for named cells does not open this choice; the upload refuses it too.
        is_closed = name == BASIS and sheet.open_return is not None and bool(sheet.open_return.corrections)
        cell_format = locked if is_closed else unlocked
        if text:
            page.write_string(line, 2, text, cell_format)
        else:
            page.write_blank(line, 2, None, cell_format)
    page.data_validation(2, 2, 2, 2, choice_limit(list(basis.values())))
    length = length_limit(MOST_NARRATIVE, _("Ghi nhiều nhất 10.000 chữ cái và dấu."))
    page.data_validation(3, 2, 2 + len(Submission.NARRATIVE), 2, length)
    page.write_string(
        3 + len(Submission.NARRATIVE), 1, _("Mỗi dòng một ý. Trong một ô, xuống dòng bằng Alt + Enter.")
    )
    page.set_row(0, None, None, {"hidden": True})
    page.set_column(0, 0, 4, None, {"hidden": True})
    page.set_column(1, 1, 30)
    page.set_column(2, 2, 100)
    protect_and_set_paper(page)


def write_memory(book: Any, sheet: Sheet) -> None:
    """The form's period and province, and the fingerprint of each cell: kind, name, value."""
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

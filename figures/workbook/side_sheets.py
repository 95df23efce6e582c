"""The sheets beside the form: what each indicator counts, and what the file remembers."""

from typing import Any

from django.utils.translation import gettext as _

from figures.cells import Entry
from figures.sheet import Sheet
from figures.workbook.layout import MEMORY_SHEET, MEMORY_VERSION, SHADE


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


def write_memory(book: Any, sheet: Sheet) -> None:
    """Whose form it is, and what each cell held: kind, name, value."""
    page = book.add_worksheet(MEMORY_SHEET)
    submission = sheet.submission
    lines = [
        ("form", MEMORY_VERSION, ""),
        ("period", submission.period.slug, ""),
        ("province", submission.province.slug, ""),
    ]
    lines += [("seen", row.indicator.code, Entry.of(row.figure).fingerprint) for row in sheet.entered]
    for line, texts in enumerate(lines):
        for number, text in enumerate(texts):
            page.write_string(line, number, text)
    page.very_hidden()
    page.protect("")

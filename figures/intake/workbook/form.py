"""The province's form as a workbook: one sheet to fill in, generated from the catalogue.

All other cells are locked, without a password: somebody may have to change them, and they are never read.
Cells that a return did not open are locked too, since the upload would refuse them. A hidden sheet has the
fingerprints of the cells when the file was made, so that an upload overwrites nobody unseen.
"""

import io
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.intake.answer_labels import estimate_label, state_labels
from figures.intake.workbook.cell_limits import limit_cells
from figures.intake.workbook.layout import COLUMN, FONT, KEYS, SHADE, protect_and_set_paper
from figures.intake.workbook.side_sheets import write_definitions, write_memory, write_texts
from figures.sheet.rows import Row, RowGroup, Sheet
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from vietnamese.dates import format_date
from vietnamese.numbers import NO_NUMBER
from web.missing_value_marks import NOT_APPLICABLE

_WIDTHS = {
    "code": 4,
    "label": 46,
    "unit": 13,
    "year_ago": 15,
    "previous": 15,
    "value": 17,
    "state": 17,
    "estimate": 9,
    "note": 26,
    "explanation": 32,
}
_KEYS_ROW, _HEAD_ROW = 3, 4  # counted from 0
_LINE = "#8A8A8A"


def form_workbook(sheet: Sheet) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _FormSheet(book, sheet).write()
    write_texts(book, sheet)
    write_definitions(book, sheet)
    write_memory(book, sheet)
    book.close()
    return target.getvalue()


class _FormSheet:
    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.page = book.add_worksheet(_("Biểu nhập"))
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.line = _HEAD_ROW + 1
        self.lines = self._lines_by_code()

    def write(self) -> None:
        self._write_head()
        for section in self.sheet.sections:
            self._heading(section.section.in_language("label"), bold=True, bg_color="#D9D5C8")
            for group in section.groups:
                self._write_group(group)
        self._set_up()

    def _lines_by_code(self) -> dict[str, int]:
        # Formulas refer to lines that are written later.
        lines, line = {}, self.line
        for section in self.sheet.sections:
            line += 1
            for group in section.groups:
                line += bool(group.heading) + (group.ledger is not None and not group.entered_opening)
                for row in group.rows:
                    lines[row.indicator.code] = line
                    line += 1
                line += group.ledger is not None
        return lines

    def _format(self, **fields: Any) -> Any:
        key = tuple(sorted(fields.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(FONT | {"valign": "vcenter"} | fields)
        return self.formats[key]

    def _locked(self, **fields: Any) -> Any:
        return self._format(**({"border": 1, "border_color": _LINE, "bg_color": SHADE} | fields))

    def _cell(self, row: Row, **fields: Any) -> Any:
        if not row.is_open:
            return self._locked(**fields)
        return self._format(border=1, border_color=_LINE, locked=False, **fields)

    def _write_head(self) -> None:
        submission = self.sheet.submission
        period, page = submission.period, self.page
        title = _("Biểu số liệu %(period)s") % {"period": period.label}
        page.write_string(0, 1, title, self._format(bold=True, font_size=15))
        page.write_string(1, 1, submission.province.alliance_name, self._format(bold=True))
        guide = [
            _(
                "Số liệu tính đến hết ngày %(date)s. Chỉ nhập vào các ô để trắng. Không phát sinh thì ghi 0; "
                "để trống là chưa nhập. Tiền ghi bằng triệu đồng."
            )
            % {"date": format_date(period.cut_off_on)}
        ]
        if not all(row.is_open for row in self.sheet.entered):
            guide.append(_("Lần trả lại này chỉ mở các số được nêu và các số phải khớp với chúng."))
        if self.sheet.shows_illustrative:
            guide.append(_("Số in nghiêng là số minh họa, không phải số liệu đã công bố."))
        page.write_string(2, 1, " ".join(guide), self._format())
        year_ago, previous = self.sheet.year_ago_period, self.sheet.previous_period
        titles = {
            "code": _("Mã"),
            "label": _("Chỉ tiêu"),
            "unit": _("Đơn vị tính"),
            "year_ago": year_ago.short_label if year_ago else _("Cùng kỳ"),
            "previous": previous.short_label if previous else _("Kỳ trước"),
            "value": period.short_label,
            "state": _("Tình trạng"),
            "estimate": _("Số ước"),
            "note": _("Ghi chú"),
            "explanation": _("Giải trình"),
        }
        head = self._locked(bold=True, text_wrap=True, align="center")
        for key, number in COLUMN.items():
            page.write_string(_KEYS_ROW, number, key)
            page.write_string(_HEAD_ROW, number, titles[key], head)

    def _heading(self, text: str, **fields: Any) -> None:
        for number in range(1, len(KEYS)):
            self.page.write_string(self.line, number, text if number == 1 else "", self._locked(**fields))
        self.line += 1

    def _write_group(self, group: RowGroup) -> None:
        if group.heading:
            self._heading(group.heading, italic=True)
        opening = self.line
        if group.entered_opening:
            opening = self.lines[group.entered_opening.indicator.code]
        elif group.ledger:
            self._write_computed(_("Số đầu kỳ, lấy từ số cuối kỳ trước đã chấp nhận"), group.ledger.opening)
        for row in group.rows:
            if row.is_computed:
                indicator = row.indicator
                self._write_computed(
                    indicator.in_language("label"),
                    row.value,
                    unit=indicator.in_language("unit"),
                    places=indicator.decimals,
                    formula=self._ratio_formula(indicator),
                    earlier={"year_ago": row.year_ago, "previous": row.previous},
                )
            else:
                self._write_row(row)
        if group.ledger:
            formula = f"F{opening + 1}"
            terms = [formula]
            for indicator, _amount in group.ledger.flows:
                term = f"F{self.lines[indicator.code] + 1}"
                terms.append(term)
                formula += ("-" if indicator.ledger_role == Indicator.LedgerRole.DECREASE else "+") + term
            formula = f'=IF(COUNT({",".join(terms)})={len(terms)},{formula},"")'
            self._write_computed(_("Số cuối kỳ tính từ số đầu kỳ"), group.ledger.computed, formula=formula)

    def _ratio_formula(self, indicator: Indicator) -> str:
        codes = {row.indicator.pk: row.indicator.code for row in self.sheet.rows}
        top, bottom = (
            f"F{self.lines[codes[pk]] + 1}" if pk in codes else ""
            for pk in (indicator.numerator_id or 0, indicator.denominator_id or 0)
        )
        if not (top and bottom):
            return ""
        return f'=IF(COUNT({top},{bottom})=2,IF({bottom}<>0,{top}/{bottom}*{indicator.factor},""),"")'

    def _write_computed(
        self,
        label: str,
        value: Decimal | None,
        *,
        unit: str = "",
        places: int = 0,
        formula: str = "",
        earlier: dict[str, Cell | None] | None = None,
    ) -> None:
        line, page, text = self.line, self.page, self._locked(italic=True, text_wrap=True)
        for number in range(1, len(KEYS)):
            page.write_blank(line, number, None, text)
        page.write_string(line, COLUMN["label"], label, self._locked(italic=True, text_wrap=True, indent=1))
        page.write_string(line, COLUMN["unit"], unit, text)
        for key, cell in (earlier or {}).items():
            self._write_earlier(key, cell, places)
        italic = {"italic": True} if self.sheet.is_illustrative else {}
        number = self._locked(num_format=_number_format(None, places), **italic)
        if formula:
            page.write_formula(line, COLUMN["value"], formula, number, "" if value is None else float(value))
        elif value is not None:
            page.write_number(line, COLUMN["value"], value, number)
        else:
            page.write_string(line, COLUMN["value"], NO_NUMBER, self._locked(align="right"))
        self.line += 1

    def _write_row(self, row: Row) -> None:
        line, page, indicator, entry = self.line, self.page, row.indicator, row.entry
        text = self._locked(text_wrap=True)
        page.write_string(line, COLUMN["code"], indicator.code, text)
        label = self._locked(text_wrap=True, indent=1) if row.is_indented else text
        page.write_string(line, COLUMN["label"], indicator.in_language("label"), label)
        page.write_string(line, COLUMN["unit"], indicator.in_language("unit"), text)
        self._write_earlier("year_ago", row.year_ago, indicator.decimals)
        self._write_earlier("previous", row.previous, indicator.decimals)
        self._write_value(row)
        shows_state = entry.text or entry.state != Figure.Answer.NUMBER
        texts = {
            "state": state_labels()[entry.state] if shows_state else "",
            "estimate": estimate_label() if entry.is_estimate else "",
            "note": entry.note,
            "explanation": entry.explanation,
        }
        for key, content in texts.items():
            # Format "@": a text that begins with "=" must not become a formula.
            cell_format = self._cell(row, num_format="@", text_wrap=key in ("note", "explanation"))
            if content:
                page.write_string(line, COLUMN[key], content, cell_format)
            else:
                page.write_blank(line, COLUMN[key], None, cell_format)
        if row.is_open:
            limit_cells(page, line, indicator)
        self.line += 1

    def _write_value(self, row: Row) -> None:
        answer, value, typed = row.entry.read()
        italic = {"italic": True} if row.figure and row.figure.is_illustrative else {}
        number_format = _number_format(value, row.indicator.decimals)
        cell_format = self._cell(row, bold=True, num_format=number_format, **italic)
        if value is not None and answer == Figure.Answer.NUMBER:
            self.page.write_number(self.line, COLUMN["value"], value, cell_format)
        elif typed:
            self.page.write_string(self.line, COLUMN["value"], typed, cell_format)
        else:
            self.page.write_blank(self.line, COLUMN["value"], None, cell_format)

    def _write_earlier(self, key: str, cell: Cell | None, places: int) -> None:
        column = COLUMN[key]
        italic = {"italic": True} if cell and cell.is_illustrative else {}
        if cell is not None and cell.value is not None:
            number_format = self._locked(num_format=_number_format(None, places), **italic)
            self.page.write_number(self.line, column, cell.value, number_format)
            return
        marks = {Figure.Answer.NOT_KNOWN: NO_NUMBER, Figure.Answer.NOT_APPLICABLE: NOT_APPLICABLE}
        mark = marks.get(Figure.Answer(cell.answer), "") if cell and cell.answer else ""
        self.page.write_string(self.line, column, mark, self._locked(align="right"))

    def _set_up(self) -> None:
        page = self.page
        for key, width in _WIDTHS.items():
            page.set_column(COLUMN[key], COLUMN[key], width, None, {"hidden": key == "code"})
        page.set_row(_KEYS_ROW, None, None, {"hidden": True})
        page.set_row(_HEAD_ROW, 36)
        page.freeze_panes(_HEAD_ROW + 1, 2)
        page.set_selection(_HEAD_ROW + 2, COLUMN["value"], _HEAD_ROW + 2, COLUMN["value"])
        protect_and_set_paper(page)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.repeat_rows(_HEAD_ROW)
        page.print_area(0, 0, self.line - 1, len(KEYS) - 1)
        page.set_footer("&R&P/&N")


def _number_format(value: Decimal | None, places: int) -> str:
    """Group by thousands; show the indicator's decimals, or up to four if the value has more."""
    if value is not None:
        exponent = value.normalize().as_tuple().exponent
        if isinstance(exponent, int):
            places = max(places, min(-exponent, 4))
    return "#,##0" + ("." + "0" * places if places > 0 else "")

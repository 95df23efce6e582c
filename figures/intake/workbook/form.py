"""The province's form as a workbook: one sheet to fill in, generated from the catalogue.

Whatever is not asked for is locked, without a password: who must change it can, and is not read; what a
return left closed is locked too, so that nobody fills in what the upload would refuse. A hidden
sheet remembers what the cells held when the file was made, so that an upload overwrites nobody unseen.
"""

import io
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.intake.answer_labels import estimate_label, state_labels
from figures.intake.workbook.cell_limits import validate
from figures.intake.workbook.layout import COLUMNS, PLACE, SHADE
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
    """The half-year's form with what is stored in it, as an XLSX file."""
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
    """Writes the sheet to fill in, from top to bottom."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.page = book.add_worksheet(_("Biểu nhập"))
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.line = _HEAD_ROW + 1
        self.lines = self._lay_out()

    def write(self) -> None:
        self._write_head()
        for section in self.sheet.sections:
            self._heading(section.section.in_language("label"), bold=True, bg_color="#D9D5C8")
            for group in section.groups:
                self._write_group(group)
        self._set_up()

    def _lay_out(self) -> dict[str, int]:
        """The line of each indicator, which formulas need before it is written."""
        lines, line = {}, self.line
        for section in self.sheet.sections:
            line += 1
            for group in section.groups:
                line += bool(group.heading) + (group.ledger is not None)
                for row in group.rows:
                    lines[row.indicator.code] = line
                    line += 1
                line += group.ledger is not None
        return lines

    def _format(self, **fields: Any) -> Any:
        key = tuple(sorted(fields.items()))
        if key not in self.formats:
            base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
            self.formats[key] = self.book.add_format(base | fields)
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
        for key, number in PLACE.items():
            page.write_string(_KEYS_ROW, number, key)
            page.write_string(_HEAD_ROW, number, titles[key], head)

    def _heading(self, text: str, **fields: Any) -> None:
        for number in range(1, len(COLUMNS)):
            self.page.write_string(self.line, number, text if number == 1 else "", self._locked(**fields))
        self.line += 1

    def _write_group(self, group: RowGroup) -> None:
        if group.heading:
            self._heading(group.heading, italic=True)
        opening = self.line
        if group.ledger:
            self._computed(_("Số đầu kỳ, lấy từ số cuối kỳ trước đã chấp nhận"), group.ledger.opening)
        for row in group.rows:
            if row.is_computed:
                past = {"year_ago": row.year_ago, "previous": row.previous}
                indicator = row.indicator
                self._computed(
                    indicator.in_language("label"),
                    row.value,
                    unit=indicator.in_language("unit"),
                    places=indicator.decimals,
                    formula=self._ratio(indicator),
                    past=past,
                )
            else:
                self._asked(row)
        if group.ledger:
            formula = f"F{opening + 1}"
            terms = [formula]
            for indicator, _amount in group.ledger.flows:
                term = f"F{self.lines[indicator.code] + 1}"
                terms.append(term)
                formula += ("-" if indicator.ledger_role == Indicator.LedgerRole.DECREASE else "+") + term
            formula = f'=IF(COUNT({",".join(terms)})={len(terms)},{formula},"")'
            self._computed(_("Số cuối kỳ tính từ số đầu kỳ"), group.ledger.computed, formula=formula)

    def _ratio(self, indicator: Indicator) -> str:
        """The ratio as a formula over its two cells, so that it follows what is typed."""
        codes = {row.indicator.pk: row.indicator.code for row in self.sheet.rows}
        top, bottom = (
            f"F{self.lines[codes[pk]] + 1}" if pk in codes else ""
            for pk in (indicator.numerator_id or 0, indicator.denominator_id or 0)
        )
        if not (top and bottom):
            return ""
        return f'=IF(COUNT({top},{bottom})=2,IF({bottom}<>0,{top}/{bottom}*{indicator.factor},""),"")'

    def _computed(
        self,
        label: str,
        value: Decimal | None,
        *,
        unit: str = "",
        places: int = 0,
        formula: str = "",
        past: dict[str, Cell | None] | None = None,
    ) -> None:
        """A line that is never typed."""
        line, page, words = self.line, self.page, self._locked(italic=True, text_wrap=True)
        for number in range(1, len(COLUMNS)):
            page.write_blank(line, number, None, words)
        page.write_string(line, PLACE["label"], label, self._locked(italic=True, text_wrap=True, indent=1))
        page.write_string(line, PLACE["unit"], unit, words)
        for key, cell in (past or {}).items():
            self._past(key, cell, places)
        slanted = {"italic": True} if self.sheet.is_illustrative else {}
        shown = self._locked(num_format=_number_format(None, places), **slanted)
        if formula:
            page.write_formula(line, PLACE["value"], formula, shown, "" if value is None else float(value))
        elif value is not None:
            page.write_number(line, PLACE["value"], value, shown)
        else:
            page.write_string(line, PLACE["value"], NO_NUMBER, self._locked(align="right"))
        self.line += 1

    def _asked(self, row: Row) -> None:
        """A line to fill in."""
        line, page, indicator, entry = self.line, self.page, row.indicator, row.entry
        words = self._locked(text_wrap=True)
        page.write_string(line, PLACE["code"], indicator.code, words)
        label = self._locked(text_wrap=True, indent=1) if row.is_indented else words
        page.write_string(line, PLACE["label"], indicator.in_language("label"), label)
        page.write_string(line, PLACE["unit"], indicator.in_language("unit"), words)
        self._past("year_ago", row.year_ago, indicator.decimals)
        self._past("previous", row.previous, indicator.decimals)
        self._value(row)
        shows_state = entry.text or entry.state != Figure.Answer.NUMBER
        texts = {
            "state": state_labels()[entry.state] if shows_state else "",
            "estimate": estimate_label() if entry.is_estimate else "",
            "note": entry.note,
            "explanation": entry.explanation,
        }
        for key, text in texts.items():
            # As text even where it begins with "=": nothing that somebody wrote is ever computed.
            shown = self._cell(row, num_format="@", text_wrap=key in ("note", "explanation"))
            if text:
                page.write_string(line, PLACE[key], text, shown)
            else:
                page.write_blank(line, PLACE[key], None, shown)
        if row.is_open:
            validate(page, line, indicator)
        self.line += 1

    def _value(self, row: Row) -> None:
        answer, value, typed = row.entry.read()
        slanted = {"italic": True} if row.figure and row.figure.is_illustrative else {}
        number_format = _number_format(value, row.indicator.decimals)
        shown = self._cell(row, bold=True, num_format=number_format, **slanted)
        if value is not None and answer == Figure.Answer.NUMBER:
            self.page.write_number(self.line, PLACE["value"], value, shown)
        elif typed:
            self.page.write_string(self.line, PLACE["value"], typed, shown)
        else:
            self.page.write_blank(self.line, PLACE["value"], None, shown)

    def _past(self, key: str, past: Cell | None, places: int) -> None:
        number = PLACE[key]
        slanted = {"italic": True} if past and past.is_illustrative else {}
        if past is not None and past.value is not None:
            shown = self._locked(num_format=_number_format(None, places), **slanted)
            self.page.write_number(self.line, number, past.value, shown)
            return
        signs = {Figure.Answer.NOT_KNOWN: NO_NUMBER, Figure.Answer.NOT_APPLICABLE: NOT_APPLICABLE}
        sign = signs.get(Figure.Answer(past.answer), "") if past and past.answer else ""
        self.page.write_string(self.line, number, sign, self._locked(align="right"))

    def _set_up(self) -> None:
        page = self.page
        for key, width in _WIDTHS.items():
            page.set_column(PLACE[key], PLACE[key], width, None, {"hidden": key == "code"})
        page.set_row(_KEYS_ROW, None, None, {"hidden": True})
        page.set_row(_HEAD_ROW, 36)
        page.freeze_panes(_HEAD_ROW + 1, 2)
        page.set_selection(_HEAD_ROW + 2, PLACE["value"], _HEAD_ROW + 2, PLACE["value"])
        page.protect("", {"format_columns": True, "format_rows": True})
        page.set_paper(9)  # A4
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.repeat_rows(_HEAD_ROW)
        page.print_area(0, 0, self.line - 1, len(COLUMNS) - 1)
        page.set_footer("&R&P/&N")


def _number_format(value: Decimal | None, places: int) -> str:
    """Grouped by thousands, in the marks of the reader's own system; decimals as the indicator has them."""
    if value is not None:
        exponent = value.normalize().as_tuple().exponent
        if isinstance(exponent, int):
            places = max(places, min(-exponent, 4))
    return "#,##0" + ("." + "0" * places if places > 0 else "")

"""What to ask about a text that is no number: what was read, and what to do."""

import re

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.intake.money_units import money_in, money_label
from figures.intake.offered_readings import is_worded_number, offered_readings, unit_after
from figures.intake.table_words import BREAK
from figures.submissions.cell_entries import CellEntry
from vietnamese.numbers import SIGNIFICANT_DIGITS, NumberUnclearError, excerpt

SCIENTIFIC = r"[-−+]?[0-9][0-9.,]*[eE][-+]?[0-9]+"  # a number too long for its column
TOO_NARROW = r"#{2,}"
FORMULA_ERROR = r"#[A-Z0-9/]+[!?]?"  # #N/A, #REF!
FORMULA = r"=.+"
_SHARE = r"[-−+]?[0-9][0-9.,  ]*%"
_DATE = r"(?:[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2,4}|[0-9]{1,2}/[0-9]{1,4}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?: .*)?"
_TRUTH = r"(?i:true|false|đúng|sai)"
_SEVERAL = rf".*{BREAK}.*"


def question_about_number(text: str, indicator: Indicator, error: NumberUnclearError) -> str:
    """Ask about a text that `parse_number` refused with the error."""
    if is_worded_number(text):
        return _about_words(text, indicator)
    asked = {"text": excerpt(text), "unit": indicator.in_language("unit"), "most": SIGNIFICANT_DIGITS}
    for pattern, sentence in _sentences():
        if re.fullmatch(pattern, text):
            return sentence % asked
    return str(error.suggesting(indicator.takes))


def _about_words(text: str, indicator: Indicator) -> str:
    asked = {"text": text[:40], "unit": indicator.in_language("unit")}
    if not offered_readings(text, indicator, CellEntry()):
        return _("Ô ghi “%(text)s” mà chỉ tiêu này tính bằng %(unit)s. Chỉ ghi số, theo %(unit)s.") % asked
    if money_in(unit_after(text)) and not money_in(indicator.unit):
        return _("Ô ghi “%(text)s” mà chỉ tiêu này tính bằng %(unit)s. Chọn số đúng.") % asked
    return _("Ô ghi “%s”, không chỉ có số. Chọn số đúng.") % text[:40]


def question_about_unit(unit: str, indicator: Indicator) -> str:
    """Ask about a number in another unit of money than the form's."""
    return _("Bảng ghi bằng %(unit)s, biểu này ghi bằng %(asked)s. Chọn số đã đổi đơn vị.") % {
        "unit": money_label(unit),
        "asked": money_label(money_in(indicator.unit)),
    }


def _sentences() -> tuple[tuple[str, str], ...]:
    return (
        (
            TOO_NARROW,
            _("Ô ghi “%(text)s” vì cột trong Excel quá hẹp. Nới rộng cột cho hiện đủ số, hoặc ghi thẳng số."),
        ),
        (
            FORMULA_ERROR,
            _("Ô ghi “%(text)s”, là lỗi của công thức. Sửa công thức trong Excel, hoặc ghi thẳng số."),
        ),
        (FORMULA, _("Công thức “%(text)s” chưa có kết quả. Ghi thẳng số vào ô.")),
        (
            SCIENTIFIC,
            _(
                "Ô ghi “%(text)s”, là dạng rút gọn của một số quá dài hoặc quá nhỏ. Ghi đủ các chữ số, nhiều "
                "nhất %(most)s chữ số."
            ),
        ),
        (_SHARE, _("Ô ghi “%(text)s”, là tỷ lệ, mà chỉ tiêu này tính bằng %(unit)s. Ghi số theo %(unit)s.")),
        (_DATE, _("Ô ghi “%(text)s”, có thể là ngày tháng. Định dạng lại ô và ghi số.")),
        (_SEVERAL, _("Ô ghi nhiều số trên nhiều dòng: “%(text)s”. Ghi mỗi số vào một ô.")),
        (_TRUTH, _("Ô ghi “%(text)s”, là giá trị đúng/sai. Ghi số vào ô.")),
    )

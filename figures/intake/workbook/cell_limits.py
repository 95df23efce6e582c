"""Limits on what a spreadsheet program accepts in the form's cells."""

from typing import Any

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.intake.answer_labels import estimate_label, state_labels
from figures.intake.workbook.layout import COLUMN
from web.texts import MOST_TEXT

_LARGEST = 10**15


def limit_cells(page: Any, line: int, indicator: Indicator) -> None:
    """Limit the cells of a line. The reader checks them too: pasting goes around these limits."""
    value = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -_LARGEST if indicator.may_be_negative else 0,
        "maximum": _LARGEST,
        "error_title": _("Chưa phải một số"),
        "error_message": _("Ô này chỉ ghi một số.")
        if indicator.may_be_negative
        else _("Ô này chỉ ghi một số từ 0 trở lên."),
    }
    text = length_limit(MOST_TEXT, _("Ghi nhiều nhất 1.000 chữ cái và dấu."))
    limits = {
        "value": value,
        "state": choice_limit(list(state_labels().values())),
        "estimate": choice_limit([estimate_label()]),
        "note": text,
        "explanation": text,
    }
    for key, limit in limits.items():
        page.data_validation(line, COLUMN[key], line, COLUMN[key], limit)


def choice_limit(options: list[str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": options,
        "error_title": _("Không có trong danh sách"),
        "error_message": _("Chọn trong danh sách, hoặc để trống."),
    }


def length_limit(most: int, message: str) -> dict[str, Any]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": most,
        "error_title": _("Quá dài"),
        "error_message": message,
    }

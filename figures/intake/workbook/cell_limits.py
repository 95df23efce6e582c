"""What a spreadsheet program lets somebody type into the form."""

from typing import Any

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.intake.answer_labels import estimate_label, state_labels
from figures.intake.workbook.layout import PLACE
from web.texts import MOST_TEXT

_MOST_DIGITS = 10**15


def validate(page: Any, line: int, indicator: Indicator) -> None:
    """Holds a line's cells to what they may hold; the reader asks again, since pasting goes past this."""
    least = -_MOST_DIGITS if indicator.may_be_negative else 0
    page.data_validation(
        line,
        PLACE["value"],
        line,
        PLACE["value"],
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": least,
            "maximum": _MOST_DIGITS,
            "error_title": _("Chưa phải một số"),
            "error_message": _("Ô này chỉ ghi một số.")
            if indicator.may_be_negative
            else _("Ô này chỉ ghi một số từ 0 trở lên."),
        },
    )
    for key, options in (("state", list(state_labels().values())), ("estimate", [estimate_label()])):
        page.data_validation(
            line,
            PLACE[key],
            line,
            PLACE[key],
            {
                "validate": "list",
                "source": options,
                "error_title": _("Không có trong danh sách"),
                "error_message": _("Chọn trong danh sách, hoặc để trống."),
            },
        )
    for key in ("note", "explanation"):
        page.data_validation(
            line,
            PLACE[key],
            line,
            PLACE[key],
            {
                "validate": "length",
                "criteria": "<=",
                "value": MOST_TEXT,
                "error_title": _("Quá dài"),
                "error_message": _("Ghi nhiều nhất 1.000 chữ cái và dấu."),
            },
        )

"""Read one cell as its column says: its value, or a sentence that says what was read and what to do."""

import datetime as dt
import re
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from provinces.register_import.columns import NEW, Column, word_key
from vietnamese.dates import format_date
from vietnamese.numbers import excerpt, format_number
from web.fields import DateField, NumberField, WholeNumberField, YearField, check_decimals
from web.texts import TextRefusedError, accepted_text

# As JSON has it: None, a text, a number, or a pair of kind and text; see `web.spreadsheet_reading`.
Cell = Any
_LARGEST_COUNT = 2_147_483_647
_NUMBERS: dict[str, NumberField] = {
    "count": WholeNumberField(required=False, largest=_LARGEST_COUNT),
    "money": NumberField(required=False, decimals=2),
    "year": YearField(required=False),
}
_DAY = DateField(required=False)
_SERIALS = range(20_000, 60_000)  # days of 1954 to 2064, as spreadsheets count them
_EXPONENT = re.compile(r"e|inf|nan")  # of a number that is too large or too small for a register
_LONGEST_NUMBER = 40  # characters
_COMPACT_DAY = re.compile(r"(19|20)\d{6}")


class CellRefusedError(Exception):
    """The text is a sentence for the user."""


def value_of(cell: Cell, column: Column) -> Any:
    """The value of a cell that holds something; None if what it holds is nothing.

    Raises:
        CellRefusedError: it has no reading, or more than one.
    """
    if isinstance(cell, list):
        if cell[0] == "error":
            raise CellRefusedError(_("ô báo lỗi %s; sửa công thức hoặc ghi giá trị.") % (cell[1] or "#"))
        if cell[0] == "formula":
            raise CellRefusedError(_("công thức chưa có kết quả; ghi giá trị vào ô."))
    match column.type:
        case "text" | "lines":
            return _text(text_of(cell), column)
        case "day":
            return _day(tuple(cell) if isinstance(cell, list) else cell)
        case "word":
            return _word(text_of(cell), column)
        case "key":
            return _key(text_of(cell))
    return _number(cell, column.type)


def text_of(cell: Cell) -> str:
    """What a cell shows."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list):
        return format_date(dt.date.fromisoformat(cell[1])) if cell[0] == "date" else str(cell[1])
    return str(cell)


def editable_text(cell: Cell, column: Column) -> str:
    """What a cell shows, written so that it is read as the same; a number that may be a day, as that day."""
    text = text_of(cell)
    if column.type == "day" and (day := _day_meant(text)):
        return format_date(day)
    if column.type in ("count", "money") and isinstance(cell, int | float) and not _EXPONENT.search(text):
        return format_number(Decimal(text))
    return text


def is_unclear_day(cell: Cell, column: Column) -> bool:
    """Whether `editable_text` shows a day that the cell only may mean."""
    return column.type == "day" and _day_meant(text_of(cell)) is not None


def _text(text: str, column: Column) -> str | None:
    try:
        return accepted_text(text, most=column.most, lines=column.type == "lines") or None
    except TextRefusedError as refused:
        raise CellRefusedError(str(refused)) from refused


@lru_cache(maxsize=20_000)
def _day(cell: Any) -> dt.date | None:
    if isinstance(cell, tuple):
        if cell[0] == "date":
            return _read_day(cell[1])
        raise CellRefusedError(_("đọc được “%s”; ghi ngày/tháng/năm, ví dụ 05/7/2023.") % excerpt(cell[1]))
    text = str(cell).strip()
    if meant := _day_meant(text):
        raise CellRefusedError(
            _("đọc được “%(read)s”; ghi %(day)s nếu đúng là ngày đó.")
            % {"read": excerpt(text), "day": format_date(meant)}
        )
    return _read_day(text)


def _read_day(text: str) -> dt.date | None:
    try:
        return _DAY.to_python(text)
    except ValidationError as error:
        raise CellRefusedError(_lower(error)) from error


def _day_meant(text: str) -> dt.date | None:
    """The day that a bare number may stand for."""
    try:
        if _COMPACT_DAY.fullmatch(text):
            return dt.datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no time zone
        if text.isascii() and text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
            return dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
    except ValueError:
        pass
    return None


@lru_cache(maxsize=20_000)
def _word(text: str, column: Column) -> str | None:
    key = word_key(text)
    if not key:
        return None
    if value := column.readings.get(key):
        return value
    near = get_close_matches(key, column.readings, 2, 0.6)
    values = [value for word in near if (value := column.readings[word]) in column.choices]
    meant = list(dict.fromkeys(column.choices[value] for value in values))
    if meant:
        raise CellRefusedError(
            _("đọc được “%(read)s”; có phải “%(meant)s”?")
            % {"read": excerpt(text), "meant": _("” hay “").join(meant)}
        )
    raise CellRefusedError(
        _("đọc được “%(read)s”; ghi một trong: %(words)s.") % {"read": excerpt(text), "words": column.what}
    )


def _key(text: str) -> int | str | None:
    if word_key(text) in ("moi", "new"):
        return NEW
    digits = text.strip()
    if not digits:
        return None
    if digits.isascii() and digits.isdecimal() and len(digits) <= 18:
        return int(digits)
    raise CellRefusedError(
        _("đọc được “%s”; ghi mã như trong tệp tải về, ghi “mới” hoặc để trống.") % excerpt(text)
    )


def _number(cell: Cell, kind: str) -> Decimal | int | None:
    field = _NUMBERS[kind]
    text = text_of(cell)
    try:
        if isinstance(cell, str | list):
            return field.to_python(text)
        # PostgreSQL gives back a stored 1e300 with all its digits.
        if _EXPONENT.search(text) or len(text) > _LONGEST_NUMBER:
            raise CellRefusedError(_("đọc được “%s”; ghi lại bằng các chữ số.") % excerpt(text))
        number = Decimal(text)
        field.check_range(number)
        check_decimals(number, field.decimals)
    except ValidationError as error:
        raise CellRefusedError(_lower(error)) from error
    return number if kind == "money" else int(number)


def _lower(error: ValidationError) -> str:
    sentence = " ".join(error.messages)
    return sentence[:1].lower() + sentence[1:]

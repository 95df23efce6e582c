"""What a text that is no plain number may mean: "hơn 2.100", "717,716 tỷ". Offered, never assumed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from figures.catalogue.models import Indicator
from figures.intake.money_units import converted, money_in
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from vietnamese.folding import folded
from vietnamese.numbers import (
    DECIMAL_DIGITS,
    SIGNIFICANT_DIGITS,
    NumberUnclearError,
    format_number,
    parse_number,
)

_ESTIMATE = r"uoc(?: tinh| dat| thuc hien)?"
_BEFORE = re.compile(
    rf"(?:{_ESTIMATE}|hon|khoang|gan|tren|duoi|xap xi|it nhat|nhieu nhat|toi thieu|toi da|[~≈±<>≤≥]=?)\s*"
)
_NUMBER = re.compile(r"[-−+]?[0-9](?:[0-9.,'’_ ]*[0-9])?")
# Short forms of money, which alone mean nothing; after another number they multiply.
_MONEY_AFTER = {"d": "dong", "k": "nghin dong", "tr": "trieu dong"}
_MULTIPLIERS = {"nghin", "ngan", "k", "tr", "chuc", "tram", "van"}
_UNITS = {"htx", "lh htx", "tht", "nguoi", "thanh vien", "to vien", "lop", "luot", "luot nguoi", "du an"}


def is_worded_number(text: str) -> bool:
    """Whether the text is a number with words that belong to one, and with nothing else."""
    before, number, after = _split(text)
    return bool(number and (before or after)) and (not after or after in _UNITS or bool(money_in(after)))


def unit_after(text: str) -> str:
    """The words after the number."""
    return _split(text)[2]


def offered_readings(
    text: str, indicator: Indicator, stored: CellEntry, unit: str = ""
) -> tuple[CellEntry, ...]:
    """The cell's entries that the text may mean, likeliest first; often none.

    Args:
        text: the content of the cell.
        indicator: whose number it is.
        stored: the cell; its note and explanation are kept.
        unit: the unit of money that the table names, if it is not the form's.
    """
    before, number, after = _split(text)
    if any(character.isnumeric() or character in "%-−" for character in after):
        return ()  # two numbers, a fraction, a share, or a sign
    unit = money_in(after) or (_MONEY_AFTER.get(after, "") if money_in(indicator.unit) else "") or unit
    if not unit and after.partition(" ")[0] in _MULTIPLIERS:
        return ()
    is_estimate = stored.is_estimate or re.match(_ESTIMATE, before) is not None
    amounts = dict.fromkeys(_amounts(number, unit, indicator))
    return tuple(
        replace(
            stored,
            text=format_number(amount),
            state=Figure.Answer.NUMBER.value,
            is_estimate=is_estimate,
        )
        for amount in amounts
    )


def _split(text: str) -> tuple[str, str, str]:
    """The words before the number, the number, and the words after it."""
    plain = folded(text).lstrip("'’‘`")  # Excel's mark of a text
    words = _BEFORE.match(plain)
    at = words.end() if words else 0
    number = _NUMBER.match(plain, at)
    if number is None:
        return "", "", plain
    return plain[:at].strip(), number[0], plain[number.end() :].strip(" .;*")


def _amounts(number: str, unit: str, indicator: Indicator) -> Iterator[Decimal]:
    form_unit = money_in(indicator.unit)
    readings: tuple[Decimal, ...]
    try:
        read = parse_number(number)
        readings = () if read is None else (read,)
    except NumberUnclearError as error:
        # A comma before three digits opens decimals more often than not where a unit is written out.
        readings = tuple(reversed(error.readings)) if unit else error.readings
    for reading in readings:
        amount = converted(reading, unit, form_unit) if unit and form_unit else reading
        decimals = min(indicator.decimals, DECIMAL_DIGITS)
        # Whatever is written must come back from the database unchanged.
        if indicator.takes(amount) and amount.adjusted() + decimals < SIGNIFICANT_DIGITS:
            yield amount.normalize()

"""Numbers as Vietnamese text, both ways: the one formatter and the one reader of page, chart and paper.

A dot groups thousands, a comma opens the decimals, a true minus (U+2212) stands before a negative number.
The reader never guesses: what has two readings, or none, comes back as a question (`NumberUnclearError`).
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import gettext as _

MINUS = "−"
NO_NUMBER = "…"
LONGEST_TEXT = 64
# Numbers of so many digits come out of a database as they went in. SQLite keeps NUMERIC as binary floating
# point, where 999.999.999.999.999,9999 becomes 1.000.000.000.000.000.
SIGNIFICANT_DIGITS = 15
DECIMAL_DIGITS = 4

# Decimal's default context keeps 28 digits and would round larger numbers on the way.
_EXACT = Context(prec=1000, rounding=ROUND_HALF_UP)
_TO_VIETNAMESE = str.maketrans(",.", ".,")

# No-break, narrow no-break and thin space: what spreadsheets and printed tables put between groups.
_SPACES_TO_ONE = str.maketrans("\u00a0\u202f\u2009", "   ")
_CERTAIN = re.compile(
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
    r"(?:,(?P<decimals>[0-9]+))?"
)
_MARK = re.compile(r"[., '’_]")


def format_number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Write a number the Vietnamese way: 2.109, 1.234,5, −5; None is "…".

    With `decimals` the number is rounded half up (away from zero), the rounding of commerce and of every
    spreadsheet the provinces check against; Python's own half-even would print 0,5 as 0 where they have 1.

    Without `decimals` all significant decimals are printed, without trailing zeros. One exception: three
    decimals are written as four (1,2340). "1,234" is also how English writes one thousand two hundred and
    thirty-four, `parse_number` asks about it, and nothing we print may be unreadable to ourselves.

    Raises:
        ValueError: the value is not finite.
    """
    if value is None:
        return NO_NUMBER
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"Not a number that can be printed: {value}")
    if decimals is None:
        text = f"{number.copy_abs():,f}"
        if "." in text:
            text = text.rstrip("0").removesuffix(".")
        if len(text.partition(".")[2]) == 3:
            text += "0"
    else:
        text = f"{number.copy_abs().quantize(Decimal(1).scaleb(-decimals), context=_EXACT):,f}"
    sign = MINUS if number < 0 and _has_value(text) else ""
    return sign + text.translate(_TO_VIETNAMESE)


def format_change(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Write a difference with its sign: +32, −5; no change is a bare 0, also when it only rounds to 0."""
    text = format_number(value, decimals)
    return f"+{text}" if value is not None and value > 0 and _has_value(text) else text


def format_percent(ratio_percent: Decimal | int | None, decimals: int = 1, signed: bool = False) -> str:
    """Write a ratio given in percent: 1,5%, or +1,5% when signed; None, a ratio without a base, is "".

    A fall that leaves something is never written as one of 100%: −99,985 is −99,9%.
    """
    if ratio_percent is None:
        return ""
    if signed and -100 < ratio_percent < 0:
        most = Decimal(100) - Decimal(1).scaleb(-decimals)
        ratio_percent = max(Decimal(ratio_percent), -most)
    return (format_change if signed else format_number)(ratio_percent, decimals) + "%"


def format_count(value: Decimal | int | None) -> str:
    """Write a count in running text: 02, 12, 2.109.

    Source: the practice of official Vietnamese papers, where a count under ten has a leading zero so that
    no digit can be put before it; a plain 0 stays 0.
    """
    text = format_number(value)
    return f"0{text}" if text in tuple("123456789") else text


def parse_number(text: str) -> Decimal | None:
    """Read a number typed or pasted by a person; blank is None.

    `1.234,5`, `1234,5` and `1 234,5` are the same number, `9.999` is 9999 and `05` is 5.

    Raises:
        NumberUnclear: the text has no reading or more than one. At most 15 significant digits are read, and
            4 after the comma: more is a slip, and no unit of the catalogue needs it.
    """
    if len(text) > LONGEST_TEXT:
        raise NumberUnclearError(
            text,
            _("Nội dung “{typed}” quá dài. Mỗi ô chỉ viết một số, ví dụ 1.234,5.").format(typed=_shown(text)),
        )
    body = text.strip().translate(_SPACES_TO_ONE)
    if not body:
        return None
    negative = body[0] in "-" + MINUS
    unsigned = body[1:] if negative or body[0] == "+" else body

    match = _CERTAIN.fullmatch(unsigned)
    if match is None:
        raise _unclear(text, unsigned, negative)
    whole, decimals = match["whole"], match["decimals"] or ""
    digits = whole.replace(".", "").replace(" ", "")
    if _significant(digits, decimals) > SIGNIFICANT_DIGITS:
        raise NumberUnclearError(
            text,
            _("Số “{typed}” có quá {most} chữ số. Kiểm tra lại số và đơn vị tính.").format(
                typed=_shown(text), most=SIGNIFICANT_DIGITS
            ),
        )
    if len(decimals) > DECIMAL_DIGITS:
        raise NumberUnclearError(
            text,
            _("Số “{typed}” có quá {most} chữ số sau dấu phẩy. Viết nhiều nhất {most} chữ số.").format(
                typed=_shown(text), most=DECIMAL_DIGITS
            ),
        )
    # 1,234: a comma before exactly three digits is also English thousands, unless only a 0 stands before
    # it or the number shows by its grouping, or by lacking it, that it is not written the English way.
    if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
        raise _unclear(text, unsigned, negative)
    return _signed(digits, decimals, negative)


class NumberUnclearError(ValueError):
    """A text that cannot be read as one number with certainty.

    Attributes:
        typed: the text exactly as it came, to be given back in its field.
        message: what was found, then what to do; safe to encode whatever was typed.
        readings: the numbers the text may stand for, to offer and never to take; often none.
    """

    def __init__(self, typed: str, message: str, readings: tuple[Decimal, ...] = ()) -> None:
        super().__init__(typed, message, readings)
        self.typed = typed
        self.message = message
        self.readings = readings

    def __str__(self) -> str:
        return self.message


def _unclear(typed: str, unsigned: str, negative: bool) -> NumberUnclearError:
    readings = _readings(unsigned, negative)
    ways = [format_number(reading) for reading in readings]
    if len(ways) == 2 and _CERTAIN.fullmatch(unsigned):
        message = _(
            "Số “{typed}” có hai cách đọc. Viết {first} nếu dấu phẩy ngăn hàng nghìn, "
            "{second} nếu dấu phẩy mở phần thập phân."
        )
    elif len(ways) == 2:
        message = _("Chưa đọc được số “{typed}”. Viết {first} hoặc {second}.")
    elif ways:
        message = _("Chưa đọc được số “{typed}”. Viết {first} nếu đúng là số đó.")
    else:
        message = _(
            "Chưa đọc được số “{typed}”. Chỉ viết bằng chữ số 0–9, không kèm chữ, đơn vị hay ký hiệu, "
            "ví dụ 1.234,5."
        )
    first, second = ways[:1], ways[1:]
    return NumberUnclearError(
        typed, message.format(typed=_shown(typed), first="".join(first), second="".join(second)), readings
    )


def _readings(unsigned: str, negative: bool) -> tuple[Decimal, ...]:
    """Return what digits with misplaced marks may stand for, at most two numbers."""
    groups, marks = _MARK.split(unsigned), _MARK.findall(unsigned)
    digits = "".join(groups)
    if not (digits.isascii() and digits.isdigit()) or "" in groups[1:-1]:
        return ()
    *before, last = groups
    whole, with_decimals = (digits, ""), ("".join(before) or "0", last)
    if len(marks) > 1 and len(set(marks)) == 1:
        # 1,234,567 is grouped the English way; in 1.23.456 a mark is either one too many or misplaced.
        grouped = all(len(group) == 3 for group in groups[1:])
        ways = [whole] if grouped or "" in groups else [whole, (digits[:-2], digits[-2:])]
    elif marks[-1] not in ".," or not last:
        ways = [whole]
    elif before[0] in ("", "0") or (len(marks) > 1 and len(last) != 3):
        ways = [with_decimals]
    else:
        ways = [whole, with_decimals]
    return tuple(
        _signed(*way, negative)
        for way in ways
        if _significant(*way) <= SIGNIFICANT_DIGITS and len(way[1]) <= DECIMAL_DIGITS
    )


def _significant(digits: str, decimals: str) -> int:
    """How many digits the number has without the zeros that add nothing to it: 3 in 05,340."""
    return len((digits + decimals.rstrip("0")).lstrip("0"))


def _signed(digits: str, decimals: str, negative: bool) -> Decimal:
    number = Decimal(f"{digits}.{decimals}")
    return -number if negative else number


def _has_value(text: str) -> bool:
    return any(digit in text for digit in "123456789")


def _shown(typed: str) -> str:
    """Return typed text for a message: short, on one line, without what cannot be printed or stored."""
    short = typed if len(typed) <= 24 else typed[:23] + "…"
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in short).strip()

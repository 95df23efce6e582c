"""Numbers as Vietnamese text, both ways. Pages, charts and papers all use these functions.

A dot groups thousands, a comma starts the decimals, and negative numbers have a true minus sign (U+2212).
The parser never guesses: text with two meanings, or none, raises a question (`NumberUnclearError`).
"""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import gettext as _

MINUS = "−"
NO_NUMBER = "…"
NOTHING = "–"  # of points: nothing was scored, which is not zero
LONGEST_TEXT = 64
# SQLite stores NUMERIC as binary floating point: up to 15 digits come back unchanged, but
# 999.999.999.999.999,9999 comes back as 1.000.000.000.000.000.
SIGNIFICANT_DIGITS = 15
DECIMAL_DIGITS = 4

# A change of more than this factor is not said in percent, and one of more than this not as a multiple.
MOST_IN_PERCENT, MANY_TIMES = 10, 1000

# Decimal's default context keeps 28 digits and would round larger numbers on the way.
_EXACT = Context(prec=1000, rounding=ROUND_HALF_UP)
_TO_VIETNAMESE = str.maketrans(",.", ".,")

# No-break, narrow no-break and thin space, which spreadsheets and printed tables put between groups.
_SPACES_TO_ONE = str.maketrans("\u00a0\u202f\u2009", "   ")
_WELL_FORMED = re.compile(
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
    r"(?:,(?P<decimals>[0-9]+))?"
)
_ONLY_DIGITS = re.compile(r"[-−+]?[0-9][0-9., '’_\u00a0\u202f\u2009]*")
_MARK = re.compile(r"[., '’_]")


def format_number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Write a number the Vietnamese way: 2.109, 1.234,5, −5; None is "…".

    With `decimals` the number is rounded half up (away from zero), as in the spreadsheets that the provinces
    compare with. Python's default, half-even, would print 0,5 as 0 where they have 1.

    Without `decimals` all significant decimals are printed, without trailing zeros. One exception: three
    decimals are written as four (1,2340). "1,234" is also English for one thousand two hundred and
    thirty-four, so `parse_number` refuses it, and it must be able to read everything we print.

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
    """Write a difference with its sign: +32, −5; no change, or one that rounds to it, is a bare 0."""
    text = format_number(value, decimals)
    return f"+{text}" if value is not None and value > 0 and _has_value(text) else text


def format_percent(ratio_percent: Decimal | int | None, decimals: int = 1, signed: bool = False) -> str:
    """Write a ratio given in percent: 1,5%, or +1,5% when signed; None, a ratio without a base, is "".

    A fall that leaves something is never written as −100%: −99,985 is −99,9%. Beyond `MOST_IN_PERCENT` a
    change is said as a multiple: nobody reads +979.059.927,9%.
    """
    if ratio_percent is None:
        return ""
    times = 1 + Decimal(ratio_percent) / 100
    if signed and times > MANY_TIMES:
        return _("hơn %s lần") % format_number(MANY_TIMES)
    if signed and times > MOST_IN_PERCENT:
        return _("gấp %s lần") % format_number(times, 0)
    if signed and -100 < ratio_percent < 0:
        largest_fall = Decimal(100) - Decimal(1).scaleb(-decimals)
        ratio_percent = max(Decimal(ratio_percent), -largest_fall)
    return (format_change if signed else format_number)(ratio_percent, decimals) + "%"


def format_count(value: Decimal | int | None) -> str:
    """Write a count in running text: 02, 12, 2.109.

    Source: official Vietnamese papers put a zero before a count under ten, so that nobody can add a digit
    before it; a plain 0 stays 0.
    """
    text = format_number(value)
    return f"0{text}" if text in tuple("123456789") else text


def parse_number(text: str) -> Decimal | None:
    """Read a number that a person typed or pasted; blank is None.

    `1.234,5`, `1234,5` and `1 234,5` are the same number, `9.999` is 9999 and `05` is 5.

    Raises:
        NumberUnclearError: the text has no reading or more than one, or the number has over 15 significant
            digits or over 4 decimals, which no unit of the catalogue needs.
    """
    if len(text) > LONGEST_TEXT and _ONLY_DIGITS.fullmatch(text):
        raise _too_many_digits(text)
    if len(text) > LONGEST_TEXT:
        raise NumberUnclearError(
            text,
            _("Nội dung “{typed}” quá dài. Mỗi ô chỉ viết một số, ví dụ 1.234,5.").format(
                typed=excerpt(text)
            ),
        )
    number = text.strip().translate(_SPACES_TO_ONE)
    if not number:
        return None
    negative = number[0] in "-" + MINUS
    unsigned = number[1:] if negative or number[0] == "+" else number

    match = _WELL_FORMED.fullmatch(unsigned)
    if match is None:
        raise _unclear(text, _possible_readings(unsigned, negative))
    whole, decimals = match["whole"], match["decimals"] or ""
    digits = whole.replace(".", "").replace(" ", "")
    if _significant_digits(digits, decimals) > SIGNIFICANT_DIGITS:
        raise _too_many_digits(text)
    if len(decimals) > DECIMAL_DIGITS:
        raise NumberUnclearError(
            text,
            _("Số “{typed}” có quá {most} chữ số sau dấu phẩy. Viết nhiều nhất {most} chữ số.").format(
                typed=excerpt(text), most=DECIMAL_DIGITS
            ),
        )
    # 1,234: a comma before exactly three digits may also group English thousands. Not so after a lone 0,
    # or when the whole part has dots or spaces, or over three digits without them.
    if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
        raise _unclear(text, _possible_readings(unsigned, negative), is_number=True)
    return _signed(digits, decimals, negative)


class NumberUnclearError(ValueError):
    """A text that cannot be read as one number with certainty.

    Attributes:
        typed: the text exactly as it came, to redisplay in its field.
        message: the problem, then what to do; can always be encoded, whatever was typed.
        readings: the numbers that the text may mean, to suggest but never to assume; often none.
    """

    def __init__(self, typed: str, message: str, readings: tuple[Decimal, ...] = ()) -> None:
        super().__init__(typed, message, readings)
        self.typed = typed
        self.message = message
        self.readings = readings

    def __str__(self) -> str:
        return self.message

    def suggesting(self, accepts: Callable[[Decimal], bool]) -> "NumberUnclearError":
        """The same; of the numbers that the text may mean, only those that are accepted are suggested."""
        readings = tuple(filter(accepts, self.readings))
        return self if readings == self.readings else _unclear(self.typed, readings)


def _too_many_digits(typed: str) -> NumberUnclearError:
    message = _("Số “{typed}” có quá {most} chữ số. Kiểm tra lại số và đơn vị tính.")
    return NumberUnclearError(typed, message.format(typed=excerpt(typed), most=SIGNIFICANT_DIGITS))


def _unclear(typed: str, readings: tuple[Decimal, ...], *, is_number: bool = False) -> NumberUnclearError:
    suggestions = [format_number(reading) for reading in readings]
    if len(suggestions) == 2 and is_number:
        message = _(
            "Số “{typed}” có thể hiểu theo hai cách. Viết {first} nếu dấu phẩy ngăn hàng nghìn, "
            "{second} nếu dấu phẩy mở phần thập phân."
        )
    elif len(suggestions) == 2:
        message = _("Giá trị “{typed}” không hợp lệ. Viết {first} hoặc {second}.")
    elif suggestions:
        message = _("Giá trị “{typed}” không hợp lệ. Viết {first} nếu đúng là số đó.")
    else:
        message = _(
            "Giá trị “{typed}” không hợp lệ. Chỉ viết bằng chữ số 0–9, không kèm chữ, đơn vị hay ký hiệu, "
            "ví dụ 1.234,5."
        )
    first, second = suggestions[:1], suggestions[1:]
    text = message.format(typed=excerpt(typed), first="".join(first), second="".join(second))
    return NumberUnclearError(typed, text, readings)


def _possible_readings(unsigned: str, negative: bool) -> tuple[Decimal, ...]:
    """Return the numbers, at most two, that digits with misplaced marks may mean."""
    groups, marks = _MARK.split(unsigned), _MARK.findall(unsigned)
    digits = "".join(groups)
    if not (digits.isascii() and digits.isdigit()) or "" in groups[1:-1]:
        return ()
    *leading, final = groups
    whole, with_decimals = (digits, ""), ("".join(leading) or "0", final)
    if len(marks) > 1 and len(set(marks)) == 1:
        # 1,234,567 is English grouping; in 1.23.456 one mark is superfluous or misplaced.
        grouped = all(len(group) == 3 for group in groups[1:])
        candidates = [whole] if grouped or "" in groups else [whole, (digits[:-2], digits[-2:])]
    elif marks[-1] not in ".," or not final:
        candidates = [whole]
    elif leading[0] in ("", "0") or (len(marks) > 1 and len(final) != 3):
        candidates = [with_decimals]
    else:
        candidates = [whole, with_decimals]
    return tuple(
        _signed(*candidate, negative)
        for candidate in candidates
        if _significant_digits(*candidate) <= SIGNIFICANT_DIGITS and len(candidate[1]) <= DECIMAL_DIGITS
    )


def _significant_digits(digits: str, decimals: str) -> int:
    return len((digits + decimals.rstrip("0")).lstrip("0"))


def _signed(digits: str, decimals: str, negative: bool) -> Decimal:
    number = Decimal(f"{digits}.{decimals}")
    return -number if negative else number


def _has_value(text: str) -> bool:
    return any(digit in text for digit in "123456789")


def excerpt(typed: str, most: int = 24) -> str:
    """The beginning of a text, as a sentence about it quotes it."""
    short = typed if len(typed) <= most else typed[: most - 1] + "…"
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in short).strip()

"""Whole numbers in Vietnamese words, as they are read aloud and written on vouchers.

Source: Vietnamese accounting papers write *linh* for a tens digit of zero, *mốt* and *lăm* after a tens word,
*tư* after *hai mươi* and up, and *không trăm* inside a number, never at its start.
"""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")


def in_words(number: Decimal | int) -> str:
    """`in_words(2105)` is "hai nghìn một trăm linh năm"; a fraction is rounded half up."""
    whole = int(Decimal(number).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if whole == 0:
        return DIGITS[0]
    words = _billions(abs(whole))
    return f"âm {words}" if whole < 0 else words


def _billions(number: int) -> str:
    """Above a billion the words start again: a billion billion is "tỷ tỷ"."""
    high, low = divmod(number, 10**9)
    words = [f"{_billions(high)} tỷ"] if high else []
    if low:
        words.append(_below_billion(low, is_inside=bool(high)))
    return " ".join(words)


def _below_billion(number: int, *, is_inside: bool) -> str:
    words: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            scale = _SCALES[power]
            words.append(f"{_group(group, is_inside=is_inside or bool(words))} {scale}".rstrip())
    return " ".join(words)


def _group(group: int, *, is_inside: bool) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = []
    if hundreds or is_inside:
        words.append(f"{DIGITS[hundreds]} trăm")
    if tens == 0:
        if ones:
            words.append(f"linh {DIGITS[ones]}" if words else DIGITS[ones])
        return " ".join(words)
    words.append("mười" if tens == 1 else f"{DIGITS[tens]} mươi")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 4 and tens > 1:
        words.append("tư")
    elif ones == 5:
        words.append("lăm")
    elif ones:
        words.append(DIGITS[ones])
    return " ".join(words)

"""Units of money that a table or a cell names."""

from decimal import Decimal

from django.utils.translation import gettext as _

from figures.intake.table_words import BRACKETS, bare_words
from vietnamese.folding import folded

_AMOUNTS = {
    "": "dong",
    "nghin ": "nghin dong",
    "ngan ": "nghin dong",
    "1000 ": "nghin dong",
    "1 000 ": "nghin dong",
    "thousand ": "nghin dong",
    "trieu ": "trieu dong",
    "tr ": "trieu dong",
    "1000000 ": "trieu dong",
    "1 000 000 ": "trieu dong",
    "million ": "trieu dong",
    "ty ": "ty dong",
    "ti ": "ty dong",
    "billion ": "ty dong",
}
_MONEY = {amount + money: unit for amount, unit in _AMOUNTS.items() for money in ("dong", "vnd")}
_MONEY |= {amount + "d": unit for amount, unit in _AMOUNTS.items() if amount}  # "d)" alone numbers a line
_MONEY |= {"trieu": "trieu dong", "trd": "trieu dong", "ty": "ty dong", "ti": "ty dong"}
_MONEY |= {"vnd million": "trieu dong", "vnd billion": "ty dong"}
_IN_DONG = {
    "dong": Decimal(1),
    "nghin dong": Decimal(1000),
    "trieu dong": Decimal(1_000_000),
    "ty dong": Decimal(1_000_000_000),
}


def money_in(text: str) -> str:
    text = folded(text)
    in_brackets = [match.strip("()[] ") for match in BRACKETS.findall(text)]
    for unit in [text, *in_brackets]:
        unit = bare_words(unit.removeprefix("dvt").removeprefix("don vi tinh").removeprefix("don vi"))
        if unit in _MONEY:
            return _MONEY[unit]
    return ""


def money_label(unit: str) -> str:
    labels = {
        "dong": _("đồng"),
        "nghin dong": _("nghìn đồng"),
        "trieu dong": _("triệu đồng"),
        "ty dong": _("tỷ đồng"),
    }
    return labels[unit]


def converted(amount: Decimal, unit: str, to: str) -> Decimal:
    return amount * _IN_DONG[unit] / _IN_DONG[to]

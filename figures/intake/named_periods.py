"""Which half-year a head or a title names: "6T cuối 2022", "H1 2023", "30/6/2023", "năm 2022"."""

import re
from collections.abc import Iterable

from figures.periods.models import Period
from vietnamese.folding import folded

_SIX_MONTHS = re.compile(
    r"(?:(?:6|sau) ?(?:thang|th|t)\b|nua) ?(?P<half>dau|cuoi)\b(?: nam\b)?"
    r"(?: ?(?P<year>(?:19|20)[0-9]{2})\b)?"
)
_H1 = re.compile(r"\bh(?P<half>[12])[ /.-]?(?P<year>(?:19|20)[0-9]{2})\b")
_H1_LAST = re.compile(r"\b(?P<year>(?:19|20)[0-9]{2})[ /.-]?h(?P<half>[12])\b")
_LAST_DAY = re.compile(r"\b(?P<half>30 ?[/.-] ?0?6|31 ?[/.-] ?12) ?[/.-] ?(?P<year>(?:19|20)[0-9]{2})\b")
_HALVES = {"dau": 1, "cuoi": 2, "1": 1, "2": 2}
_YEAR = re.compile(r"(?<![0-9/.-])(?:19|20)[0-9]{2}\b(?![/.-][0-9])")
_WHOLE_YEAR = re.compile(r"(?:^|\bnam )(?P<year>(?:19|20)[0-9]{2})$")


def names(text: str, period: Period) -> bool:
    return any(_is(period, half, year) for half, year in _half_years(text))


def names_another(text: str, period: Period) -> bool:
    """Whether the text names half-years, and this one is not among them."""
    return bool(_half_years(text)) and not names(text, period)


def heads_another_time(heads: Iterable[str], period: Period) -> bool:
    """Whether the heads of a column name other half-years or years, or a whole year, and not this one."""
    heads = list(heads)
    if any(names(head, period) for head in heads):
        return False
    return any(names_another(head, period) or _names_a_year(head, period) for head in heads)


def _names_a_year(head: str, period: Period) -> bool:
    """Whether it names another year, or this one as a whole."""
    text = folded(head)
    years = {int(year) for year in _YEAR.findall(text)}
    return bool(years) and (period.year not in years or _WHOLE_YEAR.search(text) is not None)


def _half_years(text: str) -> list[tuple[int, int | None]]:
    """The half and the year of each; no year where only the half is named."""
    text = folded(text)
    found = [match for pattern in (_SIX_MONTHS, _H1, _H1_LAST, _LAST_DAY) for match in pattern.finditer(text)]
    return [(_half(match["half"]), int(match["year"]) if match["year"] else None) for match in found]


def _half(text: str) -> int:
    return _HALVES.get(text) or (1 if text.startswith("30") else 2)


def _is(period: Period, half: int, year: int | None) -> bool:
    return half == period.half and year in (None, period.year)

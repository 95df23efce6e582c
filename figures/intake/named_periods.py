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
_TO_LAST_MONTH = re.compile(
    r"\b(?:den|het)\b.{0,12}?\b(?:thang ?|t)0?(?P<half>6|12)\b[ /.-]*(?:nam )?(?P<year>(?:19|20)[0-9]{2})\b"
)
_MONTHS = [
    re.compile(
        rf"\b(?:thang ?|t)0?{first}\b.{{0,12}}?\b(?:thang ?|t)(?P<half>{last})\b"
        r"(?:[ /.-]*(?:nam )?(?P<year>(?:19|20)[0-9]{2})\b)?"
    )
    for first, last in (("1", "0?6"), ("7", "12"))
]
_HALVES = {"dau": 1, "cuoi": 2, "1": 1, "2": 2, "6": 1, "06": 1, "12": 2}
# A quarter, a month, or as many months as no half-year has.
_OTHER_SPAN = re.compile(
    r"\bquy ?(?:[1-4]|iv|i{1,3})\b|\bq[1-4]\b|\b(?:[1-57-9]|1[0-2]) ?(?:thang|t)\b"
    r"|\b(?:thang ?|t)(?:0?[1-9]|1[0-2])\b"
)
# Without a half of the year it is the first one; what is counted since January is another number in July.
_SINCE_JANUARY = re.compile(r"\bluy ke\b|\b(?:6|sau) ?(?:thang|t)(?: nam)?[ /.-]*(?:19|20)[0-9]{2}\b")
_YEAR = re.compile(r"(?<![0-9/.-])(?:19|20)[0-9]{2}\b(?![/.-][0-9])")
_WHOLE_YEAR = re.compile(r"(?:^|\bnam )(?P<year>(?:19|20)[0-9]{2})$")


def names(text: str, period: Period) -> bool:
    return any(_is(period, half, year) for half, year in _half_years(text))


def names_another(text: str, period: Period) -> bool:
    """Whether the text names half-years, and this one is not among them."""
    return bool(_half_years(text)) and not names(text, period)


def heads_another_time(heads: Iterable[str], period: Period) -> bool:
    """Whether the heads of a column name other half-years, years, quarters or months, and not this one."""
    heads = list(heads)
    if any(names(head, period) for head in heads):
        # "2022" above "6 tháng cuối năm"
        years = {int(year) for head in heads for year in _YEAR.findall(folded(head))}
        return bool(years) and period.year not in years
    return any(
        names_another(head, period) or _names_a_year(head, period) or _names_another_span(head, period)
        for head in heads
    )


def _names_another_span(head: str, period: Period) -> bool:
    text = folded(head)
    is_since_january = period.half != 1 and _SINCE_JANUARY.search(text) is not None
    return is_since_january or _OTHER_SPAN.search(text) is not None


def _names_a_year(head: str, period: Period) -> bool:
    """Whether it names another year, or this one as a whole."""
    text = folded(head)
    years = {int(year) for year in _YEAR.findall(text)}
    return bool(years) and (period.year not in years or _WHOLE_YEAR.search(text) is not None)


def _half_years(text: str) -> list[tuple[int, int | None]]:
    """The half and the year of each; no year where only the half is named."""
    text = folded(text)
    patterns = (_SIX_MONTHS, _H1, _H1_LAST, _LAST_DAY, _TO_LAST_MONTH, *_MONTHS)
    found = [match for pattern in patterns for match in pattern.finditer(text)]
    return [(_half(match["half"]), int(match["year"]) if match["year"] else None) for match in found]


def _half(text: str) -> int:
    return _HALVES.get(text) or (1 if text.startswith("30") else 2)


def _is(period: Period, half: int, year: int | None) -> bool:
    return half == period.half and year in (None, period.year)

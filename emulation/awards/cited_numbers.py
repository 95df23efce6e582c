"""The numbers in a dossier's text, held against what the system knows of the nominee."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from emulation.awards.known_facts import KnownFact
from emulation.awards.models import Dossier
from emulation.awards.title_models import NomineeKind
from emulation.pledges.progress import progress_of
from figures.catalogue.models import Indicator
from figures.submissions.models import Figure, Submission
from figures.submissions.yearly import yearly_values

# A number by itself: no part of a date, of a document's symbol or of a word.
_NUMBER = re.compile(
    r"(?<![\w/.,-])(?P<number>(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?)(?![\w/]|[.,-]\d)(?P<billions>\s*t[ỷỉ]\b)?"
)
_AFTER_NAME = re.compile(r"\b(?:ngày|tháng|quý|thứ|điều|khoản|mục|tiêu chí)\s+$", re.IGNORECASE)
_BEFORE_TIME = re.compile(r"\s*(?:ngày|tháng|quý|năm)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
MILLIONS_IN_A_BILLION = Decimal(1000)


@dataclass(frozen=True)
class Piece:
    """A piece of the text; `is_unmatched` if it is a number that no known one confirms."""

    text: str
    is_unmatched: bool = False


def achievements_in_pieces(dossier: Dossier, facts: Iterable[KnownFact]) -> list[Piece]:
    """Return the achievements cut at the numbers, in order; joined they are the text."""
    text, pieces, end = dossier.achievements, [], 0
    cited = list(_cited(text))
    known = set(_known_numbers(dossier, facts)) if cited else set()
    for match in cited:
        if not _confirms(known, match):
            start, stop = match.span("number")
            pieces += [Piece(text[end:start]), Piece(text[start:stop], is_unmatched=True)]
            end = stop
    return [piece for piece in (*pieces, Piece(text[end:])) if piece.text]


def cites_numbers(dossier: Dossier) -> bool:
    return any(_cited(dossier.achievements))


def _cited(text: str) -> Iterator[re.Match[str]]:
    for match in _NUMBER.finditer(text):
        if (
            not _YEAR.fullmatch(match["number"])
            and not _AFTER_NAME.search(text[: match.start()])
            and not _BEFORE_TIME.match(text, match.end())
        ):
            yield match


def _confirms(known: set[Decimal], match: re.Match[str]) -> bool:
    """Whether a known number reads as the cited one, when it is rounded to the decimals that were given."""
    scale = MILLIONS_IN_A_BILLION if match["billions"] else Decimal(1)
    cited = _value(match) * scale
    rounding = Decimal(1).scaleb(-len(match["number"].partition(",")[2])) * scale / 2
    return any(-rounding <= number - cited < rounding for number in known)


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(match["number"].replace(".", "").replace(",", "."))


def _known_numbers(dossier: Dossier, facts: Iterable[KnownFact]) -> Iterator[Decimal]:
    for fact in facts:
        yield from (_value(match) for match in _NUMBER.finditer(fact.value))
    if dossier.kind == NomineeKind.ALLIANCE:
        yield from _figures(dossier)
        yield from _pledged(dossier)


def _figures(dossier: Dossier) -> Iterator[Decimal]:
    """The accepted half-years of this year and the one before, and what they add up to."""
    years = (dossier.year.year - 1, dossier.year.year)
    accepted = Figure.objects.filter(
        submission__province=dossier.province_id,
        submission__period__year__in=years,
        submission__state__in=Submission.ACCEPTED,
    )
    yield from (value for value in accepted.values_list("value", flat=True) if value is not None)
    indicators = list(Indicator.objects.select_related("numerator", "denominator"))
    for year in years:
        yearly = yearly_values(year, [dossier.province], indicators)
        values = {code: row.value for (_slug, code), row in yearly.items()}
        for indicator in indicators:
            top, bottom = indicator.numerator, indicator.denominator
            if top and bottom:
                values[indicator.code] = indicator.quotient(values.get(top.code), values.get(bottom.code))
        yield from (value for value in values.values() if value is not None)


def _pledged(dossier: Dossier) -> Iterator[Decimal]:
    table = progress_of(dossier.year, [dossier.province])
    for _province, row in table.rows if table else ():
        for progress in row:
            yield from (n for n in (progress.target_value, progress.percent) if n is not None)

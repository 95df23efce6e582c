"""What an indicator came to in a year, from the half-years that the cluster accepted.

Flows add up over the two half-years, stocks take the last one. Missing is never zero: a half-year that is not
accepted yet, or says that it does not know, is named, and what stands without it is provisional.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.cell_arithmetic import ABSENT, Cell, is_estimate, is_illustrative, over_time
from figures.submissions.models import Figure, Submission
from provinces.clusters.models import Province

HALVES = (1, 2)


class WhyMissing(TextChoices):
    """Why there is no number."""

    NOT_ACCEPTED = "not_accepted", _("chưa có số được chấp nhận")
    NOT_KNOWN = "not_known", _("chưa có số liệu")
    NOT_APPLICABLE = "not_applicable", _("không áp dụng")


_WHY_MISSING = {
    Figure.Answer.NUMBER.value: "",
    Figure.Answer.BLANK.value: WhyMissing.NOT_ACCEPTED.value,
    Figure.Answer.NOT_KNOWN.value: WhyMissing.NOT_KNOWN.value,
    Figure.Answer.NOT_APPLICABLE.value: WhyMissing.NOT_APPLICABLE.value,
}


@dataclass(frozen=True, slots=True)
class Yearly:
    """An indicator of one province over the year, in its unit.

    Attributes:
        value: none where no number stands; `lack` says why.
        missing: the half-years (1, 2) that the year's number still waits for; with any it is provisional.
        from_halves: the half-years that stand behind the number.
    """

    value: Decimal | None = None
    lack: str = WhyMissing.NOT_ACCEPTED.value
    missing: tuple[int, ...] = HALVES
    from_halves: tuple[int, ...] = ()
    is_estimate: bool = False
    is_illustrative: bool = False

    @property
    def is_provisional(self) -> bool:
        """Whether it may still change by what is not accepted or not known yet."""
        return bool(self.missing) or self.is_estimate


NOTHING = Yearly()


def yearly_value(indicator: Indicator, halves: Mapping[int, Cell], asked: Sequence[int] = HALVES) -> Yearly:
    """The year's number from its accepted half-years.

    Args:
        indicator: a flow or a stock; a ratio has no number of its own.
        halves: the accepted ones, by half (1, 2).
        asked: the half-years in which the catalogue asks for it; another one is never missing.

    Raises:
        ValueError: if the indicator is a ratio, which is computed from its terms.
    """
    found = over_time(indicator, {half: halves.get(half, ABSENT) for half in sorted({*asked, *halves})})
    numbers = {half: cell for half, cell in found.made_of.items() if cell.is_number}
    return Yearly(
        value=found.value,
        lack=_WHY_MISSING[found.answer],
        missing=found.missing,
        from_halves=tuple(numbers),
        is_estimate=is_estimate(numbers.values()),
        is_illustrative=is_illustrative(numbers.values()),
    )


def yearly_values(
    year: int,
    provinces: Collection[Province],
    indicators: Iterable[Indicator],
    *,
    among: Q | None = None,
) -> dict[tuple[str, str], Yearly]:
    """(province slug, indicator code) → the year's number, for each of them; one query for all cells.

    `among` narrows the accepted cells that count, as to those of the first half-year alone. A province that
    was not accepted in either half-year has `NOTHING`, as everybody has in a year without half-years.
    """
    by_pk = {indicator.pk: indicator for indicator in indicators if indicator.kind != Indicator.Kind.RATIO}
    slugs = {province.pk: province.slug for province in provinces}
    answered = Figure.objects.exclude(answer=Figure.Answer.BLANK).filter(
        among or Q(),
        indicator__in=by_pk,
        submission__province__in=slugs,
        submission__period__year=year,
        submission__state__in=Submission.ACCEPTED,
    )
    rows = answered.values_list(
        "submission__province_id",
        "indicator_id",
        "submission__period__half",
        "value",
        "answer",
        "is_estimate",
        "submission__is_estimate",
        "is_illustrative",
    )
    cells: dict[tuple[int, int], dict[int, Cell]] = {}
    for province, indicator, half, value, answer, estimate, all_estimate, illustrative in rows:
        cells.setdefault((province, indicator), {})[half] = Cell(
            value,
            answer,
            is_accepted=True,
            is_estimate=estimate or all_estimate,
            is_illustrative=illustrative,
        )
    return {
        (slug, indicator.code): yearly_value(
            indicator, cells.get((province, pk), {}), _asked(indicator, year)
        )
        for province, slug in slugs.items()
        for pk, indicator in by_pk.items()
    }


def _asked(indicator: Indicator, year: int) -> tuple[int, ...]:
    return tuple(half for half in HALVES if indicator.is_asked_in(Period(year=year, half=half).slug))

"""A year's value of an indicator, from the half-years that the cluster accepted.

Missing is never zero: the value is provisional and names a half-year that is not accepted or not known.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.cell_arithmetic import ABSENT, Cell, is_estimate, is_illustrative, over_time
from figures.submissions.counted_cells import COUNTED_AS_ACCEPTED
from figures.submissions.models import Figure
from figures.submissions.territory_cells import territory_cells
from provinces.clusters.models import Province
from provinces.clusters.succession import Territories

HALVES = (1, 2)


class WhyMissing(TextChoices):
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
        why_missing: why `value` is none, a `WhyMissing`; empty otherwise.
        missing: the half-years (1, 2) still missing from the value.
        not_known: those of them that the cluster accepted without a figure.
        from_halves: the half-years whose numbers make up the value.
    """

    value: Decimal | None = None
    why_missing: str = WhyMissing.NOT_ACCEPTED.value
    missing: tuple[int, ...] = HALVES
    not_known: tuple[int, ...] = ()
    from_halves: tuple[int, ...] = ()
    is_estimate: bool = False
    is_illustrative: bool = False

    @property
    def is_provisional(self) -> bool:
        return bool(self.missing) or self.is_estimate


NOTHING = Yearly()


def yearly_value(indicator: Indicator, halves: Mapping[int, Cell], asked: Sequence[int] = HALVES) -> Yearly:
    """Combine the accepted cells, by half (1, 2); only a half in `asked` can be missing.

    Raises:
        ValueError: if the indicator is a ratio, which is computed from its terms.
    """
    span = over_time(indicator, {half: halves.get(half, ABSENT) for half in sorted({*asked, *halves})})
    numbers = {half: cell for half, cell in span.cells.items() if cell.is_number}
    return Yearly(
        value=span.value,
        why_missing=_WHY_MISSING[span.answer],
        missing=span.missing,
        not_known=tuple(half for half in span.missing if half in span.cells),
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
    """(province slug, indicator code) → the year's value, in four queries; `among` filters accepted cells."""
    by_pk = {indicator.pk: indicator for indicator in indicators if indicator.kind != Indicator.Kind.RATIO}
    slugs = {province.pk: province.slug for province in provinces}
    periods = {period.pk: period for period in Period.objects.filter(year=year)}
    counted = territory_cells(
        among or Q(),
        Q(indicator__in=by_pk),
        COUNTED_AS_ACCEPTED,
        territories=Territories.load(),
        provinces=slugs,
        periods=periods.values(),
    )
    cells: dict[tuple[int, int], dict[int, Cell]] = {}
    for (period, province, indicator), cell in counted.items():
        cells.setdefault((province, indicator), {})[periods[period].half] = cell
    return {
        (slug, indicator.code): yearly_value(
            indicator, cells.get((province, pk), {}), _asked(indicator, year)
        )
        for province, slug in slugs.items()
        for pk, indicator in by_pk.items()
    }


def _asked(indicator: Indicator, year: int) -> tuple[int, ...]:
    return tuple(half for half in HALVES if indicator.is_asked_in(Period(year=year, half=half).slug))

"""One province's pledge, row by row, beside what it pledged and reached a year before."""

from dataclasses import dataclass
from decimal import Decimal

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Pledge, PledgeTarget
from figures.catalogue.models import Indicator
from figures.submissions.models import Figure
from figures.submissions.yearly import NOTHING, WhyMissing, Yearly, yearly_values

_SIGNS = {
    WhyMissing.NOT_KNOWN.value: Figure.Answer.NOT_KNOWN.value,
    WhyMissing.NOT_APPLICABLE.value: Figure.Answer.NOT_APPLICABLE.value,
}


@dataclass(frozen=True)
class Row:
    """A target with last year's; none where there is none."""

    indicator: Indicator
    target: Decimal | None
    last_target: Decimal | None
    last_result: Yearly
    last_is_illustrative: bool = False

    @property
    def last_kind(self) -> str:
        """The sign for a missing result: known to be unknown or inapplicable; else the place stays blank."""
        return _SIGNS.get(self.last_result.why_missing, "")


def targets_of(pledge: Pledge) -> dict[str, Decimal]:
    """Indicator code → the target as stored."""
    if pledge.pk is None:
        return {}
    return dict(pledge.targets.values_list("indicator__code", "value"))


def pledge_rows(pledge: Pledge) -> list[Row]:
    """The pledge's rows, in the catalogue's order; last year's pledge counts only if it was signed."""
    contest_year, province = pledge.year, pledge.province
    indicators = pledged_indicators(contest_year)
    targets = targets_of(pledge)
    last_targets: dict[str, tuple[Decimal, bool]] = {
        code: (value, illustrative)
        for code, value, illustrative in PledgeTarget.objects.filter(
            pledge__in=Pledge.objects.signed(),
            pledge__year__cluster=contest_year.cluster_id,
            pledge__year__year=contest_year.year - 1,
            pledge__province=province,
        ).values_list("indicator__code", "value", "pledge__year__is_illustrative")
    }
    last_results = yearly_values(contest_year.year - 1, [province], indicators)
    rows = []
    for indicator in indicators:
        last_target, is_illustrative = last_targets.get(indicator.code, (None, False))
        last_result = last_results.get((province.slug, indicator.code), NOTHING)
        rows.append(Row(indicator, targets.get(indicator.code), last_target, last_result, is_illustrative))
    return rows

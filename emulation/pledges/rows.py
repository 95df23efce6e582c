"""The rows of a province's pledge, with last year's target and result."""

from dataclasses import dataclass
from decimal import Decimal

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Pledge
from emulation.pledges.progress import targets_of_year
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.submissions.models import Figure
from figures.submissions.yearly import NOTHING, WhyMissing, Yearly, yearly_values

_MISSING_ANSWERS = {
    WhyMissing.NOT_KNOWN.value: Figure.Answer.NOT_KNOWN.value,
    WhyMissing.NOT_APPLICABLE.value: Figure.Answer.NOT_APPLICABLE.value,
}


@dataclass(frozen=True)
class PledgeRow:
    indicator: Indicator
    target: Decimal | None
    last_target: Decimal | None
    last_result: Yearly
    last_is_illustrative: bool = False
    target_note: str = ""  # what was signed, if the target was changed after that

    @property
    def last_answer(self) -> str:
        return _MISSING_ANSWERS.get(self.last_result.why_missing, "")


def targets_of(pledge: Pledge) -> dict[str, Decimal]:
    if pledge.pk is None:
        return {}
    return dict(pledge.targets.values_list("indicator__code", "value"))


def pledge_rows(pledge: Pledge) -> list[PledgeRow]:
    """In the catalogue's order. Last year's targets count only if they were signed."""
    contest_year, province = pledge.year, pledge.province
    indicators = pledged_indicators(contest_year)
    targets = targets_of(pledge)
    last_year = EmulationYear.objects.filter(
        cluster=contest_year.cluster_id, year=contest_year.year - 1
    ).first()
    last_targets = targets_of_year(last_year) if last_year else {}
    last_results = yearly_values(contest_year.year - 1, [province], indicators)
    signed = targets_of_year(contest_year) if pledge.is_signed else {}
    rows = []
    for indicator in indicators:
        signed_target = signed.get((province.slug, indicator.code))
        last_target = last_targets.get((province.slug, indicator.code))
        last_result = last_results.get((province.slug, indicator.code), NOTHING)
        rows.append(
            PledgeRow(
                indicator,
                targets.get(indicator.code),
                last_target.value if last_target else None,
                last_result,
                bool(last_year and last_target and last_year.is_illustrative),
                signed_target.change_note if signed_target else "",
            )
        )
    return rows

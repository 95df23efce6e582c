"""How far the year has come against its signed pledges: `đạt 40% kế hoạch năm`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Pledge, PledgeTarget
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.submissions.yearly import HALVES, NOTHING, Yearly, yearly_values
from provinces.clusters.models import Province
from vietnamese.numbers import format_percent
from vietnamese.sentences import inside_a_sentence

FULL = Decimal(100)


@dataclass(frozen=True)
class Progress:
    """One signed target and what was reached of it, in the indicator's unit.

    Attributes:
        target: none where the province has signed none.
        result: of the accepted half-years; without a number it says why.
        reported: of a total, how many members stand behind it.
    """

    indicator: Indicator
    target: Decimal | None
    result: Yearly
    reported: int | None = None

    @property
    def value(self) -> Decimal | None:
        return self.result.value

    @property
    def percent(self) -> Decimal | None:
        """The result in percent of the target, not rounded; none without either, or of a target of 0."""
        if self.target is None or not self.target or self.value is None:
            return None
        return self.value / self.target * 100

    @property
    def percent_text(self) -> str:
        """`45%`. Nothing short of the target is written as 100%."""
        percent = self.percent
        if percent is not None and percent < FULL:
            percent = min(percent, percent.to_integral_value(ROUND_DOWN) if percent > FULL - 1 else percent)
        return format_percent(percent, 0)

    @property
    def width(self) -> str:
        """How much of the drawing the result fills, for an SVG: `45.00%`; never more than all of it."""
        percent = self.percent
        return f"{min(max(percent or Decimal(0), Decimal(0)), FULL):.2f}%"

    @property
    def mark(self) -> str:
        """Where the half-years behind the result should have come: `50%` of a flow's target; else nothing."""
        return "50%" if self.indicator.is_flow and len(self.result.from_halves) == 1 else ""

    @property
    def is_complete(self) -> bool:
        """Whether there is a result to set against a target."""
        return self.target is not None and self.value is not None


@dataclass(frozen=True)
class ProgressTable:
    """The members that signed × the year's indicators.

    Attributes:
        halves: the half-years behind every result that there is; none where they differ, or where there is no
            result at all.
    """

    contest_year: EmulationYear
    indicators: tuple[Indicator, ...]
    rows: tuple[tuple[Province, tuple[Progress, ...]], ...]
    halves: tuple[int, ...] | None

    @property
    def is_illustrative(self) -> bool:
        results = (cell.result for _province, row in self.rows for cell in row)
        return self.contest_year.is_illustrative or any(result.is_illustrative for result in results)

    @property
    def totals(self) -> tuple[Progress, ...]:
        """The cluster's, an indicator each: of the members that have both, so that like meets like."""
        return tuple(
            _total([row[place] for _province, row in self.rows], indicator)
            for place, indicator in enumerate(self.indicators)
        )

    @property
    def has_results(self) -> bool:
        return any(cell.value is not None for _province, row in self.rows for cell in row)

    @property
    def has_mark(self) -> bool:
        return any(cell.mark for _province, row in self.rows for cell in row)

    @property
    def said(self) -> str:
        """`Hậu Giang: HTX thành lập mới đạt 55% kế hoạch năm; … đạt 44%.`; the cluster if there are more."""
        who = str(self.rows[0][0]) if len(self.rows) == 1 else _("Toàn Cụm")
        cells = self.rows[0][1] if len(self.rows) == 1 else self.totals
        found = [
            {"label": inside_a_sentence(cell.indicator.in_language("label")), "percent": cell.percent_text}
            for cell in cells
            if cell.percent is not None
        ]
        if not found:
            return ""
        said = [_("%(label)s đạt %(percent)s kế hoạch năm") % found[0]]
        said += [_("%(label)s đạt %(percent)s") % cell for cell in found[1:]]
        return f"{who}: {'; '.join(said)}."

    @property
    def caption(self) -> str:
        """What is set against what: which half-years stand behind the results."""
        if self.halves == (1,):
            return _("Kết quả 6 tháng đầu năm so với giao ước cả năm")
        if self.halves == HALVES:
            return _("Kết quả cả năm so với giao ước")
        return _("Kết quả các kỳ Cụm đã chấp nhận so với giao ước cả năm")


def progress_of(
    contest_year: EmulationYear, provinces: Sequence[Province] | None = None, *, among: Q | None = None
) -> ProgressTable | None:
    """The signed targets of the year and what the accepted half-years came to; three queries.

    Flows add up over the half-years, stocks take the last one; missing is never zero.

    Args:
        contest_year: the contest.
        provinces: whose; all members of that year where not said.
        among: narrows the accepted cells that count, as to those of one half-year.

    Returns:
        None while nobody has signed.
    """
    members = list(contest_year.members) if provinces is None else list(provinces)
    targets = signed_targets(contest_year.year)
    signed = {province for province, _code in targets}.intersection(member.slug for member in members)
    if not signed:
        return None
    indicators = pledged_indicators(contest_year)
    results = yearly_values(contest_year.year, members, indicators, among=among)
    rows = tuple(
        (
            province,
            tuple(
                Progress(
                    indicator,
                    targets.get((province.slug, indicator.code)),
                    results.get((province.slug, indicator.code), NOTHING),
                )
                for indicator in indicators
            ),
        )
        for province in members
        if province.slug in signed
    )
    behind = {
        cell.result.from_halves
        for _province, row in rows
        for cell in row
        if cell.value is not None and cell.indicator.is_flow
    }
    return ProgressTable(contest_year, tuple(indicators), rows, behind.pop() if len(behind) == 1 else None)


def _total(cells: Sequence[Progress], indicator: Indicator) -> Progress:
    """The sum over the members that have a result and a target; without any there is neither."""
    both = [cell for cell in cells if cell.is_complete]
    if not both:
        return Progress(indicator, None, NOTHING, 0)
    halves = {cell.result.from_halves for cell in both}
    result = Yearly(
        value=sum((cell.value for cell in both if cell.value is not None), Decimal(0)),
        why_missing="",
        missing=tuple(sorted({half for cell in both for half in cell.result.missing})),
        from_halves=halves.pop() if len(halves) == 1 else HALVES,
        is_illustrative=any(cell.result.is_illustrative for cell in both),
    )
    target = sum((cell.target for cell in both if cell.target is not None), Decimal(0))
    return Progress(indicator, target, result, len(both))


def signed_targets(year: int) -> dict[tuple[str, str], Decimal]:
    """(province slug, indicator code) → the target; of signed pledges alone, which bind. One query."""
    rows = PledgeTarget.objects.filter(pledge__year__year=year, pledge__state=Pledge.State.SIGNED)
    return {
        (province, code): value
        for province, code, value in rows.values_list("pledge__province__slug", "indicator__code", "value")
    }


def progress_in(year: int, *, among: Q | None = None) -> ProgressTable | None:
    """All members' progress in that year; none without a contest or a signed pledge.

    `among` narrows the accepted cells that count, as to those of one half-year.
    """
    contest_year = EmulationYear.objects.filter(year=year).first()
    return progress_of(contest_year, among=among) if contest_year else None


def latest_progress(province: Province) -> ProgressTable | None:
    """The province's progress in the latest year whose pledge it signed; none where it signed none."""
    newest = Pledge.objects.signed().filter(province=province).order_by("-year__year").select_related("year")
    pledge = newest.first()
    return progress_of(pledge.year, [province]) if pledge else None

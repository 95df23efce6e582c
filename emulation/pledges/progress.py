"""A year's results against its signed pledges: `đạt 40% kế hoạch năm`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Pledge, PledgeTarget, TargetChange
from emulation.scoring.targets import Target
from emulation.successors.targets import merged_targets
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import Completeness
from figures.submissions.yearly import HALVES, NOTHING, Yearly, yearly_values
from provinces.clusters.models import Province
from provinces.clusters.succession import own_or_merged
from vietnamese.numbers import format_percent
from vietnamese.sentences import inside_a_sentence

FULL = Decimal(100)


@dataclass(frozen=True)
class Progress:
    """A signed target and its result, in the indicator's unit.

    Attributes:
        target: None if the province has signed none.
        result: from accepted half-years; if it has no number, it says why.
        shown_halves: the half-years that its table's caption names, for results of fewer to be marked.
        reported: in a total, how many members it adds up.
        expected: in a total, how many members there are.
    """

    indicator: Indicator
    target: Target | None
    result: Yearly
    shown_halves: tuple[int, ...] | None = None
    reported: int = 1
    expected: int = 1

    @property
    def is_partial(self) -> bool:
        return Completeness.of(self.reported, self.expected) == Completeness.PARTIAL

    @property
    def value(self) -> Decimal | None:
        return self.result.value

    @property
    def target_value(self) -> Decimal | None:
        return self.target.value if self.target else None

    @property
    def target_note(self) -> str:
        """`ký 20, điều chỉnh ngày 05/8/2023` if the target was changed after it was signed."""
        return self.target.change_note if self.target else ""

    @property
    def percent(self) -> Decimal | None:
        """None for a total without some members: it says nothing about the cluster's pledge."""
        if self.target is None or not self.target.value or self.value is None or self.is_partial:
            return None
        return self.value / self.target.value * 100

    @property
    def percent_text(self) -> str:
        """`45%`. Less than the target never reads as 100%."""
        percent = self.percent
        if percent is not None and percent < FULL:
            percent = min(percent, percent.to_integral_value(ROUND_DOWN) if percent > FULL - 1 else percent)
        return format_percent(percent, 0)

    @property
    def half(self) -> str:
        """`6T đầu` if the result is one half-year's and the other is missing."""
        if self.value is None or not self.result.missing:
            return ""
        match self.result.from_halves:
            case (1,):
                return _("6T đầu")
            case (2,):
                return _("6T cuối")
        return ""

    @property
    def half_mark(self) -> str:
        """`half`, unless the table's caption says so."""
        return self.half if self.result.from_halves != self.shown_halves else ""

    @property
    def width(self) -> str:
        percent = self.percent
        return f"{min(max(percent or Decimal(0), Decimal(0)), FULL):.2f}%"

    @property
    def half_year_mark(self) -> str:
        """`50%`: what a flow should have reached after one half-year; else empty."""
        return "50%" if self.indicator.is_flow and len(self.result.from_halves) == 1 else ""

    @property
    def has_both(self) -> bool:
        return self.target is not None and self.value is not None


@dataclass(frozen=True)
class ProgressTable:
    """The members that signed × the year's indicators.

    Attributes:
        halves: the half-years behind all results of flows; None if they differ or there are no results.
        members: how many members there are, signed or not.
    """

    contest_year: EmulationYear
    indicators: tuple[Indicator, ...]
    rows: tuple[tuple[Province, tuple[Progress, ...]], ...]
    halves: tuple[int, ...] | None
    members: int

    @property
    def is_illustrative(self) -> bool:
        results = (cell.result for _province, row in self.rows for cell in row)
        return self.contest_year.is_illustrative or any(result.is_illustrative for result in results)

    @property
    def totals(self) -> tuple[Progress, ...]:
        """One for each indicator, of the members that have both target and result."""
        return tuple(
            replace(
                _total([row[index] for _province, row in self.rows], indicator, self.members),
                shown_halves=self.halves,
            )
            for index, indicator in enumerate(self.indicators)
        )

    @property
    def total_label(self) -> str:
        if not any(total.is_partial for total in self.totals):
            return _("Toàn Cụm")
        # A member without the last half-year is not added to those that have it.
        return _("Cộng các đơn vị có số liệu") if self.halves else _("Cộng các đơn vị có số liệu cùng kỳ")

    @property
    def has_results(self) -> bool:
        return any(cell.value is not None for _province, row in self.rows for cell in row)

    @property
    def has_half_year_mark(self) -> bool:
        return any(cell.half_year_mark for _province, row in self.rows for cell in row)

    @property
    def summary(self) -> str:
        """`Hậu Giang: HTX thành lập mới đạt 55% kế hoạch năm; … đạt 44%.`, or of the cluster.

        A half-year is named: `Toàn Cụm, 6 tháng đầu năm: …` if all results are its, or `… đạt 44% (6T đầu)`.
        """
        name = str(self.rows[0][0]) if len(self.rows) == 1 else _("Toàn Cụm")
        cells = self.rows[0][1] if len(self.rows) == 1 else self.totals
        texts = [
            {
                "label": inside_a_sentence(cell.indicator.in_language("label")),
                "percent": cell.percent_text,
                "mark": f" ({cell.half_mark})" if cell.half_mark else "",
            }
            for cell in cells
            if cell.percent is not None
        ]
        if not texts:
            return ""
        clauses = [_("%(label)s đạt %(percent)s kế hoạch năm") % texts[0] + texts[0]["mark"]]
        clauses += [_("%(label)s đạt %(percent)s") % text + text["mark"] for text in texts[1:]]
        return f"{', '.join(filter(None, (name, self.span)))}: {'; '.join(clauses)}."

    @property
    def span(self) -> str:
        """The half-year of all results: `6 tháng đầu năm`; empty if it is the year, or they differ."""
        match self.halves:
            case (1,):
                return _("6 tháng đầu năm")
            case (2,):
                return _("6 tháng cuối năm")
        return ""

    @property
    def caption(self) -> str:
        if self.halves == (1,):
            return _("Kết quả 6 tháng đầu năm so với giao ước cả năm")
        if self.halves == HALVES:
            return _("Kết quả cả năm so với giao ước")
        return _("Kết quả các kỳ Cụm đã chấp nhận so với giao ước cả năm")


def progress_of(
    contest_year: EmulationYear,
    provinces: Iterable[Province] | None = None,
    *,
    among: Q | None = None,
    until: int = HALVES[-1],
) -> ProgressTable | None:
    """Signed targets and what the accepted half-years add up to; None if nobody has signed.

    `among` narrows the accepted cells that count. `until` is the last half of the year that counts: a
    half-year's page tells how far the pledges had come by its end, so that of the first has the provinces of
    then, even if they merged in the second.
    """
    if provinces is None:
        provinces = contest_year.members if until == HALVES[-1] else contest_year.signatories
    members, targets = list(provinces), targets_of_year(contest_year)
    signed = {province for province, _code in targets}.intersection(member.slug for member in members)
    if not signed:
        return None
    indicators = pledged_indicators(contest_year)
    counted = (among or Q()) & Q(submission__period__half__lte=until)
    results = yearly_values(contest_year.year, members, indicators, among=counted)
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
    flow_halves = {
        cell.result.from_halves
        for _province, row in rows
        for cell in row
        if cell.value is not None and cell.indicator.is_flow
    }
    halves = flow_halves.pop() if len(flow_halves) == 1 else None
    return ProgressTable(
        contest_year,
        tuple(indicators),
        tuple(
            (province, tuple(replace(cell, shown_halves=halves) for cell in row)) for province, row in rows
        ),
        halves,
        len(members),
    )


def _total(cells: Sequence[Progress], indicator: Indicator, members: int) -> Progress:
    """Add up the members with target and result. One that lacks a half-year others have is not among them."""
    halves = {half for cell in cells if cell.has_both for half in cell.result.from_halves}
    added = [cell for cell in cells if cell.has_both and not halves.intersection(cell.result.missing)]
    if not added:
        return Progress(indicator, None, NOTHING, reported=0, expected=members)
    result = Yearly(
        value=sum((cell.value for cell in added if cell.value is not None), Decimal(0)),
        why_missing="",
        missing=tuple(sorted({half for cell in added for half in cell.result.missing})),
        from_halves=tuple(sorted(halves)),
        is_illustrative=any(cell.result.is_illustrative for cell in added),
    )
    targets = [cell.target for cell in added if cell.target is not None]
    return Progress(indicator, Target.sum_of(targets), result, reported=len(added), expected=members)


def signed_targets(year: int) -> dict[tuple[str, str], Target]:
    """(province slug, indicator code) → target, with what was signed if it was changed.

    Provinces of which others were made within the year keep theirs, and the others have their sums.
    """
    contest_year = EmulationYear.objects.filter(year=year).first()
    return targets_of_year(contest_year) if contest_year else {}


def targets_of_year(contest_year: EmulationYear) -> dict[tuple[str, str], Target]:
    """As `signed_targets`, in three queries; in four where provinces merged."""
    rows = PledgeTarget.objects.filter(pledge__year=contest_year, pledge__state=Pledge.State.SIGNED)
    targets = {
        (province, code): Target(value)
        for province, code, value in rows.values_list("pledge__province__slug", "indicator__code", "value")
    }
    changes = TargetChange.objects.agreed().filter(pledge__year=contest_year).order_by("answered_at", "pk")
    for province, code, old, at in changes.values_list(
        "pledge__province__slug", "indicator__code", "old", "answered_at"
    ):
        key = (province, code)
        if key in targets:
            targets[key] = targets[key].changed(old, timezone.localdate(at))
    return targets | merged_targets(contest_year, targets)


def progress_in(year: int, *, until: int, among: Q | None = None) -> ProgressTable | None:
    contest_year = EmulationYear.objects.filter(year=year).first()
    return progress_of(contest_year, among=among, until=until) if contest_year else None


def latest_progress(province: Province) -> ProgressTable | None:
    signed = Pledge.objects.signed().filter(own_or_merged(province.pk)).select_related("year")
    pledge = signed.order_by("-year__year").first()
    return progress_of(pledge.year, [province]) if pledge else None

"""Where the members stand with each part of the year: one small query or a few for each part."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max
from django.urls import reverse

from emulation.awards.models import DossierStep
from emulation.awards.permissions import visible_dossiers
from emulation.cross_checks.models import Check, CheckScore
from emulation.cross_checks.permissions import CheckReader, reads_check
from emulation.movements.models import Activity
from emulation.overview import board_cells as cells
from emulation.overview.board_cells import Cell
from emulation.year.models import Deadline, EmulationYear
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.submissions.status import returned_cells
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for

Part = Deadline.Part
Cells = Mapping[int, Cell]  # by province; who has nothing to do with the part is not in it


@dataclass(frozen=True)
class YearParts:
    """A year as one officer reads it on one day; each method is a part, with the pages where it is done."""

    officer: Officer
    contest_year: EmulationYear
    provinces: tuple[Province, ...]
    deadlines: Mapping[str, Deadline]
    today: dt.date

    def pledges(self) -> Cells:
        """The pledge of each."""
        deadline, known = (
            self.deadlines.get(Part.PLEDGE),
            {p.province_id: p for p in self.contest_year.pledges.all()},
        )

        def cell(province: Province) -> Cell:
            found = cells.pledge_cell(known.get(province.pk), deadline, self.today)
            return found.at(self._url("pledge", province.slug))

        return self._each(cell)

    @cached_property
    def periods(self) -> dict[int, Period]:
        """The half-years that were set up, by 1 and 2."""
        found = Period.objects.filter(year=self.contest_year.year, cluster=self.contest_year.cluster_id)
        return {period.half: period for period in found}

    @cached_property
    def submissions(self) -> dict[tuple[int, int], Submission]:
        """Figures by half-year and province."""
        found = Submission.objects.filter(period__in=self.periods.values()).select_related("period")
        return {(submission.period.half, submission.province_id): submission for submission in found}

    @cached_property
    def returned(self) -> dict[int, int]:
        """How many cells each returned half-year is asked to correct."""
        return returned_cells(self.submissions.values())

    def figures(self, half: int) -> Cells:
        """The figures of that half-year; a province that left the cluster before its cut-off owes none."""
        period = self.periods.get(half)
        asked = {province.pk for province in self.provinces}
        if period is not None:
            members = Province.objects.members_on(self.contest_year.cluster, period.cut_off_on)
            asked &= set(members.values_list("pk", flat=True))

        def cell(province: Province) -> Cell:
            submission = self.submissions.get((half, province.pk))
            found = cells.figures_cell(submission, period, self.returned, self.today)
            if period is None or (submission is None and period.state == Period.State.PLANNED):
                return found
            page = "review-province" if submission is not None and submission.is_reported else "entry"
            return found.at(reverse(f"figures:{page}", args=[period.slug, province.slug]))

        return {pk: found for pk, found in self._each(cell).items() if pk in asked}

    def movements(self) -> Cells:
        """What each did in movements."""
        days: dict[int, list[dt.date]] = defaultdict(list)
        held = Activity.objects.filter(movement__year=self.contest_year).order_by()
        for province, day in held.values_list("province", "held_on"):
            days[province].append(day)
        deadline, url = self.deadlines.get(Part.MOVEMENTS), self._url("movements")
        return self._each(
            lambda p: cells.movements_cell(self.contest_year.year, days[p.pk], deadline, self.today).at(url)
        )

    def scores(self) -> Cells:
        """The self-score of each, with its page where the officer may read it."""
        sheets = {sheet.province_id: sheet for sheet in self.contest_year.score_sheets.all()}
        deadline = self.deadlines.get(Part.SELF_SCORE)
        # As `permissions.reads_self_scores` says it, of sheets that are here already.
        own = next((p for p in self.provinces if works_for(self.officer, p)), None)
        reads = own is None or (own.pk in sheets and sheets[own.pk].is_sent)

        def cell(province: Province) -> Cell:
            sheet = sheets.get(province.pk)
            opens = (reads and sheet is not None and sheet.is_sent) or works_for(self.officer, province)
            url = self._url("score-sheet", province.slug) if opens else self._url("scores")
            return cells.score_cell(sheet, deadline, self.today).at(url)

        return self._each(cell)

    @cached_property
    def ring(self) -> list[Check]:
        """Who checks whom, published or not: who runs the year knows of it."""
        return list(Check.objects.filter(year=self.contest_year).select_related("year", "checker", "checked"))

    @cached_property
    def readable(self) -> set[int]:
        """The checks that the officer may read by now."""
        reader = CheckReader.of(self.officer, self.contest_year)
        return {check.pk for check in self.ring if reads_check(self.officer, check, reader)}

    def checks(self) -> Cells:
        """The check that each has to write."""
        by_checker = {check.checker_id: check for check in self.ring}
        deadline = self.deadlines.get(Part.CROSS_CHECK)

        def cell(province: Province) -> Cell:
            check = by_checker.get(province.pk)
            return cells.check_cell(check, deadline, self.today).at(self._check_url(check))

        return self._each(cell)

    def answers(self) -> Cells:
        """What each says to how it was checked."""
        said = CheckScore.objects.filter(check_of__year=self.contest_year).exclude(answer="").order_by()
        answered = dict(said.values_list("check_of").annotate(Max("answered_at")))
        by_checked = {check.checked_id: check for check in self.ring}
        deadline = self.deadlines.get(Part.ANSWERS)

        def cell(province: Province) -> Cell:
            check = by_checked.get(province.pk)
            pk = check.pk if check else 0
            is_readable = pk in self.readable
            found = cells.answer_cell(check, answered.get(pk), deadline, self.today, is_readable=is_readable)
            return found.at(self._check_url(check))

        return self._each(cell)

    def dossiers(self) -> Cells:
        """The dossiers of each, as far as the officer is told of them."""
        told = visible_dossiers(self.officer, self.contest_year).order_by()
        states: dict[int, list[str]] = defaultdict(list)
        for province, state in told.values_list("province", "state"):
            states[province].append(state)
        sent = DossierStep.objects.filter(dossier__in=told, action=DossierStep.Action.SEND).order_by()
        last = dict(sent.values_list("dossier__province").annotate(Max("at")))
        deadline, url = self.deadlines.get(Part.DOSSIERS), self._url("dossier-list")
        return self._each(
            lambda p: cells.dossiers_cell(states[p.pk], last.get(p.pk), deadline, self.today).at(url)
        )

    def _each(self, cell: Callable[[Province], Cell]) -> dict[int, Cell]:
        return {province.pk: cell(province) for province in self.provinces}

    def _url(self, name: str, *args: str) -> str:
        return reverse(f"emulation:{name}", args=[self.contest_year.year, *args])

    def _check_url(self, check: Check | None) -> str:
        if check is not None and check.pk in self.readable:
            return self._url("check", check.checked.slug)
        return self._url("checks")

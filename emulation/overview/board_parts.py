"""The states of the members in each part of the year, with a few queries for each part."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max
from django.urls import reverse

from emulation.awards.models import DossierStep
from emulation.awards.permissions import visible_dossiers
from emulation.cross_checks.models import Check, CheckScore
from emulation.cross_checks.permissions import CheckReader, reads_check
from emulation.movements.models import Activity, Movement, Registration
from emulation.overview import board_cells as cells
from emulation.overview.board_cells import Cell
from emulation.pledges.status import added_up_marks
from emulation.year.models import Deadline, EmulationYear
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.submissions.status import returned_cells
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import reads_drafts_of, works_for
from web.state_marks import StateMark

Part = Deadline.Part
Cells = Mapping[int, Cell]  # by province; provinces that have nothing to do with the part are missing


@dataclass(frozen=True)
class YearParts:
    """The parts of a year as one officer may see them; each method is a column of the board."""

    officer: Officer
    contest_year: EmulationYear
    provinces: tuple[Province, ...]
    deadlines: Mapping[str, Deadline]
    today: dt.date

    @cached_property
    def heirs(self) -> dict[int, int]:
        return self.contest_year.heirs()

    @property
    def _added_up(self) -> Mapping[int, StateMark]:
        return added_up_marks(self.contest_year) if self.heirs else {}

    def pledges(self) -> Cells:
        pledges = {pledge.province_id: pledge for pledge in self.contest_year.pledges.all()}
        deadline, added_up = self.deadlines.get(Part.PLEDGE), self._added_up
        result = {}
        for province in self.provinces:
            pledge = pledges.get(province.pk)
            is_sent = pledge is not None and not pledge.is_draft
            opens = is_sent or reads_drafts_of(self.officer, province)
            url = self._url("pledge", province.slug) if opens else self._url("pledges")
            if pledge is None and province.pk in added_up:
                result[province.pk] = Cell(added_up[province.pk], url=self._url("pledge", province.slug))
                continue
            cell = cells.pledge_cell(pledge, deadline, self.today)
            result[province.pk] = cell.linked_to(url)
        return result

    @cached_property
    def periods(self) -> dict[int, Period]:
        periods = Period.objects.filter(year=self.contest_year.year, cluster=self.contest_year.cluster_id)
        return {period.half: period for period in periods}

    @cached_property
    def submissions(self) -> dict[tuple[int, int], Submission]:
        submissions = Submission.objects.filter(period__in=self.periods.values()).select_related("period")
        return {(submission.period.half, submission.province_id): submission for submission in submissions}

    @cached_property
    def returned(self) -> dict[int, int]:
        return returned_cells(self.submissions.values())

    def figures(self, half: int) -> Cells:
        """A province that left the cluster before the cut-off owes no figures."""
        period = self.periods.get(half)
        members = {province.pk for province in self.provinces}
        if period is not None:
            on_cut_off = Province.objects.members_on(self.contest_year.cluster, period.cut_off_on)
            members &= set(on_cut_off.values_list("pk", flat=True))
        return {
            province.pk: self._figures_cell(half, period, province)
            for province in self.provinces
            if province.pk in members
        }

    def _figures_cell(self, half: int, period: Period | None, province: Province) -> Cell:
        submission = self.submissions.get((half, province.pk))
        cell = cells.figures_cell(submission, period, self.returned, self.today)
        if period is None or (submission is None and period.state == Period.State.PLANNED):
            return cell
        if submission is None or not submission.is_reported:
            if reads_drafts_of(self.officer, province):
                return cell.linked_to(reverse("figures:entry", args=[period.slug, province.slug]))
            return cell.linked_to(reverse("figures:review", args=[period.slug]))
        return cell.linked_to(reverse("figures:review-province", args=[period.slug, province.slug]))

    def movements(self) -> Cells:
        days: dict[int, list[dt.date]] = defaultdict(list)
        activities = Activity.objects.filter(movement__year=self.contest_year).order_by()
        for province_key, day in activities.values_list("province", "held_on"):
            days[self.heirs.get(province_key, province_key)].append(day)
        courses = self._courses()
        deadline, url = self.deadlines.get(Part.MOVEMENTS), self._url("movements")
        year = self.contest_year.year
        return {
            province.pk: cells.movements_cell(
                year, days[province.pk], deadline, self.today, courses.get(province.pk)
            ).linked_to(url)
            for province in self.provinces
        }

    def _courses(self) -> dict[int, tuple[dt.date, dt.date]]:
        """The first and the last day of the movements that each province joined."""
        joined = Registration.objects.filter(movement__year=self.contest_year).select_related("movement")
        movements: dict[int, list[Movement]] = defaultdict(list)
        for registration in joined.filter(movement__in=Movement.objects.launched()).order_by():
            movements[self.heirs.get(registration.province_id, registration.province_id)].append(
                registration.movement
            )
        return {
            province_key: (min(m.first_day for m in of_province), max(m.last_day for m in of_province))
            for province_key, of_province in movements.items()
        }

    def scores(self) -> Cells:
        sheets = {sheet.province_id: sheet for sheet in self.contest_year.score_sheets.all()}
        deadline = self.deadlines.get(Part.SELF_SCORE)
        # The rule of `self_scores.permissions.reads_self_scores`, without a query for each sheet.
        own = next((province for province in self.provinces if works_for(self.officer, province)), None)
        reads = own is None or (own.pk in sheets and sheets[own.pk].is_sent)
        result = {}
        for province in self.provinces:
            sheet = sheets.get(province.pk)
            opens = (reads and sheet is not None and sheet.is_sent) or works_for(self.officer, province)
            url = self._url("score-sheet", province.slug) if opens else self._url("scores")
            result[province.pk] = cells.score_cell(sheet, deadline, self.today).linked_to(url)
        return result

    @cached_property
    def ring(self) -> list[Check]:
        # Unpublished ones too: officers who run the year know them.
        ring = Check.objects.standing(self.contest_year)
        return list(ring.select_related("year", "checker", "checked"))

    @cached_property
    def readable_keys(self) -> set[int]:
        reader = CheckReader.of(self.officer, self.contest_year)
        return {check.pk for check in self.ring if reads_check(self.officer, check, reader)}

    def checks(self) -> Cells:
        by_checker = {check.checker_id: check for check in self.ring}
        deadline = self.deadlines.get(Part.CROSS_CHECK)
        result = {}
        for province in self.provinces:
            check = by_checker.get(province.pk)
            cell = cells.check_cell(check, deadline, self.today)
            result[province.pk] = cell.linked_to(self._check_url(check))
        return result

    def answers(self) -> Cells:
        scores = CheckScore.objects.filter(check_of__year=self.contest_year).exclude(answer="").order_by()
        answered_at = dict(scores.values_list("check_of").annotate(Max("answered_at")))
        by_checked = {check.checked_id: check for check in self.ring}
        deadline = self.deadlines.get(Part.ANSWERS)
        result = {}
        for province in self.provinces:
            check = by_checked.get(province.pk)
            pk = check.pk if check else 0
            cell = cells.answer_cell(
                check, answered_at.get(pk), deadline, self.today, is_readable=pk in self.readable_keys
            )
            result[province.pk] = cell.linked_to(self._check_url(check))
        return result

    def dossiers(self) -> Cells:
        visible = visible_dossiers(self.officer, self.contest_year).order_by()
        states: dict[int, list[str]] = defaultdict(list)
        for province_key, state in visible.values_list("province", "state"):
            states[self.heirs.get(province_key, province_key)].append(state)
        sent = DossierStep.objects.filter(dossier__in=visible, action=DossierStep.Action.SEND).order_by()
        sent_at: dict[int, dt.datetime] = {}
        last_sent = sent.values_list("dossier__province").annotate(last=Max("at")).order_by("last")
        for province_key, at in last_sent:
            sent_at[self.heirs.get(province_key, province_key)] = at
        deadline, url = self.deadlines.get(Part.DOSSIERS), self._url("dossier-list")
        return {
            province.pk: cells.dossiers_cell(
                states[province.pk], sent_at.get(province.pk), deadline, self.today
            ).linked_to(url)
            for province in self.provinces
        }

    def _url(self, name: str, *args: str) -> str:
        return reverse(f"emulation:{name}", args=[self.contest_year.year, *args])

    def _check_url(self, check: Check | None) -> str:
        if check is not None and check.pk in self.readable_keys:
            return self._url("check", check.checked.slug)
        return self._url("checks")

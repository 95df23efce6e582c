import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.permissions import runs_cluster
from web.edit_conflicts import fingerprint, require_unchanged

Part = Deadline.Part

# First and last day of each part, each as (years after the contest's, month, day): alliances score in
# November and December, then review and vote.
USUAL: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    Part.PLEDGE: ((0, 1, 1), (0, 2, 28)),
    Part.MOVEMENTS: ((0, 1, 1), (0, 12, 31)),
    Part.SELF_SCORE: ((0, 11, 1), (0, 11, 30)),
    Part.CROSS_CHECK: ((0, 12, 1), (0, 12, 15)),
    Part.ANSWERS: ((0, 12, 16), (0, 12, 22)),
    Part.COUNCIL: ((0, 12, 23), (1, 1, 10)),
    Part.VOTE: ((1, 1, 11), (1, 1, 20)),
    Part.DOSSIERS: ((0, 12, 1), (1, 1, 31)),
}


@transaction.atomic
def open_year(*, contest_year: EmulationYear, by: Officer) -> EmulationYear:
    if not runs_cluster(by, contest_year.year):
        raise PermissionDenied
    contest_year.full_clean()
    contest_year.save()
    for part, (first, last) in usual_dates(contest_year).items():
        Deadline.objects.create(year=contest_year, part=part, opens_on=first, due_on=last)
    Event.objects.create(year=contest_year, action="year.open", by=by)
    return contest_year


@dataclass(frozen=True)
class StoredDates:
    """What `web.edit_conflicts` compares for the dates of a year."""

    contest_year: EmulationYear

    @property
    def version(self) -> str:
        deadlines = self.contest_year.deadlines.order_by("part")
        return fingerprint(f"{deadline.part} {deadline.opens_on} {deadline.due_on}" for deadline in deadlines)


@transaction.atomic
def save_dates(
    *,
    contest_year: EmulationYear,
    dates: Mapping[str, tuple[dt.date, dt.date]],
    seen: str | None = None,
    by: Officer,
) -> None:
    if not runs_year(by, contest_year):
        raise PermissionDenied
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=contest_year.pk)
    stored = {
        deadline.part: (deadline.opens_on, deadline.due_on) for deadline in contest_year.deadlines.all()
    }
    if stored.items() >= dates.items():
        return  # a second click, or nothing changed
    require_unchanged(StoredDates(contest_year), seen)
    for part, (first, last) in dates.items():
        deadline = contest_year.deadline(part)
        deadline.opens_on, deadline.due_on = first, last
        deadline.full_clean()
        deadline.save()
    Event.objects.create(year=contest_year, action="dates.save", by=by)


def usual_dates(contest_year: EmulationYear) -> dict[str, tuple[dt.date, dt.date]]:
    return {
        part: (_day(contest_year, *first), _day(contest_year, *last)) for part, (first, last) in USUAL.items()
    }


def _day(contest_year: EmulationYear, years_after: int, month: int, day: int) -> dt.date:
    return dt.date(contest_year.year + years_after, month, day)

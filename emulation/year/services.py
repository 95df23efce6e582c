import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.permissions import runs_cluster
from vietnamese.dates import format_date
from web.edit_conflicts import fingerprint, require_unchanged
from web.texts import accepted_text

Part = Deadline.Part
LONGEST_REASON = 1000
# Each of these works on what the one before it made.
IN_ORDER = (Part.PLEDGE, Part.SELF_SCORE, Part.CROSS_CHECK, Part.ANSWERS, Part.COUNCIL, Part.VOTE)

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
    reason: str = "",
    seen: str | None = None,
    by: Officer,
) -> None:
    """Save the first and the last day of parts of the year. Each change is in the year's log.

    Raises:
        PermissionDenied: if the officer does not run the year.
        EditConflictError: if the dates changed since `seen`.
        ValidationError: by the form's field, if parts are not in their order, or a part that has begun would
            change without a reason.
    """
    if not runs_year(by, contest_year):
        raise PermissionDenied
    EmulationYear.objects.select_for_update(of=("self",)).get(pk=contest_year.pk)
    stored = {
        deadline.part: (deadline.opens_on, deadline.due_on) for deadline in contest_year.deadlines.all()
    }
    if stored.items() >= dates.items():
        return  # a second click, or nothing changed
    require_unchanged(StoredDates(contest_year), seen)
    if problems := order_problems(stored | dict(dates)):
        raise ValidationError(problems)
    changed = {part: days for part, days in dates.items() if stored.get(part) != days}
    reason, today = accepted_text(reason, most=LONGEST_REASON), timezone.localdate()
    if not reason and any(part in stored and stored[part][0] <= today for part in changed):
        raise ValidationError({"reason": [_("Phần việc đã bắt đầu mà đổi thời hạn thì phải ghi lý do.")]})
    for part, (first, last) in changed.items():
        deadline = contest_year.deadline(part)
        deadline.opens_on, deadline.due_on = first, last
        deadline.full_clean()
        deadline.save()
        with translation.override("vi"):  # the log is one text for all readers
            Event.objects.create(
                year=contest_year,
                action="dates.save",
                subject=deadline.get_part_display(),
                old=_days_in_words(stored.get(part)),
                new=_days_in_words((first, last)),
                reason=reason,
                by=by,
            )


def order_problems(dates: Mapping[str, tuple[dt.date, dt.date]]) -> dict[str, list[str]]:
    """By the form's field: the parts that begin or end before the part which they follow.

    Parts may overlap: a self-score that was sent early may be checked early.
    """
    problems: dict[str, list[str]] = {}
    in_order = [part for part in IN_ORDER if part in dates]
    for before, after in pairwise(in_order):
        for index, edge in enumerate(("from", "to")):
            if dates[after][index] < dates[before][index]:
                sentence = _("Không được sớm hơn ngày %(day)s của phần “%(part)s”.") % {
                    "day": format_date(dates[before][index]),
                    "part": Part(before).label,
                }
                problems[f"{after}.{edge}"] = [sentence]
    return problems


def _days_in_words(days: tuple[dt.date, dt.date] | None) -> str:
    if days is None:
        return ""
    return _("từ %(first)s đến hết %(last)s") % {
        "first": format_date(days[0]),
        "last": format_date(days[1]),
    }


def usual_dates(contest_year: EmulationYear) -> dict[str, tuple[dt.date, dt.date]]:
    return {
        part: (_day(contest_year, *first), _day(contest_year, *last)) for part, (first, last) in USUAL.items()
    }


def _day(contest_year: EmulationYear, years_after: int, month: int, day: int) -> dt.date:
    return dt.date(contest_year.year + years_after, month, day)

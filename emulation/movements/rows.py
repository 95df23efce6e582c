"""The movements of a year as pages show them: state, means, who takes part, and the line of the months."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.movements.models import Activity, Movement, Registration
from emulation.movements.months import MonthsOfYear, months_of_year
from emulation.movements.permissions import visible_movements
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from web.state_marks import StateMark

State = Movement.State
# From this many silent months on a movement is pointed out: one month without anything is no silence yet.
LONG_SILENCE = 2


@dataclass(frozen=True)
class MovementRow:
    """One movement with what happened in it."""

    movement: Movement
    line: MonthsOfYear
    registered: tuple[Registration, ...]

    @property
    def is_planned(self) -> bool:
        """Whether it was not launched yet: there is no line to show."""
        return self.movement.state == State.PLANNED

    @property
    def is_silent(self) -> bool:
        """Whether it goes on and has been silent for long."""
        return self.movement.state == State.LAUNCHED and self.line.silent_now >= LONG_SILENCE

    @property
    def word(self) -> StateMark:
        """Its state with a sign."""
        return state_word(self.movement)

    @property
    def owner(self) -> str:
        """Who launches it."""
        return str(self.movement.province or _("Toàn cụm"))

    @property
    def said(self) -> str:
        """What the line says, in words."""
        return months_in_words(self.movement, self.line)


@dataclass(frozen=True)
class MovementList:
    """All movements of a year that somebody reads, the cluster's first."""

    rows: tuple[MovementRow, ...]

    @property
    def launched(self) -> int:
        """How many were launched, the closed ones among them."""
        return sum(not row.is_planned for row in self.rows)

    @property
    def silent(self) -> int:
        """How many go on and have been silent for long."""
        return sum(row.is_silent for row in self.rows)

    @property
    def lacking(self) -> int:
        """How many were launched without naming resources or reward money."""
        return sum(not row.is_planned and bool(row.movement.lacks) for row in self.rows)

    @property
    def activities(self) -> int:
        """All activities of the year."""
        return sum(row.line.total for row in self.rows)


def state_word(movement: Movement) -> StateMark:
    """The movement's state as pages show it."""
    state, icon = {
        State.PLANNED: ("draft", "draft"),
        State.LAUNCHED: ("submitted", "submitted"),
        State.CLOSED: ("accepted", "accepted"),
    }[State(movement.state)]
    return StateMark(state=state, icon=icon, label=movement.get_state_display())


def load_movement_list(officer: Officer, contest_year: EmulationYear) -> MovementList:
    """The movements that the officer reads, in three queries beside those of the permission."""
    return MovementList(tuple(rows_of(visible_movements(officer, contest_year))))


def rows_of(movements: Iterable[Movement]) -> list[MovementRow]:
    """Each movement with its line and who takes part."""
    found = list(movements)
    days: dict[int, list[dt.date]] = defaultdict(list)
    for key, day in Activity.objects.filter(movement__in=found).values_list("movement", "held_on"):
        days[key].append(day)
    registered: dict[int, list[Registration]] = defaultdict(list)
    for registration in Registration.objects.filter(movement__in=found).select_related("province"):
        registered[registration.movement_id].append(registration)
    today = timezone.localdate()
    return [MovementRow(m, movement_months(m, days[m.pk], today), tuple(registered[m.pk])) for m in found]


def movement_months(movement: Movement, days: Iterable[dt.date], today: dt.date) -> MonthsOfYear:
    """The movement's twelve months: from its launching, or its first day if that came later, to its end."""
    begins = max(movement.begins_on, movement.launched_on or movement.begins_on)
    ends = min(movement.ends_on, movement.closed_on or movement.ends_on)
    return months_of_year(movement.year.year, begins, ends, days, today)


def months_in_words(movement: Movement, line: MonthsOfYear) -> str:
    """What the line says: how much was done, and where it fell silent."""
    if movement.state == State.PLANNED:
        return _("Chưa phát động.")
    done = ngettext("%d hoạt động", "%d hoạt động", line.total) % line.total
    if line.silent_now:
        return _("%(done)s; im ắng %(months)d tháng, từ tháng %(from)d.") % {
            "done": done,
            "months": line.silent_now,
            "from": line.silent_from,
        }
    if line.longest:
        return _("%(done)s; có lúc im ắng %(months)d tháng.") % {"done": done, "months": line.longest}
    return _("%s; chưa tháng nào im ắng.") % done

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
from vietnamese.numbers import format_count
from web.state_marks import StateMark

State = Movement.State
# Months without activities from which a movement is marked as silent; a single month is normal.
LONG_SILENCE = 2


@dataclass(frozen=True)
class MovementRow:
    movement: Movement
    timeline: MonthsOfYear
    registrations: tuple[Registration, ...]

    @property
    def is_planned(self) -> bool:
        return self.movement.state == State.PLANNED

    @property
    def is_silent(self) -> bool:
        return self.movement.state == State.LAUNCHED and self.timeline.silent_now >= LONG_SILENCE

    @property
    def state(self) -> StateMark:
        return state_mark(self.movement)

    @property
    def owner(self) -> str:
        province = self.movement.province
        return province.name_by(self.movement.year.last_day) if province else _("Toàn cụm")

    @property
    def summary(self) -> str:
        return months_in_words(self.movement, self.timeline)


@dataclass(frozen=True)
class MovementList:
    rows: tuple[MovementRow, ...]

    @property
    def launched(self) -> int:
        """Includes closed ones."""
        return sum(not row.is_planned for row in self.rows)

    @property
    def silent(self) -> int:
        return sum(row.is_silent for row in self.rows)

    @property
    def lacking(self) -> int:
        return sum(not row.is_planned and bool(row.movement.lacks) for row in self.rows)

    @property
    def activities(self) -> int:
        return sum(row.timeline.total for row in self.rows)


def state_mark(movement: Movement) -> StateMark:
    state, icon = {
        State.PLANNED: ("draft", "draft"),
        State.LAUNCHED: ("submitted", "submitted"),
        State.CLOSED: ("accepted", "accepted"),
    }[State(movement.state)]
    label = movement.get_state_display()
    if movement.state == State.LAUNCHED and movement.ends_on < timezone.localdate():
        state, icon, label = "late", "late", _("Đã kết thúc, chưa tổng kết")
    return StateMark(state=state, icon=icon, label=label)


def load_movement_list(officer: Officer, contest_year: EmulationYear) -> MovementList:
    return MovementList(tuple(movement_rows(visible_movements(officer, contest_year))))


def movement_rows(movements: Iterable[Movement]) -> list[MovementRow]:
    movements = list(movements)
    days: dict[int, list[dt.date]] = defaultdict(list)
    for key, day in Activity.objects.filter(movement__in=movements).values_list("movement", "held_on"):
        days[key].append(day)
    registrations: dict[int, list[Registration]] = defaultdict(list)
    for registration in Registration.objects.filter(movement__in=movements).select_related("province"):
        registrations[registration.movement_id].append(registration)
    today = timezone.localdate()
    return [
        MovementRow(
            movement,
            movement_months(movement, days[movement.pk], today),
            tuple(registrations[movement.pk]),
        )
        for movement in movements
    ]


def movement_months(movement: Movement, days: Iterable[dt.date], today: dt.date) -> MonthsOfYear:
    return months_of_year(movement.year.year, movement.first_day, movement.last_day, days, today)


def months_in_words(movement: Movement, timeline: MonthsOfYear) -> str:
    if movement.state == State.PLANNED:
        return _("Chưa phát động.")
    activities = ngettext("%d hoạt động", "%d hoạt động", timeline.total) % timeline.total
    if timeline.silent_now == 1:
        return _("%(done)s; tháng %(month)d không có hoạt động.") % {
            "done": activities,
            "month": timeline.silent_from,
        }
    if timeline.silent_now:
        return _("%(done)s; không có hoạt động trong %(months)s tháng liên tiếp, từ tháng %(from)d.") % {
            "done": activities,
            "months": format_count(timeline.silent_now),
            "from": timeline.silent_from,
        }
    if timeline.longest_silence == 1:
        return _("%s; có tháng không có hoạt động.") % activities
    if timeline.longest_silence:
        return _("%(done)s; từng không có hoạt động trong %(months)s tháng liên tiếp.") % {
            "done": activities,
            "months": format_count(timeline.longest_silence),
        }
    return _("%s; tháng nào cũng có hoạt động.") % activities

"""The board of a year for officers who run it: what is due when, by province."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.overview.board_cells import Cell
from emulation.overview.board_parts import Cells, YearParts
from emulation.votes.models import Poll
from emulation.votes.polls import ENDED, visible_polls
from emulation.year.models import Deadline, EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province

Part = Deadline.Part


@dataclass(frozen=True)
class BoardColumn:
    """A part of the year. A province that has nothing to do with it has no cell."""

    label: str
    due_on: dt.date | None
    cells: Cells


@dataclass(frozen=True)
class NextDeadline:
    """The part of the year that is due next.

    Attributes:
        waiting: provinces that have not done it; empty for what the cluster does together, like the vote.
    """

    label: str
    due_on: dt.date
    days_left: int
    waiting: tuple[Province, ...] = ()

    @property
    def names(self) -> str:
        return ", ".join(map(str, self.waiting))


@dataclass(frozen=True)
class YearBoard:
    provinces: tuple[Province, ...]
    columns: tuple[BoardColumn, ...]
    polls: tuple[Poll, ...]
    vote_due_on: dt.date | None
    next_deadline: NextDeadline | None

    @property
    def rows(self) -> list[tuple[Province, list[tuple[BoardColumn, Cell | None]]]]:
        return [
            (province, [(column, column.cells.get(province.pk)) for column in self.columns])
            for province in self.provinces
        ]


def load_year_board(officer: Officer, contest_year: EmulationYear) -> YearBoard:
    today, provinces = timezone.localdate(), tuple(contest_year.members)
    deadlines = {deadline.part: deadline for deadline in contest_year.deadlines.all()}
    due = {part: deadline.due_on for part, deadline in deadlines.items()}
    parts = YearParts(officer, contest_year, provinces, deadlines, today)
    half_years = {half: period.due_on for half, period in parts.periods.items()}
    columns = (
        BoardColumn(_("Giao ước"), due.get(Part.PLEDGE), parts.pledges()),
        BoardColumn(_("Số liệu 6 tháng đầu năm"), half_years.get(1), parts.figures(1)),
        BoardColumn(_("Số liệu 6 tháng cuối năm"), half_years.get(2), parts.figures(2)),
        BoardColumn(_("Hoạt động phong trào"), due.get(Part.MOVEMENTS), parts.movements()),
        BoardColumn(_("Tự chấm"), due.get(Part.SELF_SCORE), parts.scores()),
        BoardColumn(_("Chấm chéo"), due.get(Part.CROSS_CHECK), parts.checks()),
        BoardColumn(_("Ý kiến"), due.get(Part.ANSWERS), parts.answers()),
        BoardColumn(_("Hồ sơ khen thưởng"), due.get(Part.DOSSIERS), parts.dossiers()),
    )
    polls = tuple(visible_polls(officer, contest_year))
    # A void vote alone does not count: it is held again.
    states = {poll.state for poll in polls}
    has_voted = Poll.State.CLOSED in states and states <= set(ENDED)
    is_done = {Part.COUNCIL: contest_year.scores_are_settled, Part.VOTE: has_voted}
    together = [(str(part.label), due[part]) for part, done in is_done.items() if part in due and not done]
    return YearBoard(
        provinces, columns, polls, due.get(Part.VOTE), next_due(provinces, columns, together, today)
    )


def next_due(
    provinces: Sequence[Province],
    columns: Iterable[BoardColumn],
    together: Iterable[tuple[str, dt.date]],
    today: dt.date,
) -> NextDeadline | None:
    """Return the earliest deadline from `today` on of what is not done yet.

    `together` holds name and last day of what the cluster does together and has not done.
    """
    upcoming = []
    for column in columns:
        waiting = tuple(
            province
            for province in provinces
            if (cell := column.cells.get(province.pk)) and cell.is_pending and not cell.is_optional
        )
        if waiting and column.due_on and column.due_on >= today:
            upcoming.append(NextDeadline(column.label, column.due_on, (column.due_on - today).days, waiting))
    upcoming += [
        NextDeadline(label, due_on, (due_on - today).days) for label, due_on in together if due_on >= today
    ]
    return min(upcoming, key=lambda deadline: deadline.due_on, default=None)

"""The points of cross-checks, for the year's table, and the checks that a reader may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.cross_checks.models import Check, CheckScore
from emulation.cross_checks.permissions import CheckReader, reads_check
from emulation.scoring.points import Points
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from web.state_marks import StateMark

Key = tuple[int, int]  # criterion and checked province


def readable_checks(contest_year: EmulationYear, officer: Officer) -> list[Check]:
    sent = Check.objects.filter(year=contest_year).sent().select_related("year", "checker", "checked")
    reader = CheckReader.of(officer, contest_year)
    return [check for check in sent if reads_check(officer, check, reader)]


@dataclass(frozen=True, slots=True)
class GivenPoints:
    """A checker's points for one criterion, with the reason and the province's answer."""

    points: Decimal | None
    reason: str = ""
    answer: str = ""


def check_points(checks: Sequence[Check], computed: Mapping[Key, Points]) -> dict[Key, GivenPoints]:
    """The points of these checks. One query.

    `computed` are the points from figures: every check has them, and nobody enters them.
    """
    checked = {check.checked_id for check in checks}
    points_by_key = {key: GivenPoints(points.value) for key, points in computed.items() if key[1] in checked}
    scores = CheckScore.objects.filter(check_of__in=checks)
    columns = ("criterion", "check_of__checked", "points", "reason", "answer")
    for criterion, province, points, reason, answer in scores.values_list(*columns):
        points_by_key[criterion, province] = GivenPoints(points, reason, answer)
    return points_by_key


def state_mark(check: Check) -> StateMark:
    return {
        Check.State.PLANNED: StateMark("draft", "none", _("Chưa công bố")),
        Check.State.OPEN: StateMark("draft", "draft", _("Chưa gửi")),
        Check.State.SENT: StateMark("submitted", "submitted", _("Đã gửi")),
    }[Check.State(check.state)]

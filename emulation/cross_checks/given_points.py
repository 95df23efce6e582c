"""Cross-checks as the year's table reads them: what each checker gave, as far as its reader may know."""

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
    """The checks that were sent and that the officer may read by now; the others do not exist for them."""
    sent = Check.objects.filter(year=contest_year, state=Check.State.SENT)
    reader = CheckReader.of(officer, contest_year)
    found = sent.select_related("year", "checker", "checked")
    return [check for check in found if reads_check(officer, check, reader)]


@dataclass(frozen=True, slots=True)
class GivenPoints:
    """What a checker gave for one criterion, why it differs, and what the province said to that."""

    points: Decimal | None
    reason: str = ""
    answer: str = ""


def check_points(checks: Sequence[Check], computed: Mapping[Key, Points]) -> dict[Key, GivenPoints]:
    """What those checks give, by criterion and checked province; one query.

    Args:
        checks: those that the reader may read.
        computed: the points that follow from figures; they are in every check as they are, given by nobody.
    """
    checked = {check.checked_id for check in checks}
    found = {key: GivenPoints(points.value) for key, points in computed.items() if key[1] in checked}
    given = CheckScore.objects.filter(check_of__in=checks)
    columns = ("criterion", "check_of__checked", "points", "reason", "answer")
    for criterion, province, points, reason, answer in given.values_list(*columns):
        found[criterion, province] = GivenPoints(points, reason, answer)
    return found


def state_word(check: Check) -> StateMark:
    """The check's state: sign and word."""
    return {
        Check.State.PLANNED: StateMark("draft", "none", _("Chưa công bố")),
        Check.State.OPEN: StateMark("draft", "draft", _("Chưa gửi")),
        Check.State.SENT: StateMark("submitted", "submitted", _("Đã gửi")),
    }[Check.State(check.state)]

"""Cross-checks as the year's table reads them: what each checker gave, as far as its reader may know."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.check_permissions import Reader, reads_check
from emulation.models import Check, CheckScore, EmulationYear
from emulation.scoring.points import Points
from figures.standing import Word
from provinces.models import Officer

Key = tuple[int, int]  # criterion and checked province


def readable_checks(year: EmulationYear, officer: Officer) -> list[Check]:
    """The checks that were sent and that the officer may read by now; the others do not exist for them."""
    sent = Check.objects.filter(year=year, state=Check.State.SENT)
    reader = Reader.of(officer, year)
    found = sent.select_related("year", "checker", "checked")
    return [check for check in found if reads_check(officer, check, reader)]


def check_points(
    year: EmulationYear, officer: Officer, computed: Mapping[Key, Points]
) -> dict[Key, Decimal | None]:
    """The checkers' points that the officer may read.

    Args:
        year: the contest.
        officer: who reads.
        computed: the points that follow from figures; they are in every check as they are, given by nobody.
    """
    checks = readable_checks(year, officer)
    checked = {check.checked_id for check in checks}
    found: dict[Key, Decimal | None] = {
        key: points.value for key, points in computed.items() if key[1] in checked
    }
    given = CheckScore.objects.filter(check_of__in=checks)
    for criterion, province, points in given.values_list("criterion", "check_of__checked", "points"):
        found[criterion, province] = points
    return found


def state_word(check: Check) -> Word:
    """The check's state: sign and word."""
    return {
        Check.State.PLANNED: Word("draft", "none", _("Chưa công bố")),
        Check.State.OPEN: Word("draft", "draft", _("Chưa gửi")),
        Check.State.SENT: Word("submitted", "submitted", _("Đã gửi")),
    }[Check.State(check.state)]

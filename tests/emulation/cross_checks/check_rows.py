"""Cross-checks for tests: the ring in the order of the members, and self-scores to be checked."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from emulation.criteria.models import Criterion
from emulation.cross_checks.models import Check, CheckScore
from emulation.self_scores.models import SelfScore
from emulation.year.models import Deadline, EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.emulation.factories import make_sheet

FAR = dt.date(2999, 1, 1)


def open_checking(year: EmulationYear, *, answers: bool = False) -> None:
    """The rules locked and the days of checking come; those of answering too, or far away."""
    EmulationYear.objects.filter(pk=year.pk).update(rules_locked_at=timezone.now())
    year.refresh_from_db()
    year.deadlines.filter(part=Deadline.Part.CROSS_CHECK).update(due_on=FAR)
    opens = dt.date(year.year, 12, 16) if answers else FAR
    year.deadlines.filter(part=Deadline.Part.ANSWERS).update(opens_on=opens, due_on=FAR)


def make_checks(year: EmulationYear, state: str = "open") -> list[Check]:
    """Everybody checks the next one in the cluster's order: Cần Thơ checks Hậu Giang."""
    members = list(year.members)
    pairs = zip(members, [*members[1:], members[0]], strict=True)
    return [Check.objects.create(year=year, checker=a, checked=b, state=state) for a, b in pairs]


def make_claimed(
    year: EmulationYear, province: Province, by: Officer, points: dict[Criterion, str]
) -> Sequence[SelfScore]:
    """A self-score that was sent, with a reason for each criterion."""
    sheet = make_sheet(year, province, sent_by=by)
    return [
        SelfScore.objects.create(
            sheet=sheet, criterion=c, points=Decimal(p), reason=f"Căn cứ {c}", changed_by=by
        )
        for c, p in points.items()
    ]


def make_sent(check: Check, by: Officer, points: dict[Criterion, str]) -> Check:
    """The check with those points, sent."""
    check.state, check.sent_at, check.sent_by = Check.State.SENT, timezone.now(), by
    check.save()
    for criterion, given in points.items():
        CheckScore.objects.create(
            check_of=check, criterion=criterion, points=Decimal(given), reason="Thiếu văn bản."
        )
    return check

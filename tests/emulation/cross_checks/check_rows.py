"""Factories of cross-checks, and of the self-scores that they check."""

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


def open_checking(contest_year: EmulationYear, *, answers: bool = False) -> None:
    """Lock the rules and begin checking; answering begins too if `answers`, else in the far future."""
    EmulationYear.objects.filter(pk=contest_year.pk).update(rules_locked_at=timezone.now())
    contest_year.refresh_from_db()
    contest_year.deadlines.filter(part=Deadline.Part.CROSS_CHECK).update(due_on=FAR)
    opens = dt.date(contest_year.year, 12, 16) if answers else FAR
    contest_year.deadlines.filter(part=Deadline.Part.ANSWERS).update(opens_on=opens, due_on=FAR)


def make_checks(contest_year: EmulationYear, state: str = "open") -> list[Check]:
    """Every province checks the next one in the cluster's order: Cần Thơ checks Hậu Giang."""
    members = list(contest_year.members)
    pairs = zip(members, [*members[1:], members[0]], strict=True)
    return [
        Check.objects.create(year=contest_year, checker=checker, checked=checked, state=state)
        for checker, checked in pairs
    ]


def make_claimed(
    contest_year: EmulationYear, province: Province, by: Officer, points: dict[Criterion, str]
) -> Sequence[SelfScore]:
    """A sent self-score with a reason for each criterion."""
    sheet = make_sheet(contest_year, province, sent_by=by)
    return [
        SelfScore.objects.create(
            sheet=sheet,
            criterion=criterion,
            points=Decimal(value),
            reason=f"Căn cứ {criterion}",
            changed_by=by,
        )
        for criterion, value in points.items()
    ]


def make_sent(check: Check, by: Officer, points: dict[Criterion, str]) -> Check:
    check.state, check.sent_at, check.sent_by = Check.State.SENT, timezone.now(), by
    check.save()
    for criterion, value in points.items():
        CheckScore.objects.create(
            check_of=check, criterion=criterion, points=Decimal(value), reason="Thiếu văn bản."
        )
    return check

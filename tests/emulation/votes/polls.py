"""Votes for tests: who may vote, and ballots by their numbers on the list."""

import datetime as dt

from emulation.votes import services
from emulation.votes.models import Poll
from emulation.year.models import Deadline, EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.factories import make_officer


def make_leaders(provinces: dict[str, Province]) -> list[Officer]:
    """A leader for each province that has none, in the cluster's order."""
    found = []
    for slug, province in provinces.items():
        known = Officer.objects.filter(province=province, role=Officer.Role.LEADER).first()
        found.append(known or make_officer(f"{slug}-lead", Officer.Role.LEADER, province))
    return found


def make_poll(
    year: EmulationYear, by: Officer, provinces: list[Province], voters: list[Officer], **values: object
) -> Poll:
    """A draft for the flag; more than half must vote, and choose."""
    values = {"title": "Đề nghị tặng Cờ thi đua", "quorum": "over_half", "needs": "over_half"} | values
    poll = Poll(year=year, **values)
    return services.save_poll(poll=poll, provinces=provinces, names=[], voters=voters, by=by)


def make_open_poll(
    year: EmulationYear, by: Officer, provinces: list[Province], voters: list[Officer], **values: object
) -> Poll:
    poll = make_poll(year, by, provinces, voters, **values)
    return services.open_poll(poll=poll, seen="0", by=by)


def open_the_days(year: EmulationYear) -> None:
    """Today is one of the days of the vote."""
    Deadline.objects.filter(year=year, part=Deadline.Part.VOTE).update(due_on=dt.date(2999, 12, 31))

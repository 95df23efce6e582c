"""Votes for tests, and leaders who vote."""

import datetime as dt

from emulation.votes import services
from emulation.votes.models import Poll
from emulation.year.models import Deadline, EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.factories import make_officer


def make_leaders(provinces: dict[str, Province]) -> list[Officer]:
    """Return a leader of each province, in the cluster's order; make those that are missing."""
    leaders = []
    for slug, province in provinces.items():
        leader = Officer.objects.filter(province=province, role=Officer.Role.LEADER).first()
        leaders.append(leader or make_officer(f"{slug}-lead", Officer.Role.LEADER, province))
    return leaders


def make_poll(
    contest_year: EmulationYear,
    by: Officer,
    provinces: list[Province],
    voters: list[Officer],
    **values: object,
) -> Poll:
    """A draft for the flag; quorum and required votes are more than half."""
    values = {"title": "Đề nghị tặng Cờ thi đua", "quorum": "over_half", "needs": "over_half"} | values
    poll = Poll(year=contest_year, **values)
    return services.save_poll(poll=poll, provinces=provinces, names=[], voters=voters, by=by)


def make_open_poll(
    contest_year: EmulationYear,
    by: Officer,
    provinces: list[Province],
    voters: list[Officer],
    **values: object,
) -> Poll:
    poll = make_poll(contest_year, by, provinces, voters, **values)
    return services.open_poll(poll=poll, seen="0", by=by)


def extend_vote_days(contest_year: EmulationYear) -> None:
    Deadline.objects.filter(year=contest_year, part=Deadline.Part.VOTE).update(due_on=dt.date(2999, 12, 31))

"""The illustrative votes and commendations of a year that is over; like the rest, through the services."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from emulation.awards import services as awards_services
from emulation.awards.models import Dossier, DossierStep
from emulation.awards.title_models import Title
from emulation.votes import services as votes_services
from emulation.votes.models import Nominee, Poll
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.register.models import Cooperative

Officers = Mapping[str, Officer]


def hold_vote(
    contest_year: EmulationYear, said: Mapping[str, Any], members: Mapping[str, Province], officers: Officers
) -> None:
    """One secret ballot of the leaders, from the list to the count.

    Args:
        contest_year: the year; today must be one of its days of voting.
        said: `nominees` by slug, and `ballots`, each the nominees' slugs on it, one for each leader.
        members: provinces by slug.
        officers: by user name.
    """
    secretary, leaders = officers["secretary"], [officers[f"{slug}-lead"] for slug in members]
    poll = Poll(
        year=contest_year,
        purpose=said["purpose"],
        title=said["title"],
        places=said["places"],
        needs="over_half",
    )
    nominees = [members[slug] for slug in said["nominees"]]
    poll = votes_services.save_poll(poll=poll, provinces=nominees, names=[], voters=leaders, by=secretary)
    poll = votes_services.open_poll(poll=poll, seen=str(poll.version), by=secretary)
    places = dict(Nominee.objects.filter(poll=poll).values_list("province__slug", "position"))
    for leader, ballot in zip(leaders, said["ballots"], strict=True):
        votes_services.cast_ballot(poll=poll, chosen=[places[slug] for slug in ballot], by=leader)
    votes_services.close_poll(
        poll=poll, place=said["place"], chair=said["chair"], clerk=said["clerk"], by=secretary
    )


def commend(
    contest_year: EmulationYear, said: Mapping[str, Any], members: Mapping[str, Province], officers: Officers
) -> None:
    """One dossier: drafted by its province, sent by its leader, and as far as the fixture takes it."""
    province = members[said["province"]]
    cooperative = Cooperative.objects.filter(registration_number=said.get("register", "")).first()
    dossier = Dossier(
        year=contest_year,
        province=province,
        title=Title.objects.get(name=said["title"]),
        kind=said["kind"],
        name=cooperative.name if cooperative else said["name"],
        position_held=said.get("position", ""),
        cooperative=cooperative,
        achievements=said["achievements"],
    )
    dossier = awards_services.save_dossier(dossier=dossier, evidence=[], by=officers[province.slug])
    awards_services.take_step(dossier=dossier, action="send", by=officers[f"{province.slug}-lead"])
    for step in said["steps"]:
        awards_services.take_step(
            dossier=dossier,
            action=step["action"],
            reason=step.get("reason", ""),
            number=step.get("number", ""),
            decided_on=dt.date.fromisoformat(step["on"]) if "on" in step else None,
            by=officers["secretary"],
        )


def set_back(contest_year: EmulationYear) -> None:
    """Dates votes and dossiers to the days on which they would have been."""
    voted, sent = _at(dt.date(contest_year.year + 1, 1, 12), 9), _at(dt.date(contest_year.year + 1, 1, 13), 9)
    Poll.objects.filter(year=contest_year).update(opened_at=voted, closed_at=voted + dt.timedelta(hours=1))
    Event.objects.filter(year=contest_year, action__startswith="vote.").update(at=voted)
    Event.objects.filter(year=contest_year, action__startswith="dossier.").update(at=sent)
    steps = DossierStep.objects.filter(dossier__year=contest_year)
    steps.update(at=sent)
    decided = steps.filter(action__in=[DossierStep.Action.AWARD, DossierStep.Action.REFUSE])
    decided.update(at=_at(dt.date(contest_year.year + 1, 3, 1), 9))


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))

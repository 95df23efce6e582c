"""Illustrative votes and commendations, written through the services."""

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
    contest_year: EmulationYear, vote: Mapping[str, Any], members: Mapping[str, Province], officers: Officers
) -> None:
    """Hold a secret ballot; today must be one of the year's days of voting.

    `vote` has the slugs of `nominees` and, for each leader in turn, the slugs on the ballot.
    """
    secretary, leaders = officers["secretary"], [officers[f"{slug}-lead"] for slug in members]
    poll = Poll(
        year=contest_year,
        purpose=vote["purpose"],
        title=vote["title"],
        places=vote["places"],
        needs="over_half",
    )
    nominees = [members[slug] for slug in vote["nominees"]]
    poll = votes_services.save_poll(poll=poll, provinces=nominees, names=[], voters=leaders, by=secretary)
    poll = votes_services.open_poll(poll=poll, seen=str(poll.version), by=secretary)
    positions = dict(Nominee.objects.filter(poll=poll).values_list("province__slug", "position"))
    for leader, ballot in zip(leaders, vote["ballots"], strict=True):
        votes_services.cast_ballot(poll=poll, chosen=[positions[slug] for slug in ballot], by=leader)
    votes_services.close_poll(
        poll=poll, place=vote["place"], chair=vote["chair"], clerk=vote["clerk"], by=secretary
    )


def commend(
    contest_year: EmulationYear, facts: Mapping[str, Any], members: Mapping[str, Province], officers: Officers
) -> None:
    province = members[facts["province"]]
    cooperative = Cooperative.objects.filter(registration_number=facts.get("register", "")).first()
    dossier = Dossier(
        year=contest_year,
        province=province,
        title=Title.objects.get(name=facts["title"]),
        kind=facts["kind"],
        name=cooperative.name if cooperative else facts["name"],
        position_held=facts.get("position", ""),
        cooperative=cooperative,
        achievements=facts["achievements"],
    )
    dossier = awards_services.save_dossier(dossier=dossier, evidence=[], by=officers[province.slug])
    awards_services.take_step(dossier=dossier, action="send", by=officers[f"{province.slug}-lead"])
    for step in facts["steps"]:
        awards_services.take_step(
            dossier=dossier,
            action=step["action"],
            reason=step.get("reason", ""),
            number=step.get("number", ""),
            decided_on=dt.date.fromisoformat(step["on"]) if "on" in step else None,
            by=officers["secretary"],
        )


def backdate(contest_year: EmulationYear) -> None:
    voted, sent = _at(dt.date(contest_year.year + 1, 1, 12), 9), _at(dt.date(contest_year.year + 1, 1, 13), 9)
    closed, decided = voted + dt.timedelta(hours=1), _at(dt.date(contest_year.year + 1, 3, 1), 9)
    Poll.objects.filter(year=contest_year).update(opened_at=voted, closed_at=closed)
    events = Event.objects.filter(year=contest_year)
    events.filter(action__startswith="vote.").update(at=voted)
    events.filter(action="vote.close").update(at=closed)
    events.filter(action__startswith="dossier.").update(at=sent)
    events.filter(action__in=["dossier.award", "dossier.refuse"]).update(at=decided)
    steps = DossierStep.objects.filter(dossier__year=contest_year)
    steps.update(at=sent)
    steps.filter(action__in=[DossierStep.Action.AWARD, DossierStep.Action.REFUSE]).update(at=decided)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))

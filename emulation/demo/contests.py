"""An illustrative year of the contest that is over, and one at its middle, each marked as such.

Everything goes the way it goes in life, through the services; only the days are set back afterwards, because
a service takes no step of a year that is over.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from emulation.council import services as council_services
from emulation.council.services import FinalEntry
from emulation.criteria.tree import read_tree
from emulation.cross_checks import services as cross_checks_services
from emulation.cross_checks.models import Check, CheckScore
from emulation.cross_checks.services import CheckEntry
from emulation.demo import awards as demo_awards
from emulation.movements import activity_services
from emulation.movements import services as movements_services
from emulation.movements.models import Movement
from emulation.pledges import services as pledges_services
from emulation.pledges import signing
from emulation.pledges.models import Pledge
from emulation.results.loading import table_for_reader
from emulation.results.models import FinalScore
from emulation.rules import services as rules_services
from emulation.rules.published_2019 import published_rules
from emulation.self_scores import services as self_scores_services
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.services import ClaimedScore
from emulation.year import services as year_services
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.services import usual_dates
from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province

Officers = Mapping[str, Officer]
OVER, AT_ITS_MIDDLE = 2022, 2023
MIDDLE = (7, 15)  # month and day of the half-year review


@transaction.atomic
def load_contests(data: Mapping[str, Any], provinces: Sequence[Province], officers: Officers) -> None:
    """The contests of the demo, from its fixture.

    Args:
        data: `demo_emulation.json`; lists stand in the order of its `provinces`.
        provinces: the members.
        officers: by user name.
    """
    members = {province.slug: province for province in provinces}
    columns = [members[slug] for slug in data["provinces"]]
    for year in (OVER, AT_ITS_MIDDLE):
        said = data["years"][str(year)]
        contest = _open(year, officers["secretary"], data["scores"].get(str(year), {}).get("ties", []))
        planned = [_plan(contest, movement, members, officers) for movement in said["movements"]]
        _pledge(contest, said, data["pledged"], columns, officers)
        for movement, facts in zip(planned, said["movements"], strict=True):
            _carry_out(movement, facts, members, officers)
        if scores := data["scores"].get(str(year)):
            _score_themselves(contest, scores, columns, officers)
            _check_each_other(contest, scores, columns, officers)
            _settle(contest, scores, columns, officers["secretary"])
        for vote in said.get("votes", []):
            demo_awards.hold_vote(contest, vote, members, officers)
        for dossier in said.get("dossiers", []):
            demo_awards.commend(contest, dossier, members, officers)
        year_services.save_dates(contest_year=contest, dates=_dates(contest), by=officers["secretary"])
        _set_back(contest)
        demo_awards.set_back(contest)


def _dates(contest_year: EmulationYear) -> dict[str, tuple[dt.date, dt.date]]:
    """The usual ones; at the middle of a year, whenever that is, what is to come lies ahead.

    Self-scores can be begun at once, as the open half-year can: what is not accepted yet is provisional.
    """
    dates = usual_dates(contest_year)
    if contest_year.year != AT_ITS_MIDDLE:
        return dates
    today = timezone.localdate()
    ahead = max(today - dt.date(contest_year.year, *MIDDLE), dt.timedelta())
    for part in Deadline.Part:
        first, last = dates[part]
        if last > dt.date(contest_year.year, *MIDDLE):
            begun = first <= dt.date(contest_year.year, *MIDDLE)
            dates[part] = (first if begun else first + ahead, last + ahead)
    dates[Deadline.Part.SELF_SCORE] = (today, dates[Deadline.Part.SELF_SCORE][1])
    return dates


def _open(year: int, secretary: Officer, ties: Sequence[str]) -> EmulationYear:
    """The year with its rules locked, and every part open until `_set_back`."""
    contest = year_services.open_year(
        contest_year=EmulationYear(cluster=Cluster.objects.get(), year=year, is_illustrative=True),
        by=secretary,
    )
    today = timezone.localdate()
    always = (dt.date(year, 1, 1), today + dt.timedelta(days=1))
    year_services.save_dates(
        contest_year=contest, dates=dict.fromkeys(Deadline.Part.values, always), by=secretary
    )
    rules_services.load_rules(contest_year=contest, table=published_rules(), by=secretary)
    council_services.save_tie_rule(contest_year=contest, steps=[(kind, None) for kind in ties], by=secretary)
    return rules_services.lock_rules(contest_year=contest, by=secretary)


def _pledge(
    contest_year: EmulationYear,
    said: Mapping[str, Any],
    codes: Sequence[str],
    columns: Sequence[Province],
    officers: Officers,
) -> None:
    signing.choose_indicators(
        contest_year=contest_year,
        indicators=Indicator.objects.filter(code__in=codes),
        by=officers["secretary"],
    )
    for place, province in enumerate(columns):
        pledges_services.save_targets(
            contest_year=contest_year,
            province=province,
            targets={code: Decimal(said["targets"][code][place]) for code in codes},
            seen=0,
            by=officers[province.slug],
        )
        pledges_services.send_pledge(
            contest_year=contest_year, province=province, by=officers[f"{province.slug}-lead"]
        )
    signing.record_signing(
        contest_year=contest_year,
        held_on=dt.date.fromisoformat(said["signed_on"]),
        place=said["place"],
        signers={province.slug: f"Đại diện {province.alliance_name}" for province in columns},
        by=officers["secretary"],
    )


def _plan(
    contest_year: EmulationYear, said: Mapping[str, Any], members: Mapping[str, Province], officers: Officers
) -> Movement:
    """The movement as it is pledged."""
    province = members.get(said["province"] or "")
    keeper = officers[f"{province.slug}-lead"] if province else officers["secretary"]
    return movements_services.save_movement(
        movement=Movement(
            year=contest_year,
            province=province,
            name=said["name"],
            aim=said["aim"],
            begins_on=dt.date.fromisoformat(said["from"]),
            ends_on=dt.date.fromisoformat(said["to"]),
            scope=said["scope"],
            resources=said["resources"],
            reward_money=None if said["money"] is None else Decimal(said["money"]),
            changed_by=keeper,
        ),
        seen=0,
        by=keeper,
    )


def _carry_out(
    movement: Movement, said: Mapping[str, Any], members: Mapping[str, Province], officers: Officers
) -> None:
    """What became of it in the year."""
    if "launched_on" not in said:
        return
    keeper = movement.changed_by
    launched_on = dt.date.fromisoformat(said["launched_on"])
    movement = movements_services.launch(
        movement=movement, on=launched_on, reason=said.get("reason", ""), seen=movement.version, by=keeper
    )
    for slug, units in said["units"].items():
        movements_services.register(movement=movement, province=members[slug], units=units, by=officers[slug])
    for slug, held_on, what in said["activities"]:
        activity_services.add_activity(
            movement=movement,
            province=members[slug],
            held_on=dt.date.fromisoformat(held_on),
            what=what,
            by=officers[slug],
        )
    if "closed_on" in said:
        movement.refresh_from_db()
        movements_services.close_movement(
            movement=movement,
            on=dt.date.fromisoformat(said["closed_on"]),
            results=said["results"],
            seen=movement.version,
            by=keeper,
        )


def _score_themselves(
    contest_year: EmulationYear, scores: Mapping[str, Any], columns: Sequence[Province], officers: Officers
) -> None:
    leaves = {node.number: node.criterion for node in read_tree(contest_year).leaves}
    for place, province in enumerate(columns):
        sheet = ScoreSheet(year=contest_year, province=province)
        for number, points in scores["own"].items():
            claim = ClaimedScore(Decimal(str(points[place])), scores["grounds"])
            self_scores_services.save_score(
                sheet=sheet, criterion=leaves[number], claim=claim, by=officers[province.slug]
            )
            sheet = ScoreSheet.objects.get(year=contest_year, province=province)
        self_scores_services.send_scores(sheet=sheet, by=officers[f"{province.slug}-lead"])


def _check_each_other(
    contest_year: EmulationYear, scores: Mapping[str, Any], columns: Sequence[Province], officers: Officers
) -> None:
    """Each checks the next one; every difference from the self-score has the fixture's reason."""
    following = [*columns[1:], columns[0]]
    ring = {checker.pk: checked.pk for checker, checked in zip(columns, following, strict=True)}
    cross_checks_services.set_checks(contest_year=contest_year, ring=ring, by=officers["secretary"])
    cross_checks_services.publish_checks(contest_year=contest_year, by=officers["secretary"])
    leaves = {node.number: node.criterion.pk for node in read_tree(contest_year).leaves}
    places = {province.pk: place for place, province in enumerate(columns)}
    for check in Check.objects.filter(year=contest_year).select_related("checker", "checked", "year"):
        entries = {}
        for number, points in scores["check"].items():
            place = places[check.checked_id]
            differs = points[place] != scores["own"][number][place]
            reason = scores["difference"] if differs else ""
            entries[leaves[number]] = CheckEntry(Decimal(str(points[place])), reason)
        saved = cross_checks_services.save_check(
            check=check, entries=entries, seen=check.version, by=officers[check.checker.slug]
        )
        cross_checks_services.send_check(
            check=saved, seen=saved.version, by=officers[f"{check.checker.slug}-lead"]
        )


def _settle(
    contest_year: EmulationYear, scores: Mapping[str, Any], columns: Sequence[Province], secretary: Officer
) -> None:
    """Final points: as the fixture says or, where figures give them, as they do."""
    for place, province in enumerate(columns):
        table = table_for_reader(contest_year, secretary)
        column = table.provinces.index(province)
        entries = {}
        for row in (*table.leaves, *table.apart):
            given, cell = scores["final"].get(row.node.number), row.cells[column]
            points = cell.own if given is None else given[place]
            if points is None:
                continue
            points = Decimal(str(points))
            differs = any(one is not None and one != points for one in (cell.own, cell.check))
            entries[row.node.criterion.pk] = FinalEntry(points, scores["reason"] if differs else "")
        council_services.save_finals(
            contest_year=contest_year,
            province=province,
            entries=entries,
            by=secretary,
        )
    council_services.settle_scores(contest_year=contest_year, by=secretary)


def _set_back(contest_year: EmulationYear) -> None:
    """Dates what was just written to the days on which it would have been."""
    begun, scored = _noon(dt.date(contest_year.year, 1, 5)), _noon(dt.date(contest_year.year, 11, 20))
    checked, settled = _noon(dt.date(contest_year.year, 12, 12)), _noon(dt.date(contest_year.year + 1, 1, 10))
    Event.objects.filter(year=contest_year).update(at=begun)
    Pledge.objects.filter(year=contest_year).update(sent_at=begun)
    ScoreSheet.objects.filter(year=contest_year).update(sent_at=scored)
    SelfScore.objects.filter(sheet__year=contest_year).update(changed_at=scored)
    Event.objects.filter(year=contest_year, action__startswith="scores.").update(at=scored)
    Check.objects.filter(year=contest_year).update(sent_at=checked)
    CheckScore.objects.filter(check_of__year=contest_year).update(changed_at=checked)
    Event.objects.filter(year=contest_year, action__startswith="check.").update(at=checked)
    FinalScore.objects.filter(criterion__year=contest_year).update(changed_at=settled)
    Event.objects.filter(year=contest_year, action__startswith="council.").update(at=settled)
    is_settled = EmulationYear.objects.get(pk=contest_year.pk).scores_are_settled
    EmulationYear.objects.filter(pk=contest_year.pk).update(
        rules_locked_at=begun, scores_settled_at=settled if is_settled else None
    )


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))

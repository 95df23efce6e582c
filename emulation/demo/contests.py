"""An illustrative contest year that is over, and one at its middle, both marked as illustrative.

Everything is written through the services and dated back afterwards, because services take no steps of a year
that is over.
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
REASON = "Năm minh họa."
MIDDLE = (7, 15)  # month and day of the half-year review


@transaction.atomic
def load_contests(data: Mapping[str, Any], provinces: Sequence[Province], officers: Officers) -> None:
    """Write both years from `demo_emulation.json`, whose lists follow the order of its `provinces`.

    `officers` are keyed by user name.
    """
    members = {province.slug: province for province in provinces}
    columns = [members[slug] for slug in data["provinces"]]
    for year in (OVER, AT_ITS_MIDDLE):
        year_data = data["years"][str(year)]
        scores = data["scores"].get(str(year), {})
        contest_year = open_for_all_days(year, officers["secretary"], scores.get("ties", []))
        movements = [_plan(contest_year, facts, members, officers) for facts in year_data["movements"]]
        pledge(contest_year, year_data, data["pledged"], columns, officers)
        for movement, facts in zip(movements, year_data["movements"], strict=True):
            _carry_out(movement, facts, members, officers)
        if scores:
            score_themselves(contest_year, scores, columns, officers)
            check_each_other(contest_year, scores, columns, officers)
            settle(contest_year, scores, columns, officers["secretary"])
        for vote in year_data.get("votes", []):
            demo_awards.hold_vote(contest_year, vote, members, officers)
        for dossier in year_data.get("dossiers", []):
            demo_awards.commend(contest_year, dossier, members, officers)
        year_services.save_dates(
            contest_year=contest_year,
            dates=_dates(contest_year),
            reason=REASON,
            by=officers["secretary"],
        )
        backdate(contest_year)
        demo_awards.backdate(contest_year)


def _dates(contest_year: EmulationYear) -> dict[str, tuple[dt.date, dt.date]]:
    """The usual dates; those after the middle of the unfinished year are shifted to lie ahead of today.

    Self-scoring is open at once, like the open half-year: points from figures that are not accepted yet are
    provisional.
    """
    dates = usual_dates(contest_year)
    if contest_year.year != AT_ITS_MIDDLE:
        return dates
    today = timezone.localdate()
    ahead = max(today - dt.date(contest_year.year, *MIDDLE), dt.timedelta())
    for part in Deadline.Part:
        first, last = dates[part]
        if last > dt.date(contest_year.year, *MIDDLE):
            has_begun = first <= dt.date(contest_year.year, *MIDDLE)
            dates[part] = (first if has_begun else first + ahead, last + ahead)
    dates[Deadline.Part.SELF_SCORE] = (today, dates[Deadline.Part.SELF_SCORE][1])
    return dates


def open_for_all_days(year: int, secretary: Officer, ties: Sequence[str]) -> EmulationYear:
    """Every part is open until `_backdate`."""
    contest_year = year_services.open_year(
        contest_year=EmulationYear(cluster=Cluster.objects.get(), year=year, is_illustrative=True),
        by=secretary,
    )
    today = timezone.localdate()
    all_days = (dt.date(year, 1, 1), today + dt.timedelta(days=1))
    year_services.save_dates(
        contest_year=contest_year,
        dates=dict.fromkeys(Deadline.Part.values, all_days),
        reason=REASON,
        by=secretary,
    )
    rules_services.load_rules(contest_year=contest_year, table=published_rules(), by=secretary)
    council_services.save_tie_rule(
        contest_year=contest_year, steps=[(kind, None) for kind in ties], by=secretary
    )
    return rules_services.lock_rules(contest_year=contest_year, by=secretary)


def pledge(
    contest_year: EmulationYear,
    year_data: Mapping[str, Any],
    codes: Sequence[str],
    columns: Sequence[Province],
    officers: Officers,
) -> None:
    signing.choose_indicators(
        contest_year=contest_year,
        indicators=Indicator.objects.filter(code__in=codes),
        by=officers["secretary"],
    )
    for index, province in enumerate(columns):
        pledges_services.save_targets(
            contest_year=contest_year,
            province=province,
            targets={code: Decimal(year_data["targets"][code][index]) for code in codes},
            seen=0,
            by=officers[province.slug],
        )
        pledges_services.send_pledge(
            contest_year=contest_year, province=province, by=officers[f"{province.slug}-lead"]
        )
    signing.record_signing(
        contest_year=contest_year,
        held_on=dt.date.fromisoformat(year_data["signed_on"]),
        place=year_data["place"],
        signers={province.slug: f"Đại diện {province.alliance_name}" for province in columns},
        by=officers["secretary"],
    )


def _plan(
    contest_year: EmulationYear, facts: Mapping[str, Any], members: Mapping[str, Province], officers: Officers
) -> Movement:
    province = members.get(facts["province"] or "")
    owner = officers[f"{province.slug}-lead"] if province else officers["secretary"]
    return movements_services.save_movement(
        movement=Movement(
            year=contest_year,
            province=province,
            name=facts["name"],
            aim=facts["aim"],
            begins_on=dt.date.fromisoformat(facts["from"]),
            ends_on=dt.date.fromisoformat(facts["to"]),
            scope=facts["scope"],
            resources=facts["resources"],
            reward_money=None if facts["money"] is None else Decimal(facts["money"]),
            changed_by=owner,
        ),
        seen=0,
        by=owner,
    )


def _carry_out(
    movement: Movement, facts: Mapping[str, Any], members: Mapping[str, Province], officers: Officers
) -> None:
    if "launched_on" not in facts:
        return
    owner = movement.changed_by
    launched_on = dt.date.fromisoformat(facts["launched_on"])
    movement = movements_services.launch(
        movement=movement, on=launched_on, reason=facts.get("reason", ""), seen=movement.version, by=owner
    )
    for slug, units in facts["units"].items():
        movements_services.register(movement=movement, province=members[slug], units=units, by=officers[slug])
    for slug, held_on, what in facts["activities"]:
        activity_services.add_activity(
            movement=movement,
            province=members[slug],
            held_on=dt.date.fromisoformat(held_on),
            what=what,
            by=officers[slug],
        )
    if "closed_on" in facts:
        movement.refresh_from_db()
        movements_services.close_movement(
            movement=movement,
            on=dt.date.fromisoformat(facts["closed_on"]),
            results=facts["results"],
            seen=movement.version,
            by=owner,
        )


def score_themselves(
    contest_year: EmulationYear, scores: Mapping[str, Any], columns: Sequence[Province], officers: Officers
) -> None:
    leaves = {node.number: node.criterion for node in read_tree(contest_year).leaves}
    for index, province in enumerate(columns):
        sheet = ScoreSheet(year=contest_year, province=province)
        for number, points in scores["own"].items():
            claim = ClaimedScore(Decimal(str(points[index])), scores["grounds"])
            self_scores_services.save_score(
                sheet=sheet, criterion=leaves[number], claim=claim, by=officers[province.slug]
            )
            sheet = ScoreSheet.objects.get(year=contest_year, province=province)
        self_scores_services.send_scores(sheet=sheet, by=officers[f"{province.slug}-lead"])


def check_each_other(
    contest_year: EmulationYear, scores: Mapping[str, Any], columns: Sequence[Province], officers: Officers
) -> None:
    following = [*columns[1:], columns[0]]
    ring = {checker.pk: checked.pk for checker, checked in zip(columns, following, strict=True)}
    cross_checks_services.set_checks(contest_year=contest_year, ring=ring, by=officers["secretary"])
    cross_checks_services.publish_checks(contest_year=contest_year, by=officers["secretary"])
    leaves = {node.number: node.criterion.pk for node in read_tree(contest_year).leaves}
    indexes = {province.pk: index for index, province in enumerate(columns)}
    for check in Check.objects.filter(year=contest_year).select_related("checker", "checked", "year"):
        entries = {}
        for number, points in scores["check"].items():
            index = indexes[check.checked_id]
            differs = points[index] != scores["own"][number][index]
            reason = scores["difference"] if differs else ""
            entries[leaves[number]] = CheckEntry(Decimal(str(points[index])), reason)
        saved = cross_checks_services.save_check(
            check=check, entries=entries, seen=check.version, by=officers[check.checker.slug]
        )
        cross_checks_services.send_check(
            check=saved, seen=saved.version, by=officers[f"{check.checker.slug}-lead"]
        )


def settle(
    contest_year: EmulationYear, scores: Mapping[str, Any], columns: Sequence[Province], secretary: Officer
) -> None:
    """Final points of the fixture; where it has none, those that follow from the figures."""
    for index, province in enumerate(columns):
        table = table_for_reader(contest_year, secretary)
        column = table.provinces.index(province)
        entries = {}
        for row in (*table.leaves, *table.apart):
            fixture_points, cell = scores["final"].get(row.node.number), row.cells[column]
            points = cell.own if fixture_points is None else fixture_points[index]
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


def backdate(contest_year: EmulationYear) -> None:
    begun, scored = _noon(dt.date(contest_year.year, 1, 5)), _noon(dt.date(contest_year.year, 11, 20))
    checked, settled = _noon(dt.date(contest_year.year, 12, 12)), _noon(dt.date(contest_year.year + 1, 1, 10))
    Event.objects.filter(year=contest_year, action="dates.save").delete()  # of this module, not of the year
    Event.objects.filter(year=contest_year).update(at=begun)
    for movement in contest_year.movements.all():
        events = contest_year.events.filter(subject=movement.name)
        if movement.launched_on:
            launched = _noon(movement.launched_on)
            movement.registrations.update(registered_at=launched)
            events.filter(action__in=["movement.launch", "movement.register"]).update(at=launched)
        if movement.closed_on:
            events.filter(action="movement.close").update(at=_noon(movement.closed_on))
    if signed_on := contest_year.pledges.earliest("signed_on").signed_on:
        contest_year.events.filter(action="pledge.record_signing").update(at=_noon(signed_on))
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

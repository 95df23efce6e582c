"""The report's part on the contest: movements, points and ranks, votes and commendations.

What a half-year's report tells of its contest is what everybody may read: launched movements as they stood
at the half's end and, in the report of the second half, points once they are settled, votes once they are
counted and commendations once they were put forward. In the report of the first half commendations are those
decided in it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from emulation.awards.models import Dossier
from emulation.criteria.tree import read_tree
from emulation.movements.models import Activity, Movement, Registration
from emulation.movements.rows import months_in_words, movement_months
from emulation.results.loading import load_ranking, table_for_reader, tie_rule
from emulation.results.rank_order import TieKind
from emulation.results.ranking import RankedProvince
from emulation.results.table import ScoreTable
from emulation.votes.models import Poll
from emulation.votes.polls import result
from emulation.year.models import EmulationYear
from figures.periods.models import Period
from reports.summary.decimal_text import exact, rounded
from vietnamese.dates import format_date

State = Dossier.State


@dataclass(frozen=True)
class Contest:
    """What the report of a half-year tells of its contest; `table` is none until points are settled."""

    year: EmulationYear
    until: dt.date
    movements: tuple[tuple[Movement, tuple[dt.date, ...], tuple[str, ...]], ...]
    table: ScoreTable | None
    standings: tuple[RankedProvince, ...]
    ties: tuple[str, ...]
    polls: tuple[Poll, ...]
    dossiers: tuple[Dossier, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.movements or self.standings or self.polls or self.dossiers)

    @property
    def is_illustrative(self) -> bool:
        return self.year.is_illustrative and not self.is_empty


def contest_in(period: Period) -> Contest | None:
    """What there is to tell of the half-year's contest, with Vietnamese words; none without a contest."""
    with translation.override("vi"):
        return _read(period)


def _read(period: Period) -> Contest | None:
    year = EmulationYear.objects.filter(cluster=period.cluster_id, year=period.year).first()
    if year is None:
        return None
    is_whole = period.half != 1
    until = min(dt.date(period.year, 12, 31) if is_whole else period.cut_off_on, timezone.localdate())
    table = table_for_reader(year) if is_whole and year.scores_are_settled else None
    polls = Poll.objects.filter(year=year, state=Poll.State.CLOSED).prefetch_related("nominees__province")
    return Contest(
        year=year,
        until=until,
        movements=_movements(year, until),
        table=table,
        standings=tuple(load_ranking(year, table)) if table else (),
        ties=_ties(year) if table else (),
        polls=tuple(polls) if is_whole else (),
        dossiers=tuple(_dossiers(year, period)),
    )


def _movements(
    year: EmulationYear, until: dt.date
) -> tuple[tuple[Movement, tuple[dt.date, ...], tuple[str, ...]], ...]:
    """The movements launched by then, each with the days of its activities and who takes part."""
    found = list(
        Movement.objects.filter(year=year, launched_on__lte=until)
        .select_related("year", "province")
        .order_by("province__position", "launched_on", "pk")
    )
    found.sort(key=lambda movement: movement.province_id is not None)  # the cluster's own come first
    days: dict[int, list[dt.date]] = {movement.pk: [] for movement in found}
    held = Activity.objects.filter(movement__in=found, held_on__lte=until).order_by("held_on")
    for key, day in held.values_list("movement", "held_on"):
        days[key].append(day)
    who: dict[int, list[str]] = {movement.pk: [] for movement in found}
    for registration in Registration.objects.filter(movement__in=found).select_related("province"):
        who[registration.movement_id].append(registration.province.name)
    return tuple((m, tuple(days[m.pk]), tuple(who[m.pk])) for m in found)


def _ties(year: EmulationYear) -> tuple[str, ...]:
    """The steps of the written rule for equal totals, in words."""
    labels = dict(TieKind.choices)
    return tuple(
        f"điểm tiêu chí {tie.criterion} cao hơn"
        if tie.kind == TieKind.CRITERION
        else str(labels[TieKind(tie.kind)]).lower()
        for tie in tie_rule(year, read_tree(year))
    )


def _dossiers(year: EmulationYear, period: Period) -> Iterable[Dossier]:
    """Those put forward or decided in that contest; for the first half, decided by its end."""
    told = Q(state__in=[State.PROPOSED, State.AWARDED])
    if period.half == 1:
        told = Q(state=State.AWARDED, decided_on__lte=period.cut_off_on)
    found = Dossier.objects.filter(told, year=year).select_related("province", "title")
    return found.order_by("title__position", "title__name", "province__position", "name", "pk")


def contest_part(found: Contest | None) -> dict[str, Any] | None:
    """Plain values; numbers with two decimals are points."""
    if found is None or found.is_empty:
        return None
    return {
        "year": found.year.year,
        "until": format_date(found.until),
        "illustrative": found.is_illustrative,
        "movements": [_movement(found, *movement) for movement in found.movements],
        "ranking": [_standing(standing) for standing in found.standings],
        "ties": list(found.ties),
        "scores": _scores(found.table) if found.table else None,
        "votes": [_vote(poll) for poll in found.polls],
        "commendations": [_commendation(dossier) for dossier in found.dossiers],
    }


def _movement(
    found: Contest, movement: Movement, days: Sequence[dt.date], who: Sequence[str]
) -> dict[str, Any]:
    lacks = movement.lacks
    is_closed = movement.closed_on is not None and movement.closed_on <= found.until
    return {
        "name": movement.name,
        "owner": movement.province.name if movement.province else "Toàn Cụm",
        "launched_on": format_date(movement.launched_on),
        "closed_on": format_date(movement.closed_on) if is_closed else None,
        "registered": list(who),
        "said": months_in_words(movement, movement_months(movement, days, found.until)).rstrip("."),
        "resources": movement.resources or None,
        "money": None if movement.reward_money is None else exact(movement.reward_money),
        "lacks": " và ".join(lacks) or None,
        "results": movement.results.rstrip(". ") if is_closed else None,
    }


def _points(value: Decimal | None) -> str | None:
    return None if value is None else f"{rounded(value, 2):f}"


def _standing(standing: RankedProvince) -> dict[str, Any]:
    return {
        "province": standing.province.name,
        "scale": _points(standing.scale),
        "bonus": _points(standing.bonus),
        "penalty": _points(standing.penalty),
        "total": _points(standing.total),
        "rank": standing.rank,
        "verdict": standing.verdict,
        "undecided": [province.name for province in standing.undecided],
        "improvement": _points(standing.improvement),
        "last_rank": standing.last_rank,
        "provisional": standing.is_provisional,
    }


def _scores(table: ScoreTable) -> dict[str, Any]:
    """The final points of every criterion, a column a province."""
    return {
        "provinces": [province.name for province in table.provinces],
        "rows": [
            {
                "number": row.node.number,
                "label": str(row.node.criterion),
                "level": row.node.depth,
                "apart": row in table.apart,
                "maximum": _points(row.node.criterion.maximum),
                "values": [_points(cell.counting) for cell in row.cells],
            }
            for row in (*table.scale, *table.apart)
        ],
    }


def _vote(poll: Poll) -> dict[str, Any]:
    chosen = [line for line in result(poll, list(poll.nominees.all())) if line.is_chosen]
    return {
        "label": poll.label,
        "ballots": poll.ballots,
        "chosen": [{"name": str(line.nominee), "votes": line.votes} for line in chosen],
    }


def _commendation(dossier: Dossier) -> dict[str, Any]:
    is_awarded = dossier.state == State.AWARDED
    return {
        "title": str(dossier.title),
        "name": dossier.name,
        "province": dossier.province.name,
        "decision": f"{dossier.decision_number}, {format_date(dossier.decided_on)}" if is_awarded else None,
    }

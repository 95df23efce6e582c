"""The report's part on the contest: movements, points and ranks, votes and commendations.

Only what everybody may read is reported: movements launched by the end of the half-year and, in the report of
the second half, settled points, counted votes and proposed commendations. The report of the first half has
the commendations decided in it.
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
from emulation.successors.notes import merger_notes
from emulation.votes.models import Poll
from emulation.votes.polls import result
from emulation.year.models import EmulationYear
from figures.periods.models import Period
from reports.summary.decimal_text import exact, rounded
from vietnamese.dates import format_date

State = Dossier.State


@dataclass(frozen=True)
class Contest:
    """The contest as a half-year's report has it; `table` is None until points are settled."""

    contest_year: EmulationYear
    until: dt.date
    movements: tuple[tuple[Movement, tuple[dt.date, ...], tuple[str, ...]], ...]
    table: ScoreTable | None
    ranking: tuple[RankedProvince, ...]
    ties: tuple[str, ...]
    merger_notes: tuple[str, ...]
    polls: tuple[Poll, ...]
    dossiers: tuple[Dossier, ...]

    @property
    def told_on(self) -> dt.date:
        """The day from which it is told: the last month is over on the day after, as on every page."""
        return min(self.until + dt.timedelta(days=1), timezone.localdate())

    @property
    def is_empty(self) -> bool:
        return not (self.movements or self.ranking or self.polls or self.dossiers)

    @property
    def is_illustrative(self) -> bool:
        return self.contest_year.is_illustrative and not self.is_empty


def contest_in(period: Period) -> Contest | None:
    with translation.override("vi"):
        return _read_contest(period)


def _read_contest(period: Period) -> Contest | None:
    contest_year = EmulationYear.objects.filter(cluster=period.cluster_id, year=period.year).first()
    if contest_year is None:
        return None
    is_second_half = period.half != 1
    until = min(dt.date(period.year, 12, 31) if is_second_half else period.cut_off_on, timezone.localdate())
    table = table_for_reader(contest_year) if is_second_half and contest_year.scores_are_settled else None
    polls = Poll.objects.filter(year=contest_year, state=Poll.State.CLOSED).prefetch_related(
        "nominees__province"
    )
    return Contest(
        contest_year=contest_year,
        until=until,
        movements=_movements(contest_year, until),
        table=table,
        ranking=tuple(load_ranking(contest_year, table)) if table else (),
        ties=_ties(contest_year) if table else (),
        merger_notes=tuple(merger_notes(contest_year)) if table else (),
        polls=tuple(polls) if is_second_half else (),
        dossiers=tuple(_dossiers(contest_year, period)),
    )


def _movements(
    contest_year: EmulationYear, until: dt.date
) -> tuple[tuple[Movement, tuple[dt.date, ...], tuple[str, ...]], ...]:
    movements = list(
        Movement.objects.filter(year=contest_year, launched_on__lte=until)
        .select_related("year", "province")
        .order_by("province__position", "launched_on", "pk")
    )
    movements.sort(key=lambda movement: movement.province_id is not None)  # the cluster's own first
    days: dict[int, list[dt.date]] = {movement.pk: [] for movement in movements}
    activities = Activity.objects.filter(movement__in=movements, held_on__lte=until).order_by("held_on")
    for movement_id, day in activities.values_list("movement", "held_on"):
        days[movement_id].append(day)
    participants: dict[int, list[str]] = {movement.pk: [] for movement in movements}
    for registration in Registration.objects.filter(movement__in=movements).select_related("province"):
        participants[registration.movement_id].append(registration.province.name_by(until))
    return tuple((m, tuple(days[m.pk]), tuple(participants[m.pk])) for m in movements)


def _ties(contest_year: EmulationYear) -> tuple[str, ...]:
    labels = dict(TieKind.choices)
    return tuple(
        f"điểm tiêu chí {tie.criterion} cao hơn"
        if tie.kind == TieKind.CRITERION
        else str(labels[TieKind(tie.kind)]).lower()
        for tie in tie_rule(contest_year, read_tree(contest_year))
    )


def _dossiers(contest_year: EmulationYear, period: Period) -> Iterable[Dossier]:
    """Dossiers proposed or awarded in the contest; for the first half, awarded by its end."""
    is_reported = Q(state__in=[State.PROPOSED, State.AWARDED])
    if period.half == 1:
        is_reported = Q(state=State.AWARDED, decided_on__lte=period.cut_off_on)
    dossiers = Dossier.objects.filter(is_reported, year=contest_year).select_related("province", "title")
    return dossiers.order_by("title__position", "title__name", "province__position", "name", "pk")


def contest_part(contest: Contest | None) -> dict[str, Any] | None:
    if contest is None or contest.is_empty:
        return None
    return {
        "year": contest.contest_year.year,
        "until": format_date(contest.until),
        "illustrative": contest.is_illustrative,
        "movements": [_movement(contest, *movement) for movement in contest.movements],
        "provisional_note": contest.contest_year.provisional_note if contest.ranking else "",
        "ranking": [_ranked_province(ranked) for ranked in contest.ranking],
        "ties": list(contest.ties),
        "merger_notes": list(contest.merger_notes),
        "scores": _scores(contest.table) if contest.table else None,
        "votes": [_vote(poll) for poll in contest.polls],
        "commendations": [_commendation(dossier, contest.until) for dossier in contest.dossiers],
    }


def _movement(
    contest: Contest, movement: Movement, days: Sequence[dt.date], participants: Sequence[str]
) -> dict[str, Any]:
    lacks = movement.lacks
    is_closed = movement.closed_on is not None and movement.closed_on <= contest.until
    return {
        "name": movement.name,
        "owner": movement.province.name_by(contest.until) if movement.province else "Toàn Cụm",
        "launched_on": format_date(movement.launched_on),
        "closed_on": format_date(movement.closed_on) if is_closed else None,
        "registered": list(participants),
        "said": months_in_words(movement, movement_months(movement, days, contest.told_on)).rstrip("."),
        "resources": movement.resources or None,
        "money": None if movement.reward_money is None else exact(movement.reward_money),
        "lacks": " và ".join(lacks) or None,
        "results": movement.results.rstrip(". ") if is_closed else None,
    }


def _points(value: Decimal | None) -> str | None:
    return None if value is None else f"{rounded(value, 2):f}"


def _ranked_province(ranked: RankedProvince) -> dict[str, Any]:
    return {
        "province": ranked.province.name,
        "scale": _points(ranked.scale),
        "bonus": _points(ranked.bonus),
        "penalty": _points(ranked.penalty),
        "total": _points(ranked.total),
        "rank": ranked.rank,
        "verdict": ranked.verdict,
        "undecided": [province.name for province in ranked.undecided],
        "improvement": _points(ranked.improvement),
        "last_rank": ranked.last_rank,
        "provisional": ranked.is_provisional,
    }


def _scores(table: ScoreTable) -> dict[str, Any]:
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


def _commendation(dossier: Dossier, until: dt.date) -> dict[str, Any]:
    is_awarded = dossier.state == State.AWARDED
    return {
        "title": str(dossier.title),
        "name": dossier.name,
        "province": dossier.province.name_by(until),
        "decision": f"{dossier.decision_number}, {format_date(dossier.decided_on)}" if is_awarded else None,
    }

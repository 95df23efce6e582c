"""The rules and the self-scores on the first page of a year: how far they have come."""

from dataclasses import dataclass

from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.page import state_mark
from emulation.year.models import EmulationYear
from emulation.year.permissions import takes_part
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from web.state_marks import StateMark


@dataclass(frozen=True)
class ScorePart:
    """How far the scoring has come; it tells no points.

    Attributes:
        criteria: how many criteria the year has.
        sent: how many provinces have sent their self-score, of `members`.
        own: the viewer's province, if it takes part, and `word`, where its self-score stands.
    """

    criteria: int
    sent: int
    members: int
    own: Province | None
    word: StateMark | None


def score_part(officer: Officer, contest_year: EmulationYear) -> ScorePart:
    """What the officer's first page of the year says of it; four small queries."""
    own = takes_part(officer, contest_year)
    sheets = {sheet.province_id: sheet for sheet in ScoreSheet.objects.filter(year=contest_year)}
    return ScorePart(
        criteria=contest_year.criteria.scored().count(),
        sent=sum(sheet.is_sent for sheet in sheets.values()),
        members=contest_year.members.count(),
        own=own,
        word=state_mark(sheets.get(own.pk)) if own else None,
    )

"""The rules and the self-scores on the first page of a year: how far they have come."""

from dataclasses import dataclass

from emulation.models import EmulationYear, ScoreSheet
from emulation.permissions import takes_part
from emulation.scores.sheet import word_for
from figures.standing import Word
from provinces.models import Officer, Province


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
    word: Word | None


def score_part(officer: Officer, year: EmulationYear) -> ScorePart:
    """What the officer's first page of the year says of it; four small queries."""
    own = takes_part(officer, year)
    sheets = {sheet.province_id: sheet for sheet in ScoreSheet.objects.filter(year=year)}
    return ScorePart(
        criteria=year.criteria.scored().count(),
        sent=sum(sheet.is_sent for sheet in sheets.values()),
        members=year.members.count(),
        own=own,
        word=word_for(sheets.get(own.pk)) if own else None,
    )

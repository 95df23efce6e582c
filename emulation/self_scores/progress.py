"""How far a year's scoring has come, for the year's first page."""

from dataclasses import dataclass

from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.page import state_mark
from emulation.year.models import EmulationYear
from emulation.year.permissions import takes_part
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from web.state_marks import StateMark


@dataclass(frozen=True)
class ScoringProgress:
    """Tells no points.

    Attributes:
        own_province: the reader's, if it takes part.
        state: of its self-score.
    """

    criterion_count: int
    sent_count: int
    member_count: int
    own_province: Province | None
    state: StateMark | None


def scoring_progress(officer: Officer, contest_year: EmulationYear) -> ScoringProgress:
    own_province = takes_part(officer, contest_year)
    members = contest_year.members.values("pk")
    rows = ScoreSheet.objects.filter(year=contest_year, province__in=members)
    sheets = {sheet.province_id: sheet for sheet in rows}
    return ScoringProgress(
        criterion_count=contest_year.criteria.scored().count(),
        sent_count=sum(sheet.is_sent for sheet in sheets.values()),
        member_count=contest_year.members.count(),
        own_province=own_province,
        state=state_mark(sheets.get(own_province.pk)) if own_province else None,
    )

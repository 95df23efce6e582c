"""Which of a year's scores a reader may see: nobody sees others' points early."""

from dataclasses import dataclass

from django.db.models import Q

from emulation.cross_checks.given_points import readable_checks
from emulation.cross_checks.models import Check
from emulation.cross_checks.permissions import owes_check
from emulation.self_scores.permissions import reads_self_scores
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.succession import own_or_merged


@dataclass(frozen=True)
class Visibility:
    """What one reader may see; everybody sees points that are computed from figures.

    Attributes:
        self_scores: which of the self-scores that were sent.
        checks: which of the cross-checks that were sent.
        finals: whether final points; they would give away what others gave.
    """

    self_scores: Q
    checks: tuple[Check, ...]
    finals: bool

    @classmethod
    def of(cls, officer: Officer | None, contest_year: EmulationYear) -> "Visibility":
        """What the officer may see; without an officer, what everybody may see."""
        if contest_year.scores_are_settled:
            return cls.whole(contest_year)
        if officer is None:
            return cls(Q(pk__in=[]), (), finals=False)
        self_scores = (
            Q()
            if reads_self_scores(officer, contest_year)
            else own_or_merged(officer.province_id, path="sheet__province")
        )
        return cls(
            self_scores,
            tuple(readable_checks(contest_year, officer)),
            finals=writes_finals(officer, contest_year),
        )

    @classmethod
    def whole(cls, contest_year: EmulationYear) -> "Visibility":
        sent = Check.objects.filter(year=contest_year, state=Check.State.SENT)
        return cls(Q(), tuple(sent.select_related("year", "checker", "checked")), finals=True)


def writes_finals(officer: Officer, contest_year: EmulationYear) -> bool:
    """Whether the officer runs the year and may see final points by now.

    The head and the deputy may not before their own alliance has sent its self-score and its cross-check:
    final points would tell them what others gave.
    """
    return (
        runs_year(officer, contest_year)
        and reads_self_scores(officer, contest_year)
        and not owes_check(officer, contest_year)
    )

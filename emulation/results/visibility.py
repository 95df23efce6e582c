"""How much of a year's scores a reader may know by now: nobody reads another's points early."""

from dataclasses import dataclass

from django.db.models import Q

from emulation.cross_checks.given_points import readable_checks
from emulation.cross_checks.models import Check
from emulation.cross_checks.permissions import owes_check
from emulation.self_scores.permissions import reads_self_scores
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer


@dataclass(frozen=True)
class Visibility:
    """What stands in the table of scores for one reader; figures' points stand in it for everybody.

    Attributes:
        self_scores: the self-scores among those that were sent.
        checks: the checks, each sent.
        finals: whether what the council wrote; it follows what the others gave, and would tell it.
    """

    self_scores: Q
    checks: tuple[Check, ...]
    finals: bool

    @classmethod
    def of(cls, officer: Officer | None, year: EmulationYear) -> "Visibility":
        """The officer's; for nobody, what everybody may read."""
        if year.scores_are_settled:
            return cls.whole(year)
        if officer is None:
            return cls(Q(pk__in=[]), (), finals=False)
        theirs = Q() if reads_self_scores(officer, year) else Q(sheet__province=officer.province_id)
        return cls(theirs, tuple(readable_checks(year, officer)), finals=writes_finals(officer, year))

    @classmethod
    def whole(cls, year: EmulationYear) -> "Visibility":
        """Everything that was sent."""
        sent = Check.objects.filter(year=year, state=Check.State.SENT)
        return cls(Q(), tuple(sent.select_related("year", "checker", "checked")), finals=True)


def writes_finals(officer: Officer, year: EmulationYear) -> bool:
    """Whether the officer takes part in the council's work by now: who runs the year.

    Head and deputy only once their own alliance has sent its self-score and its check: what the council
    wrote by then would tell them what others gave.
    """
    return runs_year(officer, year) and reads_self_scores(officer, year) and not owes_check(officer, year)

"""Who reads and answers cross-checks: nothing of them is read early, by nobody."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.cross_checks.models import Check
from emulation.self_scores.models import ScoreSheet
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year, sees_contest
from provinces.accounts.models import Officer
from provinces.clusters.permissions import works_for


def answers_begun(contest_year: EmulationYear) -> bool:
    """Whether the days have come on which provinces read how they were checked."""
    return contest_year.deadline(Deadline.Part.ANSWERS).has_begun()


@dataclass(frozen=True)
class CheckReader:
    """What decides which checks of a year an officer reads, asked of the database once."""

    officer: Officer
    runs: bool
    owes: bool
    has_begun: bool

    @classmethod
    def of(cls, officer: Officer, contest_year: EmulationYear) -> "CheckReader":
        """The officer as a reader of that year's checks."""
        return cls(
            officer,
            runs_year(officer, contest_year),
            owes_check(officer, contest_year),
            answers_begun(contest_year),
        )


def reads_check(officer: Officer, check: Check, reader: CheckReader | None = None) -> bool:
    """Whether the officer may read what a checker gave.

    The checker's own province always. Else nothing before it is sent, and nothing for a province, that of the
    head and the deputy too, whose own check is not in: what they give must not follow what others gave. The
    province that was checked reads it once the days of answering have come; who runs the year once it is
    sent; everybody once the year's scores are settled. For lists, `reader` is asked once for all of them.
    """
    if not sees_contest(officer) or check.state == Check.State.PLANNED:
        return False
    if works_for(officer, check.checker):
        return True
    if not check.is_sent:
        return False
    if check.year.scores_are_settled:
        return True
    reader = reader or CheckReader.of(officer, check.year)
    if reader.owes:
        return False
    return reader.has_begun if works_for(officer, check.checked) else reader.runs


def owes_check(officer: Officer, contest_year: EmulationYear) -> bool:
    """Whether the officer's province has a check of that year to send.

    Not where the self-score never came and the days of checking are over: nobody is kept from reading and
    answering for what another left undone.
    """
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return False
    own = Check.objects.filter(year=contest_year, checker=officer.province_id).exclude(state=Check.State.SENT)
    came = ScoreSheet.objects.filter(
        year=contest_year, province=OuterRef("checked"), state=ScoreSheet.State.SENT
    )
    # In the same query: this is asked for every page of the contest.
    over = Deadline.objects.filter(
        year=contest_year, part=Deadline.Part.CROSS_CHECK, due_on__lt=timezone.localdate()
    )
    return own.exclude(~Exists(came) & Exists(over)).exists()


def get_check(officer: Officer, contest_year: EmulationYear, slug: str) -> Check:
    """The check of that province's self-score, for who may read it.

    Raises:
        Http404: for everybody else: whether it is sent, or begun, nobody learns here.
    """
    known = Check.objects.select_related("year", "checker", "checked", "sent_by", "changed_by")
    found = known.filter(year=contest_year, checked__slug=slug).first()
    # Asked whether there is one or not: how long the answer takes tells nothing.
    reader = CheckReader.of(officer, contest_year)
    if found is None or not reads_check(officer, found, reader):
        raise Http404(_("Không có phiếu chấm chéo này."))
    return found

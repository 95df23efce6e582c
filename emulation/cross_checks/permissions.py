"""Who may read cross-checks, and when: nobody reads them early."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.cross_checks.models import Check
from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.permissions import reads_self_scores
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import sees_contest
from provinces.accounts.models import Officer
from provinces.clusters.permissions import works_for


def answers_have_begun(contest_year: EmulationYear) -> bool:
    return contest_year.deadline(Deadline.Part.ANSWERS).has_begun()


@dataclass(frozen=True)
class CheckReader:
    """What decides which checks of a year an officer may read; lists read it once for all their checks."""

    officer: Officer
    reads_self_scores: bool
    owes_check: bool
    answers_have_begun: bool

    @classmethod
    def of(cls, officer: Officer, contest_year: EmulationYear) -> "CheckReader":
        return cls(
            officer,
            reads_self_scores(officer, contest_year),
            owes_check(officer, contest_year),
            answers_have_begun(contest_year),
        )


def reads_check(officer: Officer, check: Check, reader: CheckReader | None = None) -> bool:
    """Whether the officer may read the checker's points.

    The checking province always may. Others may only after the check is sent, and provinces (the head's and
    the deputy's too) only after they have sent their own check, so that they cannot adapt it to others'. Then
    those who run the year read it if they may read the self-score beside it, and the checked province from
    the first day of answering. After the scores are settled everybody does.
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
    if reader.owes_check:
        return False
    return reader.answers_have_begun if works_for(officer, check.checked) else reader.reads_self_scores


def owes_check(officer: Officer, contest_year: EmulationYear) -> bool:
    """Whether the officer's province still has to send a check.

    If the self-score was not sent before the last day of checking, nothing is owed: the province may read
    and answer like the others.
    """
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return False
    checks = Check.objects.standing(contest_year).of_officer(officer)
    unsent = checks.exclude(state=Check.State.SENT)
    sent_sheets = ScoreSheet.objects.sent().filter(year=contest_year, province=OuterRef("checked"))
    # All in one query, because every page of the contest needs it.
    past_deadline = Deadline.objects.filter(
        year=contest_year, part=Deadline.Part.CROSS_CHECK, due_on__lt=timezone.localdate()
    )
    return unsent.exclude(~Exists(sent_sheets) & Exists(past_deadline)).exists()


def get_check(officer: Officer, contest_year: EmulationYear, slug: str) -> Check:
    """The check of that province's self-score.

    Raises:
        Http404: if there is none, or the officer may not read it; the two cannot be told apart.
    """
    checks = Check.objects.select_related("year", "checker", "checked", "sent_by", "changed_by")
    check = checks.filter(year=contest_year, checked__slug=slug).first()
    # Always computed, so that the response time does not tell whether there is a check.
    reader = CheckReader.of(officer, contest_year)
    if check is None or not reads_check(officer, check, reader):
        raise Http404(_("Không có phiếu chấm chéo này."))
    return check

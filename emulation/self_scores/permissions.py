"""Who reads a self-score, and the files that it rests on."""

from django.http import Http404
from django.utils.translation import gettext as _

from emulation.evidence.permissions import opens_evidence_of
from emulation.self_scores.models import ScoreSheet
from emulation.year.models import EmulationYear
from emulation.year.permissions import get_member, reads_scores, sees_contest, takes_part
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for


def reads_self_scores(officer: Officer, contest_year: EmulationYear) -> bool:
    """Whether the officer reads what other provinces gave themselves, as far as it was sent.

    Who runs the contest, but head and deputy only once their own alliance's self-score is in: what they claim
    must not follow what others claimed. Everybody once the scores are settled.
    """
    if not reads_scores(officer, contest_year):
        return False
    return contest_year.scores_are_settled or not owes_score(officer, contest_year)


def owes_score(officer: Officer, contest_year: EmulationYear) -> bool:
    """Whether the officer's province takes part and has not sent its self-score."""
    province = takes_part(officer, contest_year)
    if province is None:
        return False
    sent = ScoreSheet.objects.filter(year=contest_year, province=province, state=ScoreSheet.State.SENT)
    return not sent.exists()


def opens_grounds_of(officer: Officer, contest_year: EmulationYear, province: Province) -> bool:
    """Whether the officer may open the files that the province's self-score rests on, once it is sent."""
    return opens_evidence_of(officer, contest_year)(province.pk) or is_checker_of(
        officer, contest_year, province
    )


def may_read_scores(officer: Officer, sheet: ScoreSheet) -> bool:
    """Whether the officer may read a self-score: the own province's, and once it is sent who runs the year.

    Head and deputy only once their own is sent too. And who checks it, once that is published. Everybody
    else, the observer too, once the year's scores are settled.
    """
    if not sees_contest(officer):
        return False
    if works_for(officer, sheet.province):
        return True
    # Asked whether it is sent or not: how long the answer takes tells nothing.
    reads = reads_self_scores(officer, sheet.year) or is_checker_of(officer, sheet.year, sheet.province)
    return sheet.is_sent and reads


def get_sheet(officer: Officer, contest_year: EmulationYear, slug: str) -> ScoreSheet:
    """That province's self-score, or a new one that the first saving stores, for who may read it.

    Raises:
        Http404: for everybody else, and if the province takes no part.
    """
    province = get_member(contest_year, slug)
    known = ScoreSheet.objects.select_related("province", "sent_by")
    sheet = known.filter(year=contest_year, province=province).first() or ScoreSheet(province=province)
    sheet.year = contest_year
    if not may_read_scores(officer, sheet):
        raise Http404(_("Không có phiếu tự chấm này."))
    return sheet


def is_checker_of(officer: Officer, contest_year: EmulationYear, province: Province) -> bool:
    """Whether the officer works for the province that was named to check that one, once that is published."""
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return False
    named = contest_year.checks.published()
    return named.filter(checked=province, checker=officer.province_id).exists()

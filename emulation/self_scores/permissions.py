"""Who may read a self-score and its evidence."""

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
    """Whether the officer reads the self-scores that other provinces have sent.

    Those who run the year do, but head and deputy only after their own alliance has sent its self-score, so
    that they cannot adapt it to the others'. After the scores are settled everybody does.
    """
    if not reads_scores(officer, contest_year):
        return False
    return contest_year.scores_are_settled or not owes_score(officer, contest_year)


def owes_score(officer: Officer, contest_year: EmulationYear) -> bool:
    province = takes_part(officer, contest_year)
    if province is None:
        return False
    return not ScoreSheet.objects.sent().filter(year=contest_year, province=province).exists()


def opens_grounds_of(officer: Officer, contest_year: EmulationYear, province: Province) -> bool:
    return opens_evidence_of(officer, contest_year)(province.pk) or is_checker_of(
        officer, contest_year, province
    )


def may_read_scores(officer: Officer, sheet: ScoreSheet) -> bool:
    """Whether the officer may read the self-score. Its own province always may.

    Others may only after it is sent: those who run the year (see `reads_self_scores`), and the checker after
    the cross-checks are published.
    """
    if not sees_contest(officer):
        return False
    if works_for(officer, sheet.province):
        return True
    # Always computed, so that the response time does not tell whether it was sent.
    reads = reads_self_scores(officer, sheet.year) or is_checker_of(officer, sheet.year, sheet.province)
    return sheet.is_sent and reads


def get_sheet(officer: Officer, contest_year: EmulationYear, slug: str) -> ScoreSheet:
    """The province's self-score, or a new unsaved one.

    Raises:
        Http404: if the province is no member of that year, or the officer may not read its self-score.
    """
    province = get_member(contest_year, slug)
    sheets = ScoreSheet.objects.select_related("province", "sent_by")
    sheet = sheets.filter(year=contest_year, province=province).first() or ScoreSheet(province=province)
    sheet.year = contest_year
    if not may_read_scores(officer, sheet):
        raise Http404(_("Không có phiếu tự chấm này."))
    return sheet


def is_checker_of(officer: Officer, contest_year: EmulationYear, province: Province) -> bool:
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return False
    return contest_year.checks.published().filter(checked=province, checker=officer.province_id).exists()

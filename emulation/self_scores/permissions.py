"""Who may read a self-score. The rule itself is `ScoreSheetQuerySet.readable_by`."""

from django.http import Http404
from django.utils.translation import gettext as _

from emulation.self_scores.models import ScoreSheet
from emulation.year.models import EmulationYear
from emulation.year.permissions import get_member, runs_year, sees_contest, why_succeeded
from provinces.accounts.models import Officer
from provinces.clusters.permissions import works_for


def reads_self_scores(officer: Officer, contest_year: EmulationYear) -> bool:
    return ScoreSheet.objects.all().others_are_open_to(officer, contest_year)


def may_read_scores(officer: Officer, sheet: ScoreSheet) -> bool:
    return ScoreSheet.objects.all().readable_by(officer, sheet.year).filter(pk=sheet.pk).exists()


def get_returned_sheet(officer: Officer, contest_year: EmulationYear, slug: str) -> ScoreSheet:
    """A self-score that is its province's again: those who could return it read it no more.

    Raises:
        Http404: for all others.
    """
    province = get_member(contest_year, slug)
    sheets = ScoreSheet.objects.filter(year=contest_year, state=ScoreSheet.State.RETURNED)
    sheet = sheets.select_related("province").filter(province=province).first()
    if sheet is None or not (runs_year(officer, contest_year) and reads_self_scores(officer, contest_year)):
        raise Http404(_("Không có phiếu tự chấm này."))
    sheet.year = contest_year
    return sheet


def get_sheet(officer: Officer, contest_year: EmulationYear, slug: str) -> ScoreSheet:
    """The province's self-score, or for itself a new unsaved one.

    Raises:
        Http404: if the province is no member of that year, or the officer may not read its self-score. One
            query finds both out, so that the response time does not tell which.
    """
    province = get_member(contest_year, slug)
    readable = ScoreSheet.objects.all().readable_by(officer, contest_year)
    sheet = readable.select_related("province", "sent_by").filter(province=province).first()
    if sheet is None:
        opens = sees_contest(officer) and works_for(officer, province)
        if not opens or why_succeeded(contest_year, province):
            raise Http404(_("Không có phiếu tự chấm này."))
        sheet = ScoreSheet(province=province)
    sheet.year = contest_year
    return sheet

"""Who may see and do what in the contest."""

from django.http import Http404
from django.utils.translation import gettext as _

from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term
from provinces.clusters.permissions import is_administrator, runs_cluster


def sees_contest(officer: Officer) -> bool:
    """Administrators keep accounts; they do not read the contest."""
    return not is_administrator(officer)


def runs_year(officer: Officer, contest_year: EmulationYear) -> bool:
    """Whether the officer is the secretary, or head or deputy in that year."""
    return runs_cluster(officer, contest_year.year)


def reads_scores(officer: Officer, contest_year: EmulationYear) -> bool:
    return sees_contest(officer) and (contest_year.scores_are_settled or runs_year(officer, contest_year))


def get_year(year: int) -> EmulationYear:
    contest_year = EmulationYear.objects.select_related("cluster").filter(year=year).first()
    if contest_year is None:
        raise Http404(_("Chưa mở thi đua năm %s.") % year)
    return contest_year


def takes_part(officer: Officer, contest_year: EmulationYear) -> Province | None:
    """The province that the officer represents in that contest, if it takes part."""
    if officer.role not in Officer.PROVINCIAL_ROLES or officer.province_id is None:
        return None
    return contest_year.members.filter(pk=officer.province_id).first()


def get_member(contest_year: EmulationYear, slug: str) -> Province:
    province = contest_year.members.filter(slug=slug).first()
    if province is None:
        raise Http404(_("Không có tỉnh này trong thi đua năm %s.") % contest_year.year)
    return province


def opens_years(officer: Officer) -> bool:
    return officer.role == Officer.Role.SECRETARY or Term.objects.filter(officer=officer).exists()

"""Who may see and do what in the contest."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term
from provinces.clusters.permissions import is_administrator, runs_cluster
from provinces.clusters.succession import own_or_merged
from vietnamese.dates import format_date


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


def own_members(officer: Officer, contest_year: EmulationYear) -> QuerySet[Province]:
    """The provinces that the officer represents in that contest.

    Several only if they merged after the year: their successor completes the parts of each.
    """
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return Province.objects.none()
    return contest_year.members.filter(own_or_merged(officer.province_id, path=""))


def takes_part(officer: Officer, contest_year: EmulationYear) -> Province | None:
    """The province that the officer represents in that contest, if it takes part."""
    return own_members(officer, contest_year).first()


def why_succeeded(contest_year: EmulationYear, province: Province) -> str:
    """A sentence if the province's part in the contest has gone over to its successor, or ""."""
    if province.ended_on is None or contest_year.members.filter(pk=province.pk).exists():
        return ""  # nearly always without a query
    return _(
        "%(province)s đã hợp nhất vào %(successor)s từ ngày %(day)s nên phần này được giữ làm lịch sử, "
        "không sửa được nữa; mở phần của %(successor)s trong thi đua năm %(year)s."
    ) % {
        "province": province.dated_name,
        "successor": province.successor,
        "day": format_date(province.ended_on),
        "year": contest_year.year,
    }


def get_member(contest_year: EmulationYear, slug: str) -> Province:
    """A member, or a province that was one before it merged within the year; or raise 404."""
    province = contest_year.all_members.filter(slug=slug).first()
    if province is None:
        raise Http404(_("Không có tỉnh này trong thi đua năm %s.") % contest_year.year)
    return province


def opens_years(officer: Officer) -> bool:
    return officer.role == Officer.Role.SECRETARY or Term.objects.filter(officer=officer).exists()

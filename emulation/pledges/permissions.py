"""Who reads, drafts, sends and signs a pledge."""

from django.http import Http404
from django.utils.translation import gettext as _

from emulation.pledges.models import Pledge
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import get_member, runs_year, sees_contest
from provinces.accounts.models import Officer
from provinces.clusters.permissions import heads_cluster, leads, works_for


def reads_pledge(officer: Officer, pledge: Pledge) -> bool:
    """Whether the officer reads that pledge.

    Signed, everybody in the contest does; sent, the observer too; a draft is its province's and of who runs
    the year, as figures are.
    """
    if not sees_contest(officer):
        return False
    if pledge.is_signed or works_for(officer, pledge.province) or runs_year(officer, pledge.year):
        return True
    return officer.role == Officer.Role.OBSERVER and not pledge.is_draft


def get_pledge(officer: Officer, contest_year: EmulationYear, province: str) -> Pledge:
    """That province's pledge, begun or not, for who reads it.

    Raises:
        Http404: if the province takes no part, or the officer may not know.
    """
    member = get_member(contest_year, province)
    found = (
        Pledge.objects.select_related("sent_by", "signed_by")
        .filter(year=contest_year, province=member)
        .first()
    )
    pledge = found or Pledge(year=contest_year, province=member)
    pledge.year, pledge.province = contest_year, member
    if not reads_pledge(officer, pledge):
        raise Http404(_("Không có giao ước này."))
    return pledge


def drafts_pledge(officer: Officer, pledge: Pledge) -> bool:
    """Whether the officer may type into the pledge today."""
    if not works_for(officer, pledge.province) or not pledge.is_draft:
        return False
    return pledge.year.deadline(Deadline.Part.PLEDGE).is_open()


def sends_pledge(officer: Officer, pledge: Pledge) -> bool:
    """Whether the officer may send the pledge today: the province's leader."""
    return leads(officer, pledge.province) and drafts_pledge(officer, pledge)


def opens_signing(officer: Officer, contest_year: EmulationYear) -> bool:
    """Whether the officer calls the members to sign: the cluster's head or deputy of that year."""
    return heads_cluster(officer, contest_year.year)

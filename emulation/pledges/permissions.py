"""Who may read, draft, send and sign a pledge."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.pledges.models import Pledge, TargetChange
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import get_member, runs_year, sees_contest, why_succeeded
from provinces.accounts.models import Officer
from provinces.clusters.permissions import heads_cluster, leads, reads_drafts_of, sees_cluster, works_for


def decides_targets(officer: Officer) -> bool:
    """The secretary alone: the alliances of head and deputy compete."""
    return officer.role == Officer.Role.SECRETARY


def reads_pledge(officer: Officer, pledge: Pledge) -> bool:
    """Everybody in the contest reads signed pledges; observers also sent ones.

    A sent one is read by those who run the year too, a draft only by its province and the secretary.
    """
    if not sees_contest(officer):
        return False
    if pledge.is_signed or reads_drafts_of(officer, pledge.province):
        return True
    if pledge.pk is None and pledge.year.merged_members.filter(successor=pledge.province).exists():
        return True  # it only adds up what others signed
    return not pledge.is_draft and sees_cluster(officer, pledge.year.year)


def visible_changes(officer: Officer, pledge: Pledge) -> QuerySet[TargetChange]:
    """The changes of a signed pledge that the officer may read.

    Everybody reads a change once the province has agreed to it. Until then, and if it declines, it is read
    like a pledge that was sent: by the province and those who see the cluster. Nobody has signed it, and
    other provinces should not answer their own proposals as they see this one answered.
    """
    changes = TargetChange.objects.filter(pledge=pledge.pk)
    if works_for(officer, pledge.province) or sees_cluster(officer, pledge.year.year):
        return changes
    return changes.agreed()


def get_pledge(officer: Officer, contest_year: EmulationYear, province: str) -> Pledge:
    """The province's pledge, or a new unsaved one.

    Raises:
        Http404: if the province is no member of that year, or the officer may not read its pledge.
    """
    member = get_member(contest_year, province)
    pledges = Pledge.objects.select_related("sent_by", "signed_by")
    pledge = pledges.filter(year=contest_year, province=member).first() or Pledge()
    pledge.year, pledge.province = contest_year, member
    if not reads_pledge(officer, pledge):
        raise Http404(_("Không có giao ước này."))
    return pledge


def get_returned_pledge(officer: Officer, contest_year: EmulationYear, province: str) -> Pledge:
    """A pledge that is its province's draft again: those who could return it read it no more.

    Raises:
        Http404: for all who do not run the year.
    """
    member = get_member(contest_year, province)
    pledge = Pledge.objects.filter(year=contest_year, province=member).first()
    if pledge is None or not runs_year(officer, contest_year):
        raise Http404(_("Không có giao ước này."))
    pledge.year, pledge.province = contest_year, member
    if pledge.last_return is None:
        raise Http404(_("Không có giao ước này."))
    return pledge


def drafts_pledge(officer: Officer, pledge: Pledge) -> bool:
    if not works_for(officer, pledge.province) or not pledge.is_draft:
        return False
    if why_succeeded(pledge.year, pledge.province):
        return False
    return pledge.year.deadline(Deadline.Part.PLEDGE).is_open()


def sends_pledge(officer: Officer, pledge: Pledge) -> bool:
    return leads(officer, pledge.province) and drafts_pledge(officer, pledge)


def opens_signing(officer: Officer, contest_year: EmulationYear) -> bool:
    return heads_cluster(officer, contest_year.year)

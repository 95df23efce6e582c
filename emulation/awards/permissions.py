"""Which dossiers an officer is told of."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from web.fields import LONGEST_KEY

State = Dossier.State
LEFT_THE_PROVINCE = (State.SENT, State.RETURNED, State.PROPOSED, State.AWARDED, State.REFUSED)
READ_BY_ALL = (State.AWARDED,)


def visible_dossiers(officer: Officer, contest_year: EmulationYear) -> QuerySet[Dossier]:
    """Those of the year that the officer may read.

    The own province's all; others' once they were sent, by who runs the year and by the observer; what was
    awarded is everybody's.
    """
    told = Q(state__in=READ_BY_ALL)
    if officer.role in Officer.PROVINCIAL_ROLES:
        told |= Q(province=officer.province_id)
    if runs_year(officer, contest_year):
        told |= Q(state__in=LEFT_THE_PROVINCE)
    elif officer.role == Officer.Role.OBSERVER:
        told |= Q(state__in=LEFT_THE_PROVINCE) & ~Q(state=State.RETURNED)
    rows = Dossier.objects.filter(told, year=contest_year)
    return rows.select_related("province", "title", "cooperative", "union", "group")


def get_dossier(officer: Officer, contest_year: EmulationYear, pk: int) -> Dossier:
    """That dossier, for who may read it.

    Raises:
        Http404: if there is none, or it is none of theirs.
    """
    found = (
        visible_dossiers(officer, contest_year).filter(pk=pk).first() if len(str(pk)) <= LONGEST_KEY else None
    )
    if found is None:
        raise Http404(_("Không có hồ sơ này."))
    found.year = contest_year
    return found

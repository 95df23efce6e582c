"""Which dossiers an officer may read."""

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
    """Return the dossiers of the year that the officer may read.

    A province reads all of its own, everybody reads awarded ones. Officers who run the year and the observer
    read those that were sent, but the observer none that was returned.
    """
    visible = Q(state__in=READ_BY_ALL)
    if officer.role in Officer.PROVINCIAL_ROLES:
        visible |= Q(province=officer.province_id)
    if runs_year(officer, contest_year):
        visible |= Q(state__in=LEFT_THE_PROVINCE)
    elif officer.role == Officer.Role.OBSERVER:
        visible |= Q(state__in=LEFT_THE_PROVINCE) & ~Q(state=State.RETURNED)
    rows = Dossier.objects.filter(visible, year=contest_year)
    return rows.select_related("province", "title", "cooperative", "union", "group")


def get_dossier(officer: Officer, contest_year: EmulationYear, pk: int) -> Dossier:
    """Look up a dossier, or raise 404 if the officer may not read it."""
    is_key = len(str(pk)) <= LONGEST_KEY
    dossier = visible_dossiers(officer, contest_year).filter(pk=pk).first() if is_key else None
    if dossier is None:
        raise Http404(_("Không có hồ sơ này."))
    dossier.year = contest_year
    return dossier

"""Which dossiers an officer may read."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from web.fields import LONGEST_KEY


def visible_dossiers(officer: Officer, contest_year: EmulationYear) -> QuerySet[Dossier]:
    rows = Dossier.objects.all().readable_by(officer, contest_year)
    return rows.select_related("province", "title", "cooperative", "union", "group")


def get_returned_dossier(officer: Officer, contest_year: EmulationYear, pk: int) -> Dossier:
    """A dossier that is its province's again: the head and the deputy, who could return it, read it no more.

    Raises:
        Http404: for all who do not run the year.
    """
    returned = Dossier.objects.filter(year=contest_year, state=Dossier.State.RETURNED)
    dossier = returned.select_related("province").filter(pk=pk).first() if _is_key(pk) else None
    if dossier is None or not runs_year(officer, contest_year):
        raise Http404(_("Không có hồ sơ này."))
    dossier.year = contest_year
    return dossier


def get_dossier(officer: Officer, contest_year: EmulationYear, pk: int) -> Dossier:
    """Look up a dossier, or raise 404 if the officer may not read it."""
    dossier = visible_dossiers(officer, contest_year).filter(pk=pk).first() if _is_key(pk) else None
    if dossier is None:
        raise Http404(_("Không có hồ sơ này."))
    dossier.year = contest_year
    return dossier


def _is_key(pk: int) -> bool:
    return len(str(pk)) <= LONGEST_KEY

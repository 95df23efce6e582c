"""Which dossiers an officer may read."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.awards.models import Dossier
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from web.fields import LONGEST_KEY


def visible_dossiers(officer: Officer, contest_year: EmulationYear) -> QuerySet[Dossier]:
    rows = Dossier.objects.all().readable_by(officer, contest_year)
    return rows.select_related("province", "title", "cooperative", "union", "group")


def get_dossier(officer: Officer, contest_year: EmulationYear, pk: int) -> Dossier:
    """Look up a dossier, or raise 404 if the officer may not read it."""
    is_key = len(str(pk)) <= LONGEST_KEY
    dossier = visible_dossiers(officer, contest_year).filter(pk=pk).first() if is_key else None
    if dossier is None:
        raise Http404(_("Không có hồ sơ này."))
    dossier.year = contest_year
    return dossier

"""Who may see and do what in the contest. Denied unless a function here says otherwise."""

from django.http import Http404
from django.utils.translation import gettext as _

from emulation.models import EmulationYear
from provinces.models import Officer
from provinces.permissions import is_administrator, runs_cluster


def sees_contest(officer: Officer) -> bool:
    """Whether the officer reads the contest at all: the administrator keeps accounts, not scores."""
    return not is_administrator(officer)


def runs_year(officer: Officer, year: EmulationYear) -> bool:
    """Whether the officer does the cluster's work in that contest: secretary, head and deputy of its year."""
    return runs_cluster(officer, year.year)


def get_year(year: int) -> EmulationYear:
    """The contest of that year.

    Raises:
        Http404: if there is none.
    """
    found = EmulationYear.objects.select_related("cluster").filter(year=year).first()
    if found is None:
        raise Http404(_("Chưa mở thi đua năm %s.") % year)
    return found

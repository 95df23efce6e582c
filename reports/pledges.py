"""Progress against the signed pledges, as the dashboard and a province's page show it."""

from django.db.models import Q

from emulation.models import EmulationYear, Pledge
from emulation.pledges.progress import ProgressTable, progress_of
from provinces.models import Province


def progress_in(year: int, *, among: Q | None = None) -> ProgressTable | None:
    """All members' progress in that year; none without a contest or a signed pledge.

    `among` narrows the accepted cells that count, as to those of one half-year.
    """
    contest = EmulationYear.objects.filter(year=year).first()
    return progress_of(contest, among=among) if contest else None


def latest_progress(province: Province) -> ProgressTable | None:
    """The province's progress in the latest year whose pledge it signed; none where it signed none."""
    newest = Pledge.objects.signed().filter(province=province).order_by("-year__year").select_related("year")
    pledge = newest.first()
    return progress_of(pledge.year, [province]) if pledge else None

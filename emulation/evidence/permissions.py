"""Who adds, removes and opens evidence."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.evidence.models import Evidence
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, sees_contest
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from provinces.clusters.succession import own_or_merged
from web.fields import LONGEST_KEY


def manages_evidence(officer: Officer, contest_year: EmulationYear, province: Province) -> bool:
    return works_for(officer, province) and contest_year.members.filter(pk=province.pk).exists()


def readable_evidence(officer: Officer, contest_year: EmulationYear) -> QuerySet[Evidence]:
    """The year's files that the officer may open.

    Officers of a province open their own. Another province's file is open to those who run the year and to
    the checker if they may read what it is attached to: so page and file never disagree.
    """
    files = Evidence.objects.filter(year=contest_year)
    runs = runs_year(officer, contest_year)
    if not sees_contest(officer) or not (runs or officer.role in Officer.PROVINCIAL_ROLES):
        return files.none()
    sheets = contest_year.score_sheets.all().readable_by(officer, contest_year)
    if not runs:
        sheets = sheets.filter(province__in=_checked_by(officer, contest_year))
    readable = own_or_merged(officer.province_id) | Q(pk__in=sheets.values("scores__evidence"))
    if runs:
        movements = contest_year.movements.all().readable_by(officer, contest_year)
        dossiers = contest_year.dossiers.all().readable_by(officer, contest_year)
        readable |= Q(pk__in=movements.values("activities__evidence"))
        readable |= Q(pk__in=dossiers.values("evidence"))
    return files.filter(readable)


def _checked_by(officer: Officer, contest_year: EmulationYear) -> QuerySet[Any, Any]:
    return contest_year.checks.published().of_officer(officer).values("checked")


def open_files(officer: Officer, contest_year: EmulationYear) -> frozenset[int]:
    """The keys of the files that the officer may open, for pages that link many."""
    return frozenset(readable_evidence(officer, contest_year).values_list("pk", flat=True))


def get_evidence(officer: Officer, contest_year: EmulationYear, pk: int) -> Evidence:
    # SQLite cannot look up a number longer than any key. One query both finds the file and checks access:
    # neither answer nor time may tell that another province has a file with that number.
    readable = readable_evidence(officer, contest_year).select_related("year", "province")
    evidence = readable.filter(pk=pk).first() if len(str(pk)) <= LONGEST_KEY else None
    if evidence is None:
        raise Http404(_("Không có minh chứng này."))
    return evidence

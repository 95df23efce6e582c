"""Who adds, removes and opens evidence."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from emulation.evidence.models import Evidence
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, sees_contest
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from web.fields import LONGEST_KEY


def manages_evidence(officer: Officer, contest_year: EmulationYear, province: Province) -> bool:
    return works_for(officer, province) and contest_year.members.filter(pk=province.pk).exists()


def readable_evidence(officer: Officer, contest_year: EmulationYear) -> QuerySet[Evidence]:
    """The year's files that the officer may open.

    People who run the year open all files, other officers those of their own province. Checkers also open the
    files behind the self-score of the province that they check, once it is sent.
    """
    files = Evidence.objects.filter(year=contest_year)
    if not sees_contest(officer):
        return files.none()
    if runs_year(officer, contest_year):
        return files
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return files.none()
    own_checks = contest_year.checks.published().filter(checker=officer.province_id)
    behind_scores = contest_year.score_sheets.sent().values("scores__evidence")
    to_check = Q(pk__in=behind_scores, province__in=own_checks.values("checked"))
    return files.filter(Q(province=officer.province_id) | to_check)


def opens_evidence_of(officer: Officer, contest_year: EmulationYear) -> Callable[[int], bool]:
    """Decide for a whole list at once; the returned function takes a province's key."""
    if not sees_contest(officer):
        return lambda province: False
    runs = runs_year(officer, contest_year)
    is_provincial = officer.role in Officer.PROVINCIAL_ROLES
    return lambda province: runs or (is_provincial and officer.province_id == province)


def get_evidence(officer: Officer, contest_year: EmulationYear, pk: int) -> Evidence:
    # SQLite cannot look up a number longer than any key. One query both finds the file and checks access:
    # neither answer nor time may tell that another province has a file with that number.
    readable = readable_evidence(officer, contest_year).select_related("year", "province")
    evidence = readable.filter(pk=pk).first() if len(str(pk)) <= LONGEST_KEY else None
    if evidence is None:
        raise Http404(_("Không có minh chứng này."))
    return evidence

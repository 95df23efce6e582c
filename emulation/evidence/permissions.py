"""Who puts files by, and who opens them."""

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


def keeps_evidence(officer: Officer, contest_year: EmulationYear, province: Province) -> bool:
    """Whether the officer puts files by for that province in that contest, and removes them."""
    return works_for(officer, province) and contest_year.members.filter(pk=province.pk).exists()


def readable_evidence(officer: Officer, contest_year: EmulationYear) -> QuerySet[Evidence]:
    """The year's files that the officer may open: the own province's; all, for who runs the year.

    And of a province that the own one checks what its self-score rests on, once that is sent, and nothing
    else that it put by.
    """
    files = Evidence.objects.filter(year=contest_year)
    if not sees_contest(officer):
        return files.none()
    if runs_year(officer, contest_year):
        return files
    if officer.role not in Officer.PROVINCIAL_ROLES:
        return files.none()
    named = contest_year.checks.published().filter(checker=officer.province_id)
    rests = contest_year.score_sheets.sent().values("scores__evidence")
    checked = Q(pk__in=rests, province__in=named.values("checked"))
    return files.filter(Q(province=officer.province_id) | checked)


def opens_evidence_of(officer: Officer, contest_year: EmulationYear) -> Callable[[int], bool]:
    """For lists: whether the officer may open the files of the province with that key, asked once a page."""
    if not sees_contest(officer):
        return lambda province: False
    runs = runs_year(officer, contest_year)
    is_provincial = officer.role in Officer.PROVINCIAL_ROLES
    return lambda province: runs or (is_provincial and officer.province_id == province)


def get_evidence(officer: Officer, contest_year: EmulationYear, pk: int) -> Evidence:
    """That file of the year, for who may open it.

    Raises:
        Http404: if there is none, or it is none of theirs: nobody learns of another's files.
    """
    # A number longer than any key has no row; SQLite cannot even look for it. One query finds the file and
    # asks for it: neither words nor time tell whether there is one that is another's.
    known = readable_evidence(officer, contest_year).select_related("year", "province")
    found = known.filter(pk=pk).first() if len(str(pk)) <= LONGEST_KEY else None
    if found is None:
        raise Http404(_("Không có minh chứng này."))
    return found

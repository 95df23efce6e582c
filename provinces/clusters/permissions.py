"""Permissions by post and province: everything else is denied."""

from django.db.models import Subquery
from django.utils import timezone

from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term


def is_administrator(officer: Officer) -> bool:
    return officer.role == Officer.Role.ADMINISTRATOR


def works_for(officer: Officer, province: Province) -> bool:
    """Whether the officer enters that province's figures and edits its register.

    Officers of a province also complete what those left that merged into it; officers of a province that
    was merged into another do nothing more.
    """
    return officer.role in Officer.PROVINCIAL_ROLES and _acts_for(officer, province)


def leads(officer: Officer, province: Province) -> bool:
    return officer.role == Officer.Role.LEADER and _acts_for(officer, province)


def _acts_for(officer: Officer, province: Province) -> bool:
    if officer.province_id == province.pk:
        return not province.is_taken_over
    if province.ended_on is None or officer.province is None:  # nearly always: without a query
        return False
    return province.pk in officer.province.merged_in and not officer.province.is_taken_over


def heads_cluster(officer: Officer, year: int) -> bool:
    return officer.role == Officer.Role.LEADER and Term.objects.filter(officer=officer, year=year).exists()


def runs_cluster(officer: Officer, year: int) -> bool:
    return officer.role == Officer.Role.SECRETARY or heads_cluster(officer, year)


def sees_cluster(officer: Officer, year: int) -> bool:
    return officer.role == Officer.Role.OBSERVER or runs_cluster(officer, year)


def reads_drafts_of(officer: Officer, province: Province) -> bool:
    """Whether the officer reads what the province has not sent yet.

    The head and the deputy do not: their own provinces compete with it.
    """
    return works_for(officer, province) or officer.role == Officer.Role.SECRETARY


def sees_figures(officer: Officer) -> bool:
    # Administrators manage accounts, not figures.
    return not is_administrator(officer)


def reads_every_register(officer: Officer) -> bool:
    """Whether the officer runs or observes the cluster now, as the register shows the present.

    Posts are this year's or, until they are entered, those of the latest year with any. Former post holders
    read only their own province.
    """
    if officer.role in (Officer.Role.SECRETARY, Officer.Role.OBSERVER):
        return True
    past = Term.objects.filter(year__lte=timezone.localdate().year)
    latest = Subquery(past.order_by("-year").values("year")[:1])
    return officer.role == Officer.Role.LEADER and past.filter(officer=officer, year=latest).exists()


def keeps_register(officer: Officer) -> bool:
    """Whether the officer has a province to whose register something can be added."""
    return officer.province is not None and works_for(officer, officer.province)

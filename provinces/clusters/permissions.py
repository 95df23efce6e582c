"""Who may, as far as posts and provinces go. Denied unless a function here says otherwise."""

from django.db.models import Subquery
from django.utils import timezone

from provinces.accounts.models import Officer
from provinces.clusters.models import Province, Term


def is_administrator(officer: Officer) -> bool:
    return officer.role == Officer.Role.ADMINISTRATOR


def works_for(officer: Officer, province: Province) -> bool:
    """Whether the officer enters figures and keeps the register of that province."""
    return officer.role in Officer.PROVINCIAL_ROLES and officer.province_id == province.pk


def leads(officer: Officer, province: Province) -> bool:
    """Whether the officer approves for that province."""
    return officer.role == Officer.Role.LEADER and officer.province_id == province.pk


def heads_cluster(officer: Officer, year: int) -> bool:
    """Whether the officer is the cluster's head or deputy in that year."""
    return officer.role == Officer.Role.LEADER and Term.objects.filter(officer=officer, year=year).exists()


def runs_cluster(officer: Officer, year: int) -> bool:
    """Whether the officer does the cluster's work in that year: the secretary, the head and the deputy."""
    return officer.role == Officer.Role.SECRETARY or heads_cluster(officer, year)


def sees_cluster(officer: Officer, year: int) -> bool:
    """Whether the officer reads every province's submitted figures of that year."""
    return officer.role == Officer.Role.OBSERVER or runs_cluster(officer, year)


def sees_figures(officer: Officer) -> bool:
    """Whether the officer sees figures at all: the administrator keeps accounts, not figures."""
    return not is_administrator(officer)


def reads_every_register(officer: Officer) -> bool:
    """Whether the officer reads the register of every province, as who runs or watches the cluster does.

    The register is of today, so it goes with the posts of today: those of this year or, until this year's are
    entered, of the latest year that has any. Who held a post before reads the own province's alone.
    """
    if officer.role in (Officer.Role.SECRETARY, Officer.Role.OBSERVER):
        return True
    past = Term.objects.filter(year__lte=timezone.localdate().year)
    latest = Subquery(past.order_by("-year").values("year")[:1])
    return officer.role == Officer.Role.LEADER and past.filter(officer=officer, year=latest).exists()


def keeps_register(officer: Officer) -> bool:
    """Whether the officer keeps a register: that of the own province."""
    return officer.role in Officer.PROVINCIAL_ROLES

"""The cast: the cluster, its seven provinces, and one officer for each point of view."""

import gc
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings

from figures.history import triggers
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province, Term
from tests.factories import make_cluster, make_officer, make_seven, make_term
from tests.schema import copied_schema
from web import append_only

Role = Officer.Role

# Examples may be slow: a busy machine is no failure.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run long tests first, so that the workers finish at about the same time."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lives until the end: a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


LOGS = tuple(f"provinces_{kind}logline" for kind in ("cooperative", "union", "group"))


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with real transactions empty all tables at their end, which triggers of the logs refuse."""
    with copied_schema():
        request.getfixturevalue("django_db_setup")
    flush = connection.ops.execute_sql_flush

    def flush_without_triggers(statements: list[str]) -> None:
        triggers.remove(connection)
        append_only.remove(connection, LOGS)
        flush(statements)
        append_only.install(connection, LOGS)
        triggers.install(connection)

    with patch.object(connection.ops, "execute_sql_flush", flush_without_triggers):
        yield


@pytest.fixture
def cluster(db: None) -> Cluster:
    return make_cluster()


@pytest.fixture
def provinces(cluster: Cluster) -> dict[str, Province]:
    return make_seven(cluster)


@pytest.fixture
def an_giang(provinces: dict[str, Province]) -> Province:
    return provinces["an-giang"]


@pytest.fixture
def bac_lieu(provinces: dict[str, Province]) -> Province:
    return provinces["bac-lieu"]


@pytest.fixture
def ca_mau(provinces: dict[str, Province]) -> Province:
    return provinces["ca-mau"]


@pytest.fixture
def can_tho(provinces: dict[str, Province]) -> Province:
    return provinces["can-tho"]


@pytest.fixture
def hau_giang(provinces: dict[str, Province]) -> Province:
    return provinces["hau-giang"]


@pytest.fixture
def kien_giang(provinces: dict[str, Province]) -> Province:
    return provinces["kien-giang"]


@pytest.fixture
def soc_trang(provinces: dict[str, Province]) -> Province:
    return provinces["soc-trang"]


@pytest.fixture
def officer_hg(hau_giang: Province) -> Officer:
    return make_officer("hau-giang", Role.ENTRY, hau_giang)


@pytest.fixture
def leader_hg(hau_giang: Province) -> Officer:
    return make_officer("hau-giang-lead", Role.LEADER, hau_giang)


@pytest.fixture
def officer_ct(can_tho: Province) -> Officer:
    return make_officer("can-tho", Role.ENTRY, can_tho)


@pytest.fixture
def leader_ct(can_tho: Province) -> Officer:
    return make_officer("can-tho-lead", Role.LEADER, can_tho)


@pytest.fixture
def secretary(db: None) -> Officer:
    return make_officer("secretary", Role.SECRETARY)


@pytest.fixture
def head(cluster: Cluster, kien_giang: Province) -> Officer:
    """Kiên Giang's leader, head of the cluster in 2023."""
    officer = make_officer("kien-giang-lead", Role.LEADER, kien_giang)
    make_term(officer, cluster, Term.Post.HEAD, 2023)
    return officer


@pytest.fixture
def deputy(cluster: Cluster, ca_mau: Province) -> Officer:
    """Cà Mau's leader, deputy head of the cluster in 2023."""
    officer = make_officer("ca-mau-lead", Role.LEADER, ca_mau)
    make_term(officer, cluster, Term.Post.DEPUTY, 2023)
    return officer


@pytest.fixture
def observer(db: None) -> Officer:
    return make_officer("vca", Role.OBSERVER)


@pytest.fixture
def administrator(db: None) -> Officer:
    return make_officer("admin", Role.ADMINISTRATOR)


@pytest.fixture
def client_for() -> Callable[[Officer], Client]:
    """`client_for(officer)` returns a client in which the officer is logged in."""

    def log_in(officer: Officer) -> Client:
        client = Client()
        client.force_login(officer)
        return client

    return log_in

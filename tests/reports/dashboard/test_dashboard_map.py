"""The indicator that the dashboard's map shows."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.figures.factories import make_reported


@pytest.fixture
def reader(
    client_for: Callable[[Officer], Client],
    indicators: dict[str, Indicator],
    period: Period,
    an_giang: Province,
    secretary: Officer,
) -> Client:
    """A reader of one province's figures."""
    make_reported(period, an_giang, secretary, {"coop.total": "284", "union.total": "2"})
    return client_for(secretary)


@pytest.mark.postgresql
@pytest.mark.parametrize("chosen", ["x" * 3000, "coop.tota", "\0", "<script>", ""])
def test_unknown_choice_is_the_default_map_and_not_cached_separately(reader: Client, chosen: str) -> None:
    reader.get("/dashboard/2023-H1/")
    with CaptureQueriesContext(connection) as queries:
        page = reader.get("/dashboard/2023-H1/", {"map": chosen}).content.decode()

    assert '<option value="coop.total" selected>' in page
    assert not any('FROM "figures_figure" INNER' in query["sql"] for query in queries)


def test_known_choice_is_selected(reader: Client) -> None:
    page = reader.get("/dashboard/2023-H1/", {"map": "union.total"}).content.decode()

    assert '<option value="union.total" selected>' in page

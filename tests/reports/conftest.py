"""Half-years as reports see them: the catalogue in small, and provinces on different steps of the way."""

import pytest
from django.core.cache import cache

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.clusters.models import Cluster
from tests.figures.factories import make_catalogue, make_period


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """No test sees what another one kept."""
    cache.clear()


@pytest.fixture
def indicators(db: None) -> dict[str, Indicator]:
    """The catalogue in small, by code."""
    return make_catalogue()


@pytest.fixture
def period(cluster: Cluster) -> Period:
    return make_period(cluster, "2023-H1")


@pytest.fixture
def period_before(cluster: Cluster) -> Period:
    return make_period(cluster, "2022-H2")

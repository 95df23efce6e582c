"""A small catalogue and two half-years."""

import pytest
from django.core.cache import cache

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.clusters.models import Cluster
from tests.figures.factories import make_catalogue, make_period


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def indicators(db: None) -> dict[str, Indicator]:
    return make_catalogue()


@pytest.fixture
def period(cluster: Cluster) -> Period:
    return make_period(cluster, "2023-H1")


@pytest.fixture
def period_before(cluster: Cluster) -> Period:
    return make_period(cluster, "2022-H2")

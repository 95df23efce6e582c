"""Explore's scene: what An Giang, Cần Thơ and Hậu Giang reported in three half-years."""

import pytest

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.figures.factories import NOT_KNOWN, make_period, make_reported


@pytest.fixture
def halves(cluster: Cluster, indicators: dict[str, Indicator]) -> dict[str, Period]:
    return {slug: make_period(cluster, slug) for slug in ("2022-H1", "2022-H2", "2023-H1")}


@pytest.fixture
def scene(
    halves: dict[str, Period], an_giang: Province, can_tho: Province, hau_giang: Province, secretary: Officer
) -> dict[str, Period]:
    """Cần Thơ's newest half-year is only sent, and Hậu Giang's a draft."""
    coops = {"2022-H1": ("250", "300"), "2022-H2": ("260", "310"), "2023-H1": ("275", "3099")}
    for slug, (of_an_giang, of_can_tho) in coops.items():
        is_newest = slug == "2023-H1"
        own = {
            "coop.total": of_an_giang,
            "coop.new": "10",
            "coop.active": "220",
            "coop.charter_capital": "550",
        }
        make_reported(halves[slug], an_giang, secretary, own)
        other = {"coop.total": of_can_tho, "coop.new": "20", "coop.digital": NOT_KNOWN}
        make_reported(halves[slug], can_tho, secretary, other, "submitted" if is_newest else "accepted")
    make_reported(halves["2023-H1"], hau_giang, secretary, {"coop.total": "7077"}, "draft")
    return halves

"""A half-year that all seven provinces have reported."""

import pytest

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.figures.factories import NOT_KNOWN, make_reported


@pytest.fixture
def seven(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], secretary: Officer
) -> list[Submission]:
    """Seven provinces accepted, 100 cooperatives each."""
    return [
        make_reported(period, province, secretary, {"coop.total": "100", "group.ended": NOT_KNOWN})
        for province in provinces.values()
    ]

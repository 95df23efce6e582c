"""An installation from before has the usual sizes and the openings of a new one after `migrate`."""

from typing import Any

import pytest

from figures.catalogue.models import Indicator
from tests.migrating import latest_migrations, migrate_to

pytestmark = pytest.mark.postgresql


def rows() -> dict[str, dict[str, Any]]:
    return {row.pop("code"): row | {"id": 0} for row in Indicator.objects.values()}


@pytest.mark.django_db(transaction=True)
def test_existing_catalogue_gets_the_delivered_ranges_and_openings(catalogue):
    delivered = rows()
    Indicator.objects.filter(code="coop.total").update(plausible_low=1, plausible_high=2)
    try:
        earlier = migrate_to(("figures", "0018_derived_cells_go")).get_model("figures", "Indicator").objects
        assert earlier.count() == len(delivered) - 3
    finally:
        migrate_to(*latest_migrations("figures"))
    assert rows() == delivered

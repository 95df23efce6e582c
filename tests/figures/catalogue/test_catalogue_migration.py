"""An installation from before has the usual sizes and the openings of a new one after `migrate`."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

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


def test_indicator_that_ends_before_it_begins_is_refused_by_the_database(catalogue):
    total = Indicator.objects.filter(code="coop.total")
    total.update(first_period="2023-H2", last_period="2023-H2")
    with pytest.raises(IntegrityError), transaction.atomic():
        total.update(last_period="2023-H1")


@pytest.mark.django_db(transaction=True)
def test_indicator_that_ended_before_it_began_is_still_asked_in_no_half_year(catalogue):
    try:
        state = migrate_to(("figures", "0025_sentences_of_constraints"))
        earlier = state.get_model("figures", "Indicator").objects
        earlier.filter(code="coop.total").update(first_period="2024-H1", last_period="2023-H2")
        earlier.filter(code="coop.new").update(last_period="2023-H2")
    finally:
        migrate_to(*latest_migrations("figures"))
    periods = [f"{year}-H{half}" for year in range(2019, 2027) for half in (1, 2)]
    indicators = [Indicator.objects.get(code=code) for code in ("coop.total", "coop.new", "coop.active")]
    assert [sum(map(row.is_asked_in, periods)) for row in indicators] == [0, 10, 16]

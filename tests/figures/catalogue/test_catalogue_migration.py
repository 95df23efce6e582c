"""An installation from before has the usual sizes, the openings and the kinds of members after `migrate`."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from tests.figures.factories import make_period
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
        assert earlier.count() == len(delivered) - 9
    finally:
        migrate_to(*latest_migrations())
    assert rows() == delivered
    assert [(str(row), row.indicators.count()) for row in SeriesBreak.objects.all()] == [
        ("01/7/2024: Luật Hợp tác xã số 17/2023/QH15 có ba loại thành viên", 3)
    ]


@pytest.mark.django_db(transaction=True)
def test_half_years_that_were_opened_are_not_asked_for_the_kinds_of_members(catalogue, cluster):
    make_period(cluster, "2026-H1")
    try:
        migrate_to(("figures", "0025_series_break"))
    finally:
        migrate_to(*latest_migrations())
    parts = Indicator.objects.filter(part_of__code="coop.members")
    assert set(parts.values_list("first_period", flat=True)) == {"2026-H2"}


def test_indicator_that_ends_before_it_begins_is_refused_by_the_database(catalogue):
    total = Indicator.objects.filter(code="coop.total")
    total.update(first_period="2023-H2", last_period="2023-H2")
    with pytest.raises(IntegrityError), transaction.atomic():
        total.update(last_period="2023-H1")


@pytest.mark.django_db(transaction=True)
def test_indicator_that_ended_before_it_began_is_still_asked_in_no_half_year(catalogue):
    try:
        state = migrate_to(("figures", "0027_sentences_of_constraints"))
        earlier = state.get_model("figures", "Indicator").objects
        earlier.filter(code="coop.total").update(first_period="2024-H1", last_period="2023-H2")
        earlier.filter(code="coop.new").update(last_period="2023-H2")
    finally:
        migrate_to(*latest_migrations())
    periods = [f"{year}-H{half}" for year in range(2019, 2027) for half in (1, 2)]
    indicators = [Indicator.objects.get(code=code) for code in ("coop.total", "coop.new", "coop.active")]
    assert [sum(map(row.is_asked_in, periods)) for row in indicators] == [0, 10, 16]

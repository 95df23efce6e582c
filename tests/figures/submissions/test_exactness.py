"""Every accepted number is stored exactly, on SQLite and PostgreSQL."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from figures.submissions.models import Figure
from provinces.register.models import Cooperative
from tests.factories import make_cooperative
from tests.figures.pages import entry_url, open_form
from vietnamese.numbers import format_number, parse_number

pytestmark = pytest.mark.postgresql

LONGEST = ["999.999.999.999.999", "99.999.999.999,9999", "123.456.789.012,3450", "0,0001"]


def accepted(places: int) -> st.SearchStrategy[Decimal]:
    """Numbers that `parse_number` accepts, with at most that many decimals."""
    units = st.integers(0, 10**15 - 1).map(Decimal)
    return st.builds(Decimal.scaleb, units, st.integers(-places, 0))


@pytest.mark.parametrize("typed", LONGEST)
def test_longest_numbers_typed_into_a_cell_are_stored_exactly(
    typed, client_for, officer_hg, period, indicators
):
    client = client_for(officer_hg)
    client.post(entry_url(), open_form(client) | {"coop.charter_capital": typed})
    assert format_number(Figure.objects.get(indicator__code="coop.charter_capital").value) == typed


def test_longer_number_typed_into_a_cell_is_asked_back(client_for, officer_hg, period, indicators):
    client = client_for(officer_hg)
    client.post(entry_url(), open_form(client) | {"coop.charter_capital": "999.999.999.999.999,9999"})
    cell = Figure.objects.get(indicator__code="coop.charter_capital")
    assert (cell.value, cell.typed) == (None, "999.999.999.999.999,9999")


@pytest.mark.parametrize("typed", ["999.999.999.999.999", "9.999.999.999.999,99"])
def test_longest_capital_of_a_cooperative_is_stored_exactly(typed, client_for, officer_hg):
    row = {"name": "HTX", "sector": "trade", "legal_state": "active", "charter_capital": typed}
    client_for(officer_hg).post(reverse("provinces:cooperative-add"), row)
    assert format_number(Cooperative.objects.get().charter_capital) == typed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(value=accepted(4))
@example(value=Decimal("99999999999.9999"))
def test_any_accepted_number_is_stored_exactly(value, draft):
    cells = Figure.objects.filter(submission=draft, indicator__code="coop.total")
    cells.update(value=parse_number(format_number(value)))
    assert cells.get().value == value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(value=accepted(2))
def test_any_accepted_capital_is_stored_exactly(value, cooperative):
    Cooperative.objects.update(charter_capital=parse_number(format_number(value)))
    assert Cooperative.objects.get().charter_capital == value


@pytest.fixture
def cooperative(hau_giang, officer_hg):
    return make_cooperative(hau_giang, officer_hg)

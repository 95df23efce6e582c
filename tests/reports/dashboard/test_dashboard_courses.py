"""The courses of the provinces on the dashboard: which figures they are of, and which indicator."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.figures.factories import make_period, make_reported

ADDRESS = "/dashboard/2023-H1/"


@pytest.fixture
def two_halves(
    cluster: Cluster, indicators: dict[str, Indicator], period: Period, an_giang: Province, secretary: Officer
) -> list[Submission]:
    """An Giang's half-years: 270, and then 284 cooperatives."""
    first = make_period(cluster, "2022-H2")
    return [
        make_reported(half, an_giang, secretary, {"coop.total": total, "coop.charter_capital": "9000"})
        for half, total in ((first, "270"), (period, "284"))
    ]


def courses(client: Client, **query: str) -> str:
    """Figure 3, with its table."""
    page = client.get(ADDRESS, query).content.decode()
    (figure,) = re.findall(r'<figure class="chart" id="chart-courses">.*?</figure>', page, re.DOTALL)
    return figure


def test_courses_go_over_the_half_years(
    client_for: Callable[[Officer], Client], secretary: Officer, two_halves: list[Submission]
) -> None:
    figure = courses(client_for(secretary))
    assert "284 (+5,2%)" in figure
    assert "270</td>" in figure


def test_half_year_that_the_reader_does_not_see_is_a_gap(
    client_for: Callable[[Officer], Client],
    officer_ct: Officer,
    secretary: Officer,
    two_halves: list[Submission],
) -> None:
    hidden = two_halves[0]
    Submission.objects.filter(pk=hidden.pk).update(state=Submission.State.SUBMITTED)
    assert "270</td>" in courses(client_for(secretary))
    figure = courses(client_for(officer_ct))
    assert "284</td>" in figure
    assert "270" not in figure
    assert "Cần ít nhất hai kỳ." in figure


def test_chosen_indicator_is_kept_by_the_other_form(
    client_for: Callable[[Officer], Client], secretary: Officer, two_halves: list[Submission]
) -> None:
    reader = client_for(secretary)
    figure = courses(reader, course="coop.charter_capital", map="coop.charter_capital")
    assert "Vốn điều lệ của HTX: mỗi tỉnh một khung" in figure
    assert '<input type="hidden" name="map" value="coop.charter_capital">' in figure
    assert '<option value="coop.charter_capital" selected>' in figure


@pytest.mark.parametrize("chosen", ["x" * 3000, "\0", "<script>", "coop.new"])
def test_unknown_choice_is_the_default_and_not_cached_separately(
    client_for: Callable[[Officer], Client], secretary: Officer, two_halves: list[Submission], chosen: str
) -> None:
    reader = client_for(secretary)
    reader.get(ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        figure = courses(reader, course=chosen)
    assert '<option value="coop.total" selected>' in figure
    assert not any('FROM "figures_figure" INNER' in query["sql"] for query in queries)

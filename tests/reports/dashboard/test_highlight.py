"""One province marked in everything on the dashboard; the choice is in the address."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.factories import make_province
from tests.figures.factories import make_period, make_reported

Browser = Callable[[Officer], Client]
PAGE = "/dashboard/2023-H1/"


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def marked(page: str) -> set[str]:
    """Those whose elements are marked; the frame and the radio must say the same."""
    (frame,) = re.findall(r'data-marked="([^"]*)"', page)
    (radio,) = re.findall(r'name="province" value="([^"]*)" checked', page)
    assert radio == frame
    slugs = set(re.findall(r'data-province="([^"]*)" data-is-marked', page))
    assert slugs == ({frame} if frame else set())
    return slugs


@pytest.mark.usefixtures("seven")
def test_chosen_province_is_marked_in_table_rows_and_pictures(
    client_for: Browser, secretary: Officer
) -> None:
    page = read(client_for(secretary), f"{PAGE}?province=ca-mau")

    assert marked(page) == {"ca-mau"}
    assert '<tr data-province="ca-mau" data-is-marked>' in page
    assert '<rect data-province="ca-mau" data-is-marked' in page
    assert '<span data-province="ca-mau" data-is-marked data-name="Cà Mau">100' in page


def test_marked_province_without_a_number_has_the_sign_for_it(
    client_for: Browser,
    secretary: Officer,
    indicators: dict[str, Indicator],
    period: Period,
    provinces: dict[str, Province],
) -> None:
    make_reported(period, provinces["an-giang"], secretary, {"coop.total": "100"})
    page = read(client_for(secretary), f"{PAGE}?province=ca-mau")

    own = re.search(r'data-is-marked data-name="Cà Mau">(.*?)</span> </span>', page)
    assert own is not None
    assert own[1].startswith('<span aria-hidden="true">…</span>')


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize(
    "query", ["", "?province=", "?province=ha-noi", "?province=%00", "?province=" + "x" * 3000]
)
def test_nobody_is_marked_without_a_known_choice(client_for: Browser, secretary: Officer, query: str) -> None:
    assert marked(read(client_for(secretary), PAGE + query)) == set()


@pytest.mark.usefixtures("seven")
def test_who_enters_figures_sees_the_own_province_marked_unless_they_choose(
    client_for: Browser, officer_hg: Officer, leader_hg: Officer
) -> None:
    assert marked(read(client_for(officer_hg), PAGE)) == {"hau-giang"}
    assert marked(read(client_for(officer_hg), "/")) == {"hau-giang"}
    assert marked(read(client_for(officer_hg), f"{PAGE}?province=")) == set()
    assert marked(read(client_for(officer_hg), f"{PAGE}?province=can-tho")) == {"can-tho"}
    assert marked(read(client_for(leader_hg), PAGE)) == set()


@pytest.mark.usefixtures("seven")
def test_former_member_leads_to_its_successor(
    client_for: Browser, secretary: Officer, can_tho: Province
) -> None:
    former = make_province("o-mon", "Ô Môn", code="99")
    Province.objects.filter(pk=former.pk).update(ended_on=dt.date(2020, 1, 1), successor=can_tho)

    assert marked(read(client_for(secretary), f"{PAGE}?province=o-mon")) == {"can-tho"}


@pytest.mark.usefixtures("seven")
def test_choice_is_kept_in_links_and_forms(client_for: Browser, secretary: Officer, cluster: Cluster) -> None:
    make_period(cluster, "2022-H2")
    client = client_for(secretary)
    page = read(client, f"{PAGE}?province=ca-mau&scope=accepted")

    assert 'href="/dashboard/2022-H2/?scope=accepted&amp;province=ca-mau" rel="prev"' in page
    assert 'href="/dashboard/2023-H1/?province=ca-mau"' in page
    assert '<input type="hidden" name="province" value="ca-mau">' in page
    response = client.get("/", {"period": "2022-H2", "province": "ca-mau"})
    assert response["Location"] == "/dashboard/2022-H2/?province=ca-mau"
    assert not re.search(r"[?;]province=", read(client, PAGE)), "an address says only what somebody chose"


@pytest.mark.usefixtures("seven")
def test_unknown_choices_share_one_cached_page(client_for: Browser, secretary: Officer) -> None:
    client = client_for(secretary)
    read(client, PAGE)
    with CaptureQueriesContext(connection) as queries:
        read(client, f"{PAGE}?province=nowhere")

    assert not any('FROM "figures_figure" INNER' in query["sql"] for query in queries)


def test_page_without_figures_has_nothing_to_mark(
    client_for: Browser, secretary: Officer, indicators: dict[str, Indicator], period: Period
) -> None:
    page = read(client_for(secretary), f"{PAGE}?province=an-giang")

    assert "Làm nổi bật" not in page

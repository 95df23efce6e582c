"""Addresses that nobody's link has: every page answers them, and none of them breaks the server."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_cooperative, make_union
from tests.figures.factories import make_catalogue, make_period, make_reported

PAGES = [
    "/",
    "/dashboard/2023-H1/",
    "/provinces/hau-giang/",
    "/entry/2023-H1/hau-giang/",
    "/review/2023-H1/",
    "/review/2023-H1/hau-giang/",
    "/periods/",
    "/conference/2023-H1/",
    "/register/cooperatives/",
    "/register/groups/",
    "/register/unions/",
    "/accounts/login/",
]
NAMES = [
    "q",
    "province",
    "sector",
    "legal_state",
    "ended",
    "sort",
    "page",
    "per_page",
    "period",
    "scope",
    "map",
]
NAMES += ["check", "next", "_export"]
NONSENSE = [
    "\x00",
    "-1",
    "9" * 40,
    "<script>",
    "%",
    "'",
    "１",
    "١",
    "\ud7ff",
    "x" * 2000,
    "__class__",
    "name__x",
    "--name",
]


@pytest.fixture
def client(client_for, secretary, cluster, hau_giang, officer_hg) -> Client:
    make_catalogue()
    make_reported(make_period(cluster), hau_giang, officer_hg, {"coop.total": "257"})
    make_cooperative(hau_giang, officer_hg)
    make_union(hau_giang, officer_hg)
    return client_for(secretary)


@pytest.mark.parametrize("address", PAGES)
def test_nonsense_after_the_question_mark_breaks_no_page(address, client):
    for value in NONSENSE:
        response = client.get(address, dict.fromkeys(NAMES, value))
        assert response.status_code in (200, 302, 404), value
        assert "<script>" not in response.content.decode()


def test_address_does_not_choose_how_many_rows_a_page_has(client, hau_giang, officer_hg):
    for number in range(30):
        make_cooperative(hau_giang, officer_hg, f"HTX Số {number}")
    for per_page in ("-1", "0", "1000"):
        page = client.get("/register/cooperatives/", {"per_page": per_page}).content.decode()
        assert page.count("HTX Số ") <= 25


@pytest.mark.parametrize("nonsense", ["%00", "..", "%2e%2e%2f", "2023-H1%0A", "-", "%ff", "𝟚𝟘𝟚𝟛-H1"])
@pytest.mark.parametrize(
    "folder", ["dashboard", "provinces", "entry", "review", "conference", "register", "periods"]
)
def test_nonsense_in_the_address_is_not_found(folder, nonsense, client):
    for address in (
        f"/{folder}/{nonsense}/",
        f"/{folder}/{nonsense}/hau-giang/",
        f"/{folder}/2023-H1/{nonsense}/",
    ):
        assert client.get(address).status_code in (301, 302, 404), address


def test_nonsense_in_the_login_form_is_refused(db):
    for name in ("username", "password", "next"):
        for value in NONSENSE:
            fields = {"username": "hau-giang", "password": "x", name: value}
            assert Client().post(reverse("login"), fields).status_code == 200


def test_number_of_an_organisation_that_no_database_holds_is_not_found(client):
    for number in ("0", "9" * 18, "9" * 40):
        assert client.get(f"/register/cooperatives/{number}/").status_code == 404

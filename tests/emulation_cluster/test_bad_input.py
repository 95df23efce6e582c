"""Nonsense in URLs and forms breaks no page."""

import pytest
from django.test import Client
from django.urls import reverse

from provinces.register.models import Cooperative, CooperativeUnion
from tests.factories import make_cooperative, make_union
from tests.figures.factories import make_catalogue, make_period, make_reported

PAGES = [
    "/explore/",
    "/search/",
    "/",
    "/dashboard/2023-H1/",
    "/dashboard/2023-H1/indicators/coop.total/",
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
    "course",
]
NAMES += ["check", "next", "_export", *"itsmrv", "reading", "_list", "part"]
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
    "x" * 150,  # of all names together an address that is not too long
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


@pytest.mark.postgresql  # which refuses a NUL that SQLite takes
@pytest.mark.parametrize("url", PAGES)
def test_nonsense_in_the_query_breaks_no_page(url, client):
    for value in NONSENSE:
        response = client.get(url, dict.fromkeys(NAMES, value))
        assert response.status_code in (200, 302, 404), value
        assert "<script>" not in response.content.decode()


def test_query_cannot_choose_the_page_size(client, hau_giang, officer_hg):
    for number in range(30):
        make_cooperative(hau_giang, officer_hg, f"HTX Số {number}")
    for per_page in ("-1", "0", "1000"):
        page = client.get("/register/cooperatives/", {"per_page": per_page}).content.decode()
        assert page.count("HTX Số ") <= 25


@pytest.mark.parametrize("nonsense", ["%00", "..", "%2e%2e%2f", "2023-H1%0A", "-", "%ff", "𝟚𝟘𝟚𝟛-H1"])
@pytest.mark.parametrize(
    "folder", ["dashboard", "provinces", "entry", "review", "conference", "register", "periods"]
)
def test_nonsense_in_the_path_is_not_found(folder, nonsense, client):
    for url in (
        f"/{folder}/{nonsense}/",
        f"/{folder}/{nonsense}/hau-giang/",
        f"/{folder}/2023-H1/{nonsense}/",
    ):
        assert client.get(url).status_code in (301, 302, 404), url


def test_nonsense_in_the_login_form_is_refused(db):
    for name in ("username", "password", "next"):
        for value in NONSENSE:
            fields = {"username": "hau-giang", "password": "x", name: value}
            assert Client().post(reverse("login"), fields).status_code == 200


def test_key_beyond_the_database_s_range_is_not_found(client):
    for pk in ("0", "9" * 18, "9" * 40):
        assert client.get(f"/register/cooperatives/{pk}/").status_code == 404


FORMS = {
    "officer_hg": [
        "/entry/2023-H1/hau-giang/",
        "/register/cooperatives/add/",
        "/register/groups/add/",
        "/register/unions/add/",
        "/register/cooperatives/{cooperative}/edit/",
        *(
            f"/register/cooperatives/{part}/add/{{cooperative}}/"
            for part in ("events", "half-years", "fees", "products", "chains")
        ),
        "/register/unions/{union}/edit/",
        "/register/unions/{union}/members/",
        "/review/2023-H1/hau-giang/comment/",
        "/accounts/password/",
    ],
    "head": [
        "/conference/2023-H1/",
        "/conference/2023-H1/publish/",
        "/periods/add/",
        "/periods/2023-H1/",
        "/review/2023-H1/hau-giang/return/",
        "/review/2023-H1/hau-giang/reopen/",
        "/review/2023-H1/hau-giang/comment/",
        "/dashboard/2023-H1/indicators/coop.total/remark/",
        "/language/",
    ],
}
FIELDS = ["coop.total", "coop.total.state", "coop.total.note", "difficulties", "seen", "basis", "submit"]
FIELDS += ["name", "registration_number", "sector", "legal_state", "founded_on", "members", "charter_capital"]
FIELDS += [
    "seen",
    "happened_on",
    "kind",
    "decision",
    "cooperatives",
    "partner",
    "due",
    "rating",
    "reason",
    "comment",
    "cell",
    "text",
    "until",
    "return",
]
FIELDS += [
    "held_on",
    "place",
    "chairs",
    "version",
    "number",
    "signed_on",
    "add",
    "year",
    "half",
    "cut_off_on",
]
FIELDS += [
    "due_on",
    "corrections_until",
    "legal_basis",
    "language",
    "next",
    "old_password",
    "new_password1",
    "new_password2",
]
INPUTS = [
    *NONSENSE,
    "x" * 2000,
    "1e309",
    "NaN",
    "31/02/2023",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59+14:00",
    "\u202e",
    "🌾",
]


@pytest.mark.parametrize(("who", "path"), [(who, page) for who, pages in FORMS.items() for page in pages])
def test_nonsense_in_a_form_breaks_nothing(who, path, request, client, client_for):
    cooperative, union = Cooperative.objects.get(), CooperativeUnion.objects.get()
    client = client_for(request.getfixturevalue(who))
    url = path.format(cooperative=cooperative.pk, union=union.pk)
    for text in INPUTS:
        assert client.post(url, dict.fromkeys(FIELDS, text)).status_code < 500, text
    assert client.post(url, {f"field{n}": "1" for n in range(5000)}).status_code == 400
    body = b"&".join(name.encode() + b"=%ED%A0%80%FF" for name in FIELDS)
    response = client.post(url, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code < 500

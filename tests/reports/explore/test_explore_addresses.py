"""Whatever the address, Explore answers in words, in a bounded number of queries, and shows no draft."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.figures.factories import make_period, make_reported
from tests.provinces.clusters.mergers import merge_seven
from tests.reports.explore.reading_pages import page_of, rows_of

Browser = Callable[[Officer], Client]
MOST_QUERIES = 40
LONGEST = 4000
SENT, DRAFT = "3099", "7077"  # Cần Thơ's sent number and Hậu Giang's draft
WORD = st.one_of(
    st.sampled_from(
        [
            *(
                "coop.total",
                "coop.new",
                "coop.active",
                "coop.capital_per_coop",
                "group.total",
                "coop.opening",
            ),
            *("", "an-giang", "can-tho", "hau-giang", "an-giang-2025", "ha-noi"),
            *("2022", "2023", "2022-H1", "2022-H2", "2023-H1", "2025-H2", "1999", "99999999999999999999-H1"),
            *(
                "value",
                "ago",
                "previous",
                "share",
                "part",
                "index",
                "t",
                "i",
                "s",
                "line",
                "bar",
                "dot",
                "none",
            ),
            *("accepted", "today", "former", "reported", "xlsx", "csv", "long", "-1", "%00", "' OR 1=1 --"),
        ]
    ),
    st.text(max_size=12),
)
NAMES = st.sampled_from(["i", "t", "s", "m", "r", "v", "scope", "reading", "_export", "_list", "x", "page"])
ADDRESSES = st.lists(st.tuples(NAMES, WORD), max_size=12)
WHO = ["officer_hg", "officer_ct", "head", "observer", "secretary"]


@pytest.mark.parametrize("who", WHO)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(addresses=ADDRESSES, times=st.sampled_from([1, 1, 3, 40]))
def test_any_address_answers_without_a_leak(
    request: pytest.FixtureRequest,
    client_for: Browser,
    scene: dict[str, Period],
    who: str,
    addresses: list[tuple[str, str]],
    times: int,
) -> None:
    client = client_for(request.getfixturevalue(who))
    address = f"/explore/?{urlencode(addresses * times)}"
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)

    assert response.status_code == (200 if len(address) <= LONGEST else 414), address
    text = b"".join(response) if response.streaming else response.content
    assert len(queries) <= MOST_QUERIES, address
    if "html" in response.headers["Content-Type"]:
        assert b"<h1" in text, address
    if not response.headers["Content-Type"].startswith("application/vnd"):
        plain = text.decode().replace(".", "")
        asked = "".join(value for _name, value in addresses)
        assert DRAFT not in plain or DRAFT in asked, address
        if who == "officer_hg":
            assert SENT not in plain or SENT in asked, address


def test_enormous_address_answers_in_words(client_for: Browser, secretary: Officer, scene: object) -> None:
    client = client_for(secretary)

    for address, status in (("i=coop.total&" * 400, 414), ("i&" * 1500, 400), ("t=%F0%9F%90%A2&" * 190, 200)):
        response = client.get(f"/explore/?{address}")
        assert response.status_code == status
        assert "<h1" in response.content.decode()


def test_everything_repeated_up_to_the_longest_address_is_one_choice(
    client_for: Browser, secretary: Officer, scene: object
) -> None:
    once = "i=coop.total&t=can-tho&s=2022-H1&i=nothing&m=index&"
    address = f"/explore/?{once * ((LONGEST - 10) // len(once))}"
    client = client_for(secretary)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()

    assert len(queries) <= MOST_QUERIES
    assert page.count("“nothing”") == 1
    assert rows_of(page)[-1] == ["Cần Thơ", "100,0"]


def test_queries_do_not_grow_with_spans_territories_or_indicators(
    client_for: Browser, head: Officer, cluster: Cluster, scene: object, indicators: dict[str, Indicator]
) -> None:
    client = client_for(head)

    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few = queries_of("/explore/?i=coop.total&t=an-giang&s=2022&s=2022-H1&m=ago")
    for year in range(2015, 2022):
        for half in ("H1", "H2"):
            make_period(cluster, f"{year}-{half}")
    spans = "".join(f"&s={year}&s={year}-H1&s={year}-H2" for year in range(2015, 2023))
    codes = "".join(f"&i={code}" for code in list(indicators)[:6])
    many = queries_of(f"/explore/?m=ago{codes}{spans}")
    assert many <= few + 1  # who leads the cluster in one year more


@pytest.mark.parametrize("scope", ["", "&scope=accepted"])
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("span", ["2022", "2022-H2", "2023-H1", "2023"])
def test_numbers_are_those_of_the_indicator_page(
    request: pytest.FixtureRequest, client_for: Browser, scene: object, who: str, span: str, scope: str
) -> None:
    client = client_for(request.getfixturevalue(who))
    for code in ("coop.total", "coop.new", "coop.capital_per_coop"):
        _heads, *own = lines_of(client, f"/explore/?i={code}&s={span}{scope}&_export=csv&_list=long")
        heads, *others = lines_of(client, f"/dashboard/{span}/indicators/{code}/?_export=csv{scope}")
        at = next((n for n, head in enumerate(heads) if head.startswith("Năm ")), 1)
        numbers = {line[2]: number_in(line[6]) for line in own}
        by_name = {line[0]: number_in(line[at]) for line in others}
        assert sorted(map(str, numbers.values())) == sorted(map(str, by_name.values()))
        shared = numbers.keys() & by_name
        assert len(shared) >= len(numbers) - 1  # the cluster, which the page calls by how many have sent
        assert {name: numbers[name] for name in shared} == {name: by_name[name] for name in shared}


def number_in(cell: str) -> Decimal | None:
    """A cell's number; nothing for a sign."""
    return Decimal(cell).normalize() if cell[:1].isdigit() else None


def lines_of(client: Client, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(client.get(address)).decode().removeprefix("\ufeff"))))


def test_post_of_a_year_opens_what_was_sent_in_it_alone(
    client_for: Browser, head: Officer, soc_trang: Province, secretary: Officer, scene: dict[str, Period]
) -> None:
    for slug in ("2022-H2", "2023-H1"):
        make_reported(scene[slug], soc_trang, secretary, {"coop.total": "5"}, "submitted")

    page = page_of(client_for(head), "?i=coop.total&t=soc-trang&s=2022-H2&s=2023-H1")
    assert rows_of(page)[-1] == ["Sóc Trăng", "… chưa có số liệu", "5"]


def test_changes_are_those_of_the_dashboard(client_for: Browser, secretary: Officer, scene: object) -> None:
    client = client_for(secretary)
    dashboard = client.get("/dashboard/2023-H1/").content.decode()

    for measure, percent in (("previous", "+491,9%"), ("ago", "+513,5%")):
        [_heads, whole] = rows_of(page_of(client, f"?i=coop.total&t=&s=2023-H1&m={measure}"))
        assert whole[1] == f"{percent} 2/7 tỉnh"
        assert percent in dashboard


def test_numbers_are_those_of_the_province_page(
    client_for: Browser, officer_ct: Officer, scene: object
) -> None:
    client = client_for(officer_ct)
    series = client.get("/provinces/can-tho/")

    assert series.status_code == 200
    rows = rows_of(page_of(client, "?i=coop.total&t=can-tho&s=2022-H1&s=2022-H2&s=2023-H1&r=s"))[1:]
    assert [row[1] for row in rows] == ["300", "310", "3.099"]
    assert all(f">{row[1]}</a>" in series.content.decode() for row in rows)


def test_merged_provinces_are_read_three_ways(
    client_for: Browser, cluster: Cluster, secretary: Officer, scene: object
) -> None:
    after = make_period(cluster, "2025-H1"), make_period(cluster, "2025-H2")
    parts = dict(Province.objects.in_bulk(field_name="slug"))
    merged = merge_seven(cluster)
    make_reported(after[0], parts["an-giang"], secretary, {"coop.new": "4"})
    make_reported(after[0], parts["kien-giang"], secretary, {"coop.new": "6"})
    make_reported(after[1], merged["an-giang-2025"], secretary, {"coop.new": "7"})
    client = client_for(secretary)

    page = page_of(client, "?i=coop.new&t=an-giang-2025&s=2025-H1&s=2025-H2&s=2025")
    assert rows_of(page)[-1] == ["An Giang", "10", "7", "17"]
    assert 'href="/dashboard/2025-H1/indicators/coop.new/?reading=today#an-giang-2025"' in page
    assert "gồm" in page
    page = page_of(client, "?i=coop.new&s=2025-H1&s=2025-H2&reading=former")
    rows = {row[0]: row[1:] for row in rows_of(page)[2:]}
    assert [row for name, row in rows.items() if name.startswith("Kiên Giang")] == [
        ["6", "… chưa có số liệu"]
    ]
    assert [row for name, row in rows.items() if name == "An Giang"] == [["… chưa có số liệu", "7"]]
    # A choice from before the merger goes on with the successor.
    page = page_of(client, "?i=coop.new&t=kien-giang&s=2025-H2")
    assert rows_of(page)[-1] == ["An Giang", "7"]


def test_drafts_of_others_are_not_even_counted(
    client_for: Browser,
    officer_hg: Officer,
    soc_trang: Province,
    bac_lieu: Province,
    scene: dict[str, Period],
    secretary: Officer,
) -> None:
    client, address = client_for(officer_hg), "/explore/?i=coop.total&s=2023-H1&_export=csv&_list=long"
    before = client.get(address).getvalue()
    make_reported(scene["2023-H1"], soc_trang, secretary, {"coop.total": "5"}, "draft")
    assert client.get(address).getvalue() == before
    make_reported(scene["2023-H1"], bac_lieu, secretary, {"coop.total": "5"})
    assert client.get(address).getvalue() != before

"""Explore: the address says what the table shows."""

from collections.abc import Callable

import pytest
from django.test import Client

from figures.catalogue.models import Indicator
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster
from tests.figures.factories import make_period
from tests.reports.explore.reading_pages import page_of, rows_of, title_of, words_of

Browser = Callable[[Officer], Client]
pytestmark = pytest.mark.usefixtures("scene")


def test_bare_address_shows_the_key_indicators_of_the_newest_half_year(
    client_for: Browser, secretary: Officer
) -> None:
    page = page_of(client_for(secretary))

    assert title_of(page) == "5 chỉ tiêu, toàn cụm và 7 tỉnh, 6 tháng đầu năm 2023"
    heads, cluster, an_giang, *_ = rows_of(page)
    assert heads[:3] == ["Tỉnh", "Tổng số HTX", "HTX thành lập mới"]
    assert cluster[:3] == ["Toàn cụm", "3.374 2/7 tỉnh", "30 2/7 tỉnh"]
    assert an_giang[:3] == ["An Giang", "275", "10"]


def test_every_number_leads_to_its_cells(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), "?i=coop.total&s=2023-H1&scope=accepted")

    url = "/dashboard/2023-H1/indicators/coop.total/?scope=accepted"
    assert f'<a href="{url}">275<br><small class="quiet">1/7 tỉnh</small></a>' in page
    assert f'<a href="{url}#an-giang">275</a>' in page


def test_each_list_says_how_many_are_chosen_and_is_left_by_a_link(
    client_for: Browser, secretary: Officer
) -> None:
    client = client_for(secretary)
    page = page_of(client, "?i=coop.new&i=coop.total&t=can-tho&s=2022-H2&m=ago")

    assert "Chỉ tiêu 2 đã chọn" in words_of(page)
    for name, rest in (
        ("id_i", "t=can-tho&amp;s=2022-H2&amp;m=ago"),
        ("id_t", "i=coop.total&amp;i=coop.new&amp;s=2022-H2&amp;m=ago"),
        ("id_s", "t=can-tho&amp;i=coop.total&amp;i=coop.new&amp;m=ago"),
    ):
        assert f'<a href="/explore/?{rest}" data-clear="{name}">Bỏ hết' in page


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "t",
            [
                ["Tỉnh", "Tổng số HTX", "HTX thành lập mới"],
                ["6T đầu 2022", "6T cuối 2022", "6T đầu 2022", "6T cuối 2022"],
                ["An Giang", "250", "260", "10", "10"],
                ["Cần Thơ", "300", "310", "20", "20"],
            ],
        ),
        (
            "i",
            [
                ["Chỉ tiêu", "An Giang", "Cần Thơ"],
                ["6T đầu 2022", "6T cuối 2022", "6T đầu 2022", "6T cuối 2022"],
                ["Tổng số HTX", "250", "260", "300", "310"],
                ["HTX thành lập mới", "10", "10", "20", "20"],
            ],
        ),
        (
            "s",
            [
                ["Kỳ", "Tổng số HTX", "HTX thành lập mới"],
                ["An Giang", "Cần Thơ", "An Giang", "Cần Thơ"],
                ["6T đầu 2022", "250", "300", "10", "20"],
                ["6T cuối 2022", "260", "310", "10", "20"],
            ],
        ),
    ],
)
def test_table_pivots_three_ways(
    client_for: Browser, secretary: Officer, rows: str, expected: list[list[str]]
) -> None:
    address = f"?i=coop.new&i=coop.total&t=can-tho&t=an-giang&s=2022-H2&s=2022-H1&r={rows}"

    assert rows_of(page_of(client_for(secretary), address)) == expected


@pytest.mark.parametrize(
    ("measure", "whole", "of_an_giang", "of_can_tho"),
    [
        ("value", "3.374 2/7 tỉnh", "275", "3.099"),
        ("ago", "+513,5% 2/7 tỉnh", "+10,0%", "gấp 10 lần"),  # (275 + 3099) ÷ (250 + 300)
        ("previous", "+491,9% 2/7 tỉnh", "+5,8%", "+899,7%"),  # 275 ÷ 260
        ("share", "… chưa có số liệu", "… chưa có số liệu", "… chưa có số liệu"),  # five are missing
        ("index", "100,0 2/7 tỉnh", "100,0", "100,0"),
    ],
)
def test_measure_of_the_total(
    client_for: Browser, secretary: Officer, measure: str, whole: str, of_an_giang: str, of_can_tho: str
) -> None:
    page = page_of(client_for(secretary), f"?i=coop.total&t=&t=an-giang&t=can-tho&s=2023-H1&m={measure}")

    assert [row[1] for row in rows_of(page)[1:]] == [whole, of_an_giang, of_can_tho]


def test_index_counts_from_the_first_chosen_half_year(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), "?i=coop.total&t=an-giang&s=2022-H1&s=2022-H2&s=2023-H1&m=index")

    assert rows_of(page)[-1] == ["An Giang", "100,0", "104,0", "110,0"]


def test_part_is_of_the_same_territorys_total(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), "?i=coop.active&i=coop.new&t=an-giang&s=2023-H1&m=part")

    assert rows_of(page)[-1] == ["An Giang", "80,0%"]
    assert "“Phần trong tổng của tỉnh, %” không tính được cho: HTX thành lập mới." in words_of(page)


def test_percentage_of_a_ratio_is_not_offered(client_for: Browser, secretary: Officer) -> None:
    client = client_for(secretary)
    address = "?i=coop.capital_per_coop&t=an-giang&s=2023-H1"

    assert rows_of(page_of(client, address))[-1] == ["An Giang", "2,0"]
    page = page_of(client, f"{address}&m=ago")
    assert "Không có số nào theo lựa chọn này." in page


def test_year_adds_up_its_half_years(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), "?i=coop.new&i=coop.total&t=an-giang&s=2022&s=2023")

    heads = rows_of(page)[1]
    assert heads == ["Năm 2022", "Năm 2023, đến hết 6 tháng đầu năm"] * 2
    assert rows_of(page)[-1] == ["An Giang", "260", "275", "20", "10"]


def test_flow_of_a_year_to_date_is_no_fall_against_a_whole_year(
    client_for: Browser, secretary: Officer
) -> None:
    page = page_of(client_for(secretary), "?i=coop.new&i=coop.total&t=an-giang&s=2023&m=ago")

    assert rows_of(page)[-1] == ["An Giang", "+5,8%", "… chưa có số liệu"]


def test_lines_of_cluster_and_provinces_offer_index_numbers(client_for: Browser, secretary: Officer) -> None:
    spans = "&s=2022-H1&s=2022-H2&s=2023-H1"
    address = "t=&amp;t=an-giang&amp;i=coop.total" + spans.replace("&", "&amp;") + "&amp;m=index"
    link = f'<a href="?{address}">'

    assert link in page_of(client_for(secretary), f"?i=coop.total&t=&t=an-giang{spans}")
    assert link not in page_of(client_for(secretary), f"?i=coop.total&t=an-giang{spans}")


def test_unknown_values_are_left_out_and_said(client_for: Browser, secretary: Officer) -> None:
    address = "?i=coop.total&i=coop.secret&t=an-giang&t=ha-noi&s=2023-H1&s=1999-H1&m=sum&r=x&v=pie"
    page = page_of(client_for(secretary), address)

    assert rows_of(page)[-1] == ["An Giang", "275"]
    said = "Địa chỉ có giá trị không có trong danh sách nên bỏ qua: "
    assert f"{said}“coop.secret”, “1999-H1”, “ha-noi”, “sum”, “x” và 1 giá trị khác." in words_of(page)


def test_chip_leads_to_the_choice_without_it(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), "?i=coop.total&i=coop.new&t=an-giang&s=2023-H1&r=i")

    href = "?t=an-giang&amp;i=coop.new&amp;s=2023-H1&amp;r=i"
    assert f'<a href="{href}"><span class="visually-hidden">Bỏ</span>Tổng số HTX' in page
    assert page.count('<span class="visually-hidden">Bỏ</span>') == 2


def test_more_numbers_than_a_table_holds_are_refused_by_how_many(
    client_for: Browser, secretary: Officer, cluster: Cluster, indicators: dict[str, Indicator]
) -> None:
    for year in range(2010, 2022):
        make_period(cluster, f"{year}-H1")
    spans = "".join(f"&s={year}-H1&s={year}" for year in range(2010, 2024))
    codes = "".join(f"&i={code}" for code in indicators)
    page = page_of(client_for(secretary), f"?{codes}{spans}")

    cells = len(indicators) * 8 * 28
    assert f"Lựa chọn vượt giới hạn {cells - 2000:,} số.".replace(",", ".") in page
    assert "<table" not in page


def test_reader_counts_only_what_they_may_see(client_for: Browser, officer_hg: Officer) -> None:
    page = page_of(client_for(officer_hg), "?i=coop.total&s=2023-H1")

    numbers = {row[0]: row[1] for row in rows_of(page)[1:]}
    assert numbers["Toàn cụm"] == "275 1/7 tỉnh"
    assert numbers["Cần Thơ"] == "… chưa có số liệu"
    assert numbers["Hậu Giang"] == "… chưa có số liệu", "a draft counts nowhere, not even for its province"


def test_form_shows_what_is_chosen(client_for: Browser, secretary: Officer) -> None:
    page = page_of(client_for(secretary), "?i=coop.new&t=&s=2022&m=ago&r=s&v=none")

    checked = [
        piece.partition(">")[0] for piece in page.split("<input ") if " checked" in piece.partition(">")[0]
    ]
    values = [piece.partition('value="')[2].partition('"')[0] for piece in checked]
    assert values == ["coop.new", "", "2022"]
    for value in ("ago", "s", "none"):
        assert f'<option value="{value}" selected>' in page

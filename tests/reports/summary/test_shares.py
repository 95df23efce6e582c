"""The shares of the members that paid their fee and of the units that registered, on page and paper."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Figure
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.conference.models import Conference
from reports.conference.report.document import draft
from reports.conference.report.typesetting import paragraphs
from tests.figures.factories import make_delivered_catalogue, make_period, make_reported
from tests.figures.pages import text_of
from tests.provinces.clusters.mergers import merge_seven

Browser = Callable[[Officer], Client]


@pytest.fixture
def indicators(db: None) -> dict[str, Indicator]:
    return make_delivered_catalogue()


def half(cluster: Cluster, slug: str, day: dt.date, by: Officer, payers: int) -> Period:
    """Every province has 100 members."""
    period = make_period(cluster, slug, cut_off_on=day)
    for province in Province.objects.members_on(cluster, day):
        paid = {"alliance.member_coops": "100", "alliance.fee_payers": str(payers)}
        every = {"coop.total": "200", "union.total": "1", "group.total": "49"}
        registered = {"emulation.registrations": str(payers)}
        make_reported(period, province, by, every | paid | registered)
    return period


@pytest.fixture
def first(
    cluster: Cluster, indicators: dict[str, Indicator], provinces: dict[str, Province], secretary: Officer
) -> Period:
    return half(cluster, "2025-H1", dt.date(2025, 6, 30), secretary, 30)


def paper(period: Period) -> str:
    document = draft(Conference.objects.of(period), officer=None)
    return " ".join(" ".join(paragraphs(document)).split())


def page(client: Client, span: str, code: str = "alliance.fee_payers") -> str:
    return text_of(client.get(f"/dashboard/{span}/indicators/{code}/"))


SENTENCE = "Tính từ đầu năm, số HTX đã đóng hội phí bằng {} số HTX thành viên"


def test_share_of_the_first_half(first: Period, client_for: Browser, secretary: Officer) -> None:
    assert f"{SENTENCE.format('30,0%')}." in paper(first)
    assert f"{SENTENCE.format('30,0%')}." in page(client_for(secretary), "2025-H1")


def test_second_half_adds_those_that_paid_in_the_first(
    first: Period, cluster: Cluster, client_for: Browser, secretary: Officer
) -> None:
    second = half(cluster, "2025-H2", dt.date(2025, 12, 31), secretary, 15)
    assert f"{SENTENCE.format('45,0%')}." in paper(second)
    for span in ("2025-H2", "2025"):
        assert SENTENCE.format("45,0%") in page(client_for(secretary), span)


REGISTERED = "Tính từ đầu năm, số đơn vị đăng ký thi đua bằng {} tổng số HTX, Liên hiệp HTX và THT"


def test_units_that_registered_are_a_share_of_all_kinds(
    first: Period, cluster: Cluster, client_for: Browser, secretary: Officer, hau_giang: Province
) -> None:
    shown = page(client_for(secretary), "2025-H1", "emulation.registrations")
    assert f"{REGISTERED.format('12,0%')}." in shown
    assert f"{REGISTERED.format('12,0%')}." in paper(first)
    merge_seven(cluster)
    second = half(cluster, "2025-H2", dt.date(2025, 12, 31), secretary, 15)
    # 7 × 30 and 3 × 15 of 3 × 250
    assert f"{REGISTERED.format('34,0%')}." in paper(second)
    Figure.objects.filter(submission__province=hau_giang, indicator__code="group.total").delete()
    assert f"{REGISTERED.format('12,0%')} (6/7 tỉnh, thành phố)." in paper(first)


def test_successor_adds_those_that_paid_to_its_predecessors(
    first: Period, cluster: Cluster, secretary: Officer
) -> None:
    merge_seven(cluster)
    second = half(cluster, "2025-H2", dt.date(2025, 12, 31), secretary, 15)
    # 7 × 30 and 3 × 15 of 3 × 100
    assert f"{SENTENCE.format('85,0%')}." in paper(second)


def test_share_of_some_provinces_says_of_how_many(
    first: Period, client_for: Browser, secretary: Officer, hau_giang: Province
) -> None:
    Figure.objects.filter(submission__province=hau_giang, indicator__code="alliance.fee_payers").delete()
    assert f"{SENTENCE.format('30,0%')} (6/7 tỉnh, thành phố)." in paper(first)
    assert f"{SENTENCE.format('30,0%')} (số liệu của 6/7 tỉnh)" in page(client_for(secretary), "2025-H1")


def test_year_without_its_first_half_has_no_share(
    cluster: Cluster,
    indicators: dict[str, Indicator],
    provinces: dict[str, Province],
    client_for: Browser,
    secretary: Officer,
) -> None:
    second = half(cluster, "2025-H2", dt.date(2025, 12, 31), secretary, 15)
    assert "Tính từ đầu năm" not in paper(second)
    assert "Tính từ đầu năm" not in page(client_for(secretary), "2025-H2")


def test_page_of_another_indicator_has_no_share(
    first: Period, client_for: Browser, secretary: Officer
) -> None:
    other = client_for(secretary).get("/dashboard/2025-H1/indicators/alliance.member_coops/")
    assert "Tính từ đầu năm" not in text_of(other)

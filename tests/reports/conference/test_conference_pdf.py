"""The report as a PDF, and its publication, through the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.conference.models import Conference
from tests.figures.factories import RIGHT, make_explained, make_reported
from tests.papers.pdf_measure import words

ClientFor = Callable[[Officer], Client]
PAGE, PDF = "/conference/2023-H1/", "/conference/2023-H1/report.pdf"
PUBLISH = "/conference/2023-H1/publish/"


@pytest.fixture
def accepted(
    indicators: dict[str, Indicator], period: Period, an_giang: Province, secretary: Officer
) -> Submission:
    """One province of seven, accepted."""
    return make_reported(period, an_giang, secretary, RIGHT)


def test_page_names_who_is_missing_with_the_way_to_their_figures(
    accepted: Submission, can_tho: Province, period: Period, secretary: Officer, client_for: ClientFor
) -> None:
    make_reported(period, can_tho, secretary, RIGHT, "submitted")

    page = client_for(secretary).get(PAGE).content.decode()

    assert "Cụm đã chấp nhận số liệu của 1/7 tỉnh, thành phố." in page
    assert '<a href="/entry/2023-H1/can-tho/">Cần Thơ</a>' in page
    assert f'href="{PDF}?scope=all"' in page


def test_pdf_is_of_accepted_figures_unless_all_are_asked_for(
    accepted: Submission, can_tho: Province, period: Period, secretary: Officer, client_for: ClientFor
) -> None:
    make_reported(period, can_tho, secretary, RIGHT, "submitted")
    client = client_for(secretary)

    pdf, everything = client.get(PDF), client.get(PDF, {"scope": "all"})

    assert pdf.headers["Content-Disposition"] == 'inline; filename="bao-cao-2023-H1-du-thao.pdf"'
    assert "các tỉnh, thành phố đã cung cấp số liệu có 257 HTX (1/7 tỉnh, thành phố)" in words(pdf.content)
    assert "các tỉnh, thành phố đã cung cấp số liệu có 514 HTX (2/7 tỉnh, thành phố)" in words(
        everything.content
    )
    assert "Số liệu của Cần Thơ là số tạm tính" in words(everything.content)
    assert client.get(PDF).content == pdf.content


def test_report_without_accepted_figures_is_a_page_that_names_the_missing(
    indicators: dict[str, Indicator],
    period: Period,
    provinces: dict[str, Province],
    secretary: Officer,
    client_for: ClientFor,
) -> None:
    make_reported(period, provinces["can-tho"], secretary, RIGHT, "approved")

    answer = client_for(secretary).get(PDF)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Chưa có tỉnh nào được Cụm chấp nhận số liệu 6 tháng đầu năm 2023" in page
    assert all(province.name in page for province in provinces.values())
    assert 'href="/entry/2023-H1/can-tho/"' in page
    assert 'href="/review/2023-H1/"' in page


def test_report_that_cannot_be_printed_is_a_page_with_the_reason(
    accepted: Submission, secretary: Officer, client_for: ClientFor
) -> None:
    make_explained(accepted, "coop.profit", "Do 中")

    answer = client_for(secretary).get(PDF)

    assert answer.status_code == 422
    assert "中 (U+4E2D)" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": "", "signed_on": "05/7/2023"}, "Chưa nhập số văn bản."),
        (
            {"number": "0", "signed_on": "05/7/2023"},
            "Đọc được 0; số này ít nhất là 1",
        ),
        ({"number": "5", "signed_on": "01/01/2999"}, "Ngày ký chưa tới"),
        ({"number": "5", "signed_on": ""}, "Chưa nhập ngày ký."),
    ],
)
def test_publishing_asks_for_a_number_and_a_day_that_has_come(
    typed: dict[str, str], said: str, accepted: Submission, head: Officer, client_for: ClientFor
) -> None:
    page = client_for(head).post(PUBLISH, typed | {"seen": "0"}).content.decode()

    assert said in page
    assert "Chưa ban hành được" in page
    assert not Conference.objects.filter(published_at__isnull=False).exists()


def test_head_is_told_that_the_text_changed_before_publishing(
    accepted: Submission, head: Officer, secretary: Officer, client_for: ClientFor
) -> None:
    client_for(secretary).post(PAGE, {"place": "Rạch Giá", "seen": "0"})
    client = client_for(head)

    answer = client.post(PUBLISH, {"number": "5", "signed_on": "05/7/2023", "seen": "0"})

    assert "Tổ giúp việc Cụm đã lưu từ một trang khác." in answer.content.decode()
    version = answer.context["publish_form"]["seen"].value()
    client.post(PUBLISH, {"number": "5", "signed_on": "05/7/2023", "seen": version})
    assert Conference.objects.get().is_published

"""Who runs the cluster asks a province about its cell on the page of the cells."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.comments import open_remarks
from figures.submissions.models import Step, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.figures.factories import make_reported

Browser = Callable[[Officer], Client]
PAGE = "/dashboard/2023-H1/indicators/coop.total/"
REMARK = f"{PAGE}remark/"
SENT = {"cell": "2023-H1/hau-giang", "text": "Vì sao giảm?", "press": "1"}


@pytest.fixture
def hau_giangs(
    indicators: dict[str, Indicator], period: Period, hau_giang: Province, secretary: Officer
) -> Submission:
    return make_reported(period, hau_giang, secretary, {"coop.total": "257"})


@pytest.fixture
def kien_giangs(
    indicators: dict[str, Indicator], period: Period, kien_giang: Province, secretary: Officer
) -> Submission:
    return make_reported(period, kien_giang, secretary, {"coop.total": "518"})


def offered(client: Client, address: str = PAGE) -> list[tuple[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    _before, _name, choice = response.content.decode().partition('name="cell"')
    return re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', choice)


@pytest.mark.usefixtures("kien_giangs")
def test_remark_is_on_the_cell_of_the_province_asked(
    hau_giangs: Submission, client_for: Browser, secretary: Officer
) -> None:
    response = client_for(secretary).post(REMARK, SENT, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert "Đã gửi góp ý cho Hậu Giang." in response.content.decode()
    (step,) = open_remarks(hau_giangs)
    assert (step.reason, step.by) == ("Vì sao giảm?", secretary)
    assert [cell.indicator.code for cell in step.cells.all()] == ["coop.total"]


def test_double_press_is_one_remark(hau_giangs: Submission, client_for: Browser, secretary: Officer) -> None:
    client = client_for(secretary)
    assert [client.post(REMARK, SENT)["Location"] for _press in range(2)] == [PAGE, PAGE]
    assert Step.objects.filter(action="comment").count() == 1


@pytest.mark.usefixtures("hau_giangs", "kien_giangs")
def test_provinces_to_ask_are_those_with_a_readable_cell(
    client_for: Browser, secretary: Officer, head: Officer, deputy: Officer
) -> None:
    both = [("2023-H1/hau-giang", "Hậu Giang"), ("2023-H1/kien-giang", "Kiên Giang")]
    assert offered(client_for(secretary)) == both
    assert offered(client_for(deputy)) == both
    assert offered(client_for(head)) == both[:1], "not the head's own"


@pytest.mark.usefixtures("hau_giangs")
@pytest.mark.parametrize("who", ["officer_hg", "leader_hg", "officer_ct", "observer"])
def test_nobody_else_is_offered_the_form_or_may_send_it(
    who: str, client_for: Browser, request: pytest.FixtureRequest
) -> None:
    client = client_for(request.getfixturevalue(who))
    assert offered(client) == []
    assert client.post(REMARK, SENT).status_code == 403
    assert not Step.objects.filter(action="comment").exists()


def test_draft_that_the_head_may_not_read_cannot_be_asked_about(
    indicators: dict[str, Indicator],
    period: Period,
    hau_giang: Province,
    client_for: Browser,
    head: Officer,
    secretary: Officer,
) -> None:
    make_reported(period, hau_giang, secretary, {"coop.total": "257"}, "draft")
    response = client_for(head).post(REMARK, SENT)

    assert "chọn một mục có trong danh sách" in response.content.decode()
    assert not Step.objects.filter(action="comment").exists()


@pytest.mark.usefixtures("hau_giangs")
@pytest.mark.parametrize("text", ["", " \n ", "x" * 1001, "Toång soá HTX"])
def test_refused_text_stays_on_the_page(text: str, client_for: Browser, secretary: Officer) -> None:
    page = client_for(secretary).post(REMARK, SENT | {"text": text}).content.decode()

    assert "Chưa gửi được" in page
    assert '<option value="2023-H1/hau-giang" selected>' in page
    assert text.strip() in html.unescape(page)
    assert not Step.objects.filter(action="comment").exists()


@pytest.mark.usefixtures("hau_giangs")
def test_year_offers_the_cells_of_its_half_years(client_for: Browser, secretary: Officer) -> None:
    address = "/dashboard/2023/indicators/coop.total/"
    assert offered(client_for(secretary), address) == [("2023-H1/hau-giang", "Hậu Giang, 6T đầu 2023")]


@pytest.mark.usefixtures("hau_giangs")
@pytest.mark.parametrize(
    "address", ["/dashboard/2023-H1/indicators/no.such/", "/dashboard/1999-H1/indicators/coop.total/"]
)
def test_unknown_cell_is_not_found(address: str, client_for: Browser, secretary: Officer) -> None:
    assert client_for(secretary).post(f"{address}remark/", SENT).status_code == 404

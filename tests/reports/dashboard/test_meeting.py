"""The meeting view: the same page without what is for one reader, and with a way out."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from provinces.accounts.models import Officer

Browser = Callable[[Officer], Client]
PAGE = "/dashboard/2023-H1/"
STYLES = "css/meeting.css"


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def hidden_fields(page: str) -> set[tuple[str, str]]:
    form = re.search(r'<form class="highlight".*?</form>', page, re.DOTALL)
    assert form is not None
    return set(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[0]))


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("address", ["/", PAGE])
def test_meeting_view_is_the_same_page_with_a_way_out(
    address: str, client_for: Browser, secretary: Officer
) -> None:
    client = client_for(secretary)
    page = read(client, address)
    meeting = read(client, f"{address}?view=meeting")

    assert STYLES not in page
    assert f'href="{PAGE}?view=meeting">' in page
    assert STYLES in meeting
    assert re.search(rf'href="{PAGE}">\s*Thoát</a>', meeting)
    assert "Quy mô toàn cụm" in meeting


@pytest.mark.usefixtures("seven")
def test_view_and_province_are_kept_in_links_and_forms(client_for: Browser, secretary: Officer) -> None:
    client = client_for(secretary)
    page = read(client, f"{PAGE}?view=meeting&province=ca-mau&scope=accepted")

    assert f'href="{PAGE}?view=meeting&amp;province=ca-mau"' in page, "with provisional figures"
    assert hidden_fields(page) == {("scope", "accepted"), ("view", "meeting")}
    assert re.search(rf'href="{PAGE}\?scope=accepted&amp;province=ca-mau">\s*Thoát', page)
    response = client.get("/", {"period": "2023-H1", "view": "meeting"})
    assert response["Location"] == f"{PAGE}?view=meeting"


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("view", ["", "Meeting", "print", "%00", "x" * 3000])
def test_unknown_view_is_the_ordinary_page(view: str, client_for: Browser, secretary: Officer) -> None:
    page = read(client_for(secretary), f"{PAGE}?view={view}")

    assert STYLES not in page
    assert "Xem khi họp" in page


@pytest.mark.usefixtures("indicators", "period")
def test_page_without_figures_has_no_meeting_view(client_for: Browser, secretary: Officer) -> None:
    page = read(client_for(secretary), f"{PAGE}?view=meeting")

    assert STYLES not in page, "it would have no way out"

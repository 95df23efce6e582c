"""What is looked for travels in the address, which must not become too long for the web server."""

import pytest
from django.urls import reverse

from tests.test_edit_conflicts import all_forms
from web.search_forms import SearchFilters, SearchForm

PAGES = ["provinces:cooperative-list", "figures:log", "emulation:honours"]


def test_every_list_is_searched_by_a_form_that_bounds_its_fields():
    assert {kind.__name__ for kind in all_forms(SearchFilters)} == {"OrganisationFilter", "LogFilter"}
    assert "HonoursForm" in {kind.__name__ for kind in all_forms(SearchForm)}


@pytest.mark.parametrize("page", PAGES)
def test_browser_can_type_no_more_than_an_address_holds(page, client_for, secretary, cluster):
    text = client_for(secretary).get(reverse(page)).content.decode()
    boxes = [piece.partition(">")[0] for piece in text.split("<input ")[1:]]
    typed = [box for box in boxes if 'type="text"' in box or 'type="search"' in box]
    assert typed
    assert all('maxlength="200"' in box for box in typed), typed


@pytest.mark.parametrize("page", PAGES)
def test_longer_search_is_refused_with_its_length(page, client_for, secretary, cluster):
    text = client_for(secretary).get(reverse(page), {"q": "ệ" * 400}).content.decode()
    assert "Đọc được 400 ký tự; chỉ tìm được nhiều nhất 200 ký tự, rút gọn rồi tìm lại." in text

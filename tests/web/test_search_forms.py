"""What is looked for travels in the address, which must not become too long for the web server."""

import pytest
from django.contrib import admin
from django.urls import reverse

from figures.catalogue.models import Indicator
from tests.test_edit_conflicts import all_forms
from web.search_forms import SearchFilters, SearchForm

PAGES = ["provinces:cooperative-list", "figures:log", "emulation:honours", "search"]


def test_every_list_is_searched_by_a_form_that_bounds_its_fields():
    assert {kind.__name__ for kind in all_forms(SearchFilters)} == {
        "RegisterSearch",
        "OrganisationFilter",
        "DecisionFilter",
        "LogFilter",
    }
    assert {"HonoursForm", "SiteSearchForm"} <= {kind.__name__ for kind in all_forms(SearchForm)}


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


SEARCHED = [model for model, of in admin.site._registry.items() if of.search_fields]


@pytest.mark.ignore_template_errors  # of Django's own pages
@pytest.mark.parametrize("model", SEARCHED, ids=lambda model: model.__name__)
def test_searches_of_the_administration_are_bounded_alike(model, client_for, administrator):
    client, page = client_for(administrator), f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    (box,) = [box for box in client.get(page).content.decode().split("<input ") if 'id="searchbar"' in box]
    assert 'maxlength="200"' in box.partition(">")[0]
    text = client.get(page, {"q": "ệ" * 201}).content.decode()
    assert "Đọc được 201 ký tự; chỉ tìm được nhiều nhất 200 ký tự, rút gọn rồi tìm lại." in text
    assert f'value="{"ệ" * 201}"' in text, "what was typed stays"
    assert "Đọc được" not in client.get(page, {"q": "ệ" * 200}).content.decode()


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_choosing_a_row_of_the_administration_looks_for_no_more(client_for, administrator):
    text = client_for(administrator).get("/admin/figures/indicator/add/").content.decode()
    boxes = [box.partition(">")[0] for box in text.split("<select ")[1:] if "admin-autocomplete" in box]
    assert len(boxes) == len(admin.site._registry[Indicator].autocomplete_fields)
    assert all('data-maximum-input-length="200"' in box for box in boxes)

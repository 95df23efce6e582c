"""Only the administrator may open the administration: every URL, whatever is registered."""

import datetime as dt
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from emulation.awards.title_models import Title
from figures.catalogue.break_models import SeriesBreak
from provinces.accounts.models import Officer
from tests.figures.factories import make_catalogue

REFUSED = ["officer_hg", "officer_ct", "leader_hg", "secretary", "head", "deputy", "observer"]
ARGUMENTS = {"app_label": "provinces", "content_type_id": "1", "object_id": "1", "id": "1"}


def patterns(resolver: Any) -> list[URLPattern]:
    if isinstance(resolver, URLPattern):
        return [resolver]
    return [pattern for inner in resolver.url_patterns for pattern in patterns(inner)]


def administration_urls() -> list[str]:
    """Every named URL of the administration but its login."""
    (site,) = (r for r in get_resolver().url_patterns if getattr(r, "namespace", None) == "admin")
    urls = []
    for name in {pattern.name for pattern in patterns(site)} - {None, "login"}:
        ((_path, parameters),) = site.reverse_dict.getlist(name)[0][0]
        urls.append(reverse(f"admin:{name}", kwargs={key: ARGUMENTS[key] for key in parameters}))
    return sorted(urls)


@pytest.fixture
def rows(head: Officer) -> list[Any]:
    """One row of every registered model."""
    make_catalogue()
    Title.objects.create(name="Bằng khen")
    SeriesBreak.objects.create(from_on=dt.date(2024, 7, 1), cause="Luật mới", cause_en="New law")
    rows = [model._default_manager.first() for model in admin.site._registry]
    assert None not in rows, "a model was registered: make a row of it here"
    return rows


def test_urls_of_every_registered_model_are_found():
    urls = administration_urls()
    for model in admin.site._registry:
        options = model._meta
        assert f"/admin/{options.app_label}/{options.model_name}/1/change/" in urls
    assert "/admin/provinces/officer/1/password/" in urls


def test_every_date_is_read_as_day_month_year(rows, administrator, rf):
    """Django's own field reads 05/7/2024 as the seventh of May, and decides with it who is a member."""
    request, dates = rf.get("/admin/"), 0
    request.user = administrator
    for model_admin in admin.site._registry.values():
        inlines = [inline(model_admin.model, admin.site) for inline in model_admin.inlines]
        for form in [
            model_admin.get_form(request),
            *(inline.get_formset(request).form for inline in inlines),
        ]:
            fields = [field for name, field in form.base_fields.items() if name.endswith("_on")]
            assert all(field.clean("05/7/2024") == dt.date(2024, 7, 5) for field in fields), form
            dates += len(fields)
    assert dates >= 4


def test_administrator_cannot_lock_themselves_out(rf, administrator, secretary):
    request = rf.get("/admin/")
    request.user = administrator
    for officer, may in ((administrator, False), (secretary, True)):
        fields = admin.site._registry[Officer].get_form(request, officer).base_fields
        assert ("is_active" in fields, "role" in fields) == (may, may)


def test_filter_by_a_number_that_no_column_holds_is_not_found(client_for, administrator):
    client = client_for(administrator)
    assert client.get("/admin/provinces/officer/?province=99999999999999999999").status_code == 404


@pytest.mark.parametrize("who", REFUSED)
def test_administration_is_closed_to_other_roles(who, request, client_for, head):
    client = client_for(request.getfixturevalue(who))
    for url in administration_urls():
        assert client.get(url).status_code == 403, url
        assert client.post(url, {}).status_code == 403, url


def test_administration_redirects_the_anonymous_to_the_login(db):
    logins = tuple(f"{reverse(name)}?next=/admin/" for name in ("login", "admin:login"))
    for url in administration_urls():
        for response in (Client().get(url), Client().post(url, {})):
            assert response.status_code == 302, url
            assert response["Location"].startswith(logins), url


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_administrator_may_do_all_but_delete(rows, client_for, administrator):
    client = client_for(administrator)
    for row in rows:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
        for request in (client.get, client.post):
            assert request(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        row.refresh_from_db()

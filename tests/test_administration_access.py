"""The administration is the administrator's alone: every address of it, whatever is registered."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from emulation.awards.title_models import Title
from provinces.accounts.models import Officer
from tests.figures.factories import make_catalogue

REFUSED = ["officer_hg", "officer_ct", "leader_hg", "secretary", "head", "deputy", "observer"]
ARGUMENTS = {"app_label": "provinces", "content_type_id": "1", "object_id": "1", "id": "1"}


def patterns(resolver: Any) -> list[URLPattern]:
    """All address patterns under the resolver."""
    if isinstance(resolver, URLPattern):
        return [resolver]
    return [pattern for inner in resolver.url_patterns for pattern in patterns(inner)]


def addresses() -> list[str]:
    """Every named address of the administration but the way in, which leads to the site's login page."""
    (site,) = (r for r in get_resolver().url_patterns if getattr(r, "namespace", None) == "admin")
    found = []
    for name in {pattern.name for pattern in patterns(site)} - {None, "login"}:
        ((_path, parameters),) = site.reverse_dict.getlist(name)[0][0]
        found.append(reverse(f"admin:{name}", kwargs={key: ARGUMENTS[key] for key in parameters}))
    return sorted(found)


@pytest.fixture
def rows(head: Officer) -> list[Any]:
    """One row of everything that is registered."""
    make_catalogue()
    Title.objects.create(name="Bằng khen")
    found = [model._default_manager.first() for model in admin.site._registry]
    assert None not in found, "a model was registered: make a row of it here"
    return found


def test_addresses_of_every_registered_model_are_found():
    found = addresses()
    for model in admin.site._registry:
        options = model._meta
        assert f"/admin/{options.app_label}/{options.model_name}/1/change/" in found
    assert "/admin/provinces/officer/1/password/" in found


@pytest.mark.parametrize("who", REFUSED)
def test_administration_is_closed_to_every_other_role(who, request, client_for, head):
    client = client_for(request.getfixturevalue(who))
    for address in addresses():
        assert client.get(address).status_code == 403, address
        assert client.post(address, {}).status_code == 403, address


def test_administration_asks_who_is_not_logged_in_to_log_in(db):
    ways = tuple(f"{reverse(name)}?next=/admin/" for name in ("login", "admin:login"))
    for address in addresses():
        for response in (Client().get(address), Client().post(address, {})):
            assert response.status_code == 302, address
            assert response["Location"].startswith(ways), address


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_administrator_may_all_but_delete(rows, client_for, administrator):
    client = client_for(administrator)
    for row in rows:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        assert client.get(reverse(f"{name}_changelist")).status_code == 200
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
        for answer in (client.get, client.post):
            assert answer(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        row.refresh_from_db()

"""The cluster's name comes from the database, wherever it stands."""

import pytest
from django.template.loader import render_to_string

from provinces.clusters.models import Cluster


@pytest.fixture
def renamed(cluster: Cluster) -> None:
    Cluster.objects.update(name="Cụm thi đua Liên minh HTX duyên hải", short_name="Cụm Duyên Hải")


def page_of(client, address: str) -> str:
    return " ".join(client.get(address, follow=True).content.decode().split())


@pytest.mark.parametrize("address", ["/accounts/login/", "/khong-co-trang-nay/"])
def test_every_page_has_the_name_in_title_head_and_foot(address, renamed, client):
    page = page_of(client, address)
    assert "– Cụm thi đua Duyên Hải</title>" in page
    assert '<a class="brand" href="/">Duyên Hải <span>' in page
    assert '<p lang="vi">Cụm thi đua Liên minh HTX duyên hải</p>' in page
    assert "Tây Nam" not in page


def test_login_page_welcomes_to_the_cluster(renamed, provinces, client):
    assert "Số liệu và thi đua của 07 Liên minh Hợp tác xã Duyên Hải" in page_of(client, "/accounts/login/")


def test_administration_names_no_cluster(renamed, administrator, client_for):
    assert "Tây Nam" not in page_of(client_for(administrator), "/admin/")


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_page_that_may_be_without_a_database_names_no_cluster(template):
    page = render_to_string(template)
    assert "Tây Nam" not in page
    assert "Cụm thi đua Liên minh HTX</title>" in page


@pytest.mark.parametrize("short_name", ["Tây Nam sông Hậu", "Cụm Tây Nam sông Hậu"])
def test_name_of_the_place_has_no_word_for_cluster(short_name):
    assert Cluster(short_name=short_name).place_name == "Tây Nam sông Hậu"

"""The login page names the members from the database: who reports in the newest half-year."""

import datetime as dt

import pytest
from django.utils import timezone

from provinces.clusters.models import Membership
from tests.factories import make_province
from tests.figures.factories import make_period


def login_page(client) -> str:
    return " ".join(client.get("/accounts/login/").content.decode().split())


def test_login_page_names_the_members_of_the_cluster(provinces, client):
    page = login_page(client)
    assert "của 07 Liên minh Hợp tác xã" in page
    assert "An Giang, Bạc Liêu, Cà Mau, Cần Thơ, Hậu Giang, Kiên Giang, Sóc Trăng" in page


def test_login_page_follows_a_change_of_members(provinces, cluster, client):
    today = timezone.localdate()
    Membership.objects.exclude(province__slug="can-tho").update(left_on=today - dt.timedelta(days=1))
    make_province("vinh-long", "Vĩnh Long", cluster=cluster)
    page = login_page(client)
    assert "của 02 Liên minh Hợp tác xã" in page
    assert "Cần Thơ, Vĩnh Long" in page
    assert "Sóc Trăng" not in page


def test_login_page_names_who_reports_in_the_newest_half_year(provinces, cluster, client):
    """Members that left after its cut-off still report in it; a planned half-year does not count yet."""
    make_period(cluster, "2023-H1")
    make_period(cluster, "2025-H2", state="planned")
    Membership.objects.exclude(province__slug="can-tho").update(left_on=dt.date(2025, 7, 1))
    assert "của 07 Liên minh Hợp tác xã" in login_page(client)


@pytest.mark.django_db
def test_login_page_opens_before_there_is_a_cluster(client):
    assert client.get("/accounts/login/").status_code == 200

"""The cluster fixture: its members before and after the merger of 01/7/2025."""

import datetime as dt

import pytest
from django.core.management import call_command

from provinces.clusters.models import Cluster, Membership, Province

pytestmark = pytest.mark.postgresql

LAST_DAY, MERGER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
SEVEN = ["an-giang", "bac-lieu", "ca-mau", "can-tho", "hau-giang", "kien-giang", "soc-trang"]
THREE = ["an-giang-2025", "ca-mau-2025", "can-tho-2025"]


@pytest.fixture
def loaded_cluster(db: None) -> Cluster:
    call_command("loaddata", "cluster", verbosity=0)
    return Cluster.objects.get(slug="tay-nam-song-hau")


def member_slugs(cluster: Cluster, on: dt.date) -> list[str]:
    return [province.slug for province in Province.objects.members_on(cluster, on)]


@pytest.mark.parametrize("on", [dt.date(2023, 6, 30), LAST_DAY])
def test_members_before_the_merger_are_the_seven_in_order(loaded_cluster: Cluster, on: dt.date) -> None:
    assert member_slugs(loaded_cluster, on) == SEVEN


def test_members_from_the_merger_on_are_the_three(loaded_cluster: Cluster) -> None:
    assert member_slugs(loaded_cluster, MERGER) == THREE


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [("91", "Kiên Giang", "An Giang"), ("92", "Cần Thơ", "Cần Thơ"), ("96", "Cà Mau", "Cà Mau")],
)
def test_code_names_another_territory_after_the_merger(
    loaded_cluster: Cluster, code: str, before: str, after: str
) -> None:
    then = Province.objects.existing_on(LAST_DAY).get(code=code)
    now = Province.objects.existing_on(MERGER).get(code=code)
    assert (then.name, now.name) == (before, after)
    assert then != now


@pytest.mark.parametrize(
    ("successor", "predecessors"),
    [
        ("an-giang-2025", {"an-giang", "kien-giang"}),
        ("can-tho-2025", {"can-tho", "hau-giang", "soc-trang"}),
        ("ca-mau-2025", {"bac-lieu", "ca-mau"}),
    ],
)
def test_successor_takes_in_the_provinces_of_the_resolution(
    loaded_cluster: Cluster, successor: str, predecessors: set[str]
) -> None:
    merged = Province.objects.get(slug=successor).predecessors.all()
    assert {province.slug for province in merged} == predecessors


def test_hau_giang_did_not_exist_before_2004(loaded_cluster: Cluster) -> None:
    existing = Province.objects.existing_on(dt.date(2003, 12, 31)).values_list("slug", flat=True)
    assert "hau-giang" not in existing


def test_cluster_loaded_twice_exists_once(loaded_cluster: Cluster) -> None:
    call_command("loaddata", "cluster", verbosity=0)
    assert (Cluster.objects.count(), Province.objects.count(), Membership.objects.count()) == (1, 10, 10)


def test_province_added_after_loading_gets_a_new_key(loaded_cluster: Cluster) -> None:
    # Memberships are loaded with their keys: PostgreSQL's sequence must continue after them.
    province = Province.objects.create(
        slug="vinh-long", name="Vĩnh Long", code="86", position=11, established_on=MERGER
    )
    membership = Membership.objects.create(cluster=loaded_cluster, province=province, joined_on=MERGER)
    assert membership.pk > 10


@pytest.mark.django_db
def test_provinces_of_the_same_name_differ_by_last_day() -> None:
    call_command("loaddata", "cluster", verbosity=0)
    names = [Province.objects.get(slug=slug).dated_name for slug in ("an-giang", "an-giang-2025")]
    assert names == ["An Giang (đến 30/6/2025)", "An Giang"]


def test_delivered_days_are_in_order(loaded_cluster: Cluster) -> None:
    for row in (*Province.objects.all(), *Membership.objects.all()):
        row.full_clean()

"""What the database refuses about organisations, provinces, terms and officers."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province, Term
from tests.factories import (
    make_cluster,
    make_cooperative,
    make_group,
    make_officer,
    make_province,
    make_term,
    make_union,
)

pytestmark = pytest.mark.postgresql

DAY = dt.date(2023, 6, 30)


@pytest.mark.parametrize("make", [make_cooperative, make_group, make_union])
@pytest.mark.parametrize(
    "fields",
    [
        {"ended_on": DAY},
        {"ended_how": "dissolved"},
        {"legal_state": "ended"},
        {"ended_on": DAY, "ended_how": "dissolved", "legal_state": "active"},
        {
            "founded_on": dt.date(2023, 7, 1),
            "ended_on": DAY,
            "ended_how": "dissolved",
            "legal_state": "ended",
        },
        {"charter_capital": -1},
        {"working_capital": -1},
    ],
    ids=["no kind", "no date", "state alone", "still active", "before founding", "charter", "working"],
)
def test_nonsensical_organisation_is_refused(make, fields, hau_giang, officer_hg):
    with pytest.raises(IntegrityError):
        make(hau_giang, officer_hg, **fields)


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        ("events", {"kind": "founded", "happened_on": DAY}),  # a second beginning
        ("events", {"kind": "dissolved"}),  # without a day
        ("events", {"kind": "joined_union", "happened_on": DAY}),  # of no union
        ("half_years", {"year": 2023, "half": 3}),
        ("half_years", {"year": 2024, "half": 1, "members_with_capital": 1}),
        ("half_years", {"year": 2023, "half": 1, "revenue": -1}),
        ("half_years", {"year": 2022, "half": 1}),  # twice
        ("fees", {"year": 2023, "due": -1}),
        ("fees", {"year": 2022}),  # twice
        ("products", {"name": "Gạo", "ocop_stars": 2}),
        ("chains", {"partner": "Công ty", "since": DAY, "until": dt.date(2023, 6, 29)}),
        ("spans", {"what": "suspended", "since": DAY, "until": DAY}),
    ],
)
def test_nonsensical_row_of_an_organisation_is_refused(rows, fields, hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    row.half_years.create(year=2022, half=1)
    row.fees.create(year=2022)
    by = {"entered_by": officer_hg} if rows == "events" else {}
    with pytest.raises(IntegrityError):
        getattr(row, rows).create(**fields, **by)


def test_organisation_ends_once(hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    row.events.create(kind="dissolved", happened_on=DAY, entered_by=officer_hg)
    with pytest.raises(IntegrityError):
        row.events.create(kind="merged", happened_on=DAY, entered_by=officer_hg)


def test_organisation_registration_number_once_a_province(hau_giang, can_tho, officer_hg):
    make_cooperative(hau_giang, officer_hg, registration_number="1")
    make_cooperative(can_tho, officer_hg, registration_number="1")
    make_cooperative(hau_giang, officer_hg, registration_number="")
    make_cooperative(hau_giang, officer_hg, registration_number="")
    with pytest.raises(IntegrityError):
        make_cooperative(hau_giang, officer_hg, registration_number="1")


def test_search_text_follows_a_new_name(hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg, "HTX Cũ")
    row.name = "HTX Đổi Tên"
    row.save()
    assert row.search_text == "htx doi ten"


@pytest.mark.parametrize(
    "fields",
    [
        {"ended_on": dt.date(2004, 1, 1)},
        {"code": "93"},
    ],
    ids=["ends as it begins", "code of another"],
)
def test_nonsensical_province_is_refused(fields, provinces):
    with pytest.raises(IntegrityError):
        make_province("moi", "Mới", **fields)


def test_province_with_successor_must_have_ended(hau_giang, can_tho):
    with pytest.raises(IntegrityError):
        Province.objects.filter(pk=hau_giang.pk).update(successor=can_tho)


def test_province_code_may_pass_to_another_when_it_ended(kien_giang):
    kien_giang.ended_on = dt.date(2025, 7, 1)
    kien_giang.save()
    make_province("an-giang-moi", "An Giang mới", code="91", established_on=dt.date(2025, 7, 1))
    assert Province.objects.existing_on(dt.date(2025, 6, 30)).get(code="91") == kien_giang
    assert Province.objects.existing_on(dt.date(2025, 7, 1)).get(code="91").name == "An Giang mới"


def test_membership_once_at_a_time(cluster, hau_giang):
    with pytest.raises(IntegrityError):
        Membership.objects.create(cluster=cluster, province=hau_giang, joined_on=DAY)


def test_membership_cannot_end_before_it_began(cluster, hau_giang):
    with pytest.raises(IntegrityError):
        Membership.objects.filter(province=hau_giang).update(left_on=dt.date(2019, 1, 1))


def test_members_on_a_day_follow_joining_and_leaving(cluster, provinces, hau_giang):
    Membership.objects.filter(province=hau_giang).update(left_on=DAY)
    before, after = DAY - dt.timedelta(days=1), DAY
    assert Province.objects.members_on(cluster, before).count() == 7
    assert hau_giang not in Province.objects.members_on(cluster, after)
    assert not Province.objects.members_on(cluster, dt.date(2018, 12, 31)).exists()


def test_term_one_holder_a_year(cluster, head, leader_hg):
    with pytest.raises(IntegrityError):
        make_term(leader_hg, cluster, Term.Post.HEAD, 2023)


@pytest.mark.parametrize("role", ["entry", "leader"])
def test_officer_of_a_province_must_have_one(role, cluster):
    with pytest.raises(IntegrityError):
        make_officer("x", role)


@pytest.mark.parametrize("role", ["secretary", "observer", "administrator"])
def test_officer_of_the_cluster_has_no_province(role, hau_giang):
    with pytest.raises(IntegrityError):
        make_officer("x", role, hau_giang)


def test_officer_with_an_unknown_role_is_refused(db):
    with pytest.raises(IntegrityError):
        make_officer("x", "king")


def test_names_are_written_the_vietnamese_way(cluster, hau_giang, can_tho, officer_hg, head):
    assert hau_giang.alliance_name == "Liên minh HTX tỉnh Hậu Giang"
    assert can_tho.alliance_name == "Liên minh HTX thành phố Cần Thơ"
    assert officer_hg.title == "Cán bộ nhập liệu, Hậu Giang"
    assert str(Officer(username="u", first_name="An", last_name="Lê")) == "Lê An"
    assert str(Term.objects.get(officer=head)) == "Cụm trưởng 2023: kien-giang-lead"
    assert Cluster.objects.get_by_natural_key(cluster.slug) == cluster


def test_second_cluster_is_refused(cluster):
    with pytest.raises(ValidationError, match="chỉ dành cho một cụm thi đua"):
        Cluster(slug="other", name="Cụm khác", short_name="Cụm khác").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_cluster("other")
    cluster.full_clean()


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_second_cluster_is_not_offered(cluster, client_for, administrator):
    client = client_for(administrator)
    add = reverse("admin:provinces_cluster_add")
    assert client.get(add).status_code == 403
    assert add not in client.get(reverse("admin:provinces_cluster_changelist")).content.decode()
    Cluster.objects.all().delete()
    assert client.get(add).status_code == 200

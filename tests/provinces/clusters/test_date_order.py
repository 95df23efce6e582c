"""Days of provinces, memberships and posts that cannot be together are refused, and named."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from provinces.clusters.models import Membership, Province, Term
from tests.factories import make_officer
from tests.provinces.clusters.mergers import merge
from tests.test_administration_conflicts import page_data
from tests.test_sentences_of_constraints import with_rows

pytestmark = pytest.mark.postgresql

MERGER = dt.date(2025, 7, 1)
FIRST, LAST = "An Giang (đến 30/6/2025)", "Kiên Giang (đến 30/6/2025)"
CHOOSE = "sửa ngày hoặc chọn tỉnh, thành phố khác."


def errors_of(row: Any, **changes: Any) -> dict[str, list[str]]:
    for name, value in changes.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.fixture
def merged(cluster, an_giang, kien_giang) -> Province:
    return merge(cluster, [an_giang, kien_giang], slug="an-kien", name="An Kiên")


def test_province_begins_before_it_joins(hau_giang):
    assert errors_of(hau_giang, established_on=dt.date(2019, 1, 1)) == {}
    assert errors_of(hau_giang, established_on=dt.date(2019, 1, 2)) == {
        "established_on": [
            "Đọc được 02/01/2019; tỉnh đã vào cụm ngày 01/01/2019, ngày bắt đầu không được sau ngày đó."
        ]
    }


def test_province_ends_after_it_began_and_after_it_left(hau_giang):
    assert errors_of(hau_giang, ended_on=dt.date(2004, 1, 1)) == {
        "ended_on": ["Đọc được 01/01/2004; ngày kết thúc phải sau ngày bắt đầu 01/01/2004."]
    }
    assert errors_of(hau_giang, ended_on=MERGER) == {
        "ended_on": [
            "Tỉnh vào cụm ngày 01/01/2019 và chưa rời cụm; ghi ngày rời cụm trước, rồi ghi ngày kết thúc."
        ]
    }
    Membership.objects.filter(province=hau_giang).update(left_on=MERGER)
    assert errors_of(hau_giang, ended_on=MERGER) == {}
    assert errors_of(hau_giang, ended_on=dt.date(2025, 6, 30)) == {
        "ended_on": [
            "Đọc được 30/6/2025; tỉnh rời cụm ngày 01/7/2025, ngày kết thúc không được trước ngày đó."
        ]
    }


def test_successor_exists_on_the_day_of_the_merger(merged, kien_giang):
    kien_giang.refresh_from_db()
    assert errors_of(kien_giang) == errors_of(merged) == {}
    assert errors_of(merged, established_on=dt.date(2025, 7, 2)) == {
        "established_on": [
            "Đọc được 02/7/2025; tỉnh đã vào cụm ngày 01/7/2025, ngày bắt đầu không được sau ngày đó."
        ]
    }
    merged.memberships.all().delete()
    assert errors_of(merged)["established_on"] == [
        f"Đọc được 02/7/2025; {FIRST} sáp nhập vào đây ngày 01/7/2025, ngày bắt đầu không được sau ngày đó."
    ]
    assert errors_of(merged, established_on=MERGER - dt.timedelta(1), ended_on=MERGER)["ended_on"] == [
        f"Đọc được 01/7/2025; {LAST} sáp nhập vào đây ngày 01/7/2025, ngày kết thúc phải sau ngày đó."
    ]
    Province.objects.filter(pk=merged.pk).update(established_on=dt.date(2025, 7, 2))
    kien_giang.refresh_from_db()
    assert errors_of(kien_giang) == {
        "successor": [f"An Kiên có từ ngày 02/7/2025, sau ngày kết thúc 01/7/2025; {CHOOSE}"]
    }
    Province.objects.filter(pk=merged.pk).update(established_on=dt.date(2024, 7, 1), ended_on=MERGER)
    kien_giang.refresh_from_db()
    assert errors_of(kien_giang) == {
        "successor": [f"An Kiên chỉ có đến trước ngày 01/7/2025, không sau ngày kết thúc 01/7/2025; {CHOOSE}"]
    }


def test_membership_lies_within_its_province(hau_giang):
    membership = hau_giang.memberships.get()
    assert errors_of(membership, left_on=dt.date(2019, 1, 1)) == {
        "left_on": ["Đọc được 01/01/2019; ngày rời cụm phải sau ngày vào cụm 01/01/2019."]
    }
    assert errors_of(membership, left_on=None, joined_on=dt.date(2003, 12, 31)) == {
        "joined_on": [
            "Đọc được 31/12/2003; Hậu Giang có từ ngày 01/01/2004, ngày vào cụm không được trước ngày đó."
        ]
    }
    hau_giang.ended_on = MERGER
    hau_giang.save()
    membership = Membership.objects.get(pk=membership.pk)
    assert errors_of(membership) == {
        "left_on": ["Hậu Giang chỉ có đến trước ngày 01/7/2025; ghi ngày rời cụm, không sau ngày đó."]
    }
    assert errors_of(membership, left_on=MERGER) == {}
    assert errors_of(membership, left_on=dt.date(2025, 7, 2)) == {
        "left_on": [
            (
                "Đọc được 02/7/2025; Hậu Giang chỉ có đến trước ngày 01/7/2025, "
                "ngày rời cụm không được sau ngày đó."
            )
        ]
    }
    assert errors_of(membership, joined_on=MERGER) == {
        "joined_on": [
            "Đọc được 01/7/2025; Hậu Giang chỉ có đến trước ngày 01/7/2025, ngày vào cụm phải trước ngày đó."
        ]
    }


@pytest.mark.parametrize(
    ("joined_on", "left_on", "fits"),
    [
        (dt.date(2018, 1, 1), dt.date(2019, 1, 1), True),
        (dt.date(2018, 1, 1), dt.date(2019, 1, 2), False),
        (dt.date(2024, 12, 31), None, False),
        (dt.date(2025, 1, 1), None, True),
    ],
)
def test_memberships_of_one_province_do_not_overlap(cluster, hau_giang, joined_on, left_on, fits):
    hau_giang.memberships.update(left_on=dt.date(2025, 1, 1))
    again = Membership(cluster=cluster, province=hau_giang, joined_on=joined_on, left_on=left_on)
    sentence = (
        "Hậu Giang đã thuộc cụm từ ngày 01/01/2019 đến trước ngày 01/01/2025; "
        "hai lần vào cụm không được chồng nhau."
    )
    assert errors_of(again) == ({} if fits else {"joined_on": [sentence]})


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_province_does_not_join_twice_on_one_page(client_for, administrator, cluster, hau_giang):
    Membership.objects.filter(province=hau_giang).delete()
    client, page = client_for(administrator), reverse("admin:provinces_cluster_change", args=[cluster.pk])
    joins = {"province": str(hau_giang.pk), "joined_on": "01/01/2024"}
    response = client.post(page, with_rows(client.get(page), memberships=[joins, joins]))
    assert response.status_code == 200
    assert "Hậu Giang đã thuộc cụm từ ngày 01/01/2024; hai lần vào cụm" in response.content.decode()
    assert not Membership.objects.filter(province=hau_giang).exists()


def test_post_is_held_while_the_province_is_a_member(cluster, leader_hg, secretary):
    term = Term(cluster=cluster, year=2018, post="head", officer=leader_hg)
    assert errors_of(term) == {
        "officer": [
            (
                "Năm 2018, Hậu Giang không phải là thành viên của cụm (thuộc cụm từ ngày 01/01/2019). "
                "Sửa năm, người giữ hoặc ngày vào, rời cụm."
            )
        ]
    }
    assert errors_of(term, year=2019) == {}
    Membership.objects.update(left_on=dt.date(2025, 1, 1))
    assert errors_of(term, year=2024) == {}
    assert (
        "(thuộc cụm từ ngày 01/01/2019 đến trước ngày 01/01/2025)" in errors_of(term, year=2025)["officer"][0]
    )
    Membership.objects.all().delete()
    assert (
        "không phải là thành viên của cụm (chưa vào cụm lần nào)" in errors_of(term, year=2024)["officer"][0]
    )
    assert errors_of(term, officer=secretary) == {}


def test_post_of_years_before_a_merger_stays_with_an_account_that_moved(cluster, merged):
    leader = make_officer("an-kien-lead", "leader", merged)
    assert errors_of(Term(cluster=cluster, year=2023, post="head", officer=leader)) == {}


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_administrator_reads_which_days_do_not_fit(client_for, administrator, cluster, hau_giang, head):
    client = client_for(administrator)
    page = reverse("admin:provinces_province_change", args=[hau_giang.pk])
    response = client.post(page, page_data(client.get(page)) | {"established_on": "01/02/2024"})
    assert "tỉnh đã vào cụm ngày 01/01/2019" in response.content.decode()
    page = reverse("admin:provinces_cluster_change", args=[cluster.pk])
    data = page_data(client.get(page))
    (row,) = [name for name, value in data.items() if name.endswith("-province") and value == hau_giang.pk]
    data[row.replace("-province", "-joined_on")] = "31/12/2003"
    data["terms-0-year"] = "2018"
    text = client.post(page, data).content.decode()
    assert "Hậu Giang có từ ngày 01/01/2004" in text
    assert "Năm 2018, Kiên Giang không phải là thành viên của cụm" in text
    assert Term.objects.get().year == 2023

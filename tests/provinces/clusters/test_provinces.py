"""What a province may be called, at what time, and into whom it may merge."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from provinces.clusters.models import Province
from tests.factories import make_province
from tests.migrating import latest_migrations, migrate_to
from vietnamese.folding import name_key

pytestmark = pytest.mark.postgresql

MERGER = dt.date(2025, 7, 1)


def errors_of(province: Province) -> dict[str, list[str]]:
    try:
        province.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def new_province(name: str = "Hậu Giang", **fields: object) -> Province:
    given = {"code": "00", "position": 9, "established_on": MERGER} | fields
    return Province(slug="tinh-moi", name=name, **given)


@pytest.mark.parametrize("name", ["Hậu Giang", "HẬU GIANG", "Hậu-Giang"])
def test_name_of_a_province_that_exists_is_refused(hau_giang, name):
    (sentence,) = errors_of(new_province(name))["name"]
    assert sentence == (
        f"Đọc được “{name}”; trong thời gian đó đã có Hậu Giang, mã hau-giang. Sửa ô này hoặc ngày bắt đầu, "
        "ngày kết thúc."
    )


def test_name_is_free_when_its_province_has_ended(hau_giang):
    Province.objects.filter(pk=hau_giang.pk).update(ended_on=MERGER)
    assert errors_of(new_province()) == {}
    early = errors_of(new_province(established_on=dt.date(2025, 6, 30)))
    assert early["name"][0].startswith(
        "Đọc được “Hậu Giang”; trong thời gian đó đã có Hậu Giang (đến 30/6/2025)"
    )


def test_province_that_ended_before_another_began_may_have_its_name(hau_giang):
    assert (
        errors_of(new_province(established_on=dt.date(1990, 1, 1), ended_on=hau_giang.established_on)) == {}
    )


def test_code_of_a_province_of_that_time_is_refused(hau_giang):
    read = errors_of(new_province("Tỉnh mới", code="93"))
    assert read["code"][0].startswith("Đọc được “93”; trong thời gian đó đã có Hậu Giang")


def test_two_existing_provinces_of_one_name_are_refused_by_the_database(hau_giang):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_province("hau-giang-2", "HẬU GIANG", code="01")


def test_own_successor_is_refused_by_the_database(hau_giang):
    with pytest.raises(IntegrityError), transaction.atomic():
        Province.objects.filter(pk=hau_giang.pk).update(ended_on=MERGER, successor=hau_giang.pk)


def test_circle_of_successors_is_refused(hau_giang, can_tho):
    Province.objects.filter(pk=can_tho.pk).update(ended_on=MERGER, successor=hau_giang)
    hau_giang.ended_on, hau_giang.successor = MERGER, Province.objects.get(pk=can_tho.pk)
    (sentence,) = errors_of(hau_giang)["successor"]
    assert sentence == (
        "Các lần sáp nhập thành vòng: Hậu Giang → Cần Thơ (đến 30/6/2025) → Hậu Giang. Chọn tỉnh, thành phố "
        "khác hoặc để trống."
    )
    hau_giang.successor = hau_giang
    assert "Hậu Giang → Hậu Giang" in errors_of(hau_giang)["successor"][0]


@pytest.mark.django_db(transaction=True)
def test_provinces_from_before_are_kept(hau_giang):
    try:
        old = migrate_to(("provinces", "0004_accounts_log")).get_model("provinces", "Province").objects
        old.create(slug="hau-giang-2", name="HẬU GIANG", code="01", position=8, established_on=MERGER)
        old.filter(pk=hau_giang.pk).update(ended_on=MERGER, successor=hau_giang.pk)
        old.create(slug="hau-giang-3", name="Hậu Giang", code="02", position=9, established_on=MERGER)
    finally:
        migrate_to(*latest_migrations())
    stored = Province.objects.filter(slug__startswith="hau-giang").order_by("pk")
    assert list(stored.values_list("name", "successor")) == [
        ("Hậu Giang", None),
        ("HẬU GIANG", None),
        ("Hậu Giang", None),
    ]
    assert list(stored.values_list("name_key", flat=True)) == [
        name_key("Hậu Giang"),
        name_key("Hậu Giang"),
        f"{name_key('Hậu Giang')} #{stored[2].pk}",
    ]


@pytest.mark.ignore_template_errors
def test_administration_refuses_a_slug_that_hides_a_page_and_keeps_it_on_the_page(client_for, administrator):
    typed = {"slug": "late", "name": "Tỉnh mới", "code": "01", "position": "9", "established_on": "1/7/2025"}
    response = client_for(administrator).post(reverse("admin:provinces_province_add"), typed)
    form = response.context["adminform"].form
    assert form.errors == {
        "slug": ["Đọc được “late”; địa chỉ /review/1/late/ đã là của một trang khác, chọn mã khác."]
    }
    assert form["slug"].value() == "late"

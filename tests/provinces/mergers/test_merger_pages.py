"""The pages of mergers: the preview, then what was previewed."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.mergers.models import Merger
from provinces.register.models import Cooperative
from tests.factories import make_cooperative, make_officer, make_term
from tests.provinces.clusters.mergers import merge as enter_dates
from vietnamese.dates import format_date

ADD = "/mergers/add/"


@pytest.fixture
def client(client_for: Callable[[Officer], Client], secretary: Officer) -> Client:
    return client_for(secretary)


@pytest.fixture
def typed(can_tho: Province, hau_giang: Province, soc_trang: Province) -> dict[str, Any]:
    return {
        "parts": [str(part.pk) for part in (can_tho, hau_giang, soc_trang)],
        "name": "Cần Thơ",
        "is_city": "on",
        "code": "92",
        "slug": "",
        "established_on": "01/7/2025",
        "decision": "Nghị quyết 202/2025/QH15",
    }


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def seen_in(response: Any) -> dict[str, str]:
    return {"seen": str(response.context["form"]["seen"].value())}


RECORD = {"step": "record"}


def test_preview_shows_what_moves_and_what_stays(client, typed, cluster, hau_giang, officer_hg, leader_hg):
    make_cooperative(hau_giang, officer_hg)
    make_term(leader_hg, cluster, year=2025)
    opened = client.get(ADD)
    assert "Hậu Giang" in text_of(opened)
    assert "Ghi nhận hợp nhất</button>" not in opened.content.decode()
    response = client.post(ADD, typed)
    page = text_of(response)
    assert response.status_code == 200
    assert response.context["form"].errors == {}
    assert "Hợp tác xã: 01 đơn vị chưa chấm dứt" in page
    assert "hau-giang, cán bộ nhập liệu" in page
    assert "Cụm trưởng 2025" in page
    assert "Ghi nhận hợp nhất</button>" in response.content.decode()
    assert not Merger.objects.exists()


def test_second_button_does_what_was_previewed(client, typed, officer_hg, leader_hg):
    previewed = client.post(ADD, typed)
    choices = {f"account-{officer_hg.pk}": "goes-on", f"account-{leader_hg.pk}": "is-closed"}
    response = client.post(ADD, typed | seen_in(previewed) | choices | RECORD, follow=True)
    assert "Đã ghi nhận hợp nhất và bàn giao cho Cần Thơ." in text_of(response)
    assert "Cần Thơ, Hậu Giang, Sóc Trăng" in text_of(response)
    successor = Province.objects.get(slug="can-tho-2025")
    assert Officer.objects.get(pk=officer_hg.pk).province == successor
    assert not Officer.objects.get(pk=leader_hg.pk).is_active
    assert client.get(f"{reverse('provinces:merger-list')}?_export=csv").status_code == 200


@pytest.mark.parametrize("change", ["organisation", "account", "day", "unseen"])
def test_change_since_the_preview_shows_it_again(change, client, typed, hau_giang, officer_hg, leader_hg):
    seen = seen_in(client.post(ADD, typed))
    choices = {f"account-{leader_hg.pk}": "is-closed"}
    data = typed | seen | choices | RECORD
    match change:
        case "organisation":
            make_cooperative(hau_giang, officer_hg)
        case "account":
            make_officer("new", Officer.Role.LEADER, hau_giang)
        case "day":
            data |= {"established_on": "02/7/2025"}
        case "unseen":
            data |= {"seen": ""}
    response = client.post(ADD, data)
    assert response.status_code == 409
    assert not Merger.objects.exists()
    sentence = "không cho biết dựa trên bản nào" if change == "unseen" else "đã thay đổi sau khi xem trước"
    assert sentence in text_of(response)
    form = response.context["form"]
    assert form["decision"].value() == typed["decision"]
    assert re.search(
        rf'name="account-{leader_hg.pk}" value="is-closed"[^>]*checked', response.content.decode()
    )
    assert client.post(ADD, data | seen_in(response)).status_code == 302
    assert not Officer.objects.get(pk=leader_hg.pk).is_active


def test_pressed_twice_it_is_done_once(client, typed, officer_hg):
    data = typed | seen_in(client.post(ADD, typed)) | RECORD
    first = client.post(ADD, data | {"key": "one"})
    again = client.post(ADD, data | {"key": "one"})
    assert first.status_code == again.status_code == 302
    from_another_tab = client.post(ADD, data | {"key": "two"})
    assert from_another_tab.status_code == 409
    assert "Cần Thơ đã hợp nhất vào Cần Thơ từ ngày 01/7/2025." in text_of(from_another_tab)
    assert Merger.objects.count() == 1
    assert officer_hg.log.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"parts": []}, "Chưa chọn các tỉnh, thành phố hợp nhất."),
        ({"parts": ["9" * 30]}, "chọn một mục có trong danh sách."),
        ({"parts": ["x"]}, ""),
        ({"name": ""}, "Chưa nhập tên tỉnh, thành phố mới."),
        ({"name": "Kiên Giang"}, "trong thời gian đó đã có Kiên Giang"),
        ({"code": "91"}, "trong thời gian đó đã có Kiên Giang"),
        ({"slug": "hau-giang"}, "Mã trong địa chỉ trang:"),
        ({"slug": "Có dấu"}, "Mã trong địa chỉ trang:"),
        ({"established_on": "31/6/2025"}, "Ngày hợp nhất:"),
        ({"decision": ""}, "Chưa nhập văn bản."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(fields, sentence, client, typed):
    response = client.post(ADD, typed | fields)
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert "Ghi nhận hợp nhất</button>" not in response.content.decode()


def test_shared_numbers_are_listed_with_links(client, typed, hau_giang, can_tho, officer_hg, client_for):
    make_cooperative(hau_giang, officer_hg, name="Một", registration_number="1800123")
    make_cooperative(can_tho, officer_hg, name="Hai", registration_number="1800123")
    response = client.post(ADD, typed)
    assert "1800123 : Hai (Cần Thơ); Một (Hậu Giang)" in text_of(response)
    url = re.search(r'href="(/register/cooperatives/\?q=[^"]+)"', response.content.decode())
    listed = text_of(client.get(url[1].replace("&amp;", "&")))
    assert "Một" in listed
    assert "Hai" in listed
    assert "Ghi nhận hợp nhất</button>" not in response.content.decode()
    refused = client.post(ADD, typed | seen_in(response) | RECORD)
    assert refused.status_code == 409
    assert not Merger.objects.exists()
    administrator = client_for(make_officer("admin", Officer.Role.ADMINISTRATOR))
    assert "/register/" not in administrator.post(ADD, typed).content.decode(), "they read no register"


def test_recorded_merger_is_handed_over(client, cluster, can_tho, hau_giang, officer_hg, leader_hg):
    make_cooperative(hau_giang, officer_hg)
    successor = enter_dates(cluster, [can_tho, hau_giang], slug="can-tho-2025", name="Cần Thơ")
    assert "Chưa bàn giao Bàn giao" in text_of(client.get("/mergers/"))
    page = "/mergers/can-tho-2025/"
    data = seen_in(client.get(page)) | {"decision": "Nghị quyết 202/2025/QH15"}
    assert client.post(page, data | {f"account-{leader_hg.pk}": "is-closed"}).status_code == 302
    assert Cooperative.objects.get().province == successor
    assert Officer.objects.get(pk=officer_hg.pk).province == successor
    assert not Officer.objects.get(pk=leader_hg.pk).is_active
    assert f"Đã bàn giao ngày {format_date(timezone.localdate())}" in text_of(client.get("/mergers/"))
    assert "đã bàn giao cho Cần Thơ lúc" in text_of(client.get(page))
    again = client.post(page, data)
    assert again.status_code == 409
    assert "đã bàn giao cho Cần Thơ lúc" in text_of(again)


def test_merger_of_tomorrow_is_recorded_and_handed_over_later(client, typed, officer_hg):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    typed |= {"established_on": f"{tomorrow:%d/%m/%Y}"}
    previewed = client.post(ADD, typed)
    assert "lần này chỉ ghi nhận việc hợp nhất" in text_of(previewed)
    assert "Chuyển" not in text_of(previewed).replace("được chuyển", "")
    response = client.post(ADD, typed | seen_in(previewed) | RECORD, follow=True)
    assert "Bàn giao tài khoản và danh sách từ ngày hợp nhất" in text_of(response)
    assert officer_hg.log.count() == 0
    page = client.get(f"/mergers/can-tho-{tomorrow.year}/")
    assert "Bàn giao được từ ngày" in text_of(page)


def test_only_provinces_that_merged_have_a_page(client, hau_giang):
    assert client.get("/mergers/hau-giang/").status_code == 404


def test_the_list_asks_as_much_of_one_merger_as_of_three(
    client, cluster, provinces, django_assert_max_num_queries
):
    parts = list(provinces.values())
    for number in range(3):
        pair = parts[2 * number : 2 * number + 2]
        enter_dates(cluster, pair, slug=f"new-{number}", name=f"Mới {number}")
    with django_assert_max_num_queries(10):
        client.get("/mergers/")

"""What happens around every page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error


@pytest.mark.parametrize("address", ["/", "/entry/", "/dashboard/2023-H1/", "/register/cooperatives/?q=a"])
def test_who_is_not_logged_in_is_led_back_after_logging_in(address, db):
    location = Client().get(address)["Location"]
    assert location.startswith(f"{reverse('login')}?next=")


def test_page_after_logging_out_is_closed(client_for, officer_hg):
    client = client_for(officer_hg)
    assert client.get("/indicators/").status_code == 200
    assert client.post(reverse("logout"))["Location"] == reverse("login")
    assert client.get("/indicators/").status_code == 302


@pytest.mark.parametrize(
    ("who", "entries"),
    [
        ("officer_hg", ["Việc của tôi", "Tổng quan", "Nhập số liệu", "Danh sách HTX", "Thi đua", "Hội nghị"]),
        ("leader_hg", ["Việc của tôi", "Tổng quan", "Nhập số liệu", "Danh sách HTX", "Thi đua", "Hội nghị"]),
        (
            "head",
            ["Việc của tôi", "Tổng quan", "Nhập số liệu", "Kiểm tra", "Danh sách HTX", "Thi đua", "Hội nghị"],
        ),
        (
            "secretary",
            ["Việc của tôi", "Tổng quan", "Kiểm tra", "Danh sách HTX", "Thi đua", "Hội nghị", "Nhật ký"],
        ),
        ("observer", ["Việc của tôi", "Tổng quan", "Kiểm tra", "Danh sách HTX", "Thi đua", "Hội nghị"]),
        ("administrator", ["Việc của tôi", "Quản trị", "Nhật ký"]),
    ],
)
def test_menu_leads_only_where_one_may_go(who, entries, request, client_for):
    client = client_for(request.getfixturevalue(who))
    menu = client.get("/indicators/").context["menu"]
    assert [str(entry.label) for entry in menu] == entries
    for entry in menu:
        assert client.get(entry.url).status_code in (200, 302)


def test_page_of_a_mistake_on_our_side_needs_neither_database_nor_account(rf):
    response = server_error(rf.get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert 'href="/"' in page
    assert " style=" not in page


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/periods/2023-H1/", "/periods/2023-H1/"),
        ("http://elsewhere.example/periods/2023-H1/", "/periods/2023-H1/open/"),
        ("", "/periods/2023-H1/open/"),
    ],
)
def test_button_pressed_after_the_login_expired_leads_back_to_its_own_page(page, back, client, db):
    pressed = client.post(reverse("figures:period-open", args=["2023-H1"]), headers={"referer": page})
    assert pressed["Location"] == f"{reverse('login')}?next={back}"

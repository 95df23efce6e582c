"""Login, main menu and error page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error


@pytest.mark.parametrize("url", ["/", "/entry/", "/dashboard/2023-H1/", "/register/cooperatives/?q=a"])
def test_anonymous_request_is_redirected_to_the_login(url, db):
    location = Client().get(url)["Location"]
    assert location.startswith(f"{reverse('login')}?next=")


def test_logout_closes_the_pages(client_for, officer_hg):
    client = client_for(officer_hg)
    assert client.get("/indicators/").status_code == 200
    assert client.post(reverse("logout"))["Location"] == reverse("login")
    assert client.get("/indicators/").status_code == 302


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        (
            "officer_hg",
            ["Việc của tôi", "Tổng quan", "Tra cứu", "Nhập số liệu", "Danh sách HTX", "Thi đua", "Hội nghị"],
        ),
        (
            "leader_hg",
            ["Việc của tôi", "Tổng quan", "Tra cứu", "Nhập số liệu", "Danh sách HTX", "Thi đua", "Hội nghị"],
        ),
        (
            "head",
            [
                "Việc của tôi",
                "Tổng quan",
                "Tra cứu",
                "Nhập số liệu",
                "Kiểm tra",
                "Danh sách HTX",
                "Thi đua",
                "Hội nghị",
            ],
        ),
        (
            "secretary",
            [
                *("Việc của tôi", "Tổng quan", "Tra cứu", "Kiểm tra", "Danh sách HTX", "Thi đua", "Hội nghị"),
                *("Hợp nhất tỉnh", "Nhật ký"),
            ],
        ),
        (
            "observer",
            ["Việc của tôi", "Tổng quan", "Tra cứu", "Kiểm tra", "Danh sách HTX", "Thi đua", "Hội nghị"],
        ),
        ("administrator", ["Việc của tôi", "Quản trị", "Hợp nhất tỉnh", "Nhật ký"]),
    ],
)
def test_menu_has_only_pages_that_the_officer_may_open(who, labels, request, client_for):
    client = client_for(request.getfixturevalue(who))
    menu = client.get("/indicators/").context["menu"]
    assert [str(item.label) for item in menu] == labels
    for item in menu:
        assert client.get(item.url).status_code in (200, 302)


def test_server_error_page_needs_neither_database_nor_account(rf):
    response = server_error(rf.get("/"))
    page = response.content.decode()
    assert response.status_code == 500
    assert 'href="/"' in page
    assert " style=" not in page


@pytest.mark.parametrize(
    ("referer", "next_url"),
    [
        ("http://testserver/periods/2023-H1/", "/periods/2023-H1/"),
        ("http://elsewhere.example/periods/2023-H1/", "/periods/2023-H1/open/"),
        ("", "/periods/2023-H1/open/"),
    ],
)
def test_login_after_an_expired_post_leads_back_to_the_page(referer, next_url, client, db):
    response = client.post(reverse("figures:period-open", args=["2023-H1"]), headers={"referer": referer})
    assert response["Location"] == f"{reverse('login')}?next={next_url}"

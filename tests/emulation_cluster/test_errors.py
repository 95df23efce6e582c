"""The error pages."""

import pytest
from django.template.loader import render_to_string
from django.test import Client


@pytest.mark.parametrize("officer", [None, "officer_hg", "secretary", "administrator"])
def test_not_found_leads_home(officer, request, client, client_for, db):
    browser = client_for(request.getfixturevalue(officer)) if officer else client
    response = browser.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "Không tìm thấy trang" in page
    assert '<a class="button primary" href="/">' in page


def test_forbidden_says_whom_to_ask(client_for, administrator):
    response = client_for(administrator).get("/register/cooperatives/")
    assert response.status_code == 403
    assert "Việc này dành cho vai trò khác." in response.content.decode()


def test_errors_count_no_tasks(client_for, officer_hg, django_assert_max_num_queries):
    browser = client_for(officer_hg)
    with django_assert_max_num_queries(4):  # session, officer, cluster, menu
        browser.get("/khong-co-trang-nay/")


def test_form_older_than_the_login_says_so(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"username": "x"})
    assert response.status_code == 403
    assert "Chưa lưu được: trang đã cũ" in response.content.decode()


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_400_and_500_need_neither_request_nor_database(template):
    page = render_to_string(template)
    assert '<a class="button primary" href="/">' in page
    assert "<style" not in page

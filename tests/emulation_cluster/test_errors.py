"""The error pages."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.emulation.factories import make_year


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


def test_form_about_what_was_deleted_meanwhile_gets_its_texts_back(
    client_for, officer_hg, secretary, cluster
):
    make_year(cluster, 2023)
    typed = {"what": "Tập huấn <32> HTX.", "held_on": "05/3/2023", "kind": "cooperative", "seen": "abc1"}
    for officer in (officer_hg, secretary):
        response = client_for(officer).post("/emulation/2023/movements/99/edit/", typed)
        page = response.content.decode()
        assert response.status_code == 404
        assert "Tập huấn &lt;32&gt; HTX." in page
        assert "05/3/2023" in page
        assert "<p>cooperative" not in page
        assert "abc1" not in page


def test_form_that_the_reader_may_send_no_more_gets_its_texts_back(client_for, officer_hg, cluster):
    make_year(cluster, 2023)
    client, address = client_for(officer_hg), "/emulation/2023/rules/unlock/"
    response = client.post(address, {"reason": "Nhầm điểm."})
    assert response.status_code == 403
    assert "Nhầm điểm." in response.content.decode()
    assert "Nội dung đã nhập" not in client.get(address).content.decode()

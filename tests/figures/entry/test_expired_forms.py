"""Input sent after the login expired is restored after logging in, and only for its own officer."""

from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from figures.submissions.models import Figure, Submission
from figures.workflow import services
from tests.factories import make_officer
from tests.figures.pages import form_in, open_form, text_of

URL = "/entry/2023-H1/hau-giang/"
PASSWORD = "mua-nuoc-noi"
ORIGIN = {"headers": {"origin": "http://testserver"}}


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def officer(hau_giang, indicators, period):
    return make_officer("hau-giang-2", "entry", hau_giang, password=PASSWORD)


@pytest.fixture
def client(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def log_in(client: Client, username: str = "hau-giang-2", **more):
    return client.post(
        reverse("login"), {"username": username, "password": PASSWORD, "next": URL}, follow=True, **more
    )


def expire() -> None:
    Session.objects.all().delete()


def test_input_is_restored_after_logging_in_again(client):
    fields = open_form(client)
    expire()
    response = client.post(
        URL, fields | {"coop.total": "257", "coop.new": "1.2.3", "difficulties": "Thiếu vốn."}
    )
    assert response["Location"] == f"{reverse('login')}?next={URL}"
    assert not Figure.objects.exists()
    response = log_in(client)
    assert response.redirect_chain == [(URL, 302)]
    again = form_in(response.content.decode())
    assert (again["coop.total"], again["coop.new"]) == ("257", "1.2.3")
    assert again["difficulties"] == "Thiếu vốn."
    assert "Phiên đăng nhập đã hết hạn khi đang nhập." in text_of(response)
    assert not Figure.objects.exists(), "shown again, not saved"
    client.post(URL, again)
    assert Figure.objects.get(indicator__code="coop.total").value == 257


def test_restored_input_is_shown_once(client):
    fields = open_form(client)
    expire()
    client.post(URL, fields | {"coop.total": "257"})
    log_in(client)
    assert open_form(client)["coop.total"] == ""


def test_conflict_is_noticed_after_logging_in_again(client, client_for, officer_hg):
    fields = open_form(client)
    expire()
    client.post(URL, fields | {"coop.total": "257"})
    colleague = client_for(officer_hg)
    colleague.post(URL, open_form(colleague) | {"coop.total": "258"})
    again = form_in(log_in(client).content.decode())
    assert again["coop.total"] == "257"
    response = client.post(URL, again)
    assert response.status_code == 409
    assert "Trang này đang giữ 257 Người khác đã ghi 258" in text_of(response)
    assert Figure.objects.get(indicator__code="coop.total").value == 258


@pytest.mark.parametrize("role", ["secretary", "observer"])
def test_reader_who_logs_in_next_is_not_shown_the_input(role, client, submitted):
    # Unsaved input is no figure of the province.
    make_officer("next", role, password=PASSWORD)
    fields = open_form(client)
    expire()
    client.post(URL, fields | {"coop.new": "87.654"})
    response = log_in(client, "next")
    assert response.status_code == 200
    assert "87.654" not in response.content.decode()


def test_officer_of_another_province_is_not_shown_the_input(client, can_tho):
    make_officer("next", "entry", can_tho, password=PASSWORD)
    fields = open_form(client)
    expire()
    client.post(URL, fields | {"coop.new": "87.654"})
    assert log_in(client, "next").status_code == 404
    assert "87.654" not in client.get("/entry/2023-H1/can-tho/").content.decode()


def test_half_year_sent_meanwhile_still_shows_the_input(client, draft, officer_hg):
    fields = open_form(client)
    expire()
    client.post(URL, fields | {"coop.new": "99"})
    services.submit(submission=draft, by=officer_hg)
    response = log_in(client)
    assert response.status_code == 200
    assert "99" in text_of(response)
    assert Submission.objects.get().state == Submission.State.SUBMITTED


@pytest.mark.parametrize("owner", ["", "1", "1:", "1:x", "{other}"])
def test_stranger_without_a_signed_form_cannot_fill_the_session_table(owner, officer):
    other = Signer(salt="another purpose").sign(str(officer.pk))
    stranger = Client()
    stranger.cookies["sessionid"] = "x" * 32
    response = stranger.post(URL, {"difficulties": "x", "typed_by": owner.format(other=other)})
    assert response["Location"] == f"{reverse('login')}?next={URL}"
    assert not Session.objects.exists()


def test_form_is_stashed_up_to_a_length(client):
    fields = open_form(client)
    page_of_text = "Một số HTX thiếu vốn, trình độ cán bộ quản lý còn hạn chế. "
    narrative = ("difficulties", "causes", "solutions", "proposals")
    full = dict.fromkeys(narrative, (page_of_text * 200)[:10_000]) | {"coop.total": "257"}
    expire()
    form = "application/x-www-form-urlencoded"
    client.post(URL, urlencode(fields | full | {"more": "x" * 900_000}), content_type=form)
    assert not Session.objects.exists()
    client.post(URL, urlencode(fields | full), content_type=form)
    assert form_in(log_in(client).content.decode())["coop.total"] == "257"


def test_colleague_of_the_same_province_is_not_shown_the_input(client, hau_giang):
    make_officer("next", "entry", hau_giang, password=PASSWORD)
    fields = open_form(client)
    expire()
    client.post(URL, fields | {"coop.new": "87.654"})
    assert "87.654" not in log_in(client, "next").content.decode()


@pytest.mark.parametrize("is_sent", [False, True])
def test_input_of_a_colleague_is_saved_under_another_name_only_when_confirmed(
    is_sent, client_for, officer_hg, leader_hg, draft
):
    fields = open_form(client_for(officer_hg)) | {"coop.new": "87.654"}
    if is_sent:
        services.submit(submission=draft, by=officer_hg)
    response = client_for(leader_hg).post(URL, fields)
    assert response.status_code == 409
    words = text_of(response)
    assert "nếu vẫn lưu thì ghi dưới tên Lãnh đạo" in words
    assert not Figure.objects.filter(value=87_654).exists()
    if is_sent:
        assert "87.654" in words
        return
    again = form_in(response.content.decode())
    assert again["coop.new"] == "87.654"
    assert client_for(leader_hg).post(URL, again).status_code == 302
    assert Figure.objects.get(value=87_654).changed_by == leader_hg


def test_form_older_than_the_login_keeps_the_input(officer):
    # Logging in again in another tab changes the token; the form in the first tab has the old one.
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    fields = open_form(client) | {"coop.total": "257", "csrfmiddlewaretoken": "x" * 64}
    response = client.post(URL, fields, **ORIGIN)
    assert response["Location"] == URL
    page = client.get(URL).content.decode()
    assert form_in(page)["coop.total"] == "257"
    assert not Figure.objects.exists()


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "", "http://testserver.example"])
def test_form_of_another_site_is_refused_and_not_stashed(origin, officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    fields = open_form(client) | {"coop.total": "87.654"}
    response = client.post(URL, fields, headers={"origin": origin} if origin else {})
    assert response.status_code == 403
    assert "Chưa lưu được: trang đã cũ" in response.content.decode()
    assert "87.654" not in client.get(URL).content.decode()


def test_old_form_of_another_page_is_refused_with_advice(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    response = client.post(reverse("password_change"), {"old_password": "x"}, **ORIGIN)
    assert response.status_code == 403
    assert "vui lòng tải lại trang và gửi lại." in response.content.decode()

"""Security headers, cookies and redirects."""

import pytest
from django.test import Client
from django.urls import reverse

PAGES = ["/", "/entry/2023-H1/hau-giang/", "/indicators/", "/nothing/", "/conference/", "/healthz"]


@pytest.fixture
def client(client_for, officer_hg, cluster) -> Client:
    return client_for(officer_hg)


@pytest.mark.parametrize("url", [*PAGES, reverse("login")])
def test_pages_have_security_headers(url, client):
    headers = client.get(url).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("url", ["/", "/indicators/", "/nothing/", reverse("login")])
def test_pages_have_nothing_inline(url, client):
    page = client.get(url).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert " onclick=" not in page
    assert "javascript:" not in page


def test_login_cookie_is_hidden_from_scripts_and_other_sites(settings, officer_hg):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    officer_hg.set_password("mua-nuoc-noi")
    officer_hg.save()
    client = Client()
    client.post(reverse("login"), {"username": "hau-giang", "password": "mua-nuoc-noi"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 8 * 60 * 60


def test_health_check_needs_no_account(db):
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Content-Type"] == "text/plain"


def test_foreign_host_name_is_refused(db):
    assert Client().get(reverse("login"), headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_login_redirects_to_no_other_site(url, settings, officer_hg):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    officer_hg.set_password("mua-nuoc-noi")
    officer_hg.save()
    fields = {"username": "hau-giang", "password": "mua-nuoc-noi", "next": url}
    assert Client().post(reverse("login"), fields)["Location"] == "/"

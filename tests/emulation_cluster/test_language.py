"""Pages are Vietnamese unless the user chose English."""

import pytest
from django.test import Client
from django.urls import reverse

LOGIN = reverse("login")


@pytest.mark.parametrize("accepted", ["en", "en-US,en;q=0.9", "fr", "vi"])
def test_browser_s_own_language_does_not_count(accepted, db):
    response = Client().get(LOGIN, headers={"accept-language": accepted})
    assert '<html lang="vi">' in response.content.decode()
    assert response["Content-Language"] == "vi"


def test_english_by_choice_and_back(db):
    client = Client()
    client.post(reverse("language"), {"language": "en", "next": LOGIN})
    assert client.cookies["django_language"]["httponly"] is True
    page = client.get(LOGIN)
    assert '<html lang="en">' in page.content.decode()
    assert page["Content-Language"] == "en"
    client.post(reverse("language"), {"language": "vi", "next": LOGIN})
    assert '<html lang="vi">' in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("chosen", ["", "fr", "EN", "vi\x00", "../etc"])
def test_unknown_language_changes_nothing(chosen, db):
    client = Client()
    assert client.post(reverse("language"), {"language": chosen}).status_code == 302
    assert "django_language" not in client.cookies


def test_cookie_of_an_unknown_language_is_vietnamese(db):
    client = Client()
    client.cookies["django_language"] = "xx"
    assert '<html lang="vi">' in client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    ("next_url", "location"),
    [
        ("/indicators/", "/indicators/"),
        ("/dashboard/2023-H1/?scope=accepted", "/dashboard/2023-H1/?scope=accepted"),
        ("", "/"),
        ("-1", "/"),
        ("logout", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("///evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("\\\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("\x00//evil.example", "/"),
        ("http:evil.example", "/"),
    ],
)
def test_language_leads_back_to_our_pages_only(next_url, location, db):
    assert Client().post(reverse("language"), {"language": "en", "next": next_url})["Location"] == location


@pytest.mark.parametrize("next_url", ["/a\r\nSet-Cookie: x=1", "/\x00", "/đường dẫn"])
def test_odd_url_adds_no_header(next_url, db):
    response = Client().post(reverse("language"), {"language": "en", "next": next_url})
    assert response.status_code == 302
    assert response["Location"].isascii()
    assert response["Location"].isprintable()
    assert "Set-Cookie" not in response.headers

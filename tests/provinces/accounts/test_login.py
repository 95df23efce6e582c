"""Logging in, changing the password, and the administration site's door."""

import pytest
from django.urls import reverse

from provinces.accounts.models import Officer
from tests.factories import make_officer
from tests.figures.factories import make_period

pytestmark = pytest.mark.postgresql

LOGIN = reverse("login")
PASSWORD = "mua-vang-2023"


@pytest.fixture
def period(cluster):
    return make_period(cluster, "2023-H1")


@pytest.fixture
def known(hau_giang):
    return make_officer("hau-giang", Officer.Role.ENTRY, hau_giang, password=PASSWORD)


def test_login_leads_to_where_one_wanted_to_go(client, known):
    wanted = reverse("provinces:cooperative-list")
    assert client.get(wanted).url == f"{LOGIN}?next={wanted}"
    response = client.post(LOGIN, {"username": "hau-giang", "password": PASSWORD, "next": wanted})
    assert response.url == wanted


def test_login_leads_to_no_other_site(client, known):
    typed = {"username": "hau-giang", "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(LOGIN, typed).url == reverse("reports:home")


def test_login_leads_to_what_one_owes(client, known, period):
    typed = {"username": "hau-giang", "password": PASSWORD}
    assert client.post(LOGIN, typed).url == reverse("figures:tasks")
    assert client.get(LOGIN).url == reverse("figures:tasks"), "logged in already"
    front_door = client.get(LOGIN, {"next": "/"})
    assert front_door.url == reverse("figures:tasks"), "nothing in particular was asked for"


def test_login_leads_the_administrator_to_the_missing_accounts_or_to_the_administration(client, known):
    make_officer("admin", Officer.Role.ADMINISTRATOR, password=PASSWORD)
    typed = {"username": "admin", "password": PASSWORD}
    assert client.post(LOGIN, typed).url == reverse("figures:tasks"), "Hậu Giang's account has no address"
    Officer.objects.update(email="x@example.vn")
    client.logout()
    assert client.get(client.post(LOGIN, typed).url).url == reverse("admin:index")


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_login_says_the_same_to_the_mistyped_and_the_deactivated(client, known, password):
    if password == PASSWORD:
        known.is_active = False
        known.save()
    page = client.post(LOGIN, {"username": "hau-giang", "password": password}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page
    assert 'value="hau-giang"' in page


def test_login_with_nothing_typed_says_what_is_missing(client, db):
    page = client.post(LOGIN, {}).content.decode()
    assert "Chưa nhập tên đăng nhập." in page
    assert "Chưa nhập mật khẩu." in page


def test_password_change_in_our_words(client, known):
    client.force_login(known)
    url = reverse("password_change")
    wrong = {"old_password": "x", "new_password1": "lua-xanh-2024", "new_password2": "lua-xanh-2025"}
    page = client.post(url, wrong).content.decode()
    assert "Mật khẩu đang dùng chưa đúng. Nhập lại." in page
    assert "Hai lần nhập mật khẩu mới khác nhau." in page
    right = {"old_password": PASSWORD, "new_password1": "lua-xanh-2024", "new_password2": "lua-xanh-2024"}
    assert "Đã đổi mật khẩu" in client.post(url, right, follow=True).content.decode()
    known.refresh_from_db()
    assert known.check_password("lua-xanh-2024")


def test_weak_password_is_refused_in_vietnamese(client, known):
    client.force_login(known)
    typed = {"old_password": PASSWORD, "new_password1": "123", "new_password2": "123"}
    page = client.post(reverse("password_change"), typed).content.decode()
    assert "Mật khẩu quá ngắn: cần ít nhất 10 ký tự." in page
    assert "This password" not in page


@pytest.mark.parametrize("officer", ["officer_hg", "leader_hg", "secretary", "head", "observer"])
def test_administration_is_closed_to_other_roles(officer, request, client_for):
    officer = request.getfixturevalue(officer)
    officer.is_staff = officer.is_superuser = True
    officer.save()
    client = client_for(officer)
    assert client.get(reverse("admin:index")).status_code == 403
    assert client.get(reverse("admin:provinces_officer_changelist")).status_code == 403


def test_administration_asks_the_anonymous_to_log_in(client, db):
    wanted = reverse("admin:provinces_officer_changelist")
    assert client.get(wanted, follow=True).redirect_chain[-1][0] == f"{LOGIN}?next={wanted}"


def test_administrator_makes_accounts_and_closes_them_but_deletes_none(client_for, administrator, hau_giang):
    client = client_for(administrator)
    typed = {
        "username": "moi",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "role": "entry",
        "province": hau_giang.pk,
    }
    client.post(reverse("admin:provinces_officer_add"), typed)
    made = Officer.objects.get(username="moi")
    assert made.check_password(PASSWORD)
    page = reverse("admin:provinces_officer_change", args=[made.pk])
    client.post(page, {"username": "moi", "role": "entry", "province": hau_giang.pk})
    made.refresh_from_db()
    assert not made.is_active
    delete = reverse("admin:provinces_officer_delete", args=[made.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_administrator_is_told_that_a_provincial_role_needs_a_province(client_for, administrator):
    typed = {"username": "moi", "password1": PASSWORD, "password2": PASSWORD, "role": "entry"}
    page = client_for(administrator).post(reverse("admin:provinces_officer_add"), typed).content.decode()
    assert "Cán bộ và lãnh đạo tỉnh phải có tỉnh; các vai trò khác không có tỉnh." in page


@pytest.mark.parametrize(
    "page",
    [
        "index",
        "provinces_officer_changelist",
        "provinces_officer_add",
        "provinces_province_changelist",
        "provinces_term_add",
        "figures_indicator_changelist",
        "figures_indicator_add",
    ],
)
def test_administration_speaks_vietnamese(page, client_for, administrator, provinces):
    text = client_for(administrator).get(reverse(f"admin:{page}")).content.decode()
    for english in ("Skip to", "Toggle", "Model name", "Show counts", "password", "Breadcrumbs", "Add "):
        assert f">{english}" not in text


def test_what_is_wrong_with_a_password_stands_at_the_password(client, known):
    client.force_login(known)
    fields = {"old_password": "x", "new_password1": "password123", "new_password2": "password123"}
    errors = client.post(reverse("password_change"), fields).context["form"].errors
    assert "new_password1" in errors
    assert "new_password2" not in errors

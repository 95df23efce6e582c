"""Login, password change, and access to the administration site."""

from unicodedata import normalize

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse

from provinces.accounts.models import Officer
from tests.conflicts import seen_on
from tests.factories import make_officer
from tests.figures.factories import make_period

LOGIN = reverse("login")
PASSWORD = "mua-vang-2023"


@pytest.fixture
def period(cluster):
    return make_period(cluster, "2023-H1")


@pytest.fixture
def account(hau_giang):
    return make_officer("hau-giang", Officer.Role.ENTRY, hau_giang, password=PASSWORD)


def test_login_leads_to_the_requested_page(client, account):
    wanted = reverse("provinces:cooperative-list")
    assert client.get(wanted).url == f"{LOGIN}?next={wanted}"
    response = client.post(LOGIN, {"username": "hau-giang", "password": PASSWORD, "next": wanted})
    assert response.url == wanted


def test_login_leads_to_no_other_site(client, account):
    typed = {"username": "hau-giang", "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(LOGIN, typed).url == reverse("reports:home")


def test_login_leads_to_open_tasks(client, account, period):
    typed = {"username": "hau-giang", "password": PASSWORD}
    assert client.post(LOGIN, typed).url == reverse("figures:tasks")
    assert client.get(LOGIN).url == reverse("figures:tasks"), "logged in already"
    front_door = client.get(LOGIN, {"next": "/"})
    assert front_door.url == reverse("figures:tasks"), "nothing in particular was asked for"


def test_login_leads_the_administrator_to_account_gaps_or_the_administration(client, account):
    make_officer("admin", Officer.Role.ADMINISTRATOR, password=PASSWORD)
    typed = {"username": "admin", "password": PASSWORD}
    assert client.post(LOGIN, typed).url == reverse("figures:tasks"), "Hậu Giang's account has no address"
    Officer.objects.update(email="x@example.vn")
    client.logout()
    assert client.get(client.post(LOGIN, typed).url).url == reverse("admin:index")


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_login_error_is_the_same_for_a_deactivated_account(client, account, password):
    if password == PASSWORD:
        account.is_active = False
        account.save()
    page = client.post(LOGIN, {"username": "hau-giang", "password": password}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page
    assert 'value="hau-giang"' in page


def test_empty_login_says_what_is_missing(client, db):
    page = client.post(LOGIN, {}).content.decode()
    assert "Chưa nhập tên đăng nhập." in page
    assert "Chưa nhập mật khẩu." in page


def test_password_change_has_our_messages(client, account):
    client.force_login(account)
    url = reverse("password_change")
    wrong = {"old_password": "x", "new_password1": "lua-xanh-2024", "new_password2": "lua-xanh-2025"}
    page = client.post(url, wrong).content.decode()
    assert "Mật khẩu đang dùng chưa đúng. Nhập lại." in page
    assert "Hai lần nhập mật khẩu mới khác nhau." in page
    right = {"old_password": PASSWORD, "new_password1": "lua-xanh-2024", "new_password2": "lua-xanh-2024"}
    assert "Đã đổi mật khẩu" in client.post(url, right, follow=True).content.decode()
    account.refresh_from_db()
    assert account.check_password("lua-xanh-2024")


def test_weak_password_is_refused_in_vietnamese(client, account):
    client.force_login(account)
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


def test_administration_redirects_the_anonymous_to_the_login(client, db):
    wanted = reverse("admin:provinces_officer_changelist")
    assert client.get(wanted, follow=True).redirect_chain[-1][0] == f"{LOGIN}?next={wanted}"


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_administrator_adds_and_closes_accounts_but_deletes_none(client_for, administrator, hau_giang):
    client = client_for(administrator)
    typed = {
        "username": "moi",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "role": "entry",
        "province": hau_giang.pk,
    }
    client.post(reverse("admin:provinces_officer_add"), typed)
    officer = Officer.objects.get(username="moi")
    assert officer.check_password(PASSWORD)
    page = reverse("admin:provinces_officer_change", args=[officer.pk])
    closed = {"username": "moi", "role": "entry", "province": hau_giang.pk}
    client.post(page, closed | seen_on(client, page))
    officer.refresh_from_db()
    assert not officer.is_active
    delete = reverse("admin:provinces_officer_delete", args=[officer.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_provincial_role_without_province_is_refused_in_the_administration(client_for, administrator):
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
def test_administration_is_in_vietnamese(page, client_for, administrator, provinces):
    text = client_for(administrator).get(reverse(f"admin:{page}")).content.decode()
    for english in ("Skip to", "Toggle", "Model name", "Show counts", "password", "Breadcrumbs", "Add "):
        assert f">{english}" not in text


def test_errors_of_a_new_password_are_shown_at_the_first_field(client, account):
    client.force_login(account)
    fields = {"old_password": "x", "new_password1": "password123", "new_password2": "password123"}
    errors = client.post(reverse("password_change"), fields).context["form"].errors
    assert "new_password1" in errors
    assert "new_password2" not in errors


# Passwords typed on other keyboards

ACCENTED = "Đồng lúa chín 2023"


@pytest.mark.parametrize("typed", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("chosen", ["NFC", "NFD"])
def test_password_is_the_same_on_every_keyboard(chosen, typed, client, hau_giang):
    account = make_officer("hau-giang", Officer.Role.ENTRY, hau_giang, password=normalize(chosen, ACCENTED))
    assert account.check_password(normalize(typed, ACCENTED))
    answer = client.post(LOGIN, {"username": "hau-giang", "password": normalize(typed, ACCENTED)})
    assert answer.status_code == 302


def test_digits_of_full_width_are_digits(client, hau_giang):
    make_officer("hau-giang", Officer.Role.ENTRY, hau_giang, password="lua-xanh-2024")
    typed = {"username": "hau-giang", "password": "lua-xanh-２０２４"}
    assert client.post(LOGIN, typed).status_code == 302


def test_password_of_an_account_made_by_a_command_is_normalised(hau_giang):
    account = Officer.objects.create_user(
        "hg", password=normalize("NFD", ACCENTED), role=Officer.Role.ENTRY, province=hau_giang
    )
    assert account.check_password(ACCENTED)
    assert not account.check_password(ACCENTED.lower())


def test_hash_from_before_still_admits_its_password(client, account):
    """It was made of the characters as they were typed then."""
    typed = normalize("NFD", ACCENTED)
    Officer.objects.update(password=make_password(typed))
    assert client.post(LOGIN, {"username": "hau-giang", "password": typed}).status_code == 302
    new = {"old_password": typed, "new_password1": "lua-xanh-2024", "new_password2": "lua-xanh-２０２４"}
    assert client.post(reverse("password_change"), new).status_code == 302
    account.refresh_from_db()
    assert account.check_password("lua-xanh-2024")


@pytest.mark.parametrize("short", [normalize("NFD", "ếếếế"), "ｐａｓｓｗｏｒｄ１２"])
def test_new_password_is_judged_as_it_is_hashed(short, client, account):
    """Four letters typed in parts are four; a common word in full width is common."""
    client.force_login(account)
    typed = {"old_password": PASSWORD, "new_password1": short, "new_password2": short}
    assert client.post(reverse("password_change"), typed).status_code == 200
    account.refresh_from_db()
    assert account.check_password(PASSWORD)

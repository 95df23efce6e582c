"""The log of the accounts: every login, refused login, reset and change of role."""

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib import auth
from django.core import mail
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from provinces.accounts import services
from provinces.accounts.models import AccessEntry, Officer
from provinces.accounts.origin import Origin, device
from provinces.clusters.models import Term
from tests.conflicts import seen_on
from tests.factories import make_officer
from vietnamese.dates import format_date

pytestmark = pytest.mark.postgresql

PASSWORD, NEW = "mua-nuoc-noi", "lúa chín vàng đồng"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
LOG, EVERY_LOG, CHANGE = "/accounts/log/", "/accounts/log/all/", "/accounts/password/"
What = AccessEntry.What


@pytest.fixture
def owner(hau_giang) -> Officer:
    return make_officer("hau-giang", "entry", hau_giang, password=PASSWORD, email="hg@example.org")


def log_in(client: Client, username: str, password: str):
    return client.post(reverse("login"), {"username": username, "password": password})


def reset(client_for, administrator, officer, password: str = NEW):
    url = reverse("admin:auth_user_password_change", args=[officer.pk])
    data = {"password1": password, "password2": password}
    assert client_for(administrator).post(url, data).status_code == 302


def lines(what: str) -> list[AccessEntry]:
    return list(AccessEntry.objects.filter(what=what).order_by("pk"))


def test_login_and_refused_login_are_lines_that_owner_and_secretary_read(
    owner, secretary, officer_ct, client_for
):
    client = Client(headers={"user-agent": CHROME, "x-forwarded-for": "203.0.113.7"})
    log_in(client, "hau-giang", "sai mật khẩu")
    log_in(client, "hau-giang", PASSWORD)
    for reader, url in ((owner, LOG), (secretary, EVERY_LOG)):
        text = client_for(reader).get(url).content.decode()
        assert "Đăng nhập không thành công" in text
        assert "203.0.113.7" in text
        assert "Chrome trên Windows" in text
    assert "203.0.113.7" not in client_for(officer_ct).get(LOG).content.decode()
    assert "203.0.113.7" not in client_for(secretary).get(LOG).content.decode()
    file = b"".join(client_for(secretary).get(f"{EVERY_LOG}?_export=csv")).decode("utf-8-sig")
    assert "hau-giang" in file
    assert "203.0.113.7" in file


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_reset_and_change_of_role_are_lines_that_owner_and_secretary_read(
    owner, administrator, secretary, officer_ct, client_for, hau_giang
):
    reset(client_for, administrator, owner)
    client, url = client_for(administrator), reverse("admin:provinces_officer_change", args=[owner.pk])
    data = {"username": "hau-giang", "is_active": "on", "role": "leader", "province": hau_giang.pk}
    assert client.post(url, data | seen_on(client, url)).status_code == 302
    # The owner may read nothing before the password is changed.
    Officer.objects.filter(pk=owner.pk).update(must_change_password=False)
    owner.refresh_from_db()
    for reader, page in ((owner, LOG), (secretary, EVERY_LOG)):
        rows = table_rows(client_for(reader).get(page))
        [changed], [was_reset] = (
            [row for row in rows if what in row] for what in ("Đổi vai trò", "Người khác đặt lại mật khẩu")
        )
        for row in (changed, was_reset):
            assert "Quản trị hệ thống" in row
            assert "127.0.0.1" in row
            assert format_date(timezone.localdate()) in row
        assert "Cán bộ nhập liệu, Hậu Giang → Lãnh đạo Liên minh HTX tỉnh, Hậu Giang" in changed
    assert table_rows(client_for(officer_ct).get(LOG)) == []


def table_rows(response) -> list[str]:
    body = response.content.decode().partition("<tbody")[2]
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in body.split("<tr")[1:]]


def test_name_of_no_account_is_not_kept(owner, secretary, client_for):
    """People type the password where the name belongs."""
    log_in(Client(), PASSWORD, PASSWORD)
    [line] = lines(What.REFUSED)
    assert line.officer is None
    assert PASSWORD not in str([vars(entry) for entry in AccessEntry.objects.all()])
    assert "tên không có trong hệ thống" in client_for(secretary).get(EVERY_LOG).content.decode()


def test_empty_fields_are_no_attempt(owner):
    log_in(Client(), "hau-giang", "")
    assert not AccessEntry.objects.exists()


def test_refused_attempts_cannot_fill_the_database(owner):
    for number in range(3):
        for _again in range(2):
            log_in(Client(headers={"x-forwarded-for": f"203.0.113.{number}"}), "hau-giang", "sai")
    assert [line.times for line in lines(What.REFUSED)] == [2, 2, 2]
    for number in range(services.MOST_REFUSED_A_DAY + 20):
        log_in(Client(headers={"x-forwarded-for": f"198.51.100.{number}"}), "hau-giang", "sai")
    refused = lines(What.REFUSED)
    assert len(refused) == services.MOST_REFUSED_A_DAY + 1  # one for all the others of the day
    assert sum(line.times for line in refused) == services.MOST_REFUSED_A_DAY + 20 + 6


def test_old_lines_go(owner):
    old = timezone.now() - services.KEPT_FOR - dt.timedelta(days=1)
    AccessEntry.objects.create(officer=owner, what=What.LOGIN, at=old)
    log_in(Client(), "hau-giang", PASSWORD)
    assert len(lines(What.LOGIN)) == 1


def test_password_of_somebody_else_must_be_changed_at_once(
    owner, administrator, client_for, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        reset(client_for, administrator, owner)
    [letter] = mail.outbox
    assert letter.to == ["hg@example.org"]
    assert "đã đặt lại mật khẩu tài khoản hau-giang" in letter.body
    assert NEW not in letter.body
    [line] = lines(What.RESET)
    assert (line.officer, line.by) == (owner, administrator)

    client = Client()
    log_in(client, "hau-giang", NEW)
    for page in ("/", "/entry/2023-H1/hau-giang/", LOG, "/register/cooperatives/"):
        assert client.get(page)["Location"] == CHANGE
    assert client.post("/accounts/extend/").status_code == 200
    assert "do người khác đặt" in client.get(CHANGE).content.decode()
    mine = "gió chướng tháng chạp"
    data = {"old_password": NEW, "new_password1": mine, "new_password2": mine}
    assert client.post(CHANGE, data).status_code == 302
    assert client.get(LOG).status_code == 200
    assert len(lines(What.CHANGED)) == 1


def test_own_new_password_of_an_administrator_need_not_be_changed(administrator, client_for):
    reset(client_for, administrator, administrator)
    administrator.refresh_from_db()
    assert not administrator.must_change_password
    assert client_for(administrator).get("/admin/password_change/")["Location"] == CHANGE


def test_new_account_begins_with_a_password_to_change(administrator, client_for):
    data = {"username": "moi", "password1": NEW, "password2": NEW, "role": "secretary"}
    assert client_for(administrator).post(reverse("admin:provinces_officer_add"), data).status_code == 302
    assert Officer.objects.get(username="moi").must_change_password
    [line] = lines(What.CREATED)
    assert line.details == "Tổ giúp việc Cụm"


def test_password_set_at_the_console_is_a_line_and_its_owner_is_told(
    owner, secretary, client_for, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("getpass.getpass", lambda *args, **kwargs: NEW)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("changepassword", "hau-giang", verbosity=0)
    [line] = lines(What.RESET)
    assert (line.officer, line.by, line.address) == (owner, None, None)
    assert "dòng lệnh trên máy chủ" in client_for(secretary).get(EVERY_LOG).content.decode()
    [letter] = mail.outbox
    assert "người quản trị máy chủ đã đặt lại mật khẩu tài khoản hau-giang" in letter.body
    owner.refresh_from_db()
    assert owner.must_change_password


def test_account_made_at_the_console_is_a_line(administrator, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
    names = {"username": "moi", "role": "administrator"}
    call_command("createsuperuser", interactive=False, verbosity=0, **names)
    [line] = lines(What.CREATED)
    assert line.officer is not None
    assert (line.officer.username, line.by, line.details) == ("moi", None, "Quản trị hệ thống")


def test_every_command_that_sets_a_password_is_ours():
    commands = Path(auth.__file__).parent / "management/commands"
    setting = {
        path.stem for path in commands.glob("*.py") if re.search("set_password|superuser", path.read_text())
    }
    assert setting == {"changepassword", "createsuperuser"}
    assert {get_commands()[name] for name in setting} == {"provinces"}


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_change_of_role_post_or_state_is_a_line(owner, administrator, client_for, cluster, hau_giang):
    client, url = client_for(administrator), reverse("admin:provinces_officer_change", args=[owner.pk])
    data = {"username": "hau-giang", "is_active": "on", "role": "leader", "province": hau_giang.pk}
    assert client.post(url, data | seen_on(client, url)).status_code == 302
    assert client.post(url, data | seen_on(client, url)).status_code == 302, "nothing changes: no line"
    term = {"cluster": cluster.pk, "officer": owner.pk, "post": Term.Post.HEAD, "year": "2023"}
    assert client.post(reverse("admin:provinces_term_add"), term).status_code == 302
    closed = {name: value for name, value in data.items() if name != "is_active"}
    assert client.post(url, closed | seen_on(client, url)).status_code == 302
    before, after = "Cán bộ nhập liệu, Hậu Giang", "Lãnh đạo Liên minh HTX tỉnh, Hậu Giang"
    details = [line.details for line in lines(What.RIGHTS)]
    assert details[0] == f"{before} → {after}"
    assert details[1].endswith("2023")
    assert details[2] == f"{after} → {after} (đã khóa)"
    assert {line.by for line in lines(What.RIGHTS)} == {administrator}


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("198.51.100.9", "203.0.113.7", "198.51.100.9"),  # nobody but our own web server is believed
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("", "", None),
    ],
)
def test_address(remote, forwarded, address, rf):
    request = rf.get("/", REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded})
    assert Origin.of(request).address == address


def test_device_in_plain_words():
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1"
    assert device(CHROME) == "Chrome trên Windows"
    assert device(f"{CHROME} Edg/120.0") == "Edge trên Windows"
    assert device(phone) == "Safari trên iPhone"
    assert device("") == device("x" * 5000) == "không rõ"

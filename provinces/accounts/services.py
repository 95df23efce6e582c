"""The log of the accounts, and what their owners are told."""

import datetime as dt
import logging
from contextlib import suppress
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provinces.accounts.models import AccessEntry, FormerProvince, Officer
from provinces.accounts.origin import Origin
from vietnamese.dates import format_date

What = AccessEntry.What

KEPT_FOR = dt.timedelta(days=2 * 365)
# Refused attempts of an hour from one place are one line, and an account gets no more such lines a day than
# this: whoever guesses passwords cannot fill the database.
TOGETHER = dt.timedelta(hours=1)
MOST_REFUSED_A_DAY = 50

logger = logging.getLogger(__name__)


def log_access(
    what: What,
    officer: Officer,
    request: HttpRequest | None,
    *,
    by: Officer | None = None,
    details: str = "",
) -> AccessEntry:
    """Add a line; without a request it was a command at the server's console, and nobody knows by whom."""
    AccessEntry.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    with translation.override("vi"):  # it is read by others, and grouped by the device's name
        origin = Origin.of(request)
    return AccessEntry.objects.create(
        what=what,
        officer=officer,
        by=by or (officer if request else None),
        address=origin.address,
        device=origin.device,
        details=details[:400],
    )


@transaction.atomic
def log_refused(username: str, request: HttpRequest) -> AccessEntry:
    """Log a refused login. The name itself is not kept if no account has it: it may be a password."""
    officer = None
    with suppress(Officer.DoesNotExist):
        named = Officer.objects.get_by_natural_key(username)
        officer = Officer.objects.select_for_update().get(pk=named.pk)
    now = timezone.now()
    with translation.override("vi"):
        origin = Origin.of(request)
    refused = AccessEntry.objects.filter(officer=officer, what=What.REFUSED)
    entry = refused.filter(at__gt=now - TOGETHER, address=origin.address, device=origin.device).first()
    today = refused.filter(at__gt=now - dt.timedelta(days=1))
    if entry is None and today.count() >= MOST_REFUSED_A_DAY:
        # What is too much for a line each is counted together, beside no address: it would be another's.
        origin = Origin()
        entry = today.filter(address=None, device="").first()
    if entry is None:
        return AccessEntry.objects.create(
            what=What.REFUSED, officer=officer, at=now, address=origin.address, device=origin.device
        )
    AccessEntry.objects.filter(pk=entry.pk).update(times=F("times") + 1)
    return entry


def log_created(officer: Officer, request: HttpRequest | None, *, by: Officer | None) -> None:
    with translation.override("vi"):
        log_access(What.CREATED, officer, request, by=by, details=officer.title)


def log_rights(
    officer: Officer, request: HttpRequest | None, *, by: Officer, before: str, after: str
) -> None:
    log_access(What.RIGHTS, officer, request, by=by, details=f"{before} → {after}")


def rights_in_words(officer: Officer) -> str:
    """`Cán bộ nhập liệu, Cần Thơ (đến 30/6/2025)`, in the log's language."""
    with translation.override("vi"):
        title = officer.dated_title
        return title if officer.is_active else _("%s (đã khóa)") % title


def move_account(*, account: Officer, to: int, by: Officer, request: HttpRequest | None) -> None:
    """Let the account go on for the province, a key, into which its own merged; its log says so."""
    before = rights_in_words(account)
    if account.province is not None and account.province.ended_on is not None:
        FormerProvince.objects.get_or_create(
            officer=account, province=account.province, defaults={"until": account.province.ended_on}
        )
    account.province_id = to
    account.save(update_fields=["province"])
    log_rights(account, request, by=by, before=before, after=rights_in_words(account))


def close_account(*, account: Officer, by: Officer, request: HttpRequest | None) -> None:
    before = rights_in_words(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    log_rights(account, request, by=by, before=before, after=rights_in_words(account))


def record_new_password(officer: Officer, request: HttpRequest | None, *, by: Officer | None) -> None:
    """Log a password that was just set. One that its owner chose need not be changed; else tell the owner."""
    if by == officer:
        officer.must_change_password = False
        officer.save(update_fields=["must_change_password"])
        log_access(What.CHANGED, officer, request)
        return
    entry = log_access(What.RESET, officer, request, by=by)
    if officer.email:
        transaction.on_commit(partial(_tell_owner, entry))


def _tell_owner(entry: AccessEntry) -> None:
    officer = entry.officer
    if officer is None:
        return
    with translation.override("vi"):
        subject = _("Mật khẩu tài khoản %s vừa được người khác đặt lại") % officer.username
        body = _(
            "Kính gửi %(name)s,\n\n"
            "Lúc %(time)s, %(who)s đã đặt lại mật khẩu tài khoản %(username)s. Lần đăng nhập tới, hệ thống "
            "yêu cầu đổi mật khẩu này trước khi làm việc khác. Nếu không phải do ông (bà) đề nghị, xin báo "
            "ngay cho quản trị hệ thống của Cụm.\n"
        ) % {
            "name": officer,
            "time": f"{timezone.localtime(entry.at):%H:%M}, {format_date(entry.at)}",
            "who": entry.by or _("người quản trị máy chủ"),
            "username": officer.username,
        }
    try:
        send_mail(subject, body, None, [officer.email])
    except (OSError, ValueError):  # the page tells the owner anyway
        logger.exception("The mail about a new password could not be sent to account %s.", officer.pk)

"""Remind officers of their duties by mail; safe to run twice, and at the same time."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from figures.duties import wording
from figures.duties.duties import OWED_BY_PROVINCE, Duty, all_duties, owes
from figures.duties.models import Reminder
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster

DAYS = frozenset({7, 1, 0, -1, -3, -7})  # days left on which mails go out
RETRY_WITHIN = dt.timedelta(days=3)  # for failed mails
Key = tuple[str, int | None, int, str]  # subject, province, officer, kind
BUSY = dt.timedelta(minutes=10)  # another run may still be sending a mail that it began in this time


@dataclass(frozen=True)
class ReminderMail:
    duty: Duty
    officer: Officer
    cluster: Cluster | None  # of the site; None before it is entered
    day: dt.date  # earlier than `on` if it failed on that day
    on: dt.date

    @property
    def subject(self) -> str:
        with translation.override("vi"):
            left = wording.days_left(self.duty, self.on)
            return f"{wording.title(self.duty)}: {left.lower()}"

    @property
    def body(self) -> str:
        with translation.override("vi"):
            context = {
                "cluster": self.cluster,
                "officer": self.officer,
                "province_or_role": self.officer.province or self.officer.get_role_display(),
                "title": wording.title(self.duty),
                "last_day": wording.last_day(self.duty),
                "days_left": wording.days_left(self.duty, self.on).lower(),
                "details": wording.details(self.duty, self.on),
                "url": settings.SITE_URL + wording.address(self.duty),
            }
            return render_to_string("figures/duties/reminder.txt", context)


def reminder_mails(on: dt.date) -> list[ReminderMail]:
    """The mails of that day, and failed ones of the days before if the duty is still open."""
    mails = []
    officers = list(Officer.objects.filter(is_active=True).select_related("province").order_by("pk"))
    failed, cluster = _failed(on), Cluster.objects.first()
    with translation.override("vi"):  # some duties carry their texts
        duties = all_duties(on)
    for duty in duties:
        for officer in _recipients(duty, officers, on):
            if duty.days_left(on) in DAYS:
                mails.append(ReminderMail(duty, officer, cluster, on, on))
            elif day := failed.get(_key(duty, officer)):
                mails.append(ReminderMail(duty, officer, cluster, day, on))
    return mails


def _key(duty: Duty, officer: Officer) -> Key:
    return (duty.subject, duty.province.pk if duty.province else None, officer.pk, duty.kind)


def _recipients(duty: Duty, officers: Iterable[Officer], on: dt.date) -> list[Officer]:
    """The officers to remind of a duty.

    The cluster's duties are the secretary's. The head is reminded of them too once they are late, or from the
    start if there is no secretary; the deputy, if the head may not do them.
    """
    owing = [officer for officer in officers if owes(officer, duty)]
    if duty.owed_by is not None or duty.kind in OWED_BY_PROVINCE:
        return owing
    secretaries = [officer for officer in owing if officer.role == Officer.Role.SECRETARY]
    leads = [officer for pk in (duty.head, duty.deputy) for officer in owing if officer.pk == pk]
    is_late = duty.days_left(on) < 0
    return secretaries + leads[:1] if is_late or not secretaries else secretaries


def _failed(on: dt.date) -> dict[Key, dt.date]:
    recent = Reminder.objects.filter(day__gte=on - RETRY_WITHIN, day__lt=on).order_by("day")
    latest = {(r.subject, r.province_id, r.officer_id, r.kind): r for r in recent}
    return {key: reminder.day for key, reminder in latest.items() if reminder.sent_at is None}


def send_reminders(*, mails: Iterable[ReminderMail], report: Callable[[ReminderMail, str], None]) -> None:
    """Send each mail once, unless an earlier run sent it; the next run retries failed ones.

    A crash between sending and recording sends a mail twice: better than never.

    Args:
        mails: from `reminder_mails`; those to officers without an address are left out.
        report: called after each attempt with the mail and its error, or "" if it was sent.

    Raises:
        ImproperlyConfigured: if SITE_URL is not set, which every mail links to.
    """
    if not settings.SITE_URL:
        raise ImproperlyConfigured(
            "SITE_URL is not set, and every reminder links to the site. Set it to its address, "
            "for instance SITE_URL=https://cluster.example.vn."
        )
    for mail in mails:
        if not mail.officer.email:
            continue
        with transaction.atomic():
            reminder = _claim(mail)
            if reminder is not None:
                transaction.on_commit(partial(_deliver, mail, reminder, report))


def _claim(mail: ReminderMail) -> Reminder | None:
    """Store or take over the mail's row; None if it was sent, or another run is sending it."""
    now = timezone.now()
    reminder, is_new = Reminder.objects.get_or_create(
        subject=mail.duty.subject,
        province=mail.duty.province,
        officer=mail.officer,
        kind=mail.duty.kind,
        day=mail.day,
        defaults={"tried_at": now},
    )
    if is_new:
        return reminder
    reminder = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if reminder.sent_at is not None or (not reminder.failure and now - reminder.tried_at < BUSY):
        return None
    reminder.tried_at, reminder.failure = now, ""
    reminder.save(update_fields=["tried_at", "failure"])
    return reminder


def _deliver(mail: ReminderMail, reminder: Reminder, report: Callable[[ReminderMail, str], None]) -> None:
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.officer.email]).send()
    except (OSError, ValueError) as error:  # SMTP errors are OSErrors; an invalid address is a ValueError
        reminder.failure = f"{type(error).__name__}: {error}"[:300]
    else:
        reminder.sent_at = timezone.now()
    reminder.save(update_fields=["sent_at", "failure"])
    report(mail, reminder.failure)

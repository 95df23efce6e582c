"""Reminding by mail those who owe something; safe to run twice, and at once."""

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

from figures.duties import wording as duty_words
from figures.duties.duties import OWED_BY_PROVINCE, Duty, all_duties, owes
from figures.duties.models import Reminder
from provinces.accounts.models import Officer

DAYS = frozenset({7, 1, 0, -1, -3, -7})  # days left on which somebody is reminded
RETRY_WITHIN = dt.timedelta(days=3)  # a mail that failed is tried again for so long
Key = tuple[str, int | None, int, str]  # subject, province, officer, kind
BUSY = dt.timedelta(minutes=10)  # a mail begun so lately may still be on its way by another run


@dataclass(frozen=True)
class Letter:
    """One reminder to one officer; `day` is the day it is of, an earlier one where sending had failed."""

    duty: Duty
    officer: Officer
    day: dt.date
    on: dt.date

    @property
    def subject(self) -> str:
        with translation.override("vi"):
            left = duty_words.days_left(self.duty, self.on)
            return f"{duty_words.title(self.duty)}: {left.lower()}"

    @property
    def body(self) -> str:
        with translation.override("vi"):
            context = {
                "officer": self.officer,
                "place": self.officer.province or self.officer.get_role_display(),
                "what": duty_words.title(self.duty),
                "last_day": duty_words.last_day(self.duty),
                "left": duty_words.days_left(self.duty, self.on).lower(),
                "remarks": duty_words.details(self.duty, self.on),
                "url": settings.SITE_URL + duty_words.address(self.duty),
            }
            return render_to_string("figures/duties/reminder.txt", context)


def letters_of(on: dt.date) -> list[Letter]:
    """The reminders of that day, and those of the days before it that failed and are still owed."""
    letters = []
    people = list(Officer.objects.filter(is_active=True).select_related("province").order_by("pk"))
    failed = _failed(on)
    with translation.override("vi"):  # a duty may bring its words along
        duties = all_duties(on)
    for duty in duties:
        for officer in _reminded(duty, people, on):
            if duty.days_left(on) in DAYS:
                letters.append(Letter(duty, officer, on, on))
            elif day := failed.get(_key(duty, officer)):
                letters.append(Letter(duty, officer, day, on))
    return letters


def _key(duty: Duty, officer: Officer) -> Key:
    """What tells one thing owed by one officer from another."""
    return (duty.subject, duty.province.pk if duty.province else None, officer.pk, duty.kind)


def _reminded(duty: Duty, people: Iterable[Officer], on: dt.date) -> list[Officer]:
    """Who of those that owe it is written to.

    What the cluster owes is the secretary's; the head hears of it after its day, or from the beginning where
    there is no secretary. Where the head may not do it, the deputy stands in.
    """
    owing = [officer for officer in people if owes(officer, duty)]
    if duty.owed_by is not None or duty.kind in OWED_BY_PROVINCE:
        return owing
    secretaries = [officer for officer in owing if officer.role == Officer.Role.SECRETARY]
    leads = [officer for pk in (duty.head, duty.deputy) for officer in owing if officer.pk == pk]
    is_late = duty.days_left(on) < 0
    return secretaries + leads[:1] if is_late or not secretaries else secretaries


def _failed(on: dt.date) -> dict[Key, dt.date]:
    """The day of the latest reminder of each thing to each officer, where it was not sent."""
    recent = Reminder.objects.filter(day__gte=on - RETRY_WITHIN, day__lt=on).order_by("day")
    latest = {(r.subject, r.province_id, r.officer_id, r.kind): r for r in recent}
    return {key: reminder.day for key, reminder in latest.items() if reminder.sent_at is None}


def send_reminders(*, letters: Iterable[Letter], tell: Callable[[Letter, str], None]) -> None:
    """Sends each letter once, after what says so is stored.

    A letter that fails is recorded, and sent by the next run. A crash between sending and recording sends it
    a second time: twice is better than never.

    Args:
        letters: from `letters_of`; officers without an address are left out.
        tell: told of each letter what went wrong, or "" once it is sent; not of what was sent before.

    Raises:
        ImproperlyConfigured: if the address of the site, which every mail names, is not set.
    """
    if not settings.SITE_URL:
        raise ImproperlyConfigured(
            "SITE_URL is not set, and every reminder links to the site. Set it to its address, "
            "for instance SITE_URL=https://cluster.example.vn."
        )
    for letter in letters:
        if not letter.officer.email:
            continue
        with transaction.atomic():
            reminder = _claim(letter)
            if reminder is not None:
                transaction.on_commit(partial(_deliver, letter, reminder, tell))


def _claim(letter: Letter) -> Reminder | None:
    """The letter's row, taken by this run; none if it was sent, or another run is about to."""
    now = timezone.now()
    reminder, is_new = Reminder.objects.get_or_create(
        subject=letter.duty.subject,
        province=letter.duty.province,
        officer=letter.officer,
        kind=letter.duty.kind,
        day=letter.day,
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


def _deliver(letter: Letter, reminder: Reminder, tell: Callable[[Letter, str], None]) -> None:
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.officer.email]).send()
    except (OSError, ValueError) as error:  # SMTP's errors are OSErrors; an address may be unreadable
        reminder.failure = f"{type(error).__name__}: {error}"[:300]
    else:
        reminder.sent_at = timezone.now()
    reminder.save(update_fields=["sent_at", "failure"])
    tell(letter, reminder.failure)

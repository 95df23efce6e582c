import datetime as dt
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from figures.duties.duties import unassigned_duties
from figures.duties.reminders import ReminderMail, reminder_mails, send_reminders
from figures.duties.wording import title


class Command(BaseCommand):
    help = (
        "Mails provinces and cluster what they owe: 7 days and 1 day before the last day, on it, and 1, 3 "
        "and 7 days after it. Safe to run twice a day; what failed is tried again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="as if on that day, 2023-07-05")
        parser.add_argument("--dry-run", action="store_true", help="only say who would be reminded")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        mails = reminder_mails(on)
        without_email = {mail.officer.username: mail.officer for mail in mails if not mail.officer.email}
        for username, officer in sorted(without_email.items()):
            self.stdout.write(f"no address: {username} ({officer.province or officer.title})")
        for duty in unassigned_duties(on):
            self.stdout.write(f"nobody to remind: {title(duty)} ({duty.province or 'the cluster'})")
        if options["dry_run"]:
            for mail in mails:
                if mail.officer.email:
                    self.stdout.write(f"would remind {mail.officer.username}: {mail.subject}")
            return
        failures: list[str] = []

        def report(mail: ReminderMail, failure: str) -> None:
            if failure:
                failures.append(mail.officer.username)
                self.stderr.write(f"failed {mail.officer.username}: {failure}")
            else:
                self.stdout.write(f"reminded {mail.officer.username}: {mail.subject}")

        try:
            send_reminders(mails=mails, report=report)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if failures:
            raise CommandError(f"{len(failures)} not sent; the next run tries again.")

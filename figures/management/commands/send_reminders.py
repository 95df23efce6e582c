import datetime as dt
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from figures.duties.duties import unassigned_duties
from figures.duties.reminders import Letter, letters_of, send_reminders
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
        letters = letters_of(on)
        officers = {letter.officer.username: letter.officer for letter in letters if not letter.officer.email}
        for username, officer in sorted(officers.items()):
            self.stdout.write(f"no address: {username} ({officer.province or officer.title})")
        for duty in unassigned_duties(on):
            self.stdout.write(f"nobody to remind: {title(duty)} ({duty.province or 'the cluster'})")
        if options["dry_run"]:
            for letter in letters:
                if letter.officer.email:
                    self.stdout.write(f"would remind {letter.officer.username}: {letter.subject}")
            return
        failures: list[str] = []

        def report(letter: Letter, failure: str) -> None:
            if failure:
                failures.append(letter.officer.username)
                self.stderr.write(f"failed {letter.officer.username}: {failure}")
            else:
                self.stdout.write(f"reminded {letter.officer.username}: {letter.subject}")

        try:
            send_reminders(letters=letters, tell=report)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if failures:
            raise CommandError(f"{len(failures)} not sent; the next run tries again.")

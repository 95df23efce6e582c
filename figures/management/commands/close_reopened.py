"""Every night: half-years that were reopened until yesterday, and in which nothing changed."""

from typing import Any

from django.core.management.base import BaseCommand

from figures.workflow import reopening as services


class Command(BaseCommand):
    help = "Has half-years whose reopening ended without a change count again as they were accepted."

    def handle(self, *args: Any, **options: Any) -> None:
        for submission in services.close_reopened():
            if options["verbosity"]:
                self.stdout.write(f"closed {submission.period.slug} {submission.province.slug}")

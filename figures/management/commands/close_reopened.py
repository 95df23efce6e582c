from typing import Any

from django.core.management.base import BaseCommand

from figures.workflow.reopening import close_reopened


class Command(BaseCommand):
    help = "Has half-years whose reopening ended without a change count again as they were accepted."

    def handle(self, *args: Any, **options: Any) -> None:
        for submission in close_reopened():
            if options["verbosity"]:
                self.stdout.write(f"closed {submission.period.slug} {submission.province.slug}")

"""Every night: whether the history of every half-year is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from figures.history.verify import faults
from figures.models import Change


class Command(BaseCommand):
    help = "Verifies the chain of every half-year's history, and every row against its last entry."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"The history is not whole: {len(found)} faults.")
        if options["verbosity"]:
            self.stdout.write(f"{Change.objects.count()} entries, all as they were written")

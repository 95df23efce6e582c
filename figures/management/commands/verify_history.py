"""Every night: whether the history of every half-year is whole."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from figures.history import ends
from figures.history.models import Change
from figures.history.verify import faults


class Command(BaseCommand):
    help = "Verifies the chain of every half-year's history, and every row against its last entry."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ends",
            type=Path,
            help="a file that keeps where the chains end, to find the next time what was cut off meanwhile",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["ends"]
        now = ends.ends()
        found: list[str] = []
        try:
            if file is not None:
                found += ends.cut_off(ends.read(file))
            found += faults()
            if file is not None and not found:
                ends.write(file, now)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be used: {error}") from error
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"The history is not whole: {len(found)} faults.")
        if options["verbosity"]:
            self.stdout.write(f"{Change.objects.count()} entries, all as they were written")

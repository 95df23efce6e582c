from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from figures.history.ends import lost_entries, read_ends, stored_ends, write_ends
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
        ends = stored_ends()
        messages: list[str] = []
        try:
            if file is not None:
                messages += lost_entries(read_ends(file))
            messages += faults()
            if file is not None and not messages:
                write_ends(file, ends)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be used: {error}") from error
        for message in messages:
            self.stderr.write(message)
        if messages:
            raise CommandError(f"The history is not whole: {len(messages)} faults.")
        if options["verbosity"]:
            self.stdout.write(f"{Change.objects.count()} entries, all as they were written")

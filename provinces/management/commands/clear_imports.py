from typing import Any

from django.core.management.base import BaseCommand

from provinces.register_import.services import clear_imports


class Command(BaseCommand):
    help = "Removes files that were uploaded to be imported into the register more than seven days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        cleared = clear_imports()
        if options["verbosity"]:
            self.stdout.write(f"{cleared} imports removed")

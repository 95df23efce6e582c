"""Files of evidence that no row knows, left behind where the server stopped in the middle of an upload."""

from typing import Any

from django.core.management.base import BaseCommand

from emulation.evidence import storage
from emulation.evidence.models import Evidence


class Command(BaseCommand):
    help = "Removes files from the evidence folder, a day old or older, that belong to no evidence."

    def handle(self, *args: Any, **options: Any) -> None:
        """Removes them, and says how many."""
        found = list(storage.left_behind(set(Evidence.objects.values_list("stored", flat=True))))
        for name in found:
            storage.remove(name)
        if options["verbosity"]:
            self.stdout.write(f"{len(found)} files removed.")

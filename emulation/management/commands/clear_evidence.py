from typing import Any

from django.core.management.base import BaseCommand

from emulation.evidence import storage
from emulation.evidence.models import Evidence


class Command(BaseCommand):
    help = "Removes files that belong to no evidence, a day after their upload or their removal on the site."

    def handle(self, *args: Any, **options: Any) -> None:
        known_names = set(Evidence.objects.values_list("stored", flat=True))
        orphaned_names = list(storage.orphaned_names(known_names))
        for name in orphaned_names:
            storage.remove(name)
        if options["verbosity"]:
            self.stdout.write(f"{len(orphaned_names)} files removed.")

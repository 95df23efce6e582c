from typing import Any

from django.core.management.base import BaseCommand, CommandError

from provinces.register.handing_over import REGISTERS
from provinces.register.projection import differing


class Command(BaseCommand):
    help = "Names the organisations whose columns are not what their events say; writes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [organisation for kind in REGISTERS for organisation in differing(kind)]
        for organisation in found:
            self.stdout.write(f"{organisation._meta.model_name} {organisation.pk} {organisation}")
        if found:
            raise CommandError(f"{len(found)} organisations differ from their events")
        if options["verbosity"]:
            self.stdout.write("every organisation is what its events say")

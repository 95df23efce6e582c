from typing import Any

from django.core.management.base import BaseCommand

from web.repeated_requests.answer_once import clear_receipts


class Command(BaseCommand):
    help = "Removes receipts of requests that are older than a day."

    def handle(self, *args: Any, **options: Any) -> None:
        cleared = clear_receipts()
        if options["verbosity"]:
            self.stdout.write(f"{cleared} receipts removed")

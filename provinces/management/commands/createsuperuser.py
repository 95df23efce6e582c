"""Django's command, which also leaves a line in the log of the accounts."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from provinces.accounts.models import Officer
from provinces.accounts.services import log_created


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        superusers = Officer.objects.filter(is_superuser=True)
        before = list(superusers.values_list("pk", flat=True))
        super().handle(*args, **options)
        for officer in superusers.exclude(pk__in=before):
            log_created(officer, None, by=None)

"""Django's command, which also leaves a line in the log of the accounts."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword

from provinces.accounts.models import Officer
from provinces.accounts.services import record_new_password


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        options["username"] = options["username"] or getpass.getuser()
        message = super().handle(*args, **options)
        record_new_password(Officer.objects.get(username=options["username"]), None, by=None)
        return message

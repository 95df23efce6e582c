"""Create the demo of a checkout in a new database, with the clock stopped: it is always the same."""

import datetime as dt
import logging
import os
import sqlite3
import sys
from io import StringIO
from pathlib import Path
from typing import Any

NOW = dt.datetime(2026, 11, 16, 2, 30, tzinfo=dt.UTC)  # a Monday, 9:30 in Vietnam


def make_demo(checkout: Path, database: Path) -> list[str]:
    """Set up Django on the checkout, in this process, and fill the database; return the accounts' names."""
    os.environ |= {
        "DEMO": "1",
        "DEBUG": "",
        "SECRET_KEY": "protects-nothing-and-is-the-same-whenever-pages-are-compared",
        "DATABASE_URL": f"sqlite:///{database}",
        "EVIDENCE_ROOT": str(database.with_name("evidence")),
        "DJANGO_SETTINGS_MODULE": "emulation_cluster.settings",
    }
    os.chdir(checkout)  # noqa: TID251 - a process of its own
    sys.path[0] = str(checkout)
    logging.disable()  # we request refused pages on purpose
    _stop_clock()

    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Plain names instead of hashed ones, so that no files have to be collected.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    django.setup()
    call_command("demo", stdout=StringIO())

    from django.contrib.auth import get_user_model
    from django.db import connection

    names = list(get_user_model().objects.order_by("pk").values_list("username", flat=True))
    connection.close()
    return names


def _stop_clock() -> None:
    """Stop Django's clock and SQLite's; call it before importing models, which use `timezone.now`."""
    from django.db.backends.signals import connection_created
    from django.utils import timezone

    builtin = sqlite3.connect(":memory:", check_same_thread=False)

    def strftime(*arguments: Any) -> Any:
        values = [f"{NOW:%F %T}" if value == "now" else value for value in arguments]
        return builtin.execute(f"SELECT strftime({', '.join('?' * len(values))})", values).fetchone()[0]

    def replace_strftime(connection: Any, **_: Any) -> None:
        connection.connection.create_function("strftime", -1, strftime)

    timezone.now = lambda: NOW  # type: ignore[assignment]
    connection_created.connect(replace_strftime, weak=False)

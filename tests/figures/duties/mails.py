"""Sending the reminders of a day."""

import datetime as dt
from io import StringIO

from django.core.management import call_command


def run(on: dt.date, *words: str) -> str:
    """Run `send_reminders`; return its output."""
    out = StringIO()
    call_command("send_reminders", "--on", on.isoformat(), *words, stdout=out, stderr=out)
    return out.getvalue()

"""The rows of the load test, in a process with their database: `writers 30`, then `cells`."""

import io
import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_cluster.settings")
    django.setup()

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.test import Client

from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from provinces.accounts.models import Officer
from provinces.clusters.models import Province

PROVINCE, YEAR, HALF = "hau-giang", 2023, 2
PAGE = f"/entry/{YEAR}-H{HALF}/{PROVINCE}/"


def make_writers(number: int) -> list[str]:
    """Create the demo and that many officers of the province; return the keys of their sessions."""
    call_command("demo", verbosity=0, stdout=io.StringIO())
    province = Province.objects.get(slug=PROVINCE)
    sessions = []
    for index in range(number):
        officer = Officer.objects.create(
            username=f"writer-{index}", role=Officer.Role.ENTRY, province=province
        )
        client = Client()
        client.force_login(officer)
        assert isinstance(client.session, SessionStore)
        sessions.append(client.session.session_key)
    return sessions


def stored_cells() -> dict[str, tuple[str, int]]:
    """Code → (text, how often it was written)."""
    figures = Figure.objects.filter(
        submission__province__slug=PROVINCE, submission__period__year=YEAR, submission__period__half=HALF
    )
    return {f.indicator.code: (CellEntry.of(f).text, f.version) for f in figures.select_related("indicator")}


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    result = make_writers(int(arguments[0])) if command == "writers" else stored_cells()
    sys.stdout.write(json.dumps(result))

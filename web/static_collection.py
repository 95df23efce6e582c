"""Collect the static files only when they changed: hashing and compressing all takes half a minute."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MANIFEST, STAMP = "staticfiles.json", ".collected"
# Their versions decide how the collected files look, too.
WRITERS = ("django", "whitenoise")


def is_collected() -> bool:
    stamp = Path(settings.STATIC_ROOT) / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == _fingerprint()


def collect() -> None:
    stamp = Path(settings.STATIC_ROOT) / STAMP
    stamp.unlink(missing_ok=True)  # an interrupted run must not look complete
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(_fingerprint(), encoding="utf-8")


def _fingerprint() -> str:
    storage = settings.STORAGES["staticfiles"]["BACKEND"]
    digest = hashlib.sha256(" ".join([storage, *(f"{name} {version(name)}" for name in WRITERS)]).encode())
    for finder in get_finders():
        for name, source in sorted(finder.list([]), key=lambda file: file[0]):
            with source.open(name) as file:
                digest.update(f"\n{name} {hashlib.sha256(file.read()).hexdigest()}".encode())
    # A plain `collectstatic` of another version rewrites the manifest but not the stamp.
    manifest = Path(settings.STATIC_ROOT) / MANIFEST
    digest.update(manifest.read_bytes() if manifest.is_file() else b"")
    return digest.hexdigest()

"""Collects the static files when they changed: hashing and compressing all of them takes half a minute."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MANIFEST, STAMP = "staticfiles.json", ".collected"
# What else decides how the collected files look.
WRITERS = ("django", "whitenoise")


def is_collected() -> bool:
    """Whether STATIC_ROOT holds what would be collected now."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == _fingerprint()


def collect() -> None:
    """Collect the static files, and keep a fingerprint of them beside them."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    stamp.unlink(missing_ok=True)  # whoever breaks this off leaves nothing that looks complete
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(_fingerprint(), encoding="utf-8")


def _fingerprint() -> str:
    """Of all sources by content, of the packages that write, and of the manifest that they wrote.

    The manifest is in it because a plain `collectstatic` of another version knows nothing of the stamp.
    """
    storage = settings.STORAGES["staticfiles"]["BACKEND"]
    digest = hashlib.sha256(" ".join([storage, *(f"{name} {version(name)}" for name in WRITERS)]).encode())
    for finder in get_finders():
        for name, source in sorted(finder.list([]), key=lambda found: found[0]):
            with source.open(name) as file:
                digest.update(f"\n{name} {hashlib.sha256(file.read()).hexdigest()}".encode())
    manifest = Path(settings.STATIC_ROOT) / MANIFEST
    digest.update(manifest.read_bytes() if manifest.is_file() else b"")
    return digest.hexdigest()

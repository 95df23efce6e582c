"""The private folder of the files, which no web server serves, under names that nobody outside sees.

A file lies there before its row is committed and goes after its row is gone: a row never lacks its file. What
a crash leaves behind between the two is cleared away by `manage.py clear_evidence`.
"""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

_NAME = re.compile(r"[0-9a-f]{32}")
_OLD_ENOUGH = 24 * 60 * 60  # seconds; no upload lasts a day


def keep(data: bytes) -> str:
    """Writes the file to the disk and says under which name."""
    name = uuid4().hex
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Neither readable by others nor to be started by anybody.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return name


def open_kept(name: str) -> BinaryIO:
    """The file, for reading.

    Raises:
        FileNotFoundError: if it is not there.
    """
    return _path(name).open("rb")


def remove(name: str) -> None:
    """Removes the file, if it is still there."""
    _path(name).unlink(missing_ok=True)


def left_behind(known: set[str]) -> Iterator[str]:
    """The names of files, a day old or older, that no row knows."""
    for path in Path(settings.EVIDENCE_ROOT).glob("??/*"):
        is_old = path.stat().st_mtime < time.time() - _OLD_ENOUGH
        if _NAME.fullmatch(path.name) and path.name not in known and is_old:
            yield path.name


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path(settings.EVIDENCE_ROOT) / name[:2] / name

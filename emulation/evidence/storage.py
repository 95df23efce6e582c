"""The private folder of the files, under random names; no web server serves it.

A file is written before its row is committed, and stays for a day after its row is gone, so no row lacks its
file: neither here nor in a backup that copies the files within a day after the database.
`manage.py clear_evidence` removes what no row names.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

_NAME = re.compile(r"[0-9a-f]{32}")
_OLD_ENOUGH = 24 * 60 * 60  # seconds; no upload and no backup lasts a day


def save(data: bytes) -> str:
    name = uuid4().hex
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Nobody else may read it, and nobody may execute it.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return name


def open_file(name: str) -> BinaryIO:
    return _path(name).open("rb")


def remove(name: str) -> None:
    _path(name).unlink(missing_ok=True)


def release(name: str) -> None:
    """Let `clear_evidence` remove the file, a day from now."""
    with suppress(FileNotFoundError):
        os.utime(_path(name))


def orphaned_names(known_names: set[str]) -> Iterator[str]:
    for path in Path(settings.EVIDENCE_ROOT).glob("??/*"):
        is_old = path.stat().st_mtime < time.time() - _OLD_ENOUGH
        if _NAME.fullmatch(path.name) and path.name not in known_names and is_old:
            yield path.name


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return Path(settings.EVIDENCE_ROOT) / name[:2] / name

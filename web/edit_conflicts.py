"""Two people, or two tabs, edit the same thing: the second save is refused before it overwrites the first.

Whatever can be edited has a `version` that changes with every save: a counting column, or a fingerprint of
what is stored. A page carries the version it showed (`web.versioned_forms`); the service compares the two
under its lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2s
from typing import Protocol

from django.utils.translation import gettext as _

from web.refusals import RefusedError, who_and_when


class Versioned(Protocol):
    @property
    def version(self) -> str | int: ...


@dataclass(frozen=True)
class Snapshot:
    """What has no row of its own that could carry a version: a list, a rule, a ring."""

    version: str

    @classmethod
    def of(cls, values: Iterable[object]) -> "Snapshot":
        return cls(fingerprint(values))


class EditConflictError(RefusedError):
    """Somebody saved after the page was opened; `stored` is what is stored now."""

    def __init__(self, stored: Versioned) -> None:
        super().__init__(_sentence(stored))
        self.stored = stored


def _sentence(stored: Versioned) -> str:
    by, at = getattr(stored, "changed_by", None), getattr(stored, "changed_at", None)
    if not by or not at:
        return _("Nội dung đã thay đổi sau khi trang này được mở. Xem lại rồi bấm lại.")
    return _(
        "Nội dung đã thay đổi sau khi trang này được mở (%(who)s, lúc %(time)s ngày %(day)s). Xem lại rồi "
        "bấm lại."
    ) % who_and_when(by, at)


def fingerprint(values: Iterable[object]) -> str:
    """A version for rows without a counting column."""
    return blake2s("\x1f".join(map(str, values)).encode(), digest_size=8).hexdigest()


def require_unchanged(stored: Versioned, seen: str | int | None) -> None:
    """Raise EditConflictError if the row changed since the page showed it.

    Args:
        stored: the row, read under the lock.
        seen: the version the page carried; "" if it carried none, which is refused too; None for callers
            without a page, such as commands.
    """
    if seen is not None and str(seen) != str(stored.version):
        raise EditConflictError(stored)

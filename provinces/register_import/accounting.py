"""What becomes of the lines of a file: each ends as exactly one outcome, and the sum says so."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from vietnamese.numbers import format_number


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBLE = "double"  # suspected: the officer says which it is
    WRONG = "wrong"
    STALE = "stale"  # the register changed between preview and writing


WRITTEN = (Kind.NEW, Kind.CHANGED)
REFUSED = (Kind.DOUBLE, Kind.WRONG, Kind.STALE)


@dataclass
class Outcome:
    """What becomes of one line.

    Attributes:
        pk: of the organisation that the line is about, if it is stored.
        version: of that organisation, as the preview saw it.
        reasons: column key ("" for the line) and sentence, if it is refused.
        changes: heading, before and after.
        values: as `facts.stored_form` has them, of what is to be written.
    """

    kind: Kind
    pk: int | None = None
    version: str = ""
    reasons: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def loaded(cls, stored: list[Any]) -> "Outcome":
        return cls(Kind(stored[0]), *stored[1:])

    @property
    def stored(self) -> list[Any]:
        return [self.kind, self.pk, self.version, self.reasons, self.changes, self.values]


def counted(kinds: "Counter[str]") -> dict[str, int]:
    return {kind.value: kinds[kind] for kind in Kind if kinds[kind]}


def sentence(counts: Mapping[str, int], *, written: bool = False) -> str:
    """The sum: "50.000 dòng: 48.000 mới, 1.500 thay đổi, 400 không đổi, 60 nghi trùng, 40 lỗi."."""
    texts = {
        Kind.NEW: _("%s đã thêm") if written else _("%s mới"),
        Kind.CHANGED: _("%s đã cập nhật") if written else _("%s thay đổi"),
        Kind.SAME: _("%s không đổi"),
        Kind.DOUBLE: _("%s nghi trùng"),
        Kind.WRONG: _("%s lỗi"),
        Kind.STALE: _("%s đã đổi sau khi xem trước"),
    }
    if not counts:
        return _("Tệp không có dòng nào dưới dòng tiêu đề; ghi mỗi đơn vị một dòng rồi nhập lại.")
    terms = [text % format_number(counts[kind]) for kind, text in texts.items() if counts.get(kind)]
    total = format_number(sum(counts.values()))
    return _("%(total)s dòng: %(terms)s.") % {"total": total, "terms": ", ".join(terms)}

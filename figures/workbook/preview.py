"""What an uploaded form would change, cell by cell, and its way through the confirmation and back."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from figures.cells import Entry
from figures.models import Figure, Indicator, Submission
from figures.services import Conflict
from figures.sheet_source import closed_cells
from figures.workbook.labels import state_labels
from figures.workbook.reader import FileCell, Filled
from provinces.models import Officer

_SALT = "figures.workbook"
_LONGEST_WAIT = 8 * 60 * 60  # seconds from the preview to its confirmation: a working day


@dataclass(frozen=True)
class Change:
    """One thing about a cell that differs."""

    what: str
    stored: str
    new: str


@dataclass(frozen=True)
class Difference:
    """One line of the preview."""

    indicator: Indicator
    address: str
    changes: tuple[Change, ...]
    problem: str
    has_formula: bool
    conflict: Conflict | None
    stored: Entry
    is_closed: bool = False  # the half-year came back for other cells

    @property
    def anchor(self) -> str:
        return self.indicator.code.replace(".", "-")


def differences(filled: Filled, submission: Submission) -> list[Difference]:
    """What would change if all of the file were written, in the order of the form."""
    figures = submission.figures.select_related("changed_by") if submission.pk else ()
    stored = {figure.indicator_id: figure for figure in figures}
    found = []
    for indicator in Indicator.objects.asked_in(submission.period.slug).entered():
        cell = filled.cells.get(indicator.code)
        if cell is None:
            continue
        figure = stored.get(indicator.pk)
        before = Entry.of(figure)
        if not cell.problem and _same(before, cell.entry):
            continue
        conflict = None
        if figure is not None and before.fingerprint != filled.seen[indicator.code]:
            conflict = Conflict(before, figure.changed_by, figure.changed_at)
        found.append(
            Difference(
                indicator,
                f"{filled.sheet}!{cell.address}",
                _changes(before, cell.entry),
                cell.problem,
                cell.has_formula,
                conflict,
                before,
            )
        )
    closed = closed_cells(
        submission, {d.indicator.code: filled.cells[d.indicator.code].entry for d in found if not d.problem}
    )
    return [replace(d, is_closed=d.indicator in closed) for d in found]


def ready(filled: Filled, found: Collection[Difference]) -> dict[str, Entry]:
    """The entries to write: all that can be read, is open, and was not changed by somebody else meanwhile."""
    return {
        d.indicator.code: filled.cells[d.indicator.code].entry
        for d in found
        if not d.problem and not d.is_closed and d.conflict is None
    }


def packed(filled: Filled, found: Collection[Difference], submission: Submission, officer: Officer) -> str:
    """The differences, signed, as the preview carries them: nothing is kept on the server."""
    cells = {d.indicator.code: asdict(filled.cells[d.indicator.code]) for d in found}
    content = {
        "of": _owner(submission, officer),
        "sheet": filled.sheet,
        "cells": cells,
        "seen": {code: filled.seen[code] for code in cells},
        "shown": {d.indicator.code: d.stored.fingerprint for d in found},
    }
    return signing.dumps(content, salt=_SALT, compress=True)


def unpacked(text: str, submission: Submission, officer: Officer) -> tuple[Filled, dict[str, str]]:
    """The file of a preview, and the fingerprints of what the preview showed as stored.

    Raises:
        signing.BadSignature: if it is not what this officer was shown for this half-year, or too old.
    """
    content: dict[str, Any] = signing.loads(text, salt=_SALT, max_age=_LONGEST_WAIT)
    if content["of"] != _owner(submission, officer):
        raise signing.BadSignature("another officer's, or of another half-year")
    cells = {
        code: FileCell(**(cell | {"entry": Entry(**cell["entry"])}))
        for code, cell in content["cells"].items()
    }
    return Filled(content["sheet"], cells, content["seen"]), content["shown"]


def over(filled: Filled, taken: Collection[str], shown: dict[str, str]) -> Filled:
    """The file, its taken cells going over what the preview showed, and over nothing newer."""
    seen = {code: shown.get(code, mark) if code in taken else mark for code, mark in filled.seen.items()}
    return replace(filled, seen=seen)


def _owner(submission: Submission, officer: Officer) -> list[Any]:
    return [submission.period.slug, submission.province.slug, officer.pk]


def _same(before: Entry, after: Entry) -> bool:
    """Whether nothing but the spelling of the number differs."""
    if (before.note, before.explanation, before.is_estimate) != (
        after.note,
        after.explanation,
        after.is_estimate,
    ):
        return False
    return before.read() == after.read()


def _changes(before: Entry, after: Entry) -> tuple[Change, ...]:
    pairs = (
        (_("Số liệu"), _shown(before), _shown(after)),
        (_("Ghi chú"), before.note, after.note),
        (_("Giải trình"), before.explanation, after.explanation),
        (_("Số ước"), _yes_no(before.is_estimate), _yes_no(after.is_estimate)),
    )
    return tuple(Change(what, stored, new) for what, stored, new in pairs if stored != new)


def _shown(entry: Entry) -> str:
    if entry.state == Figure.Answer.NUMBER:
        return entry.text
    label = state_labels()[entry.state]
    return f"{label} ({entry.text})" if entry.text else label


def _yes_no(is_so: bool) -> str:
    return _("Có") if is_so else _("Không")

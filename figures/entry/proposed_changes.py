"""Changes to cells that come from a file, a pasted block or an undo; signed so that a page can carry them."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core import signing

from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from provinces.accounts.models import Officer

PREVIEW, UNDO = "preview", "undo"
# A key of its own beside indicator codes and names of texts: whether all figures are estimates.
BASIS = "is_estimate"
_MAX_AGE = 8 * 60 * 60  # seconds: a working day


@dataclass(frozen=True)
class ProposedCell:
    """A proposed answer of one cell; `problem` says why it cannot be written."""

    position: str  # in its source, as the preview shows it
    entry: CellEntry
    problem: str = ""
    has_formula: bool = False
    readings: tuple[CellEntry, ...] = ()  # what it may mean, for the user to choose
    is_asked_above: bool = False  # by a question about the whole block


@dataclass(frozen=True)
class ProposedChanges:
    """Cells by indicator code, texts by name, and `BASIS`, of whose entry only is_estimate counts.

    `seen` has the fingerprint of what was stored for each of them when the proposal was made, so that
    confirming it overwrites nobody unseen; also of cells that an open question may still propose.
    """

    cells: Mapping[str, ProposedCell] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)

    def only(self, codes: Collection[str]) -> "ProposedChanges":
        return replace(self, cells={code: cell for code, cell in self.cells.items() if code in codes})

    def seen_with(self, earlier: "ProposedChanges") -> "ProposedChanges":
        """The same changes, read again for somebody who saw the earlier ones."""
        return replace(self, seen={**self.seen, **earlier.seen})

    def choosing(self, chosen: Mapping[str, CellEntry]) -> "ProposedChanges":
        """The same changes, with the chosen readings by code instead of what is unclear."""
        cells = dict(self.cells)
        for code, entry in chosen.items():
            if code in cells and entry in cells[code].readings:
                cells[code] = replace(cells[code], entry=entry, problem="", readings=())
        return replace(self, cells=cells)

    def is_as_shown(self, shown: "ProposedChanges") -> bool:
        """Whether all answers that could be written as shown are still the same."""
        return all(
            code in self.cells
            and not self.cells[code].problem
            and self.cells[code].entry.read() == cell.entry.read()
            for code, cell in shown.cells.items()
            if not cell.problem
        )

    def overwriting(self, codes: Collection[str], shown: Mapping[str, str]) -> "ProposedChanges":
        """The same changes; these cells may overwrite what the page showed, but nothing newer."""
        seen = {
            code: shown.get(code, fingerprint) if code in codes else fingerprint
            for code, fingerprint in self.seen.items()
        }
        return replace(self, seen=seen)


def dump_signed(
    proposed: ProposedChanges,
    shown: Mapping[str, str],
    submission: Submission,
    officer: Officer,
    purpose: str = PREVIEW,
) -> str:
    """Sign changes for a page to carry: the server stores none that nobody confirms.

    Args:
        proposed: the changes.
        shown: fingerprints of what the page shows as stored.
        submission: the half-year.
        officer: the only one who may send them back.
        purpose: PREVIEW or UNDO; one cannot be sent as the other.
    """
    content = {
        "of": _owner(submission, officer),
        "cells": {code: _as_json(cell) for code, cell in proposed.cells.items()},
        "seen": dict(proposed.seen),
        "shown": dict(shown),
    }
    return signing.dumps(content, salt=_salt(purpose), compress=True)


def load_signed(
    text: str, submission: Submission, officer: Officer, purpose: str = PREVIEW
) -> tuple[ProposedChanges, dict[str, str]]:
    """Read the changes of a page, and the fingerprints of what it showed as stored.

    Raises:
        signing.BadSignature: if they are not what this officer was shown for this half-year, or too old.
    """
    content: dict[str, Any] = signing.loads(text, salt=_salt(purpose), max_age=_MAX_AGE)
    if content["of"] != _owner(submission, officer):
        raise signing.BadSignature("another officer's, or of another half-year")
    cells = {code: _from_json(cell) for code, cell in content["cells"].items()}
    return ProposedChanges(cells, content["seen"]), content["shown"]


# The keys stay: a page that is open during an update sends back what the version before signed.
def _as_json(cell: ProposedCell) -> dict[str, Any]:
    return {
        "place": cell.position,
        "entry": asdict(cell.entry),
        "problem": cell.problem,
        "has_formula": cell.has_formula,
        "readings": [asdict(entry) for entry in cell.readings],
        "is_asked_above": cell.is_asked_above,
    }


def _from_json(content: dict[str, Any]) -> ProposedCell:
    return ProposedCell(
        content["place"],
        CellEntry(**content["entry"]),
        content["problem"],
        content["has_formula"],
        tuple(CellEntry(**entry) for entry in content.get("readings", ())),
        content.get("is_asked_above", False),
    )


def _salt(purpose: str) -> str:
    return f"figures.intake.{purpose}"


def _owner(submission: Submission, officer: Officer) -> list[Any]:
    return [submission.period.slug, submission.province.slug, officer.pk]

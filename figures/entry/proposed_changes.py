"""What is offered for cells of the form from outside, and its way through a page and back."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core import signing

from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from provinces.accounts.models import Officer

PREVIEW, UNDO = "preview", "undo"
# Beside the codes of indicators and the names of the texts: whether all figures are estimates.
BASIS = "is_estimate"
_LONGEST_WAIT = 8 * 60 * 60  # seconds from the page to its answer: a working day


@dataclass(frozen=True)
class ProposedCell:
    """What is offered for one cell: where it stands in its source, what it says, what is wrong with it."""

    place: str
    entry: CellEntry
    problem: str = ""
    has_formula: bool = False


@dataclass(frozen=True)
class ProposedChanges:
    """Cells by the indicator's code; texts by their name; `BASIS`, whose entry only says is_estimate.

    `seen` has the fingerprint of what stood in each of them when the offer was made, so that it overwrites
    nobody unseen.
    """

    cells: Mapping[str, ProposedCell] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)

    def of(self, codes: Collection[str]) -> "ProposedChanges":
        """The part of it that is about these cells, in its own order."""
        return ProposedChanges(
            {code: cell for code, cell in self.cells.items() if code in codes},
            {code: mark for code, mark in self.seen.items() if code in codes},
        )

    def over(self, taken: Collection[str], shown: Mapping[str, str]) -> "ProposedChanges":
        """The offer, its taken cells going over what the page showed, and over nothing newer."""
        seen = {code: shown.get(code, mark) if code in taken else mark for code, mark in self.seen.items()}
        return replace(self, seen=seen)


def dump_signed(
    offer: ProposedChanges,
    shown: Mapping[str, str],
    submission: Submission,
    officer: Officer,
    purpose: str = PREVIEW,
) -> str:
    """The offer, signed, as a page carries it: nothing is kept on the server of what nobody confirms.

    Args:
        offer: what to carry.
        shown: the fingerprints of what the page shows as stored.
        submission: whose cells they are.
        officer: who alone may answer with it.
        purpose: what the answer does; a preview cannot be sent as an undoing.
    """
    content = {
        "of": _owner(submission, officer),
        "cells": {code: asdict(cell) for code, cell in offer.cells.items()},
        "seen": dict(offer.seen),
        "shown": dict(shown),
    }
    return signing.dumps(content, salt=_salt(purpose), compress=True)


def load_signed(
    text: str, submission: Submission, officer: Officer, purpose: str = PREVIEW
) -> tuple[ProposedChanges, dict[str, str]]:
    """The offer of a page, and the fingerprints of what the page showed as stored.

    Raises:
        signing.BadSignature: if it is not what this officer was shown for this half-year, or too old.
    """
    content: dict[str, Any] = signing.loads(text, salt=_salt(purpose), max_age=_LONGEST_WAIT)
    if content["of"] != _owner(submission, officer):
        raise signing.BadSignature("another officer's, or of another half-year")
    cells = {
        code: ProposedCell(**(cell | {"entry": CellEntry(**cell["entry"])}))
        for code, cell in content["cells"].items()
    }
    return ProposedChanges(cells, content["seen"]), content["shown"]


def _salt(purpose: str) -> str:
    return f"figures.intake.{purpose}"


def _owner(submission: Submission, officer: Officer) -> list[Any]:
    return [submission.period.slug, submission.province.slug, officer.pk]

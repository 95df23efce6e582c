"""What is stored of an organisation, and what a line makes of it; nothing stored is touched."""

from dataclasses import dataclass, field
from typing import Any

from provinces.register.models import Organisation
from provinces.register_import.columns import OWN_FIGURES, ROW_FIELDS

Values = dict[str, Any]  # by column key


class LineRefusedError(Exception):
    """A line contradicts itself or what is stored.

    Attributes:
        column: key of the column to mend.
    """

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass
class Facts:
    """An organisation with its rows, as they are stored or would be."""

    row: Organisation
    events: list[Any] = field(default_factory=list)
    half_years: list[Any] = field(default_factory=list)
    fees: list[Any] = field(default_factory=list)


@dataclass
class Plan:
    """What a line makes of `facts`.

    Attributes:
        row: a copy with the new columns.
        changed: pairs of stored row (or None) and new row, of all parts.
    """

    facts: Facts
    row: Organisation
    events: list[Any]
    half_years: list[Any]
    fees: list[Any]
    changed: list[tuple[Any, Any]] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return not self.changed and all(
            getattr(self.row, name) == getattr(self.facts.row, name) for name in (*ROW_FIELDS, *OWN_FIGURES)
        )

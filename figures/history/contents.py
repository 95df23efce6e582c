"""Which tables and columns the history records.

By name, not by model: migrations install the triggers, and they do not know the current models.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from types import MappingProxyType

PREFIX = "figures_history"
ENTRIES = "figures_change"
# An entry's columns, in the order in which they are hashed.
COLUMNS = (
    "submission_id",
    "number",
    "at",
    "by_id",
    "what",
    "indicator_id",
    "step_id",
    "before",
    "after",
    "previous",
)
MOMENT = "%Y-%m-%d %H:%M:%S.%f"  # in UTC


class ValueKind(Enum):
    PLAIN = auto()
    NUMBER = auto()  # exact, as text
    FLAG = auto()
    MOMENT = auto()
    DAY = auto()


@dataclass(frozen=True)
class WatchedTable:
    """A table whose rows belong to half-years; most attributes name columns.

    Attributes:
        fixed: identify the row and must never change.
        who: the writer, recorded only if `version` grew with the write. Without that the writer is unknown.
        of_step: `submission` and `who` are columns of the step that the row belongs to.
        former: content of older entries, in columns that no longer exist.
    """

    table: str
    what: str
    submission: str
    fixed: tuple[str, ...]
    who: str
    content: Mapping[str, ValueKind]
    version: str = ""
    indicator: str = ""
    step: str = ""
    is_deletable: bool = False
    of_step: bool = False
    former: Mapping[str, ValueKind] = field(default_factory=dict)

    def submission_in(self, row: str) -> str:
        return self._column(row, self.submission)

    def writer_in(self, row: str) -> str:
        return self._column(row, self.who)

    def _column(self, row: str, name: str) -> str:
        if not self.of_step:
            return f"{row}.{name}"
        return f"(SELECT {name} FROM figures_step WHERE id = {row}.{self.step})"  # noqa: S608 - our own names

    def of_columns(self, columns: Container[str]) -> "WatchedTable":
        return replace(self, content={name: kind for name, kind in self.content.items() if name in columns})


CELL = WatchedTable(
    table="figures_figure",
    what="cell",
    submission="submission_id",
    indicator="indicator_id",
    fixed=("submission_id", "indicator_id"),
    who="changed_by_id",
    version="version",
    content=MappingProxyType(
        {
            "answer": ValueKind.PLAIN,
            "value": ValueKind.NUMBER,
            "typed": ValueKind.PLAIN,
            "note": ValueKind.PLAIN,
            "explanation": ValueKind.PLAIN,
            "is_estimate": ValueKind.FLAG,
            "is_illustrative": ValueKind.FLAG,
            "noted_for": ValueKind.PLAIN,
            "explained_for": ValueKind.PLAIN,
        }
    ),
    is_deletable=True,
    former=MappingProxyType({"estimated": ValueKind.NUMBER}),
)
REPORT = WatchedTable(
    table="figures_submission",
    what="report",
    submission="id",
    fixed=("id", "period_id", "province_id"),
    who="changed_by_id",
    version="version",
    content=MappingProxyType(
        {
            "state": ValueKind.PLAIN,
            "is_estimate": ValueKind.FLAG,
            "first_submitted_at": ValueKind.MOMENT,
            "submitted_by_id": ValueKind.PLAIN,
            "reopened_until": ValueKind.DAY,
            "difficulties": ValueKind.PLAIN,
            "causes": ValueKind.PLAIN,
            "solutions": ValueKind.PLAIN,
            "proposals": ValueKind.PLAIN,
        }
    ),
)
STEP = WatchedTable(
    table="figures_step",
    what="step",
    submission="submission_id",
    step="id",
    fixed=("id", "submission_id"),
    who="by_id",
    content=MappingProxyType(
        {
            "action": ValueKind.PLAIN,
            "at": ValueKind.MOMENT,
            "by_id": ValueKind.PLAIN,
            "from_state": ValueKind.PLAIN,
            "to_state": ValueKind.PLAIN,
            "reason": ValueKind.PLAIN,
        }
    ),
)
NAMED = WatchedTable(
    table="figures_namedcell",
    what="named",
    submission="submission_id",
    indicator="indicator_id",
    step="step_id",
    fixed=("id", "step_id", "indicator_id"),
    who="by_id",
    content=MappingProxyType({"reason": ValueKind.PLAIN}),
    of_step=True,
)
WATCHED = (REPORT, CELL, STEP, NAMED)

NEVER_MOVES = "This row stays in its half-year: the history follows it there."
NEVER_GOES = "Half-years and their steps are never deleted: the history follows them."
ONLY_ADDED = "The history is only ever added to."


@dataclass(frozen=True)
class Definition:
    """A trigger or its function; `text` is what the database returns for it once created."""

    name: str
    create: str
    drop: str
    text: str

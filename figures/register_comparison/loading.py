"""A half-year beside the register: each number with its count, and the organisations behind a term."""

from dataclasses import dataclass, field
from typing import Any

from figures.register_comparison.counts import KINDS, Named, asked_ledgers, named_events
from figures.register_comparison.models import CompleteRegister
from figures.register_comparison.services import complete_registers, differs
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row, Sheet
from figures.submissions.models import Submission
from figures.submissions.register_counts import CountedHalf


@dataclass(frozen=True)
class ComparedRow:
    row: Row
    named: tuple[Named, ...] = ()

    @property
    def gap(self) -> Any:
        """The typed number less the count; None while either is missing."""
        count = self.row.register_count
        if count is None or self.row.value is None:
            return None
        return self.row.value - count.value


@dataclass
class ComparedList:
    """One list of the province, with the cells that it counts."""

    ledger: str
    label: str
    complete: CompleteRegister | None
    asks: bool  # whether differences must be explained in this half-year
    rows: list[ComparedRow] = field(default_factory=list)
    differing: int = 0  # open cells whose whole count is not what stands in them


@dataclass(frozen=True)
class Comparison:
    sheet: Sheet
    lists: tuple[ComparedList, ...]
    is_illustrative: bool = False  # whether a list has made-up organisations


def load_comparison(submission: Submission, *, takes_counts: bool = False) -> Comparison:
    """What the page shows; `takes_counts` says whether its reader may write into the cells now."""
    sheet = load_sheet(submission, shows_counts=True)
    period = submission.period
    first_day = period.first_day_after(sheet.previous_period)
    complete = complete_registers(submission.province)
    asked = asked_ledgers(CountedHalf.of(period, sheet.previous_period, [submission.province_id]))
    lists = []
    for ledger, kind in KINDS.items():
        named = named_events(kind, ledger, [submission.province_id], first_day, period.cut_off_on)
        codes = codes_of(ledger)
        rows = [
            ComparedRow(row, tuple(named.get(row.indicator.code, ())))
            for row in sheet.entered
            if row.register_count and row.indicator.code.startswith(codes)
        ]
        said = complete.get(ledger)
        asks = ledger in asked
        label = str(CompleteRegister.Ledger(ledger).label)
        differing = sum(differs(compared.row) for compared in rows) if takes_counts else 0
        lists.append(ComparedList(ledger, label, said, asks, rows, differing))
    illustrative = {"province": submission.province_id, "is_illustrative": True}
    is_illustrative = any(kind._default_manager.filter(**illustrative).exists() for kind in KINDS.values())
    return Comparison(sheet, tuple(lists), is_illustrative)


def codes_of(ledger: str) -> tuple[str, ...]:
    """How the codes begin that the list counts."""
    return ("coop.", "alliance.") if ledger == CompleteRegister.Ledger.COOPERATIVES else (f"{ledger}.",)

"""A half-year beside the register: each number with its count, and the organisations behind a term."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from figures.register_comparison.counts import KINDS, flow_of
from figures.register_comparison.models import CompleteRegister
from figures.register_comparison.services import complete_registers, differs
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row, Sheet
from figures.submissions.models import Submission
from provinces.register.models import Organisation
from provinces.register.projection import related


@dataclass(frozen=True)
class Named:
    """An organisation that began or ended in the half-year: how, when, and by which decision."""

    organisation: Organisation
    event: Any


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


def load_comparison(submission: Submission, *, takes_counts: bool = False) -> Comparison:
    """What the page shows; `takes_counts` says whether its reader may write into the cells now."""
    sheet = load_sheet(submission)
    period = submission.period
    first_day = period.first_day_after(sheet.previous_period)
    complete = complete_registers(submission.province)
    lists = []
    for ledger, kind in KINDS.items():
        named = _named(kind, ledger, submission.province_id, first_day, period.cut_off_on)
        codes = codes_of(ledger)
        rows = [
            ComparedRow(row, tuple(named.get(row.indicator.code, ())))
            for row in sheet.entered
            if row.register_count and row.indicator.code.startswith(codes)
        ]
        said = complete.get(ledger)
        asks = said is not None and said.since <= period.cut_off_on
        label = str(CompleteRegister.Ledger(ledger).label)
        differing = sum(differs(compared.row) for compared in rows) if takes_counts else 0
        lists.append(ComparedList(ledger, label, said, asks, rows, differing))
    return Comparison(sheet, tuple(lists))


def codes_of(ledger: str) -> tuple[str, ...]:
    """How the codes begin that the list counts."""
    return ("coop.", "alliance.") if ledger == CompleteRegister.Ledger.COOPERATIVES else (f"{ledger}.",)


def _named(
    kind: type[Organisation], ledger: str, province: int, first: dt.date, last: dt.date
) -> Mapping[str, list[Named]]:
    """By code of a term: the organisations, in the order of days; in one query."""
    codes = {how: code for code, hows in flow_of(ledger).items() for how in hows}
    events = related(kind, "events")._default_manager.filter(
        kind__in=codes, happened_on__range=(first, last), organisation__province=province
    )
    named: dict[str, list[Named]] = defaultdict(list)
    for event in events.select_related("organisation").order_by("happened_on", "pk"):
        named[codes[event.kind]].append(Named(event.organisation, event))
    return named

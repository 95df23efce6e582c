"""The rows of the sheet that the entry page, the review page and the spreadsheet show."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator, Section
from figures.catalogue.ties import PartsSum, RollForward, affects
from figures.periods.models import Period
from figures.sheet.requested_corrections import OpenReturn, RequestedCorrection
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.cell_entries import CellEntry, TextRefusal
from figures.submissions.models import Figure, Step, Submission
from figures.submissions.reasons import Reason
from figures.submissions.register_counts import RegisterCount
from figures.submissions.revision import Revision
from figures.validation.findings import Finding, Severity
from provinces.clusters.models import Province


@dataclass(frozen=True)
class ExplanationSuggestion:
    """An explanation from an earlier half-year for the same cell and rule.

    `given_by` is the province that gave it, if this one was merged from it.
    """

    period: Period
    text: str
    given_by: Province | None = None

    @property
    def origin(self) -> str:
        return f"{self.period.label}, {self.given_by}" if self.given_by else self.period.label


@dataclass
class Row:
    indicator: Indicator
    figure: Figure | None
    entry: CellEntry
    note: Reason
    explanation: Reason
    # The cell as the cluster accepted it a half-year and a year before.
    previous: Cell | None
    year_ago: Cell | None
    findings: list[Finding] = field(default_factory=list)
    value: Decimal | None = None
    is_estimate: bool = False
    correction: RequestedCorrection | None = None
    remarks: Sequence[Step] = ()  # that wait for an answer, for officers who may give it
    # False where a return closed the cell (`figures.sheet.editable_cells`).
    is_open: bool = True
    # An opening that was entered before the half-year before was accepted: its closing has replaced it.
    is_replaced: bool = False
    # The definition changed since: the earlier number is shown, but does not compare.
    break_since_previous: SeriesBreak | None = None
    break_since_year_ago: SeriesBreak | None = None
    suggestion: ExplanationSuggestion | None = None
    refusals: Sequence[TextRefusal] = ()  # texts in the form that cannot be stored
    register_count: RegisterCount | None = None
    register_url: str = ""  # the organisations behind the number, for users who may read them

    @property
    def anchor(self) -> str:
        return self.indicator.anchor

    @property
    def is_computed(self) -> bool:
        return self.indicator.kind == Indicator.Kind.RATIO

    @property
    def is_opening(self) -> bool:
        return self.indicator.is_opening

    @property
    def is_indented(self) -> bool:
        role = self.indicator.ledger_role
        return self.indicator.part_of_id is not None or role in ("increase", "decrease")

    @property
    def answer(self) -> str:
        """Blank while the text in the cell is unclear."""
        answer, __, typed = self.entry.read()
        return Figure.Answer.BLANK if typed else answer

    @property
    def typed(self) -> str:
        return self.entry.read()[2]

    @property
    def change(self) -> Decimal | None:
        """In percent of the same half-year a year before."""
        return None if self.break_since_year_ago else self._change_from(self.year_ago)

    @property
    def change_since_previous(self) -> Decimal | None:
        """In percent of the half-year before."""
        return None if self.break_since_previous else self._change_from(self.previous)

    def _change_from(self, earlier: Cell | None) -> Decimal | None:
        before = earlier.value if earlier else None
        if any(finding.rule == "unit" for finding in self.findings):
            return None  # a percentage of a number in another unit says nothing
        return (self.value - before) / abs(before) * 100 if self.value is not None and before else None

    @property
    def revision(self) -> Revision | None:
        return Revision.of(self.figure)

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_blocking]

    @property
    def has_message(self) -> bool:
        # The row's state already says that a required cell is blank.
        has_finding = any(finding.rule != "required" for finding in self.findings)
        has_reason = self.explanation.text or self.earlier_note
        is_counted = self.register_count is not None and self.register_count.asks
        has_more = has_reason or self.revision or self.refusals or self.is_replaced or is_counted
        return bool(has_finding or self.correction or self.remarks or has_more)

    @property
    def questions(self) -> set[str]:
        return {f.question for f in self.findings if f.severity == Severity.SOFT}

    @property
    def needs_explanation(self) -> bool:
        return bool(self.questions)

    @property
    def unexplained(self) -> list[str]:
        return [f.question for f in self.findings if f.severity == Severity.SOFT and not f.is_explained]

    @property
    def standing_explanation(self) -> str:
        """The explanation if it answers a finding that is still there."""
        is_standing = len(self.unexplained) < len(self.questions)
        return self.explanation.text if is_standing else ""

    @property
    def earlier_explanation(self) -> str:
        """The explanation if it was given for another answer, or for a finding that is gone."""
        return "" if self.standing_explanation else self.explanation.text

    @property
    def earlier_note(self) -> str:
        return "" if self.note.goes_with(self.entry.key) else self.note.text

    @property
    def state(self) -> str:
        if any(f.severity == Severity.HARD and f.rule != "required" for f in self.findings):
            return "invalid"
        if any(f.severity == Severity.SOFT and f.is_blocking for f in self.findings):
            return "question"
        if any(f.severity == Severity.SOFT for f in self.findings):
            return "explained"
        if self.answer in (Figure.Answer.NOT_KNOWN, Figure.Answer.NOT_APPLICABLE):
            return self.answer
        return "filled" if self.answer == Figure.Answer.NUMBER else "blank"


@dataclass
class RowGroup:
    heading: str
    rows: list[Row]
    ledger: RollForward | None = None
    parts_sum: PartsSum | None = None
    sum_finding: Finding | None = None
    entered_opening: Row | None = None  # where a half-year without history enters the ledger's opening

    @property
    def anchor(self) -> str:
        return f"{self.rows[0].anchor}-line"


@dataclass
class SheetSection:
    section: Section
    groups: list[RowGroup]

    @property
    def rows(self) -> Iterator[Row]:
        for group in self.groups:
            yield from group.rows

    @property
    def entered(self) -> list[Row]:
        return [row for row in self.rows if not row.is_computed]

    @property
    def filled(self) -> int:
        return sum(row.answer != Figure.Answer.BLANK for row in self.entered if not row.is_replaced)

    @property
    def asked(self) -> int:
        return sum(not row.is_replaced for row in self.entered)

    @property
    def state(self) -> str:
        states = {row.state for row in self.rows}
        return "invalid" if "invalid" in states else "question" if "question" in states else ""


@dataclass(frozen=True)
class MergedHalf:
    """An earlier half-year in which other provinces stood for the territory; its numbers are their sums."""

    period: Period
    provinces: tuple[Province, ...]


@dataclass
class Sheet:
    submission: Submission
    sections: list[SheetSection]
    findings: list[Finding]
    previous_period: Period | None
    year_ago_period: Period | None
    open_return: OpenReturn | None = None
    merged: tuple[MergedHalf, ...] = ()

    @cached_property
    def rows(self) -> list[Row]:
        return [row for section in self.sections for row in section.rows]

    @cached_property
    def entered(self) -> list[Row]:
        return [row for row in self.rows if not row.is_computed]

    @property
    def asked(self) -> int:
        return sum(section.asked for section in self.sections)

    @property
    def filled(self) -> int:
        return sum(section.filled for section in self.sections)

    @property
    def estimates(self) -> int:
        return sum(row.is_estimate for row in self.entered)

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_blocking]

    def add_refusals(self, refusals: Mapping[str, Sequence[TextRefusal]]) -> None:
        for row in self.entered:
            row.refusals = refusals.get(row.indicator.code, ())

    def affected_rows(self, indicator: Indicator) -> list[Row]:
        return [row for row in self.rows if row.indicator == indicator or affects(indicator, row.indicator)]

    def groups_with(self, rows: Collection[Row]) -> list[RowGroup]:
        ids = {id(row) for row in rows}
        return [
            group
            for section in self.sections
            for group in section.groups
            if any(id(row) in ids for row in group.rows)
        ]

    @property
    def breaks(self) -> list[tuple[SeriesBreak, list[Indicator]]]:
        """The changes of definition since the earlier half-years, and the rows they are about."""
        broken: dict[SeriesBreak, list[Indicator]] = {}
        for row in self.rows:
            if crossed := row.break_since_year_ago or row.break_since_previous:
                broken.setdefault(crossed, []).append(row.indicator)
        return list(broken.items())

    @property
    def is_illustrative(self) -> bool:
        return any(row.figure is not None and row.figure.is_illustrative for row in self.rows)

    @property
    def shows_illustrative(self) -> bool:
        earlier = (cell for row in self.rows for cell in (row.previous, row.year_ago) if cell)
        return self.is_illustrative or any(cell.is_illustrative for cell in earlier)

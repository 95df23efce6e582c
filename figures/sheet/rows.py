"""A province's half-year as one sheet: every cell with what stood there before and what was found in it.

The entry page, the page of a province's cells and the review page present the same sheet.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property

from figures.catalogue.models import Indicator, Section
from figures.catalogue.ties import PartsSum, RollForward, bears_on
from figures.periods.models import Period
from figures.sheet.requested_corrections import OpenReturn, RequestedCorrection
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.submissions.revision import Revision
from figures.validation.findings import Finding, Severity


@dataclass(frozen=True)
class ExplanationSuggestion:
    """What the province wrote in an earlier half-year about the same cell and cause."""

    period: Period
    text: str


@dataclass
class Row:
    """One line of the sheet."""

    indicator: Indicator
    figure: Figure | None
    entry: CellEntry
    # What the cluster accepted for the same cell, the half-year before and the year before.
    previous: Cell | None
    year_ago: Cell | None
    findings: list[Finding] = field(default_factory=list)
    value: Decimal | None = None
    is_estimate: bool = False
    asked: RequestedCorrection | None = None
    # Whether it takes figures, in a half-year that takes any (`figures.sheet.editable_cells`).
    is_open: bool = True
    offer: ExplanationSuggestion | None = None
    # The list of the register behind the number, for who may read it.
    register_url: str = ""

    @property
    def anchor(self) -> str:
        """The cell's id in the page: `coop-total`."""
        return self.indicator.code.replace(".", "-")

    @property
    def is_computed(self) -> bool:
        return self.indicator.kind == Indicator.Kind.RATIO

    @property
    def is_indented(self) -> bool:
        role = self.indicator.ledger_role
        return self.indicator.part_of_id is not None or role in ("increase", "decrease")

    @property
    def answer(self) -> str:
        """What stands in the form; none as long as what was typed is asked back."""
        answer, __, typed = self.entry.read()
        return Figure.Answer.BLANK if typed else answer

    @property
    def typed(self) -> str:
        """What was typed and is asked back."""
        return self.entry.read()[2]

    @property
    def change(self) -> Decimal | None:
        """Against the same half a year before, in percent."""
        before = self.year_ago.value if self.year_ago else None
        return (self.value - before) / abs(before) * 100 if self.value is not None and before else None

    @property
    def revision(self) -> Revision | None:
        """The estimate that was sent and the number in its place."""
        return Revision.of(self.figure)

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    @property
    def has_message(self) -> bool:
        """Whether anything stands under the row; that it is blank stands in its state already."""
        said = [finding for finding in self.findings if finding.rule != "required"]
        return bool(said or self.asked or self.entry.explanation or self.revision)

    @property
    def needs_explanation(self) -> bool:
        """Whether the page asks for, or shows, an explanation."""
        return any(f.severity == Severity.SOFT for f in self.findings) or bool(self.entry.explanation)

    @property
    def open_rules(self) -> list[str]:
        """The rules whose findings still want an explanation."""
        return [f.rule for f in self.findings if f.severity == Severity.SOFT and not f.is_explained]

    @property
    def explained_rules(self) -> set[str]:
        """The rules whose findings the explanation answers."""
        return {f.rule for f in self.findings if f.severity == Severity.SOFT and f.is_explained}

    @property
    def state(self) -> str:
        """The cell's state, for its sign and its word."""
        if any(f.severity == Severity.HARD and f.rule != "required" for f in self.findings):
            return "invalid"
        if any(f.severity == Severity.SOFT and f.blocks for f in self.findings):
            return "question"
        if any(f.severity == Severity.SOFT for f in self.findings):
            return "explained"
        if self.answer in (Figure.Answer.NOT_KNOWN, Figure.Answer.NOT_APPLICABLE):
            return self.answer
        return "filled" if self.answer == Figure.Answer.NUMBER else "blank"


@dataclass
class RowGroup:
    """Rows under one heading, and what their sum or their ledger says."""

    heading: str
    rows: list[Row]
    ledger: RollForward | None = None
    parts: PartsSum | None = None
    sum_finding: Finding | None = None

    @property
    def anchor(self) -> str:
        """The id of the line under its rows: `coop-total-line`."""
        return f"{self.rows[0].anchor}-line"


@dataclass
class SheetSection:
    """A section of the sheet with how far it is filled."""

    section: Section
    blocks: list[RowGroup]

    @property
    def rows(self) -> Iterator[Row]:
        for block in self.blocks:
            yield from block.rows

    @property
    def entered(self) -> list[Row]:
        return [row for row in self.rows if not row.is_computed]

    @property
    def filled(self) -> int:
        return sum(row.answer != Figure.Answer.BLANK for row in self.entered)

    @property
    def asked(self) -> int:
        return len(self.entered)

    @property
    def state(self) -> str:
        """The gravest state among the rows: invalid, question, or nothing."""
        states = {row.state for row in self.rows}
        return "invalid" if "invalid" in states else "question" if "question" in states else ""


@dataclass
class Sheet:
    """Everything that a page shows of one submission."""

    submission: Submission
    parts: list[SheetSection]
    findings: list[Finding]
    previous_period: Period | None
    year_ago_period: Period | None
    sent_back: OpenReturn | None = None

    @cached_property
    def rows(self) -> list[Row]:
        return [row for part in self.parts for row in part.rows]

    @cached_property
    def entered(self) -> list[Row]:
        return [row for row in self.rows if not row.is_computed]

    @property
    def asked(self) -> int:
        return len(self.entered)

    @property
    def filled(self) -> int:
        return sum(part.filled for part in self.parts)

    @property
    def estimates(self) -> int:
        """How many numbers are estimates."""
        return sum(row.is_estimate for row in self.entered)

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    def around(self, indicator: Indicator) -> list[Row]:
        """The rows whose value or findings this cell bears on, its own among them.

        They are what the catalogue ties together: a whole and its parts, a ledger, a limit, a ratio.
        """
        return [row for row in self.rows if row.indicator == indicator or bears_on(indicator, row.indicator)]

    def lines_of(self, rows: Collection[Row]) -> list[RowGroup]:
        """The blocks with any of these rows: what their line says may follow from them."""
        touched = {id(row) for row in rows}
        return [
            block
            for part in self.parts
            for block in part.blocks
            if any(id(row) in touched for row in block.rows)
        ]

    @property
    def is_illustrative(self) -> bool:
        return any(row.figure is not None and row.figure.is_illustrative for row in self.rows)

    @property
    def shows_illustrative(self) -> bool:
        """Whether anything on the page is illustrative, earlier periods included."""
        pasts = (past for row in self.rows for past in (row.previous, row.year_ago) if past)
        return self.is_illustrative or any(past.is_illustrative for past in pasts)

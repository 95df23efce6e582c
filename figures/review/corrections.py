"""What a province changed after a return or reopening."""

import datetime as dt
from dataclasses import dataclass

from figures.change_log.reading import cells_changed_since
from figures.sheet.requested_corrections import Response, latest_return, response_to
from figures.sheet.rows import Row, Sheet
from figures.submissions.models import Figure, Step, Submission
from provinces.accounts.models import Officer

State = Submission.State


@dataclass(frozen=True)
class Correction:
    row: Row
    before: Figure
    after: Figure
    by: Officer | None  # none if it was written outside the application
    at: dt.datetime
    response: Response
    reason: str

    @property
    def is_corrected(self) -> bool:
        return self.response == Response.CORRECTED


@dataclass(frozen=True)
class Corrections:
    """All corrections since a return or reopening, in the order of the form."""

    step: Step
    rows: list[Correction]

    @property
    def corrected(self) -> list[Correction]:
        return [correction for correction in self.rows if correction.is_corrected]

    @property
    def unchanged(self) -> list[Correction]:
        """The cells whose number stayed, with a new note or explanation."""
        return [correction for correction in self.rows if not correction.is_corrected]


def corrections_in(sheet: Sheet, *, for_cluster: bool) -> Corrections | None:
    """The changes since the latest return; none without a return or while nobody checks the half-year.

    Args:
        sheet: the half-year as it is now.
        for_cluster: ignore returns by the province's own leader.
    """
    submission = sheet.submission
    if submission.state not in (State.SUBMITTED, State.APPROVED):
        return None
    step = latest_return(submission, by_cluster=for_cluster)
    if step is None:
        return None
    reasons = {cell.indicator_id: cell.why for cell in step.cells.select_related("step")}
    rows = {row.indicator.pk: row for row in sheet.entered}
    return Corrections(
        step,
        [
            Correction(
                row=rows[change.indicator.pk],
                before=change.before or Figure(),
                after=change.after or Figure(),
                by=change.by,
                at=change.at,
                response=response_to(change),
                reason=reasons.get(change.indicator.pk, ""),
            )
            for change in cells_changed_since(submission, step)
            if change.indicator.pk in rows
        ],
    )

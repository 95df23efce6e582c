"""What the province changed after its half-year had come back, for who checks it again."""

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
    """A cell that is not as it was sent back; `by` is none where it was written past the application."""

    row: Row
    before: Figure
    after: Figure
    by: Officer | None
    at: dt.datetime
    reply: Response
    reason: str

    @property
    def is_corrected(self) -> bool:
        """Whether its number is another; otherwise something was written about it."""
        return self.reply == Response.CORRECTED


@dataclass(frozen=True)
class Corrections:
    """All of them since that return or reopening, in the order of the form."""

    step: Step
    rows: list[Correction]

    @property
    def corrected(self) -> list[Correction]:
        """The cells whose number is another."""
        return [correction for correction in self.rows if correction.is_corrected]

    @property
    def kept(self) -> list[Correction]:
        """The cells whose number stayed, and about which something was written."""
        return [correction for correction in self.rows if not correction.is_corrected]


def corrections_in(sheet: Sheet, *, for_cluster: bool) -> Corrections | None:
    """What changed since the checker last sent it back; none if it never came back or is not being checked.

    Args:
        sheet: the half-year as it is now.
        for_cluster: whether the cluster checks; what the province's leader sent back is not its affair.
    """
    submission = sheet.submission
    if submission.state not in (State.SUBMITTED, State.APPROVED):
        return None
    step = latest_return(submission, by_cluster=for_cluster)
    if step is None:
        return None
    asked = {cell.indicator_id: cell.why for cell in step.cells.select_related("step")}
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
                reply=response_to(change),
                reason=asked.get(change.indicator.pk, ""),
            )
            for change in cells_changed_since(submission, step)
            if change.indicator.pk in rows
        ],
    )

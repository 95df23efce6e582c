"""What a return asks of the province, cell by cell, and which of it is done."""

from dataclasses import dataclass

from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy

from figures.catalogue.models import Indicator
from figures.change_log.reading import CellChange, cells_written_since
from figures.submissions.models import Figure, Step, Submission


class Response(TextChoices):
    """What the province made of a cell that came back: nothing yet, another answer, or words about it."""

    NONE = "none", gettext_lazy("Chưa sửa")
    CORRECTED = "corrected", gettext_lazy("Đã sửa")
    EXPLAINED = "explained", gettext_lazy("Đã ghi giải trình")
    NOTED = "noted", gettext_lazy("Đã ghi chú")


@dataclass(frozen=True)
class RequestedCorrection:
    """One named cell: why it came back, and what was made of it."""

    indicator: Indicator
    reason: str
    reply: Response

    @property
    def is_open(self) -> bool:
        return self.reply == Response.NONE

    @property
    def is_in_words(self) -> bool:
        """Whether it stayed as it was, with words about it."""
        return self.reply in (Response.EXPLAINED, Response.NOTED)

    @property
    def anchor(self) -> str:
        """The cell's id in the page."""
        return self.indicator.code.replace(".", "-")


@dataclass(frozen=True)
class OpenReturn:
    """The return or reopening that a half-year stands in, and which cells were written since."""

    step: Step
    cells: tuple[RequestedCorrection, ...]
    written: frozenset[str]

    @property
    def unanswered(self) -> list[RequestedCorrection]:
        return [cell for cell in self.cells if cell.is_open]


def open_return(submission: Submission) -> OpenReturn | None:
    """Why the half-year came back; none unless it waits for its province's corrections."""
    if submission.pk is None or submission.state != Submission.State.RETURNED:
        return None
    step = latest_return(submission)
    if step is None:
        return None
    changes = {change.indicator.code: change for change in cells_written_since(submission, step)}
    named = step.cells.select_related("step", "indicator__section").order_by(
        "indicator__section__position", "indicator__position"
    )
    cells = (
        RequestedCorrection(cell.indicator, cell.why, response_to(changes.get(cell.indicator.code)))
        for cell in named
    )
    return OpenReturn(step, tuple(cells), frozenset(changes))


def latest_return(submission: Submission, *, by_cluster: bool = False) -> Step | None:
    """The latest return or reopening; of those by the cluster alone, if that is asked."""
    steps = submission.steps.filter(action__in=[Step.Action.RETURN, Step.Action.REOPEN])
    if by_cluster:
        # What was sent is still the province's own affair, until its leader approved it.
        steps = steps.exclude(from_state=Submission.State.SUBMITTED, by__province=submission.province_id)
    return steps.select_related("by", "by__province").first()


def response_to(change: CellChange | None) -> Response:
    """What a change of a cell amounts to."""
    if change is None:
        return Response.NONE
    before, after = change.before or Figure(), change.after or Figure()
    said = [(cell.answer, cell.value, cell.typed, cell.is_estimate) for cell in (before, after)]
    if said[0] != said[1]:
        return Response.CORRECTED
    if after.explanation and after.explanation != before.explanation:
        return Response.EXPLAINED
    return Response.NOTED if after.note and after.note != before.note else Response.NONE

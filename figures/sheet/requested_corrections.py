"""Which cells a return asks the province to correct, and which of them it has answered."""

from dataclasses import dataclass

from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy

from figures.catalogue.models import Indicator
from figures.change_log.reading import CellChange, cells_written_since
from figures.submissions.models import Figure, Step, Submission


class Response(TextChoices):
    NONE = "none", gettext_lazy("Chưa sửa")
    CORRECTED = "corrected", gettext_lazy("Đã sửa")
    EXPLAINED = "explained", gettext_lazy("Đã ghi giải trình")
    NOTED = "noted", gettext_lazy("Đã ghi chú")


@dataclass(frozen=True)
class RequestedCorrection:
    indicator: Indicator
    reason: str
    response: Response

    @property
    def is_open(self) -> bool:
        return self.response == Response.NONE

    @property
    def is_in_words(self) -> bool:
        return self.response in (Response.EXPLAINED, Response.NOTED)


@dataclass(frozen=True)
class OpenReturn:
    """The return or reopening that a half-year has not answered yet, and the cells changed since."""

    step: Step
    corrections: tuple[RequestedCorrection, ...]
    changed_codes: frozenset[str]

    @property
    def unanswered(self) -> list[RequestedCorrection]:
        return [correction for correction in self.corrections if correction.is_open]


def open_return(submission: Submission) -> OpenReturn | None:
    if submission.pk is None or submission.state != Submission.State.RETURNED:
        return None
    step = latest_return(submission)
    if step is None:
        return None
    changes = {change.indicator.code: change for change in cells_written_since(submission, step)}
    named_cells = step.cells.select_related("step", "indicator__section").order_by(
        "indicator__section__position", "indicator__position"
    )
    corrections = (
        RequestedCorrection(cell.indicator, cell.why, response_to(changes.get(cell.indicator.code)))
        for cell in named_cells
    )
    return OpenReturn(step, tuple(corrections), frozenset(changes))


def latest_return(submission: Submission, *, by_cluster: bool = False) -> Step | None:
    """The latest return or reopening; with `by_cluster` not those inside the province."""
    steps = submission.steps.filter(action__in=[Step.Action.RETURN, Step.Action.REOPEN])
    if by_cluster:
        # Until its leader approves them, submitted figures are the province's own affair.
        steps = steps.exclude(from_state=Submission.State.SUBMITTED, by__province=submission.province_id)
    return steps.select_related("by", "by__province").first()


def response_to(change: CellChange | None) -> Response:
    if change is None:
        return Response.NONE
    before, after = change.before or Figure(), change.after or Figure()
    # Compares the contents: a cell changed and changed back is no answer, or the return would be pointless.
    old, new = ((cell.answer, cell.value, cell.typed, cell.is_estimate) for cell in (before, after))
    if old != new:
        return Response.CORRECTED
    if after.explanation_shown and after.explanation != before.explanation:
        return Response.EXPLAINED
    return Response.NOTED if after.note_shown and after.note != before.note else Response.NONE

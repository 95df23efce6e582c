"""What an entry says, in words: plain text, the same on the page and in a file."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from figures.history.entries import content
from figures.history.models import Change
from figures.submissions.models import Figure, Step, Submission
from vietnamese.dates import format_date
from vietnamese.numbers import format_number

# Of a half-year's row; the rest of its content follows from its steps.
_SHOWN = ("state", "is_estimate", "reopened_until", *Submission.NARRATIVE)


@dataclass(frozen=True)
class EntryText:
    """An entry in words; `before`, `after` and `why` hold what an administrator does not read."""

    what: str
    before: str = ""
    after: str = ""
    why: str = ""


def entry_text(change: Change, replaced: Decimal | None = None) -> EntryText:
    """The entry in words; `replaced` is the estimate that its number replaced, where it says why."""
    before, after = content(change.what, change.before), content(change.what, change.after)
    if change.indicator is not None:
        label = change.indicator.in_language("label")
        if change.what == Change.What.NAMED:
            title = _("Sửa lý do đã ghi ở “%s”") % label  # nothing in the application writes one over
            return EntryText(title, *(row.get("reason") or _("để trống") for row in (before, after)))
        old = cell_text(before) or _("để trống")
        return EntryText(label, old, cell_text(after), "\n".join(remarks(before, after, replaced)))
    if change.step is not None:
        return _told_step(change.step, before, after)
    return _told_report(before, after)


def written_by(change: Change) -> str:
    """Who wrote it, or why nobody is named."""
    if change.by is not None:
        return f"{change.by}, {change.by.title}"
    return _("Có từ trước khi ghi lịch sử") if not change.before else _("Ghi ngoài ứng dụng")


def moment(at: dt.datetime) -> str:
    """`05/7/2023 08:15:30`, in local time, on one line."""
    local = timezone.localtime(at)
    return f"{format_date(local.date())}\N{NO-BREAK SPACE}{local:%H:%M:%S}"


def cell_text(cell: Mapping[str, Any]) -> str:
    """The cell's answer and how firm it is: `257 (số ước)`, `chưa có số liệu`; nothing without a cell."""
    if not cell:
        return ""
    answers = {
        Figure.Answer.NOT_KNOWN: _("chưa có số liệu"),
        Figure.Answer.NOT_APPLICABLE: _("không áp dụng"),
    }
    said = format_number(cell["value"]) if cell["value"] is not None else answers.get(cell["answer"], "")
    typed = _("“%s” chưa đọc được") % cell["typed"] if cell["typed"] else ""
    text = ", ".join(filter(None, [said, typed])) or _("để trống")
    marks = cell_marks(cell)
    return f"{text} ({marks})" if marks else text


def cell_value(cell: Mapping[str, Any]) -> Decimal | str:
    """What stands in the cell, for a file: a number as a number, else as `cell_text`."""
    number = cell.get("value")
    return number if number is not None and not cell["typed"] else cell_text(cell)


def cell_marks(cell: Mapping[str, Any]) -> str:
    """How firm the number is: `số ước`; nothing where there is no more to say."""
    marks = [_("số ước")] if cell.get("is_estimate") else []
    marks += [_("minh họa")] if cell.get("is_illustrative") else []
    return ", ".join(marks)


def remarks(before: Mapping[str, Any], after: Mapping[str, Any], replaced: Decimal | None) -> list[str]:
    """What was said with a change of a cell: its note, its explanation, the estimate that it replaced."""
    said = []
    for name, text in (("note", _("Ghi chú: %s")), ("explanation", _("Giải trình: %s"))):
        if after and after[name] != before.get(name, ""):
            said.append(text % (after[name] or pgettext("nội dung bị xóa", "đã xóa")))
    if replaced is not None:
        said.append(_("Thay số ước đã gửi: %s") % format_number(replaced))
    if before and not after:
        said.append(_("Ô bị xóa"))
    return said


def _told_step(step: Step, before: Mapping[str, Any], after: Mapping[str, Any]) -> EntryText:
    action = Step.Action(after["action"]).label
    named = [
        ": ".join(filter(None, [cell.indicator.in_language("short_label"), cell.reason]))
        for cell in step.cells.all()
    ]
    cells = _("Các số được nêu: %s") % "; ".join(named) if named else ""
    if before:  # nothing in the application writes a step over
        changed = [name for name in after if after[name] != before.get(name)]
        old, new = ("; ".join(str(row[name]) for name in changed) for row in (before, after))
        return EntryText(_("Sửa bước đã ghi: %s") % action, old, new, cells)
    why = "\n".join(filter(None, [after["reason"], cells]))
    if after["from_state"] == after["to_state"]:
        return EntryText(str(action).capitalize(), why=why)
    old, new = (str(Submission.State(after[name]).label) for name in ("from_state", "to_state"))
    return EntryText(str(action).capitalize(), old, new, why)


def _told_report(before: Mapping[str, Any], after: Mapping[str, Any]) -> EntryText:
    if not before:
        return EntryText(_("Bắt đầu báo cáo"), after=_report_text("state", after["state"]))
    changed = [name for name in _SHOWN if after.get(name) != before.get(name)]
    labels = [str(Submission._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
    old, new = ("\n".join(_report_text(name, row.get(name)) for name in changed) for row in (before, after))
    return EntryText("; ".join(labels).capitalize() or _("Lần gửi"), old, new)


def _report_text(name: str, value: Any) -> str:
    if value in (None, ""):
        return _("để trống")
    if name == "state":
        return str(Submission.State(value).label)
    if name == "is_estimate":
        return _("số ước thực hiện") if value else _("số chính thức")
    return format_date(value) if isinstance(value, dt.date) else str(value)

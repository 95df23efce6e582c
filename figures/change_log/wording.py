"""Entries in words: plain text, the same on the page and in a file."""

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

# The other fields of a submission follow from its steps.
_REPORT_FIELDS = ("state", "is_estimate", "reopened_until", *Submission.NARRATIVE)


@dataclass(frozen=True)
class EntryText:
    """An entry in words; administrators may read only the title."""

    title: str
    before: str = ""
    after: str = ""
    why: str = ""


def entry_text(change: Change, replaced: Decimal | None = None) -> EntryText:
    """Put an entry into words; `replaced` is the estimate that the cell's final number replaced."""
    before, after = content(change.what, change.before), content(change.what, change.after)
    if change.indicator is not None:
        label = change.indicator.in_language("label")
        if change.what == Change.What.NAMED:
            title = _("Sửa lý do đã ghi ở “%s”") % label  # written outside the application
            return EntryText(title, *(row.get("reason") or _("để trống") for row in (before, after)))
        old = cell_text(before) or _("để trống")
        return EntryText(label, old, cell_text(after), "\n".join(cell_remarks(before, after, replaced)))
    if change.step is not None:
        return _step_entry_text(change.step, before, after)
    return _report_entry_text(before, after)


def written_by(change: Change) -> str:
    if change.by is not None:
        return f"{change.by}, {change.by.title_on(timezone.localdate(change.at))}"
    return _("Có từ trước khi ghi lịch sử") if not change.before else _("Ghi ngoài ứng dụng")


def cell_text(cell: Mapping[str, Any]) -> str:
    """The cell's answer and its marks: `257 (số ước)`, `chưa có số liệu`; empty without a cell."""
    if not cell:
        return ""
    answers = {
        Figure.Answer.NOT_KNOWN: _("chưa có số liệu"),
        Figure.Answer.NOT_APPLICABLE: _("không áp dụng"),
    }
    answer = format_number(cell["value"]) if cell["value"] is not None else answers.get(cell["answer"], "")
    unread = _("“%s” chưa hợp lệ") % cell["typed"] if cell["typed"] else ""
    text = ", ".join(filter(None, [answer, unread])) or _("để trống")
    marks = cell_marks(cell)
    return f"{text} ({marks})" if marks else text


def cell_value(cell: Mapping[str, Any]) -> Decimal | str:
    """For a file: the cell's number, or its text where it holds no number that could be read."""
    number = cell.get("value")
    return number if number is not None and not cell["typed"] else cell_text(cell)


def cell_marks(cell: Mapping[str, Any]) -> str:
    marks = [_("số ước")] if cell.get("is_estimate") else []
    marks += [_("minh họa")] if cell.get("is_illustrative") else []
    return ", ".join(marks)


def cell_remarks(before: Mapping[str, Any], after: Mapping[str, Any], replaced: Decimal | None) -> list[str]:
    texts = []
    for name, text in (("note", _("Ghi chú: %s")), ("explanation", _("Giải trình: %s"))):
        if after and after[name] != before.get(name, ""):
            texts.append(text % (after[name] or pgettext("nội dung bị xóa", "đã xóa")))
    given_for = [row.get("explained_for") for row in (before, after)]
    if all(given_for) and given_for[0] != given_for[1] and after["explanation"] == before["explanation"]:
        texts.append(_("Giải trình vẫn giữ cho số này: %s") % after["explanation"])
    if replaced is not None:
        texts.append(_("Thay số ước đã gửi: %s") % format_number(replaced))
    if before and not after:
        texts.append(_("Ô bị xóa"))
    return texts


def _step_entry_text(step: Step, before: Mapping[str, Any], after: Mapping[str, Any]) -> EntryText:
    action = Step.Action(after["action"]).label
    named = [
        ": ".join(filter(None, [cell.indicator.in_language("short_label"), cell.reason]))
        for cell in step.cells.all()
    ]
    cells = _("Các số được nêu: %s") % "; ".join(named) if named else ""
    if before:  # overwritten outside the application
        changed = [name for name in after if after[name] != before.get(name)]
        old, new = ("; ".join(str(row[name]) for name in changed) for row in (before, after))
        return EntryText(_("Sửa bước đã ghi: %s") % action, old, new, cells)
    why = "\n".join(filter(None, [after["reason"], cells]))
    if after["from_state"] == after["to_state"]:
        return EntryText(str(action).capitalize(), why=why)
    old, new = (str(Submission.State(after[name]).label) for name in ("from_state", "to_state"))
    return EntryText(str(action).capitalize(), old, new, why)


def _report_entry_text(before: Mapping[str, Any], after: Mapping[str, Any]) -> EntryText:
    if not before:
        return EntryText(_("Bắt đầu báo cáo"), after=_field_text("state", after["state"]))
    changed = [name for name in _REPORT_FIELDS if after.get(name) != before.get(name)]
    labels = [str(Submission._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
    old, new = ("\n".join(_field_text(name, row.get(name)) for name in changed) for row in (before, after))
    return EntryText("; ".join(labels).capitalize() or _("Lần gửi"), old, new)


def _field_text(name: str, value: Any) -> str:
    if value in (None, ""):
        return _("để trống")
    if name == "state":
        return str(Submission.State(value).label)
    if name == "is_estimate":
        return _("số ước thực hiện") if value else _("số chính thức")
    return format_date(value) if isinstance(value, dt.date) else str(value)

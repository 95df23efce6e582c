"""How a duty reads, on the page of tasks and in a mail: what, until when, where."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.duties.duties import Duty, Kind
from figures.sheet.requested_corrections import OpenReturn, open_return
from figures.workflow.services import why_closed
from vietnamese.dates import format_date
from vietnamese.numbers import format_number


def title(duty: Duty) -> str:
    """What is to be done, as a title."""
    if duty.said or duty.period is None:
        return duty.said.what if duty.said else ""
    patterns: dict[str, str] = {
        Kind.ENTER: _("Nhập và gửi số liệu %(period)s"),
        Kind.CORRECT: _("Sửa số liệu %(period)s bị trả lại"),
        Kind.APPROVE: _("Kiểm tra và duyệt số liệu %(period)s"),
        Kind.ESCALATE: _("%(province)s chưa gửi số liệu %(period)s"),
        Kind.ACCEPT: _("Kiểm tra và chấp nhận số liệu %(province)s, %(period)s"),
        Kind.EXTEND: _("Gia hạn sửa số liệu %(province)s, %(period)s"),
        Kind.CHASE: _("Đôn đốc các tỉnh chưa gửi số liệu %(period)s"),
        Kind.OPEN: _("Mở kỳ báo cáo %(period)s"),
        Kind.LOCK: _("Khóa kỳ báo cáo %(period)s"),
    }
    if duty.kind == Kind.ESCALATE and not duty.is_first_sending:
        patterns[Kind.ESCALATE] = _("%(province)s chưa gửi lại số liệu %(period)s")
    return patterns[duty.kind] % {"province": duty.province, "period": duty.period.label}


def last_day(duty: Duty) -> str:
    """The day it is due, with its name."""
    if duty.said:
        return duty.said.last_day
    names: dict[str, str] = {
        Kind.CORRECT: _("Sửa đến hết ngày %s"),
        Kind.ACCEPT: _("Tỉnh sửa được đến hết ngày %s"),
        Kind.EXTEND: _("Tỉnh sửa được đến hết ngày %s"),
        Kind.CHASE: _("Nhập được đến hết ngày %s"),
        Kind.OPEN: _("Ngày mở %s"),
        Kind.LOCK: _("Ngày khóa %s"),
    }
    if duty.kind == Kind.ESCALATE and not duty.is_first_sending:
        return names[Kind.CORRECT] % format_date(duty.until)
    return names.get(duty.kind, _("Hạn gửi %s")) % format_date(duty.until)


def days_left(duty: Duty, today: dt.date) -> str:
    """`Còn 5 ngày`, `Hôm nay là ngày cuối`, `Đến hạn hôm nay`, `Quá hạn 3 ngày`."""
    days = duty.days_left(today)
    if days == 0:  # a period is opened and locked on a day, everything else until one
        is_of_the_day = duty.kind in (Kind.OPEN, Kind.LOCK)
        return _("Đến hạn hôm nay") if is_of_the_day else _("Hôm nay là ngày cuối")
    if days > 0:
        return ngettext("Còn %s ngày", "Còn %s ngày", days) % format_number(days)
    return ngettext("Quá hạn %s ngày", "Quá hạn %s ngày", -days) % format_number(-days)


def details(duty: Duty, today: dt.date) -> list[str]:
    """What else one must know: why it came back, which cells, who is late, or that entry has ended."""
    if duty.said:
        return list(duty.said.remarks)
    submission = duty.submission
    if duty.kind == Kind.CHASE:
        return [", ".join(str(province) for province in duty.late)]
    if submission is None:
        return []
    if duty.kind == Kind.CORRECT:
        back = open_return(submission)
        return _asked(back) if back else []
    if duty.kind == Kind.EXTEND:
        return [_("Tỉnh chưa gửi lại, nên số liệu tỉnh này không nằm trong số toàn cụm.")]
    if duty.kind in (Kind.ENTER, Kind.ESCALATE) and not submission.is_editable(today):
        return [why_closed(submission), _("Muốn nhập thêm, đề nghị Tổ giúp việc Cụm gia hạn.")]
    return []


def _asked(back: OpenReturn) -> list[str]:
    """Why the figures came back, and the cells still to be corrected, each with its reason."""
    said = [_("Lý do: %s") % back.step.reason] if back.step.reason else []
    if not back.corrections:
        return said
    left = {"left": len(back.unanswered), "all": len(back.corrections)}
    said.append(_("Còn %(left)d/%(all)d ô phải sửa, hoặc ghi chú vì sao giữ nguyên.") % left)
    for cell in back.unanswered:
        label = cell.indicator.in_language("label")
        said.append(f"– {label}" if cell.reason == back.step.reason else f"– {label}: {cell.reason}")
    return said


def address(duty: Duty) -> str:
    """Where it is done."""
    if duty.said or duty.period is None:
        return duty.said.url if duty.said else ""
    period, province = duty.period.slug, duty.province.slug if duty.province else ""
    match duty.kind:
        case Kind.ENTER | Kind.CORRECT | Kind.ESCALATE:
            return reverse("figures:entry", args=[period, province])
        case Kind.APPROVE | Kind.ACCEPT | Kind.EXTEND:
            return reverse("figures:review-province", args=[period, province])
        case Kind.CHASE:
            return reverse("figures:late", args=[period])
    return reverse("figures:period-edit", args=[period])

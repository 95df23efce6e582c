"""The texts of a duty, for the page of tasks and for mails."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.duties.duties import Duty, DutyKind
from figures.sheet.requested_corrections import OpenReturn, open_return
from figures.submissions.comments import open_remarks
from figures.submissions.models import Step
from figures.workflow.services import why_closed
from vietnamese.dates import format_date
from vietnamese.numbers import format_number


def title(duty: Duty) -> str:
    if duty.text or duty.period is None:
        return duty.text.title if duty.text else ""
    patterns: dict[str, str] = {
        DutyKind.ENTER: _("Nhập và gửi số liệu %(period)s"),
        DutyKind.CORRECT: _("Sửa số liệu %(period)s bị trả lại"),
        DutyKind.APPROVE: _("Kiểm tra và duyệt số liệu %(period)s"),
        DutyKind.ESCALATE: _("%(province)s chưa gửi số liệu %(period)s"),
        DutyKind.ACCEPT: _("Kiểm tra và chấp nhận số liệu %(province)s, %(period)s"),
        DutyKind.EXTEND: _("Gia hạn sửa số liệu %(province)s, %(period)s"),
        DutyKind.CHASE: _("Đôn đốc các tỉnh chưa gửi số liệu %(period)s"),
        DutyKind.OPEN: _("Mở kỳ báo cáo %(period)s"),
        DutyKind.LOCK: _("Khóa kỳ báo cáo %(period)s"),
        DutyKind.READ: _("Đọc góp ý về số liệu %(province)s, %(period)s"),
        DutyKind.ANSWER: _("Trả lời góp ý về số liệu %(province)s, %(period)s"),
    }
    if duty.kind == DutyKind.ESCALATE and not duty.is_first_sending:
        patterns[DutyKind.ESCALATE] = _("%(province)s chưa gửi lại số liệu %(period)s")
    return patterns[duty.kind] % {"province": duty.province, "period": duty.period.label}


def last_day(duty: Duty) -> str:
    if duty.text:
        return duty.text.last_day
    names: dict[str, str] = {
        DutyKind.CORRECT: _("Sửa đến hết ngày %s"),
        DutyKind.ACCEPT: _("Tỉnh sửa được đến hết ngày %s"),
        DutyKind.EXTEND: _("Tỉnh sửa được đến hết ngày %s"),
        DutyKind.CHASE: _("Nhập được đến hết ngày %s"),
        DutyKind.OPEN: _("Ngày mở %s"),
        DutyKind.LOCK: _("Ngày khóa %s"),
        DutyKind.READ: _("Đọc đến hết ngày %s"),
        DutyKind.ANSWER: _("Trả lời đến hết ngày %s"),
    }
    if duty.kind == DutyKind.ESCALATE and not duty.is_first_sending:
        return names[DutyKind.CORRECT] % format_date(duty.until)
    return names.get(duty.kind, _("Hạn gửi %s")) % format_date(duty.until)


def days_left(duty: Duty, today: dt.date) -> str:
    """`Còn 5 ngày`, `Hôm nay là ngày cuối`, `Đến hạn hôm nay`, `Quá hạn 3 ngày`."""
    days = duty.days_left(today)
    if duty.is_optional:
        return _("Không bắt buộc")
    if days == 0:  # a period is opened and locked on a day, everything else is done until one
        is_on_a_day = duty.kind in (DutyKind.OPEN, DutyKind.LOCK)
        return _("Đến hạn hôm nay") if is_on_a_day else _("Hôm nay là ngày cuối")
    if days > 0:
        return ngettext("Còn %s ngày", "Còn %s ngày", days) % format_number(days)
    return ngettext("Quá hạn %s ngày", "Quá hạn %s ngày", -days) % format_number(-days)


def details(duty: Duty, today: dt.date) -> list[str]:
    if duty.text:
        return list(duty.text.details)
    submission = duty.submission
    if duty.kind == DutyKind.CHASE:
        return [", ".join(str(province) for province in duty.late_provinces)]
    if submission is None:
        return []
    if duty.kind == DutyKind.CORRECT:
        latest = open_return(submission)
        return _return_details(latest) if latest else []
    if duty.kind == DutyKind.ANSWER:
        return [_remark_detail(step) for step in open_remarks(submission)]
    if duty.kind == DutyKind.EXTEND:
        if submission.keeps_accepted:
            return [_("Tỉnh chưa gửi lại; số toàn cụm vẫn dùng số đã chấp nhận trước khi mở lại.")]
        return [_("Tỉnh chưa gửi lại, nên số liệu tỉnh này không nằm trong số toàn cụm.")]
    if duty.kind in (DutyKind.ENTER, DutyKind.ESCALATE) and not submission.is_editable(today):
        return [why_closed(submission), _("Muốn nhập thêm, đề nghị Tổ giúp việc Cụm gia hạn.")]
    return []


def _remark_detail(step: Step) -> str:
    asked = {
        "cell": ", ".join(cell.indicator.in_language("label") for cell in step.cells.all()),
        "text": step.reason,
        "who": step.by.title,
        "day": format_date(timezone.localdate(step.at)),
    }
    return _("– %(cell)s: “%(text)s” (%(who)s, ngày %(day)s)") % asked


def _return_details(latest: OpenReturn) -> list[str]:
    reason = latest.step.reason
    lines = [_("Lý do: %s") % reason] if reason else []
    if not latest.corrections:
        return lines
    counts = {"left": len(latest.unanswered), "all": len(latest.corrections)}
    lines.append(_("Còn %(left)d/%(all)d ô phải sửa, hoặc ghi chú vì sao giữ nguyên.") % counts)
    for cell in latest.unanswered:
        label = cell.indicator.in_language("label")
        lines.append(f"– {label}" if cell.reason == reason else f"– {label}: {cell.reason}")
    return lines


def address(duty: Duty) -> str:
    if duty.text or duty.period is None:
        return duty.text.url if duty.text else ""
    period, province = duty.period.slug, duty.province.slug if duty.province else ""
    match duty.kind:
        case DutyKind.ENTER | DutyKind.CORRECT | DutyKind.ESCALATE:
            return reverse("figures:entry", args=[period, province])
        case DutyKind.APPROVE | DutyKind.ACCEPT | DutyKind.EXTEND | DutyKind.READ:
            return reverse("figures:review-province", args=[period, province])
        case DutyKind.ANSWER:
            return reverse("figures:review-province", args=[period, province]) + "#history"
        case DutyKind.CHASE:
            return reverse("figures:late", args=[period])
    return reverse("figures:period-edit", args=[period])

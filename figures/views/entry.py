"""The form in which a province enters its half-year, and the page of its cells for everybody else."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from figures import services
from figures.access import readable_submission
from figures.cells import Entry, entries_in
from figures.models import Indicator, Period, Submission
from figures.permissions import may_approve, may_enter
from figures.services import Saved, narrative_fingerprint
from figures.sheet import Sheet
from figures.sheet_source import load_sheet
from figures.standing import word_for
from figures.workflow import StepRefusedError
from provinces.kept import keeps_typed, take_kept
from provinces.permissions import leads, runs_cluster, sees_figures, works_for
from provinces.requests import OfficerRequest


@require_safe
def home(request: OfficerRequest) -> HttpResponse:
    """Leads to the half-year that the province enters now; the others are one step away."""
    officer = request.user
    if not sees_figures(officer) or officer.province is None:
        raise PermissionDenied
    periods = Period.objects.exclude(state=Period.State.PLANNED)
    periods = periods.filter(cluster__memberships__province=officer.province)
    period = periods.filter(state=Period.State.OPEN).first() or periods.first()
    if period is None:
        return render(request, "figures/no_period.html")
    return redirect("figures:entry", period.slug, officer.province.slug)


@keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    """Shows the cells; saves them, and sends them to the leader, for who works for the province."""
    submission = readable_submission(request.user, period, province)
    if request.method == "POST":
        if not works_for(request.user, submission.province):
            raise PermissionDenied
        return _save(request, submission)
    # Whoever logs in next at the same machine must not take it for what the province reported.
    kept = take_kept(request) if works_for(request.user, submission.province) else None
    if kept is not None:
        messages.warning(
            request, _("Phiên đăng nhập đã hết hạn khi đang nhập. Các số đã gõ còn nguyên ở dưới, chưa lưu.")
        )
        return _page(request, submission, post=kept)
    return _page(request, submission)


def _save(request: OfficerRequest, submission: Submission) -> HttpResponse:
    """Writes what was changed; what cannot be written comes back as it was typed."""
    indicators = Indicator.objects.asked_in(submission.period.slug).entered()
    entries = {
        code: entry
        for code, entry in entries_in(request.POST, indicators).items()
        if f"{code}.theirs" not in request.POST
    }
    narrative = {
        name: request.POST[name]
        for name in Submission.NARRATIVE
        if name in request.POST and f"{name}.theirs" not in request.POST
    }
    try:
        if submission.pk is None:
            submission = services.start(period=submission.period, province=submission.province)
        saved = services.save_cells(
            submission=submission,
            entries=entries,
            seen=_seen_in(request.POST),
            narrative=narrative,
            is_estimate=request.POST.get("basis") == "estimate" if "basis" in request.POST else None,
            by=request.user,
        )
    except StepRefusedError as refused:
        if "submit" in request.POST and submission.is_reported:
            return redirect(request.path)  # the second click: it was sent by the first
        messages.error(request, str(refused) + " " + _("Các số vừa gõ chưa lưu, còn nguyên ở dưới."))
        return _page(request, submission, post=request.POST, status=409)
    if saved.conflicts or saved.narrative_conflicts:
        return _page(request, submission, post=request.POST, saved=saved, status=409)
    if "submit" in request.POST:
        try:
            services.submit(submission=submission, by=request.user)
        except StepRefusedError:
            return redirect(f"{request.path}?check=1")
        messages.success(request, _("Đã gửi lãnh đạo duyệt."))
        return redirect(request.path)
    messages.success(request, _("Đã lưu tất cả lúc %s.") % timezone.localtime().strftime("%H:%M"))
    return redirect(request.path)


def _seen_in(post: Mapping[str, str]) -> dict[str, str]:
    """The fingerprints that the page carried; a page without them is taken to have shown blanks."""
    try:
        seen = json.loads(post.get("seen", "{}"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(seen, dict):
        return {}
    return {key: value for key, value in seen.items() if isinstance(value, str)}


def _seen(sheet: Sheet) -> str:
    """What the page shows, as fingerprints of what is stored."""
    seen = {row.indicator.code: Entry.of(row.figure).fingerprint for row in sheet.entered}
    seen |= {name: narrative_fingerprint(getattr(sheet.submission, name)) for name in Submission.NARRATIVE}
    return json.dumps(seen, separators=(",", ":"))


def _page(
    request: OfficerRequest,
    submission: Submission,
    *,
    post: Mapping[str, str] | None = None,
    saved: Saved | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as stored, or as it was sent when `post` could not be stored whole."""
    entries = None
    if post is not None:
        indicators = Indicator.objects.asked_in(submission.period.slug).entered()
        entries = entries_in(post, indicators)
        if submission.pk:
            submission.refresh_from_db()
    sheet = load_sheet(submission, entries)
    is_kept = post is not None and saved is None
    conflicts = saved.conflicts if saved else {}
    context: dict[str, Any] = {
        "sheet": sheet,
        "submission": submission,
        "word": word_for(submission),
        "days_late": submission.days_late(),
        "conflicts": conflicts,
        "narrative": _narrative(sheet, post, saved),
        # After an expired login the page is as old as the form: what others changed since must be noticed.
        "seen": post.get("seen", "{}") if is_kept and post else _seen(sheet),
        "is_estimate": post.get("basis") == "estimate"
        if post and "basis" in post
        else submission.is_estimate,
        "may_enter": may_enter(request.user, submission),
        "why_closed": "" if submission.is_editable() else services.why_closed(submission),
        "may_approve": submission.state == Submission.State.SUBMITTED
        and leads(request.user, submission.province)
        and may_approve(request.user, submission),
        "may_review": runs_cluster(request.user, submission.period.year)
        or leads(request.user, submission.province),
        "periods": _other_periods(submission),
        "problems": _problems(sheet, conflicts, asked="check" in request.GET),
        "titles": {row.indicator.code: row.indicator for row in sheet.entered},
    }
    return render(request, "figures/entry.html", context, status=status)


def _narrative(sheet: Sheet, post: Mapping[str, str] | None, saved: Saved | None) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": getattr(Submission, name).field.verbose_name,
            "text": post[name] if post is not None and name in post else getattr(sheet.submission, name),
            "stored": saved.narrative_conflicts.get(name) if saved else None,
        }
        for name in Submission.NARRATIVE
    ]


def _other_periods(submission: Submission) -> list[tuple[str, str, bool]]:
    """The periods of the province's entry pages: address, label, whether it is this one."""
    periods = Period.objects.filter(cluster=submission.period.cluster).exclude(state=Period.State.PLANNED)
    return [
        (reverse("figures:entry", args=[p.slug, submission.province.slug]), p.label, p == submission.period)
        for p in periods
    ]


def _problems(sheet: Sheet, conflicts: Mapping[str, Any], *, asked: bool) -> dict[str, Any] | None:
    """What the summary above the form lists; blank cells only once somebody wanted to send."""
    findings = [f for f in sheet.blocking if f.rule != "required"]
    blank = [f for f in sheet.blocking if f.rule == "required"] if asked else []
    if not (findings or blank or conflicts):
        return None
    wrong = sum(f.severity == "hard" for f in findings)
    unexplained = len(findings) - wrong
    counts = []
    if conflicts:
        counts.append(
            ngettext("%d số hai người cùng sửa", "%d số hai người cùng sửa", len(conflicts)) % len(conflicts)
        )
    if wrong:
        counts.append(ngettext("%d số cần sửa", "%d số cần sửa", wrong) % wrong)
    if unexplained:
        counts.append(ngettext("%d số cần giải trình", "%d số cần giải trình", unexplained) % unexplained)
    if blank:
        counts.append(ngettext("%d chỉ tiêu chưa nhập", "%d chỉ tiêu chưa nhập", len(blank)) % len(blank))
    title = _("Chưa gửi được: %s") if asked else _("Chưa lưu hết: %s") if conflicts else _("Cần xem lại: %s")
    by_code = {row.indicator.code: row for row in sheet.entered}
    return {
        "title": title % ", ".join(counts),
        "takes_focus": asked or bool(conflicts),
        "findings": [(by_code[f.code], f) for f in findings],
        "conflicts": [by_code[code] for code in conflicts],
        "blank": [by_code[f.code] for f in blank],
    }

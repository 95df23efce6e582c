"""The form in which a province enters its half-year; for all other readers, the page of its cells."""

import json
from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from figures.entry import services as entry_services
from figures.entry.page import BASIS, entry_page, unsaved_in
from figures.entry.saving import is_of_another
from figures.entry.undo import forget_undo
from figures.periods.models import Period
from figures.submissions.access import readable_submission
from figures.submissions.cell_entries import CellEntry, entries_in, text_in
from figures.submissions.models import Submission
from figures.submissions.permissions import may_enter
from figures.workflow import services as workflow_services
from figures.workflow.withdrawal import look_at
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import sees_figures, works_for
from provinces.clusters.succession import own_or_merged
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once


@require_safe
def home(request: OfficerRequest) -> HttpResponse:
    officer = request.user
    if not sees_figures(officer) or officer.province is None:
        raise PermissionDenied
    periods = Period.objects.exclude(state=Period.State.PLANNED)
    # Of a province that has just merged: those of the ones before it, which its officers complete.
    periods = periods.filter(
        Q(cluster__memberships__left_on=None) | Q(cluster__memberships__left_on__gt=F("cut_off_on")),
        own_or_merged(officer.province.pk, path="cluster__memberships__province"),
        cluster__memberships__joined_on__lte=F("cut_off_on"),
    )
    named = periods.values_list("pk", "cluster__memberships__province__slug")
    first = named.filter(state=Period.State.OPEN).first() or named.first()
    if first is None:
        return render(request, "figures/periods/no_period.html")
    return redirect("figures:entry", Period.objects.get(pk=first[0]).slug, first[1])


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = readable_submission(request.user, period, province)
    if request.method == "POST":
        if not works_for(request.user, submission.province):
            raise PermissionDenied
        if is_of_another(request):
            return _ask_to_save(request, submission)
        return answer_once(request, lambda: _save(request, submission))
    look_at(submission=submission, by=request.user)
    # A reader who logs in next at the same machine must not take unsaved input for reported figures.
    post = submitted_or_restored(request) if works_for(request.user, submission.province) else None
    return entry_page(request, submission, post=post)


def _ask_to_save(request: OfficerRequest, submission: Submission) -> HttpResponse:
    """Show a form that a colleague filled in before this officer logged in; it is not saved unasked."""
    messages.error(
        request,
        _(
            "Chưa lưu: trang này mở bằng tài khoản khác. Nội dung đã nhập được giữ nguyên ở dưới; "
            "nếu vẫn lưu thì ghi dưới tên %s."
        )
        % request.user.title,
    )
    unsaved = () if may_enter(request.user, submission) else unsaved_in(request.POST, submission)
    return entry_page(request, submission, post=request.POST, unsaved=unsaved, status=409)


def _save(request: OfficerRequest, submission: Submission) -> HttpResponse:
    entries = {
        code: entry
        for code, entry in entries_in(request.POST, submission.entered).items()
        if f"{code}.theirs" not in request.POST
    }
    narrative = {
        name: text_in(request.POST, name)
        for name in Submission.NARRATIVE
        if name in request.POST and f"{name}.theirs" not in request.POST
    }
    blank = dict.fromkeys(entries, CellEntry().fingerprint)
    blank |= dict.fromkeys(narrative, entry_services.narrative_fingerprint(""))
    seen = blank | _seen_in(request.POST)
    try:
        if submission.pk is None:
            submission = entry_services.start(
                period=submission.period, province=submission.province, by=request.user
            )
        result = entry_services.save_cells(
            submission=submission,
            entries=entries,
            seen=seen,
            narrative=narrative,
            is_estimate=_is_estimate(request.POST, seen),
            by=request.user,
        )
    except entry_services.CellsClosedError as refused:
        messages.error(request, str(refused))
        submission.refresh_from_db()
        unsaved = unsaved_in(request.POST, submission, refused.codes)
        return entry_page(
            request, submission, post=request.POST, closed=refused.codes, unsaved=unsaved, status=409
        )
    except RefusedError as refused:
        if submission.pk:
            submission.refresh_from_db()
        unsaved = unsaved_in(request.POST, submission)
        if not unsaved and "submit" in request.POST and submission.is_reported:
            return redirect(request.path)  # a second click: the first one sent it
        messages.error(request, str(refused))
        return entry_page(request, submission, unsaved=unsaved, status=409)
    for sentence in result.refusal_sentences():
        messages.error(request, _("Chưa lưu. %s") % sentence)
    if result.conflicts or result.narrative_conflicts or result.refusals:
        return entry_page(request, submission, post=request.POST, saved=result, status=409)
    if "submit" in request.POST:
        try:
            workflow_services.submit(submission=submission, by=request.user)
        except RefusedError:
            return redirect(f"{request.path}?check=1")
        forget_undo(request)
        messages.success(request, _("Đã gửi lãnh đạo duyệt."))
        return redirect(request.path)
    messages.success(request, _("Đã lưu tất cả lúc %s.") % timezone.localtime().strftime("%H:%M"))
    return redirect(request.path)


def _is_estimate(post: Mapping[str, str], seen: Mapping[str, str]) -> bool | None:
    """None if the form leaves it as the page showed it, or does not say what it showed."""
    if BASIS not in post or post[BASIS] == seen.get(BASIS, post[BASIS]):
        return None
    return post[BASIS] == "estimate"


def _seen_in(post: Mapping[str, str]) -> dict[str, str]:
    """The fingerprints in the form; a page without them counts as having shown blank cells."""
    try:
        seen = json.loads(post.get("seen", "{}"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(seen, dict):
        return {}
    return {key: value for key, value in seen.items() if isinstance(value, str)}

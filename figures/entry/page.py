"""What the entry page shows: the sheet, unsaved input, and what keeps it from being sent."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.entry.register_links import add_register_links, may_compare
from figures.entry.remarks import add_remarks
from figures.entry.services import SaveResult, narrative_fingerprint
from figures.entry.undo import undo_for
from figures.explanations.suggestions import add_suggestions
from figures.periods.models import Period
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Sheet
from figures.submissions.cell_entries import CellEntry, TextRefusal, entries_in, text_in
from figures.submissions.models import Submission, narrative_label
from figures.submissions.permissions import may_approve, may_enter, may_read_history
from figures.submissions.status import state_mark
from figures.workflow import services
from figures.workflow.withdrawal import may_withdraw
from provinces.accounts.requests import OfficerRequest
from provinces.accounts.sessions import seconds_left
from provinces.clusters.permissions import leads, runs_cluster
from vietnamese.numbers import format_count
from vietnamese.texts import clean_text

# The form field that says whether all figures are estimates or final.
BASIS = "basis"


@dataclass(frozen=True)
class UnsavedInput:
    """Input that differs from what is stored and could not be saved."""

    label: str
    stored: str
    typed: str


def unsaved_in(
    post: Mapping[str, str], submission: Submission, codes: Collection[str] | None = None
) -> list[UnsavedInput]:
    indicators = {indicator.code: indicator for indicator in submission.entered}
    figures = submission.figures.select_related("indicator") if submission.pk else ()
    stored = {figure.indicator.code: CellEntry.of(figure) for figure in figures}
    unsaved = []
    for code, entry in entries_in(post, indicators.values()).items():
        if codes is not None and code not in codes:
            continue
        before = stored.get(code, CellEntry())
        for saved, typed in (
            (before.text, entry.text),
            (before.note, entry.note),
            (before.explanation, entry.explanation),
        ):
            if typed and typed != saved:
                unsaved.append(UnsavedInput(indicators[code].in_language("label"), saved, typed))
    for name in Submission.NARRATIVE if codes is None else ():
        saved, typed = getattr(submission, name), clean_text(text_in(post, name))
        if typed and typed != saved:
            unsaved.append(UnsavedInput(narrative_label(name), saved, typed))
    return unsaved


def basis_of(submission: Submission) -> str:
    return "estimate" if submission.is_estimate else "final"


def _fingerprints(sheet: Sheet) -> str:
    seen = {row.indicator.code: CellEntry.of(row.figure).fingerprint for row in sheet.entered}
    seen |= {name: narrative_fingerprint(getattr(sheet.submission, name)) for name in Submission.NARRATIVE}
    seen[BASIS] = basis_of(sheet.submission)
    return json.dumps(seen, separators=(",", ":"))


def entry_page(
    request: OfficerRequest,
    submission: Submission,
    *,
    post: Mapping[str, str] | None = None,
    saved: SaveResult | None = None,
    closed: Collection[str] = (),
    unsaved: Sequence[UnsavedInput] = (),
    status: int = 200,
) -> HttpResponse:
    """Render the page as it is stored, or with the form that could not be saved completely.

    Args:
        request: by the reader of the page.
        submission: the province's half-year.
        post: the form to show again.
        saved: the result of saving it, if two writers met or texts were refused.
        closed: codes of cells in the form that are not open; they are shown as they are stored.
        unsaved: input into a form, or into cells, that can no longer be changed.
        status: of the response.
    """
    entries = None
    if post is not None:
        posted = entries_in(post, submission.entered)
        entries = {code: entry for code, entry in posted.items() if code not in closed}
        if submission.pk:
            submission.refresh_from_db()
    sheet = load_sheet(submission, entries, shows_counts=True)
    can_enter = may_enter(request.user, submission)
    if can_enter:
        add_suggestions(sheet)
    add_register_links(sheet, request.user)
    add_remarks(sheet, request.user)
    refusals = saved.refusals if saved else {}
    sheet.add_refusals(refusals)
    conflicts = saved.conflicts if saved else {}
    context: dict[str, Any] = {
        "sheet": sheet,
        "submission": submission,
        "state": state_mark(submission),
        "days_late": submission.days_late(),
        "conflicts": conflicts,
        "narrative": _narrative(sheet, post, saved, refusals),
        # A form from before an expired login keeps its fingerprints: later changes must be noticed.
        "seen": post.get("seen", "{}") if post and saved is None else _fingerprints(sheet),
        "is_estimate": post.get(BASIS) == "estimate" if post and BASIS in post else submission.is_estimate,
        # Fields shown again do not save themselves: only leaving a field saves it.
        "holds_unsaved": post is not None,
        "may_enter": can_enter,
        "may_read_history": submission.pk is not None and may_read_history(request.user, submission),
        "why_closed": "" if submission.is_editable() else services.why_closed(submission),
        "may_compare": may_compare(request.user, submission),
        "may_withdraw": may_withdraw(request.user, submission),
        "may_approve": submission.state == Submission.State.SUBMITTED
        and leads(request.user, submission.province)
        and may_approve(request.user, submission),
        "may_review": runs_cluster(request.user, submission.period.year)
        or leads(request.user, submission.province),
        "periods": _other_periods(submission),
        "problems": problems_of(sheet, conflicts, before_sending="check" in request.GET)
        if can_enter
        else None,
        "unsaved": unsaved,
        "undo": undo_for(request, submission) if can_enter else "",
        "login_seconds": seconds_left(request) if can_enter else None,
    }
    return render(request, "figures/entry/entry.html", context, status=status)


def _narrative(
    sheet: Sheet,
    post: Mapping[str, str] | None,
    saved: SaveResult | None,
    refusals: Mapping[str, Sequence[TextRefusal]],
) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": narrative_label(name),
            "text": text_in(post, name)
            if post is not None and name in post
            else getattr(sheet.submission, name),
            "refusals": refusals.get(name, ()),
            "stored": saved.narrative_conflicts.get(name) if saved else None,
            "fingerprint": "",
        }
        for name in Submission.NARRATIVE
    ]


def _other_periods(submission: Submission) -> list[tuple[str, str, bool]]:
    """The half-years in which the province existed."""
    province = submission.province
    periods = Period.objects.filter(
        cluster=submission.period.cluster, cut_off_on__gte=province.established_on
    ).exclude(state=Period.State.PLANNED)
    if province.ended_on:
        periods = periods.filter(cut_off_on__lt=province.ended_on)
    return [
        (reverse("figures:entry", args=[p.slug, submission.province.slug]), p.label, p == submission.period)
        for p in periods
    ]


def problems_of(
    sheet: Sheet, conflicts: Mapping[str, Any], *, before_sending: bool = False
) -> dict[str, Any] | None:
    """What the summary above the form lists, or None. Blank and unanswered cells matter only for sending."""
    findings = [f for f in sheet.blocking if f.rule != "required"]
    blank = [f for f in sheet.blocking if f.rule == "required"] if before_sending else []
    unanswered = sheet.open_return.unanswered if before_sending and sheet.open_return else []
    if not (findings or blank or conflicts or unanswered):
        return None
    # Numbers, not findings: one number may contradict several others.
    wrong = len({f.code for f in findings if f.severity == "hard"})
    unexplained = len({f.code for f in findings if f.severity != "hard"})
    counts = []
    if conflicts:
        counts.append(
            ngettext("%s số hai người cùng sửa", "%s số hai người cùng sửa", len(conflicts))
            % format_count(len(conflicts))
        )
    if wrong:
        counts.append(ngettext("%s số cần sửa", "%s số cần sửa", wrong) % format_count(wrong))
    if unexplained:
        counts.append(
            ngettext("%s chỉ tiêu cần giải trình", "%s chỉ tiêu cần giải trình", unexplained)
            % format_count(unexplained)
        )
    if blank:
        counts.append(
            ngettext("%s chỉ tiêu chưa nhập", "%s chỉ tiêu chưa nhập", len(blank)) % format_count(len(blank))
        )
    if unanswered:
        counts.append(
            ngettext("%s số bị trả lại chưa sửa", "%s số bị trả lại chưa sửa", len(unanswered))
            % format_count(len(unanswered))
        )
    if before_sending:
        title = _("Chưa gửi được: %s")
    else:
        title = _("Chưa lưu hết: %s") if conflicts else _("Cần xem lại: %s")
    by_code = {row.indicator.code: row for row in sheet.entered}
    return {
        "title": title % ", ".join(counts),
        "unanswered": unanswered,
        "takes_focus": before_sending or bool(conflicts),
        "findings": [(by_code[f.code], f) for f in findings],
        "conflicts": [by_code[code] for code in conflicts],
        "blank": [by_code[f.code] for f in blank],
    }

"""The province's texts, and whether all figures are estimates: each saves itself when it is left."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from figures.entry.page import BASIS, basis_of
from figures.entry.remarks import add_remarks
from figures.entry.saving import own_submission, save
from figures.entry.services import narrative_fingerprint
from figures.explanations.suggestions import add_suggestions
from figures.sheet.loading import load_sheet
from figures.submissions.cell_entries import TextRefusal, text_in
from figures.submissions.models import Submission, narrative_label
from provinces.accounts.requests import OfficerRequest
from vietnamese.texts import clean_text, readable_text
from web.repeated_requests.answer_once import OUTCOME, answer_once


@require_POST
def text(request: OfficerRequest, period: str, province: str, name: str) -> HttpResponse:
    submission = own_submission(request, period, province)
    if name not in Submission.NARRATIVE or name not in request.POST:
        raise Http404
    return answer_once(request, lambda: _save_text(request, submission, name))


def _save_text(request: OfficerRequest, submission: Submission, name: str) -> HttpResponse:
    typed = readable_text(text_in(request.POST, name))
    seen = {name: request.POST.get("seen") or narrative_fingerprint("")}
    result = save(request, submission, entries={}, narrative={name: typed}, seen=seen)
    if isinstance(result, HttpResponse):
        return result
    if name in result.refusals:
        return _answer_text(request, name, typed, seen[name], refusals=result.refusals[name])
    stored = result.narrative_conflicts.get(name)
    # Of what the page shows, not of what is stored: another writer's text is noticed by the next saving.
    fingerprint = narrative_fingerprint(clean_text(typed) if stored is None else stored)
    return _answer_text(request, name, typed, fingerprint, stored=stored)


def _answer_text(
    request: OfficerRequest,
    name: str,
    typed: str,
    fingerprint: str,
    *,
    stored: str | None = None,
    refusals: Sequence[TextRefusal] = (),
) -> HttpResponse:
    item = {
        "name": name,
        "label": narrative_label(name),
        "text": typed,
        "stored": stored,
        "fingerprint": fingerprint,
        "refusals": refusals,
    }
    return _answer(
        request,
        "figures/entry/text_saved.html",
        {"item": item},
        name,
        fingerprint,
        is_conflict=stored is not None or bool(refusals),
        status=409 if refusals else 200,
    )


@require_POST
def basis(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = own_submission(request, period, province)
    if request.POST.get(BASIS) not in ("estimate", "final"):
        raise Http404
    return answer_once(request, lambda: _save_basis(request, submission))


def _save_basis(request: OfficerRequest, submission: Submission) -> HttpResponse:
    # There is never a conflict: with only two answers, the officer wants the one that is not stored.
    result = save(request, submission, entries={}, is_estimate=request.POST[BASIS] == "estimate")
    if isinstance(result, HttpResponse):
        return result
    stored = result.submission
    sheet = load_sheet(stored)
    add_suggestions(sheet)
    add_remarks(sheet, request.user)
    context = {"sheet": sheet, "submission": stored, "is_estimate": stored.is_estimate}
    return _answer(request, "figures/entry/basis_saved.html", context, BASIS, basis_of(stored))


def _answer(
    request: OfficerRequest,
    template: str,
    context: dict[str, Any],
    name: str,
    seen: str,
    *,
    is_conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    context |= {"now": timezone.localtime(), "may_enter": True}
    response = render(request, template, context, status=status)
    response[OUTCOME] = json.dumps({"code": name, "conflict": is_conflict, "seen": seen})
    return response

"""The page of a cross-check: its checker fills it in, its province answers, others read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.criteria.tree import read_tree
from emulation.cross_checks import services
from emulation.cross_checks.exports import check_file
from emulation.cross_checks.forms import AnswerForm, CheckForm
from emulation.cross_checks.given_points import state_mark
from emulation.cross_checks.models import Check
from emulation.cross_checks.page import load_check
from emulation.cross_checks.permissions import answers_have_begun, get_check
from emulation.cross_checks.ring_views import HERE
from emulation.evidence.permissions import open_files
from emulation.year.frame import contest_page, year_for_reader
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import leads, works_for
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: OfficerRequest, year: int, province: str) -> HttpResponseBase:
    check = get_check(request.user, year_for_reader(request, year), province)
    if request.method == "POST":
        if not works_for(request.user, check.checker):
            raise PermissionDenied
        return _save(request, check)
    if file := requested_download(
        request, lambda: check_file(check.year, load_check(check, reader=request.user))
    ):
        return file
    if works_for(request.user, check.checker):
        restored = submitted_or_restored(request)
        if restored is not None or not services.why_checking_closed(check):
            return _page(request, check, form=_check_form(check, restored))
    if works_for(request.user, check.checked) and answers_have_begun(check.year):
        return _page(request, check, answers=_answer_form(check, None))
    return _page(request, check)


def _save(request: OfficerRequest, check: Check) -> HttpResponse:
    is_sending = "send" in request.POST
    if is_sending and not leads(request.user, check.checker):
        raise PermissionDenied
    form = _check_form(check, request.POST)

    def write() -> None:
        saved = services.save_check(
            check=check, entries=form.entries, seen=form.cleaned_data["seen"], by=request.user
        )
        if is_sending:
            form.show_version(saved)
            services.send_check(check=saved, seen=saved.version, by=request.user)

    entries = form.entries if form.is_valid() else {}  # a refusal takes its field out of the form's data
    is_saved = form.attempt(write, closed=lambda: services.why_checking_closed(check))
    if not is_saved:
        check.refresh_from_db()
    # A second click on the send button gets the first one's answer.
    if is_saved or (is_sending and entries and services.is_sent_with(check, entries)):
        message = _("Đã gửi phiếu chấm chéo %s.") if is_sending else _("Đã lưu phiếu chấm chéo %s.")
        messages.success(request, message % check.checked)
        return redirect("emulation:check", check.year.year, check.checked.slug)
    return _page(request, check, form=form)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    check = get_check(request.user, year_for_reader(request, year), province)
    if not works_for(request.user, check.checked):
        raise PermissionDenied
    form = _answer_form(check, submitted_or_restored(request))

    def write() -> None:
        services.answer_check(
            check=check, answers=form.answers, seen=form.cleaned_data["seen"], by=request.user
        )

    why_closed = services.why_answers_closed(check.year)
    if request.method == "POST" and form.attempt(write, closed=lambda: why_closed):
        messages.success(request, _("Đã lưu ý kiến của tỉnh."))
        return redirect("emulation:check", check.year.year, check.checked.slug)
    return _page(request, check, answers=form)


def _check_form(check: Check, data: object) -> CheckForm:
    return CheckForm(data, nodes=services.entered_nodes(check.year), check=check)  # type: ignore[arg-type]


def _answer_form(check: Check, data: object) -> AnswerForm:
    stored = services.StoredAnswers(check)
    return AnswerForm(data, nodes=read_tree(check.year).leaves, stored=stored)  # type: ignore[arg-type]


def _page(
    request: OfficerRequest,
    check: Check,
    *,
    form: CheckForm | None = None,
    answers: AnswerForm | None = None,
) -> HttpResponse:
    why_closed = services.why_answers_closed(check.year) if answers else ""
    if answers and why_closed and not answers.is_bound:
        answers = None
    shown_form = form or answers
    if form is None and works_for(request.user, check.checker):
        why_closed = services.why_checking_closed(check)
    context = {
        "sheet": load_check(check, shown_form, reader=request.user),
        "open_files": open_files(request.user, check.year),
        "check": check,
        "state": state_mark(check),
        "form": shown_form,
        "is_checking": form is not None,
        "is_answering": answers is not None,
        "is_leader": leads(request.user, check.checker),
        "why_closed": why_closed,
    }
    return contest_page(
        request,
        check.year,
        "emulation/cross_checks/check.html",
        context,
        here=HERE,
        status=shown_form.status if shown_form else 200,
    )

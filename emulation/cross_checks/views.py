"""One cross-check: writing and sending it, reading it, answering it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from emulation.criteria.tree import read_tree
from emulation.cross_checks import exports as files
from emulation.cross_checks import services
from emulation.cross_checks.forms import AnswerForm, CheckForm
from emulation.cross_checks.given_points import state_word
from emulation.cross_checks.models import Check
from emulation.cross_checks.page import load_check, scores_of
from emulation.cross_checks.permissions import answers_begun, get_check
from emulation.cross_checks.ring_views import HERE
from emulation.cross_checks.services import differing_scores
from emulation.self_scores.permissions import opens_grounds_of
from emulation.year.frame import contest_page, year_for_reader
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import leads, works_for
from web.expired_forms import restore_form, survives_expired_login
from web.list_downloads import requested_download


@never_cache
@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: OfficerRequest, year: int, province: str) -> HttpResponseBase:
    """The check of that province's self-score: its form for the checker, else what was given."""
    found = get_check(request.user, year_for_reader(request, year), province)
    if request.method == "POST":
        if not works_for(request.user, found.checker):
            raise PermissionDenied
        return _save(request, found)
    if file := requested_download(
        request, lambda: files.check(found.year, load_check(found, reader=request.user))
    ):
        return file
    if works_for(request.user, found.checker) and not services.why_checking_closed(found):
        return _page(request, found, form=_form(found, restore_form(request)))
    if works_for(request.user, found.checked) and answers_begun(found.year):
        return _page(request, found, answers=_answers(found, None))
    return _page(request, found)


def _save(request: OfficerRequest, found: Check) -> HttpResponse:
    """Writes what was typed and, with the button for it, sends the check."""
    is_sending = "send" in request.POST
    if is_sending and not leads(request.user, found.checker):
        raise PermissionDenied
    if why := services.why_checking_closed(found):
        # Of a second click on sending the first one's answer is the answer.
        if not (is_sending and found.is_sent):
            messages.error(request, why)
        return redirect("emulation:check", found.year.year, found.checked.slug)
    form = _form(found, request.POST)
    status = 200
    if form.is_valid():
        try:
            saved = services.save_check(
                check=found, verdicts=form.verdicts, seen=form.cleaned_data["seen"], by=request.user
            )
            if is_sending:
                form.now_seen(saved.version)
                services.send_check(check=saved, seen=saved.version, by=request.user)
        except services.CheckChangedError as change:
            stored = change.stored
            form.tell_changed(stored.changed_by, scores_of(stored), stored.version)
            status = 409
        except services.ChecksClosedError as closed:
            form.add_error(None, str(closed))
            status = 409
        except ValidationError as error:
            form.tell(error)
        else:
            said = _("Đã gửi phiếu chấm chéo %s.") if is_sending else _("Đã lưu phiếu chấm chéo %s.")
            messages.success(request, said % found.checked)
            return redirect("emulation:check", found.year.year, found.checked.slug)
    return _page(request, found, form=form, status=status)


@never_cache
@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """What the checked province says to points that differ; who comes by GET is led to the check."""
    found = get_check(request.user, year_for_reader(request, year), province)
    if not works_for(request.user, found.checked):
        raise PermissionDenied
    form = _answers(found, request.POST if request.method == "POST" else restore_form(request))
    if request.method != "POST":
        return _page(request, found, answers=form)
    status = 200
    if form.is_valid():
        try:
            services.answer_check(check=found, answers=form.answers, by=request.user)
        except services.ChecksClosedError as closed:
            form.add_error(None, str(closed))
            status = 409
        else:
            messages.success(request, _("Đã lưu ý kiến của tỉnh."))
            return redirect("emulation:check", found.year.year, found.checked.slug)
    return _page(request, found, answers=form, status=status)


def _form(found: Check, data: object) -> CheckForm:
    nodes = [node for node in read_tree(found.year).leaves if not node.criterion.is_computed]
    return CheckForm(data, nodes=nodes, scores=scores_of(found), version=found.version)  # type: ignore[arg-type]


def _answers(found: Check, data: object) -> AnswerForm:
    return AnswerForm(data, nodes=read_tree(found.year).leaves, scores=differing_scores(found))  # type: ignore[arg-type]


def _page(
    request: OfficerRequest,
    found: Check,
    *,
    form: CheckForm | None = None,
    answers: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    closed = services.why_answers_closed(found.year) if answers else ""
    if answers and closed and not answers.is_bound:
        answers = None
    checks = works_for(request.user, found.checker)
    context = {
        "sheet": load_check(found, form or answers, reader=request.user),
        "opens_files": opens_grounds_of(request.user, found.year, found.checked),
        "check": found,
        "word": state_word(found),
        "form": form or answers,
        "is_checking": form is not None,
        "is_answering": answers is not None,
        "leads": leads(request.user, found.checker),
        "closed": services.why_checking_closed(found) if checks and form is None else closed,
    }
    return contest_page(
        request, found.year, "emulation/cross_checks/check.html", context, here=HERE, status=status
    )

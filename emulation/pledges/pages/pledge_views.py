"""The page of a province's pledge, and what is done there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.pledges.merged_pledges import decide_target, stored_merged_pledge, why_not_decidable
from emulation.pledges.models import Pledge, Signing, TargetChange
from emulation.pledges.named_movements import pledged_movement_rows
from emulation.pledges.pages.forms import AnswerForm, ChangeForm, DecideForm, SignForm, TargetsForm
from emulation.pledges.permissions import (
    decides_targets,
    drafts_pledge,
    get_pledge,
    get_returned_pledge,
    sends_pledge,
    visible_changes,
)
from emulation.pledges.progress import progress_of
from emulation.pledges.rows import targets_of
from emulation.pledges.services import (
    return_pledge,
    save_targets,
    send_pledge,
    why_not_editable,
    why_not_returnable,
)
from emulation.pledges.signing import (
    answer_change,
    propose_change,
    sign_pledge,
    why_answered,
    why_not_changeable,
    why_not_signable,
)
from emulation.pledges.status import added_up_mark, state_mark
from emulation.successors.models import DecidedTarget
from emulation.year.forms import ReturnForm
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import Deadline
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import leads, works_for
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import refused_page
from web.versioned_forms import ServiceForm

State = Pledge.State


def _requested_pledge(request: OfficerRequest, year: int, province: str) -> Pledge:
    return get_pledge(request.user, year_for_reader(request, year), province)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    pledge = _requested_pledge(request, year, province)
    data = submitted_or_restored(request)
    if request.method != "POST":
        return _page(request, pledge, form=TargetsForm(pledge, data) if data else None)
    if not works_for(request.user, pledge.province):
        raise PermissionDenied
    is_sending = "send" in request.POST
    if is_sending and not leads(request.user, pledge.province):
        raise PermissionDenied
    form = TargetsForm(pledge, data, is_sending=is_sending)

    def write() -> None:
        save_targets(
            contest_year=pledge.year,
            province=pledge.province,
            targets=form.targets,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
        if is_sending:
            send_pledge(contest_year=pledge.year, province=pledge.province, by=request.user)

    is_valid = form.is_valid()
    if not form.attempt(write, closed=lambda: why_not_editable(pledge)):
        stored = _requested_pledge(request, year, province)
        # A second click on the send button gets the first one's answer.
        is_sent = is_valid and is_sending and stored.state == State.SENT
        if not (is_sent and form.targets == targets_of(stored)):
            return _page(request, stored, form=form)
    messages.success(request, _("Đã gửi giao ước về Cụm.") if is_sending else _("Đã lưu giao ước."))
    return redirect("emulation:pledge", year, province)


def _to_page(pledge: Pledge) -> HttpResponse:
    return redirect("emulation:pledge", pledge.year.year, pledge.province.slug)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    pledge = _requested_pledge(request, year, province)
    data = submitted_or_restored(request)
    if data is None:
        return _to_page(pledge)
    form = SignForm(pledge, data)

    def write() -> Pledge:
        return sign_pledge(
            contest_year=pledge.year, province=pledge.province, by=request.user, **form.cleaned_data
        )

    if request.method == "POST":
        if not leads(request.user, pledge.province):
            raise PermissionDenied
        if form.attempt(write, closed=lambda: why_not_signable(pledge)):
            messages.success(request, _("Đã ký giao ước của %s.") % pledge.province)
            return redirect("emulation:pledge", year, province)
        pledge = _requested_pledge(request, year, province)
    return _page(request, pledge, sign_form=form)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    data = submitted_or_restored(request)
    try:
        pledge = _requested_pledge(request, year, province)
    except Http404:
        if data is None:
            raise
        pledge = get_returned_pledge(request.user, year_for_reader(request, year), province)
        return _refuse_return(request, pledge, ReturnForm(pledge, data))
    if data is None:
        return _to_page(pledge)
    form = ReturnForm(pledge, data)

    def write() -> Pledge:
        return return_pledge(
            contest_year=pledge.year, province=pledge.province, by=request.user, **form.cleaned_data
        )

    if request.method == "POST":
        if not runs_year(request.user, pledge.year):
            raise PermissionDenied
        if form.attempt(write, closed=lambda: why_not_returnable(pledge)):
            messages.success(request, _("Đã trả lại giao ước cho %s.") % pledge.province)
            # A returned pledge is its province's draft again.
            return redirect("emulation:pledges", year)
        pledge = _requested_pledge(request, year, province)
    return _page(request, pledge, return_form=form)


def _refuse_return(request: OfficerRequest, pledge: Pledge, form: ReturnForm) -> HttpResponse:
    return refused_page(
        request,
        title=_("Chưa trả lại được"),
        note=pledge.province,
        why=why_not_returnable(pledge),
        state=pledge.get_state_display(),
        typed=form.typed(),
        back=(_("Giao ước thi đua"), reverse("emulation:pledges", args=[pledge.year.year])),
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    pledge = _requested_pledge(request, year, province)
    data = submitted_or_restored(request)
    if data is None:
        return _to_page(pledge)
    form = ChangeForm(pledge, data)

    def write() -> TargetChange:
        cleaned = {**form.cleaned_data, "indicator": form.chosen_indicator}
        return propose_change(pledge=pledge, by=request.user, **cleaned)

    if request.method == "POST":
        if not runs_year(request.user, pledge.year):
            raise PermissionDenied
        if form.attempt(write, closed=lambda: why_not_changeable(pledge)):
            messages.success(request, _("Đã gửi đề nghị điều chỉnh cho %s.") % pledge.province)
            return redirect("emulation:pledge", year, province)
    return _page(request, pledge, change_form=form)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """The secretary decides a target of a successor that cannot be added up."""
    pledge = _requested_pledge(request, year, province)
    if not decides_targets(request.user):
        raise PermissionDenied
    merged = stored_merged_pledge(pledge.year, pledge.province)
    if merged is None:
        raise Http404(_("Không có giao ước này."))
    data = submitted_or_restored(request)
    if data is None:
        return _to_page(pledge)
    form = DecideForm(merged, data)

    def write() -> DecidedTarget:
        cleaned = {**form.cleaned_data, "indicator": form.chosen_indicator}
        return decide_target(contest_year=pledge.year, province=pledge.province, by=request.user, **cleaned)

    if request.method == "POST" and form.attempt(
        write, closed=lambda: why_not_decidable(pledge.year, pledge.province)
    ):
        messages.success(request, _("Đã ghi số giao ước của %s.") % pledge.province)
        return redirect("emulation:pledge", year, province)
    return _page(request, pledge, decide_form=form)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """The province's leader agrees to a change of a signed target, or says why not."""
    pledge = _requested_pledge(request, year, province)
    data = submitted_or_restored(request)
    if data is None:
        return _to_page(pledge)
    if not leads(request.user, pledge.province):
        raise PermissionDenied
    form = AnswerForm(data)
    if request.method == "POST":
        form.full_clean()
        changes = TargetChange.objects.select_related("answered_by__province")
        change = get_object_or_404(changes, pk=form.cleaned_data.get("change"), pledge=pledge.pk)
        is_agreed = "agree" in request.POST

        def write() -> TargetChange:
            why_not = form.cleaned_data["why_not"]
            return answer_change(change=change, is_agreed=is_agreed, why_not=why_not, by=request.user)

        if form.attempt(write, closed=lambda: why_answered(change)):
            done = _("Đã đồng ý điều chỉnh.") if is_agreed else _("Đã trả lời: không đồng ý điều chỉnh.")
            messages.success(request, done)
            return redirect("emulation:pledge", year, province)
    return _page(request, pledge, answer_form=form)


def _page(
    request: OfficerRequest,
    pledge: Pledge,
    *,
    form: TargetsForm | None = None,
    sign_form: SignForm | None = None,
    return_form: ReturnForm | None = None,
    change_form: ChangeForm | None = None,
    answer_form: AnswerForm | None = None,
    decide_form: DecideForm | None = None,
) -> HttpResponse:
    officer, contest_year = request.user, pledge.year
    errors: ServiceForm | None = form or sign_form or return_form or change_form or answer_form or decide_form
    is_runner = runs_year(officer, contest_year)
    targets_form = form or TargetsForm(pledge)
    merged = None if pledge.is_signed else stored_merged_pledge(contest_year, pledge.province)
    if merged and merged.to_decide and decides_targets(officer) and not contest_year.scores_are_settled:
        decide_form = decide_form or DecideForm(merged)
    signing = Signing.objects.filter(year=contest_year).first()
    if leads(officer, pledge.province) and signing and signing.is_open and pledge.state == State.SENT:
        sign_form = sign_form or SignForm(pledge, initial={"name": officer.get_full_name()})
    context: dict[str, Any] = {
        "pledge": pledge,
        "merged": merged,
        "name": pledge.province.name_by(contest_year.last_day),
        "decide_form": decide_form,
        "state": added_up_mark(is_whole=merged.is_whole)
        if merged and pledge.pk is None
        else state_mark(pledge),
        "form": targets_form,
        "errors": errors,
        "rows": targets_form.pledge_rows,
        "last_year": contest_year.year - 1,
        "is_editable": form is not None or drafts_pledge(officer, pledge),
        "may_send": sends_pledge(officer, pledge),
        "is_own": works_for(officer, pledge.province),
        "deadline": contest_year.deadline(Deadline.Part.PLEDGE),
        "sign_form": sign_form,
        "return_form": (return_form or ReturnForm(pledge))
        if is_runner and pledge.state == State.SENT
        else return_form,
        "change_form": (change_form or ChangeForm(pledge)) if is_runner and pledge.is_signed else change_form,
        "movements": pledged_movement_rows(pledge, officer),
        "changes": [
            (change, _answer_form(officer, change, answer_form))
            for change in visible_changes(officer, pledge).select_related(
                "indicator", "by", "answered_by", "pledge__province"
            )
        ],
        "last_return": pledge.last_return,
        "progress": progress_of(contest_year, [pledge.province]) if pledge.is_signed or merged else None,
    }
    status = errors.status if errors else 200
    return contest_page(
        request, contest_year, "emulation/pledges/pledge.html", context, here="pledges", status=status
    )


def _answer_form(officer: Officer, change: TargetChange, sent: AnswerForm | None) -> AnswerForm | None:
    """The form beside a change that waits for the officer's answer, as it was sent if it was refused."""
    if not leads(officer, change.pledge.province):
        return None
    if sent is not None and sent.data.get("change") == str(change.pk):
        return sent
    if change.is_agreed is not None:
        return None
    return AnswerForm(initial={"change": change.pk}, auto_id=f"id_{change.pk}_%s")

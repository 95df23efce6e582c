"""One province's pledge: the form for its own officers, the same page without boxes for everybody else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.pledges import services as pledges_services
from emulation.pledges import signing
from emulation.pledges.models import Pledge, Signing
from emulation.pledges.named_movements import pledged_rows
from emulation.pledges.pages.forms import ChangeForm, ReturnForm, SignForm, TargetsForm
from emulation.pledges.permissions import drafts_pledge, get_pledge, sends_pledge, takes_pledges
from emulation.pledges.progress import progress_of
from emulation.pledges.rows import pledge_rows, targets_of
from emulation.pledges.services import PledgeChangedError, PledgeRefusedError
from emulation.pledges.status import state_mark
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.permissions import runs_year
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import leads, works_for
from web.expired_forms import restore_form, survives_expired_login

State = Pledge.State


def _pledge(request: OfficerRequest, year: int, province: str) -> Pledge:
    return get_pledge(request.user, year_for_reader(request, year), province)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """The pledge; its province's officers save it here, its leader sends it."""
    found = _pledge(request, year, province)
    if request.method != "POST":
        kept = _kept(request)
        return _page(request, found, form=TargetsForm(pledge_rows(found), kept) if kept else None)
    if not works_for(request.user, found.province):
        raise PermissionDenied
    sends = "send" in request.POST
    if sends and not leads(request.user, found.province):
        raise PermissionDenied
    form = TargetsForm(pledge_rows(found), request.POST, is_sent_off=sends)
    if not form.is_valid():
        return _page(request, found, form=form)
    done = _("Đã gửi giao ước về Cụm.") if sends else _("Đã lưu giao ước.")
    try:
        _write(request, found, form, sends=sends)
    except PledgeChangedError as changed:
        form.add_error(None, str(changed))
        form.tell_changes(changed.targets)
        return _page(request, changed.pledge, form=form, status=409)
    except PledgeRefusedError as refused:
        stored = _pledge(request, year, province)
        if not (sends and stored.state == State.SENT and _same(form, stored)):
            form.add_error(None, str(refused))
            return _page(request, stored, form=form, status=409)
    messages.success(request, done)
    return redirect("emulation:pledge", year, province)


def _write(request: OfficerRequest, pledge: Pledge, form: TargetsForm, *, sends: bool) -> None:
    pledges_services.save_targets(
        year=pledge.year,
        province=pledge.province,
        targets=form.cleaned_data,
        seen=_seen(request),
        by=request.user,
    )
    if sends:
        pledges_services.send_pledge(year=pledge.year, province=pledge.province, by=request.user)


def _same(form: TargetsForm, pledge: Pledge) -> bool:
    """Whether what was typed is what stands: then the second click found the first one's work done."""
    return form.cleaned_data == targets_of(pledge)


def _kept(request: OfficerRequest) -> QueryDict | None:
    """What the officer typed here before the login expired, with the words that say so."""
    kept = restore_form(request)
    if kept is not None:
        messages.warning(request, _("Phiên đăng nhập đã hết hạn. Nội dung đã gõ còn nguyên, chưa lưu."))
    return kept


def _back(pledge: Pledge) -> HttpResponse:
    """Who comes by GET is led to the pledge's page."""
    return redirect("emulation:pledge", pledge.year.year, pledge.province.slug)


def _seen(request: OfficerRequest) -> int:
    """The version of the pledge that the page showed; a page without one showed none."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """The province's leader signs."""
    found = _pledge(request, year, province)
    if request.method != "POST":
        kept = _kept(request)
        return _page(request, found, sign_form=SignForm(kept)) if kept else _back(found)
    if not leads(request.user, found.province):
        raise PermissionDenied
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            signing.sign_pledge(
                year=found.year, province=found.province, name=form.cleaned_data["name"], by=request.user
            )
        except PledgeRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ký giao ước của %s.") % found.province)
            return redirect("emulation:pledge", year, province)
    return _page(request, found, sign_form=form, status=_status(form))


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """Who runs the year gives a sent pledge back."""
    found = _pledge(request, year, province)
    if request.method != "POST":
        kept = _kept(request)
        return _page(request, found, return_form=ReturnForm(kept)) if kept else _back(found)
    form = ReturnForm(request.POST)
    if not runs_year(request.user, found.year):
        raise PermissionDenied
    if form.is_valid():
        try:
            pledges_services.return_pledge(
                year=found.year, province=found.province, reason=form.cleaned_data["reason"], by=request.user
            )
        except PledgeRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã trả lại giao ước cho %s.") % found.province)
            return redirect("emulation:pledge", year, province)
    return _page(request, found, return_form=form, status=_status(form))


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """Who runs the year changes a signed target, with the reason."""
    found = _pledge(request, year, province)
    if request.method != "POST":
        kept = _kept(request)
        return _page(request, found, change_form=ChangeForm(found, kept)) if kept else _back(found)
    if not runs_year(request.user, found.year):
        raise PermissionDenied
    form = ChangeForm(found, request.POST)
    if form.is_valid():
        try:
            signing.change_target(
                pledge=found,
                indicator=form.chosen,
                value=form.cleaned_data["value"],
                reason=form.cleaned_data["reason"],
                seen=_seen(request),
                by=request.user,
            )
        except PledgeRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã điều chỉnh giao ước của %s.") % found.province)
            return redirect("emulation:pledge", year, province)
    return _page(request, found, change_form=form, status=_status(form))


def _status(form: Form) -> int:
    """409 where a valid request came out of turn, 200 where the form asks back."""
    return 409 if form.non_field_errors() else 200


def _page(
    request: OfficerRequest,
    pledge: Pledge,
    *,
    form: TargetsForm | None = None,
    sign_form: SignForm | None = None,
    return_form: ReturnForm | None = None,
    change_form: ChangeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    officer, year = request.user, pledge.year
    errors = form or sign_form or return_form or change_form
    runs = runs_year(officer, year)
    drafts = drafts_pledge(officer, pledge)
    rows = pledge_rows(pledge)
    signing = Signing.objects.filter(year=year).first()
    if leads(officer, pledge.province) and signing and signing.is_open and pledge.state == State.SENT:
        sign_form = sign_form or SignForm(initial={"name": officer.get_full_name()})
    context: dict[str, Any] = {
        "pledge": pledge,
        "word": state_mark(pledge),
        "form": form or TargetsForm(rows),
        "errors": errors,
        "rows": rows,
        "last_year": year.year - 1,
        "drafts": drafts or form is not None,
        "may_send": sends_pledge(officer, pledge),
        "is_own": works_for(officer, pledge.province),
        "is_time": takes_pledges(year),
        "deadline": year.deadlines.filter(part="pledge").first(),
        "sign_form": sign_form,
        "return_form": (return_form or ReturnForm()) if runs and pledge.state == State.SENT else return_form,
        "change_form": (change_form or ChangeForm(pledge)) if runs and pledge.is_signed else change_form,
        "movements": pledged_rows(pledge, officer),
        "changes": pledge.changes.select_related("indicator", "by") if pledge.pk else [],
        "returned": _last_return(pledge),
        "progress": progress_of(year, [pledge.province]) if pledge.is_signed else None,
    }
    return contest_page(
        request, year, "emulation/pledges/pledge.html", context, here="pledges", status=status
    )


def _last_return(pledge: Pledge) -> Any:
    """Why the draft came back, until it is sent again."""
    if not pledge.is_draft:
        return None
    steps = pledge.year.events.filter(province=pledge.province, action__in=["pledge.return", "pledge.send"])
    last = steps.select_related("by").last()
    return last if last and last.action == "pledge.return" else None

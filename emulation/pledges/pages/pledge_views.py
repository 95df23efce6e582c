"""One province's pledge: the form for its own officers, the same page without boxes for everybody else."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.pledges import services as pledges_services
from emulation.pledges import signing
from emulation.pledges.models import Pledge, Signing, TargetChange
from emulation.pledges.named_movements import pledged_rows
from emulation.pledges.pages.forms import ChangeForm, ReturnForm, SignForm, TargetsForm
from emulation.pledges.permissions import drafts_pledge, get_pledge, sends_pledge
from emulation.pledges.progress import progress_of
from emulation.pledges.rows import targets_of
from emulation.pledges.status import state_mark
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import Deadline
from emulation.year.permissions import runs_year
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import leads, works_for
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.versioned_forms import ServiceForm

State = Pledge.State


def _pledge(request: OfficerRequest, year: int, province: str) -> Pledge:
    return get_pledge(request.user, year_for_reader(request, year), province)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """The pledge; its province's officers save it here, its leader sends it."""
    found = _pledge(request, year, province)
    typed = submitted_or_restored(request)
    if request.method != "POST":
        return _page(request, found, form=TargetsForm(found, typed) if typed else None)
    if not works_for(request.user, found.province):
        raise PermissionDenied
    sends = "send" in request.POST
    if sends and not leads(request.user, found.province):
        raise PermissionDenied
    form = TargetsForm(found, typed, is_sent_off=sends)

    def write() -> None:
        pledges_services.save_targets(
            contest_year=found.year,
            province=found.province,
            targets=form.targets,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
        if sends:
            pledges_services.send_pledge(contest_year=found.year, province=found.province, by=request.user)

    if not form.is_valid():
        return _page(request, found, form=form)
    if not form.attempt(write):
        stored = _pledge(request, year, province)
        # Of a second click the first one's work is the answer.
        if not (sends and stored.state == State.SENT and form.targets == targets_of(stored)):
            return _page(request, stored, form=form)
    messages.success(request, _("Đã gửi giao ước về Cụm.") if sends else _("Đã lưu giao ước."))
    return redirect("emulation:pledge", year, province)


def _back(pledge: Pledge) -> HttpResponse:
    """Who comes by GET is led to the pledge's page."""
    return redirect("emulation:pledge", pledge.year.year, pledge.province.slug)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """The province's leader signs."""
    found = _pledge(request, year, province)
    typed = submitted_or_restored(request)
    if typed is None:
        return _back(found)
    form = SignForm(typed)

    def write() -> Pledge:
        name = form.cleaned_data["name"]
        return signing.sign_pledge(
            contest_year=found.year, province=found.province, name=name, by=request.user
        )

    if request.method == "POST":
        if not leads(request.user, found.province):
            raise PermissionDenied
        if form.is_valid() and form.attempt(write):
            messages.success(request, _("Đã ký giao ước của %s.") % found.province)
            return redirect("emulation:pledge", year, province)
    return _page(request, found, sign_form=form)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """Who runs the year gives a sent pledge back."""
    found = _pledge(request, year, province)
    typed = submitted_or_restored(request)
    if typed is None:
        return _back(found)
    form = ReturnForm(typed)

    def write() -> Pledge:
        return pledges_services.return_pledge(
            contest_year=found.year,
            province=found.province,
            reason=form.cleaned_data["reason"],
            by=request.user,
        )

    if request.method == "POST":
        if not runs_year(request.user, found.year):
            raise PermissionDenied
        if form.is_valid() and form.attempt(write):
            messages.success(request, _("Đã trả lại giao ước cho %s.") % found.province)
            return redirect("emulation:pledge", year, province)
    return _page(request, found, return_form=form)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """Who runs the year changes a signed target, with the reason."""
    found = _pledge(request, year, province)
    typed = submitted_or_restored(request)
    if typed is None:
        return _back(found)
    form = ChangeForm(found, typed)

    def write() -> TargetChange:
        cleaned = {**form.cleaned_data, "indicator": form.chosen}
        return signing.change_target(pledge=found, by=request.user, **cleaned)

    if request.method == "POST":
        if not runs_year(request.user, found.year):
            raise PermissionDenied
        if form.is_valid() and form.attempt(write):
            messages.success(request, _("Đã điều chỉnh giao ước của %s.") % found.province)
            return redirect("emulation:pledge", year, province)
    return _page(request, found, change_form=form)


def _page(
    request: OfficerRequest,
    pledge: Pledge,
    *,
    form: TargetsForm | None = None,
    sign_form: SignForm | None = None,
    return_form: ReturnForm | None = None,
    change_form: ChangeForm | None = None,
) -> HttpResponse:
    officer, contest_year = request.user, pledge.year
    errors: ServiceForm | None = form or sign_form or return_form or change_form
    runs = runs_year(officer, contest_year)
    drafts = drafts_pledge(officer, pledge)
    form_shown = form or TargetsForm(pledge)
    signing = Signing.objects.filter(year=contest_year).first()
    if leads(officer, pledge.province) and signing and signing.is_open and pledge.state == State.SENT:
        sign_form = sign_form or SignForm(initial={"name": officer.get_full_name()})
    context: dict[str, Any] = {
        "pledge": pledge,
        "word": state_mark(pledge),
        "form": form_shown,
        "errors": errors,
        "rows": form_shown.source,
        "last_year": contest_year.year - 1,
        "drafts": drafts or form is not None,
        "may_send": sends_pledge(officer, pledge),
        "is_own": works_for(officer, pledge.province),
        "deadline": contest_year.deadline(Deadline.Part.PLEDGE),
        "sign_form": sign_form,
        "return_form": (return_form or ReturnForm()) if runs and pledge.state == State.SENT else return_form,
        "change_form": (change_form or ChangeForm(pledge)) if runs and pledge.is_signed else change_form,
        "movements": pledged_rows(pledge, officer),
        "changes": pledge.changes.select_related("indicator", "by") if pledge.pk else [],
        "returned": _last_return(pledge),
        "progress": progress_of(contest_year, [pledge.province]) if pledge.is_signed else None,
    }
    status = errors.status if errors else 200
    return contest_page(
        request, contest_year, "emulation/pledges/pledge.html", context, here="pledges", status=status
    )


def _last_return(pledge: Pledge) -> Any:
    """Why the draft came back, until it is sent again."""
    if not pledge.is_draft:
        return None
    steps = pledge.year.events.filter(province=pledge.province, action__in=["pledge.return", "pledge.send"])
    last = steps.select_related("by").last()
    return last if last and last.action == "pledge.return" else None

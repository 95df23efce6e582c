"""The page of who checks whom, and what is done there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from emulation.cross_checks import services
from emulation.cross_checks.exports import ring_file
from emulation.cross_checks.forms import RingForm
from emulation.cross_checks.given_points import state_mark
from emulation.cross_checks.models import Check
from emulation.cross_checks.permissions import CheckReader, reads_check
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from web.edit_conflicts import EditConflictError
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.refusals import RefusedError, sentence_of

HERE = "checks"
State = Check.State


@require_safe
def checks(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    checks = _checks_of(contest_year)
    if not runs_year(request.user, contest_year):
        checks = [check for check in checks if check.state != State.PLANNED]
    if file := requested_download(request, lambda: ring_file(contest_year, checks)):
        return file
    return _page(request, contest_year, checks)


def _page(
    request: OfficerRequest, contest_year: EmulationYear, checks: list[Check], status: int = 200
) -> HttpResponse:
    is_published = any(check.state != State.PLANNED for check in checks)
    province = takes_part(request.user, contest_year)
    reader = CheckReader.of(request.user, contest_year)
    is_runner = runs_year(request.user, contest_year)
    context = {
        "rows": [(check, state_mark(check), reads_check(request.user, check, reader)) for check in checks],
        "is_runner": is_runner,
        "broken": services.why_broken(contest_year) if is_runner else "",
        "is_published": is_published,
        "version": services.ring_snapshot({check.checker_id: check.checked_id for check in checks}).version,
        "own_check": next((check for check in checks if province and check.checker_id == province.pk), None)
        if is_published
        else None,
    }
    return contest_page(
        request, contest_year, "emulation/cross_checks/checks.html", context, here=HERE, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    if request.method == "POST":  # GET follows a login
        try:
            seen = request.POST.get("seen", "")
            services.draw_checks(contest_year=contest_year, seen=seen, by=request.user)
        except EditConflictError as conflict:
            messages.error(request, str(conflict))
            return _page(request, contest_year, _checks_of(contest_year), status=409)
        except (RefusedError, ValidationError) as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("Đã bốc thăm. Xem lại rồi công bố."))
    return redirect("emulation:checks", contest_year.year)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def ring(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    form = RingForm(contest_year, submitted_or_restored(request))

    def write() -> None:
        services.set_checks(
            contest_year=contest_year, ring=form.ring, seen=form.cleaned_data["seen"], by=request.user
        )

    if request.method == "POST" and form.attempt(write, closed=lambda: services.why_published(contest_year)):
        messages.success(request, _("Đã lưu phân công chấm chéo. Xem lại rồi công bố."))
        return redirect("emulation:checks", contest_year.year)
    return contest_page(
        request,
        contest_year,
        "emulation/cross_checks/check_ring.html",
        {"form": form, "broken": services.why_broken(contest_year)},
        here=HERE,
        status=form.status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    if request.method == "POST":  # GET follows a login
        try:
            seen = request.POST.get("seen", "")
            services.publish_checks(contest_year=contest_year, seen=seen, by=request.user)
        except EditConflictError as conflict:
            messages.error(request, str(conflict))
            return _page(request, contest_year, _checks_of(contest_year), status=409)
        except (RefusedError, ValidationError) as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("Đã công bố phân công chấm chéo."))
    return redirect("emulation:checks", contest_year.year)


def _checks_of(contest_year: EmulationYear) -> list[Check]:
    checks = Check.objects.standing(contest_year)
    return list(checks.select_related("year", "checker", "checked"))

"""Who checks whom: the list, drawing it by lot, setting it by hand, publishing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from emulation.cross_checks import exports as files
from emulation.cross_checks import services
from emulation.cross_checks.forms import RingForm
from emulation.cross_checks.given_points import state_word
from emulation.cross_checks.models import Check
from emulation.cross_checks.permissions import CheckReader, reads_check
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from web.list_downloads import requested_download

HERE = "checks"
State = Check.State


@never_cache
@require_safe
def checks(request: OfficerRequest, year: int) -> HttpResponseBase:
    """Who checks whom and who has sent; before it is published for who runs the year alone."""
    found = year_for_reader(request, year)
    runs = runs_year(request.user, found)
    province = takes_part(request.user, found)
    ring = list(_ring(found)) if runs else [check for check in _ring(found) if check.state != State.PLANNED]
    if file := requested_download(request, lambda: files.checks(found, ring)):
        return file
    is_published = any(check.state != State.PLANNED for check in ring)
    reader = CheckReader.of(request.user, found)
    context = {
        "rows": [(check, state_word(check), reads_check(request.user, check, reader)) for check in ring],
        "runs": runs,
        "is_published": is_published,
        "own": next((check for check in ring if province and check.checker_id == province.pk), None)
        if is_published
        else None,
    }
    return contest_page(request, found, "emulation/cross_checks/checks.html", context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: OfficerRequest, year: int) -> HttpResponse:
    """Draws by lot who checks whom; who comes by GET is led to the list."""
    found = year_for_runner(request, year)
    if request.method == "POST":
        try:
            services.draw_checks(year=found, by=request.user)
        except (services.ChecksClosedError, ValidationError) as refused:
            _say(request, refused)
        else:
            messages.success(request, _("Đã bốc thăm. Xem lại rồi công bố."))
    return redirect("emulation:checks", found.year)


@require_http_methods(["GET", "HEAD", "POST"])
def ring(request: OfficerRequest, year: int) -> HttpResponse:
    """Sets by hand who checks whom."""
    found = year_for_runner(request, year)
    known = {check.checker_id: check.checked_id for check in _ring(found)}
    form = RingForm(
        request.POST if request.method == "POST" else None, members=list(found.members), ring=known
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_checks(year=found, ring=form.ring, by=request.user)
        except (services.ChecksClosedError, ValidationError) as refused:
            form.add_error(None, " ".join(getattr(refused, "messages", [str(refused)])))
        else:
            messages.success(request, _("Đã lưu phân công chấm chéo. Xem lại rồi công bố."))
            return redirect("emulation:checks", found.year)
    return contest_page(request, found, "emulation/cross_checks/check_ring.html", {"form": form}, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: OfficerRequest, year: int) -> HttpResponse:
    """Publishes who checks whom, for good; who comes by GET is led to the list."""
    found = year_for_runner(request, year)
    if request.method == "POST":
        try:
            services.publish_checks(year=found, by=request.user)
        except (services.ChecksClosedError, ValidationError) as refused:
            _say(request, refused)
        else:
            messages.success(request, _("Đã công bố phân công chấm chéo."))
    return redirect("emulation:checks", found.year)


def _ring(year: EmulationYear) -> list[Check]:
    return list(Check.objects.filter(year=year).select_related("year", "checker", "checked"))


def _say(request: OfficerRequest, refused: Exception) -> None:
    if isinstance(refused, PermissionDenied):
        raise refused
    messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))

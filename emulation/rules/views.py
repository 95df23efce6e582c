"""The rules of a year: the table, its check, taking it over, locking it, trying it out."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.criteria import services as criteria_services
from emulation.criteria.forms import UnlockForm
from emulation.criteria.tree import read_tree
from emulation.pledges.progress import signed_targets
from emulation.rules import exports as files
from emulation.rules import services as rules_services
from emulation.rules.page import rules_page
from emulation.rules.published_2019 import published_rules
from emulation.rules.trial import try_rules
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.requests import OfficerRequest
from web.list_downloads import requested_download


@require_safe
def rules(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The year's criteria with their maxima and formulas, for everybody in the contest."""
    found = year_for_reader(request, year)
    context = rules_page(found, may_run=runs_year(request.user, found))
    if file := requested_download(request, lambda: files.rules(found, [*context["rows"], *context["apart"]])):
        return file
    return contest_page(request, found, "emulation/rules/rules.html", context, here="rules")


@require_safe
def trial(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The rules on the figures of the year before."""
    found = year_for_runner(request, year)
    tried = try_rules(
        found, read_tree(found), figures_year=found.year - 1, targets=signed_targets(found.year - 1)
    )
    if file := requested_download(request, lambda: files.trial(found, tried)):
        return file
    return contest_page(request, found, "emulation/rules/rules_trial.html", {"trial": tried}, here="rules")


@require_POST
def copy(request: OfficerRequest, year: int) -> HttpResponse:
    """Takes over the criteria of the year before."""
    found = year_for_runner(request, year)
    return _take(request, found, lambda: rules_services.copy_rules(year=found, by=request.user))


@require_POST
def load(request: OfficerRequest, year: int) -> HttpResponse:
    """Takes over the table that was published for 2019."""
    found = year_for_runner(request, year)
    return _take(
        request,
        found,
        lambda: rules_services.load_rules(year=found, table=published_rules(), by=request.user),
    )


@require_POST
def lock(request: OfficerRequest, year: int) -> HttpResponse:
    """Locks the rules, once they add up."""
    found = year_for_runner(request, year)
    try:
        rules_services.lock_rules(year=found, by=request.user)
    except ValidationError as error:
        messages.error(request, _("Chưa khóa được bảng điểm. %s") % " ".join(error.messages))
    except criteria_services.RulesLockedError:
        messages.info(request, _("Bảng điểm đã khóa từ trước."))
    else:
        messages.success(request, _("Đã khóa bảng điểm của %s.") % found.label)
    return redirect("emulation:rules", found.year)


@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: OfficerRequest, year: int) -> HttpResponse:
    """Opens locked rules again, with a reason."""
    found = year_for_runner(request, year)
    if not found.rules_are_locked:
        return redirect("emulation:rules", found.year)
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rules_services.unlock_rules(year=found, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Đã mở khóa bảng điểm."))
            return redirect("emulation:rules", found.year)
    return contest_page(request, found, "emulation/rules/rules_unlock.html", {"form": form}, here="rules")


def _take(request: OfficerRequest, year: EmulationYear, take: Callable[[], int]) -> HttpResponse:
    try:
        count = take()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except criteria_services.RulesLockedError:
        messages.error(request, _("Bảng điểm đã khóa, không sửa được nữa."))
    else:
        messages.success(request, _("Đã lấy %d tiêu chí. Kiểm tra lại từng dòng.") % count)
    return redirect("emulation:rules", year.year)

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.criteria.forms import UnlockForm
from emulation.criteria.tree import read_tree
from emulation.pledges.progress import signed_targets
from emulation.rules import exports
from emulation.rules import services as rules_services
from emulation.rules.page import rules_page
from emulation.rules.published_2019 import published_rules
from emulation.rules.trial import try_rules
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.requests import OfficerRequest
from web.edit_conflicts import EditConflictError
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.refusals import RefusedError, sentence_of


@require_safe
def rules(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    context = rules_page(contest_year, may_run=runs_year(request.user, contest_year))
    if file := requested_download(
        request, lambda: exports.rules(contest_year, [*context["rows"], *context["apart"]])
    ):
        return file
    return _page(request, contest_year, context)


def _page(
    request: OfficerRequest, contest_year: EmulationYear, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    return contest_page(
        request, contest_year, "emulation/rules/rules.html", context, here="rules", status=status
    )


@require_safe
def trial(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_runner(request, year)
    rules_trial = try_rules(
        contest_year,
        read_tree(contest_year),
        figures_year=contest_year.year - 1,
        targets=signed_targets(contest_year.year - 1),
    )
    if file := requested_download(request, lambda: exports.trial(contest_year, rules_trial)):
        return file
    return contest_page(
        request, contest_year, "emulation/rules/rules_trial.html", {"trial": rules_trial}, here="rules"
    )


@require_POST
def copy(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    return _take_over(
        request, contest_year, lambda: rules_services.copy_rules(contest_year=contest_year, by=request.user)
    )


@require_POST
def load(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    return _take_over(
        request,
        contest_year,
        lambda: rules_services.load_rules(
            contest_year=contest_year, table=published_rules(), by=request.user
        ),
    )


@require_POST
def lock(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    try:
        seen = request.POST.get("seen", "")
        rules_services.lock_rules(contest_year=contest_year, seen=seen, by=request.user)
    except ValidationError as error:
        messages.error(request, _("Chưa khóa được bảng điểm. %s") % " ".join(error.messages))
    except EditConflictError as conflict:
        messages.error(request, str(conflict))
        return _page(request, contest_year, rules_page(contest_year, may_run=True), status=409)
    except RefusedError:
        messages.info(request, _("Bảng điểm đã khóa từ trước."))
    else:
        messages.success(request, _("Đã khóa bảng điểm của %s.") % contest_year.label)
    return redirect("emulation:rules", contest_year.year)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    data = submitted_or_restored(request)
    if data is None and not contest_year.rules_are_locked:
        messages.info(request, rules_services.why_not_unlockable(contest_year))
        return redirect("emulation:rules", contest_year.year)
    form = UnlockForm(rules_services.rules_lock(contest_year), data)

    def write() -> EmulationYear:
        return rules_services.unlock_rules(contest_year=contest_year, by=request.user, **form.cleaned_data)

    if request.method == "POST" and form.attempt(
        write, closed=lambda: rules_services.why_not_unlockable(contest_year)
    ):
        messages.success(request, _("Đã mở khóa bảng điểm."))
        return redirect("emulation:rules", contest_year.year)
    context = {"form": form}
    template = "emulation/rules/rules_unlock.html"
    return contest_page(request, contest_year, template, context, here="rules", status=form.status)


def _take_over(
    request: OfficerRequest, contest_year: EmulationYear, write: Callable[[], int]
) -> HttpResponse:
    try:
        count = write()
    except (RefusedError, ValidationError) as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("Đã lấy %d tiêu chí. Kiểm tra lại từng dòng.") % count)
    return redirect("emulation:rules", contest_year.year)

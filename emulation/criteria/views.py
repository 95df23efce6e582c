from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from emulation.criteria import services
from emulation.criteria.forms import CriterionForm, CriterionKindForm
from emulation.criteria.models import Criterion
from emulation.criteria.tree import Tree, read_tree
from emulation.year.frame import contest_page, year_for_runner
from emulation.year.models import EmulationYear
from provinces.accounts.requests import OfficerRequest
from web.edit_conflicts import EditConflictError
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    tree = read_tree(contest_year)
    # Two steps: kind and group by GET, then the fields of that kind.
    kind_form = CriterionKindForm(tree, request.GET or None)
    data = submitted_or_restored(request)
    if data is None and contest_year.rules_are_locked:
        return _to_locked_rules(request, contest_year)
    if not kind_form.is_valid():
        return contest_page(
            request, contest_year, "emulation/criteria/criterion_kind.html", {"form": kind_form}, here="rules"
        )
    kind, parent = kind_form.kind_and_group
    criterion = Criterion(year=contest_year, kind=kind, parent=parent)
    if request.method == "POST":
        return answer_once(request, lambda: _save(request, contest_year, tree, criterion))
    return _page(request, contest_year, tree, CriterionForm(data, instance=criterion))


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, criterion: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    tree = read_tree(contest_year)
    row = _get_criterion(tree, criterion)
    data = submitted_or_restored(request)
    if data is None and contest_year.rules_are_locked:
        return _to_locked_rules(request, contest_year)
    if request.method == "POST":
        return _save(request, contest_year, tree, row)
    return _page(request, contest_year, tree, CriterionForm(data, instance=row))


@require_POST
def move(request: OfficerRequest, year: int, criterion: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    row = _get_criterion(read_tree(contest_year), criterion)
    try:
        services.move_criterion(
            criterion=row, up=request.POST.get("to") == "up", seen=_shown_position(request), by=request.user
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("emulation:rules", contest_year.year)


@require_POST
def delete(request: OfficerRequest, year: int, criterion: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    node = read_tree(contest_year).find(criterion)
    if node is None:
        messages.info(request, _("Tiêu chí này không còn trong bảng điểm."))
        return redirect("emulation:rules", contest_year.year)
    try:
        seen = request.POST.get("seen", "")
        services.delete_criterion(criterion=node.criterion, seen=seen, by=request.user)
    except EditConflictError as conflict:
        messages.error(request, str(conflict))
        form = CriterionForm(instance=_get_criterion(read_tree(contest_year), criterion))
        form.status = 409
        return _page(request, contest_year, read_tree(contest_year), form)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("emulation:criterion-edit", contest_year.year, criterion)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã xóa tiêu chí “%s”.") % node.criterion)
    return redirect("emulation:rules", contest_year.year)


def _shown_position(request: OfficerRequest) -> int | None:
    text = request.POST.get("at", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _save(
    request: OfficerRequest, contest_year: EmulationYear, tree: Tree, criterion: Criterion
) -> HttpResponse:
    form = CriterionForm(request.POST, instance=criterion)

    def write() -> Criterion:
        seen = form.cleaned_data["seen"]
        return services.save_criterion(criterion=form.save(), bands=form.bands, seen=seen, by=request.user)

    if not form.attempt(write, closed=lambda: services.why_rules_closed(contest_year)):
        return _page(request, contest_year, tree, form)
    messages.success(request, _("Đã lưu tiêu chí “%s”.") % criterion)
    return redirect("emulation:rules", contest_year.year)


def _page(
    request: OfficerRequest, contest_year: EmulationYear, tree: Tree, form: CriterionForm
) -> HttpResponse:
    criterion = form.instance
    context = {
        "form": form,
        "criterion": criterion,
        "node": tree.find(criterion.pk) if criterion.pk else None,
        "group": tree.find(criterion.parent_id) if criterion.parent_id else None,
    }
    return contest_page(
        request,
        contest_year,
        "emulation/criteria/criterion_form.html",
        context,
        here="rules",
        status=form.status,
    )


def _to_locked_rules(request: OfficerRequest, contest_year: EmulationYear) -> HttpResponse:
    messages.error(request, services.why_rules_closed(contest_year))
    return redirect("emulation:rules", contest_year.year)


def _get_criterion(tree: Tree, pk: int) -> Criterion:
    node = tree.find(pk)
    if node is None:
        raise Http404(_("Không có tiêu chí này trong bảng điểm của năm."))
    return node.criterion

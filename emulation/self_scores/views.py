"""The list of self-scores, a province's sheet, and what is done there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.evidence.models import Evidence
from emulation.evidence.permissions import open_files
from emulation.evidence.uploading import take_files
from emulation.self_scores import services
from emulation.self_scores.exports import score_list_file, score_sheet_file
from emulation.self_scores.forms import ScoreForm
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.page import ScoreRow, sheet_page, sheet_statuses, state_mark
from emulation.self_scores.permissions import get_returned_sheet, get_sheet, reads_self_scores
from emulation.year.forms import ReturnForm
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import leads, works_for
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.refusals import RefusedError, refused_page

HERE = "scores"


@require_safe
def scores(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    is_runner = runs_year(request.user, contest_year)
    if not is_runner and request.user.role != Officer.Role.OBSERVER:
        province = takes_part(request.user, contest_year)
        if province is None:
            raise PermissionDenied
        return redirect("emulation:score-sheet", contest_year.year, province.slug)
    reads_all = reads_self_scores(request.user, contest_year)
    rows = sheet_statuses(contest_year, with_points=reads_all)
    if file := requested_download(request, lambda: score_list_file(contest_year, rows)):
        return file
    context = {
        "rows": rows,
        "is_runner": is_runner,
        "reads_all": reads_all,
        "own_province": takes_part(request.user, contest_year),
    }
    return contest_page(request, contest_year, "emulation/self_scores/score_list.html", context, here=HERE)


@require_safe
def sheet(request: OfficerRequest, year: int, province: str) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    sheet = get_sheet(request.user, contest_year, province)
    if file := requested_download(
        request, lambda: score_sheet_file(contest_year, sheet_page(sheet, reader=request.user))
    ):
        return file
    return _render_sheet(request, contest_year, sheet)


def _render_sheet(
    request: OfficerRequest,
    contest_year: EmulationYear,
    sheet: ScoreSheet,
    *,
    form: ReturnForm | None = None,
) -> HttpResponse:
    is_own = works_for(request.user, sheet.province)
    may_return = (
        sheet.is_sent and not contest_year.scores_are_settled and runs_year(request.user, contest_year)
    )
    context = {
        "page": sheet_page(sheet, reader=request.user),
        "state": state_mark(sheet),
        "why_closed": services.why_scores_closed(sheet) if is_own and not sheet.is_sent else "",
        "is_own": is_own,
        "open_files": open_files(request.user, contest_year),
        "is_leader": leads(request.user, sheet.province),
        "return_form": form or (ReturnForm(sheet) if may_return else None),
    }
    status = form.status if form else 200
    return contest_page(
        request, contest_year, "emulation/self_scores/score_sheet.html", context, here=HERE, status=status
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, province: str, criterion: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    sheet = get_sheet(request.user, contest_year, province)
    if not works_for(request.user, sheet.province):
        raise PermissionDenied
    rows = sheet_page(sheet, reader=request.user).entered_rows
    index = next((i for i, row in enumerate(rows) if row.node.criterion.pk == criterion), None)
    if index is None:
        raise Http404(_("Không có tiêu chí này để nhập điểm."))
    row = rows[index]
    next_row = rows[index + 1] if index + 1 < len(rows) else None
    if request.method == "POST":
        return _save(request, contest_year, sheet, row, next_row)
    restored = submitted_or_restored(request)
    if restored is None and (why_closed := services.why_scores_closed(sheet)):
        messages.warning(request, why_closed)
        return redirect("emulation:score-sheet", contest_year.year, sheet.province.slug)
    return _render_form(request, contest_year, sheet, row, next_row, _form(sheet, row, restored))


def _form(
    sheet: ScoreSheet, row: ScoreRow, data: QueryDict | None, files: MultiValueDict[str, Any] | None = None
) -> ScoreForm:
    evidence = Evidence.objects.usable_by(sheet.year_id, sheet.province_id)
    return ScoreForm(data, files, criterion=row.node.criterion, score=row.score, evidence=evidence)


def _save(
    request: OfficerRequest,
    contest_year: EmulationYear,
    sheet: ScoreSheet,
    row: ScoreRow,
    next_row: ScoreRow | None,
) -> HttpResponse:
    uploaded, refusals = take_files(request, request.FILES.getlist("uploads"), contest_year, sheet.province)
    form = _form(sheet, row, request.POST, request.FILES)
    form.tick_files(uploaded)
    for sentence in refusals:
        form.add_error("uploads", sentence)

    def write() -> SelfScore:
        claim = services.ClaimedScore(
            points=form.points,
            reason=form.cleaned_data["reason"],
            indicator=form.cleaned_data["indicator"],
            evidence=list(form.cleaned_data.get("evidence", ())),
        )
        seen = form.cleaned_data["seen"]
        return services.save_score(
            sheet=sheet, criterion=row.node.criterion, claim=claim, seen=seen, by=request.user
        )

    if not form.attempt(write, closed=lambda: services.why_scores_closed(sheet)):
        return _render_form(request, contest_year, sheet, row, next_row, form)
    messages.success(request, _("Đã lưu %s.") % row.node.title)
    if "next" in request.POST and next_row:
        following = next_row.node.criterion.pk
        return redirect("emulation:score-edit", contest_year.year, sheet.province.slug, following)
    return redirect("emulation:score-sheet", contest_year.year, sheet.province.slug)


def _render_form(
    request: OfficerRequest,
    contest_year: EmulationYear,
    sheet: ScoreSheet,
    row: ScoreRow,
    next_row: ScoreRow | None,
    form: ScoreForm,
) -> HttpResponse:
    context = {"form": form, "row": row, "sheet": sheet, "next_row": next_row}
    return contest_page(
        request, contest_year, "emulation/self_scores/score_form.html", context, here=HERE, status=form.status
    )


@require_POST
def send(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    sheet = get_sheet(request.user, contest_year, province)
    if not leads(request.user, sheet.province):
        raise PermissionDenied
    try:
        services.send_scores(sheet=sheet, seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refusal:
        if not sheet.is_sent:  # otherwise a second click
            messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, _("Chưa gửi được. %s") % " ".join(error.messages))
    else:
        messages.success(request, _("Đã gửi phiếu tự chấm cho Cụm."))
    return redirect("emulation:score-sheet", contest_year.year, sheet.province.slug)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    data = submitted_or_restored(request)
    try:
        sheet = get_sheet(request.user, contest_year, province)
    except Http404:
        if data is None:
            raise
        sheet = get_returned_sheet(request.user, contest_year, province)
        return _refuse_return(request, sheet, ReturnForm(sheet, data))
    if data is None:  # after a login
        return redirect("emulation:score-sheet", contest_year.year, sheet.province.slug)
    if not runs_year(request.user, contest_year):
        raise PermissionDenied
    form = ReturnForm(sheet, data)

    def write() -> ScoreSheet:
        return services.return_scores(sheet=sheet, by=request.user, **form.cleaned_data)

    if request.method == "POST" and form.attempt(write, closed=lambda: services.why_not_returnable(sheet)):
        messages.success(request, _("Đã trả lại phiếu tự chấm của %s.") % sheet.province)
        return redirect("emulation:scores", contest_year.year)
    return _render_sheet(request, contest_year, sheet, form=form)


def _refuse_return(request: OfficerRequest, sheet: ScoreSheet, form: ReturnForm) -> HttpResponse:
    return refused_page(
        request,
        title=_("Chưa trả lại được"),
        note=sheet.province,
        why=services.why_not_returnable(sheet),
        state=sheet.get_state_display(),
        typed=form.typed(),
        back=(_("Tự chấm điểm"), reverse("emulation:scores", args=[sheet.year.year])),
    )

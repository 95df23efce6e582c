"""The self-score: who has sent, a province's sheet, one criterion of it, sending and giving back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.evidence.models import Evidence
from emulation.evidence.uploading import take_files
from emulation.self_scores import exports as files
from emulation.self_scores import services
from emulation.self_scores.forms import ReturnForm, ScoreForm
from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.page import ScoreRow, sent_rows, sheet_page, state_mark
from emulation.self_scores.permissions import get_sheet, opens_grounds_of, reads_self_scores
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import leads, works_for
from web.expired_forms import restore_form, survives_expired_login
from web.list_downloads import requested_download

HERE = "scores"


@never_cache
@require_safe
def scores(request: OfficerRequest, year: int) -> HttpResponseBase:
    """Who has sent, for who runs or watches the year; a province is led to its own sheet."""
    found = year_for_reader(request, year)
    runs = runs_year(request.user, found)
    if not runs and request.user.role != Officer.Role.OBSERVER:
        province = takes_part(request.user, found)
        if province is None:
            raise PermissionDenied
        return redirect("emulation:score-sheet", found.year, province.slug)
    reads = reads_self_scores(request.user, found)
    rows = sent_rows(found, with_points=reads)
    if file := requested_download(request, lambda: files.sent(found, rows)):
        return file
    context = {
        "rows": rows,
        "runs": runs,
        "reads": reads,
        "own": takes_part(request.user, found),
    }
    return contest_page(request, found, "emulation/self_scores/score_list.html", context, here=HERE)


@never_cache
@require_safe
def sheet(request: OfficerRequest, year: int, province: str) -> HttpResponseBase:
    """A province's self-score, for the province and, once it is sent, for who runs the year."""
    contest = year_for_reader(request, year)
    found = get_sheet(request.user, contest, province)
    if file := requested_download(
        request, lambda: files.sheet(contest, sheet_page(found, reader=request.user))
    ):
        return file
    return _sheet(request, contest, found)


def _sheet(
    request: OfficerRequest,
    year: EmulationYear,
    found: ScoreSheet,
    *,
    form: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    keeps = works_for(request.user, found.province)
    may_return = found.is_sent and not year.scores_are_settled and runs_year(request.user, year)
    context = {
        "page": sheet_page(found, reader=request.user),
        "word": state_mark(found),
        "closed": services.why_scores_closed(found) if keeps and not found.is_sent else "",
        "keeps": keeps,
        "opens_files": opens_grounds_of(request.user, year, found.province),
        "leads": leads(request.user, found.province),
        "return_form": (form or ReturnForm()) if may_return else None,
    }
    return contest_page(
        request, year, "emulation/self_scores/score_sheet.html", context, here=HERE, status=status
    )


@never_cache
@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, province: str, criterion: int) -> HttpResponse:
    """One criterion: its points, their grounds and evidence."""
    contest = year_for_reader(request, year)
    found = get_sheet(request.user, contest, province)
    if not works_for(request.user, found.province):
        raise PermissionDenied
    entered = sheet_page(found, reader=request.user).entered
    place = next((i for i, row in enumerate(entered) if row.node.criterion.pk == criterion), None)
    if place is None:
        raise Http404(_("Không có tiêu chí này để nhập điểm."))
    row = entered[place]
    following = entered[place + 1] if place + 1 < len(entered) else None
    closed = services.why_scores_closed(found)
    if request.method == "POST":
        return _save(request, contest, found, row, following)
    if closed:
        messages.warning(request, closed)
        return redirect("emulation:score-sheet", contest.year, found.province.slug)
    return _form_page(request, contest, found, row, following, _form(found, row, restore_form(request)))


def _form(
    found: ScoreSheet, row: ScoreRow, data: QueryDict | None = None, request: OfficerRequest | None = None
) -> ScoreForm:
    kept = Evidence.objects.of(found.year_id, found.province_id)
    files = request.FILES if request else None
    return ScoreForm(data, files, criterion=row.node.criterion, score=row.score, evidence=kept)


def _save(
    request: OfficerRequest,
    year: EmulationYear,
    found: ScoreSheet,
    row: ScoreRow,
    following: ScoreRow | None,
) -> HttpResponse:
    taken, refused = take_files(request, request.FILES.getlist("uploads"), year, found.province)
    form = _form(found, row, request.POST, request)
    form.keep_files(taken)
    status = 200
    if form.is_valid() and not refused:
        claim = services.ClaimedScore(
            points=form.points,
            reason=form.cleaned_data["reason"],
            indicator=form.cleaned_data["indicator"],
            evidence=list(form.cleaned_data.get("evidence", ())),
        )
        seen = form.cleaned_data["seen"]
        try:
            services.save_score(
                sheet=found, criterion=row.node.criterion, claim=claim, seen=seen, by=request.user
            )
        except services.ScoreChangedError as changed:
            form.tell_changed(changed.stored)
            status = 409
        except services.ScoresClosedError as closed:
            form.add_error(None, str(closed))
            status = 409
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Đã lưu %s.") % row.node.title)
            if "next" in request.POST and following:
                return redirect(
                    "emulation:score-edit", year.year, found.province.slug, following.node.criterion.pk
                )
            return redirect("emulation:score-sheet", year.year, found.province.slug)
    for sentence in refused:
        form.add_error("uploads", sentence)
    return _form_page(request, year, found, row, following, form, status)


def _form_page(
    request: OfficerRequest,
    year: EmulationYear,
    found: ScoreSheet,
    row: ScoreRow,
    following: ScoreRow | None,
    form: ScoreForm,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "row": row, "sheet": found, "following": following}
    return contest_page(
        request, year, "emulation/self_scores/score_form.html", context, here=HERE, status=status
    )


@require_POST
def send(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """Sends a self-score to the cluster."""
    contest = year_for_reader(request, year)
    found = get_sheet(request.user, contest, province)
    if not leads(request.user, found.province):
        raise PermissionDenied
    seen = request.POST.get("version", "")
    try:
        services.send_scores(
            sheet=found, seen=int(seen) if seen.isascii() and seen.isdigit() else None, by=request.user
        )
    except services.SheetChangedError:
        messages.error(request, _("Có điểm vừa được sửa sau khi mở trang này. Xem lại rồi gửi."))
    except services.ScoresClosedError as closed:
        if not found.is_sent:  # else the second click: it was sent by the first
            messages.error(request, str(closed))
    except ValidationError as error:
        messages.error(request, _("Chưa gửi được. %s") % " ".join(error.messages))
    else:
        messages.success(request, _("Đã gửi phiếu tự chấm cho Cụm."))
    return redirect("emulation:score-sheet", contest.year, found.province.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    """Gives a self-score back to its province; who comes by GET, from the login page, is led to the sheet."""
    contest = year_for_reader(request, year)
    found = get_sheet(request.user, contest, province)
    if request.method != "POST":
        return redirect("emulation:score-sheet", contest.year, found.province.slug)
    if not runs_year(request.user, contest):
        raise PermissionDenied
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            services.return_scores(sheet=found, reason=form.cleaned_data["reason"], by=request.user)
        except services.ScoresClosedError as closed:
            form.add_error(None, str(closed))
            return _sheet(request, contest, found, form=form, status=409)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Đã trả lại phiếu tự chấm của %s.") % found.province)
            return redirect("emulation:scores", contest.year)
    return _sheet(request, contest, found, form=form)

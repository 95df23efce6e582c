"""Dossiers of a year: the list, one dossier, its steps, its papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.awards import cluster_letters, province_letters, services
from emulation.awards.checklist import checklist
from emulation.awards.known_facts import known_facts
from emulation.awards.models import Dossier, DossierStep
from emulation.awards.pages import exports as awards
from emulation.awards.pages.forms import DossierForm, StepForm
from emulation.awards.permissions import get_dossier, visible_dossiers
from emulation.awards.title_rules import earlier_awards
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.papers import paper_response
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download

PAPERS = {
    "submission": (province_letters.submission, "to-trinh"),
    "nominees": (province_letters.nominees, "danh-sach"),
    "meeting": (province_letters.meeting, "bien-ban-hop-xet"),
}
PAPER_LABELS = (
    ("submission", gettext_lazy("Tờ trình của tỉnh")),
    ("nominees", gettext_lazy("Danh sách")),
    ("meeting", gettext_lazy("Biên bản họp xét")),
)
CLUSTER_PAPERS = {
    "submission": (cluster_letters.submission, "to-trinh-cum"),
    "nominees": (cluster_letters.nominees, "danh-sach-cum"),
}


@require_safe
def dossier_list(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The dossiers of the year that the officer may read."""
    contest = year_for_reader(request, year)
    mine = takes_part(request.user, contest)
    dossiers = list(visible_dossiers(request.user, contest).annotate(last_at=Max("steps__at")))
    if file := requested_download(request, lambda: awards.dossiers(contest, dossiers)):
        return file
    runs = runs_year(request.user, contest)
    context = {
        "dossiers": dossiers,
        "mine": mine,
        "has_proposals": runs and any(row.state in ("proposed", "awarded") for row in dossiers),
        "provinces": list(dict.fromkeys(row.province for row in dossiers if runs or row.province == mine)),
    }
    return contest_page(request, contest, "emulation/awards/dossier_list.html", context, here="dossier-list")


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int) -> HttpResponse:
    """Begins a dossier of the own province."""
    contest = year_for_reader(request, year)
    province = takes_part(request.user, contest)
    if province is None:
        raise PermissionDenied
    return _edit(request, contest, Dossier(year=contest, province=province))


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Changes a draft, or what was returned."""
    contest = year_for_reader(request, year)
    dossier = get_dossier(request.user, contest, pk)
    if not works_for(request.user, dossier.province):
        raise PermissionDenied
    if not dossier.is_editable:
        messages.error(request, _("Hồ sơ đã gửi; không sửa được nữa."))
        return _page(request, contest, dossier, status=409)
    return _edit(request, contest, dossier)


@require_safe
def dossier(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """One dossier: who, for what, its checklist, its way so far."""
    contest = year_for_reader(request, year)
    return _page(request, contest, get_dossier(request.user, contest, pk))


@require_POST
def step(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Sends, returns, proposes, awards or refuses it, or corrects the decision."""
    contest = year_for_reader(request, year)
    found = get_dossier(request.user, contest, pk)
    action = request.POST.get("action", "")
    if not services.may_step(request.user, found, action):
        raise PermissionDenied
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, contest, found, form=form)
    try:
        services.take_step(dossier=found, action=action, by=request.user, **form.cleaned_data)
    except services.DossierRefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, contest, get_dossier(request.user, contest, pk), form=form, status=409)
    messages.success(request, _("Đã ghi: %s.") % DossierStep.Action(action).label)
    return redirect("emulation:dossier", year, pk)


@require_POST
def delete(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Removes a dossier that was never sent."""
    contest = year_for_reader(request, year)
    found = get_dossier(request.user, contest, pk)
    try:
        services.delete_dossier(dossier=found, by=request.user)
    except services.DossierRefusedError as refused:
        messages.error(request, str(refused))
        return _page(request, contest, found, status=409)
    messages.success(request, _("Đã xóa hồ sơ %s.") % found.name)
    return redirect("emulation:dossier-list", year)


@require_safe
def report(request: OfficerRequest, year: int, pk: int, form: str) -> HttpResponse:
    """Báo cáo thành tích of one dossier, as PDF or DOCX."""
    contest = year_for_reader(request, year)
    found = get_dossier(request.user, contest, pk)
    letter = province_letters.achievements(found)
    return paper_response(
        request, contest, letter, name=f"bao-cao-thanh-tich-{pk}", form=form, here="dossier-list"
    )


@require_safe
def province_paper(request: OfficerRequest, year: int, province: str, kind: str, form: str) -> HttpResponse:
    """Tờ trình, danh sách or biên bản of all of a province's dossiers that the officer may read."""
    contest = year_for_reader(request, year)
    found = get_object_or_404(contest.members, slug=province)
    told = visible_dossiers(request.user, contest).filter(province=found)
    dossiers = list(told.exclude(state="refused").prefetch_related("title__former", "steps"))
    if kind not in PAPERS or not dossiers:
        raise Http404(_("Chưa có hồ sơ nào để in."))
    make, name = PAPERS[kind]
    letter = make(contest, found, dossiers)
    return paper_response(
        request, contest, letter, name=f"{name}-{found.slug}", form=form, here="dossier-list"
    )


@require_safe
def cluster_paper(request: OfficerRequest, year: int, kind: str, form: str) -> HttpResponse:
    """The cluster's own letter or list, of what it has proposed to the body above it."""
    contest = year_for_runner(request, year)
    proposed = Dossier.objects.filter(year=contest, state__in=["proposed", "awarded"])
    dossiers = list(proposed.select_related("province", "title").prefetch_related("title__former", "steps"))
    if kind not in CLUSTER_PAPERS or not dossiers:
        raise Http404(_("Chưa có hồ sơ nào để in."))
    make, name = CLUSTER_PAPERS[kind]
    return paper_response(
        request, contest, make(contest, dossiers), name=name, form=form, here="dossier-list"
    )


def _edit(request: OfficerRequest, contest: EmulationYear, dossier: Dossier) -> HttpResponse:
    form = DossierForm(submitted_or_restored(request), instance=dossier)
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = services.save_dossier(
                dossier=form.instance,
                evidence=list(typed.get("evidence") or []),
                seen=typed["seen"],
                by=request.user,
            )
        except services.DossierChangedError as change:
            form.tell_changes(change.stored)
            status = 409
        except services.DossierRefusedError as refused:
            form.add_error(None, str(refused))
            status = 409
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Đã lưu hồ sơ %s.") % saved.name)
            return redirect("emulation:dossier", contest.year, saved.pk)
    context = {"form": form, "dossier": dossier if dossier.pk else None}
    return contest_page(
        request, contest, "emulation/awards/dossier_form.html", context, here="dossier-list", status=status
    )


def _page(
    request: OfficerRequest,
    contest: EmulationYear,
    dossier: Dossier,
    *,
    form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = services.steps_open_to(request.user, dossier)
    is_mine = works_for(request.user, dossier.province)
    facts = known_facts(dossier)
    items = checklist(dossier, facts, earlier_awards(dossier))
    context = {
        "dossier": dossier,
        "items": items,
        "missing": sum(item.state == "late" for item in items),
        "to_see": sum(item.state == "question" for item in items),
        "facts": facts,
        "is_made_up": any(fact.is_illustrative for fact in facts),
        "evidence": dossier.evidence.all() if is_mine or runs_year(request.user, contest) else [],
        "papers": [
            (kind, label) for kind, label in PAPER_LABELS if is_mine or runs_year(request.user, contest)
        ],
        "history": dossier.steps.select_related("by__province"),
        "steps": [(step, DossierStep.Action(step).label) for step in steps],
        "needs_reason": bool(set(steps) & set(services.NEED_REASON)),
        "needs_decision": bool(set(steps) & set(services.NEED_DECISION)),
        "form": form
        or StepForm(initial={"number": dossier.decision_number, "decided_on": dossier.decided_on}),
        "may_edit": is_mine and dossier.is_editable,
        "may_delete": is_mine and dossier.state == Dossier.State.DRAFT,
    }
    return contest_page(
        request, contest, "emulation/awards/dossier.html", context, here="dossier-list", status=status
    )

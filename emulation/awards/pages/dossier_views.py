"""Dossiers of a year: the list, one dossier, its steps, its papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.awards import cluster_letters, province_letters, services
from emulation.awards.checklist import checklist
from emulation.awards.cited_numbers import achievements_in_pieces
from emulation.awards.known_facts import known_facts
from emulation.awards.models import Dossier, DossierStep
from emulation.awards.pages import exports as awards_exports
from emulation.awards.pages.forms import DossierForm, StepForm
from emulation.awards.permissions import get_dossier, get_returned_dossier, visible_dossiers
from emulation.awards.title_rules import earlier_awards
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.papers import paper_response
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import works_for
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.refusals import RefusedError, refused_page
from web.repeated_requests.answer_once import answer_once

PAPERS = {
    "submission": (province_letters.proposal, "to-trinh"),
    "nominees": (province_letters.nominees, "danh-sach"),
    "meeting": (province_letters.meeting_minutes, "bien-ban-hop-xet"),
}
PAPER_LABELS = (
    ("submission", gettext_lazy("Tờ trình của tỉnh")),
    ("nominees", gettext_lazy("Danh sách")),
    ("meeting", gettext_lazy("Biên bản họp xét")),
)
CLUSTER_PAPERS = {
    "submission": (cluster_letters.proposal, "to-trinh-cum"),
    "nominees": (cluster_letters.nominees, "danh-sach-cum"),
}

# The fields of a step, and what they are needed for.
_FIELDS = {"reason": "reason", "number": "decision", "decided_on": "decision"}


@require_safe
def dossier_list(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    own_province = takes_part(request.user, contest_year)
    dossiers = list(visible_dossiers(request.user, contest_year).annotate(last_at=Max("steps__at")))
    if file := requested_download(request, lambda: awards_exports.dossiers(contest_year, dossiers)):
        return file
    runs = runs_year(request.user, contest_year)
    context = {
        "dossiers": dossiers,
        "own_province": own_province,
        "why_closed": services.why_no_new_dossier(contest_year) if own_province else "",
        "has_proposals": runs and any(row.state in ("proposed", "awarded") for row in dossiers),
        "provinces": list(
            dict.fromkeys(row.province for row in dossiers if runs or row.province == own_province)
        ),
    }
    return contest_page(
        request, contest_year, "emulation/awards/dossier_list.html", context, here="dossier-list"
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    province = takes_part(request.user, contest_year)
    if province is None:
        raise PermissionDenied
    dossier = Dossier(year=contest_year, province=province)
    data = submitted_or_restored(request)
    if request.method != "POST":
        return _edit(request, contest_year, dossier, data)
    return answer_once(request, lambda: _edit(request, contest_year, dossier, data))


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    dossier = get_dossier(request.user, contest_year, pk)
    if not works_for(request.user, dossier.province):
        raise PermissionDenied
    data = submitted_or_restored(request)
    if data is None and (why := services.why_not_editable(dossier)):
        messages.error(request, why)
        return _page(request, contest_year, dossier, status=409)
    return _edit(request, contest_year, dossier, data)


@require_safe
def dossier(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    return _page(request, contest_year, get_dossier(request.user, contest_year, pk))


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    data = submitted_or_restored(request)
    action = data.get("action", "") if data else ""
    try:
        dossier = get_dossier(request.user, contest_year, pk)
    except Http404:
        if action not in services.STEPS or action == DossierStep.Action.SEND:
            raise
        dossier = get_returned_dossier(request.user, contest_year, pk)
        return _refuse_step(request, dossier, action, StepForm(dossier, data))
    if data is None:
        return redirect("emulation:dossier", year, pk)
    if not services.may_step(request.user, dossier, action):
        raise PermissionDenied
    form = StepForm(dossier, data)

    def write() -> Dossier:
        return services.take_step(dossier=dossier, action=action, by=request.user, **form.cleaned_data)

    if request.method != "POST":
        return _page(request, contest_year, dossier, form=form)
    if not form.attempt(write, closed=lambda: services.why_no_step(dossier, action)):
        dossier = get_dossier(request.user, contest_year, pk)
        return _page(request, contest_year, dossier, form=form, status=form.status)
    messages.success(request, _("Đã ghi: %s.") % DossierStep.Action(action).label)
    # A returned dossier is its province's again: not everybody who returned it may read on.
    if visible_dossiers(request.user, contest_year).filter(pk=pk).exists():
        return redirect("emulation:dossier", year, pk)
    return redirect("emulation:dossier-list", year)


def _refuse_step(request: OfficerRequest, dossier: Dossier, action: str, form: StepForm) -> HttpResponse:
    return refused_page(
        request,
        title=_("Chưa ghi được"),
        note=dossier.province,  # its name may have changed since the reader could read it
        why=services.why_no_step(dossier, action),
        state=dossier.get_state_display(),
        typed=form.typed(),
        back=(_("Hồ sơ khen thưởng"), reverse("emulation:dossier-list", args=[dossier.year.year])),
    )


@require_POST
def delete(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    dossier = get_dossier(request.user, contest_year, pk)
    try:
        services.delete_dossier(dossier=dossier, seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return _page(request, contest_year, get_dossier(request.user, contest_year, pk), status=409)
    messages.success(request, _("Đã xóa hồ sơ %s.") % dossier.name)
    return redirect("emulation:dossier-list", year)


@require_safe
def report(request: OfficerRequest, year: int, pk: int, form: str) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    dossier = get_dossier(request.user, contest_year, pk)
    letter = province_letters.achievement_report(dossier)
    return paper_response(
        request, contest_year, letter, name=f"bao-cao-thanh-tich-{pk}", form=form, here="dossier-list"
    )


@require_safe
def province_paper(request: OfficerRequest, year: int, province: str, kind: str, form: str) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    member = get_object_or_404(contest_year.members, slug=province)
    visible = visible_dossiers(request.user, contest_year).filter(province=member)
    dossiers = list(visible.exclude(state="refused").prefetch_related("title__former", "steps"))
    if kind not in PAPERS or not dossiers:
        raise Http404(_("Chưa có hồ sơ nào để in."))
    make, name = PAPERS[kind]
    letter = make(contest_year, member, dossiers)
    return paper_response(
        request, contest_year, letter, name=f"{name}-{member.slug}", form=form, here="dossier-list"
    )


@require_safe
def cluster_paper(request: OfficerRequest, year: int, kind: str, form: str) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    proposed = Dossier.objects.filter(year=contest_year, state__in=["proposed", "awarded"])
    dossiers = list(proposed.select_related("province", "title").prefetch_related("title__former", "steps"))
    if kind not in CLUSTER_PAPERS or not dossiers:
        raise Http404(_("Chưa có hồ sơ nào để in."))
    make, name = CLUSTER_PAPERS[kind]
    return paper_response(
        request, contest_year, make(contest_year, dossiers), name=name, form=form, here="dossier-list"
    )


def _edit(
    request: OfficerRequest, contest_year: EmulationYear, dossier: Dossier, data: QueryDict | None
) -> HttpResponse:
    form = DossierForm(data, instance=dossier)
    # Asked before the form writes its input into the row.
    why_closed = services.why_not_editable(dossier)

    def write() -> Dossier:
        return services.save_dossier(
            dossier=form.instance,
            evidence=list(form.cleaned_data.get("evidence") or []),
            seen=form.cleaned_data["seen"],
            by=request.user,
        )

    if request.method == "POST" and form.attempt(write, closed=lambda: why_closed):
        messages.success(request, _("Đã lưu hồ sơ %s.") % form.result.name)
        return redirect("emulation:dossier", contest_year.year, form.result.pk)
    context = {
        "form": form,
        "dossier": dossier if dossier.pk else None,
        "why_closed": "" if form.is_bound else why_closed,
    }
    return contest_page(
        request,
        contest_year,
        "emulation/awards/dossier_form.html",
        context,
        here="dossier-list",
        status=form.status,
    )


def _page(
    request: OfficerRequest,
    contest_year: EmulationYear,
    dossier: Dossier,
    *,
    form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = services.steps_open_to(request.user, dossier)
    is_own = works_for(request.user, dossier.province)
    why_closed = services.why_not_editable(dossier) if is_own and dossier.is_editable else ""
    facts = known_facts(dossier)
    needs = {
        "reason": bool(set(steps) & set(services.NEED_REASON)),
        "decision": bool(set(steps) & set(services.NEED_DECISION)),
    }
    shown = [name for name, needed_for in _FIELDS.items() if needs[needed_for]]
    pieces = achievements_in_pieces(dossier, facts)
    items = checklist(dossier, facts, earlier_awards(dossier), pieces)
    context = {
        "dossier": dossier,
        "items": items,
        "missing": sum(item.state == "late" for item in items),
        "to_check": sum(item.state == "question" for item in items),
        "facts": facts,
        "achievements": pieces,
        "has_illustrative_facts": any(fact.is_illustrative for fact in facts),
        "evidence": dossier.evidence.all() if is_own or runs_year(request.user, contest_year) else [],
        "papers": [
            (kind, label) for kind, label in PAPER_LABELS if is_own or runs_year(request.user, contest_year)
        ],
        "history": dossier.steps.select_related("by__province").prefetch_related(
            "by__former_provinces__province"
        ),
        "steps": [(step, DossierStep.Action(step).label) for step in steps],
        "needs_reason": needs["reason"],
        "needs_decision": needs["decision"],
        "typed": form.typed(without=shown) if form else [],
        "form": form
        or StepForm(dossier, initial={"number": dossier.decision_number, "decided_on": dossier.decided_on}),
        "why_closed": why_closed,
        "may_edit": is_own and dossier.is_editable and not why_closed,
        "may_delete": is_own and dossier.state == Dossier.State.DRAFT,
    }
    return contest_page(
        request, contest_year, "emulation/awards/dossier.html", context, here="dossier-list", status=status
    )

"""The council's pages: final points, settling and reopening them, the rules for ranking."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.council import services as council_services
from emulation.council.forms import FinalsForm, ReopenForm, SettleForm, TieForm
from emulation.criteria.services import why_rules_closed
from emulation.criteria.tree import read_tree
from emulation.evidence.permissions import open_files
from emulation.results.loading import stored_finals, table_for_reader
from emulation.results.models import OpenInput, open_inputs_in_words
from emulation.results.open_inputs import open_inputs
from emulation.results.province import load_details
from emulation.year.frame import contest_page, year_for_runner
from emulation.year.models import EmulationYear
from provinces.accounts.requests import OfficerRequest
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import RefusedError, sentence_of


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def finals(request: OfficerRequest, year: int, province: str) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    member = get_object_or_404(contest_year.members, slug=province)
    table = table_for_reader(contest_year, request.user)
    scale, apart = load_details(contest_year, read_tree(contest_year), table, member, request.user)
    stored = council_services.StoredFinals(table, member)
    form = FinalsForm([*scale, *apart], stored, submitted_or_restored(request))

    def write() -> int:
        return council_services.save_finals(
            contest_year=contest_year,
            province=member,
            entries=form.entries,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )

    if request.method == "POST" and form.attempt(
        write, closed=lambda: council_services.why_finals_closed(contest_year, request.user)
    ):
        messages.success(request, _("Đã lưu điểm thống nhất của %s.") % member)
        return redirect("emulation:results-province", contest_year.year, member.slug)
    context = {
        "province": member,
        "form": form,
        "open_files": open_files(request.user, contest_year),
        "why_closed": council_services.why_finals_closed(contest_year, request.user),
    }
    return contest_page(
        request, contest_year, "emulation/council/finals.html", context, here="results", status=form.status
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: OfficerRequest, year: int) -> HttpResponse:
    """Settle at once, or where figures are missing ask why the result is settled provisionally."""
    contest_year = year_for_runner(request, year)
    inputs = open_inputs(contest_year)
    asks_reason = bool(inputs) and contest_year.allows_provisional and not contest_year.scores_are_settled
    sent = submitted_or_restored(request)
    if asks_reason or (sent and "reason" in sent):
        return _settle_provisionally(request, contest_year, inputs, sent)
    if contest_year.scores_are_settled:
        messages.info(request, _("Điểm đã chốt từ trước."))
    elif request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            council_services.settle_scores(contest_year=contest_year, seen=seen, by=request.user)
        except (RefusedError, ValidationError) as refused:
            messages.error(request, _("Chưa chốt được điểm. %s") % sentence_of(refused))
        else:
            messages.success(request, _("Đã chốt điểm của %s.") % contest_year.label)
    return redirect("emulation:results", contest_year.year)


def _settle_provisionally(
    request: OfficerRequest, contest_year: EmulationYear, inputs: Sequence[OpenInput], sent: QueryDict | None
) -> HttpResponse:
    # The button that leads here sends no reason yet.
    if not (sent and "reason" in sent) and (why := council_services.why_scores_closed(contest_year)):
        messages.error(request, _("Chưa chốt được điểm. %s") % why)
        return redirect("emulation:results", contest_year.year)
    form = SettleForm(stored_finals(contest_year), sent if sent and "reason" in sent else None)

    def write() -> EmulationYear:
        if not inputs and not contest_year.scores_are_settled:
            raise RefusedError(
                _(
                    "Số liệu nay đã đủ nên không phải chốt tạm thời; lý do đã nhập chưa được ghi. Chốt "
                    "điểm ở trang Điểm và xếp hạng."
                )
            )
        return council_services.settle_scores(contest_year=contest_year, by=request.user, **form.cleaned_data)

    if (
        request.method == "POST"
        and form.is_bound
        and form.attempt(write, closed=lambda: council_services.why_scores_closed(contest_year))
    ):
        messages.success(request, _("Đã chốt kết quả tạm thời của %s.") % contest_year.label)
        return redirect("emulation:results", contest_year.year)
    context = {"form": form, "missing": open_inputs_in_words(inputs)}
    template = "emulation/council/scores_settle.html"
    return contest_page(request, contest_year, template, context, here="results", status=form.status)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    data = submitted_or_restored(request)
    if data is None and not contest_year.scores_are_settled:
        messages.info(request, council_services.why_not_reopenable(contest_year))
        return redirect("emulation:results", contest_year.year)
    form = ReopenForm(council_services.settling(contest_year), data)

    def write() -> EmulationYear:
        return council_services.reopen_scores(contest_year=contest_year, by=request.user, **form.cleaned_data)

    if request.method == "POST" and form.attempt(
        write, closed=lambda: council_services.why_not_reopenable(contest_year)
    ):
        messages.success(request, _("Đã mở lại điểm."))
        return redirect("emulation:results", contest_year.year)
    template = "emulation/council/scores_reopen.html"
    return contest_page(request, contest_year, template, {"form": form}, here="results", status=form.status)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    form = TieForm(contest_year, read_tree(contest_year), submitted_or_restored(request))

    def save() -> None:
        council_services.save_tie_rule(
            contest_year=contest_year,
            steps=form.steps,
            allows_provisional=form.cleaned_data["allows_provisional"],
            seen=form.cleaned_data["seen"],
            by=request.user,
        )

    if request.method == "POST" and form.attempt(save, closed=lambda: why_rules_closed(contest_year)):
        messages.success(request, _("Đã lưu quy định xếp hạng."))
        return redirect("emulation:rules", contest_year.year)
    return contest_page(
        request, contest_year, "emulation/council/ties.html", {"form": form}, here="rules", status=form.status
    )

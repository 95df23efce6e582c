"""Pages about all pledges of a year: their states, the indicators, the signing, the paper."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Signing
from emulation.pledges.pages.forms import PaperForm, RecordForm, SelectionForm
from emulation.pledges.pages.paper import pledge_letter
from emulation.pledges.pages.tables import PledgeTable, TargetsTable
from emulation.pledges.permissions import opens_signing
from emulation.pledges.signing import (
    choose_indicators,
    open_signing,
    record_signing,
    save_signing,
    why_not_recordable,
    why_paper_closed,
    why_selection_closed,
)
from emulation.pledges.status import not_sent, not_signed, province_names, status_rows
from emulation.successors.notes import pledge_notes
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from papers.letter import letter_pdf
from papers.typeset import TypesettingError
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download, table_as_file
from web.refusals import RefusedError


@require_safe
def overview(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    rows = status_rows(contest_year, request.user)
    readable = [row.pledge for row in rows if row.pledge]
    table = PledgeTable(rows, contest_year=contest_year)
    successors = [row.province for row in rows if row.is_added_up]
    targets = TargetsTable.of(contest_year, pledged_indicators(contest_year), readable, successors)
    if file := requested_download(
        request,
        lambda: table_as_file(table, f"giao-uoc-{contest_year.year}"),
        targets=(lambda: table_as_file(targets, f"chi-tieu-giao-uoc-{contest_year.year}"))
        if targets
        else None,
    ):
        return file
    is_runner = runs_year(request.user, contest_year)
    context = {
        "table": table,
        "targets": targets,
        "notes": pledge_notes(contest_year) if successors else [],
        "indicator_count": rows[0].indicator_count if rows else 0,
        "missing": province_names(not_sent(contest_year)) if is_runner else "",
        "deadline": contest_year.deadline(Deadline.Part.PLEDGE),
        "is_runner": is_runner,
        "signing": Signing.objects.filter(year=contest_year).first(),
    }
    return contest_page(request, contest_year, "emulation/pledges/pledges.html", context, here="pledges")


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    form = SelectionForm(contest_year, submitted_or_restored(request))

    def write() -> None:
        choose_indicators(
            contest_year=contest_year,
            indicators=form.cleaned_data["indicators"],
            seen=form.cleaned_data["seen"],
            by=request.user,
        )

    if request.method == "POST" and form.attempt(write, closed=lambda: why_selection_closed(contest_year)):
        messages.success(request, _("Đã lưu chỉ tiêu giao ước."))
        return redirect("emulation:pledges", contest_year.year)
    return contest_page(
        request,
        contest_year,
        "emulation/pledges/pledge_indicators.html",
        {"form": form},
        here="pledges",
        status=form.status,
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def signing(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    form = PaperForm(contest_year, submitted_or_restored(request))

    def write() -> Signing:
        return save_signing(contest_year=contest_year, by=request.user, **form.cleaned_data)

    if request.method == "POST" and form.attempt(write, closed=lambda: why_paper_closed(contest_year)):
        messages.success(request, _("Đã lưu nội dung bản giao ước."))
        return redirect("emulation:pledge-signing", contest_year.year)
    return _signing_page(request, contest_year, form, _record_form(contest_year))


@require_POST
def open_for_signing(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    try:
        open_signing(contest_year=contest_year, by=request.user)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã mở ký giao ước. Lãnh đạo các tỉnh ký ở trang giao ước của tỉnh."))
    return redirect("emulation:pledge-signing", contest_year.year)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    form = _record_form(contest_year, submitted_or_restored(request))

    def write() -> None:
        record_signing(
            contest_year=contest_year,
            held_on=form.cleaned_data["held_on"],
            place=form.cleaned_data["place"],
            signers=form.signers,
            by=request.user,
        )

    if request.method == "POST" and form.attempt(write, closed=lambda: why_not_recordable(contest_year)):
        messages.success(request, _("Đã ghi việc ký giao ước."))
        return redirect("emulation:pledges", contest_year.year)
    return _signing_page(request, contest_year, PaperForm(contest_year), form)


@require_safe
def pdf(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    try:
        document = letter_pdf(pledge_letter(contest_year, request.user))
    except TypesettingError as error:
        messages.error(request, str(error))
        return redirect("emulation:pledges", contest_year.year)
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giao-uoc-{contest_year.year}.pdf"'
    return response


def _record_form(contest_year: EmulationYear, data: object = None) -> RecordForm:
    waiting = not_signed(contest_year)
    leaders = Officer.objects.filter(
        role=Officer.Role.LEADER, province__in=waiting, is_active=True
    ).select_related("province")
    names = {leader.province.slug: leader.get_full_name() for leader in leaders if leader.province}
    return RecordForm(contest_year.signatories, waiting, names, data)  # type: ignore[arg-type]


def _signing_page(
    request: OfficerRequest, contest_year: EmulationYear, form: PaperForm, record_form: RecordForm
) -> HttpResponse:
    missing = not_sent(contest_year)
    status = record_form.status if record_form.is_bound else form.status
    context = {
        "form": form,
        "record_form": record_form,
        "signing": Signing.objects.filter(year=contest_year).select_related("opened_by").first(),
        "missing": province_names(missing),
        "waiting": province_names(record_form.waiting),
        "may_open": opens_signing(request.user, contest_year) and not missing,
        "may_record": not missing and bool(record_form.waiting),
    }
    return contest_page(
        request, contest_year, "emulation/pledges/pledge_signing.html", context, here="pledges", status=status
    )

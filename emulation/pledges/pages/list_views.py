"""The pledges of a year together: who has sent and signed, what is asked for, the signing, the paper."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.pledges import signing as services
from emulation.pledges.indicators import pledged_indicators
from emulation.pledges.models import Signing
from emulation.pledges.pages.forms import PaperForm, RecordForm, SelectionForm
from emulation.pledges.pages.paper import pledge_letter
from emulation.pledges.pages.tables import PledgeTable, TargetsTable
from emulation.pledges.permissions import opens_signing, takes_pledges
from emulation.pledges.services import PledgeRefusedError
from emulation.pledges.status import names, not_sent, not_signed, status_rows
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year
from papers.letter import letter_pdf
from papers.typeset import TypesettingError
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from web.expired_forms import restore_form, survives_expired_login
from web.list_downloads import requested_download, table_as_file


@require_safe
def overview(request: OfficerRequest, year: int) -> HttpResponseBase:
    """Where each province's pledge stands, and the targets that the officer may read side by side."""
    found = year_for_reader(request, year)
    rows = status_rows(found, request.user)
    readable = [row.pledge for row in rows if row.pledge]
    table = PledgeTable(rows, year=found)
    targets = TargetsTable.of(found, pledged_indicators(found), readable)
    if file := requested_download(
        request,
        lambda: table_as_file(table, f"giao-uoc-{found.year}"),
        targets=(lambda: table_as_file(targets, f"chi-tieu-giao-uoc-{found.year}")) if targets else None,
    ):
        return file
    runs = runs_year(request.user, found)
    context = {
        "table": table,
        "targets": targets,
        "asked": rows[0].asked if rows else 0,
        "missing": names(not_sent(found)) if runs else "",
        "deadline": found.deadlines.filter(part="pledge").first(),
        "is_time": takes_pledges(found),
        "runs": runs,
        "signing": Signing.objects.filter(year=found).first(),
    }
    return contest_page(request, found, "emulation/pledges/pledges.html", context, here="pledges")


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: OfficerRequest, year: int) -> HttpResponse:
    """What the year's pledges set targets for."""
    found = year_for_runner(request, year)
    form = SelectionForm(found, request.POST if request.method == "POST" else restore_form(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_indicators(
                year=found, indicators=form.cleaned_data["indicators"], by=request.user
            )
        except PledgeRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã lưu chỉ tiêu giao ước."))
            return redirect("emulation:pledges", found.year)
    return contest_page(
        request, found, "emulation/pledges/pledge_indicators.html", {"form": form}, here="pledges"
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def signing(request: OfficerRequest, year: int) -> HttpResponse:
    """What the paper says beside the targets; opening the signing; recording it."""
    found = year_for_runner(request, year)
    form = PaperForm(found, request.POST if request.method == "POST" else restore_form(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_signing(year=found, by=request.user, **form.cleaned_data)
        except PledgeRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã lưu nội dung bản giao ước."))
            return redirect("emulation:pledge-signing", found.year)
    return _signing_page(request, found, form, _record_form(found))


@require_POST
def open_(request: OfficerRequest, year: int) -> HttpResponse:
    """The head calls the members to sign."""
    found = year_for_runner(request, year)
    try:
        services.open_signing(year=found, by=request.user)
    except PledgeRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã mở ký giao ước. Lãnh đạo các tỉnh ký ở trang giao ước của tỉnh."))
    return redirect("emulation:pledge-signing", found.year)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: OfficerRequest, year: int) -> HttpResponse:
    """Records the signing at the conference for every province that has not signed."""
    found = year_for_runner(request, year)
    typed = request.POST if request.method == "POST" else restore_form(request)
    form = _record_form(found, typed)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_signing(
                year=found,
                held_on=form.cleaned_data["held_on"],
                place=form.cleaned_data["place"],
                signers=form.signers,
                by=request.user,
            )
        except PledgeRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi việc ký giao ước."))
            return redirect("emulation:pledges", found.year)
    return _signing_page(request, found, PaperForm(found), form)


@require_safe
def pdf(request: OfficerRequest, year: int) -> HttpResponse:
    """The paper, of what the officer may read."""
    found = year_for_reader(request, year)
    try:
        made = letter_pdf(pledge_letter(found, request.user))
    except TypesettingError as error:
        messages.error(request, str(error))
        return redirect("emulation:pledges", found.year)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="giao-uoc-{found.year}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _record_form(year: EmulationYear, typed: object = None) -> RecordForm:
    waiting = not_signed(year)
    leaders = Officer.objects.filter(
        role=Officer.Role.LEADER, province__in=waiting, is_active=True
    ).select_related("province")
    proposed = {leader.province.slug: leader.get_full_name() for leader in leaders if leader.province}
    return RecordForm(waiting, proposed, typed)  # type: ignore[arg-type]


def _signing_page(
    request: OfficerRequest, year: EmulationYear, form: PaperForm, record_form: RecordForm
) -> HttpResponse:
    missing = not_sent(year)
    context = {
        "form": form,
        "record_form": record_form,
        "signing": Signing.objects.filter(year=year).select_related("opened_by").first(),
        "missing": names(missing),
        "waiting": names(record_form.provinces),
        "may_open": opens_signing(request.user, year) and not missing,
        "may_record": not missing and bool(record_form.provinces),
    }
    return contest_page(request, year, "emulation/pledges/pledge_signing.html", context, here="pledges")

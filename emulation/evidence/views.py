"""A year's evidence: the list with its upload, a file itself, and removing one."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from emulation.evidence import services, storage
from emulation.evidence.forms import EvidenceForm
from emulation.evidence.models import Evidence, most_together, size_label
from emulation.evidence.permissions import get_evidence, keeps_evidence
from emulation.evidence.tables import EvidenceTable
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from web.list_downloads import requested_download, table_as_file
from web.uploads import FileRefusedError

# A file of somebody else's, opened in the site's own name: no script in it runs, nothing in it is fetched or
# sent, and no page frames it. Chromium shows a PDF in its own viewer under this policy too.
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The own province's files, or all for who runs the year; takes another file of the own province."""
    found = year_for_reader(request, year)
    province = takes_part(request.user, found)
    if province is None and (request.method == "POST" or not runs_year(request.user, found)):
        raise PermissionDenied
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if province is None:
            raise PermissionDenied
        form = EvidenceForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                added = services.add_evidence(
                    year=found, province=province, by=request.user, **form.cleaned_data
                )
            except FileRefusedError as refused:
                form.add_error("file", str(refused))
            else:
                messages.success(request, _("Đã có trong kho minh chứng: %s.") % added)
                return redirect("emulation:evidence", found.year)
    return _list(request, found, province, form)


def _list(
    request: OfficerRequest, year: EmulationYear, province: Province | None, form: EvidenceForm
) -> HttpResponseBase:
    runs = runs_year(request.user, year)
    rows = Evidence.objects.filter(year=year).select_related("province", "uploaded_by")
    table = EvidenceTable(
        rows if runs else rows.filter(province=province),
        year=year,
        officer=request.user,
        exclude=() if runs else ("province",),
    )
    if file := requested_download(request, lambda: table_as_file(table, f"minh-chung-{year.year}")):
        return file
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context: dict[str, object] = {"table": table, "form": form if province else None, "province": province}
    if province:
        used = Evidence.objects.of(year.pk, province.pk).bytes_together()
        context |= {"used": size_label(used), "most": size_label(most_together())}
    return contest_page(request, year, "emulation/evidence/evidence.html", context, here="evidence")


@require_safe
def file(request: OfficerRequest, year: int, pk: int) -> HttpResponseBase:
    """The file itself: as what its content was found to be, under its own name, kept by no cache."""
    found = get_evidence(request.user, year_for_reader(request, year), pk)
    try:
        content = storage.open_kept(found.stored)
    except FileNotFoundError:
        logger.exception("The file of evidence %s is not in its folder.", found.pk)
        raise Http404(_("Tệp này không còn trong kho. Báo cho quản trị.")) from None
    response = FileResponse(
        content, as_attachment=not found.is_shown, filename=found.name, content_type=found.content_type
    )
    response["Content-Security-Policy"] = _POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Asks whether a file is to go, and removes it."""
    contest = year_for_reader(request, year)
    found = get_evidence(request.user, contest, pk)
    if not keeps_evidence(request.user, contest, found.province):
        raise PermissionDenied
    used = services.is_used(found)
    if request.method == "POST":
        try:
            services.remove_evidence(evidence=found, by=request.user)
        except ValidationError:
            used = True
        else:
            messages.success(request, _("Đã xóa minh chứng %s.") % found)
            return redirect("emulation:evidence", contest.year)
    context = {"evidence": found, "is_used": used}
    status = 409 if used and request.method == "POST" else 200
    return contest_page(
        request, contest, "emulation/evidence/evidence_remove.html", context, here="evidence", status=status
    )

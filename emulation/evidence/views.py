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
from emulation.evidence.models import Evidence, max_province_bytes, size_label
from emulation.evidence.permissions import get_evidence, manages_evidence, readable_evidence
from emulation.evidence.tables import EvidenceTable
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import EmulationYear
from emulation.year.permissions import runs_year, takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from provinces.clusters.succession import own_or_merged
from web.list_downloads import requested_download, table_as_file
from web.uploads import FileRefusedError

# A stranger's file is served from this site's origin: it may run no script, fetch or send nothing, and not be
# framed. Chromium's PDF viewer works under this policy.
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    province = takes_part(request.user, contest_year)
    form = EvidenceForm()
    if request.method == "POST":
        if province is None:
            raise PermissionDenied
        form = EvidenceForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                stored = services.add_evidence(
                    contest_year=contest_year, province=province, by=request.user, **form.cleaned_data
                )
            except FileRefusedError as refusal:
                form.add_error("file", str(refusal))
            else:
                messages.success(request, _("Đã có trong kho minh chứng: %s.") % stored)
                return redirect("emulation:evidence", contest_year.year)
    elif province is None and not runs_year(request.user, contest_year):
        raise PermissionDenied
    return _list(request, contest_year, province, form)


def _list(
    request: OfficerRequest, contest_year: EmulationYear, province: Province | None, form: EvidenceForm
) -> HttpResponseBase:
    runs, own = runs_year(request.user, contest_year), own_or_merged(request.user.province_id)
    rows = readable_evidence(request.user, contest_year).select_related("province", "uploaded_by")
    table = EvidenceTable(
        rows if runs else rows.filter(own),
        contest_year=contest_year,
        officer=request.user,
        exclude=() if runs or rows.filter(own).exclude(province=province).exists() else ("province",),
    )
    if file := requested_download(request, lambda: table_as_file(table, f"minh-chung-{contest_year.year}")):
        return file
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context: dict[str, object] = {"table": table, "form": form if province else None, "province": province}
    if province:
        used = Evidence.objects.of(contest_year.pk, province.pk).total_bytes()
        context |= {"used": size_label(used), "most": size_label(max_province_bytes())}
    return contest_page(request, contest_year, "emulation/evidence/evidence.html", context, here="evidence")


@require_safe
def file(request: OfficerRequest, year: int, pk: int) -> HttpResponseBase:
    evidence = get_evidence(request.user, year_for_reader(request, year), pk)
    try:
        content = storage.open_file(evidence.stored)
    except FileNotFoundError:
        logger.exception("The file of evidence %s is not in its folder.", evidence.pk)
        raise Http404(_("Tệp này không còn trong kho. Báo cho quản trị.")) from None
    response = FileResponse(
        content,
        as_attachment=not evidence.opens_in_browser,
        filename=evidence.name,
        content_type=evidence.content_type,
    )
    response["Content-Security-Policy"] = _POLICY
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year = year_for_reader(request, year)
    evidence = get_evidence(request.user, contest_year, pk)
    if not manages_evidence(request.user, contest_year, evidence.province):
        raise PermissionDenied
    is_used = services.is_used(evidence)
    if request.method == "POST":
        try:
            services.remove_evidence(evidence=evidence, by=request.user)
        except ValidationError:
            is_used = True
        else:
            messages.success(request, _("Đã xóa minh chứng %s.") % evidence)
            return redirect("emulation:evidence", contest_year.year)
    context = {"evidence": evidence, "is_used": is_used}
    status = 409 if is_used and request.method == "POST" else 200
    return contest_page(
        request,
        contest_year,
        "emulation/evidence/evidence_remove.html",
        context,
        here="evidence",
        status=status,
    )

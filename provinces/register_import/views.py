"""The pages of an import: the template and the file, the progress of checking, the preview, the result."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import keeps_register, sees_figures, works_for
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation
from provinces.register_import import services
from provinces.register_import.accounting import REFUSED, WRITTEN, Kind, Outcome, sentence
from provinces.register_import.cells import text_of
from provinces.register_import.columns import MODELS, ROWS, column_of, columns_of, short_columns
from provinces.register_import.exports import reason_sentences, refused_file, register_file, template_file
from provinces.register_import.facts import loaded_form, text_of_value
from provinces.register_import.forms import LineForm
from provinces.register_import.models import ImportChunk, RegisterImport
from provinces.register_import.source import LIMITS
from vietnamese.numbers import excerpt, format_number
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.refusals import RefusedError, refused_page
from web.uploads import FileRefusedError

MOST_SHOWN = 100  # lines of a kind; the files have all
# Prefixes of the URL names of organisations.
PREFIXES: dict[type[Organisation], str] = {
    Cooperative: "cooperative",
    CooperativeGroup: "group",
    CooperativeUnion: "union",
}
# After so many lines the check is left to the page, which shows how far it has come.
AT_ONCE = services.CHUNK


def list_url(kind: str) -> str:
    return f"provinces:{PREFIXES[MODELS[kind]]}-list"


def import_url(kind: str) -> str:
    return f"provinces:{kind}-import" if kind in ROWS else f"provinces:{PREFIXES[MODELS[kind]]}-import"


@dataclass
class ShownLine:
    """`name` is the file's, or if it has none that of the stored organisation (`pk`)."""

    line: int
    name: str
    texts: str
    pk: int | None


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: OfficerRequest, kind: str) -> HttpResponseBase:
    officer = request.user
    if not sees_figures(officer) or officer.province is None or not keeps_register(officer):
        raise PermissionDenied
    province = officer.province
    if file := requested_download(
        request, lambda: template_file(kind), all=lambda: register_file(kind, province)
    ):
        return file
    refused = ""
    if request.method == "POST":
        try:
            running = _started(request, kind)
        except FileRefusedError as refusal:
            refused = str(refusal)
        else:
            return redirect("provinces:import", running.pk)
    recent = RegisterImport.objects.filter(officer=officer, kind=kind).order_by("-made_at")
    return render(
        request,
        "provinces/register_import/upload.html",
        {
            "kind": RegisterImport.Kind(kind),
            "list_url": list_url(kind),
            "is_of_rows": kind in ROWS,
            "files": [
                (import_url(other), capfirst(str(other.label)), other == kind)
                for other in RegisterImport.Kind
                if MODELS[other] is MODELS[kind]
            ],
            "columns": columns_of(kind),
            "most_rows": format_number(LIMITS.rows),
            "refused": refused,
            "recent": recent[:5],
        },
        status=422 if refused else 200,
    )


def _started(request: OfficerRequest, kind: str) -> RegisterImport:
    file = request.FILES.get("file")
    if file is None:
        raise FileRefusedError(_("Chưa chọn tệp; chọn tệp rồi bấm lại."))
    if (file.size or 0) > LIMITS.file_bytes:
        raise FileRefusedError(
            _("Tệp lớn hơn %d MB; chia thành nhiều tệp rồi nhập từng tệp.") % (LIMITS.file_bytes >> 20)
        )
    running = services.start_import(kind=kind, file_name=file.name or "", data=file.read(), by=request.user)
    if running.lines <= AT_ONCE:
        running = services.check_all(running=running, by=request.user)
    return running


@require_safe
def preview(request: OfficerRequest, pk: int) -> HttpResponseBase:
    running = _own(request, pk)
    has_refused = any(running.counts.get(kind) for kind in REFUSED)
    is_done = running.state in (RegisterImport.State.CHECKED, RegisterImport.State.APPLIED)
    if file := requested_download(
        request, None, refused=(lambda: refused_file(running)) if is_done and has_refused else None
    ):
        return file
    return _page(request, running)


@require_POST
def check(request: OfficerRequest, pk: int) -> HttpResponse:
    services.check_next(running=_own(request, pk), by=request.user)
    return redirect("provinces:import", pk)


@require_POST
def apply(request: OfficerRequest, pk: int) -> HttpResponse:
    running = _own(request, pk)
    try:
        running = services.apply_import(
            running=running, by=request.user, valid_rows="valid_rows" in request.POST
        )
    except services.RegisterChangedError as refusal:
        services.check_again(running=running, by=request.user)
        messages.error(request, str(refusal))
    except RefusedError as refusal:
        return _page(request, running, refused=str(refusal))
    return redirect("provinces:import", pk)


@require_POST
def cancel(request: OfficerRequest, pk: int) -> HttpResponse:
    running = services.cancel_import(running=_own(request, pk), by=request.user)
    if running.state == RegisterImport.State.CANCELLED:
        messages.success(request, _("Đã hủy, chưa ghi gì từ tệp %s.") % running)
        return redirect(import_url(running.kind))
    return redirect("provinces:import", pk)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: OfficerRequest, line: int, pk: int) -> HttpResponse:
    """Mend one line of the file before it is written."""
    running, typed = _own(request, pk), submitted_or_restored(request)
    if why := services.why_closed(running):
        return _closed(request, running, line, why, typed)
    try:
        form = LineForm(typed, running=running, line=line)
    except ImportChunk.DoesNotExist:
        raise Http404 from None

    def write() -> Outcome:
        return services.mend_line(
            running=running, line=line, texts=form.texts, seen=form.cleaned_data["seen"], by=request.user
        )

    if request.method == "POST" and form.attempt(write):
        number = format_number(line)
        if form.result.kind in REFUSED:
            messages.error(request, _("Dòng %s chưa ghi được; xem lý do bên dưới.") % number)
            return redirect("provinces:import-line", line, pk)
        messages.success(request, _("Đã sửa dòng %s.") % number)
        return redirect("provinces:import", pk)
    context = {"running": running, "line": line, "form": form}
    return render(request, "provinces/register_import/line.html", context, status=form.status)


def _closed(
    request: OfficerRequest, running: RegisterImport, line: int, why: str, typed: QueryDict | None
) -> HttpResponse:
    if typed is None:
        messages.error(request, why)
        return redirect("provinces:import", running.pk)
    columns = [column_of(running.kind, key) for key in running.columns]
    return refused_page(
        request,
        title=_("Dòng %s chưa sửa được") % format_number(line),
        note=running.file_name,
        why=why,
        state=running.get_state_display(),
        typed=[(str(column.heading), text) for column in columns if (text := typed.get(column.key))],
        back=(_("Tệp đã nhập"), reverse("provinces:import", args=[running.pk])),
    )


def _own(request: OfficerRequest, pk: int) -> RegisterImport:
    """Raises Http404 for the import of another officer."""
    imports = RegisterImport.objects.select_related("province")
    running = get_object_or_404(imports, pk=pk, officer=request.user)
    if not works_for(request.user, running.province):
        raise PermissionDenied
    return running


def _page(request: OfficerRequest, running: RegisterImport, refused: str = "") -> HttpResponse:
    state, kind = RegisterImport.State(running.state), RegisterImport.Kind(running.kind)
    counts = running.counts
    written = sum(counts.get(kind, 0) for kind in WRITTEN)
    return render(
        request,
        "provinces/register_import/import.html",
        {
            "running": running,
            "kind": kind,
            "list_url": list_url(kind),
            "import_url": import_url(kind),
            "refused": refused,
            "checked": format_number(sum(counts.values())),
            "lines": format_number(running.lines),
            "is_checking": state == RegisterImport.State.CHECKING,
            "is_checked": state == RegisterImport.State.CHECKED,
            "is_applied": state == RegisterImport.State.APPLIED,
            "is_cancelled": state == RegisterImport.State.CANCELLED,
            "sentence": sentence(counts, written=state == RegisterImport.State.APPLIED),
            "written": written,
            "has_refused": any(counts.get(kind) for kind in REFUSED),
            "groups": [] if state == RegisterImport.State.CHECKING else _shown(running),
        },
        status=409 if refused else 200,
    )


def _shown(running: RegisterImport) -> list[tuple[str, int, list[ShownLine]]]:
    """The first lines of each kind: kind, how many there are, and what is said of them."""
    wanted = {kind: min(MOST_SHOWN, running.counts.get(kind, 0)) for kind in Kind if kind != Kind.SAME}
    lines: dict[Kind, list[ShownLine]] = {kind: [] for kind in (*REFUSED, Kind.CHANGED, Kind.NEW)}
    name = running.columns.index("name") if "name" in running.columns else None
    for chunk in running.chunks.iterator(chunk_size=1):
        for (line, _twin, cells), stored in zip(chunk.rows, chunk.outcomes, strict=False):
            kind = Kind(stored[0])
            if kind not in lines or len(lines[kind]) >= MOST_SHOWN:
                continue
            outcome = Outcome.loaded(stored)
            shown = text_of(cells[name]) if name is not None else ""
            texts = _texts(outcome, running.kind)
            lines[kind].append(ShownLine(line, excerpt(shown, 200), texts, outcome.pk))
        if all(len(lines[kind]) >= most for kind, most in wanted.items()):
            break
    nameless = {shown.pk for some in lines.values() for shown in some if not shown.name and shown.pk}
    organisations = MODELS[running.kind]._default_manager.filter(
        pk__in=nameless, province=running.province_id
    )
    names = dict(organisations.values_list("pk", "name"))
    for shown_line in (line for some in lines.values() for line in some if not line.name):
        shown_line.name = names.get(shown_line.pk, "")
    return [(kind.value, running.counts.get(kind, 0), shown) for kind, shown in lines.items() if shown]


def _texts(outcome: Outcome, kind: str) -> str:
    """What is said of a line: why it is refused, what it changes, or in short what it adds."""
    if outcome.reasons:
        return reason_sentences(outcome, kind)
    if outcome.kind == Kind.NEW:
        columns = {key: column_of(kind, key) for key in outcome.values}
        values = loaded_form(outcome.values, columns)
        short = (columns[key] for key in short_columns(kind) if key in values)
        told = [f"{column.heading}: {text_of_value(values[column.key], column)}" for column in short]
    else:
        told = [f"{heading}: {before or '–'} → {after or '–'}" for heading, before, after in outcome.changes]
    return "; ".join(told)

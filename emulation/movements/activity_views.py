from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.evidence.models import Evidence
from emulation.evidence.uploading import take_files
from emulation.movements import activity_services as services
from emulation.movements.forms import ActivityForm, RemovalForm
from emulation.movements.models import Activity, Movement
from emulation.movements.permissions import get_movement, works_in_movement
from emulation.movements.views import HERE, movement_url
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.permissions import takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from vietnamese.dates import format_date
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.fields import LONGEST_KEY

MOST_SELECTABLE = 30  # stored files that the form lists, the latest first


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    movement = get_movement(request.user, year_for_reader(request, year), pk)
    province = takes_part(request.user, movement.year)
    if province is None or not works_in_movement(request.user, movement, province):
        raise PermissionDenied
    data = submitted_or_restored(request)
    if data is None and (why := services.why_not_recordable(movement)):
        messages.warning(request, why)
        return redirect(movement_url(movement))
    heading = button = _("Ghi hoạt động")
    if request.method != "POST":
        form = ActivityForm(data, selectable=_selectable_files(movement, province))
        return _page(request, movement, form, heading, button)
    form = _submitted_form(request, movement, province)

    def write() -> Activity:
        return services.add_activity(
            movement=movement,
            province=province,
            held_on=form.cleaned_data["held_on"],
            what=form.cleaned_data["what"],
            evidence=form.cleaned_data.get("evidence", ()),
            by=request.user,
        )

    if form.attempt(write, closed=lambda: services.why_not_recordable(movement)):
        messages.success(request, _("Đã ghi hoạt động ngày %s.") % format_date(form.result.held_on))
        return redirect(movement_url(movement))
    return _page(request, movement, form, heading, button)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, pk: int, activity: int) -> HttpResponse:
    movement, stored = _own_activity(request, year, pk, activity)
    data = submitted_or_restored(request)
    if data is None and (why := services.why_not_recordable(movement)):
        messages.warning(request, why)
        return redirect(movement_url(movement))
    heading, button = _("Sửa hoạt động"), _("Lưu")
    if request.method != "POST":
        selected = [str(file.pk) for file in stored.evidence.all()]
        selectable = _selectable_files(movement, stored.province, selected)
        form = ActivityForm(data, selectable=selectable, activity=stored)
        return _page(request, movement, form, heading, button)
    form = _submitted_form(request, movement, stored.province)

    def write() -> Activity:
        return services.change_activity(
            activity=stored,
            held_on=form.cleaned_data["held_on"],
            what=form.cleaned_data["what"],
            evidence=form.cleaned_data.get("evidence", ()),
            seen=form.cleaned_data["seen"],
            by=request.user,
        )

    if form.attempt(write, closed=lambda: services.why_not_recordable(movement)):
        messages.success(request, _("Đã sửa hoạt động ngày %s.") % format_date(form.result.held_on))
        return redirect(movement_url(movement))
    return _page(request, movement, form, heading, button)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: OfficerRequest, year: int, pk: int, activity: int) -> HttpResponse:
    movement, stored = _own_activity(request, year, pk, activity)
    form = RemovalForm(stored, request.POST if request.method == "POST" else None)

    def write() -> None:
        services.remove_activity(activity=stored, seen=form.cleaned_data["seen"], by=request.user)

    if request.method == "POST" and form.attempt(write):
        messages.success(request, _("Đã xóa hoạt động ngày %s.") % format_date(stored.held_on))
        return redirect(movement_url(movement))
    files = ", ".join(file.name for file in stored.evidence.all())
    context = {
        "form": form,
        "heading": _("Xóa hoạt động"),
        "name": f"{format_date(stored.held_on)}: {stored.what}",
        "facts": [(_("Minh chứng"), files)] if files else [],
        "note": _("Hoạt động bị xóa khỏi phong trào; tệp minh chứng vẫn còn trong kho của tỉnh."),
        "button": _("Xóa hoạt động"),
        "is_grave": True,
        "back": movement_url(movement),
    }
    template = "emulation/movements/movement_form.html"
    return contest_page(request, movement.year, template, context, here=HERE, status=form.status)


def _own_activity(request: OfficerRequest, year: int, pk: int, activity: int) -> tuple[Movement, Activity]:
    movement = get_movement(request.user, year_for_reader(request, year), pk)
    activities = movement.activities.select_related("movement__year", "province")
    stored = activities.filter(pk=activity).first() if len(str(activity)) <= LONGEST_KEY else None
    if stored is None:
        raise Http404(_("Không có hoạt động này."))
    if not works_for(request.user, stored.province):
        raise PermissionDenied
    return movement, stored


def _submitted_form(request: OfficerRequest, movement: Movement, province: Province) -> ActivityForm:
    """The form with its new files stored and selected, so that an error elsewhere does not lose them."""
    new_files = [file for file in request.FILES.getlist("new_files") if file]
    stored, errors = take_files(request, new_files, movement.year, province)
    data = request.POST.copy()
    data.setlist("evidence", [*data.getlist("evidence"), *(str(file.pk) for file in stored)])
    form = ActivityForm(data, selectable=_selectable_files(movement, province, data.getlist("evidence")))
    for error in errors:
        form.add_error("new_files", error)
    return form


def _selectable_files(
    movement: Movement, province: Province, selected: Iterable[str] = ()
) -> QuerySet[Evidence]:
    files = Evidence.objects.usable_by(movement.year_id, province.pk)
    latest = list(files.values_list("pk", flat=True)[:MOST_SELECTABLE])
    selected_keys = [int(pk) for pk in selected if pk.isascii() and pk.isdigit() and len(pk) <= LONGEST_KEY]
    return files.filter(pk__in=[*latest, *selected_keys])


def _page(
    request: OfficerRequest,
    movement: Movement,
    form: ActivityForm,
    heading: str,
    button: str,
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "name": movement.name,
        "button": button,
        "is_multipart": True,
        "back": movement_url(movement),
    }
    return contest_page(
        request,
        movement.year,
        "emulation/movements/movement_form.html",
        context,
        here=HERE,
        status=form.status,
    )

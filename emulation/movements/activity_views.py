"""What was done in a movement: recording it with its files, correcting it, and taking it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.evidence.models import Evidence
from emulation.evidence.uploading import take_files
from emulation.movements import activity_services as services
from emulation.movements.forms import ActivityForm
from emulation.movements.models import Activity, Movement
from emulation.movements.permissions import get_movement, works_in_movement
from emulation.movements.views import HERE
from emulation.year.frame import contest_page, year_for_reader
from emulation.year.models import Deadline
from emulation.year.permissions import takes_part
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Province
from provinces.clusters.permissions import works_for
from vietnamese.dates import format_date
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.fields import LONGEST_KEY
from web.refusals import RefusedError

OFFERED = 30  # files put by last, which the form offers beside new ones


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Records an activity of the own province; its files are put by first, so that none is lost."""
    found = get_movement(request.user, year_for_reader(request, year), pk)
    province = takes_part(request.user, found.year)
    if province is None or not works_in_movement(request.user, found, province):
        raise PermissionDenied
    if found.state != Movement.State.LAUNCHED or not found.year.deadline(Deadline.Part.MOVEMENTS).is_open():
        messages.warning(request, _("Phong trào này không ghi thêm hoạt động được lúc này."))
        return redirect("emulation:movement", found.year.year, found.pk)
    if request.method != "POST":
        form = ActivityForm(submitted_or_restored(request), kept=_offered(found, province))
        return _page(request, found, form)
    form = _filled(request, found, province)
    if form.is_valid():
        cleaned = form.cleaned_data
        if form.attempt(
            lambda: services.add_activity(
                movement=found,
                province=province,
                held_on=cleaned["held_on"],
                what=cleaned["what"],
                evidence=cleaned.get("evidence", ()),
                by=request.user,
            )
        ):
            messages.success(request, _("Đã ghi hoạt động ngày %s.") % format_date(cleaned["held_on"]))
            return redirect("emulation:movement", found.year.year, found.pk)
    return _page(request, found, form)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, pk: int, activity: int) -> HttpResponse:
    """Corrects an activity of the own province, or puts files to it that came later."""
    found, done = _own(request, year, pk, activity)
    if found.state != Movement.State.LAUNCHED or not found.year.deadline(Deadline.Part.MOVEMENTS).is_open():
        messages.warning(request, _("Phong trào này không sửa hoạt động được lúc này."))
        return redirect("emulation:movement", found.year.year, found.pk)
    heading, button = _("Sửa hoạt động"), _("Lưu")
    if request.method != "POST":
        files = [str(file.pk) for file in done.evidence.all()]
        form = ActivityForm(
            submitted_or_restored(request), kept=_offered(found, done.province, files), activity=done
        )
        return _page(request, found, form, heading, button)
    form = _filled(request, found, done.province)
    if form.is_valid():
        cleaned = form.cleaned_data
        if form.attempt(
            lambda: services.change_activity(
                activity=done,
                held_on=cleaned["held_on"],
                what=cleaned["what"],
                evidence=cleaned.get("evidence", ()),
                seen=cleaned["seen"],
                by=request.user,
            )
        ):
            messages.success(request, _("Đã sửa hoạt động ngày %s.") % format_date(cleaned["held_on"]))
            return redirect("emulation:movement", found.year.year, found.pk)
    return _page(request, found, form, heading, button)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: OfficerRequest, year: int, pk: int, activity: int) -> HttpResponse:
    """Asks whether an activity was recorded by mistake, and takes it back."""
    found, done = _own(request, year, pk, activity)
    if request.method == "POST":
        return _take_back(request, found, done)
    context = {
        "heading": _("Xóa hoạt động"),
        "name": f"{format_date(done.held_on)}: {done.what}",
        "note": _("Hoạt động bị xóa khỏi phong trào; tệp minh chứng vẫn còn trong kho của tỉnh."),
        "button": _("Xóa hoạt động"),
        "is_grave": True,
        "back": reverse("emulation:movement", args=[found.year.year, found.pk]),
    }
    return contest_page(request, found.year, "emulation/movements/movement_form.html", context, here=HERE)


def _own(request: OfficerRequest, year: int, pk: int, activity: int) -> tuple[Movement, Activity]:
    """An activity of the officer's own province, and its movement.

    Raises:
        Http404: if there is none in that movement.
        PermissionDenied: if it is another province's.
    """
    found = get_movement(request.user, year_for_reader(request, year), pk)
    known = found.activities.select_related("movement__year", "province")
    done = known.filter(pk=activity).first() if len(str(activity)) <= LONGEST_KEY else None
    if done is None:
        raise Http404(_("Không có hoạt động này."))
    if not works_for(request.user, done.province):
        raise PermissionDenied
    return found, done


def _take_back(request: OfficerRequest, movement: Movement, activity: Activity) -> HttpResponse:
    try:
        services.remove_activity(activity=activity, by=request.user)
    except RefusedError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Đã xóa hoạt động ngày %s.") % format_date(activity.held_on))
    return redirect("emulation:movement", movement.year.year, movement.pk)


def _filled(request: OfficerRequest, movement: Movement, province: Province) -> ActivityForm:
    """The form as it was sent, its new files among those put by."""
    chosen = [file for file in request.FILES.getlist("new_files") if file]
    taken, refused = take_files(request, chosen, movement.year, province)
    data = request.POST.copy()
    data.setlist("evidence", [*data.getlist("evidence"), *(str(file.pk) for file in taken)])
    form = ActivityForm(data, kept=_offered(movement, province, data.getlist("evidence")))
    for why in refused:
        form.add_error("new_files", why)
    return form


def _offered(movement: Movement, province: Province, chosen: list[str] | None = None) -> QuerySet[Evidence]:
    """The files put by last, and those chosen already."""
    own = Evidence.objects.of(movement.year_id, province.pk)
    latest = list(own.values_list("pk", flat=True)[:OFFERED])
    known = [int(pk) for pk in chosen or () if pk.isascii() and pk.isdigit() and len(pk) <= LONGEST_KEY]
    return own.filter(pk__in=[*latest, *known])


def _page(
    request: OfficerRequest,
    movement: Movement,
    form: ActivityForm,
    heading: str = "",
    button: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading or _("Ghi hoạt động"),
        "name": movement.name,
        "button": button or _("Ghi hoạt động"),
        "is_multipart": True,
        "back": reverse("emulation:movement", args=[movement.year.year, movement.pk]),
    }
    return contest_page(
        request,
        movement.year,
        "emulation/movements/movement_form.html",
        context,
        here=HERE,
        status=form.status,
    )

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from provinces.accounts.models import Officer
from provinces.clusters.permissions import keeps_register, reads_every_register, sees_figures, works_for
from provinces.register import services
from provinces.register.filters import OrganisationFilter
from provinces.register.legal_minimum import warnings
from provinces.register.models import Organisation
from provinces.register.pages.exports import register_file
from provinces.register.pages.forms import OrganisationForm
from provinces.register.pages.organisation_kinds import KINDS, UNION, OrganisationKind
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.repeated_requests.answer_once import answer_once
from web.table_pages import TablePages

PER_PAGE = 25


@require_safe
def organisation_list(request: HttpRequest, kind: OrganisationKind) -> HttpResponseBase:
    officer = reader(request)
    # Not joined: a database sorts rows of one table several times faster.
    organisations = kind.model._default_manager.prefetch_related("province")
    if kind is UNION:
        organisations = organisations.annotate(
            coops_count=Count("memberships", filter=Q(memberships__until=None))
        )
    reads_all = reads_every_register(officer)
    if not reads_all:
        organisations = organisations.filter(province=officer.province_id)
    filters = OrganisationFilter(request.GET, organisations, one_province=not reads_all)
    table = kind.table(
        filters.qs,
        url=kind.url,
        caption=kind.list_title,
        one_province=not reads_all,
    )
    RequestConfig(request, paginate=False).configure(table)
    if file := requested_download(request, lambda: register_file(kind, table)):
        return file
    # Not by RequestConfig, which lets the URL choose the rows of a page: all of them, or −1.
    table.paginator = TablePages(table, PER_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "provinces/register/organisation_list.html",
        {
            "kind": kind,
            "kinds": KINDS,
            "filters": filters,
            "table": table,
            "province": None if reads_all else officer.province,
            "may_add": keeps_register(officer),
            "has_illustrative": any(row.record.is_illustrative for row in table.paginated_rows),
        },
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_add(request: HttpRequest, kind: OrganisationKind) -> HttpResponse:
    officer = reader(request)
    if not keeps_register(officer):
        raise PermissionDenied
    organisation = kind.model(province=officer.province)
    if request.method != "POST":
        return _organisation_form(request, kind, organisation, officer)
    return answer_once(
        request,
        lambda: _organisation_form(request, kind, organisation, officer),
        lambda: _add_saved_message(request, request.POST["name"]),
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, kind: OrganisationKind, pk: int) -> HttpResponse:
    officer = reader(request)
    return _organisation_form(request, kind, editable_organisation(officer, kind, pk), officer)


def _organisation_form(
    request: HttpRequest, kind: OrganisationKind, organisation: Organisation, officer: Officer
) -> HttpResponse:
    stored_name = organisation.name
    form = kind.form(submitted_or_restored(request), instance=organisation)
    if request.method == "POST" and form.is_valid() and _save(form, kind, officer):
        _add_saved_message(request, form.instance.name)
        warn(request, form.instance)
        return redirect(kind.url, form.instance.pk)
    return render(
        request,
        "provinces/register/organisation_form.html",
        {
            "kind": kind,
            "organisation": organisation,
            "stored_name": stored_name,
            "form": form,
            "back": reverse(kind.url, args=[organisation.pk]) if organisation.pk else reverse(kind.list_url),
        },
        status=form.status,
    )


def _add_saved_message(request: HttpRequest, name: str) -> None:
    messages.success(request, _("Đã lưu %s.") % name)


def _save(form: OrganisationForm, kind: OrganisationKind, officer: Officer) -> bool:
    try:
        return form.attempt(
            lambda: services.save_organisation(
                organisation=form.instance,
                by=officer,
                seen=form.cleaned_data["seen"],
            )
        )
    except services.JustAddedError as added:
        form.add_just_added_error(added.stored, reverse(kind.edit_url, args=[added.stored.pk]))
    except services.NumberTakenError as taken:
        form.add_error("registration_number", _("Mã số này đã thuộc về %s.") % taken.holder)
    return False


def reader(request: HttpRequest) -> Officer:
    officer = cast(Officer, request.user)
    if not sees_figures(officer):
        raise PermissionDenied
    return officer


def readable_organisation(officer: Officer, kind: OrganisationKind, pk: int) -> Organisation:
    """Raises Http404 if the officer may not even know of the organisation."""
    organisations = kind.model._default_manager.select_related("province")
    if not reads_every_register(officer):
        organisations = organisations.filter(province=officer.province_id)
    return get_object_or_404(organisations, pk=pk)


def editable_organisation(officer: Officer, kind: OrganisationKind, pk: int) -> Organisation:
    organisation = readable_organisation(officer, kind, pk)
    if not works_for(officer, organisation.province):
        raise PermissionDenied
    return organisation


def warn(request: HttpRequest, organisation: Organisation) -> None:
    for why in warnings(organisation):
        messages.warning(request, why)

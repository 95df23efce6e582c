"""The conference on a half-year: its texts, and its report as a PDF."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from figures.submissions.models import Submission
from figures.submissions.permissions import visible_to
from papers.typeset import TypesettingError
from provinces.accounts.models import Officer
from provinces.clusters.permissions import sees_cluster
from reports.conference.models import Conference
from reports.conference.permissions import conference_periods, get_conference, may_prepare, may_publish
from reports.conference.publication.contributions import ADDED, contributions, marked, with_chosen
from reports.conference.publication.exports import report_rows
from reports.conference.publication.forms import ConferenceForm, PublishForm
from reports.conference.publication.services import (
    ConferenceChangedError,
    ConferenceRefusedError,
    publish_report,
    save_conference,
)
from reports.conference.report.document import report_document
from reports.conference.report.sources import NoFiguresError
from reports.conference.report.typesetting import typeset
from reports.presentation.reporting_status import report_on
from reports.summary.loading import members_of, standings
from reports.summary.reporting_spans import Span
from web.expired_forms import restore_form, survives_expired_login
from web.table_files import TableFile


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Leads to the newest period with accepted figures, as the dashboard does; else to the newest."""
    periods = conference_periods(_officer(request))
    accepted = periods.filter(submissions__state__in=Submission.ACCEPTED)
    newest = accepted.first() or periods.first()
    if newest is None:
        return render(request, "reports/conference/none.html")
    return redirect("reports:conference", newest.slug)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def conference(request: HttpRequest, period: str) -> HttpResponse:
    """What was entered for the conference: a form for who prepares it, a page to read for the others."""
    officer = _officer(request)
    found = get_conference(officer, period)
    posted = request.method == "POST"
    if not may_prepare(officer, found) or (found.is_published and not posted):
        if posted:
            raise PermissionDenied
        return _read(request, found, officer)
    offered = contributions(found.period, officer)
    data: Any = restore_form(request)
    if data is not None:
        messages.warning(request, _("Nội dung gõ trước khi đăng nhập lại còn nguyên ở đây và chưa lưu."))
    if posted:
        chosen = request.POST.getlist(ADDED) if "add" in request.POST else []
        data = with_chosen(request.POST, chosen, offered)
    form = ConferenceForm(data, conference=found)
    if posted and form.is_valid() and _save(form, found, officer):
        messages.success(request, _("Đã lưu nội dung hội nghị."))
        return redirect("reports:conference", period)
    return _form(request, found, officer, form=form)


@require_POST
def publish(request: HttpRequest, period: str) -> HttpResponse:
    """Gives the report its number and date."""
    officer = _officer(request)
    found = get_conference(officer, period)
    if not may_publish(officer, found):
        raise PermissionDenied
    form = PublishForm(request.POST, conference=found)
    if form.is_valid():
        try:
            published = publish_report(period=found.period, by=officer, **form.cleaned_data)
        except NoFiguresError as error:
            return _no_figures(request, found, error)
        except ConferenceChangedError as change:
            form.add_error(
                None,
                _("%s đã lưu nội dung hội nghị sau khi trang này được mở. Xem lại rồi ban hành.")
                % (change.stored.changed_by.title if change.stored.changed_by else _("Người khác")),
            )
            form.data = {**form.data.dict(), "version": change.stored.version}  # type: ignore[attr-defined]
            found = change.stored
        except (ConferenceRefusedError, TypesettingError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ban hành Báo cáo số %s.") % published.serial)
            return redirect("reports:conference", period)
    if found.is_published or not may_prepare(officer, found):
        return _read(request, found, officer, publish_form=form)
    return _form(request, found, officer, publish_form=form)


@require_safe
def report_pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The report: of accepted figures alone, or with `?scope=all` a draft with the provisional ones too."""
    officer = _officer(request)
    found = get_conference(officer, period)
    try:
        document = report_document(found, officer=officer, accepted_only=request.GET.get("scope") != "all")
        pdf = typeset(document)
    except NoFiguresError as error:
        return _no_figures(request, found, error)
    except TypesettingError as error:
        context = {"conference": found, "reason": str(error)}
        return render(request, "reports/conference/not_printed.html", context, status=422)
    name = f"bao-cao-{found.period.slug}{'' if found.is_published else '-du-thao'}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _officer(request: HttpRequest) -> Officer:
    return cast(Officer, request.user)


def _save(form: ConferenceForm, found: Conference, officer: Officer) -> bool:
    """Saves what the form holds, or tells the form why not."""
    try:
        save_conference(
            period=found.period, texts=form.texts(), version=form.cleaned_data["version"], by=officer
        )
    except ConferenceChangedError as change:
        form.tell_changes(change.stored)
    except ConferenceRefusedError as refusal:
        form.add_error(None, str(refusal))
    else:
        return True
    return False


def _form(
    request: HttpRequest,
    found: Conference,
    officer: Officer,
    *,
    form: ConferenceForm | None = None,
    publish_form: PublishForm | None = None,
) -> HttpResponse:
    form = form or ConferenceForm(conference=found)
    texts = {field: form[field].value() for field in Submission.NARRATIVE}
    offered = marked(contributions(found.period, officer), texts)
    if publish_form is None and may_publish(officer, found):
        publish_form = PublishForm(conference=found)
    return render(
        request,
        "reports/conference/form.html",
        {
            **_head(found, officer),
            "form": form,
            "groups": [
                (title, [(f, offered.get(f.name, []), form.stored.get(f.name, "")) for f in fields])
                for title, fields in form.groups
            ],
            "publish_form": publish_form,
        },
    )


def _read(
    request: HttpRequest, found: Conference, officer: Officer, *, publish_form: PublishForm | None = None
) -> HttpResponse:
    form = ConferenceForm(conference=found)
    groups = [
        (title, [(f.label, f.field.prepare_value(f.value())) for f in fields if f.value()])
        for title, fields in form.groups
    ]
    return render(
        request,
        "reports/conference/read.html",
        {
            **_head(found, officer),
            "groups": [(title, fields) for title, fields in groups if fields],
            "publish_form": publish_form,
        },
    )


def _head(found: Conference, officer: Officer) -> dict[str, Any]:
    """What stands over both pages: which conference, and how far its figures are."""
    return {
        "conference": found,
        "periods": list(conference_periods(officer)),
        **_figures(found, officer),
        "may_prepare": may_prepare(officer, found),
    }


def _figures(found: Conference, officer: Officer) -> dict[str, Any]:
    """Where each province stands, with the way to its cells where this officer may read them.

    Nothing of it for who reads published reports alone.
    """
    period = found.period
    if not sees_cluster(officer, period.year):
        return {"reporting": None, "has_provisional": False}
    standing = standings(period, members_of(Span(period.slug, period.label, (period,))))
    readable = Submission.objects.filter(visible_to(officer, period.year), period=period)
    urls = {
        slug: reverse("figures:entry", args=[period.slug, slug])
        for slug in readable.values_list("province__slug", flat=True)
    }
    return {
        "reporting": report_on(period, standing, urls),
        "has_provisional": any(
            s.submission is not None and s.submission.is_reported and not s.submission.is_accepted
            for s in standing
        ),
    }


def _no_figures(request: HttpRequest, found: Conference, error: NoFiguresError) -> HttpResponse:
    """A page instead of an empty paper: which provinces are missing."""
    officer = _officer(request)
    return render(
        request,
        "reports/conference/no_figures.html",
        {
            "conference": found,
            **_figures(found, officer),
            "may_prepare": may_prepare(officer, found),
        },
        status=409,
    )


@require_safe
def report(request: HttpRequest, period: str, file_format: str) -> HttpResponseBase:
    """The numbers of a published report, as they were signed.

    Raises:
        Http404: if the officer may not read the report, or it is not published.
    """
    conference = get_conference(cast(Officer, request.user), period)
    if not conference.is_published or conference.document is None:
        raise Http404
    heads, rows = report_rows(conference.document)
    return TableFile(f"bao-cao-{conference.period.slug}", heads, rows).response(file_format)

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from figures.submissions.models import Submission
from figures.submissions.permissions import visible_to
from papers.typeset import TypesettingError
from provinces.accounts.models import Officer
from provinces.clusters.permissions import sees_cluster
from reports.conference.models import Conference
from reports.conference.permissions import conference_periods, get_conference, may_prepare, may_publish
from reports.conference.publication.contributions import CHECKBOX, add_chosen, contributions, mark_added
from reports.conference.publication.exports import report_rows
from reports.conference.publication.forms import ConferenceForm, PublishForm
from reports.conference.publication.services import publish_report, save_conference
from reports.conference.report.document import report_document
from reports.conference.report.sources import NoFiguresError
from reports.conference.report.typesetting import typeset
from reports.presentation.reporting_status import report_on
from reports.summary.land import members_of
from reports.summary.loading import reporting_states
from reports.summary.reporting_spans import Span
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.table_files import TableFile


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Redirect to the newest period with accepted figures, else to the newest.

    Unlike the dashboard it does not wait for all provinces: the report is prepared while they still report.
    """
    periods = conference_periods(_officer(request))
    begun = periods.filter(submissions__in=Submission.objects.counted_as_accepted())
    newest = begun.first() or periods.first()
    if newest is None:
        return render(request, "reports/conference/none.html")
    return redirect("reports:conference", newest.slug)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def conference_page(request: HttpRequest, period: str) -> HttpResponse:
    officer = _officer(request)
    conference = get_conference(officer, period)
    posted = request.method == "POST"
    if not may_prepare(officer, conference) or (conference.is_published and not posted):
        if posted:
            raise PermissionDenied
        return _read(request, conference, officer)
    by_field = contributions(conference.period, officer)
    data: Any = submitted_or_restored(request)
    if posted:
        chosen = request.POST.getlist(CHECKBOX) if "add" in request.POST else []
        data = add_chosen(request.POST, chosen, by_field)
    form = ConferenceForm(data, conference=conference)
    if posted and form.is_valid():
        content = {"texts": form.texts(), "seen": form.cleaned_data["seen"]}
        if form.attempt(lambda: save_conference(period=conference.period, by=officer, **content)):
            messages.success(request, _("Đã lưu nội dung hội nghị."))
            return redirect("reports:conference", period)
    return _form(request, conference, officer, form=form)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, period: str) -> HttpResponse:
    officer = _officer(request)
    conference = get_conference(officer, period)
    data = submitted_or_restored(request)
    if data is None:
        return redirect("reports:conference", period)
    if not may_publish(officer, conference):
        raise PermissionDenied
    form = PublishForm(data, conference=conference)
    if request.method == "POST" and form.is_valid():
        publication = form.cleaned_data
        try:
            if form.attempt(lambda: publish_report(period=conference.period, by=officer, **publication)):
                messages.success(request, _("Đã ban hành Báo cáo số %s.") % form.result.serial)
                return redirect("reports:conference", period)
        except NoFiguresError:
            return _no_figures(request, conference)
        except TypesettingError as error:
            form.add_error(None, str(error))
        conference = get_conference(officer, period)
    if conference.is_published or not may_prepare(officer, conference):
        return _read(request, conference, officer, publish_form=form)
    return _form(request, conference, officer, publish_form=form)


@require_safe
def report_pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The report with accepted figures only, or with `?scope=all` a draft with provisional ones, too."""
    officer = _officer(request)
    conference = get_conference(officer, period)
    try:
        accepted_only = request.GET.get("scope") != "all"
        document = report_document(conference, officer=officer, accepted_only=accepted_only)
        pdf = typeset(document)
    except NoFiguresError:
        return _no_figures(request, conference)
    except TypesettingError as error:
        context = {"conference": conference, "reason": str(error)}
        return render(request, "reports/conference/not_printed.html", context, status=422)
    name = f"bao-cao-{conference.period.slug}{'' if conference.is_published else '-du-thao'}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _officer(request: HttpRequest) -> Officer:
    return cast(Officer, request.user)


def _form(
    request: HttpRequest,
    conference: Conference,
    officer: Officer,
    *,
    form: ConferenceForm | None = None,
    publish_form: PublishForm | None = None,
) -> HttpResponse:
    form = form or ConferenceForm(conference=conference)
    texts = {field: form[field].value() for field in Submission.NARRATIVE}
    by_field = mark_added(contributions(conference.period, officer), texts)
    if publish_form is None and may_publish(officer, conference):
        publish_form = PublishForm(conference=conference)
    return render(
        request,
        "reports/conference/form.html",
        {
            **_head(conference, officer),
            "form": form,
            "groups": [
                (title, [(f, by_field.get(f.name, [])) for f in fields]) for title, fields in form.groups
            ],
            "publish_form": publish_form,
        },
        status=publish_form.status if publish_form and publish_form.is_bound else form.status,
    )


def _read(
    request: HttpRequest, conference: Conference, officer: Officer, *, publish_form: PublishForm | None = None
) -> HttpResponse:
    form = ConferenceForm(conference=conference)
    groups = [
        (title, [(f.label, f.field.prepare_value(f.value())) for f in fields if f.value()])
        for title, fields in form.groups
    ]
    return render(
        request,
        "reports/conference/read.html",
        {
            **_head(conference, officer),
            "groups": [(title, fields) for title, fields in groups if fields],
            "publish_form": publish_form,
        },
        status=publish_form.status if publish_form else 200,
    )


def _head(conference: Conference, officer: Officer) -> dict[str, Any]:
    return {
        "conference": conference,
        "periods": list(conference_periods(officer)),
        **_figures(conference, officer),
        "may_prepare": may_prepare(officer, conference),
    }


def _figures(conference: Conference, officer: Officer) -> dict[str, Any]:
    period = conference.period
    if not sees_cluster(officer, period.year):
        return {"reporting": None}
    states = reporting_states(period, members_of(Span.of(period)))
    readable = Submission.objects.filter(visible_to(officer, period.year), period=period)
    urls = {
        slug: reverse("figures:entry", args=[period.slug, slug])
        for slug in readable.values_list("province__slug", flat=True)
    }
    return {"reporting": report_on(period, states, urls)}


def _no_figures(request: HttpRequest, conference: Conference) -> HttpResponse:
    officer = _officer(request)
    return render(
        request,
        "reports/conference/no_figures.html",
        {
            "conference": conference,
            **_figures(conference, officer),
            "may_prepare": may_prepare(officer, conference),
        },
        status=409,
    )


@require_safe
def report_table(request: HttpRequest, period: str, file_format: str) -> HttpResponseBase:
    conference = get_conference(_officer(request), period)
    if not conference.is_published or conference.document is None:
        raise Http404
    heads, rows = report_rows(conference.document)
    return TableFile(f"bao-cao-{conference.period.slug}", heads, rows).response(file_format)

"""Who runs the cluster asks a province about its cell."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.submissions.access import readable_submission
from figures.submissions.models import Step
from figures.workflow import services
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import runs_cluster
from reports.indicator.forms import RemarkForm, cells_to_ask_about
from reports.indicator.page import IndicatorPage
from reports.indicator.views import indicator_page, readable_indicator
from reports.presentation.addresses import indicator_url
from web.expired_forms import submitted_or_restored, survives_expired_login


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: OfficerRequest, period: str, code: str) -> HttpResponse:
    officer = request.user
    page = readable_indicator(request, period, code)
    if not runs_cluster(officer, page.span.year):
        raise PermissionDenied
    back = indicator_url(page.span, code, page.scope, **page.kept)
    sent = submitted_or_restored(request)
    if sent is None:
        return redirect(back)
    form = RemarkForm(sent, cells=cells_to_ask_about(page, officer))
    if request.method == "POST" and form.attempt(lambda: _write(page, form, by=officer)):
        messages.success(
            request, _("Đã gửi góp ý cho %(province)s.") % {"province": form.result.submission.province}
        )
        return redirect(back)
    return indicator_page(request, page, form)


def _write(page: IndicatorPage, form: RemarkForm, *, by: Officer) -> Step:
    submission = readable_submission(by, *form.chosen)
    return services.comment(submission=submission, text=form.cleaned_data["text"], cell=page.indicator, by=by)

"""Accepting several provinces in one step, each beside what there is to look at in it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from figures.periods.models import Period
from figures.periods.permissions import get_period
from figures.review.key_totals import key_rows
from figures.review.views import needs_a_look, texts_of
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row
from figures.submissions.models import Step, Submission
from figures.workflow import services
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.permissions import runs_cluster
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once


@dataclass(frozen=True)
class Waiting:
    """A province whose leader has approved: what the cluster sees before it accepts."""

    submission: Submission
    key_rows: list[Row]
    look_at: list[Row]
    texts: list[tuple[str, list[str]]]
    is_own_approval: bool
    is_chosen: bool
    is_illustrative: bool
    shows_illustrative: bool  # or numbers of earlier half-years are


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def accept_many(request: OfficerRequest, period: str) -> HttpResponse:
    reporting_period = get_period(period)
    if not runs_cluster(request.user, reporting_period.year):
        raise PermissionDenied
    sent = submitted_or_restored(request)
    if request.method != "POST" or sent is None:
        return _page(request, reporting_period, chosen=sent.getlist("province") if sent else ())
    return answer_once(request, lambda: _accept(request, reporting_period, sent))


def _accept(request: OfficerRequest, period: Period, sent: QueryDict) -> HttpResponse:
    chosen = sent.getlist("province")
    if not chosen:
        messages.error(request, _("Chưa chọn tỉnh nào."))
        return _page(request, period, status=409)
    accepted, refused = [], []
    submissions = period.submissions.filter(province__slug__in=chosen)
    for submission in submissions.select_related("period__cluster", "province"):
        province = submission.province
        try:
            services.accept(
                submission=submission, seen=sent.get(f"seen.{province.slug}", ""), by=request.user
            )
        except RefusedError as error:
            refused.append(f"{province}: {error}")
        else:
            accepted.append(str(province))
    if accepted:
        messages.success(request, _("Đã chấp nhận số liệu: %s.") % ", ".join(accepted))
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("figures:accept-many" if refused else "figures:review", period.slug)


def _page(
    request: OfficerRequest, period: Period, *, chosen: Collection[str] = (), status: int = 200
) -> HttpResponse:
    approved = period.submissions.filter(state=Submission.State.APPROVED)
    approvals = dict(
        Step.objects.filter(submission__in=approved, action=Step.Action.APPROVE)
        .order_by("at", "pk")
        .values_list("submission", "by")
    )
    waiting = [
        _waiting(submission, approvals.get(submission.pk) == request.user.pk, chosen)
        for submission in approved.select_related("period__cluster", "province").order_by(
            "province__position"
        )
    ]
    context = {
        "period": period,
        "waiting": waiting,
        "is_anything_to_accept": any(not one.is_own_approval for one in waiting),
        "shows_illustrative": any(one.shows_illustrative for one in waiting),
    }
    return render(request, "figures/review/accept.html", context, status=status)


def _waiting(submission: Submission, is_own_approval: bool, chosen: Collection[str]) -> Waiting:
    sheet = load_sheet(submission)
    return Waiting(
        submission=submission,
        key_rows=key_rows(sheet),
        look_at=[row for row in sheet.entered if needs_a_look(row)],
        texts=texts_of(submission),
        is_own_approval=is_own_approval,
        is_chosen=submission.province.slug in chosen,
        is_illustrative=sheet.is_illustrative,
        shows_illustrative=sheet.shows_illustrative,
    )

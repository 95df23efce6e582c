"""The pages for checking: the provinces of a period, and one province's cells."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from figures.catalogue.models import Indicator
from figures.change_log.reading import reopenings
from figures.entry.register_links import may_compare
from figures.periods.models import Period
from figures.periods.permissions import get_period
from figures.review.corrections import corrections_in
from figures.review.key_totals import key_rows
from figures.review.overview import load_overview
from figures.review.tables import OverviewTable
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row
from figures.submissions.access import readable_submission
from figures.submissions.comments import open_remarks, unread_comments_of
from figures.submissions.models import Submission
from figures.submissions.permissions import may_approve, may_comment, may_read_history, may_reopen
from figures.submissions.status import state_mark
from figures.workflow.withdrawal import look_at
from provinces.accounts.models import Officer
from provinces.accounts.requests import OfficerRequest
from provinces.clusters.models import Term
from provinces.clusters.permissions import leads, runs_cluster, sees_cluster, works_for
from vietnamese.listed_lines import points
from web.list_downloads import requested_download, table_as_file

State = Submission.State

MOST_SHOWN_OPEN = 12  # other cells of a half-year, without a press


@require_safe
def home(request: OfficerRequest) -> HttpResponse:
    officer = request.user
    is_cluster = officer.role in (Officer.Role.SECRETARY, Officer.Role.OBSERVER)
    if not is_cluster and not Term.objects.filter(officer=officer).exists():
        raise PermissionDenied
    periods = _periods_for(officer)
    period = periods.filter(state=Period.State.OPEN).first() or periods.first()
    if period is None:
        if officer.role == Officer.Role.SECRETARY:
            return redirect("figures:period-list")
        return render(request, "figures/periods/no_period.html")
    return redirect("figures:review", period.slug)


def _periods_for(officer: Officer) -> QuerySet[Period]:
    """Those whose review is open to somebody who may check the cluster's figures at all."""
    periods = Period.objects.exclude(state=Period.State.PLANNED)
    if officer.role in (Officer.Role.SECRETARY, Officer.Role.OBSERVER):
        return periods
    return periods.filter(year__in=Term.objects.filter(officer=officer).values("year"))


@require_safe
def period(request: OfficerRequest, period: str) -> HttpResponseBase:
    reporting_period = get_period(period)
    if not sees_cluster(request.user, reporting_period.year):
        raise PermissionDenied
    rows = load_overview(reporting_period, officer=request.user)
    table = OverviewTable(rows, period=reporting_period, officer=request.user)
    if file := requested_download(request, lambda: table_as_file(table, f"kiem-tra-{period}")):
        return file
    accepted = sum(row.submission is not None and row.submission.is_accepted for row in rows)
    reported = sum(row.submission is not None and row.submission.is_reported for row in rows)
    context = {
        "period": reporting_period,
        "table": table,
        "accepted": accepted,
        "in_review": reported - accepted,
        "absent": len(rows) - reported,
        "approved": sum(
            row.submission is not None and row.submission.state == State.APPROVED for row in rows
        ),
        "may_run": runs_cluster(request.user, reporting_period.year),
        "periods": _periods_for(request.user).filter(cluster=reporting_period.cluster),
    }
    return render(request, "figures/review/review.html", context)


@require_safe
def province(request: OfficerRequest, period: str, province: str) -> HttpResponse:
    submission = checked_submission(request.user, period, province)
    look_at(submission=submission, by=request.user)
    return province_page(request, submission)


def checked_submission(officer: Officer, period: str, province: str) -> Submission:
    """Look up a half-year that was begun, for users who check or report it.

    Raises:
        PermissionDenied: if the officer may see no figures at all.
        Http404: in all other cases.
    """
    submission = readable_submission(officer, period, province)
    if submission.pk is None or not may_comment(officer, submission):
        raise Http404
    return submission


def province_page(
    request: OfficerRequest,
    submission: Submission,
    *,
    sent: QueryDict | None = None,
    refusals: Mapping[Indicator, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a half-year to check.

    Args:
        request: the checker's.
        submission: the half-year.
        sent: input of a refused step or from before an expired login, to fill the form with.
        refusals: errors of a return by cell.
        status: of the answer.
    """
    sheet = load_sheet(submission)
    is_cluster = runs_cluster(request.user, submission.period.year)
    corrections = corrections_in(sheet, for_cluster=is_cluster)
    changed = {correction.row.indicator.code for correction in corrections.rows} if corrections else set()
    rest = [row for row in sheet.entered if row.indicator.code not in changed]
    to_look_at = [row for row in rest if needs_a_look(row)]
    others = [row for row in rest if not needs_a_look(row)]
    is_leaders_turn = submission.state == State.SUBMITTED and leads(request.user, submission.province)
    is_clusters_turn = is_cluster and submission.state in (State.SUBMITTED, State.APPROVED)
    sent = sent if sent is not None else QueryDict()
    ticked = sent.getlist("return")
    reasons = {row.indicator.code: sent.get(f"return.{row.indicator.code}", "") for row in sheet.entered}
    asked = {code for code, reason in reasons.items() if reason}.union(ticked)
    may_return = is_clusters_turn or is_leaders_turn
    remarks = open_remarks(submission)
    # The input of a return stays, although somebody else has returned the half-year meanwhile.
    has_typed = bool(asked or sent.get("reason")) and (is_cluster or leads(request.user, submission.province))
    context = {
        "submission": submission,
        "sheet": sheet,
        "state": state_mark(submission),
        "days_late": submission.days_late(),
        "key_rows": key_rows(sheet),
        "texts": texts_of(submission),
        "look_at": to_look_at,
        "others": others,
        "shows_others": len(others) <= MOST_SHOWN_OPEN,
        "corrections": corrections,
        "steps": submission.steps.select_related("by__province").prefetch_related(
            "cells__indicator", "by__former_provinces__province"
        ),
        "reopenings": reopenings(submission),
        "may_approve": is_leaders_turn and may_approve(request.user, submission),
        "is_own_entry": is_leaders_turn and not may_approve(request.user, submission),
        "may_compare": may_compare(request.user, submission),
        "may_read_history": may_read_history(request.user, submission),
        "may_accept": is_cluster and submission.state == State.APPROVED,
        "may_return": may_return,
        "shows_return": may_return or has_typed,
        "may_reopen": is_cluster and may_reopen(submission),
        "reason": sent.get("reason", ""),
        "comment": sent.get("comment", ""),
        "commented_cell": sent.get("cell", ""),
        "ticked": ticked,
        "ticks_unchanged": corrections is not None
        and any(correction.row.indicator.code in asked for correction in corrections.unchanged),
        "ticks_look_at": any(row.indicator.code in asked for row in to_look_at),
        "ticks_others": any(row.indicator.code in asked for row in others),
        "refused": [row for row in sheet.entered if row.indicator in (refusals or {})],
        "refusals": {indicator.code: why for indicator, why in (refusals or {}).items()},
        "unread": {comment.step.pk for comment in unread_comments_of(request.user, submission)},
        "remarks": {remark.pk for remark in remarks},
        "may_answer": works_for(request.user, submission.province),
        "reasons": reasons,
    }
    return render(request, "figures/review/review_province.html", context, status=status)


def texts_of(submission: Submission) -> list[tuple[str, list[str]]]:
    """The province's texts for the conference, by label, as the points that the report prints."""
    return [(label, points(text)) for label, text in submission.narrative()]


def needs_a_look(row: Row) -> bool:
    return bool(
        [finding for finding in row.findings if finding.rule != "required"]
        or row.entry.note
        or row.entry.explanation
        or (row.revision and row.revision.amount)
        or row.answer in ("unknown", "not_applicable", "blank")
    )

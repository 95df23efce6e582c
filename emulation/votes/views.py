"""The votes of a year. No page stores a ballot for later: neither session nor address holds one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.votes import exports as votes_exports
from emulation.votes import minutes as votes_minutes
from emulation.votes import services
from emulation.votes.forms import BallotForm, ClosingForm, PollForm
from emulation.votes.models import Poll, Seat
from emulation.votes.polls import ENDED, ballots_needed, result, visible_polls, votes_needed
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import Deadline, EmulationYear
from emulation.year.papers import paper_response
from emulation.year.permissions import runs_year
from provinces.accounts.requests import OfficerRequest
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download
from web.refusals import RefusedError
from web.repeated_requests.answer_once import answer_once


@require_safe
def vote_list(request: OfficerRequest, year: int) -> HttpResponseBase:
    contest_year = year_for_reader(request, year)
    polls = visible_polls(request.user, contest_year)
    if file := requested_download(request, lambda: votes_exports.votes(contest_year, polls)):
        return file
    context = {"polls": polls, "may_run": runs_year(request.user, contest_year)}
    return contest_page(request, contest_year, "emulation/votes/vote_list.html", context, here="vote-list")


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: OfficerRequest, year: int, pk: int) -> HttpResponseBase:
    contest_year, poll = _visible_poll(request, year, pk)
    if request.method != "POST":
        return _result_file(request, contest_year, poll) or _page(request, contest_year, poll)
    seat = poll.seats.filter(officer=request.user).first()
    if seat is None:
        raise PermissionDenied
    form = BallotForm(poll, poll.nominees.select_related("province"), request.POST)
    why_closed = services.why_no_ballot(poll, seat)
    if not why_closed and not form.is_valid():
        return _page(request, contest_year, poll, form=form)
    try:
        if why_closed:
            raise RefusedError(why_closed)
        chosen = form.cleaned_data["chosen"]
        services.cast_ballot(poll=poll, chosen=chosen, by=request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return _page(request, contest_year, _visible_poll(request, year, pk)[1], status=409)
    messages.success(request, _("Đã ghi phiếu. Hệ thống không giữ phiếu này chọn ai."))
    return redirect("emulation:vote", year, pk)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int) -> HttpResponse:
    contest_year = year_for_runner(request, year)
    form = PollForm(
        submitted_or_restored(request), instance=Poll(year=contest_year), contest_year=contest_year
    )
    if request.method != "POST":
        return _edit(request, contest_year, form)
    return answer_once(
        request,
        lambda: _edit(request, contest_year, form),
        lambda: messages.success(request, _("Đã lưu %s.") % request.POST["title"]),
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year, poll = _poll_for_runner(request, year, pk)
    data = submitted_or_restored(request)
    if data is None and not poll.is_draft:
        messages.error(request, services.why_not_draft(poll))
        return _page(request, contest_year, poll, status=409)
    return _edit(request, contest_year, PollForm(data, instance=poll, contest_year=contest_year))


@require_POST
def delete(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year, poll = _poll_for_runner(request, year, pk)
    try:
        services.delete_poll(poll=poll, seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refused:
        return _refused(request, contest_year, poll, refused)
    messages.success(request, _("Đã xóa bản soạn %s.") % poll.label)
    return redirect("emulation:vote-list", year)


@require_POST
def open_(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year, poll = _poll_for_runner(request, year, pk)
    try:
        services.open_poll(poll=poll, seen=request.POST.get("seen", ""), by=request.user)
    except RefusedError as refused:
        return _refused(request, contest_year, poll, refused)
    messages.success(request, _("Đã mở bỏ phiếu."))
    return redirect("emulation:vote", year, pk)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year, poll = _poll_for_runner(request, year, pk)
    data = submitted_or_restored(request)
    if data is None and not poll.is_open:
        return _refused(request, contest_year, poll, RefusedError(services.why_not_closable(poll)))
    head = (
        contest_year.cluster.terms.filter(year=contest_year.year, post="head")
        .select_related("officer")
        .first()
    )
    initial = {"chair": head.officer.get_full_name() if head else "", "clerk": request.user.get_full_name()}
    form = ClosingForm(data, initial=initial)

    def write() -> Poll:
        return services.close_poll(poll=poll, by=request.user, **form.cleaned_data)

    if request.method == "POST" and form.attempt(write, closed=lambda: services.why_not_closable(poll)):
        if form.result.state == Poll.State.VOID:
            messages.warning(request, _("Đã đóng bỏ phiếu. Cuộc bỏ phiếu không thành."))
        else:
            messages.success(request, _("Đã đóng bỏ phiếu và kiểm phiếu."))
        return redirect("emulation:vote", year, pk)
    poll = _visible_poll(request, year, pk)[1]
    if not poll.is_open and form.is_bound:
        return _page(request, contest_year, poll, typed=form.typed(), why_refused=form.refusal, status=409)
    context = {"form": form, **_turnout(poll)}
    template = "emulation/votes/vote_close.html"
    return contest_page(request, contest_year, template, context, here="vote-list", status=form.status)


@require_POST
def again(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    contest_year, poll = _poll_for_runner(request, year, pk)
    try:
        prepared = services.repeat_poll(poll=poll, by=request.user)
    except RefusedError as refused:
        return _refused(request, contest_year, poll, refused)
    messages.success(request, _("Đã soạn %s. Kiểm tra danh sách rồi mở.") % prepared.label)
    return redirect("emulation:vote", year, prepared.pk)


@require_safe
def minutes(request: OfficerRequest, year: int, pk: int, form: str) -> HttpResponse:
    contest_year, poll = _visible_poll(request, year, pk)
    if poll.state not in ENDED:
        raise Http404(_("Cuộc bỏ phiếu chưa kiểm thì chưa có biên bản."))
    nominees = list(poll.nominees.select_related("province"))
    seats = _seats(poll)
    letter = votes_minutes.minutes(poll, contest_year.cluster, nominees, seats)
    return paper_response(
        request, contest_year, letter, name=f"bien-ban-kiem-phieu-{poll.pk}", form=form, here="vote-list"
    )


def _result_file(request: OfficerRequest, contest_year: EmulationYear, poll: Poll) -> HttpResponseBase | None:
    if poll.state != Poll.State.CLOSED:
        return None
    nominees = poll.nominees.select_related("province")
    return requested_download(
        request, lambda: votes_exports.vote_result(contest_year, poll, result(poll, list(nominees)))
    )


def _visible_poll(request: OfficerRequest, year: int, pk: int) -> tuple[EmulationYear, Poll]:
    """Look up a vote, or raise 404 if the officer may not see it."""
    contest_year = year_for_reader(request, year)
    poll = (
        visible_polls(request.user, contest_year)
        .select_related("opened_by", "closed_by")
        .filter(pk=pk)
        .first()
    )
    if poll is None:
        raise Http404(_("Không có cuộc bỏ phiếu này."))
    poll.year = contest_year
    return contest_year, poll


def _poll_for_runner(request: OfficerRequest, year: int, pk: int) -> tuple[EmulationYear, Poll]:
    year_for_runner(request, year)
    return _visible_poll(request, year, pk)


def _edit(request: OfficerRequest, contest_year: EmulationYear, form: PollForm) -> HttpResponse:
    def write() -> Poll:
        values = form.cleaned_data
        return services.save_poll(
            poll=form.instance,
            provinces=list(values["provinces"]),
            names=values["names"],
            voters=list(values["voters"]),
            seen=values["seen"],
            by=request.user,
        )

    if request.method == "POST" and form.attempt(write, closed=lambda: services.why_not_draft(form.instance)):
        messages.success(request, _("Đã lưu %s.") % form.result.label)
        return redirect("emulation:vote", contest_year.year, form.result.pk)
    context = {"form": form, "poll": form.instance if form.instance.pk else None}
    return contest_page(
        request, contest_year, "emulation/votes/vote_form.html", context, here="vote-list", status=form.status
    )


def _refused(
    request: OfficerRequest, contest_year: EmulationYear, poll: Poll, refused: RefusedError
) -> HttpResponse:
    messages.error(request, str(refused))
    current = visible_polls(request.user, contest_year).filter(pk=poll.pk).first()
    if current is None:
        return redirect("emulation:vote-list", contest_year.year)
    current.year = contest_year
    return _page(request, contest_year, current, status=409)


def _seats(poll: Poll) -> list[Seat]:
    seats = poll.seats.select_related("officer__province")
    return list(seats.prefetch_related("officer__former_provinces__province"))


def _turnout(poll: Poll) -> dict[str, Any]:
    seats = _seats(poll)
    return {
        "poll": poll,
        "seats": seats,
        "voted_count": sum(seat.has_voted for seat in seats),
        "ballots_needed": ballots_needed(poll, len(seats)),
    }


def _page(
    request: OfficerRequest,
    contest_year: EmulationYear,
    poll: Poll,
    *,
    form: BallotForm | None = None,
    typed: Sequence[tuple[str, str]] = (),
    why_refused: str = "",
    status: int = 200,
) -> HttpResponse:
    turnout = _turnout(poll)
    nominees = list(poll.nominees.select_related("province"))
    own_seat = next((seat for seat in turnout["seats"] if seat.officer_id == request.user.pk), None)
    days = contest_year.deadline(Deadline.Part.VOTE)
    may_vote = poll.is_open and days.is_open() and own_seat is not None and not own_seat.has_voted
    context = turnout | {
        "nominees": nominees,
        "own_seat": own_seat,
        "form": form or (BallotForm(poll, nominees) if may_vote else None),
        "may_run": runs_year(request.user, contest_year),
        "why_closed": days.why_closed(),
        "results": result(poll, nominees) if poll.state == Poll.State.CLOSED else [],
        "votes_needed": votes_needed(poll),
        "typed": typed,
        "why_refused": why_refused,
    }
    return contest_page(
        request, contest_year, "emulation/votes/vote.html", context, here="vote-list", status=status
    )

"""The votes of a year. A ballot is never kept for a later page: not in the session, not in an address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from emulation.votes import exports as awards
from emulation.votes import minutes as vote_minutes
from emulation.votes import services
from emulation.votes.forms import BallotForm, ClosingForm, PollForm
from emulation.votes.models import Poll
from emulation.votes.polls import ENDED, ballots_needed, result, visible_polls, votes_needed
from emulation.year.frame import contest_page, year_for_reader, year_for_runner
from emulation.year.models import EmulationYear
from emulation.year.papers import paper_response
from emulation.year.permissions import runs_year
from provinces.accounts.requests import OfficerRequest
from web.expired_forms import submitted_or_restored, survives_expired_login
from web.list_downloads import requested_download


@require_safe
def vote_list(request: OfficerRequest, year: int) -> HttpResponseBase:
    """The year's votes, and the way to a new one."""
    found = year_for_reader(request, year)
    polls = visible_polls(request.user, found)
    if file := requested_download(request, lambda: awards.votes(found, polls)):
        return file
    context = {"polls": polls, "may_run": runs_year(request.user, found)}
    return contest_page(request, found, "emulation/votes/vote_list.html", context, here="vote-list")


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: OfficerRequest, year: int, pk: int) -> HttpResponseBase:
    """One vote: the draft, the ballot, or what came out of it."""
    contest, poll = _told(request, year, pk)
    if request.method != "POST":
        return _result_file(request, contest, poll) or _page(request, contest, poll)
    if not poll.seats.filter(officer=request.user).exists():
        raise PermissionDenied
    form = BallotForm(poll, poll.nominees.select_related("province"), request.POST)
    if poll.is_open and not form.is_valid():
        return _page(request, contest, poll, form=form)
    try:
        chosen = form.cleaned_data.get("chosen", []) if poll.is_open else []
        services.cast_ballot(poll=poll, chosen=chosen, by=request.user)
    except services.VoteRefusedError as refused:
        messages.error(request, str(refused))
        return _page(request, contest, _told(request, year, pk)[1], status=409)
    messages.success(request, _("Đã ghi phiếu. Hệ thống không giữ phiếu này chọn ai."))
    return redirect("emulation:vote", year, pk)


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: OfficerRequest, year: int) -> HttpResponse:
    """Prepares a vote."""
    contest = year_for_runner(request, year)
    return _edit(
        request, contest, PollForm(submitted_or_restored(request), instance=Poll(year=contest), year=contest)
    )


@survives_expired_login
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Changes a vote that is not open yet."""
    contest, poll = _run(request, year, pk)
    if not poll.is_draft:
        messages.error(request, _("Cuộc bỏ phiếu đã mở; không sửa được nữa."))
        return _page(request, contest, poll, status=409)
    return _edit(request, contest, PollForm(submitted_or_restored(request), instance=poll, year=contest))


@require_POST
def delete(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Removes a draft."""
    contest, poll = _run(request, year, pk)
    try:
        services.delete_poll(poll=poll, by=request.user)
    except services.VoteRefusedError as refused:
        return _refused(request, contest, poll, refused)
    messages.success(request, _("Đã xóa bản soạn %s.") % poll.label)
    return redirect("emulation:vote-list", year)


@require_POST
def open_(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Opens the ballot."""
    contest, poll = _run(request, year, pk)
    try:
        services.open_poll(poll=poll, seen=request.POST.get("version", ""), by=request.user)
    except services.VoteRefusedError as refused:
        return _refused(request, contest, poll, refused)
    except services.PollChangedError as change:
        messages.error(request, _("Cuộc bỏ phiếu vừa được sửa. Xem lại bản dưới đây rồi mở."))
        return _page(request, contest, _told(request, year, change.stored.pk)[1], status=409)
    messages.success(request, _("Đã mở bỏ phiếu."))
    return redirect("emulation:vote", year, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Says what closing means, then closes and counts."""
    contest, poll = _run(request, year, pk)
    if not poll.is_open:
        return _refused(request, contest, poll, services.VoteRefusedError(_("Cuộc bỏ phiếu này không mở.")))
    head = contest.cluster.terms.filter(year=contest.year, post="head").select_related("officer").first()
    initial = {"chair": head.officer.get_full_name() if head else "", "clerk": request.user.get_full_name()}
    form = ClosingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            closed = services.close_poll(poll=poll, by=request.user, **form.cleaned_data)
        except services.VoteRefusedError as refused:
            return _refused(request, contest, poll, refused)
        if closed.state == Poll.State.VOID:
            messages.warning(request, _("Đã đóng bỏ phiếu. Cuộc bỏ phiếu không thành."))
        else:
            messages.success(request, _("Đã đóng bỏ phiếu và kiểm phiếu."))
        return redirect("emulation:vote", year, pk)
    context = {"form": form, **_numbers(poll)}
    return contest_page(request, contest, "emulation/votes/vote_close.html", context, here="vote-list")


@require_POST
def again(request: OfficerRequest, year: int, pk: int) -> HttpResponse:
    """Prepares the same vote once more, after one that came to nothing."""
    contest, poll = _run(request, year, pk)
    try:
        prepared = services.repeat_poll(poll=poll, by=request.user)
    except services.VoteRefusedError as refused:
        return _refused(request, contest, poll, refused)
    messages.success(request, _("Đã soạn %s. Kiểm tra danh sách rồi mở.") % prepared.label)
    return redirect("emulation:vote", year, prepared.pk)


@require_safe
def minutes(request: OfficerRequest, year: int, pk: int, form: str) -> HttpResponse:
    """The minutes of a vote that has ended, as PDF or DOCX."""
    contest, poll = _told(request, year, pk)
    if poll.state not in ENDED:
        raise Http404(_("Cuộc bỏ phiếu chưa kiểm thì chưa có biên bản."))
    nominees = list(poll.nominees.select_related("province"))
    seats = list(poll.seats.select_related("officer__province"))
    letter = vote_minutes.minutes(poll, contest.cluster, nominees, seats)
    return paper_response(
        request, contest, letter, name=f"bien-ban-kiem-phieu-{poll.pk}", form=form, here="vote-list"
    )


def _result_file(request: OfficerRequest, contest: EmulationYear, poll: Poll) -> HttpResponseBase | None:
    """What came out of it, once it is counted."""
    if poll.state != Poll.State.CLOSED:
        return None
    nominees = poll.nominees.select_related("province")
    return requested_download(
        request, lambda: awards.vote_result(contest, poll, result(poll, list(nominees)))
    )


def _told(request: OfficerRequest, year: int, pk: int) -> tuple[EmulationYear, Poll]:
    """The vote, if the officer is told of it; 404 otherwise."""
    contest = year_for_reader(request, year)
    poll = visible_polls(request.user, contest).select_related("opened_by", "closed_by").filter(pk=pk).first()
    if poll is None:
        raise Http404(_("Không có cuộc bỏ phiếu này."))
    poll.year = contest
    return contest, poll


def _run(request: OfficerRequest, year: int, pk: int) -> tuple[EmulationYear, Poll]:
    year_for_runner(request, year)
    return _told(request, year, pk)


def _edit(request: OfficerRequest, contest: EmulationYear, form: PollForm) -> HttpResponse:
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            saved = services.save_poll(
                poll=form.instance,
                provinces=list(typed["provinces"]),
                names=typed["names"],
                voters=list(typed["voters"]),
                seen=typed["seen"],
                by=request.user,
            )
        except services.PollChangedError as change:
            form.tell_changes(change.stored)
            status = 409
        except services.VoteRefusedError as refused:
            form.add_error(None, str(refused))
            status = 409
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("Đã lưu %s.") % saved.label)
            return redirect("emulation:vote", contest.year, saved.pk)
    context = {"form": form, "poll": form.instance if form.instance.pk else None}
    return contest_page(
        request, contest, "emulation/votes/vote_form.html", context, here="vote-list", status=status
    )


def _refused(
    request: OfficerRequest, contest: EmulationYear, poll: Poll, refused: services.VoteRefusedError
) -> HttpResponse:
    """The vote as it is now, with the sentence that says why nothing was done."""
    messages.error(request, str(refused))
    current = visible_polls(request.user, contest).filter(pk=poll.pk).first()
    if current is None:
        return redirect("emulation:vote-list", contest.year)
    current.year = contest
    return _page(request, contest, current, status=409)


def _numbers(poll: Poll) -> dict[str, Any]:
    seats = list(poll.seats.select_related("officer__province"))
    return {
        "poll": poll,
        "seats": seats,
        "voted": sum(seat.has_voted for seat in seats),
        "fewest": ballots_needed(poll, len(seats)),
    }


def _page(
    request: OfficerRequest,
    contest: EmulationYear,
    poll: Poll,
    *,
    form: BallotForm | None = None,
    status: int = 200,
) -> HttpResponse:
    numbers = _numbers(poll)
    nominees = list(poll.nominees.select_related("province"))
    mine = next((seat for seat in numbers["seats"] if seat.officer_id == request.user.pk), None)
    is_time = services.is_time_to_vote(contest) if poll.is_open else False
    may_vote = poll.is_open and is_time and mine is not None and not mine.has_voted
    context = numbers | {
        "nominees": nominees,
        "mine": mine,
        "is_time": is_time,
        "form": form or (BallotForm(poll, nominees) if may_vote else None),
        "may_run": runs_year(request.user, contest),
        "lines": result(poll, nominees) if poll.state == Poll.State.CLOSED else [],
        "needed": votes_needed(poll),
    }
    return contest_page(
        request, contest, "emulation/votes/vote.html", context, here="vote-list", status=status
    )

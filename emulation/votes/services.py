"""Preparing a vote, opening it, casting a ballot, counting.

Nothing here writes down a ballot: no row, no event, no time. What a ballot does is one statement on the poll,
whose counts are sealed, and one on all its seats.
"""

from collections.abc import Collection, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import BooleanField, Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from emulation.votes.models import Nominee, Poll, Seat
from emulation.votes.polls import FEWEST_BALLOTS, ballots_needed
from emulation.votes.urn import Tally, UrnUnreadableError, seal, unseal
from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.permissions import runs_year
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from web.edit_conflicts import require_unchanged
from web.refusals import RefusedError

EDITABLE = ("purpose", "title", "places", "quorum", "needs", "place", "chair", "clerk")


@transaction.atomic
def save_poll(
    *,
    poll: Poll,
    provinces: Sequence[Province],
    names: Sequence[str],
    voters: Collection[Officer],
    seen: str | None = None,
    by: Officer,
) -> Poll:
    """Writes a draft with its nominees, the provinces first, and its seats.

    Args:
        poll: with the values to write.
        provinces: members of the cluster who can be voted for, in the order of the ballot.
        names: others who can, after them.
        voters: who may vote.
        seen: the stored draft's version as the page showed it.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        ValidationError: if the database would refuse it.
        EditConflictError: if somebody else saved the draft meanwhile.
        RefusedError: if it was opened meanwhile.
    """
    _require_runner(by, poll.year)
    if poll.pk:
        stored = _locked(poll)
        _require_draft(stored)
        require_unchanged(stored, seen)
        poll.version = stored.version + 1
    poll.full_clean(exclude=["sealed"])
    poll.save(update_fields=[*EDITABLE, "version"] if poll.pk else None)
    poll.nominees.all().delete()
    listed = [Nominee(poll=poll, province=province) for province in provinces]
    listed += [Nominee(poll=poll, label=name) for name in names]
    for position, nominee in enumerate(listed, start=1):
        nominee.position = position
        nominee.full_clean()
        nominee.save()
    poll.seats.all().delete()
    Seat.objects.bulk_create(Seat(poll=poll, officer=voter) for voter in voters)
    _tell(poll, "vote.save", by)
    return poll


@transaction.atomic
def delete_poll(*, poll: Poll, by: Officer) -> None:
    """Removes a draft.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if it is no draft any more.
    """
    _require_runner(by, poll.year)
    stored = _locked(poll)
    _require_draft(stored)
    _tell(stored, "vote.delete", by)
    stored.delete()


@transaction.atomic
def open_poll(*, poll: Poll, seen: str, by: Officer) -> Poll:
    """Opens the ballot: from now on neither the nominees nor the seats change.

    Args:
        poll: the draft.
        seen: its version as the page showed it.
        by: the acting officer.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: out of its days, without a choice or without voters, or if it is no draft.
        EditConflictError: if the draft is not the one that the page showed.
    """
    _require_runner(by, poll.year)
    stored = _locked(poll)
    _require_draft(stored)
    require_unchanged(stored, seen)
    nominees = stored.nominees.count()
    stored.year.deadline(Deadline.Part.VOTE).require_open(_("Sửa thời hạn của năm trước, rồi mở."))
    if nominees < 1 or stored.places > nominees:
        raise RefusedError(_("Số đơn vị được giới thiệu ít hơn số đơn vị được chọn."))
    if stored.seats.count() < FEWEST_BALLOTS:
        raise RefusedError(_("Bỏ phiếu kín cần từ ba người bỏ phiếu trở lên."))
    stored.state, stored.sealed = Poll.State.OPEN, seal(Tally.empty(nominees), stored.pk)
    stored.opened_at, stored.opened_by = timezone.now(), by
    stored.save()
    _tell(stored, "vote.open", by)
    return stored


@sensitive_variables()
@transaction.atomic
def cast_ballot(*, poll: Poll, chosen: Collection[int], by: Officer) -> None:
    """Takes one ballot: marks the seat and adds to the sealed counts, both or neither.

    All seats are written, not only the voter's: else the order of the rows on the disk, and PostgreSQL's
    own marks of who wrote them, would tell who came last.

    Args:
        poll: the vote.
        chosen: positions of the nominees on the ballot; none of them is a blank ballot.
        by: the voter.

    Raises:
        PermissionDenied: for who has no seat.
        RefusedError: if the vote is not open or out of its days, the voter has voted, or chose too many.
    """
    # Who comes second waits here for the first.
    stored = _locked(poll)
    seat = Seat.objects.filter(poll=stored, officer=by).first()
    if seat is None:
        raise PermissionDenied
    if seat.has_voted:
        raise RefusedError(_("Phiếu của đại biểu đã được ghi trước đó; mỗi người bỏ một phiếu."))
    if not stored.is_open or stored.sealed is None:
        raise RefusedError(_("Cuộc bỏ phiếu không mở; phiếu này không được ghi."))
    stored.year.deadline(Deadline.Part.VOTE).require_open(_("Phiếu này không được ghi."))
    if len(set(chosen)) > stored.places:
        raise RefusedError(_("Phiếu chọn quá số đơn vị được chọn; phiếu này không được ghi."))
    positions = list(stored.nominees.values_list("position", flat=True))
    if not set(chosen) <= set(positions):
        raise RefusedError(_("Phiếu chọn đơn vị không có trong danh sách; phiếu này không được ghi."))
    try:
        tally = unseal(bytes(stored.sealed), stored.pk)
    except UrnUnreadableError:
        raise RefusedError(
            _("Không mở được hòm phiếu; phiếu này không được ghi. Báo Tổ giúp việc Cụm.")
        ) from None
    with_it = tally.with_ballot(positions.index(position) for position in set(chosen))
    Poll.objects.filter(pk=stored.pk).update(sealed=seal(with_it, stored.pk))
    Seat.objects.filter(poll=stored).update(
        has_voted=Case(
            When(officer=by, then=Value(True)), default=F("has_voted"), output_field=BooleanField()
        )
    )


@transaction.atomic
def close_poll(*, poll: Poll, by: Officer, place: str = "", chair: str = "", clerk: str = "") -> Poll:
    """Ends the ballot and counts; where too few voted nothing is counted, and the urn is thrown away.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if the vote is not open.
    """
    _require_runner(by, poll.year)
    stored = _locked(poll)
    if not stored.is_open or stored.sealed is None:
        raise RefusedError(_("Cuộc bỏ phiếu này không mở."))
    seats = list(stored.seats.values_list("has_voted", flat=True))
    stored.place, stored.chair, stored.clerk = place, chair, clerk
    sealed, stored.sealed = bytes(stored.sealed), None
    stored.closed_at, stored.closed_by = timezone.now(), by
    if sum(seats) < ballots_needed(stored, len(seats)):
        _void(stored, Poll.Void.NO_QUORUM)
    else:
        try:
            tally = unseal(sealed, stored.pk)
        except UrnUnreadableError:
            tally = None
        if tally is None:
            _void(stored, Poll.Void.UNREADABLE)
        elif tally.ballots != sum(seats):
            _void(stored, Poll.Void.MISMATCH)
        else:
            _count(stored, tally)
    stored.full_clean(exclude=["sealed"])
    stored.save()
    _tell(stored, "vote.close" if stored.state == Poll.State.CLOSED else "vote.void", by)
    return stored


@transaction.atomic
def repeat_poll(*, poll: Poll, by: Officer) -> Poll:
    """Prepares the same vote once more, after one that came to nothing; the seats are those of before.

    Raises:
        PermissionDenied: if the officer does not do the cluster's work in that year.
        RefusedError: if the vote did not come to nothing, or was prepared again already.
    """
    _require_runner(by, poll.year)
    stored = _locked(poll)
    if stored.state != Poll.State.VOID:
        raise RefusedError(_("Chỉ bỏ phiếu lại khi cuộc bỏ phiếu trước không thành."))
    later = Poll.objects.filter(year=stored.year, title=stored.title, round__gt=stored.round)
    if later.exists():
        raise RefusedError(_("Đã có cuộc bỏ phiếu lại."))
    again = Poll(year=stored.year, round=stored.round + 1)
    for name in EDITABLE:
        setattr(again, name, getattr(stored, name))
    nominees = list(stored.nominees.select_related("province"))
    return save_poll(
        poll=again,
        provinces=[nominee.province for nominee in nominees if nominee.province],
        names=[nominee.label for nominee in nominees if nominee.label],
        voters=[seat.officer for seat in stored.seats.select_related("officer")],
        by=by,
    )


def _require_runner(by: Officer, contest_year: EmulationYear) -> None:
    if not runs_year(by, contest_year):
        raise PermissionDenied


def _require_draft(poll: Poll) -> None:
    if not poll.is_draft:
        raise RefusedError(_("Cuộc bỏ phiếu đã mở; không sửa được nữa."))


def _locked(poll: Poll) -> Poll:
    try:
        return Poll.objects.select_for_update(of=("self",)).select_related("year").get(pk=poll.pk)
    except Poll.DoesNotExist:
        raise RefusedError(_("Cuộc bỏ phiếu này đã được xóa.")) from None


def _void(poll: Poll, why: Poll.Void) -> None:
    poll.state, poll.why_void = Poll.State.VOID, why


def _count(poll: Poll, tally: Tally) -> None:
    """Writes the counts out, every nominee's at once."""
    poll.state, poll.ballots, poll.blanks = Poll.State.CLOSED, tally.ballots, tally.blanks
    nominees = list(poll.nominees.all())
    if len(nominees) != len(tally.votes):
        raise ValidationError(_("Danh sách đơn vị không còn như khi mở."))
    for nominee, votes in zip(nominees, tally.votes, strict=True):
        nominee.votes = votes
    Nominee.objects.bulk_update(nominees, ["votes"])


def _tell(poll: Poll, action: str, by: Officer) -> None:
    Event.objects.create(year=poll.year, action=action, reason=poll.label, by=by)

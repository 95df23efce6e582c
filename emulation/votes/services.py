"""Preparing a vote, opening it, casting a ballot, counting.

No ballot is stored: no row, no event, no time. Casting one is an update of the poll's sealed counts and an
update of all its seats.
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
from web.refusals import RefusedError, who_and_when

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
    """Save a draft with its nominees and seats; the provinces come first on the ballot.

    Raises:
        PermissionDenied: if the officer does not run the year.
        ValidationError: if the database would refuse it.
        EditConflictError: if somebody else saved the draft meanwhile.
        RefusedError: if it was opened meanwhile.
    """
    _require_runner(by, poll.year)
    if poll.pk:
        stored = _lock_poll(poll)
        _require_draft(stored)
        require_unchanged(stored, seen)
        poll.version = stored.version + 1
    poll.changed_by, poll.changed_at = by, timezone.now()
    poll.full_clean(exclude=["sealed"])
    poll.save(update_fields=[*EDITABLE, "version", "changed_by", "changed_at"] if poll.pk else None)
    poll.nominees.all().delete()
    nominees = [Nominee(poll=poll, province=province) for province in provinces]
    nominees += [Nominee(poll=poll, label=name) for name in names]
    for position, nominee in enumerate(nominees, start=1):
        nominee.position = position
        nominee.full_clean()
        nominee.save()
    poll.seats.all().delete()
    Seat.objects.bulk_create(Seat(poll=poll, officer=voter) for voter in voters)
    _record_event(poll, "vote.save", by)
    return poll


@transaction.atomic
def delete_poll(*, poll: Poll, seen: str | None = None, by: Officer) -> None:
    """Delete a draft.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if it is no longer a draft.
        EditConflictError: if the draft changed since the page showed it.
    """
    _require_runner(by, poll.year)
    stored = _lock_poll(poll)
    _require_draft(stored)
    require_unchanged(stored, seen)
    _record_event(stored, "vote.delete", by)
    stored.delete()


@transaction.atomic
def open_poll(*, poll: Poll, seen: str, by: Officer) -> Poll:
    """Open the ballot: from now on neither the nominees nor the seats change.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: outside the vote's days, without enough nominees or voters, or if it is not a draft.
        EditConflictError: if the draft changed since the page showed it.
    """
    _require_runner(by, poll.year)
    stored = _lock_poll(poll)
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
    _record_event(stored, "vote.open", by)
    return stored


@sensitive_variables()
@transaction.atomic
def cast_ballot(*, poll: Poll, chosen: Collection[int], by: Officer) -> None:
    """Mark the voter's seat and add the ballot to the sealed counts, both or neither.

    `chosen` holds the nominees' positions; none is a blank ballot. All seats are written, not only the
    voter's: otherwise the order of the rows on disk, and the transaction ids that PostgreSQL stores with
    them, would show who voted last.

    Raises:
        PermissionDenied: if the officer has no seat.
        RefusedError: if the vote is not open, the voter has voted before, or the ballot is not valid.
    """
    # A second ballot of the same voter waits here for the first.
    stored = _lock_poll(poll)
    seat = Seat.objects.filter(poll=stored, officer=by).first()
    if seat is None:
        raise PermissionDenied
    if (why := why_no_ballot(stored, seat)) or stored.sealed is None:
        raise RefusedError(why)
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
    tally = tally.with_ballot(positions.index(position) for position in set(chosen))
    Poll.objects.filter(pk=stored.pk).update(sealed=seal(tally, stored.pk))
    Seat.objects.filter(poll=stored).update(
        has_voted=Case(
            When(officer=by, then=Value(True)), default=F("has_voted"), output_field=BooleanField()
        )
    )


def why_no_ballot(poll: Poll, seat: Seat) -> str:
    if seat.has_voted:
        return _("Phiếu của đại biểu đã được ghi trước đó; mỗi người bỏ một phiếu.")
    if not poll.is_open or poll.sealed is None:
        return _("Cuộc bỏ phiếu không mở; phiếu này không được ghi.")
    return poll.year.deadline(Deadline.Part.VOTE).why_closed(advice=_("Phiếu này không được ghi."))


@transaction.atomic
def close_poll(*, poll: Poll, by: Officer, place: str = "", chair: str = "", clerk: str = "") -> Poll:
    """End the ballot and count; without a quorum nothing is counted, and the urn is destroyed.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if the vote is not open.
    """
    _require_runner(by, poll.year)
    stored = _lock_poll(poll)
    if (why := why_not_closable(stored)) or stored.sealed is None:
        raise RefusedError(why)
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
    _record_event(stored, "vote.close" if stored.state == Poll.State.CLOSED else "vote.void", by)
    return stored


def why_not_closable(poll: Poll) -> str:
    if poll.is_open and poll.sealed is not None:
        return ""
    if poll.closed_at is None:
        return _("Cuộc bỏ phiếu này không mở.")
    return _(
        "Lúc %(time)s ngày %(day)s, %(who)s đã đóng cuộc bỏ phiếu này, nên nội dung đã nhập chưa được ghi."
    ) % who_and_when(poll.closed_by, poll.closed_at)


@transaction.atomic
def repeat_poll(*, poll: Poll, by: Officer) -> Poll:
    """Prepare a void vote again, with the same nominees and voters.

    Raises:
        PermissionDenied: if the officer does not run the year.
        RefusedError: if the vote is not void, or was prepared again already.
    """
    _require_runner(by, poll.year)
    stored = _lock_poll(poll)
    if stored.state != Poll.State.VOID:
        raise RefusedError(_("Chỉ bỏ phiếu lại khi cuộc bỏ phiếu trước không thành."))
    if Poll.objects.filter(year=stored.year, title=stored.title, round__gt=stored.round).exists():
        raise RefusedError(_("Đã có cuộc bỏ phiếu lại."))
    new_poll = Poll(year=stored.year, round=stored.round + 1)
    for name in EDITABLE:
        setattr(new_poll, name, getattr(stored, name))
    nominees = list(stored.nominees.select_related("province"))
    return save_poll(
        poll=new_poll,
        provinces=[nominee.province for nominee in nominees if nominee.province],
        names=[nominee.label for nominee in nominees if nominee.label],
        voters=[seat.officer for seat in stored.seats.select_related("officer")],
        by=by,
    )


def _require_runner(by: Officer, contest_year: EmulationYear) -> None:
    if not runs_year(by, contest_year):
        raise PermissionDenied


def why_not_draft(poll: Poll) -> str:
    return "" if poll.is_draft else _("Cuộc bỏ phiếu đã mở; không sửa được nữa.")


def _require_draft(poll: Poll) -> None:
    if why := why_not_draft(poll):
        raise RefusedError(why)


def _lock_poll(poll: Poll) -> Poll:
    try:
        return Poll.objects.select_for_update(of=("self",)).select_related("year").get(pk=poll.pk)
    except Poll.DoesNotExist:
        raise RefusedError(_("Cuộc bỏ phiếu này đã được xóa.")) from None


def _void(poll: Poll, why: Poll.Void) -> None:
    poll.state, poll.why_void = Poll.State.VOID, why


def _count(poll: Poll, tally: Tally) -> None:
    poll.state, poll.ballots, poll.blanks = Poll.State.CLOSED, tally.ballots, tally.blanks
    nominees = list(poll.nominees.all())
    if len(nominees) != len(tally.votes):
        raise ValidationError(_("Danh sách đơn vị không còn như khi mở."))
    for nominee, votes in zip(nominees, tally.votes, strict=True):
        nominee.votes = votes
    Nominee.objects.bulk_update(nominees, ["votes"])


def _record_event(poll: Poll, action: str, by: Officer) -> None:
    Event.objects.create(year=poll.year, action=action, subject=poll.label, by=by)

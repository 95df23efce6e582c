"""Commendations and votes as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from emulation.models import Dossier, EmulationYear, Poll
from emulation.votes.polls import Line
from provinces.export import Listing
from provinces.list_files import made_up


def honours(dossiers: Iterable[Dossier]) -> Listing:
    """Who was commended, on all pages of the list."""
    heads = [_("Đối tượng"), _("Loại đối tượng"), _("Danh hiệu, hình thức"), _("Năm"), _("Số quyết định")]
    heads += [_("Ngày quyết định"), _("Tỉnh đề nghị"), _("Minh họa")]
    rows = [
        [
            row.name,
            str(row.get_kind_display()),
            str(row.title),
            row.year.year,
            row.decision_number,
            row.decided_on,
            row.province.name,
            made_up(row.year.is_illustrative),
        ]
        for row in dossiers
    ]
    return Listing("khen-thuong", heads, rows)


def dossiers(year: EmulationYear, found: Iterable[Dossier]) -> Listing:
    """The dossiers of a year."""
    heads = [_("Đối tượng"), _("Loại đối tượng"), _("Danh hiệu, hình thức"), _("Tỉnh đề nghị")]
    heads += [_("Trạng thái"), _("Số quyết định"), _("Ngày quyết định"), _("Minh họa")]
    rows = [
        [
            row.name,
            str(row.get_kind_display()),
            str(row.title),
            row.province.name,
            str(row.get_state_display()),
            row.decision_number,
            row.decided_on,
            made_up(year.is_illustrative),
        ]
        for row in found
    ]
    return Listing(f"ho-so-khen-thuong-{year.year}", heads, rows)


def votes(year: EmulationYear, polls: Iterable[Any]) -> Listing:
    """The votes of a year as `polls_told` gives them; how many have voted, never what."""
    heads = [_("Nội dung"), _("Trạng thái"), _("Đã bỏ phiếu"), _("Số người bỏ phiếu"), _("Minh họa")]
    rows = [
        [
            poll.label,
            str(poll.get_state_display()),
            poll.voted_count,
            poll.seats_count,
            made_up(year.is_illustrative),
        ]
        for poll in polls
    ]
    return Listing(f"bo-phieu-{year.year}", heads, rows)


def vote_result(year: EmulationYear, poll: Poll, lines: Sequence[Line]) -> Listing:
    """What came out of a counted vote."""
    heads = [_("Đơn vị"), _("Số phiếu"), _("Số phiếu thu về"), _("Kết luận"), _("Minh họa")]
    rows = [
        [str(line.nominee), line.votes, poll.ballots, _said(line), made_up(year.is_illustrative)]
        for line in lines
    ]
    return Listing(f"ket-qua-bo-phieu-{year.year}-{poll.pk}", heads, rows)


def _said(line: Line) -> str:
    if line.is_chosen:
        return _("Được đề nghị")
    return _("Bằng phiếu, chưa phân định") if line.is_tied else _("Không được đề nghị")

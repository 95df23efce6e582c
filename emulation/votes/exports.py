"""Votes as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from emulation.votes.models import Poll
from emulation.votes.polls import NomineeResult
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def votes(contest_year: EmulationYear, polls: Iterable[Any]) -> TableFile:
    """The votes of a year as `polls_told` gives them; how many have voted, never what."""
    heads = [_("Nội dung"), _("Trạng thái"), _("Đã bỏ phiếu"), _("Số người bỏ phiếu"), _("Minh họa")]
    rows = [
        [
            poll.label,
            str(poll.get_state_display()),
            poll.voted_count,
            poll.seats_count,
            illustrative_mark(contest_year.is_illustrative),
        ]
        for poll in polls
    ]
    return TableFile(f"bo-phieu-{contest_year.year}", heads, rows)


def vote_result(contest_year: EmulationYear, poll: Poll, lines: Sequence[NomineeResult]) -> TableFile:
    """What came out of a counted vote."""
    heads = [_("Đơn vị"), _("Số phiếu"), _("Số phiếu thu về"), _("Kết luận"), _("Minh họa")]
    rows = [
        [
            str(line.nominee),
            line.votes,
            poll.ballots,
            _said(line),
            illustrative_mark(contest_year.is_illustrative),
        ]
        for line in lines
    ]
    return TableFile(f"ket-qua-bo-phieu-{contest_year.year}-{poll.pk}", heads, rows)


def _said(line: NomineeResult) -> str:
    if line.is_chosen:
        return _("Được đề nghị")
    return _("Bằng phiếu, chưa phân định") if line.is_tied else _("Không được đề nghị")

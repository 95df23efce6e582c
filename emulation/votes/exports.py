"""The votes of a year, and the result of one, as tables to download."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from emulation.votes.models import Poll
from emulation.votes.polls import NomineeResult
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def votes(contest_year: EmulationYear, polls: Iterable[Any]) -> TableFile:
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


def vote_result(contest_year: EmulationYear, poll: Poll, results: Sequence[NomineeResult]) -> TableFile:
    heads = [_("Đơn vị"), _("Số phiếu"), _("Số phiếu thu về"), _("Kết luận"), _("Minh họa")]
    rows = [
        [
            str(nominee_result.nominee),
            nominee_result.votes,
            poll.ballots,
            _conclusion(nominee_result),
            illustrative_mark(contest_year.is_illustrative),
        ]
        for nominee_result in results
    ]
    return TableFile(f"ket-qua-bo-phieu-{contest_year.year}-{poll.pk}", heads, rows)


def _conclusion(nominee_result: NomineeResult) -> str:
    if nominee_result.is_chosen:
        return _("Được đề nghị")
    return _("Bằng phiếu, chưa có kết quả") if nominee_result.is_tied else _("Không được đề nghị")

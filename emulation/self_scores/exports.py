"""Downloads of self-scores."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from emulation.criteria.exports import criterion_cells, criterion_heads, criterion_mark
from emulation.self_scores.page import ScoreRow, SheetPage, SheetStatus
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value


def score_list_file(contest_year: EmulationYear, statuses: Iterable[SheetStatus]) -> TableFile:
    heads = [_("Tỉnh, thành phố"), _("Trạng thái"), _("Ngày gửi"), _("Gửi chậm"), _("Điểm tự chấm")]
    rows = [
        [
            status.province.name,
            status.state.text,
            status.sent_on,
            status.late,
            status.total.value if status.total else None,
            illustrative_mark(contest_year.is_illustrative),
        ]
        for status in statuses
    ]
    return TableFile(f"tu-cham-{contest_year.year}", [*heads, _("Minh họa")], rows)


def score_sheet_file(contest_year: EmulationYear, page: SheetPage) -> TableFile:
    heads = [*criterion_heads(), _("Tự chấm"), _("Lý do"), _("Cách tính điểm"), _("Kết quả đạt")]
    rows = [
        [
            *criterion_cells(row.node),
            _own_points(row),
            row.score.reason if row.score else "",
            row.formula,
            row.reached or row.why_no_points,
            criterion_mark(contest_year, row.node),
        ]
        for row in (*page.rows, *page.apart)
    ]
    name = f"tu-cham-{page.sheet.province.slug}-{contest_year.year}"
    return TableFile(name, [*heads, _("Minh họa")], rows)


def _own_points(row: ScoreRow) -> Value:
    if row.total is not None:
        return row.total.value
    return row.points.value if row.points else None

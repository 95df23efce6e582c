"""Self-scores as files."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from emulation.criteria.exports import criterion_cells, criterion_heads, criterion_mark
from emulation.self_scores.page import ScoreRow, SheetPage, SheetStatus
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value


def sent(contest_year: EmulationYear, rows: Iterable[SheetStatus]) -> TableFile:
    """Who has sent a self-score; points as far as the reader may know them."""
    heads = [_("Tỉnh, thành phố"), _("Trạng thái"), _("Ngày gửi"), _("Gửi chậm"), _("Điểm tự chấm")]
    found = [
        [
            row.province.name,
            row.word.text,
            row.sent_on,
            row.late,
            row.total.value if row.total else None,
            illustrative_mark(contest_year.is_illustrative),
        ]
        for row in rows
    ]
    return TableFile(f"tu-cham-{contest_year.year}", [*heads, _("Minh họa")], found)


def sheet(contest_year: EmulationYear, page: SheetPage) -> TableFile:
    """A province's self-score."""
    heads = [*criterion_heads(), _("Tự chấm"), _("Lý do"), _("Cách tính điểm"), _("Kết quả đạt")]
    rows = [
        [
            *criterion_cells(row.node),
            _own(row),
            row.score.reason if row.score else "",
            row.formula,
            row.reached or row.why,
            criterion_mark(contest_year, row.node),
        ]
        for row in (*page.rows, *page.apart)
    ]
    name = f"tu-cham-{page.sheet.province.slug}-{contest_year.year}"
    return TableFile(name, [*heads, _("Minh họa")], rows)


def _own(row: ScoreRow) -> Value:
    if row.total is not None:
        return row.total.value
    return row.points.value if row.points else None

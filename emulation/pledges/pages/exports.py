"""Progress against the pledges as a file."""

from django.utils.translation import gettext as _

from emulation.pledges.progress import ProgressTable
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def progress(found: ProgressTable) -> TableFile:
    """Results against the signed pledges: a row for each member and indicator."""
    heads = [_("Đơn vị"), _("Chỉ tiêu"), _("Đơn vị tính"), _("Giao ước"), _("Kết quả"), _("Tỷ lệ (%)")]
    lines = [(province.name, row) for province, row in found.rows]
    if len(lines) > 1 and found.has_results:
        lines.insert(0, (_("Toàn Cụm"), found.totals))
    rows = [
        [
            name,
            cell.indicator.in_language("label"),
            cell.indicator.in_language("unit"),
            cell.target,
            cell.value,
            None if cell.percent is None else round(cell.percent, 2),
            illustrative_mark(found.contest_year.is_illustrative or cell.result.is_illustrative),
        ]
        for name, row in lines
        for cell in row
    ]
    return TableFile(f"thuc-hien-giao-uoc-{found.contest_year.year}", [*heads, _("Minh họa")], rows)

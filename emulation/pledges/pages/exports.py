"""Downloads of the pledges."""

from django.utils.translation import gettext as _

from emulation.pledges.progress import ProgressTable
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def progress_file(progress: ProgressTable) -> TableFile:
    heads = [_("Đơn vị"), _("Chỉ tiêu"), _("Đơn vị tính"), _("Giao ước"), _("Số đã ký")]
    heads += [_("Ngày điều chỉnh"), _("Kết quả"), _("Tỷ lệ (%)"), _("Số tỉnh"), _("Kỳ")]
    provinces = [(province.name, row) for province, row in progress.rows]
    if len(provinces) > 1 and progress.has_results:
        provinces.insert(0, (progress.total_label, progress.totals))
    rows = [
        [
            name,
            cell.indicator.in_language("label"),
            cell.indicator.in_language("unit"),
            cell.target_value,
            cell.target.signed if cell.target else None,
            cell.target.changed_on if cell.target else None,
            cell.value,
            None if cell.percent is None else round(cell.percent, 2),
            f"{cell.reported if cell.value is not None else 0}/{cell.expected}",
            cell.half,
            illustrative_mark(progress.contest_year.is_illustrative or cell.result.is_illustrative),
        ]
        for name, row in provinces
        for cell in row
    ]
    return TableFile(f"thuc-hien-giao-uoc-{progress.contest_year.year}", [*heads, _("Minh họa")], rows)

"""The cells behind a cluster total as a file."""

from django.utils.translation import gettext as _

from reports.comparison.exports import compared_cells, compared_heads
from reports.indicator.page import HalfCell, IndicatorPage
from reports.presentation.cell_values import Rows, cell_value, total_value
from reports.presentation.figure_tables import coverage
from web.list_downloads import illustrative_mark
from web.table_files import TableFile


def indicator_file(page: IndicatorPage) -> TableFile:
    heads = [_("Tỉnh, thành phố")]
    for period in page.span.periods:
        heads += [period.short_label, f"{period.short_label}, {_('trạng thái')}"]
    heads += [page.span.label] if page.span.is_year else []
    heads += compared_heads(page)
    heads += [_("Đơn vị tính"), _("Ghi chú, giải trình"), _("Minh họa")]
    unit, line = page.indicator.in_language("unit"), page.line
    span_values = [total_value(line)] if page.span.is_year else []
    totals = [
        value
        for half in page.totals
        for value in ((total_value(half), coverage(half.total)) if half else ("", ""))
    ]
    mark = illustrative_mark(line.total.is_illustrative)
    changes = compared_cells(page, page.compared)
    rows: Rows = [[page.total_label, *totals, *span_values, *changes, unit, page.coverage, mark]]
    for row in page.rows:
        halves = [value for half in row.halves for value in (cell_value(line, half.cell), half.status.label)]
        span_values = [cell_value(line, row.span_cell)] if page.span.is_year else []
        remarks = "\n".join(text for half in row.halves for text in _remarks(half))
        mark = illustrative_mark(any(half.cell.is_illustrative for half in row.halves))
        changes = compared_cells(page, row.compared)
        rows.append([row.province.name, *halves, *span_values, *changes, unit, remarks, mark])
    return TableFile(f"{page.indicator.code.replace('.', '-')}-{page.span.slug}", heads, rows)


def _remarks(half: HalfCell) -> list[str]:
    remarks = [_("Lý do: %s") % half.explanation] if half.explanation else []
    return remarks + ([_("Ghi chú: %s") % half.note] if half.note else [])

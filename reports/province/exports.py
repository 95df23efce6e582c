"""The lists of a province's page as files."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from reports.comparison.exports import compared_cells, compared_heads
from reports.presentation.cell_values import cell_value
from reports.province.estimate_accuracy import EstimateAccuracy
from reports.province.page import ProvinceInSpan, ProvincePage
from reports.province.tables import SeriesTable
from reports.summary.decimal_text import rounded
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value


def province_lists(page: ProvincePage) -> dict[str, Callable[[], TableFile]]:
    lists: dict[str, Callable[[], TableFile]] = {}
    if (table := page.series) is not None:
        lists[""] = lambda: _series(page, table)
    if (current := page.current) is not None:
        lists["indicators"] = lambda: _main_indicators(current)
    if page.estimate_accuracy:
        lists["closeness"] = lambda: _accuracy(page)
        lists["replaced"] = lambda: _replaced(page)
    return lists


def _main_indicators(current: ProvinceInSpan) -> TableFile:
    heads = [_("Chỉ tiêu"), _("Mã"), _("Đơn vị tính"), current.span.label, *compared_heads(current.own)]
    rows: list[list[Value]] = [
        [
            row.line.indicator.in_language("label"),
            row.line.indicator.code,
            row.line.indicator.in_language("unit"),
            cell_value(row.line, row.line.cells[0]),
            *compared_cells(current.own, row),
            illustrative_mark(row.is_illustrative),
        ]
        for row in current.rows
    ]
    name = f"chi-tieu-chinh-{current.province.slug}-{current.span.slug}"
    return TableFile(name, [*heads, _("Minh họa")], rows)


def _series(page: ProvincePage, table: SeriesTable) -> TableFile:
    indicators = [line.indicator for line in table.lines]
    labels = [
        f"{indicator.in_language('label')} ({indicator.in_language('unit')})" for indicator in indicators
    ]
    heads = [_("Kỳ báo cáo"), *labels, _("Trạng thái")]
    rows: list[list[Value]] = [
        [
            row.period.label,
            *(row.values.get(indicator.code, "") for indicator in indicators),
            row.status.label,
            illustrative_mark(bool(row.illustrative_codes)),
        ]
        for row in table.data
    ]
    return TableFile(f"so-lieu-{page.province.slug}", [*heads, _("Minh họa")], rows)


def _accuracy(page: ProvincePage) -> TableFile:
    heads = [_("Kỳ báo cáo"), *_province_head(page), _("Số ước đã thay"), _("Không đổi")]
    heads.append(_("Độ lệch trung vị (%)"))
    heads += [_("Lệch nhiều nhất"), _("Lệch nhiều nhất (%)"), _("Còn là số ước"), _("Minh họa")]
    rows: list[list[Value]] = [
        [
            row.period.label,
            *_province_cell(page, row),
            len(row.replaced),
            row.confirmed,
            _percent(row.deviation),
            str(row.worst.indicator) if row.worst else "",
            _percent(row.worst.revision.percent) if row.worst else None,
            row.still_estimated,
            illustrative_mark(row.is_illustrative),
        ]
        for row in page.estimate_accuracy
    ]
    return TableFile(f"do-sat-so-uoc-{page.province.slug}", heads, rows)


def _replaced(page: ProvincePage) -> TableFile:
    heads = [_("Kỳ báo cáo"), *_province_head(page), _("Chỉ tiêu"), _("Đơn vị tính"), _("Số ước đã gửi")]
    heads += [_("Số chính thức"), _("Chênh lệch"), _("Chênh lệch (%)"), _("Minh họa")]
    rows: list[list[Value]] = [
        [
            row.period.label,
            *_province_cell(page, row),
            str(estimate.indicator),
            estimate.indicator.in_language("unit"),
            estimate.revision.estimated,
            estimate.revision.final,
            estimate.revision.amount,
            _percent(estimate.revision.percent),
            illustrative_mark(estimate.is_illustrative),
        ]
        for row in page.estimate_accuracy
        for estimate in row.replaced
    ]
    return TableFile(f"so-uoc-da-thay-{page.province.slug}", heads, rows)


def _province_head(page: ProvincePage) -> list[str]:
    return [_("Tỉnh, thành phố")] if page.has_others_estimates else []


def _province_cell(page: ProvincePage, row: EstimateAccuracy) -> list[str]:
    return [row.province.dated_name] if page.has_others_estimates else []


def _percent(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, 1)

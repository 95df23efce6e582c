"""The lists of a province's own page as files."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from reports.province.page import ProvincePage
from reports.province.tables import SeriesTable
from reports.summary.decimal_text import rounded
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value


def province_lists(page: ProvincePage) -> dict[str, Callable[[], TableFile]]:
    """The figures over the half-years, and how close the estimates were: by half-year, and cell by cell."""
    lists: dict[str, Callable[[], TableFile]] = {}
    if (table := page.series) is not None:
        lists[""] = lambda: _series(page, table)
    if page.estimate_accuracy:
        lists["closeness"] = lambda: _closeness(page)
        lists["replaced"] = lambda: _replaced(page)
    return lists


def _series(page: ProvincePage, table: SeriesTable) -> TableFile:
    shown = [line.indicator for line in table.lines]
    labels = [f"{each.in_language('label')} ({each.in_language('unit')})" for each in shown]
    heads = [_("Kỳ báo cáo"), *labels, _("Trạng thái")]
    rows: list[list[Value]] = [
        [
            row.period.label,
            *(row.values.get(each.code, "") for each in shown),
            row.standing.label,
            illustrative_mark(bool(row.illustrative)),
        ]
        for row in table.data
    ]
    return TableFile(f"so-lieu-{page.province.slug}", [*heads, _("Minh họa")], rows)


def _closeness(page: ProvincePage) -> TableFile:
    heads = [_("Kỳ báo cáo"), _("Số ước đã thay"), _("Không đổi"), _("Độ lệch trung vị (%)")]
    heads += [_("Lệch nhiều nhất"), _("Lệch nhiều nhất (%)"), _("Còn là số ước"), _("Minh họa")]
    rows: list[list[Value]] = [
        [
            row.period.label,
            len(row.replaced),
            row.exact,
            _percent(row.deviation),
            str(row.worst.indicator) if row.worst else "",
            _percent(row.worst.revision.percent) if row.worst else None,
            row.left,
            illustrative_mark(row.is_illustrative),
        ]
        for row in page.estimate_accuracy
    ]
    return TableFile(f"do-sat-so-uoc-{page.province.slug}", heads, rows)


def _replaced(page: ProvincePage) -> TableFile:
    heads = [_("Kỳ báo cáo"), _("Chỉ tiêu"), _("Đơn vị tính"), _("Số ước đã gửi"), _("Số chính thức")]
    heads += [_("Chênh lệch"), _("Chênh lệch (%)"), _("Minh họa")]
    rows: list[list[Value]] = [
        [
            row.period.label,
            str(one.indicator),
            one.indicator.in_language("unit"),
            one.revision.estimated,
            one.revision.final,
            one.revision.amount,
            _percent(one.revision.percent),
            illustrative_mark(one.is_illustrative),
        ]
        for row in page.estimate_accuracy
        for one in row.replaced
    ]
    return TableFile(f"so-uoc-da-thay-{page.province.slug}", heads, rows)


def _percent(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, 1)

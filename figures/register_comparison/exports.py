from collections.abc import Iterator

from django.utils.translation import gettext as _

from figures.register_comparison.loading import Comparison
from web.table_files import TableFile, Value


def comparison_file(comparison: Comparison) -> TableFile:
    """A line for each organisation behind a number, and one for a number without any."""
    submission = comparison.sheet.submission
    heads = [
        _("Danh sách"),
        _("Chỉ tiêu"),
        _("Đã nhập"),
        _("Số của danh sách"),
        _("Đơn vị"),
        _("Sự kiện"),
        _("Ngày"),
        _("Số quyết định, văn bản"),
    ]
    name = f"doi-chieu-danh-sach-{submission.period.slug}-{submission.province.slug}"
    return TableFile(name, heads, _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[list[Value]]:
    for each in comparison.lists:
        for compared in each.rows:
            row, count = compared.row, compared.row.register_count
            number: list[Value] = [
                each.label,
                row.indicator.in_language("label"),
                row.value,
                count.value if count and count.is_whole else None,
            ]
            for named in compared.named:
                event = named.event
                yield [*number, named.organisation.name, str(event), event.happened_on, event.decision]
            if not compared.named:
                yield [*number, "", "", None, ""]

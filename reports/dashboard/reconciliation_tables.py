"""The system's own totals beside the published ones."""

from collections.abc import Callable
from functools import cache

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.presentation.figure_tables import NUMBER
from reports.summary.decimal_text import decimals_of
from reports.summary.reconciliation import Comparison, Reconciliation
from vietnamese.numbers import format_change, format_number
from web.icons import state_html


class ReconciliationTable(tables.Table):
    indicator = tables.Column(verbose_name=gettext_lazy("Chỉ tiêu"), empty_values=())
    unit = tables.Column(verbose_name=gettext_lazy("Đơn vị tính"), empty_values=())
    own = tables.Column(
        verbose_name=gettext_lazy("Hệ thống cộng"), empty_values=(), attrs={"th": NUMBER, "td": NUMBER}
    )
    published = tables.Column(
        verbose_name=gettext_lazy("Hội nghị công bố"), empty_values=(), attrs={"th": NUMBER, "td": NUMBER}
    )
    gap = tables.Column(
        verbose_name=gettext_lazy("Chênh lệch"), empty_values=(), attrs={"th": NUMBER, "td": NUMBER}
    )
    provinces = tables.Column(
        verbose_name=gettext_lazy("Số tỉnh"), empty_values=(), attrs={"th": NUMBER, "td": NUMBER}
    )
    result = tables.Column(verbose_name=gettext_lazy("Kết quả"), empty_values=())

    caption_is_hidden = False

    class Meta:
        orderable = False
        template_name = "reports/presentation/tight_table.html"

    is_illustrative = False

    def __init__(self, reconciliation: Reconciliation, url_of: Callable[[str], str]) -> None:
        self.url_of = cache(url_of)
        self.caption = mark_safe(_("<strong>Bảng 3.</strong> Số cộng từ các tỉnh và số đã công bố"))  # noqa: S308
        super().__init__(reconciliation.rows, prefix="reconciliation-")

    def render_indicator(self, record: Comparison) -> str:
        label = str(record.indicator)
        return f"{label}, {record.province}" if record.province else label

    def render_unit(self, record: Comparison) -> str:
        return record.indicator.in_language("unit")

    def render_own(self, record: Comparison) -> SafeString:
        return self._cells_link(record, format_number(record.own, decimals_of(record.indicator)))

    def render_published(self, record: Comparison) -> str:
        return format_number(record.published, decimals_of(record.indicator))

    def render_gap(self, record: Comparison) -> SafeString:
        return self._cells_link(record, format_change(record.gap, decimals_of(record.indicator)))

    def _cells_link(self, record: Comparison, text: str) -> SafeString:
        row = f"#{record.province.slug}" if record.province else ""
        return format_html('<a href="{}{}">{}</a>', self.url_of(record.indicator.code), row, text)

    def render_provinces(self, record: Comparison) -> str:
        return f"{record.reported}/{record.expected}"

    def render_result(self, record: Comparison) -> SafeString:
        if record.is_equal:
            return state_html("accepted", _("Khớp"), "saved")
        if record.gap is None:
            return state_html("late", _("Chưa có số liệu"), "none")
        return state_html("late", _("Chênh lệch"), "invalid")

"""The cluster totals that rest on a province's half-year, and what is the province's in them."""

from collections.abc import Sequence

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from reports.presentation.figure_tables import NUMBER, cell_text, total_text
from reports.reopening.effects import RestingTotal


class RestingTotalTable(tables.Table):
    indicator = tables.Column(verbose_name=gettext_lazy("Chỉ tiêu"))
    unit = tables.Column(verbose_name=gettext_lazy("Đơn vị tính"), empty_values=())
    total = tables.Column(
        verbose_name=gettext_lazy("Hiện nay"),
        attrs={"th": NUMBER, "td": {"class": lambda record: _number_class(record.total.is_illustrative)}},
    )
    provinces = tables.Column(
        verbose_name=gettext_lazy("Số tỉnh"),
        accessor="total",
        attrs={"th": NUMBER, "td": NUMBER},
        localize=False,
    )
    own = tables.Column(
        verbose_name=gettext_lazy("Của tỉnh"),
        accessor="cell",
        attrs={"th": NUMBER, "td": {"class": lambda record: _number_class(record.cell.is_illustrative)}},
    )

    caption_is_hidden = True

    class Meta:
        orderable = False

    def __init__(self, rows: Sequence[RestingTotal], *, name: str, caption: str) -> None:
        self.caption = caption
        super().__init__(rows, prefix=name)

    def render_unit(self, record: RestingTotal) -> str:
        return record.indicator.in_language("unit")

    def render_total(self, record: RestingTotal) -> SafeString:
        return total_text(record.line, record.total.reported)

    def render_provinces(self, record: RestingTotal) -> str:
        return record.total.coverage

    def render_own(self, record: RestingTotal) -> str | SafeString:
        return cell_text(record.indicator, record.cell)


def _number_class(is_illustrative: bool) -> str:
    return "illustrative num" if is_illustrative else "num"

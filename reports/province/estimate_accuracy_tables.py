"""The accuracy of a province's estimates: a row for each half-year, and each half-year's cells."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.presentation.figure_tables import NUMBER
from reports.province.estimate_accuracy import EstimateAccuracy, ReplacedEstimate
from vietnamese.numbers import format_change, format_number, format_percent

_NUMBER_ATTRS = {"th": NUMBER, "td": NUMBER}


def _number_class(record: ReplacedEstimate, table: tables.Table) -> str:
    return "illustrative num" if record.is_illustrative else "num"


_FIGURE_ATTRS = {"th": NUMBER, "td": {"class": _number_class}}


class EstimateAccuracyTable(tables.Table):
    period = tables.Column(verbose_name=gettext_lazy("Kỳ báo cáo"), empty_values=())
    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"), empty_values=())
    replaced = tables.Column(
        verbose_name=gettext_lazy("Số ước đã thay"), empty_values=(), attrs=_NUMBER_ATTRS
    )
    confirmed = tables.Column(verbose_name=gettext_lazy("Không đổi"), empty_values=(), attrs=_NUMBER_ATTRS)
    deviation = tables.Column(
        verbose_name=gettext_lazy("Độ lệch trung vị"), empty_values=(), attrs=_NUMBER_ATTRS
    )
    worst = tables.Column(verbose_name=gettext_lazy("Lệch nhiều nhất"), empty_values=())
    still_estimated = tables.Column(
        verbose_name=gettext_lazy("Còn là số ước"), empty_values=(), attrs=_NUMBER_ATTRS
    )

    caption_is_hidden = False

    class Meta:
        orderable = False
        template_name = "reports/presentation/tight_table.html"

    def __init__(self, rows: tuple[EstimateAccuracy, ...], *, names_provinces: bool) -> None:
        self.caption = mark_safe(_("<strong>Bảng 3.</strong> Số chính thức so với số ước đã gửi"))  # noqa: S308
        self.is_illustrative = any(row.is_illustrative for row in rows)
        super().__init__(rows, prefix="closeness-", exclude=() if names_provinces else ("province",))

    def render_period(self, record: EstimateAccuracy) -> str:
        return record.period.short_label

    def render_province(self, record: EstimateAccuracy) -> SafeString:
        url = reverse("reports:province", args=[record.province.slug])
        return format_html('<a href="{}">{}</a>', url, record.province.dated_name)

    def render_replaced(self, record: EstimateAccuracy) -> str:
        return format_number(len(record.replaced))

    def render_confirmed(self, record: EstimateAccuracy) -> str:
        return format_number(record.confirmed) if record.replaced else ""

    def render_deviation(self, record: EstimateAccuracy) -> str:
        return format_percent(record.deviation)

    def render_worst(self, record: EstimateAccuracy) -> str | SafeString:
        if record.worst is None:
            return ""
        percent = format_percent(record.worst.revision.percent, signed=True)
        return format_html("{}: {}", _cell_link(record.worst, str(record.worst.indicator)), percent)

    def render_still_estimated(self, record: EstimateAccuracy) -> str:
        return format_number(record.still_estimated)


class ReplacedEstimatesTable(tables.Table):
    indicator = tables.Column(verbose_name=gettext_lazy("Chỉ tiêu"), empty_values=())
    unit = tables.Column(verbose_name=gettext_lazy("Đơn vị tính"), empty_values=())
    estimated = tables.Column(
        verbose_name=gettext_lazy("Số ước đã gửi"), empty_values=(), attrs=_FIGURE_ATTRS
    )
    final = tables.Column(verbose_name=gettext_lazy("Số chính thức"), empty_values=(), attrs=_FIGURE_ATTRS)
    amount = tables.Column(verbose_name=gettext_lazy("Chênh lệch"), empty_values=(), attrs=_FIGURE_ATTRS)
    percent = tables.Column(verbose_name="%", empty_values=(), attrs=_FIGURE_ATTRS)

    caption_is_hidden = True

    class Meta:
        orderable = False
        template_name = "reports/presentation/tight_table.html"

    def __init__(self, row: EstimateAccuracy, *, names_province: bool) -> None:
        label = row.period.label
        self.title = _("%(period)s: %(count)s số ước đã thay") % {
            "period": f"{label}, {row.province.dated_name}" if names_province else label,
            "count": format_number(len(row.replaced)),
        }
        self.caption = self.title
        self.is_illustrative = row.is_illustrative
        super().__init__(row.replaced, prefix=f"{row.period.slug}-{row.province.slug}-")

    def render_indicator(self, record: ReplacedEstimate) -> str | SafeString:
        return _cell_link(record, str(record.indicator))

    def render_unit(self, record: ReplacedEstimate) -> str:
        return record.indicator.in_language("unit")

    def render_estimated(self, record: ReplacedEstimate) -> str:
        return format_number(record.revision.estimated)

    def render_final(self, record: ReplacedEstimate) -> str:
        return format_number(record.revision.final)

    def render_amount(self, record: ReplacedEstimate) -> str:
        return format_change(record.revision.amount)

    def render_percent(self, record: ReplacedEstimate) -> str:
        return format_percent(record.revision.percent, signed=True)


def _cell_link(record: ReplacedEstimate, text: str) -> str | SafeString:
    return format_html('<a href="{}">{}</a>', record.url, text) if record.url else text

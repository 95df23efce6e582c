"""Table 1: the main indicators over time, their changes, and each province's change."""

from dataclasses import dataclass, replace

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.catalogue.models import Indicator
from figures.submissions.models import Figure
from reports.dashboard.course_svg import FLOW_SCALE, STOCK_SCALE, draw_axis, draw_course, draw_spread
from reports.dashboard.courses import Course, course_of
from reports.dashboard.page import MAIN_INDICATORS, ChangeRow, Dashboard, change_row
from reports.presentation.figure_tables import NUMBER, cell_text, coverage
from reports.summary.arithmetic import compare_each
from reports.summary.decimal_text import decimals_of, rounded
from reports.summary.reporting_spans import Span
from reports.summary.values import Change, IndicatorLine
from vietnamese.dates import format_date
from vietnamese.numbers import NO_NUMBER, format_change, format_number, format_percent
from web.missing_value_marks import mark, not_applicable, not_known


@dataclass(frozen=True)
class IndicatorRow:
    """`each` has the provinces' own changes on the year before, in the order of the page's table."""

    line: IndicatorLine
    url: str
    course: Course
    year_ago: ChangeRow
    previous: ChangeRow | None
    each: tuple[Change | None, ...]

    @property
    def is_flow(self) -> bool:
        return self.line.indicator.is_flow

    @property
    def is_illustrative(self) -> bool:
        return self.line.is_illustrative or self.course.is_illustrative


def indicator_rows(page: Dashboard) -> list[IndicatorRow]:
    """Flows have no change on the half-year before: halves have their seasons."""
    return [
        IndicatorRow(
            line=page.table[code],
            url=page.url_of(code),
            course=course_of(page.history, code),
            year_ago=change_row(page.table, page.year_before_table, code),
            previous=None
            if page.span.is_year or page.table[code].indicator.is_flow
            else change_row(page.table, page.previous_table, code),
            each=compare_each(page.table, page.year_before_table, code),
        )
        for code in MAIN_INDICATORS
        if code in page.table
    ]


def change_text(indicator: Indicator, row: ChangeRow) -> str | SafeString:
    change = row.change
    if change is None:
        words = _("không so sánh được") if row.broken_by else _("không có số để so")
        return format_html('<span class="quiet">{}</span>', words)
    decimals = decimals_of(indicator)
    amount = format_change(change.amount, decimals)
    if not (change.amount if decimals is None else rounded(change.amount, decimals)):
        text: str = _("không đổi")
    elif indicator.unit == "%":
        unit = _("điểm %")
        text = f"{amount} {unit}"
    else:
        percent = format_percent(change.percent, signed=True)
        text = format_html('{} <span class="quiet">{}</span>', amount, percent)
    if change.is_complete:
        return text
    return format_html('{}<br><span class="quiet">{}</span>', text, _("so %d tỉnh") % change.compared)


class IndicatorTable(tables.Table):
    indicator = tables.Column(verbose_name=gettext_lazy("Chỉ tiêu"), empty_values=())
    course = tables.Column(
        verbose_name=gettext_lazy("Qua các kỳ"), empty_values=(), attrs={"td": {"class": "course"}}
    )
    now = tables.Column(
        verbose_name=gettext_lazy("Kỳ này"),
        empty_values=(),
        attrs={
            "th": NUMBER,
            "td": {"class": lambda record: _number("now", record.line.total.is_illustrative)},
        },
    )
    year_ago = tables.Column(
        verbose_name=gettext_lazy("So cùng kỳ"),
        empty_values=(),
        attrs={"th": NUMBER, "td": {"class": lambda record: _change_class("year-ago", record.year_ago)}},
    )
    previous = tables.Column(
        verbose_name=gettext_lazy("So kỳ trước"),
        empty_values=(),
        attrs={"th": NUMBER, "td": {"class": lambda record: _change_class("previous", record.previous)}},
    )
    spread = tables.Column(
        verbose_name=gettext_lazy("Từng tỉnh so cùng kỳ"),
        empty_values=(),
        attrs={"td": {"class": "spread"}},
    )
    own = tables.Column(empty_values=(), attrs={"th": {"class": "num own"}, "td": {"class": "num own"}})

    caption_is_hidden = False

    class Meta:
        orderable = False
        template_name = "reports/dashboard/indicator_table.html"

    def __init__(self, page: Dashboard) -> None:
        rows = indicator_rows(page)
        self.provinces = page.table.provinces
        self.is_illustrative = any(row.is_illustrative for row in rows)
        first, last = page.history[0][0], page.history[-1][0]
        self.caption = (
            format_html(_("<strong>Bảng 1.</strong> Chỉ tiêu chính, {}"), _short(last))
            if first is last
            else format_html(
                _("<strong>Bảng 1.</strong> Chỉ tiêu chính qua các kỳ, {first} đến {last}"),
                first=_short(first),
                last=_short(last),
            )
        )
        self.stock_heading = _("Đến ngày %s") % format_date(page.cut_off_on)
        self.flow_heading = _("Trong năm") if len(page.span.periods) > 1 else _("Trong 6 tháng")
        self.stock_axis, self.flow_axis = draw_axis(STOCK_SCALE), draw_axis(FLOW_SCALE)
        points = [point for row in rows for point in row.course.points]
        self.merged_on = sorted({point.merged_on for point in points if point.merged_on})
        self.breaks = sorted(
            {point.broken_by for point in points if point.broken_by}, key=lambda each: (each.from_on, each.pk)
        )
        super().__init__(rows, prefix="main-", exclude=("previous",) if page.span.is_year else ())
        if page.span.is_year:
            self.columns["year_ago"].column.verbose_name = _("So năm trước")
            self.columns["spread"].column.verbose_name = _("Từng tỉnh so năm trước")

    @property
    def columns_before_the_axis(self) -> int:
        return len(self.columns) - 2

    def render_indicator(self, record: IndicatorRow) -> SafeString:
        label, unit = str(record.line.indicator), record.line.indicator.in_language("unit")
        if unit.casefold() in label.casefold():
            return format_html("{}", label)
        return format_html('{} <span class="quiet">{}</span>', label, unit)

    def render_course(self, record: IndicatorRow) -> SafeString:
        return draw_course(record.course)

    def render_now(self, record: IndicatorRow) -> SafeString:
        total = record.line.total
        text: str = not_applicable() if record.line.applies_to_nobody else not_known()
        if total.value is not None:
            text = format_number(total.value, decimals_of(record.line.indicator))
        remarks = [coverage(total)] if total.is_partial else []
        remarks += [_("ước")] if total.is_estimate else []
        remarks += [_("đang sửa")] if total.is_being_corrected else []
        link = format_html('<a href="{}">{}</a>', record.url, text)
        return (
            format_html('{}<br><span class="quiet">{}</span>', link, ", ".join(remarks)) if remarks else link
        )

    def render_year_ago(self, record: IndicatorRow) -> str | SafeString:
        return change_text(record.line.indicator, record.year_ago)

    def render_previous(self, record: IndicatorRow) -> str | SafeString:
        return change_text(record.line.indicator, record.previous) if record.previous else ""

    def render_spread(self, record: IndicatorRow) -> SafeString:
        if not any(change for change in record.each):
            return format_html('<span class="quiet">{}</span>', _("không có số để so"))
        return draw_spread(
            self.provinces,
            record.each,
            record.year_ago.change,
            provisional=[cell.is_provisional for cell in record.line.cells],
            usual=FLOW_SCALE if record.is_flow else STOCK_SCALE,
        )

    def render_own(self, record: IndicatorRow) -> SafeString:
        """Of every province: the page shows the one that is marked."""
        indicator = record.line.indicator
        numbers = [
            mark(NO_NUMBER, _("chưa có số"))
            if cell.answer == Figure.Answer.BLANK
            else cell_text(indicator, cell)
            for cell in record.line.cells
        ]
        changes = [
            change_text(indicator, replace(record.year_ago, change=change)) if cell.is_number else ""
            for cell, change in zip(record.line.cells, record.each, strict=True)
        ]
        css = [SafeString(' class="illustrative"' * cell.is_illustrative) for cell in record.line.cells]
        slugs = [province.slug for province in self.provinces]
        return format_html_join(
            "",
            '<span data-province="{}" data-name="{}"{}>{} {}</span>',
            zip(slugs, self.provinces, css, numbers, changes, strict=True),
        )


def _number(css_class: str, is_illustrative: bool) -> str:
    return f"num {css_class} illustrative" if is_illustrative else f"num {css_class}"


def _change_class(css_class: str, row: ChangeRow | None) -> str:
    return _number(css_class, bool(row and row.change and row.change.is_illustrative))


def _short(span: Span) -> str:
    return str(span.year) if span.is_year else span.last.short_label

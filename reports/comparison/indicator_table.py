"""Table 1: the main indicators over time, their changes, and each province's change."""

from collections.abc import Sequence
from dataclasses import replace

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.submissions.models import Figure
from reports.comparison.course_svg import FLOW_SCALE, STOCK_SCALE, course_link, draw_axis, draw_spread
from reports.comparison.rows import ComparedRow
from reports.comparison.wording import change_text, number_text
from reports.presentation.figure_tables import NUMBER, cell_text
from reports.summary.span_figures import ChangeRow, SpanFigures
from vietnamese.dates import format_date
from vietnamese.numbers import NO_NUMBER
from web.missing_value_marks import mark


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
        template_name = "reports/comparison/indicator_table.html"

    def __init__(
        self, figures: SpanFigures, rows: Sequence[ComparedRow], *, is_of_province: bool = False
    ) -> None:
        self.provinces = figures.table.provinces
        self.is_illustrative = any(row.is_illustrative for row in rows)
        first, last = figures.history[0][0], figures.span
        self.caption = (
            format_html(_("<strong>Bảng 1.</strong> Chỉ tiêu chính, {}"), last.short_label)
            if first is last
            else format_html(
                _("<strong>Bảng 1.</strong> Chỉ tiêu chính qua các kỳ, {first} đến {last}"),
                first=first.short_label,
                last=last.short_label,
            )
        )
        self.stock_heading = _("Đến ngày %s") % format_date(figures.span.last.cut_off_on)
        self.flow_heading = _("Trong năm") if len(figures.span.periods) > 1 else _("Trong 6 tháng")
        self.stock_axis, self.flow_axis = draw_axis(STOCK_SCALE), draw_axis(FLOW_SCALE)
        points = [point for row in rows for point in row.course.points]
        self.merged_on = sorted({point.merged_on for point in points if point.merged_on})
        self.breaks = sorted(
            {point.broken_by for point in points if point.broken_by}, key=lambda each: (each.from_on, each.pk)
        )
        left_out = (*(("previous",) if figures.span.is_year else ()), *(("own",) if is_of_province else ()))
        super().__init__(rows, prefix="main-", exclude=left_out)
        if figures.span.is_year:
            self.columns["year_ago"].column.verbose_name = _("So năm trước")
            self.columns["spread"].column.verbose_name = _("Từng tỉnh so năm trước")

    @property
    def columns_before_the_axis(self) -> int:
        return len(self.columns) - (2 if self.has_own else 1)

    @property
    def has_own(self) -> bool:
        """Whether a column is for the province that is marked."""
        return "own" in self.columns.names()

    def render_indicator(self, record: ComparedRow) -> SafeString:
        label, unit = str(record.line.indicator), record.line.indicator.in_language("unit")
        if unit.casefold() in label.casefold():
            return format_html("{}", label)
        return format_html('{} <span class="quiet">{}</span>', label, unit)

    def render_course(self, record: ComparedRow) -> SafeString:
        return course_link(record)

    def render_now(self, record: ComparedRow) -> SafeString:
        return number_text(record.line, record.url)

    def render_year_ago(self, record: ComparedRow) -> str | SafeString:
        return change_text(record.line.indicator, record.year_ago)

    def render_previous(self, record: ComparedRow) -> str | SafeString:
        return change_text(record.line.indicator, record.previous) if record.previous else ""

    def render_spread(self, record: ComparedRow) -> SafeString:
        if not any(record.spread.changes):
            return format_html('<span class="quiet">{}</span>', _("không có số để so"))
        return draw_spread(record.spread, FLOW_SCALE if record.is_flow else STOCK_SCALE)

    def render_own(self, record: ComparedRow) -> SafeString:
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
            for cell, change in zip(record.line.cells, record.spread.changes, strict=True)
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

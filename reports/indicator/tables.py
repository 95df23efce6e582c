"""An indicator's numbers: the cluster's and each province's, with course, changes and status."""

from collections.abc import Mapping
from dataclasses import dataclass

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.comparison.course_svg import (
    FLOW_SCALE,
    STOCK_SCALE,
    course_link,
    draw_axis,
    draw_spread,
    scale_of,
)
from reports.comparison.rows import ComparedRow
from reports.comparison.wording import change_text
from reports.indicator.page import HalfCell, IndicatorPage, IndicatorRow
from reports.presentation.addresses import province_url
from reports.presentation.figure_tables import NUMBER, cell_text, total_text
from reports.summary.span_figures import ChangeRow

COURSE = {"class": "course"}


@dataclass(frozen=True)
class TerritoryRow:
    """A row; that of the cluster has no `of_province`. `halves` are in the order of the span."""

    compared: ComparedRow
    of_province: IndicatorRow | None
    halves: tuple[tuple[str | SafeString, bool], ...]
    statuses: tuple[str | SafeString, ...]


class HalfColumn(tables.Column):
    """The numbers of one half-year of the span."""

    def __init__(self, at: int, heading: str) -> None:
        self.at = at
        super().__init__(
            verbose_name=heading, empty_values=(), attrs={"th": NUMBER, "td": {"class": self.css_class}}
        )

    def css_class(self, record: TerritoryRow) -> str:
        return "num illustrative" if record.halves[self.at][1] else "num"

    def render(self, record: TerritoryRow) -> str | SafeString:
        return record.halves[self.at][0]


class StatusColumn(tables.Column):
    """The reporting status of one half-year of the span."""

    def __init__(self, at: int) -> None:
        self.at = at
        super().__init__(verbose_name=_("Trạng thái"), empty_values=())

    def render(self, record: TerritoryRow) -> str | SafeString:
        return record.statuses[self.at]


def _change_class(row: ChangeRow | None) -> str:
    return "num illustrative" if row and row.change and row.change.is_illustrative else "num"


class TerritoryTable(tables.Table):
    territory = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"), empty_values=())
    course = tables.Column(
        verbose_name=gettext_lazy("Qua các kỳ"), empty_values=(), attrs={"th": COURSE, "td": COURSE}
    )
    now = tables.Column(
        empty_values=(),
        attrs={
            "th": NUMBER,
            "td": {
                "class": lambda record: (
                    "num illustrative" if record.compared.line.total.is_illustrative else "num"
                )
            },
        },
    )
    year_ago = tables.Column(
        empty_values=(),
        attrs={"th": NUMBER, "td": {"class": lambda record: _change_class(record.compared.year_ago)}},
    )
    previous = tables.Column(
        verbose_name=gettext_lazy("So kỳ trước"),
        empty_values=(),
        attrs={"th": NUMBER, "td": {"class": lambda record: _change_class(record.compared.previous)}},
    )
    spread = tables.Column(empty_values=(), attrs={"td": {"class": "spread"}})
    remarks = tables.Column(
        verbose_name=gettext_lazy("Ghi chú, giải trình"), empty_values=(), attrs={"td": {"class": "words"}}
    )

    caption_is_hidden = True

    class Meta:
        orderable = False
        template_name = "reports/presentation/tight_table.html"
        row_attrs = {
            "id": lambda record: record.of_province.province.slug if record.of_province else None,
            "class": lambda record: None if record.of_province else "total",
            "data-province": lambda record: record.of_province.province.slug if record.of_province else None,
        }

    def __init__(self, page: IndicatorPage) -> None:
        self.of = page
        span = page.span
        self.caption = f"{page.indicator}, {span.label}"
        self.is_illustrative = False  # the page's heading says it
        usual = FLOW_SCALE if page.indicator.is_flow else STOCK_SCALE
        self.scale = scale_of(page.compared.spread.changes, usual)
        halves = list(enumerate(span.periods))
        columns: list[tuple[str, tables.Column]] = []
        for at, period in halves:
            if span.is_year:
                columns.append((f"half{at}", HalfColumn(at, period.short_label)))
            columns.append((f"status{at}", StatusColumn(at)))
        inner = [name for name, _column in columns]
        is_compared_twice = page.compared.previous is not None
        before, after = (inner, []) if span.is_year else ([], inner)
        sequence = [
            "territory",
            "course",
            *before,
            "now",
            "year_ago",
            "previous",
            "spread",
            *after,
            "remarks",
        ]
        shown = {
            "previous": is_compared_twice,
            "spread": any(page.compared.spread.changes),
            "remarks": page.has_remarks,
        }
        left_out = [name for name, is_shown in shown.items() if not is_shown]
        super().__init__(
            [_total_row(page), *(_province_row(row) for row in page.rows)],
            prefix="provinces-",
            extra_columns=columns,
            sequence=[name for name in sequence if name not in left_out],
            exclude=left_out,
        )
        year_before = _("So năm trước") if span.is_year else _("So cùng kỳ")
        self.columns["now"].column.verbose_name = span.short_label
        self.columns["year_ago"].column.verbose_name = year_before
        if shown["spread"]:
            heading = format_html("{}{}", f"{year_before}, %", draw_axis(self.scale))
            self.columns["spread"].column.verbose_name = heading

    def render_territory(self, record: TerritoryRow) -> str | SafeString:
        if record.of_province is None:
            return self.of.total_label
        province, page = record.of_province.province, self.of
        url = province_url(province.slug, page.span, page.scope, **page.kept)
        return format_html('<a href="{}">{}</a>', url, province)

    def render_course(self, record: TerritoryRow) -> SafeString:
        return course_link(record.compared)

    def render_now(self, record: TerritoryRow) -> str | SafeString:
        line = record.compared.line
        if record.of_province is None:
            return total_text(line, line.total.reported if not self.of.span.is_year else line.total.expected)
        if not self.of.span.is_year:
            return record.halves[0][0]
        return cell_text(line.indicator, record.of_province.span_cell)

    def render_year_ago(self, record: TerritoryRow) -> str | SafeString:
        return change_text(self.of.indicator, record.compared.year_ago)

    def render_previous(self, record: TerritoryRow) -> str | SafeString:
        previous = record.compared.previous
        return change_text(self.of.indicator, previous) if previous else ""

    def render_spread(self, record: TerritoryRow) -> str | SafeString:
        spread = record.compared.spread
        return draw_spread(spread, self.scale) if any(spread.changes) else ""

    def render_remarks(self, record: TerritoryRow) -> str | SafeString:
        if record.of_province is None:
            return ""
        context: Mapping[str, object] = {"row": record.of_province, "is_year": self.of.span.is_year}
        return mark_safe(render_to_string("reports/indicator/remarks.html", context))  # noqa: S308


def _total_row(page: IndicatorPage) -> TerritoryRow:
    marks = [bool(line and line.total.is_illustrative) for line in page.totals]
    return TerritoryRow(
        page.compared, None, tuple(zip(page.total_texts, marks, strict=True)), tuple(page.coverages)
    )


def _province_row(row: IndicatorRow) -> TerritoryRow:
    return TerritoryRow(
        row.compared,
        row,
        tuple((_linked(half), half.cell.is_illustrative) for half in row.halves),
        tuple(_status(half) for half in row.halves),
    )


def _linked(half: HalfCell) -> str | SafeString:
    return format_html('<a href="{}">{}</a>', half.url, half.text) if half.url else half.text


def _status(half: HalfCell) -> SafeString:
    html = render_to_string("reports/presentation/reporting_status.html", {"row": half.status, "late": False})
    return mark_safe(html)  # noqa: S308 - from a template, which escapes

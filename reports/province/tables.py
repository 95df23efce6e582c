"""A province's figures over the half-years."""

from dataclasses import dataclass

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.periods.models import Period
from reports.presentation.figure_tables import FigureTable, figure_columns
from reports.presentation.reporting_status import ReportingStatusRow
from reports.summary.values import IndicatorLine
from web.table_files import Value


@dataclass(frozen=True)
class SeriesRow:
    period: Period
    cells_url: str
    urls: dict[str, str]
    texts: dict[str, str | SafeString]
    values: dict[str, Value]
    illustrative_codes: frozenset[str]
    status: ReportingStatusRow


class SeriesTable(FigureTable):
    """A row for each half-year, the newest first."""

    period = tables.Column(verbose_name=gettext_lazy("Kỳ báo cáo"), empty_values=())
    status = tables.Column(verbose_name=gettext_lazy("Trạng thái"), empty_values=())

    class Meta(FigureTable.Meta):
        pass

    def __init__(self, rows: list[SeriesRow], lines: list[IndicatorLine]) -> None:
        self.caption = mark_safe(_("<strong>Bảng 2.</strong> Các kỳ báo cáo, kỳ mới nhất đứng trước"))  # noqa: S308
        self.is_illustrative = any(row.illustrative_codes for row in rows)
        self.lines = lines
        columns = figure_columns(lines)
        super().__init__(
            rows, extra_columns=columns, sequence=["period", *[name for name, _column in columns], "status"]
        )

    def render_period(self, record: SeriesRow) -> str | SafeString:
        if not record.cells_url:
            return record.period.short_label
        return format_html('<a href="{}">{}</a>', record.cells_url, record.period.short_label)

    def render_status(self, record: SeriesRow) -> SafeString:
        return mark_safe(  # noqa: S308
            render_to_string(
                "reports/presentation/reporting_status.html", {"row": record.status, "late": True}
            )
        )

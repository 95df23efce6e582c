"""Table 2: the provinces' figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from provinces.clusters.models import Province
from reports.dashboard.page import Dashboard
from reports.dashboard.share_bar_svg import draw_fields
from reports.dashboard.share_bars import ShareField, lay_out
from reports.presentation.addresses import province_url
from reports.presentation.figure_tables import (
    FigureTable,
    cell_text,
    cell_urls,
    coverage,
    figure_columns,
    total_label,
    total_text,
)
from reports.presentation.reporting_status import ReportingStatusRow
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence


@dataclass(frozen=True)
class ProvinceRow:
    """A row of the table by province; the first row is the cluster's and has no province."""

    province: Province | None
    url: str
    urls: dict[str, str]
    texts: dict[str, str | SafeString]
    illustrative_codes: frozenset[str]
    share_fields: tuple[ShareField, ...]
    share: Decimal | None
    status: ReportingStatusRow | None
    coverage: str


def province_rows(page: Dashboard) -> list[ProvinceRow]:
    lead = page.columns[0]
    share_bar = lay_out(page.table, page.previous_table, lead.indicator.code)
    reported = lead.total.reported
    cluster_urls = {line.indicator.code: page.url_of(line.indicator.code) for line in page.columns}
    rows = [
        ProvinceRow(
            province=None,
            url="",
            urls=cluster_urls,
            texts={line.indicator.code: total_text(line, reported) for line in page.columns},
            illustrative_codes=frozenset(
                line.indicator.code for line in page.columns if line.total.is_illustrative
            ),
            share_fields=share_bar.fields,
            share=Decimal(100) if lead.total.whole else None,
            status=None,
            coverage=coverage(lead.total),
        )
    ]
    for index, province in enumerate(page.table.provinces):
        cells = {line.indicator.code: line.cells[index] for line in page.columns}
        rows.append(
            ProvinceRow(
                province=province,
                url=province_url(province.slug, page.span, page.scope, **page.kept),
                urls=_urls(page, province, cells, cluster_urls),
                texts={
                    line.indicator.code: cell_text(line.indicator, cells[line.indicator.code])
                    for line in page.columns
                },
                illustrative_codes=frozenset(code for code, cell in cells.items() if cell.is_illustrative),
                share_fields=(share_bar.fields[index],),
                share=lead.share(index),
                status=page.statuses[index],
                coverage="",
            )
        )
    return rows


def _urls(
    page: Dashboard, province: Province, cells: Mapping[str, Cell], cluster_urls: Mapping[str, str]
) -> dict[str, str]:
    if not page.span.is_year:
        return cell_urls(page.cells_urls.get(province.slug, ""), cells)
    answered = (code for code, cell in cells.items() if cell.answer != Figure.Answer.BLANK)
    return {code: f"{cluster_urls[code]}#{province.slug}" for code in answered}


class ProvinceTable(FigureTable):
    province = tables.Column(verbose_name=gettext_lazy("Tỉnh, thành phố"), empty_values=())
    field = tables.Column(
        verbose_name=gettext_lazy("Phần của từng tỉnh trong cụm"),
        empty_values=(),
        attrs={"th": {"class": "draw"}, "td": {"class": "draw"}},
    )
    share = tables.Column(
        verbose_name=gettext_lazy("Tỷ trọng (%)"),
        empty_values=(),
        attrs={
            "th": {"class": "num wrap"},
            "td": {
                "class": lambda record, table: (
                    "illustrative num" if table.lead_code in record.illustrative_codes else "num"
                )
            },
        },
    )
    status = tables.Column(verbose_name=gettext_lazy("Trạng thái"), empty_values=())

    inside_group = ("field", "share")

    class Meta(FigureTable.Meta):
        row_attrs = {
            "class": lambda record: "" if record.province else "total",
            "data-province": lambda record: record.province.slug if record.province else "",
        }

    def __init__(self, page: Dashboard) -> None:
        self.caption = format_html(
            _("<strong>Bảng 2.</strong> Hợp tác xã, tổ hợp tác và liên hiệp HTX, {}"),
            inside_a_sentence(page.span.label),
        )
        self.is_illustrative = any(line.is_illustrative for line in page.columns)
        self._status_html: dict[tuple[str, str, str], SafeString] = {}
        self.lead_code = page.columns[0].indicator.code
        self.total_label = total_label(page.columns[0].total)
        columns = figure_columns(page.columns)
        first, *others = columns
        super().__init__(
            province_rows(page),
            extra_columns=columns,
            sequence=(
                ["province", first[0], "field", "share", *[name for name, _column in others], "status"]
            ),
        )

    def render_province(self, record: ProvinceRow) -> str | SafeString:
        if record.province is None:
            return self.total_label
        return format_html('<a href="{}">{}</a>', record.url, record.province)

    def render_field(self, record: ProvinceRow) -> SafeString:
        return draw_fields(record.share_fields, 20)

    def render_share(self, record: ProvinceRow) -> str:
        return "" if record.share is None else format_number(record.share, 1)

    def render_status(self, record: ProvinceRow) -> str | SafeString:
        if record.status is None:
            return record.coverage
        # Most provinces have the same status: render each only once.
        row = record.status
        if row.merged_from:  # the sentence over the table says from which
            return _("số gộp")
        key = row.state, row.icon, row.label
        if key not in self._status_html:
            html = render_to_string("reports/presentation/reporting_status.html", {"row": row, "late": False})
            self._status_html[key] = mark_safe(html)  # noqa: S308 - from a template, which escapes
        return self._status_html[key]

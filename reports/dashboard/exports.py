"""The dashboard's tables as files."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from reports.comparison.exports import compared_cells, compared_heads, percent_value
from reports.dashboard.page import Dashboard
from reports.presentation.cell_values import cell_value, figure_heads, total_values
from reports.summary.land import LandReading, Scope, land_of
from reports.summary.loading import as_reported, tables, visible_submissions
from reports.summary.reconciliation import Comparison, published_for, reconcile
from reports.summary.reporting_spans import Span
from reports.summary.values import IndicatorLine
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value

FILE_NAMES = {LandReading.TODAY: "-tinh-hien-nay", LandReading.FORMER: "-tinh-cu-va-moi"}


def span_file(span: Span, *, officer: Officer, scope: Scope) -> TableFile:
    span, _submissions = as_reported(span, officer=officer, accepted_only=scope.accepted_only)
    land = land_of(span, scope.reading)
    visible = visible_submissions(officer=officer, year=span.year, accepted_only=scope.accepted_only)
    table = tables([span], land=land, visible=visible)[0]
    heads = [*figure_heads(), *(province.name for province in land.provinces), _("Minh họa")]
    rows = [_row(line) for line in table.lines.values()]
    if (reconciliation := reconcile(table, published_for(span))) is not None:
        comparisons = {comparison.indicator.code: comparison for comparison in reconciliation.cluster}
        heads += [_("Số Hội nghị công bố"), _("Chênh lệch")]
        rows = [
            [*row, *_comparison_cells(comparisons.get(code))]
            for row, code in zip(rows, table.lines, strict=True)
        ]
    return TableFile(f"so-lieu-cum-{span.slug}{FILE_NAMES.get(land.reading, '')}", heads, rows)


def main_indicators_file(page: Dashboard) -> TableFile:
    """Table 1 as shown: totals, changes, courses, and the provinces' changes in percent."""
    rows = page.rows
    heads = [*figure_heads(), *compared_heads(page), *(f"{each}, %" for each in page.table.provinces)]
    return TableFile(
        f"chi-tieu-chinh-{page.span.slug}{FILE_NAMES.get(page.land.reading, '')}",
        [*heads, _("Minh họa")],
        [
            [
                *_indicator_cells(row.line),
                *compared_cells(page, row),
                *(percent_value(change) for change in row.spread.changes),
                illustrative_mark(row.is_illustrative),
            ]
            for row in rows
        ],
    )


def _comparison_cells(comparison: Comparison | None) -> Sequence[Value]:
    return [comparison.published, comparison.gap] if comparison else [None, None]


def _row(line: IndicatorLine) -> Sequence[Value]:
    return [
        *_indicator_cells(line),
        *(cell_value(line, cell) for cell in line.cells),
        illustrative_mark(line.is_illustrative or line.total.is_illustrative),
    ]


def _indicator_cells(line: IndicatorLine) -> list[Value]:
    """The columns of `figure_heads`."""
    indicator = line.indicator
    return [
        indicator.in_language("label"),
        indicator.code,
        indicator.in_language("unit"),
        *total_values(line),
    ]

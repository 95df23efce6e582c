"""The chosen numbers as a table, each with a link to what is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from figures.catalogue.models import Indicator
from provinces.clusters.models import Province
from reports.explore.choice import Choice, Measure, short_label, territory_label
from reports.explore.pivot import Pivot, PivotCell
from reports.presentation.addresses import indicator_url
from reports.presentation.figure_tables import FigureColumn, FigureTable, coverage_text, remarked
from reports.summary.decimal_text import decimals_of
from reports.summary.land import LandReading, Scope
from reports.summary.reporting_spans import Span
from vietnamese.numbers import NO_NUMBER, format_number, format_percent
from web.missing_value_marks import not_applicable, not_known

Head = Indicator | Province | Span | None


@dataclass(frozen=True)
class PivotRow:
    """A row; its texts and links have the names of their columns."""

    head: Head
    texts: dict[str, str | SafeString]
    illustrative_codes: frozenset[str]
    urls: dict[str, str]


class PivotColumn(FigureColumn):
    """The numbers under one pair of heads."""

    def __init__(self, name: str, heading: str, group: str) -> None:
        self.code, self.group = name, group
        tables.Column.__init__(
            self,
            verbose_name=heading,
            empty_values=(),
            orderable=False,
            attrs={"th": {"class": "num wrap"}, "td": {"class": self.css_class}},
        )


class PivotTable(FigureTable):
    head = tables.Column(empty_values=())
    caption_is_hidden = True

    class Meta(FigureTable.Meta):
        template_name = "reports/explore/pivot_table.html"
        row_attrs = {"class": lambda record: "total" if record.head is None else ""}

    def __init__(self, pivot: Pivot, title: str) -> None:
        choice = pivot.choice
        self.choice = choice
        self.caption = title
        self.is_illustrative = pivot.is_illustrative
        self.base_columns["head"].verbose_name = choice.rows.label
        names = [f"n{number}" for number in range(len(pivot.columns))]
        columns = [
            (name, PivotColumn(name, heading, group))
            for name, (group, heading) in zip(names, column_heads(pivot), strict=True)
        ]
        super().__init__(
            [_row(choice, head, dict(zip(names, cells, strict=True))) for head, cells in pivot.rows()],
            extra_columns=columns,
        )

    @property
    def has_groups(self) -> bool:
        return any(head.group for head in self.heads)

    def render_head(self, record: PivotRow) -> str | SafeString:
        label = head_label(self.choice, record.head)
        if isinstance(record.head, Province):
            return format_html(
                '<a href="{}">{}</a>', reverse("reports:province", args=[record.head.slug]), label
            )
        return label


def column_heads(pivot: Pivot) -> list[tuple[str, str]]:
    """The group and the heading of each column; a group of one column is that column's heading."""
    outer, inner = pivot.column_axes
    is_single = len({column[inner] for column in pivot.columns}) == 1
    heads = [
        (head_label(pivot.choice, column[outer]), head_label(pivot.choice, column[inner]))
        for column in pivot.columns
    ]
    return [("", group) if is_single else (group, heading) for group, heading in heads]


def head_label(choice: Choice, head: Head) -> str:
    if isinstance(head, Span):
        return short_label(head)
    if isinstance(head, Indicator):
        label, unit = head.in_language("label"), unit_of(choice, head)
        return f"{label} ({unit})" if unit and unit.casefold() not in label.casefold() else label
    return territory_label(head)


def unit_of(choice: Choice, indicator: Indicator) -> str:
    """The unit of the shown numbers; empty for index numbers, which have none."""
    if choice.measure == Measure.VALUE:
        return indicator.in_language("unit")
    return "" if choice.measure == Measure.INDEX else "%"


def _row(choice: Choice, head: Head, cells: dict[str, PivotCell]) -> PivotRow:
    return PivotRow(
        head=head,
        texts={name: cell_html(choice, cell) for name, cell in cells.items()},
        illustrative_codes=frozenset(name for name, cell in cells.items() if cell.measured.is_illustrative),
        urls={
            name: _cell_url(choice, cell) for name, cell in cells.items() if cell.measured.value is not None
        },
    )


def cell_html(choice: Choice, cell: PivotCell) -> str | SafeString:
    """The number as any page writes it, with the provinces that are in it if some are not."""
    measured = cell.measured
    if measured.value is None:
        return not_known() if measured.sign == NO_NUMBER else not_applicable()
    text: str | SafeString = cell_text(choice, cell)
    if choice.measure == Measure.VALUE and cell.line is not None:
        total = cell.line.total
        text = remarked(text, is_estimate=total.is_estimate, is_corrected=total.is_being_corrected)
    if measured.coverage:
        return format_html('{}<br><small class="quiet">{}</small>', text, coverage_text(measured.coverage))
    return text


def cell_text(choice: Choice, cell: PivotCell) -> str:
    value = cell.measured.value
    if value is None:
        return cell.measured.sign
    if choice.measure == Measure.VALUE:
        return format_number(value, decimals_of(cell.indicator))
    if choice.measure == Measure.INDEX:
        return format_number(value, 1)
    return format_percent(value, signed=choice.measure.is_change)


def _cell_url(choice: Choice, cell: PivotCell) -> str:
    scope = _scope_of(choice.scope, cell.span, choice.land.provinces)
    url = indicator_url(cell.span, cell.indicator.code, scope)
    return f"{url}#{cell.territory.slug}" if cell.territory else url


def _scope_of(scope: Scope, span: Span, provinces: Sequence[Province]) -> Scope:
    """That whose page of the span has the same rows.

    One half-year has no former provinces beside new ones, and before a merger its rows are the former ones.
    """
    if scope.reading == LandReading.FORMER and not span.is_year:
        return replace(scope, reading=LandReading.REPORTED)
    is_before = any(span.last.cut_off_on < province.established_on for province in provinces)
    if scope.reading == LandReading.REPORTED and is_before:
        return replace(scope, reading=LandReading.TODAY)
    return scope

"""Figures in a table: a number, a sign or nothing, each with a link to its cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import django_tables2 as tables
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from reports.summary.decimal_text import decimals_of
from reports.summary.values import IndicatorLine, Total
from vietnamese.numbers import format_number
from web.missing_value_marks import not_applicable, not_known

NUMBER = {"class": "num"}
COLUMN_CODES = (
    "coop.total",
    "coop.new",
    "coop.dissolved",
    "coop.members",
    "coop.charter_capital",
    "coop.capital_per_coop",
    "group.total",
    "union.total",
)


def cell_text(indicator: Indicator, cell: Cell) -> str | SafeString:
    if cell.value is not None:
        text = format_number(cell.value, decimals_of(indicator))
        return remarked(text, is_estimate=cell.is_estimate, is_corrected=cell.is_being_corrected)
    if cell.answer == Figure.Answer.NOT_APPLICABLE:
        return not_applicable()
    if cell.answer == Figure.Answer.NOT_KNOWN:
        return not_known()
    # Not "not sent": the province may have sent what this reader does not see, or left this cell blank.
    return format_html('<span class="visually-hidden">{}</span>', _("chưa có số"))


def total_text(line: IndicatorLine, row_reported: int) -> SafeString:
    """A total, with its coverage if that is not `row_reported`, which the end of the row shows."""
    total = line.total
    text: str = not_applicable() if line.applies_to_nobody else not_known()
    if total.value is not None:
        text = format_number(total.value, decimals_of(line.indicator))
        text = remarked(text, is_estimate=total.is_estimate, is_corrected=total.is_being_corrected)
    if total.reported == row_reported:
        return format_html("{}", text)
    return format_html('{} <small class="quiet">{}</small>', text, coverage(total))


def remarked(text: str, *, is_estimate: bool, is_corrected: bool) -> str | SafeString:
    remarks = [_("ước")] if is_estimate else []
    remarks += [_("đang sửa")] if is_corrected else []
    return format_html('{} <small class="quiet">{}</small>', text, ", ".join(remarks)) if remarks else text


def total_label(total: Total) -> str:
    """What a row of totals is called: never the cluster while provinces are missing."""
    return _("Cộng %s") % coverage(total) if total.is_partial else _("Toàn cụm")


def coverage(total: Total) -> str:
    return coverage_text(total.coverage)


def coverage_text(provinces: str) -> str:
    return _("%s tỉnh") % provinces


class FigureRow(Protocol):
    """A row's figures by indicator code; `urls` has only those that the reader may open."""

    @property
    def texts(self) -> dict[str, str | SafeString]: ...

    @property
    def illustrative_codes(self) -> frozenset[str]: ...

    @property
    def urls(self) -> Mapping[str, str]: ...


@dataclass
class Head:
    """A heading over a group of columns; without a group, the heading of a single column."""

    group: str
    columns: list[tables.columns.BoundColumn]


class FigureColumn(tables.Column):
    """An indicator's figures, each with a link to its cell."""

    def __init__(self, line: IndicatorLine, heading: str, group: str) -> None:
        self.code, self.group = line.indicator.code, group
        super().__init__(
            verbose_name=heading,
            empty_values=(),
            orderable=False,
            attrs={"th": {"class": "num wrap"}, "td": {"class": self.css_class}},
        )

    def css_class(self, record: FigureRow, table: tables.Table) -> str:
        return "illustrative num" if self.code in record.illustrative_codes else "num"

    def render(self, record: FigureRow) -> str | SafeString:
        text = record.texts[self.code]
        url = record.urls.get(self.code)
        return format_html('<a href="{}">{}</a>', url, text) if url else text


def cell_urls(cells_url: str, codes: Iterable[str]) -> dict[str, str]:
    return {code: f"{cells_url}#{code.replace('.', '-')}" for code in codes} if cells_url else {}


def figure_columns(lines: Sequence[IndicatorLine]) -> list[tuple[str, FigureColumn]]:
    """A column for each line, by name. A section with several is a group; a single one is its own heading."""
    sections = [line.indicator.section for line in lines]
    columns = []
    for line, section in zip(lines, sections, strict=True):
        is_single = sections.count(section) == 1
        label = section.in_language("label")
        heading = label if is_single else _heading(line, lines[0].indicator.in_language("unit"))
        name = line.indicator.code.replace(".", "-")
        columns.append((name, FigureColumn(line, heading, "" if is_single else label)))
    return columns


def _heading(line: IndicatorLine, group_unit: str) -> str:
    label, unit = line.indicator.in_language("short_label"), line.indicator.in_language("unit")
    if unit == group_unit or unit.casefold() in label.casefold():
        return label
    return f"{label} ({unit})"


class FigureTable(tables.Table):
    inside_group: tuple[str, ...] = ()  # columns in the group of the column before them
    caption: str | SafeString
    caption_is_hidden = False
    is_illustrative: bool

    class Meta:
        orderable = False
        template_name = "reports/presentation/figure_table.html"

    @property
    def body(self) -> SafeString:
        """The rows as HTML.

        Not rendered by the library: it computes every cell's attributes anew, which for 34 provinces takes as
        long as all the rest of the page.
        """
        columns = [(bound.column, self._renderer(bound)) for bound in self.columns]
        return SafeString("\n".join(self._row(record, columns) for record in self.data))

    def _renderer(self, bound: tables.columns.BoundColumn) -> Callable[..., str | SafeString]:
        return getattr(self, f"render_{bound.name}", bound.column.render)

    def _row(self, record: FigureRow, columns: Sequence[tuple[tables.Column, Callable[..., str]]]) -> str:
        cells: list[str] = []
        for column, render_cell in columns:
            cell_class = column.attrs.get("td", {}).get("class", "")
            cell_class = cell_class(record=record, table=self) if callable(cell_class) else cell_class
            open_tag = "td" if cells else 'th scope="row"'
            close_tag = "td" if cells else "th"
            attribute = f' class="{cell_class}"' if cell_class else ""
            cells.append(
                f"<{open_tag}{attribute}>{conditional_escape(render_cell(record=record))}</{close_tag}>"
            )
        attributes = {name: value_of(record) for name, value_of in self.row_attrs.items()}
        written = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
        return f"<tr{written}>{''.join(cells)}</tr>"

    @property
    def heads(self) -> list[Head]:
        heads: list[Head] = []
        for column in self.columns:
            group = getattr(column.column, "group", "")
            if column.name in self.inside_group:
                group = heads[-1].group
            if group and heads[-1].group == group:
                heads[-1].columns.append(column)
            else:
                heads.append(Head(group, [column]))
        return heads

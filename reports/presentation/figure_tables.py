"""How figures stand in a table: a number, a sign or nothing, each leading to the cell it comes from."""

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


def cell_text(indicator: Indicator, cell: Cell) -> str | SafeString:
    """A cell as it stands in a table: a number, a sign with its hidden words, or nothing."""
    if cell.value is not None:
        text = format_number(cell.value, decimals_of(indicator))
        return _as_estimate(text) if cell.is_estimate else text
    if cell.answer == Figure.Answer.NOT_APPLICABLE:
        return not_applicable()
    if cell.answer == Figure.Answer.NOT_KNOWN:
        return not_known()
    return format_html('<span class="visually-hidden">{}</span>', _("chưa gửi"))


def total_text(line: IndicatorLine, usual: int) -> SafeString:
    """A total; it names its coverage where that differs from `usual`, which the row's end tells."""
    total = line.total
    text: str = not_known()
    if total.value is not None:
        text = format_number(total.value, decimals_of(line.indicator))
        text = _as_estimate(text) if total.is_estimate else text
    if total.reported == usual:
        return format_html("{}", text)
    return format_html('{} <small class="quiet">{}</small>', text, coverage(total))


def _as_estimate(text: str) -> SafeString:
    """An estimate, or a total with one among its numbers."""
    return format_html('{} <small class="quiet">{}</small>', text, _("ước"))


def coverage(total: Total) -> str:
    """How many provinces stand behind a total: `6/7 tỉnh`."""
    return _("%(reported)s/%(expected)s tỉnh") % {"reported": total.reported, "expected": total.expected}


class FigureRow(Protocol):
    """What a row needs for its figures, by indicator code; `urls` has those that this reader may open."""

    @property
    def texts(self) -> dict[str, str | SafeString]: ...

    @property
    def illustrative(self) -> frozenset[str]: ...

    @property
    def urls(self) -> Mapping[str, str]: ...


@dataclass
class Head:
    """A heading over the columns of a group; without a group it is its one column's own heading."""

    group: str
    columns: list[tables.columns.BoundColumn]


class FigureColumn(tables.Column):
    """An indicator's figures; each leads to the cell it comes from."""

    def __init__(self, line: IndicatorLine, heading: str, group: str) -> None:
        self.code, self.group = line.indicator.code, group
        super().__init__(
            verbose_name=heading,
            empty_values=(),
            orderable=False,
            attrs={"th": {"class": "num wrap"}, "td": {"class": self.css_class}},
        )

    def css_class(self, record: FigureRow, table: tables.Table) -> str:
        return "illustrative num" if self.code in record.illustrative else "num"

    def render(self, record: FigureRow) -> str | SafeString:
        text = record.texts[self.code]
        url = record.urls.get(self.code)
        return format_html('<a href="{}">{}</a>', url, text) if url else text


def cell_urls(cells_url: str, codes: Iterable[str]) -> dict[str, str]:
    """Where a province's cells are on the page of its figures; none where this reader may not open it."""
    return {code: f"{cells_url}#{code.replace('.', '-')}" for code in codes} if cells_url else {}


def figure_columns(lines: Sequence[IndicatorLine]) -> list[tuple[str, FigureColumn]]:
    """A column for each line, by name: a section with several is a group, one alone is its own heading."""
    sections = [line.indicator.section for line in lines]
    columns = []
    for line, section in zip(lines, sections, strict=True):
        alone = sections.count(section) == 1
        label = section.in_language("label")
        heading = label if alone else _heading(line, lines[0].indicator.in_language("unit"))
        name = line.indicator.code.replace(".", "-")
        columns.append((name, FigureColumn(line, heading, "" if alone else label)))
    return columns


def _heading(line: IndicatorLine, usual_unit: str) -> str:
    """A column's heading; it names the unit where that is not the group's own nor in the words already."""
    label, unit = line.indicator.in_language("short_label"), line.indicator.in_language("unit")
    if unit == usual_unit or unit.casefold() in label.casefold():
        return label
    return f"{label} ({unit})"


class FigureTable(tables.Table):
    """A table of figures with headings over the columns of a section."""

    inside_group: tuple[str, ...] = ()  # columns that belong to the group of the column before them
    caption: str | SafeString
    caption_is_hidden = False
    is_illustrative: bool

    class Meta:
        orderable = False
        template_name = "reports/presentation/figure_table.html"

    @property
    def body(self) -> SafeString:
        """The rows, in one piece.

        The library asks every cell anew what its column can do; with 34 provinces that takes as long as
        everything else on the page.
        """
        columns = [(bound.column, self._painter(bound)) for bound in self.columns]
        row_class = self.row_attrs.get("class", lambda record: "")
        return SafeString("\n".join(self._row(record, row_class(record), columns) for record in self.data))

    def _painter(self, bound: tables.columns.BoundColumn) -> Callable[..., str | SafeString]:
        return getattr(self, f"render_{bound.name}", bound.column.render)

    def _row(
        self, record: FigureRow, css_class: str, columns: Sequence[tuple[tables.Column, Callable[..., str]]]
    ) -> str:
        cells: list[str] = []
        for column, paint in columns:
            kind = column.attrs.get("td", {}).get("class", "")
            kind = kind(record=record, table=self) if callable(kind) else kind
            start = "td" if cells else 'th scope="row"'
            end = "td" if cells else "th"
            attribute = f' class="{kind}"' if kind else ""
            cells.append(f"<{start}{attribute}>{conditional_escape(paint(record=record))}</{end}>")
        attribute = f' class="{css_class}"' if css_class else ""
        return f"<tr{attribute}>{''.join(cells)}</tr>"

    @property
    def heads(self) -> list[Head]:
        """The upper row of headings: groups over their columns, and the columns that stand alone."""
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


COLUMNS = (
    "coop.total",
    "coop.new",
    "coop.dissolved",
    "coop.members",
    "coop.charter_capital",
    "coop.capital_per_coop",
    "group.total",
    "union.total",
)

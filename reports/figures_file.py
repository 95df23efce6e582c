"""The cluster's figures as rows of a file: of a span as one reader sees it, and of a published report."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from figures.models import Figure
from provinces.export import Value
from provinces.models import Officer
from provinces.numbers import NO_NUMBER
from provinces.signs import NOT_APPLICABLE
from reports.charts.chart import decimals_of
from reports.exact import rounded
from reports.lines import Cell, Line
from reports.sources import as_reported, members, seen, tables
from reports.spans import Span

Rows = list[Sequence[Value]]


def span_rows(span: Span, *, officer: Officer, accepted_only: bool) -> tuple[list[str], Rows]:
    """Headings and rows of every indicator asked for in the span, with exactly what the dashboard counts.

    Args:
        span: the half-year or year.
        officer: who reads.
        accepted_only: leaves out what the cluster has not accepted yet.
    """
    span, _submissions = as_reported(span, officer=officer, accepted_only=accepted_only)
    provinces = members(span)
    visible = seen(officer=officer, year=span.year, accepted_only=accepted_only)
    table = tables([span], provinces=provinces, visible=visible)[0]
    heads = [*_heads(), *(province.name for province in provinces), _("Minh họa")]
    return heads, [_row(line) for line in table.lines.values()]


def _heads() -> list[str]:
    return [_("Chỉ tiêu"), _("Mã"), _("Đơn vị tính"), _("Toàn cụm"), _("Số tỉnh có số liệu")]


def _row(line: Line) -> Sequence[Value]:
    indicator = line.indicator
    total = line.total
    return [
        indicator.in_language("label"),
        indicator.code,
        indicator.in_language("unit"),
        NO_NUMBER if total.value is None else _number(line, total.value),
        f"{total.reported}/{total.expected}",
        *(_cell(line, cell) for cell in line.cells),
        _("minh họa") if line.is_illustrative or total.is_illustrative else "",
    ]


def _cell(line: Line, cell: Cell) -> Value:
    if cell.value is not None:
        return _number(line, cell.value)
    signs = {Figure.Answer.NOT_APPLICABLE.value: NOT_APPLICABLE, Figure.Answer.NOT_KNOWN.value: NO_NUMBER}
    return signs.get(cell.answer, "")


def _number(line: Line, value: Decimal) -> Decimal:
    """A ratio as it is shown; what was reported, exactly."""
    places = decimals_of(line.indicator) if line.is_ratio else None
    return value if places is None else rounded(value, places)


def report_rows(document: dict[str, Any]) -> tuple[list[str], Rows]:
    """Headings and rows of what a published report's appendix prints, from the document as it was signed."""
    heads = [*_heads(), *(province["name"] for province in document["provinces"]), _("Minh họa")]
    return heads, list(_report_rows(document))


def _report_rows(document: dict[str, Any]) -> Iterator[Sequence[Value]]:
    expected = len(document["provinces"])
    for section in document["sections"]:
        for row in section["indicators"]:
            yield [
                row["label"],
                row["code"],
                row["unit"],
                _printed(row["total"]) or NO_NUMBER,
                f"{row['reported']}/{expected}",
                *(_printed(value) for value in row["values"]),
                _("minh họa") if row["illustrative"] or row["total_illustrative"] else "",
            ]


def _printed(value: int | str | None) -> Value:
    if value is None:
        return ""
    return NOT_APPLICABLE if value == "na" else Decimal(value)

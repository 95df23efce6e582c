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
    return heads, [*_report_rows(document), *_pledge_rows(document), *_score_rows(document)]


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


def _pledge_rows(document: dict[str, Any]) -> Iterator[Sequence[Value]]:
    """Of each pledged indicator the signed target, in the columns of the provinces."""
    pledges = document.get("pledges")
    if pledges is None:
        return
    cells = {row["province"]: row["cells"] for row in pledges["rows"]}
    for place, pledged in enumerate(pledges["indicators"]):
        by_name = {name: row[place]["target"] for name, row in cells.items()}
        label = _("Giao ước năm %(year)s: %(indicator)s") % {
            "year": pledges["year"],
            "indicator": pledged["label"],
        }
        total, reported = pledged["total"]["target"], pledged["total"]["reported"]
        yield _contest_row(document, label, pledged["unit"], total, reported, by_name, pledges)


def _score_rows(document: dict[str, Any]) -> Iterator[Sequence[Value]]:
    """Final points by criterion, their total, and the ranks with the range that they keep."""
    contest = document.get("emulation")
    if contest is None or contest["scores"] is None:
        return
    points = _("điểm")
    names = contest["scores"]["provinces"]
    for row in contest["scores"]["rows"]:
        by_name = dict(zip(names, row["values"], strict=True))
        label = _("Điểm thi đua: %s") % f"{row['number']} {row['label']}"
        yield _contest_row(document, label, points, None, None, by_name, contest)
    standings = {standing["province"]: standing for standing in contest["ranking"]}
    for label, unit, key in (
        (_("Tổng điểm thi đua"), points, "total"),
        (_("Xếp hạng thi đua"), _("hạng"), "rank"),
        (_("Mức chắc chắn của thứ hạng"), "", "verdict"),
    ):
        by_name = {name: standing[key] for name, standing in standings.items()}
        yield _contest_row(document, label, unit, None, None, by_name, contest)


def _contest_row(
    document: dict[str, Any],
    label: str,
    unit: str,
    total: str | None,
    reported: int | None,
    by_name: dict[str, Any],
    said: dict[str, Any],
) -> Sequence[Value]:
    expected = len(document["provinces"])
    return [
        label,
        "",
        unit,
        _printed(total),
        "" if reported is None else f"{reported}/{expected}",
        *(_read(by_name.get(province["name"])) for province in document["provinces"]),
        _("minh họa") if said["illustrative"] else "",
    ]


def _read(value: int | str | None) -> Value:
    """A number as a number; words, as those on how firm a rank is, as they are."""
    if isinstance(value, str) and not value.lstrip("-").replace(".", "", 1).isdigit():
        return value
    return _printed(value)


def _printed(value: int | str | None) -> Value:
    if value is None:
        return ""
    return NOT_APPLICABLE if value == "na" else Decimal(value)

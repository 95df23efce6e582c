"""The cluster's figures as rows of a file: of a span as one reader sees it, and of a published report."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from provinces.export import Listing, Value
from provinces.list_files import made_up
from provinces.models import Officer
from provinces.numbers import NO_NUMBER
from provinces.signs import NOT_APPLICABLE
from reports.cell_values import cell_value, total_value
from reports.indicator_page import HalfCell, IndicatorPage
from reports.lines import Line
from reports.reconciliation import Comparison, published_for, reconcile
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
    rows = [_row(line) for line in table.lines.values()]
    compared = reconcile(table, published_for(span))
    if compared is None:
        return heads, rows
    facts = {comparison.indicator.code: comparison for comparison in compared.cluster}
    beside = [_compared(facts.get(code)) for code in table.lines]
    return (
        [*heads, _("Số Hội nghị công bố"), _("Chênh lệch")],
        [[*row, *more] for row, more in zip(rows, beside, strict=True)],
    )


def _compared(comparison: Comparison | None) -> Sequence[Value]:
    """What the conference published, and the system's own number less that."""
    return [comparison.published, comparison.gap] if comparison else [None, None]


def indicator_listing(page: IndicatorPage) -> Listing:
    """The cells behind one of the cluster's numbers: a row for each province, and the cluster first."""
    heads = [_("Tỉnh, thành phố")]
    for period in page.span.periods:
        heads += [period.short_label, f"{period.short_label}, {_('trạng thái')}"]
    heads += [page.span.label] if page.span.is_year else []
    heads += [_("Đơn vị tính"), _("Ghi chú, giải trình"), _("Minh họa")]
    unit, line = page.indicator.in_language("unit"), page.line
    whole = [total_value(line)] if page.span.is_year else []
    totals = [value for half in page.totals for value in (total_value(half) if half else "", "")]
    mark = made_up(line.total.is_illustrative)
    rows: Rows = [[_("Toàn cụm"), *totals, *whole, unit, page.coverage, mark]]
    for row in page.rows:
        halves = [
            value for half in row.halves for value in (cell_value(line, half.cell), half.standing.label)
        ]
        whole = [cell_value(line, row.whole)] if page.span.is_year else []
        said = "\n".join(text for half in row.halves for text in _said(half))
        mark = made_up(any(half.cell.is_illustrative for half in row.halves))
        rows.append([row.province.name, *halves, *whole, unit, said, mark])
    return Listing(f"{page.indicator.code.replace('.', '-')}-{page.span.slug}", heads, rows)


def _said(half: HalfCell) -> list[str]:
    """What the province wrote beside the cell."""
    said = [_("Lý do: %s") % half.explanation] if half.explanation else []
    return said + ([_("Ghi chú: %s") % half.note] if half.note else [])


def _heads() -> list[str]:
    return [_("Chỉ tiêu"), _("Mã"), _("Đơn vị tính"), _("Toàn cụm"), _("Số tỉnh có số liệu")]


def _row(line: Line) -> Sequence[Value]:
    indicator = line.indicator
    total = line.total
    return [
        indicator.in_language("label"),
        indicator.code,
        indicator.in_language("unit"),
        total_value(line),
        f"{total.reported}/{total.expected}",
        *(cell_value(line, cell) for cell in line.cells),
        made_up(line.is_illustrative or total.is_illustrative),
    ]


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
                made_up(row["illustrative"] or row["total_illustrative"]),
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

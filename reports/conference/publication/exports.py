from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reports.presentation.cell_values import Rows, figure_heads, sum_values
from vietnamese.numbers import NO_NUMBER
from web.list_downloads import illustrative_mark
from web.missing_value_marks import NOT_APPLICABLE
from web.table_files import Value


def report_rows(document: dict[str, Any]) -> tuple[list[str], Rows]:
    heads = [*figure_heads(), *(province["name"] for province in document["provinces"]), _("Minh họa")]
    return heads, [*_figure_rows(document), *_pledge_rows(document), *_score_rows(document)]


def _figure_rows(document: dict[str, Any]) -> Iterator[Sequence[Value]]:
    expected = len(document["provinces"])
    for section in document["sections"]:
        for row in section["indicators"]:
            yield [
                row["label"],
                row["code"],
                row["unit"],
                *sum_values(
                    NO_NUMBER if row["total"] is None else _number(row["total"]), row["reported"], expected
                ),
                *(_number(value) for value in row["values"]),
                illustrative_mark(row["illustrative"] or row["total_illustrative"]),
            ]


def _pledge_rows(document: dict[str, Any]) -> Iterator[Sequence[Value]]:
    pledges = document.get("pledges")
    if pledges is None:
        return
    cells = {row["province"]: row["cells"] for row in pledges["rows"]}
    for index, pledged in enumerate(pledges["indicators"]):
        by_name = {name: row[index]["target"] for name, row in cells.items()}
        label = _("Giao ước năm %(year)s: %(indicator)s") % {
            "year": pledges["year"],
            "indicator": pledged["label"],
        }
        total, reported = pledged["total"]["target"], pledged["total"]["reported"]
        yield _contest_row(document, label, pledged["unit"], total, reported, by_name, pledges)
        # A report that was signed before there were changes has no notes.
        notes = {name: row[index].get("change_note", "") for name, row in cells.items()}
        if any(notes.values()):
            label = _("Điều chỉnh giao ước năm %(year)s: %(indicator)s") % {
                "year": pledges["year"],
                "indicator": pledged["label"],
            }
            yield _contest_row(document, label, "", None, None, notes, pledges)


def _score_rows(document: dict[str, Any]) -> Iterator[Sequence[Value]]:
    contest = document.get("emulation")
    if contest is None or contest["scores"] is None:
        return
    points = _("điểm")
    names = contest["scores"]["provinces"]
    for row in contest["scores"]["rows"]:
        by_name = dict(zip(names, row["values"], strict=True))
        label = _("Điểm thi đua: %s") % f"{row['number']} {row['label']}"
        yield _contest_row(document, label, points, None, None, by_name, contest)
    ranking = {ranked["province"]: ranked for ranked in contest["ranking"]}
    for label, unit, key in (
        (_("Tổng điểm thi đua"), points, "total"),
        (_("Xếp hạng thi đua"), _("hạng"), "rank"),
        (_("Mức độ ổn định của thứ hạng"), "", "verdict"),
    ):
        by_name = {name: ranked[key] for name, ranked in ranking.items()}
        yield _contest_row(document, label, unit, None, None, by_name, contest)


def _contest_row(
    document: dict[str, Any],
    label: str,
    unit: str,
    total: str | None,
    reported: int | None,
    by_name: dict[str, Any],
    part: dict[str, Any],
) -> Sequence[Value]:
    expected = len(document["provinces"])
    return [
        label,
        "",
        unit,
        *(["", "", ""] if reported is None else sum_values(_number(total), reported, expected)),
        *(_number_or_words(by_name.get(province["name"])) for province in document["provinces"]),
        _("minh họa") if part["illustrative"] else "",
    ]


def _number_or_words(value: int | str | None) -> Value:
    if isinstance(value, str) and not value.lstrip("-").replace(".", "", 1).isdigit():
        return value
    return _number(value)


def _number(value: int | str | None) -> Value:
    if value is None:
        return ""
    return NOT_APPLICABLE if value == "na" else Decimal(value)

"""The contest's ranks over the years, with a line for each province."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from reports.charts.chart import NOTHING_APPLIES, Chart, Reading, Row, describe, in_words
from reports.charts.style import (
    CLEAR,
    EDGE,
    FIELD,
    LAYOUT,
    PAPER,
    ROW_HEIGHT,
    Spec,
    Trace,
    label_width,
    labels,
    plain,
    to_float,
)

MARGINS = {"top": 8, "bottom": 30}


@dataclass(frozen=True, slots=True)
class YearRanks:
    """The ranks of a settled year, by the province's primary key."""

    contest_year: EmulationYear
    ranks: Mapping[int, int]


def ranks_over_years(
    provinces: Sequence[Province], years: Sequence[YearRanks], own: int | None = None
) -> Chart | None:
    """Each province's rank over the years, the oldest first; None if there is only one year.

    `provinces` are all that were ranked in any of the years. The line of `own`, the primary key of the
    reader's province, is highlighted.
    """
    if len(years) < 2:
        return None
    last_ranks = years[-1].ranks
    provinces = sorted(provinces, key=lambda province: last_ranks.get(province.pk, len(provinces) + 1))
    rows = tuple(Row(p.name, tuple(_reading(year, p) for year in years)) for p in provinces)
    headers = (_("Tỉnh, thành phố"), *(_("Năm %s") % year.contest_year.year for year in years))
    period = _("năm %(first)s đến năm %(last)s") % {
        "first": years[0].contest_year.year,
        "last": years[-1].contest_year.year,
    }
    title, unit = _("Thứ hạng qua các năm"), _("hạng")
    notes = [_("Riêng các năm đã chốt điểm.")]
    if any(year.contest_year.is_illustrative for year in years):
        notes.append(_("Điểm rỗng: minh họa."))
    if any(year.contest_year.is_provisional for year in years):
        notes.append(_("* Kết quả tạm thời."))
    spec, height = _figure(provinces, rows, years, own)
    return Chart(
        name="ranks-over-years",
        title=title,
        unit=unit,
        period=period,
        coverage="",
        note=" ".join(notes),
        is_illustrative=any(year.contest_year.is_illustrative for year in years),
        description=describe(title, unit, period, rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
    )


def _reading(year: YearRanks, province: Province) -> Reading:
    rank = year.ranks.get(province.pk)
    if rank is None:
        return NOTHING_APPLIES
    return Reading(Decimal(rank), str(rank), Decimal(rank), None, year.contest_year.is_illustrative)


def _figure(
    provinces: Sequence[Province], rows: Sequence[Row], years: Sequence[YearRanks], own: int | None
) -> tuple[Spec, int]:
    count = max(len(year.ranks) for year in years)
    fills = [PAPER if year.contest_year.is_illustrative else None for year in years]
    data: list[Trace] = []
    places = _places(years)
    for province, row in zip(provinces, rows, strict=True):
        is_background = own is not None and province.pk != own
        colour, width = (EDGE, 1.5) if is_background else (FIELD, 2)
        hovers = [
            plain(_("%(province)s, năm %(year)s: hạng %(rank)s"))
            % {"province": plain(row.label), "year": year.contest_year.year, "rank": words}
            for year, words in zip(years, in_words(row.cells), strict=True)
        ]
        line: Trace = {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [None if n is None else years[n].contest_year.year for n in places],
            "y": [None if n is None else to_float(row.cells[n].value) for n in places],
            "line": {"color": colour, "width": width},
            "marker": {
                "size": 8,
                "color": [colour if n is None else fills[n] or colour for n in places],
                "line": {"width": 1.5, "color": colour},
            },
            "cliponaxis": False,
            "hovertext": ["" if n is None else hovers[n] for n in places],
            "hoverinfo": "text",
        }
        # The highlighted line is drawn last, over the others.
        data.insert(0 if is_background else len(data), line)
    first, last = (_rank_labels(year, provinces) for year in (years[0], years[-1]))
    slots = list(range(1, len(last) + 1))
    data.append(labels([years[-1].contest_year.year] * len(last), last, rows=slots, gap=3))
    height = ROW_HEIGHT * count + MARGINS["top"] + MARGINS["bottom"]
    return {"data": data, "layout": _layout(years, first, count, height, label_width(last))}, height


def _places(years: Sequence[YearRanks]) -> list[int | None]:
    """The years by number; None, a gap in the lines, where one is missing."""
    places: list[int | None] = []
    for n, year in enumerate(years):
        if n and year.contest_year.year - years[n - 1].contest_year.year > 1:
            places.append(None)
        places.append(n)
    return places


def _rank_labels(year: YearRanks, provinces: Sequence[Province]) -> list[str]:
    """`1 Cần Thơ`, the first on top. Provinces that share a rank take the rows that it leaves free."""
    ranked = sorted((p for p in provinces if p.pk in year.ranks), key=lambda p: year.ranks[p.pk])
    return [f"{year.ranks[p.pk]} {p.name}" for p in ranked]


def _layout(
    years: Sequence[YearRanks], first: Sequence[str], count: int, height: int, right: int
) -> dict[str, Any]:
    provisional = {year.contest_year.year for year in years if year.contest_year.is_provisional}
    shown = list(range(years[0].contest_year.year, years[-1].contest_year.year + 1))
    axis = {"fixedrange": True, "showgrid": False, "zeroline": False, "tickcolor": CLEAR}
    return {
        **LAYOUT,
        "height": height,
        "margin": {"l": 0, "r": right, "t": MARGINS["top"], "b": MARGINS["bottom"]},
        "xaxis": axis
        | {
            "range": [shown[0], shown[-1]],
            "tickvals": shown,
            "ticktext": [f"{year}*" if year in provisional else str(year) for year in shown],
            "tickangle": 0,
            "ticks": "outside",
            "ticklen": 6,
        },
        "yaxis": axis
        | {
            "range": [count + 0.5, 0.5],
            "tickvals": list(range(1, len(first) + 1)),
            "ticktext": [plain(name) for name in first],
            "automargin": "left",
            "ticks": "outside",
            "ticklen": 14,
        },
    }

"""Each province's ratios beside the cluster's own: who stands above or below, whatever its size."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.charts.chart import Chart, Reading, Row, coverage_of, describe, in_words, read_line, read_total
from reports.charts.style import (
    BOLD,
    FIELD,
    INK,
    LINE,
    PAPER,
    SOFT,
    Spec,
    Trace,
    label_width,
    named_rows,
    plain,
    text_at,
)
from reports.summary.values import IndicatorLine, Table
from vietnamese.numbers import format_number
from vietnamese.sentences import inside_a_sentence

CODES = (
    "coop.members_per_coop",
    "coop.capital_per_coop",
    "coop.revenue_per_coop",
    "coop.profit_per_coop",
    "alliance.member_share",
)
ROW, TOP, BOTTOM = 56, 30, 28  # pixels
SMALL = {"size": 12}
AXIS = 250  # pixels that the axis has at least where names stand beside the dots


def ratios_by_province(table: Table) -> Chart | None:
    """A row for each ratio, a dot for each province, in percent of the cluster's own."""
    table = table.at_end
    lines = [table[code] for code in CODES if code in table]
    if not lines:
        return None
    whole = all(line.total.is_complete for line in lines if line.total.value is not None)
    head = _("Toàn cụm") if whole else _("Cộng các tỉnh có số liệu")
    headers = (_("Chỉ tiêu"), head, *(province.name for province in table.provinces))
    rows = tuple(
        Row(
            f"{line.indicator.in_language('short_label')} ({line.indicator.in_language('unit')})",
            (read_total(line), *read_line(line)),
        )
        for line in lines
    )
    title, unit = _("Từng tỉnh so với mức chung của Cụm"), _("so với mức chung (%)")
    period = inside_a_sentence(table.label)
    readings = [cell for row in rows for cell in row.cells[1:]]
    notes = [_("Mỗi chấm một tỉnh; mức chung = 100.")]
    if any(reading.is_provisional for reading in readings):
        notes.append(_("Chấm rỗng: tạm tính."))
    spec, height = _figure(table, lines, rows)
    return Chart(
        name="ratios",
        title=title,
        unit=unit,
        period=period,
        coverage=coverage_of([line.total for line in lines]),
        note=" ".join(notes),
        is_illustrative=any(reading.is_illustrative for reading in readings),
        description=describe(title, unit, period, rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
        slugs=("", *(province.slug for province in table.provinces)),
        codes=tuple(line.indicator.code for line in lines),
    )


def _in_percent(line: IndicatorLine) -> list[float | None]:
    """The cells in percent of the total; none of a total that is zero or a loss, which has no percent."""
    whole = line.total.value
    if whole is None or whole <= 0:
        return [None] * len(line.cells)
    return [None if cell.value is None else float(cell.value / whole * 100) for cell in line.cells]


def _figure(table: Table, lines: Sequence[IndicatorLine], rows: Sequence[Row]) -> tuple[Spec | None, int]:
    percents = [_in_percent(line) for line in lines]
    known = [percent for row in percents for percent in row if percent is not None]
    if not known:
        return None, 0
    low, high = min(0.0, *known), max(200.0, *known)
    ends, others = _labels(table, rows, percents)
    shown = [
        f"{row.cells[0].text} {line.indicator.in_language('unit')}"
        for row, line in zip(rows, lines, strict=True)
    ]
    names = [line.indicator.in_language("short_label") for line in lines]
    heads = [
        text_at(0, n, text, xref="paper", xanchor="right", xshift=-8, yshift=shift, font=font)
        for n, pair in enumerate(zip(names, shown, strict=True))
        for text, shift, font in ((pair[0], 8, {}), (pair[1], -9, SMALL | {"color": SOFT}))
    ]
    step = next(step for step in (50, 100, 200, 500, 1000, 10**9) if high <= 6 * step)
    hundred = text_at(100, 0, _hundred(lines), yshift=ROW // 2 + 4, yanchor="bottom", font=BOLD)
    left, right = _room(ends, low, high)
    layout, height = named_rows(
        [("", "")] * len(lines),
        span=(low - left * (high - low), high),
        right=right,
        top=TOP,
        bottom=BOTTOM,
        row=ROW,
        shapes=[
            *(
                {"type": "line", "layer": "below", "x0": low, "x1": high, "y0": n, "y1": n}
                | {"line": {"color": LINE, "width": 1}}
                for n in range(len(lines))
            ),
            {"type": "line", "x0": 100, "x1": 100, "y0": -0.55, "y1": len(lines) - 0.5}
            | {"line": {"color": INK, "width": 2}},
        ],
    )
    layout["margin"]["l"] = label_width([*names, *shown])
    layout["annotations"] = [*heads, *ends, *others, hundred]
    layout["xaxis"] |= {
        "visible": True,
        "showgrid": False,
        "zeroline": False,
        "tickvals": list(range(0, int(high) + 1, step)),
        "ticksuffix": "%",
        "tickangle": 0,
    }
    # On a telephone a row's name stands over its dots, and that of a marked dot under it.
    over = {"xref": "paper", "xanchor": "left", "xshift": -8, "yshift": 18, "font": SMALL, "bgcolor": PAPER}
    narrow = {
        "annotations": [
            *(
                text_at(0, n, f"{name}: {total}", **over)
                for n, (name, total) in enumerate(zip(names, shown, strict=True))
            ),
            *(
                text | {"visible": False, "xanchor": "center", "xshift": 0, "yshift": -15, "bgcolor": PAPER}
                for text in (*ends, *others)
            ),
            hundred,
        ],
        "xaxis": layout["xaxis"] | {"range": [low - 0.03 * (high - low), high]},
        "margin": layout["margin"] | {"l": 12, "r": 12},
    }
    data = [
        _dots(province.slug, province.name, [row[i] for row in percents], [row.cells[i + 1] for row in rows])
        for i, province in enumerate(table.provinces)
    ]
    drawn = [trace for trace in data if any(x is not None for x in trace["x"])]
    return {"data": drawn, "layout": layout, "narrow": narrow}, height


def _hundred(lines: Sequence[IndicatorLine]) -> str:
    totals = [line.total for line in lines if line.total.value is not None]
    if all(total.is_complete for total in totals):
        return _("toàn cụm = 100")
    counts = {total.reported for total in totals}
    if len(counts) == 1:
        return _("%s tỉnh đã gửi = 100") % counts.pop()
    return _("các tỉnh đã gửi = 100")


def _labels(
    table: Table, rows: Sequence[Row], percents: Sequence[Sequence[float | None]]
) -> tuple[list[Trace], list[Trace]]:
    """The names of each row's lowest and highest; those of all others, which show while marked."""
    ends, others = [], []
    for n, (row, row_percents) in enumerate(zip(rows, percents, strict=True)):
        dots = sorted((x, i) for i, x in enumerate(row_percents) if x is not None)
        for place, (x, i) in enumerate(dots):
            province = table.provinces[i]
            text = text_at(x, n, f"{province.name} {row.cells[i + 1].text}", name=province.slug, font=SMALL)
            if place in (0, len(dots) - 1):
                is_left = place == 0 and len(dots) > 1
                ends.append(
                    text
                    | ({"xanchor": "right", "xshift": -9} if is_left else {"xanchor": "left", "xshift": 9})
                )
            else:
                others.append(text | {"visible": False, "yshift": 15, "bgcolor": PAPER})
    return ends, others


def _room(ends: Sequence[Trace], low: float, high: float) -> tuple[float, int]:
    """Room for the names beside the dots: on the left a part of the axis, on the right pixels beyond it."""
    left, right = 0.05, 12.0
    for text in ends:
        width, place = label_width([text["text"]]), (text["x"] - low) / (high - low)
        if text["xanchor"] == "right":
            left = max(left, (width - place * AXIS) / AXIS)
        else:
            right = max(right, width - (1 - place) * AXIS)
    return left, round(right)


def _dots(slug: str, name: str, percents: Sequence[float | None], readings: Sequence[Reading]) -> Trace:
    """Solid, or hollow while provisional."""
    words = in_words(readings)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(percents),
        "y": list(range(len(percents))),
        "meta": slug,
        "cliponaxis": False,
        "marker": {
            "size": 10,
            "opacity": 1,
            "color": [PAPER if reading.is_provisional else FIELD for reading in readings],
            "line": {
                "width": 1.5,
                "color": [FIELD if reading.is_provisional else PAPER for reading in readings],
            },
        },
        "hovertext": [
            ""
            if percent is None
            else plain(
                _("%(province)s: %(value)s, bằng %(percent)s%% mức chung")
                % {"province": name, "value": value, "percent": format_number(round(percent))}
            )
            for percent, value in zip(percents, words, strict=True)
        ],
        "hoverinfo": "text",
    }

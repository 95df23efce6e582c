"""How each province's cooperatives are rated: the parts of its own hundred percent."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from reports.charts.chart import Chart, Reading, Row, coverage_of, describe, in_words, read_line
from reports.charts.style import (
    EDGE,
    INK,
    PAPER,
    STEPS,
    WASH,
    Spec,
    Trace,
    named_rows,
    plain,
    text_at,
)
from reports.summary.arithmetic import add_up
from reports.summary.values import IndicatorLine, Table
from vietnamese.numbers import format_number, format_percent
from vietnamese.sentences import inside_a_sentence

PREFIX = "coop.rating."
SHADES = (*STEPS[:0:-1], WASH)  # the best first, not rated last
LIGHT_ON_DARK = 2  # so many shades have letters in the colour of the paper
SHOWN_FROM = Decimal("0.05")  # of the whole; a narrower part has no number
DIGIT = 0.58  # of a font's size
WIDE, NARROW = (
    (520, 13),
    (320, 11),
)  # pixels of a bar at least, and of its numbers; on paper, and on a telephone
NARROW_ROW = 44  # pixels, with the name over its bar
MOST_NAMED = 6


def ratings_by_province(table: Table) -> Chart | None:
    """A bar for the cluster, and one for each province that says how all its cooperatives are rated."""
    table = table.at_end
    lines = [line for code, line in table.lines.items() if code.startswith(PREFIX)]
    if not lines:
        return None
    amounts = [[line.cells[i].amount for line in lines] for i in range(len(table.provinces))]
    rated = [i for i, own in enumerate(amounts) if None not in own and any(own)]
    left_out = [province.name for i, province in enumerate(table.provinces) if i not in rated]
    by_line = [read_line(line) for line in lines]
    rows = tuple(
        Row(province.name, tuple(readings[i] for readings in by_line), province.slug)
        for i, province in enumerate(table.provinces)
    )
    labels = [line.indicator.in_language("short_label") for line in lines]
    unit, period = lines[0].indicator.in_language("unit"), inside_a_sentence(table.label)
    shown = [(table.provinces[i].slug, rows[i]) for i in rated]
    if len(rated) > 1:
        head = _("Cộng %s") % (_("%s tỉnh") % f"{len(rated)}/{len(rows)}") if left_out else _("Toàn cụm")
        shown.insert(0, ("", Row(head, tuple(_sum(line, rated) for line in lines))))
    title, shares = _("HTX theo kết quả xếp loại"), _("tỷ lệ trong số HTX của tỉnh (%)")
    spec, height = _figure(shown, labels, unit) if shown else (None, 0)
    return Chart(
        name="ratings",
        title=title,
        unit=shares,
        period=period,
        coverage=coverage_of([line.total for line in lines]),
        note=" ".join(filter(None, _notes(labels, shown, left_out, unit))),
        is_illustrative=any(cell.is_illustrative for row in rows for cell in row.cells),
        description=describe(title, unit, period, rows, (_("Tỉnh, thành phố"), *labels)),
        spec=spec,
        height=height,
        headers=(_("Tỉnh, thành phố"), *labels),
        rows=(*(row for slug, row in shown if not slug), *rows),
        codes=tuple(line.indicator.code for line in lines),
    )


def _notes(
    labels: Sequence[str], shown: Sequence[tuple[str, Row]], left_out: Sequence[str], unit: str
) -> list[str]:
    provisional = [
        row.label for slug, row in shown if slug and any(cell.is_provisional for cell in row.cells)
    ]
    return [
        _("Màu từ nổi đến chìm: %s.") % ", ".join(inside_a_sentence(label) for label in labels),
        _("Số trong ô: %s; số nhỏ xem ở bảng.") % unit,
        _("Tạm tính: %s.") % _listed(provisional) if provisional else "",
        _("Chưa đủ kết quả xếp loại: %s.") % _listed(left_out) if left_out else "",
    ]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMED else _("%s tỉnh") % len(names)


def _sum(line: IndicatorLine, columns: Sequence[int]) -> Reading:
    total = line.total if len(columns) == len(line.cells) else add_up([line.cells[i] for i in columns])
    return Reading(total.value, format_number(total.value), is_illustrative=total.is_illustrative)


def _figure(shown: Sequence[tuple[str, Row]], labels: Sequence[str], unit: str) -> tuple[Spec, int]:
    wholes = [sum((cell.value or Decimal(0) for cell in row.cells), Decimal(0)) for _slug, row in shown]
    names = [(slug, row.label) for slug, row in shown]
    data = [_parts(n, label, shown, wholes, unit) for n, label in enumerate(labels)]
    heads = []
    start = 0.0
    for trace, label in zip(data, labels, strict=True):
        share = trace["x"][0]
        if share:  # over the middle of the first bar's part
            heads.append(text_at(start + share / 2, 0, label, yshift=15, yanchor="bottom"))
        start += share
    layout, height = named_rows(
        names, span=(0, 100), right=4, top=24, row=31, annotations=heads, barmode="stack", bargap=0.25
    )
    heads_of_rows = layout["annotations"][: len(names)]
    for text in heads_of_rows:
        if "name" not in text:
            text["font"] = {"weight": 700}
    layout["annotations"] += _numbers(shown, wholes, *WIDE)
    over_the_bar = {"xanchor": "left", "xshift": 0, "yanchor": "middle"}
    narrow = {
        "annotations": [
            *(text | over_the_bar | {"y": text["y"] - 0.5} for text in heads_of_rows),
            *_numbers(shown, wholes, *NARROW),
        ],
        "margin": layout["margin"] | {"l": 0, "t": 14},
        "bargap": 0.55,
        "height": NARROW_ROW * len(names) + 18,
    }
    return {"data": data, "layout": layout, "narrow": narrow}, height


def _numbers(
    shown: Sequence[tuple[str, Row]], wholes: Sequence[Decimal], width: int, size: int
) -> list[Trace]:
    """The numbers that have room inside their parts; the table has the others."""
    texts = []
    for y, ((_slug, row), whole) in enumerate(zip(shown, wholes, strict=True)):
        start = Decimal(0)
        for n, reading in enumerate(row.cells):
            share = (reading.value or 0) / whole
            if share >= SHOWN_FROM and float(share) * width >= len(reading.text) * size * DIGIT:
                font = {"size": size, "color": PAPER if n < LIGHT_ON_DARK else INK}
                texts.append(text_at(float((start + share / 2) * 100), y, reading.text, font=font))
            start += share
    return texts


def _parts(
    n: int, label: str, shown: Sequence[tuple[str, Row]], wholes: Sequence[Decimal], unit: str
) -> Trace:
    """One rating, over all bars."""
    readings = [row.cells[n] for _slug, row in shown]
    shares = [(reading.value or 0) / whole for reading, whole in zip(readings, wholes, strict=True)]
    shade = SHADES[min(n, len(SHADES) - 1)]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(shown))),
        "x": [float(share * 100) for share in shares],
        "marker": {"color": shade, "line": {"width": 1, "color": EDGE if shade == WASH else PAPER}},
        "hovertext": [
            plain(f"{row.label}, {inside_a_sentence(label)}: {words} ({format_percent(share * 100)})")
            for (_slug, row), words, share in zip(shown, in_words(readings, unit), shares, strict=True)
        ],
        "hoverinfo": "text",
    }

"""Increases to the right, decreases to the left: one drawing for provinces and for kinds of organisation."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.charts.chart import Chart, Row, describe, in_words
from reports.charts.style import EDGE, LAYOUT, SOFT, bars, labels, number, plain, room, rows_layout, upright


def turnover(
    *,
    name: str,
    title: str,
    unit: str,
    period: str,
    coverage: str,
    headers: tuple[str, str, str],
    rows: tuple[Row, ...],
    under: Sequence[str] = (),
    note: str = "",
) -> Chart:
    """Draw rows of (increase, decrease).

    Args:
        name: the chart's slug.
        title: without number.
        unit: of all rows.
        period: the span in words.
        coverage: who is behind the figures.
        headers: the twin's heads: rows, increases, decreases.
        rows: one a province or a kind.
        under: a second line under each row's name.
        note: what else the caption says.
    """
    more, less = [row.cells[0] for row in rows], [row.cells[1] for row in rows]
    readings = [*more, *less]
    notes = [note]
    if any(r.is_unknown for r in readings):
        notes.append(_("… là chưa có số liệu."))
    if any(r.is_provisional for r in readings):
        notes.append(_("Sọc ngang: tạm tính."))
    spec, height = None, 0
    if any(r.value is not None for r in readings):
        up = [number(r.value) or 0.0 for r in more]
        down = [-(number(r.value) or 0.0) for r in less]
        risen = [f"+{r.text}" if r.value else r.text for r in more]
        fallen = [f"−{r.text}" if r.value else r.text for r in less]
        names = [plain(row.label) for row in rows]
        ticked = (
            [f"{n}<br>{plain(second)}" for n, second in zip(names, under, strict=True)] if under else names
        )
        heads = [
            {"x": 0, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": anchor, "xshift": shift}
            | {"text": plain(text), "showarrow": False, "font": {"color": SOFT}}
            for text, anchor, shift in ((_("giảm"), "right", -6), (_("tăng"), "left", 6))
        ]
        layout, height = rows_layout(
            ticked,
            span=(min(*down, -0.15 * max(up)), max(*up, 0.15 * -min(down)) or 1),
            right=room(risen),
            left=room(fallen),
            top=22,
            row=46 if under else 27,
            shapes=[upright(0, len(rows))],
            annotations=heads,
            bargap=0.62 if under else LAYOUT["bargap"],
        )
        first, second = (plain(head.lower()) for head in headers[1:])
        rises = [f"{n}: {first} {words}" for n, words in zip(names, in_words(more), strict=True)]
        falls = [f"{n}: {second} {words}" for n, words in zip(names, in_words(less), strict=True)]
        data = [
            *bars(more, rises),
            *bars(less, falls, colour=EDGE, sign=-1),
            labels(up, risen),
            labels(down, fallen, side="left"),
        ]
        spec = {"data": data, "layout": layout}
    return Chart(
        name=name,
        title=title,
        unit=unit,
        period=period,
        coverage=coverage,
        note=" ".join(filter(None, notes)),
        is_illustrative=any(r.is_illustrative for r in readings),
        description=describe(title, unit, period, rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
    )

"""Increases to the right, decreases to the left, by province or by kind of organisation."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.charts.chart import Chart, Reading, Row, describe, in_words
from reports.charts.style import (
    EDGE,
    LAYOUT,
    SOFT,
    bars,
    label_width,
    labels,
    plain,
    rows_layout,
    to_float,
    vertical_line,
)


def turnover_chart(
    *,
    name: str,
    title: str,
    unit: str,
    period: str,
    coverage: str,
    headers: tuple[str, str, str],
    rows: tuple[Row, ...],
    subtitles: Sequence[str] = (),
) -> Chart:
    """Draw rows of (increase, decrease); `subtitles` are second lines under the names of the rows."""
    increases, decreases = [row.cells[0] for row in rows], [row.cells[1] for row in rows]
    readings = [*increases, *decreases]
    notes = []
    if any(r.is_unknown for r in readings):
        notes.append(_("… là chưa có số liệu."))
    if any(r.is_provisional and not r.coverage for r in readings):
        notes.append(_("Sọc ngang: tạm tính."))
    if any(r.coverage for r in readings):
        notes.append(_("Thanh rỗng: chưa đủ tỉnh."))
    spec, height = None, 0
    if any(r.value is not None for r in readings):
        right = [to_float(r.value) or 0.0 for r in increases]
        left = [-(to_float(r.value) or 0.0) for r in decreases]
        increase_texts = [f"+{r.label}" if r.value else r.label for r in increases]
        decrease_texts = [f"−{r.label}" if r.value else r.label for r in decreases]
        names = [plain(row.label) for row in rows]
        row_names = names
        if subtitles:
            row_names = [f"{n}<br>{plain(text)}" for n, text in zip(names, subtitles, strict=True)]
        side_labels = [
            {"x": 0, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": anchor, "xshift": shift}
            | {"text": plain(text), "showarrow": False, "font": {"color": SOFT}}
            for text, anchor, shift in ((_("giảm"), "right", -6), (_("tăng"), "left", 6))
        ]
        layout, height = rows_layout(
            row_names,
            span=(min(*left, -0.15 * max(right)), max(*right, 0.15 * -min(left)) or 1),
            right=label_width(increase_texts),
            left=label_width(decrease_texts),
            top=22,
            row=46 if subtitles else 27,
            shapes=[vertical_line(0, len(rows))],
            annotations=side_labels,
            bargap=0.62 if subtitles else LAYOUT["bargap"],
        )
        increase_word, decrease_word = (plain(head.lower()) for head in headers[1:])
        data = [
            *bars(increases, _hovers(names, increase_word, increases)),
            *bars(decreases, _hovers(names, decrease_word, decreases), colour=EDGE, sign=-1),
            labels(right, increase_texts),
            labels(left, decrease_texts, side="left"),
        ]
        spec = {"data": data, "layout": layout}
    return Chart(
        name=name,
        title=title,
        unit=unit,
        period=period,
        coverage=coverage,
        note=" ".join(notes),
        is_illustrative=any(r.is_illustrative for r in readings),
        description=describe(title, unit, period, rows, headers),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
    )


def _hovers(names: Sequence[str], word: str, readings: Sequence[Reading]) -> list[str]:
    return [f"{name}: {word} {value}" for name, value in zip(names, in_words(readings), strict=True)]

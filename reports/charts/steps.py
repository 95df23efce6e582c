"""From the opening to the closing in steps, one for each province: where the change came from."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from figures.catalogue.ties import Ledger, ledgers
from figures.submissions.cell_arithmetic import Cell, sum_of_numbers
from figures.submissions.models import Figure
from reports.charts.chart import UNKNOWN, Chart, Reading, Row, coverage_of, describe, in_words, read_line
from reports.charts.style import (
    BOLD,
    EDGE,
    FIELD,
    HATCHING,
    INK,
    PAPER,
    SOFT,
    Spec,
    Trace,
    label_width,
    named_rows,
    plain,
    text_at,
)
from reports.summary.arithmetic import opening_total
from reports.summary.values import Table, Total
from vietnamese.numbers import format_change, format_number
from vietnamese.sentences import inside_a_sentence

CLOSING, INCREASE, DECREASE = "coop.total", "coop.new", "coop.dissolved"
NO_CELL = Reading(None, "")
ROW = 30  # pixels


class Step(NamedTuple):
    """A row between the opening and the closing; `start` is how far the steps before it have come."""

    slug: str
    label: str
    net: Reading
    parts: tuple[Reading, ...]
    start: Decimal

    @property
    def end(self) -> Decimal:
        return self.start + (self.net.value or 0)

    @property
    def text(self) -> str:
        if self.net.value is None:
            # Not "not sent": the province may have sent what this reader does not see.
            return _("chưa có số")
        if not self.parts:
            return self.net.text
        more, less = (part.text for part in self.parts)
        return f"{self.net.text} (+{more} −{less})"


def steps_by_province(table: Table, before: Table | None = None) -> Chart | None:
    """The cooperatives from the opening to the closing of a span.

    A province's step is its new cooperatives less its dissolved ones. Other increases and decreases, and what
    the reported closing differs from, have a row of their own, so that the steps add up to the closing.
    """
    all_ledgers = ledgers(line.indicator for line in table.lines.values())
    ledger = next((each for each in all_ledgers if each.closing.code == CLOSING), None)
    if ledger is None or INCREASE not in table or DECREASE not in table:
        return None
    increase, decrease = table[INCREASE], table[DECREASE]
    ends = _whole(opening_total(table, before, ledger.closing)), _whole(table[CLOSING].total)
    steps = _steps(table, ledger, *ends)
    headers = (
        _("Tỉnh, thành phố"),
        increase.indicator.in_language("short_label"),
        decrease.indicator.in_language("short_label"),
        _("Thay đổi"),
    )
    rows = (
        Row(_("Đầu kỳ"), (NO_CELL, NO_CELL, ends[0])),
        *(Row(step.label, (*(step.parts or (NO_CELL, NO_CELL)), step.net), step.slug) for step in steps),
        Row(_("Cuối kỳ"), (NO_CELL, NO_CELL, ends[1])),
    )
    title = _("Số HTX từ đầu kỳ đến cuối kỳ, theo tỉnh")
    unit, period = ledger.closing.in_language("unit"), inside_a_sentence(table.label)
    notes = [_("Mỗi bậc: thành lập mới trừ giải thể; bậc giảm để rỗng.")]
    if any(step.net.is_provisional for step in steps):
        notes.append(_("Sọc ngang: tạm tính."))
    spec, height = _figure(steps, ends, unit) if any(s.net.value is not None for s in steps) else (None, 0)
    return Chart(
        name="steps",
        title=title,
        unit=unit,
        period=period,
        coverage=coverage_of([increase.total, decrease.total]),
        note=" ".join(notes),
        is_illustrative=any(cell.is_illustrative for row in rows for cell in row.cells),
        description=describe(
            title, unit, period, [Row(row.label, (row.cells[-1],)) for row in rows], (headers[0], unit)
        ),
        spec=spec,
        height=height,
        headers=headers,
        rows=rows,
        codes=(CLOSING, INCREASE, DECREASE),
    )


def _whole(total: Total | None) -> Reading:
    amount = total.amount if total else None
    if total is None or amount is None:
        return UNKNOWN
    return Reading(amount, format_number(amount), is_illustrative=total.is_illustrative)


def _steps(table: Table, ledger: Ledger, opening: Reading, closing: Reading) -> list[Step]:
    reached = Decimal(0)
    steps: list[Step] = []

    def add(slug: str, label: str, net: Reading, parts: tuple[Reading, ...] = ()) -> None:
        nonlocal reached
        steps.append(Step(slug, label, net, parts, reached))
        reached += net.value or 0

    increase, decrease = table[INCREASE], table[DECREASE]
    parts = zip(read_line(increase), read_line(decrease), strict=True)
    cells = zip(increase.cells, decrease.cells, strict=True)
    for province, pair, readings in zip(table.provinces, cells, parts, strict=True):
        add(province.slug, province.name, _net(*pair), readings)
    others = [flow for flow in ledger.flows if flow.code not in (INCREASE, DECREASE)]
    other_cells = [cell for flow in others for cell in table[flow.code].cells]
    other = sum((flow.signed(table[flow.code].total.value or Decimal(0)) for flow in others), Decimal(0))
    if other:
        add("", _("Tăng, giảm khác"), _read(other, other_cells))
    first, last = opening.value, closing.value
    if first is not None and last is not None and (gap := last - first - reached):
        is_illustrative = opening.is_illustrative or closing.is_illustrative
        add("", _("Chênh lệch"), Reading(gap, format_change(gap), is_illustrative=is_illustrative))
    return steps


def _net(increase: Cell, decrease: Cell) -> Reading:
    """What both change together. Cells that do not apply change nothing."""
    if increase.answer == decrease.answer == Figure.Answer.NOT_APPLICABLE:
        return _read(Decimal(0), ())
    if increase.amount is None or decrease.amount is None:
        return UNKNOWN
    return _read(increase.amount - decrease.amount, (increase, decrease))


def _read(net: Decimal, cells: Sequence[Cell]) -> Reading:
    numbers = [cell for cell in cells if cell.is_number]
    is_accepted = all(cell.is_accepted for cell in numbers)
    return Reading(
        net,
        format_change(net),
        net if is_accepted else None,
        None if is_accepted else net,
        bool(sum_of_numbers(numbers)) and any(cell.is_illustrative for cell in numbers),
    )


def _figure(steps: Sequence[Step], ends: tuple[Reading, Reading], unit: str) -> tuple[Spec, int]:
    opening, closing = ends
    last = len(steps) + 1
    reached = [Decimal(0), *(step.end for step in steps)]
    low, high = float(min(reached)), float(max(reached))
    names = [("", _("Đầu kỳ")), *((step.slug, step.label) for step in steps), ("", _("Cuối kỳ"))]
    after: dict[str, Any] = {"xanchor": "left", "xshift": 6}
    closing_text = _("chưa đủ tỉnh") if closing.value is None else closing.text
    texts = [
        text_at(0, 0, opening.text, **after, font=BOLD),
        *(
            text_at(float(max(step.start, step.end)), n, step.text, **after)
            | ({"name": step.slug} if step.slug else {})
            | ({"font": {"color": SOFT}} if step.net.value is None else {})
            for n, step in enumerate(steps, start=1)
        ),
        text_at(float(reached[-1]), last, closing_text, **after, font=BOLD if closing.value else {}),
    ]
    joints = [_upright(float(end), n - 0.36, n + 1.36, EDGE) for n, end in enumerate(reached[1:-1], start=1)]
    layout, height = named_rows(
        names,
        span=(low, high if high > low else low + 1),
        right=label_width([opening.text, closing_text, *(step.text for step in steps)]),
        row=ROW,
        annotations=texts,
        shapes=[
            _upright(0, -0.4, 1.36, INK, width=2),
            *joints,
            _upright(
                float(reached[-1]), last - 1.36, last + 0.4, INK, width=2, is_dotted=closing.value is None
            ),
        ],
        barmode="overlay",
        bargap=0.28,
    )
    data = [_bar(step, n, unit) for n, step in enumerate(steps, start=1) if step.net.value is not None]
    return {"data": data, "layout": layout}, height


def _bar(step: Step, row: int, unit: str) -> Trace:
    """A rise is solid, a fall hollow, and what is provisional furrowed."""
    falls, colour = step.end < step.start, FIELD if step.slug else EDGE
    marker: dict[str, Any] = {"color": PAPER if falls else colour, "line": {"width": 2, "color": colour}}
    if step.net.is_provisional:
        marker["pattern"] = HATCHING | {"fgcolor": colour, "solidity": 0.2 if falls else 0.5}
    (words,) = in_words([step.net], unit)
    return {
        "type": "bar",
        "orientation": "h",
        "x": [float(step.end - step.start)],
        "y": [row],
        "base": [float(step.start)],
        "marker": marker,
        "hovertext": plain(f"{step.label}: {words}"),
        "hoverinfo": "text",
        **({"meta": step.slug} if step.slug else {}),
    }


def _upright(
    x: float, top: float, bottom: float, colour: str, *, width: int = 1, is_dotted: bool = False
) -> Trace:
    line = {"color": colour, "width": width, "dash": "dot" if is_dotted else "solid"}
    return {"type": "line", "x0": x, "x1": x, "y0": top, "y1": bottom, "line": line}

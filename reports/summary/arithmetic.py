"""The cluster's arithmetic: exact decimals, money in triệu đồng.

Over provinces stocks and flows add up, and a ratio is the ratio of the sums. Over time flows add up, and a
stock is its last value. A missing number is not zero: every total counts the provinces that reported.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from figures.catalogue.breaks import NO_BREAKS, Breaks
from figures.catalogue.models import Indicator
from figures.catalogue.ties import Ledger, RollForward, ledgers
from figures.submissions.cell_arithmetic import (
    ABSENT,
    Cell,
    is_being_corrected,
    is_estimate,
    is_illustrative,
    ratio,
    sum_of_numbers,
    whole_span,
)
from provinces.clusters.models import Province
from reports.summary.values import Change, IndicatorLine, Table, Total


def add_up(cells: Sequence[Cell], *, published: Decimal | None = None) -> Total:
    """Add cells over provinces. An illustrative total that equals the published one is a fact."""
    value = sum_of_numbers(cells)
    accepted = sum_of_numbers(cell for cell in cells if cell.is_accepted) or Decimal(0)
    return Total(
        value=value,
        accepted=accepted,
        provisional=(value or Decimal(0)) - accepted,
        reported=sum(cell.is_answered for cell in cells),
        expected=sum(cell.is_expected for cell in cells),
        is_illustrative=is_illustrative(cells) and value != published,
        is_estimate=is_estimate(cells),
        is_being_corrected=is_being_corrected(cells),
    )


def divide(indicator: Indicator, over: IndicatorLine, under: IndicatorLine) -> IndicatorLine:
    pairs = list(zip(over.cells, under.cells, strict=True))
    known = [(top, bottom) for top, bottom in pairs if top.is_number and bottom.is_number]
    expected = [(top, bottom) for top, bottom in pairs if top.is_expected and bottom.is_expected]
    is_complete = len(known) == len(expected)
    value = indicator.quotient(
        sum_of_numbers(top for top, _ in known), sum_of_numbers(bottom for _, bottom in known)
    )
    if len(expected) < len(pairs):  # a province that ended has flows, but no stock at the end
        value = indicator.quotient(over.total.whole, under.total.whole)
    total = Total(
        value=value,
        accepted=Decimal(0),
        provisional=Decimal(0),
        reported=len(known),
        expected=len(expected),
        # A ratio of exactly two published totals is a fact like them, whatever its cells.
        is_illustrative=over.total.is_illustrative
        or under.total.is_illustrative
        or (not is_complete and (over.is_illustrative or under.is_illustrative)),
        is_estimate=over.total.is_estimate or under.total.is_estimate,
        is_being_corrected=over.total.is_being_corrected or under.total.is_being_corrected,
    )
    return IndicatorLine(indicator, tuple(ratio(indicator, top, bottom) for top, bottom in pairs), total)


def tabulate(
    label: str,
    provinces: Sequence[Province],
    indicators: Iterable[Indicator],
    cells: Mapping[tuple[str, str], Sequence[Cell]],
    *,
    published: Mapping[str, Decimal],
    openings: Mapping[str, tuple[Cell, ...]] | None = None,
    is_apart: bool = False,
    cut_offs: tuple[dt.date, ...] = (),
    breaks: Breaks = NO_BREAKS,
) -> Table:
    """Add up a span.

    Args:
        label: the span's name.
        provinces: the members, in order.
        indicators: the catalogue in its order, with ratios.
        cells: (province slug, indicator code) → a cell for each half that asks for the indicator, in order.
        published: indicator code → the cluster's published total for this span.
        openings: see `Table`.
        is_apart: see `Table`.
        cut_offs: see `Table`.
        breaks: see `Table`.
    """
    indicators = list(indicators)
    lines: dict[str, IndicatorLine] = {}
    for indicator in indicators:
        if indicator.kind != Indicator.Kind.RATIO:
            row = tuple(
                whole_span(indicator, cells.get((province.slug, indicator.code), (ABSENT,)))
                for province in provinces
            )
            lines[indicator.code] = IndicatorLine(
                indicator, row, add_up(row, published=published.get(indicator.code))
            )
    by_pk = {indicator.pk: indicator.code for indicator in indicators}
    for indicator in indicators:
        if indicator.kind == Indicator.Kind.RATIO:
            over, under = by_pk.get(indicator.numerator_id or 0), by_pk.get(indicator.denominator_id or 0)
            if over in lines and under in lines:
                lines[indicator.code] = divide(indicator, lines[over], lines[under])
    ordered = {indicator.code: lines[indicator.code] for indicator in indicators if indicator.code in lines}
    return Table(label, tuple(provinces), ordered, openings or {}, is_apart, cut_offs, breaks)


def of_province(table: Table, index: int) -> Table:
    """The table with one of its provinces alone, whose cells are then its totals too."""
    return replace(
        table,
        provinces=(table.provinces[index],),
        lines={
            code: replace(line, cells=(line.cells[index],), total=add_up([line.cells[index]]))
            for code, line in table.lines.items()
        },
        openings={},
    )


def compare(now: Table, before: Table | None, code: str) -> Change | None:
    """The change of a total against an earlier span, over the provinces with a number in both.

    A missing report is thus no decrease. Of a ratio, the change of the ratio of these provinces' sums. None,
    too, where the two have nothing to compare (`_compares`).
    """
    if before is None or not _compares(now, before, code):
        return None
    total, earlier = now[code].total, before[code].total
    is_illustrative = total.is_illustrative or earlier.is_illustrative
    if now.is_apart and len(now.provinces) == 1:  # it may have lasted through one of the two alone
        return None
    if now.is_apart:  # no province lasted through both spans: the land as a whole is compared
        return _change(total.whole, earlier.whole, total.expected, total.expected, is_illustrative)
    both = [
        (province.slug, new, old)
        for province, (new, old) in zip(now.provinces, _pairs(now, before, code), strict=True)
        if new.is_number and old.is_number
    ]
    slugs = {slug for slug, _new, _old in both}
    if not len(both) == total.expected == earlier.expected:
        is_illustrative = any(new.is_illustrative or old.is_illustrative for _slug, new, old in both)
    values = _total_of(now, code, slugs), _total_of(before, code, slugs)
    return _change(*values, len(both), total.expected, is_illustrative)


def compare_each(now: Table, before: Table | None, code: str) -> tuple[Change | None, ...]:
    """Each province's own change against an earlier span, in the order of the table's provinces."""
    if before is None or now.is_apart or not _compares(now, before, code):
        return (None,) * len(now.provinces)
    return tuple(
        _change(new.value, old.value, 1, 1, new.is_illustrative or old.is_illustrative)
        for new, old in _pairs(now, before, code)
    )


def _compares(now: Table, before: Table, code: str) -> bool:
    """Not where the definition changed in between, nor a flow of a year with that of a year to date."""
    if code not in now or code not in before or now.break_since(before, code):
        return False
    return not now[code].indicator.is_flow or len(now.cut_offs) == len(before.cut_offs)


def _pairs(now: Table, before: Table, code: str) -> list[tuple[Cell, Cell]]:
    """The cells of each province now and before, in the order of the later table."""
    earlier = dict(zip((p.slug for p in before.provinces), before[code].cells, strict=True))
    return [
        (cell, earlier.get(province.slug, ABSENT))
        for province, cell in zip(now.provinces, now[code].cells, strict=True)
    ]


def _total_of(table: Table, code: str, slugs: Collection[str]) -> Decimal | None:
    """The sum of these provinces alone, or the ratio of their sums."""
    indicator = table[code].indicator
    columns = [column for column, province in enumerate(table.provinces) if province.slug in slugs]

    def added(line: IndicatorLine) -> Decimal | None:
        return sum_of_numbers(line.cells[column] for column in columns)

    if not table[code].is_ratio:
        return added(table[code])
    by_pk: dict[int | None, IndicatorLine] = {line.indicator.pk: line for line in table.lines.values()}
    over, under = (by_pk[pk] for pk in (indicator.numerator_id, indicator.denominator_id))
    return indicator.quotient(added(over), added(under))


def _change(
    new: Decimal | None, old: Decimal | None, compared: int, expected: int, is_illustrative: bool
) -> Change | None:
    if new is None or old is None:
        return None
    percent = (new - old) / old * 100 if old else None
    return Change(new - old, old, percent, compared, expected, is_illustrative)


def opening_total(now: Table, before: Table | None, closing: Indicator) -> Total | None:
    """The closings of the span before; of a province without one, the opening that it entered."""
    line = before[closing.code] if before is not None and closing.code in before else None
    entered = now.openings.get(closing.code)
    if entered is None:
        return line.total if line else None
    carried = (
        dict(zip((p.slug for p in before.provinces), line.cells, strict=True)) if before and line else {}
    )
    cells = [carried.get(p.slug, ABSENT) for p in now.provinces]
    return add_up([cell if cell.is_answered else own for cell, own in zip(cells, entered, strict=True)])


def roll_forward(now: Table, before: Table | None, name: str) -> RollForward | None:
    ledger = _ledger(now, name)
    if ledger is None:
        return None
    total = opening_total(now, before, ledger.closing)
    opening = total.amount if total else None
    return ledger.roll_forward(opening, lambda indicator: now[indicator.code].total.amount)


def roll_forward_of_part(now: Table, before: Table | None, name: str) -> RollForward | None:
    """The ledger of the provinces that have reported; None unless the same ones have all its numbers."""
    ledger = _ledger(now, name)
    change = compare(now, before, ledger.closing.code) if ledger else None
    if ledger is None or change is None:
        return None
    lines = [now[indicator.code] for indicator in (ledger.closing, *ledger.flows)]
    reporters = {tuple(cell.is_answered for cell in line.cells) for line in lines}
    if len(reporters) > 1 or change.compared != now[ledger.closing.code].total.reported:
        return None
    return ledger.roll_forward(change.base, lambda indicator: now[indicator.code].total.value or Decimal(0))


def _ledger(table: Table, name: str) -> Ledger | None:
    all_ledgers = ledgers(line.indicator for line in table.lines.values())
    return next((ledger for ledger in all_ledgers if ledger.closing.ledger == name), None)

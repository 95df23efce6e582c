"""The cluster's arithmetic, in one place: pages, charts and documents only present what stands here.

Over provinces, stocks and flows add up, and a ratio is the ratio of the sums. Over time, flows add up and
stocks take the last. Absent is not zero: every total says how many provinces stand behind it. All numbers
are exact decimals, money in triệu đồng.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from figures.catalogue.models import Indicator
from figures.catalogue.ties import RollForward, ledgers
from figures.submissions.cell_arithmetic import (
    ABSENT,
    Cell,
    is_estimate,
    is_illustrative,
    ratio,
    sum_of_numbers,
    whole_span,
)
from provinces.clusters.models import Province
from reports.summary.values import Change, IndicatorLine, Table, Total


def add_up(cells: Sequence[Cell], *, published: Decimal | None = None) -> Total:
    """Adds cells over provinces; the order is irrelevant.

    A total of illustrative cells that equals what was published is a fact, whatever its split.
    """
    value = sum_of_numbers(cells)
    accepted = sum_of_numbers(cell for cell in cells if cell.is_accepted) or Decimal(0)
    return Total(
        value=value,
        accepted=accepted,
        provisional=(value or Decimal(0)) - accepted,
        reported=sum(cell.is_answered for cell in cells),
        expected=len(cells),
        is_illustrative=is_illustrative(cells) and value != published,
        is_estimate=is_estimate(cells),
    )


def divide(indicator: Indicator, over: IndicatorLine, under: IndicatorLine) -> IndicatorLine:
    """The line of a ratio: each province's own, and the ratio of the sums over provinces that have both."""
    pairs = list(zip(over.cells, under.cells, strict=True))
    both = [(top, bottom) for top, bottom in pairs if top.is_number and bottom.is_number]
    complete = len(both) == len(pairs)
    value = indicator.quotient(
        sum_of_numbers(top for top, _ in both), sum_of_numbers(bottom for _, bottom in both)
    )
    total = Total(
        value=value,
        accepted=Decimal(0),
        provisional=Decimal(0),
        reported=len(both),
        expected=len(pairs),
        # The ratio of two published totals is as good as they are, if it is made of just these totals.
        is_illustrative=over.total.is_illustrative
        or under.total.is_illustrative
        or (not complete and (over.is_illustrative or under.is_illustrative)),
        is_estimate=over.total.is_estimate or under.total.is_estimate,
    )
    return IndicatorLine(indicator, tuple(ratio(indicator, top, bottom) for top, bottom in pairs), total)


def tabulate(
    label: str,
    provinces: Sequence[Province],
    indicators: Iterable[Indicator],
    cells: Mapping[tuple[str, str], Sequence[Cell]],
    *,
    published: Mapping[str, Decimal],
) -> Table:
    """Adds everything up, once.

    Args:
        label: what the span is called.
        provinces: the members, in order.
        indicators: the catalogue in its order, ratios among them.
        cells: (province slug, indicator code) → a cell for each half of the span that asks for it, in time.
        published: indicator code → the cluster's total as published for this span.
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
    return Table(label, tuple(provinces), ordered)


def compare(now: Table, before: Table | None, code: str) -> Change | None:
    """The change of a total against an earlier span, like with like; none without any.

    Only provinces with a number in both spans count, so that a missing report is no decrease.

    Raises:
        ValueError: if the indicator is a ratio: the provinces' ratios have no sum that could be compared.
    """
    if before is None or code not in now or code not in before:
        return None
    if now[code].is_ratio:
        raise ValueError(f"{code} is a ratio; compare its terms")
    earlier = dict(zip((p.slug for p in before.provinces), before[code].cells, strict=True))
    pairs = [
        (cell, earlier[province.slug])
        for province, cell in zip(now.provinces, now[code].cells, strict=True)
        if province.slug in earlier
    ]
    both = [(a, b) for a, b in pairs if a.is_number and b.is_number]
    new, old = sum_of_numbers(a for a, _ in both), sum_of_numbers(b for _, b in both)
    if new is None or old is None:
        return None
    whole = len(both) == now[code].total.expected == before[code].total.expected
    return Change(
        amount=new - old,
        percent=(new - old) / old * 100 if old else None,
        compared=len(both),
        expected=now[code].total.expected,
        is_illustrative=(now[code].total.is_illustrative or before[code].total.is_illustrative)
        if whole
        else any(a.is_illustrative or b.is_illustrative for a, b in both),
    )


def roll_forward(now: Table, before: Table | None, ledger: str) -> RollForward | None:
    """How the closing of a ledger came about; none where the catalogue has no such ledger."""
    by_name = {one.closing.ledger: one for one in ledgers(line.indicator for line in now.lines.values())}
    found = by_name.get(ledger)
    if found is None:
        return None
    code = found.closing.code
    opening = before[code].total.amount if before is not None and code in before else None
    return found.roll_forward(opening, lambda indicator: now[indicator.code].total.amount)

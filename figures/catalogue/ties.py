"""How indicators relate: ledgers, parts of a whole, limits. Without the database.

An unknown amount is None, never zero.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from figures.catalogue.models import Indicator

AmountOf = Callable[[Indicator], Decimal | None]


@dataclass(frozen=True, slots=True)
class RollForward:
    """Opening + increases − decreases, compared with the reported closing."""

    opening: Decimal | None
    flows: tuple[tuple[Indicator, Decimal | None], ...]
    reported: Decimal | None

    @property
    def computed(self) -> Decimal | None:
        closing = self.opening
        for indicator, amount in self.flows:
            if closing is None or amount is None:
                return None
            closing += indicator.signed(amount)
        return closing

    @property
    def gap(self) -> Decimal | None:
        computed = self.computed
        return None if computed is None or self.reported is None else self.reported - computed


@dataclass(frozen=True, slots=True)
class Ledger:
    """A stock and the flows that change it."""

    closing: Indicator
    flows: tuple[Indicator, ...]
    opening: Indicator | None = None  # where a half-year without history asks for it

    def roll_forward(self, opening: Decimal | None, amount_of: AmountOf) -> RollForward:
        flows = tuple((flow, amount_of(flow)) for flow in self.flows)
        return RollForward(opening, flows, amount_of(self.closing))


@dataclass(frozen=True, slots=True)
class PartsSum:
    added: Decimal | None
    whole: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        return None if self.added is None or self.whole is None else self.added - self.whole


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and one group of parts that add up to it."""

    whole: Indicator
    parts: tuple[Indicator, ...]

    def add_up(self, amount_of: AmountOf) -> PartsSum:
        amounts = [amount_of(part) for part in self.parts]
        known = [amount for amount in amounts if amount is not None]
        added = sum(known, Decimal(0)) if len(known) == len(amounts) else None
        return PartsSum(added, amount_of(self.whole))


def ledgers(indicators: Iterable[Indicator]) -> list[Ledger]:
    rows = list(indicators)
    role = Indicator.LedgerRole

    def ledger(closing: Indicator) -> Ledger:
        others = [row for row in rows if row.ledger == closing.ledger]
        flows = tuple(row for row in others if row.ledger_role in (role.INCREASE, role.DECREASE))
        return Ledger(closing, flows, next((row for row in others if row.is_opening), None))

    return [ledger(row) for row in rows if row.ledger_role == role.CLOSING]


def breakdowns(indicators: Iterable[Indicator]) -> list[Breakdown]:
    by_pk = {indicator.pk: indicator for indicator in indicators}
    groups: dict[tuple[int, str], list[Indicator]] = {}
    for indicator in by_pk.values():
        if indicator.part_of_id in by_pk:
            groups.setdefault((indicator.part_of_id, indicator.group), []).append(indicator)
    return [Breakdown(by_pk[whole], tuple(parts)) for (whole, _group), parts in groups.items()]


def belong_together(one: Indicator, other: Indicator) -> bool:
    """Whether a hard check compares the two: a whole and its parts, a ledger, a limit."""
    for this, that in ((one, other), (other, one)):
        if that.pk in (this.part_of_id, this.at_most_id, this.zero_with_id):
            return True
    is_sibling = (
        one.part_of_id is not None and one.part_of_id == other.part_of_id and one.group == other.group
    )
    return is_sibling or bool(one.ledger and one.ledger == other.ledger)


def affects(one: Indicator, other: Indicator) -> bool:
    """Whether a new value of `one` changes the findings or the value at `other`."""
    return belong_together(one, other) or one.pk in (other.numerator_id, other.denominator_id)

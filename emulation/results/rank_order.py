"""Ranks by points, and the written rule for equal totals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ZERO = Decimal(0)


class TieKind(TextChoices):
    """What the written rule may compare."""

    PENALTY = "penalty", _("Điểm trừ ít hơn")
    CRITERION = "criterion", _("Điểm của một tiêu chí cao hơn")
    IMPROVEMENT = "improvement", _("Tăng điểm nhiều hơn so với năm trước")


@dataclass(frozen=True, slots=True)
class TieComparison:
    """One step of the rule for equal totals."""

    kind: str
    criterion: str = ""  # key of the criterion to compare


@dataclass(frozen=True, slots=True)
class PointLine:
    """The points of one province.

    Attributes:
        province: its key.
        points: by top criterion; none (not zero) while there are no points.
        bonus: points added outside the scale.
        penalty: points subtracted outside the scale; not negative.
        last_total: total of the year before.
        is_provisional: what the points depend on may still change.
    """

    province: str
    points: Mapping[str, Decimal | None]
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    last_total: Decimal | None = None
    is_provisional: bool = False

    @property
    def total(self) -> Decimal:
        """The total without criteria that have no points."""
        return sum((p for p in self.points.values() if p is not None), ZERO) + self.bonus - self.penalty

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(key for key, points in self.points.items() if points is None)

    @property
    def improvement(self) -> Decimal | None:
        return None if self.last_total is None else self.total - self.last_total

    def weighted(self, weights: Mapping[str, Decimal]) -> "PointLine":
        """The line with each criterion's points times its weight (1 if not in `weights`)."""
        points = {key: p if p is None else p * weights.get(key, Decimal(1)) for key, p in self.points.items()}
        return replace(self, points=points)


def ranks(lines: Iterable[PointLine], ties: Sequence[TieComparison] = ()) -> dict[str, int]:
    """The rank of each province; equal ones share the better rank (1, 2, 2, 4).

    A step of the rule is skipped unless all equal provinces have a number for it: a province without a total
    of the year before is ranked neither higher nor lower because of that.
    """
    by_province: dict[str, int] = {}
    rank = 1
    for group in _groups_of_equals(list(lines), lambda line: line.total):
        for equals in _break_ties(group, ties):
            by_province |= {line.province: rank for line in equals}
            rank += len(equals)
    return by_province


def _break_ties(group: list[PointLine], ties: Sequence[TieComparison]) -> Iterable[list[PointLine]]:
    if len(group) == 1 or not ties:
        yield group
        return
    first, *others = ties
    numbers = {line.province: _compared_number(line, first) for line in group}
    known = {province: number for province, number in numbers.items() if number is not None}
    parts = [group]
    if len(known) == len(group):
        parts = _groups_of_equals(group, lambda line: known[line.province])
    for part in parts:
        yield from _break_ties(part, others)


def _compared_number(line: PointLine, tie: TieComparison) -> Decimal | None:
    """The number that the step compares; higher is better."""
    match tie.kind:
        case TieKind.PENALTY:
            return -line.penalty
        case TieKind.CRITERION:
            return line.points.get(tie.criterion)
        case TieKind.IMPROVEMENT:
            return line.improvement
    raise ValueError(f"No rule for equal totals compares {tie.kind}")


def _groups_of_equals(
    lines: list[PointLine], number: Callable[[PointLine], Decimal]
) -> list[list[PointLine]]:
    return [list(group) for __, group in groupby(sorted(lines, key=number, reverse=True), key=number)]

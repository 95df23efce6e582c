"""The order of the provinces by their points, and the written rule for equal ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ZERO = Decimal(0)


class TieKind(TextChoices):
    """What the written rule may compare where totals are equal."""

    PENALTY = "penalty", _("Điểm trừ ít hơn")
    CRITERION = "criterion", _("Điểm của một tiêu chí cao hơn")
    IMPROVEMENT = "improvement", _("Tăng điểm nhiều hơn so với năm trước")


@dataclass(frozen=True, slots=True)
class TieComparison:
    """One step of the rule; `criterion` is the key of the criterion that it compares."""

    kind: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class PointLine:
    """What one province got.

    Attributes:
        province: its key.
        points: by top criterion; none where it has no points yet, which is not zero.
        bonus: points added apart from the criteria.
        penalty: points taken away, not negative.
        last_total: the year before's, where it has one.
        is_provisional: something that the points stand on may still change.
    """

    province: str
    points: Mapping[str, Decimal | None]
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    last_total: Decimal | None = None
    is_provisional: bool = False

    @property
    def total(self) -> Decimal:
        """What there is by now; `missing` says what is not in it."""
        return sum((p for p in self.points.values() if p is not None), ZERO) + self.bonus - self.penalty

    @property
    def missing(self) -> tuple[str, ...]:
        """The criteria without points."""
        return tuple(key for key, points in self.points.items() if points is None)

    @property
    def improvement(self) -> Decimal | None:
        """Against the year before, in points."""
        return None if self.last_total is None else self.total - self.last_total

    def weighted(self, weights: Mapping[str, Decimal]) -> "PointLine":
        """The same with each criterion's points times its weight; one not named stays as it is."""
        points = {key: p if p is None else p * weights.get(key, Decimal(1)) for key, p in self.points.items()}
        return PointLine(
            self.province,
            points,
            self.bonus,
            self.penalty,
            self.last_total,
            is_provisional=self.is_provisional,
        )


def ranks(lines: Iterable[PointLine], ties: Sequence[TieComparison] = ()) -> dict[str, int]:
    """The rank of each province; those whom the rule leaves equal share the better one (1, 2, 2, 4).

    A step of the rule counts only where everybody it would part has a number for it: who was not scored the
    year before is neither put before nor behind the others for that.
    """
    found: dict[str, int] = {}
    rank = 1
    for group in _parted(list(lines), lambda line: line.total):
        for equals in _untied(group, ties):
            found |= {line.province: rank for line in equals}
            rank += len(equals)
    return found


def _untied(group: list[PointLine], ties: Sequence[TieComparison]) -> Iterable[list[PointLine]]:
    if len(group) == 1 or not ties:
        yield group
        return
    first, *others = ties
    numbers = {line.province: _number(line, first) for line in group}
    known = {province: number for province, number in numbers.items() if number is not None}
    parts = _parted(group, lambda line: known[line.province]) if len(known) == len(group) else [group]
    for part in parts:
        yield from _untied(part, others)


def _number(line: PointLine, tie: TieComparison) -> Decimal | None:
    """What the step compares; the higher comes first."""
    match tie.kind:
        case TieKind.PENALTY:
            return -line.penalty
        case TieKind.CRITERION:
            return line.points.get(tie.criterion)
        case TieKind.IMPROVEMENT:
            return line.improvement
    raise ValueError(f"No rule for equal totals compares {tie.kind}")


def _parted(lines: list[PointLine], number: Callable[[PointLine], Decimal]) -> list[list[PointLine]]:
    """Groups of equals, the highest first."""
    return [list(group) for __, group in groupby(sorted(lines, key=number, reverse=True), key=number)]

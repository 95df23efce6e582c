"""How firm a rank is: what becomes of it when one criterion counts less, more, or not at all.

Among seven the points lie close together. A rank that changes when a single criterion is left out, or weighs
a tenth more or less, says more about the table of criteria than about the provinces.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from emulation.results.rank_order import PointLine, TieComparison, ranks

LEFT_OUT = Decimal(0)
WEIGHTS = (LEFT_OUT, Decimal("0.9"), Decimal("1.1"))


@dataclass(frozen=True, slots=True)
class WeightTrial:
    """One criterion with another weight."""

    criterion: str
    weight: Decimal

    @property
    def leaves_out(self) -> bool:
        return self.weight == LEFT_OUT


@dataclass(frozen=True, slots=True)
class RankSensitivity:
    """A province's rank, and what it is in the trials.

    Attributes:
        rank: by the points as they are.
        best: its best rank in any trial, that without a change among them.
        worst: its worst.
        undecided: the provinces whose order with this one a trial turns, or that share its rank.
        moved: the trials in which the rank is another, with it.
    """

    rank: int
    best: int
    worst: int
    undecided: tuple[str, ...]
    moved: tuple[tuple[WeightTrial, int], ...]

    @property
    def is_firm(self) -> bool:
        """Whether no trial moves it and nobody shares it."""
        return self.best == self.worst and not self.undecided


def rank_sensitivity(
    lines: Sequence[PointLine], ties: Sequence[TieComparison] = ()
) -> dict[str, RankSensitivity]:
    """The firmness of every province's rank, in the order of the lines."""
    base = ranks(lines, ties)
    trials = {
        trial: ranks([line.weighted({trial.criterion: trial.weight}) for line in lines], ties)
        for trial in _trials(lines)
    }
    return {line.province: _of(line.province, base, trials) for line in lines}


def _trials(lines: Sequence[PointLine]) -> Iterator[WeightTrial]:
    criteria = dict.fromkeys(key for line in lines for key in line.points)
    for criterion in criteria if len(criteria) > 1 else ():  # the only one cannot be left out
        for weight in WEIGHTS:
            yield WeightTrial(criterion, weight)


def _of(
    province: str, base: Mapping[str, int], trials: Mapping[WeightTrial, Mapping[str, int]]
) -> RankSensitivity:
    orders = [base, *trials.values()]
    found = [order[province] for order in orders]
    undecided = tuple(
        other
        for other in base
        if (other != province and len({_sign(order[province] - order[other]) for order in orders}) > 1)
        or (other != province and base[other] == base[province])
    )
    moved = tuple(
        (trial, order[province]) for trial, order in trials.items() if order[province] != base[province]
    )
    return RankSensitivity(base[province], min(found), max(found), undecided, moved)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)

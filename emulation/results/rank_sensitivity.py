"""How sensitive a rank is to the weight of single criteria.

The points of seven provinces are close together. A rank that changes if one criterion is left out, or weighs
a tenth more or less, says more about the criteria than about the province.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from emulation.results.rank_order import PointLine, TieComparison, ranks

LEFT_OUT = Decimal(0)
WEIGHTS = (LEFT_OUT, Decimal("0.9"), Decimal("1.1"))


@dataclass(frozen=True, slots=True)
class WeightTrial:
    criterion: str
    weight: Decimal

    @property
    def leaves_out(self) -> bool:
        return self.weight == LEFT_OUT


@dataclass(frozen=True, slots=True)
class RankSensitivity:
    """A province's rank, with all weights 1 and in the trials.

    Attributes:
        rank: with all weights 1.
        best: the best rank, in the trials or with all weights 1.
        worst: the worst.
        undecided: provinces that share the rank or change their order with this one in a trial.
        changes: the trials that change the rank, with the rank in each.
    """

    rank: int
    best: int
    worst: int
    undecided: tuple[str, ...]
    changes: tuple[tuple[WeightTrial, int], ...]

    @property
    def is_firm(self) -> bool:
        return self.best == self.worst and not self.undecided


def rank_sensitivity(
    lines: Sequence[PointLine], ties: Sequence[TieComparison] = ()
) -> dict[str, RankSensitivity]:
    base = ranks(lines, ties)
    trials = {
        trial: ranks([line.weighted({trial.criterion: trial.weight}) for line in lines], ties)
        for trial in _trials(lines)
    }
    return {line.province: _sensitivity_of(line.province, base, trials) for line in lines}


def _trials(lines: Sequence[PointLine]) -> Iterator[WeightTrial]:
    criteria = dict.fromkeys(key for line in lines for key in line.points)
    for criterion in criteria if len(criteria) > 1 else ():  # the only one cannot be left out
        for weight in WEIGHTS:
            yield WeightTrial(criterion, weight)


def _sensitivity_of(
    province: str, base: Mapping[str, int], trials: Mapping[WeightTrial, Mapping[str, int]]
) -> RankSensitivity:
    rank, orders = base[province], [base, *trials.values()]
    all_ranks = [order[province] for order in orders]
    undecided = tuple(
        other
        for other in base
        if other != province
        and (base[other] == rank or len({_sign(order[province] - order[other]) for order in orders}) > 1)
    )
    changes = tuple((trial, order[province]) for trial, order in trials.items() if order[province] != rank)
    return RankSensitivity(rank, min(all_ranks), max(all_ranks), undecided, changes)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)

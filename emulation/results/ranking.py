"""The ranking: ranks, how sensitive they are, and the comparison with the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.results.models import TieStep
from emulation.results.rank_order import PointLine, TieComparison, TieKind
from emulation.results.rank_sensitivity import RankSensitivity, WeightTrial, rank_sensitivity
from emulation.results.table import ScoreTable, bonus_and_penalty
from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from vietnamese.sentences import inside_a_sentence


@dataclass(frozen=True, slots=True)
class RankedProvince:
    """A province in the ranking.

    Attributes:
        scale: points of the scale.
        total: the scale plus bonus minus penalty.
        sensitivity: its rank; none if its points are not comparable with those of others.
        undecided: provinces whose order with this one is not certain.
        missing: numbers of criteria without points; the total is without them.
        is_provisional: some points are not final, or their figures may still change.
        last_total: final total of the year before.
        last_rank: final rank of the year before.
    """

    province: Province
    scale: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    sensitivity: RankSensitivity | None
    undecided: tuple[Province, ...]
    missing: tuple[str, ...]
    is_provisional: bool
    last_total: Decimal | None = None
    last_rank: int | None = None

    @property
    def rank(self) -> int | None:
        return self.sensitivity.rank if self.sensitivity else None

    @property
    def improvement(self) -> Decimal | None:
        """Points more than in the year before; none while criteria lack points."""
        is_whole = self.sensitivity is not None and not self.missing
        return self.total - self.last_total if is_whole and self.last_total is not None else None

    @property
    def verdict(self) -> str:
        """The rank and its range in words: `Hạng 1, chắc chắn`, `Hạng 2, giữ trong khoảng 2–3`.

        A provisional rank is never called certain. A rank without all criteria is called provisional:
        `Tạm xếp hạng 2, trong khoảng 2–3`.
        """
        sensitivity = self.sensitivity
        if sensitivity is None:
            return _("Chưa xếp hạng")
        ranks = {"rank": sensitivity.rank, "best": sensitivity.best, "worst": sensitivity.worst}
        is_range = sensitivity.best < sensitivity.worst
        if self.missing and is_range:
            return _("Tạm xếp hạng %(rank)d, trong khoảng %(best)d–%(worst)d") % ranks
        if self.missing or (sensitivity.is_firm and self.is_provisional):
            return _("Tạm xếp hạng %(rank)d") % ranks
        if is_range:
            return _("Hạng %(rank)d, giữ trong khoảng %(best)d–%(worst)d") % ranks
        return (
            _("Hạng %(rank)d, chắc chắn") if sensitivity.is_firm else _("Hạng %(rank)d, đồng hạng")
        ) % ranks


def ranked_provinces(
    table: ScoreTable,
    ties: Sequence[TieComparison] = (),
    last_year: Mapping[int, tuple[Decimal, int]] | None = None,
) -> list[RankedProvince]:
    """The provinces with points by rank, those without a rank last; equal ones in the cluster's order.

    Args:
        table: the year's scores.
        ties: the written rule for equal totals, with the numbers of criteria.
        last_year: final totals and ranks by province key.
    """
    last_year = last_year or {}
    indexes = [n for n, total in enumerate(table.totals) if total.counting is not None]
    lines = [_point_line(table, n, last_year.get(table.provinces[n].pk)) for n in indexes]
    comparable = {table.provinces[n].slug for n in comparable_columns(table)}
    sensitivities = rank_sensitivity([line for line in lines if line.province in comparable], ties)
    by_slug = {province.slug: province for province in table.provinces}
    ranking = []
    for n, line in zip(indexes, lines, strict=True):
        province, sensitivity = table.provinces[n], sensitivities.get(line.province)
        missing = tuple(row.node.number for row in table.leaves if row.cells[n].counting is None)
        last_total, last_rank = last_year.get(province.pk, (None, None))
        ranking.append(
            RankedProvince(
                province=province,
                scale=line.total - line.bonus + line.penalty,
                bonus=line.bonus,
                penalty=line.penalty,
                total=line.total,
                sensitivity=sensitivity,
                undecided=tuple(by_slug[slug] for slug in sensitivity.undecided) if sensitivity else (),
                missing=missing,
                is_provisional=line.is_provisional or bool(missing),
                last_total=last_total,
                last_rank=last_rank,
            )
        )
    return sorted(ranking, key=lambda ranked: ranked.rank or len(ranking) + 1)


def comparable_columns(table: ScoreTable) -> list[int]:
    """The columns that may be ranked among each other.

    They have points for the same criteria, and not only for those that the system computes: a province whose
    sheet is not sent has nothing else. One column alone is not a ranking.
    """
    given = [
        {row.node.number for row in table.leaves if row.cells[n].counting is not None}
        for n in range(len(table.provinces))
    ]
    entered = {row.node.number for row in table.leaves if not row.node.criterion.is_computed}
    candidates = [n for n, numbers in enumerate(given) if numbers & entered or (numbers and not entered)]
    asked = set().union(*(given[n] for n in candidates))
    comparable = [n for n in candidates if given[n] == asked]
    return comparable if len(comparable) > 1 or len(table.provinces) == 1 else []


def final_ranks(table: ScoreTable, ties: Sequence[TieComparison] = ()) -> dict[int, tuple[Decimal, int]]:
    return {
        ranked.province.pk: (ranked.total, ranked.rank)
        for ranked in ranked_provinces(table, ties)
        if ranked.rank is not None
    }


def trial_in_words(trial: WeightTrial, rank: int) -> str:
    """`Bỏ tiêu chí 3 thì hạng 3`; `Tiêu chí 2 nặng thêm 10% thì hạng 1`."""
    values = {"criterion": trial.criterion, "rank": rank}
    if trial.leaves_out:
        return _("Bỏ tiêu chí %(criterion)s thì hạng %(rank)d") % values
    if trial.weight > 1:
        return _("Tiêu chí %(criterion)s nặng thêm 10%% thì hạng %(rank)d") % values
    return _("Tiêu chí %(criterion)s nhẹ đi 10%% thì hạng %(rank)d") % values


def ties_in_words(contest_year: EmulationYear) -> list[str]:
    """The steps of the year's written rule for equal totals: `điểm trừ ít hơn`."""
    return [_tie_in_words(step) for step in contest_year.tie_steps.select_related("criterion")]


def _tie_in_words(step: TieStep) -> str:
    if step.kind == TieKind.CRITERION:
        return _("điểm tiêu chí “%s” cao hơn") % step.criterion
    return inside_a_sentence(str(TieKind(step.kind).label))


def _point_line(table: ScoreTable, index: int, last_year: tuple[Decimal, int] | None) -> PointLine:
    bonus, penalty = bonus_and_penalty(table, index)
    cells = {row.node.number: row.cells[index] for row in table.scale if row.node.depth == 0}
    return PointLine(
        table.provinces[index].slug,
        {number: cell.counting for number, cell in cells.items()},
        bonus,
        penalty,
        last_total=last_year[0] if last_year else None,
        is_provisional=any(not cell.is_settled or cell.is_provisional for cell in cells.values()),
    )

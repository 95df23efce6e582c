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
    sensitivity: RankSensitivity
    undecided: tuple[Province, ...]
    missing: tuple[str, ...]
    is_provisional: bool
    last_total: Decimal | None = None
    last_rank: int | None = None

    @property
    def rank(self) -> int:
        return self.sensitivity.rank

    @property
    def improvement(self) -> Decimal | None:
        """Points more than in the year before; none while criteria lack points."""
        return None if self.last_total is None or self.missing else self.total - self.last_total

    @property
    def verdict(self) -> str:
        """The rank and its range in words: `Hạng 1, ổn định`, `Hạng 2, dao động từ hạng 2 đến hạng 3`.

        A provisional rank is never called certain. A rank without all criteria is called provisional:
        `Tạm xếp hạng 2, trong khoảng 2–3`.
        """
        sensitivity = self.sensitivity
        ranks = {"rank": sensitivity.rank, "best": sensitivity.best, "worst": sensitivity.worst}
        is_range = sensitivity.best < sensitivity.worst
        if self.missing and is_range:
            return _("Tạm xếp hạng %(rank)d, dao động từ hạng %(best)d đến hạng %(worst)d") % ranks
        if self.missing or (sensitivity.is_firm and self.is_provisional):
            return _("Tạm xếp hạng %(rank)d") % ranks
        if is_range:
            return _("Hạng %(rank)d, dao động từ hạng %(best)d đến hạng %(worst)d") % ranks
        return (_("Hạng %(rank)d, ổn định") if sensitivity.is_firm else _("Hạng %(rank)d, đồng hạng")) % ranks


def ranked_provinces(
    table: ScoreTable,
    ties: Sequence[TieComparison] = (),
    last_year: Mapping[int, tuple[Decimal, int]] | None = None,
) -> list[RankedProvince]:
    """The provinces with points by rank; equal ones in the cluster's order.

    Args:
        table: the year's scores.
        ties: the written rule for equal totals, with the numbers of criteria.
        last_year: final totals and ranks by province key.
    """
    last_year = last_year or {}
    indexes = [n for n, total in enumerate(table.totals) if total.counting is not None]
    lines = [_point_line(table, n, last_year.get(table.provinces[n].pk)) for n in indexes]
    sensitivities = rank_sensitivity(lines, ties)
    by_slug = {province.slug: province for province in table.provinces}
    ranking = []
    for n, line in zip(indexes, lines, strict=True):
        province, sensitivity = table.provinces[n], sensitivities[line.province]
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
                undecided=tuple(by_slug[slug] for slug in sensitivity.undecided),
                missing=missing,
                is_provisional=line.is_provisional or bool(missing),
                last_total=last_total,
                last_rank=last_rank,
            )
        )
    return sorted(ranking, key=lambda ranked: ranked.rank)


def final_ranks(table: ScoreTable, ties: Sequence[TieComparison] = ()) -> dict[int, tuple[Decimal, int]]:
    return {ranked.province.pk: (ranked.total, ranked.rank) for ranked in ranked_provinces(table, ties)}


def trial_in_words(trial: WeightTrial, rank: int) -> str:
    """`Bỏ tiêu chí 3 thì hạng 3`; `Tăng trọng số tiêu chí 2 thêm 10% thì hạng 1`."""
    values = {"criterion": trial.criterion, "rank": rank}
    if trial.leaves_out:
        return _("Bỏ tiêu chí %(criterion)s thì hạng %(rank)d") % values
    if trial.weight > 1:
        return _("Tăng trọng số tiêu chí %(criterion)s thêm 10%% thì hạng %(rank)d") % values
    return _("Giảm trọng số tiêu chí %(criterion)s đi 10%% thì hạng %(rank)d") % values


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

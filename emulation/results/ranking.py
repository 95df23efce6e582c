"""The ranking: ranks, how sensitive they are, and the comparison with the year before."""

from collections import Counter
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
        is_whole: every criterion has points, from figures that are final.
        is_tied: another province shares the rank.
        lacks_sheet: its self-score is not sent, so it has no rank.
        last_total: final total of the year before.
        last_rank: final rank of the year before.
    """

    province: Province
    scale: Decimal
    bonus: Decimal | None
    penalty: Decimal | None
    total: Decimal
    sensitivity: RankSensitivity | None
    undecided: tuple[Province, ...]
    missing: tuple[str, ...]
    is_provisional: bool
    is_whole: bool = True
    is_tied: bool = False
    lacks_sheet: bool = False
    last_total: Decimal | None = None
    last_rank: int | None = None

    @property
    def rank(self) -> int | None:
        return self.sensitivity.rank if self.sensitivity else None

    @property
    def improvement(self) -> Decimal | None:
        """Points more than in the year before; none without a rank, or if a year's points are not whole."""
        is_ranked = self.sensitivity is not None and self.is_whole
        return self.total - self.last_total if is_ranked and self.last_total is not None else None

    @property
    def verdict(self) -> str:
        """The rank and its range in words: `Hạng 1, ổn định`, `Hạng 2, dao động từ hạng 2 đến hạng 3`.

        A provisional rank is never called certain. A rank that is not based on whole facts is called
        provisional: `Tạm xếp hạng 2, dao động từ hạng 2 đến hạng 3`. A shared rank says so: `…, đồng hạng`.
        """
        return _("%s, đồng hạng") % self._rank_in_words if self.is_tied else self._rank_in_words

    @property
    def _rank_in_words(self) -> str:
        sensitivity = self.sensitivity
        if sensitivity is None:
            no_sheet = _("Chưa xếp hạng, do chưa gửi phiếu tự chấm")
            return no_sheet if self.lacks_sheet else _("Chưa xếp hạng")
        ranks = {"rank": sensitivity.rank, "best": sensitivity.best, "worst": sensitivity.worst}
        is_range = sensitivity.best < sensitivity.worst
        if not self.is_whole and is_range:
            return _("Tạm xếp hạng %(rank)d, dao động từ hạng %(best)d đến hạng %(worst)d") % ranks
        if not self.is_whole or (sensitivity.is_firm and self.is_provisional):
            return _("Tạm xếp hạng %(rank)d") % ranks
        if is_range:
            return _("Hạng %(rank)d, dao động từ hạng %(best)d đến hạng %(worst)d") % ranks
        return (_("Hạng %(rank)d, ổn định") if sensitivity.is_firm else _("Hạng %(rank)d")) % ranks


def ranked_provinces(
    table: ScoreTable,
    ties: Sequence[TieComparison] = (),
    last_year: Mapping[int, tuple[Decimal, int]] | None = None,
    *,
    settled_whole: bool | None = None,
) -> list[RankedProvince]:
    """The provinces with points by rank, those without a rank last; equal ones in the cluster's order.

    Args:
        table: the year's scores.
        ties: the written rule for equal totals, with the numbers of criteria.
        last_year: final totals and ranks by province key, of a year that was settled whole.
        settled_whole: how the scores were settled, on final figures or while some were missing; None while
            they are open. What settling called final is final: an accepted "not known" too.
    """
    last_year = last_year or {}
    indexes = [n for n, total in enumerate(table.totals) if total.counting is not None]
    whole = {n for n in indexes if _is_whole(table, n, settled_whole)}
    # A part of a year is not compared with a whole one, in the rule for equal totals neither.
    lines = [
        _point_line(table, n, last_year.get(table.provinces[n].pk) if n in whole else None, settled_whole)
        for n in indexes
    ]
    comparable = {table.provinces[n].slug for n in comparable_columns(table)}
    compared = [line for line in lines if line.province in comparable]
    sensitivities = rank_sensitivity(compared, ties)
    rank_counts = Counter(sensitivity.rank for sensitivity in sensitivities.values())
    by_slug = {province.slug: province for province in table.provinces}
    ranking = []
    for n, line in zip(indexes, lines, strict=True):
        province, sensitivity = table.provinces[n], sensitivities.get(line.province)
        missing = tuple(row.node.number for row in table.leaves if row.cells[n].counting is None)
        bonus, penalty = bonus_and_penalty(table, n)
        last_total, last_rank = last_year.get(province.pk, (None, None))
        ranking.append(
            RankedProvince(
                province=province,
                scale=line.total - line.bonus + line.penalty,
                bonus=bonus,
                penalty=penalty,
                total=line.total,
                sensitivity=sensitivity,
                undecided=tuple(by_slug[slug] for slug in sensitivity.undecided) if sensitivity else (),
                missing=missing,
                is_provisional=line.is_provisional or n not in whole,
                is_whole=n in whole,
                is_tied=sensitivity is not None and rank_counts[sensitivity.rank] > 1,
                lacks_sheet=_lacks_its_sheet(table, n),
                last_total=last_total,
                last_rank=last_rank,
            )
        )
    return sorted(ranking, key=lambda ranked: ranked.rank or len(ranking) + 1)


def comparable_columns(table: ScoreTable) -> list[int]:
    """The columns that may be ranked among each other.

    Their self-scores are sent, and they have points for the same criteria. Without its self-score a province
    has no rank, whatever points the council gave it; where the system computes all criteria, there is nothing
    to send. One column alone is not a ranking.
    """
    given = [
        {row.node.number for row in table.leaves if row.cells[n].counting is not None}
        for n in range(len(table.provinces))
    ]
    candidates = [n for n, numbers in enumerate(given) if numbers and not _lacks_its_sheet(table, n)]
    asked = set().union(*(given[n] for n in candidates))
    comparable = [n for n in candidates if given[n] == asked]
    return comparable if len(comparable) > 1 or len(table.provinces) == 1 else []


def _lacks_its_sheet(table: ScoreTable, index: int) -> bool:
    asks_a_sheet = any(not row.node.criterion.is_computed for row in table.leaves)
    return asks_a_sheet and table.provinces[index].pk not in table.sent


def final_ranks(table: ScoreTable, ties: Sequence[TieComparison] = ()) -> dict[int, tuple[Decimal, int]]:
    """The totals and ranks of a year that was settled on final figures."""
    return {
        ranked.province.pk: (ranked.total, ranked.rank)
        for ranked in ranked_provinces(table, ties, settled_whole=True)
        if ranked.rank is not None
    }


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


def _point_line(
    table: ScoreTable, index: int, last_year: tuple[Decimal, int] | None, settled_whole: bool | None
) -> PointLine:
    bonus, penalty = bonus_and_penalty(table, index)
    cells = {row.node.number: row.cells[index] for row in table.scale if row.node.depth == 0}
    return PointLine(
        table.provinces[index].slug,
        {number: cell.counting for number, cell in cells.items()},
        bonus or Decimal(0),
        penalty or Decimal(0),
        last_total=last_year[0] if last_year else None,
        is_provisional=not settled_whole
        and any(not cell.is_settled or cell.is_provisional for cell in cells.values()),
    )


def _is_whole(table: ScoreTable, index: int, settled_whole: bool | None) -> bool:
    if any(row.cells[index].counting is None for row in table.leaves):
        return False
    if settled_whole is not None:
        return settled_whole
    return not any(row.cells[index].is_provisional for row in table.scored)

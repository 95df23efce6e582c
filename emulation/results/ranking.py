"""Who stands where, how firmly, and how that compares with the year before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.results.models import TieStep
from emulation.results.rank_order import PointLine, TieComparison, TieKind
from emulation.results.rank_sensitivity import RankSensitivity, WeightTrial, rank_sensitivity
from emulation.results.table import Row, ScoreTable, bonus_and_penalty
from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from vietnamese.sentences import inside_a_sentence


@dataclass(frozen=True, slots=True)
class RankedProvince:
    """A province's place.

    Attributes:
        total: points of the scale, with bonus and without penalty, that count by now.
        missing: numbers of the criteria without points, which are not in the total.
        is_provisional: not everything is settled, or figures behind it may still change.
        last_total: the year before's final total.
        last_rank: and rank.
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
        """Against the year before, in points; none while criteria lack points: part of a year is no year."""
        return None if self.last_total is None or self.missing else self.total - self.last_total

    @property
    def verdict(self) -> str:
        """The rank and how firm it is, in words: `Hạng 1, chắc chắn`, `Hạng 2, giữ trong khoảng 2–3`.

        What may still change is not called firm, and a rank without all criteria is said to be for the time
        being: `Tạm xếp hạng 2, trong khoảng 2–3`.
        """
        firm = self.sensitivity
        words = {"rank": firm.rank, "best": firm.best, "worst": firm.worst}
        if self.missing and firm.best < firm.worst:
            return _("Tạm xếp hạng %(rank)d, trong khoảng %(best)d–%(worst)d") % words
        if self.missing or (firm.is_firm and self.is_provisional):
            return _("Tạm xếp hạng %(rank)d") % words
        if firm.best < firm.worst:
            return _("Hạng %(rank)d, giữ trong khoảng %(best)d–%(worst)d") % words
        return (_("Hạng %(rank)d, chắc chắn") if firm.is_firm else _("Hạng %(rank)d, đồng hạng")) % words


def ranked_provinces(
    table: ScoreTable,
    ties: Sequence[TieComparison] = (),
    last: Mapping[int, tuple[Decimal, int]] | None = None,
) -> list[RankedProvince]:
    """The provinces that have any points, the first one first; equals in the cluster's order.

    Args:
        table: the year's scores.
        ties: the written rule for equal totals; it names a criterion by its number.
        last: final total and rank of the year before, by province key.
    """
    last = last or {}
    tops = [row for row in table.scale if row.node.depth == 0]
    places = [n for n, total in enumerate(table.totals) if total.counting is not None]
    lines = [_line(table, tops, place, last.get(table.provinces[place].pk)) for place in places]
    firm = rank_sensitivity(lines, ties)
    by_slug = {province.slug: province for province in table.provinces}
    found = []
    for place, line in zip(places, lines, strict=True):
        province = table.provinces[place]
        total, rank = last.get(province.pk, (None, None))
        missing = _missing(table, place)
        found.append(
            RankedProvince(
                province=province,
                scale=line.total - line.bonus + line.penalty,
                bonus=line.bonus,
                penalty=line.penalty,
                total=line.total,
                sensitivity=firm[line.province],
                undecided=tuple(by_slug[slug] for slug in firm[line.province].undecided),
                missing=missing,
                is_provisional=line.is_provisional or bool(missing),
                last_total=total,
                last_rank=rank,
            )
        )
    return sorted(found, key=lambda standing: standing.rank)


def final_ranks(table: ScoreTable, ties: Sequence[TieComparison] = ()) -> dict[int, tuple[Decimal, int]]:
    """Total and rank by province key, of a year whose scores are settled."""
    return {each.province.pk: (each.total, each.rank) for each in ranked_provinces(table, ties)}


def trial_in_words(trial: WeightTrial, rank: int) -> str:
    """`Bỏ tiêu chí 3 thì hạng 3`; `Tiêu chí 2 nặng thêm 10% thì hạng 1`."""
    words = {"criterion": trial.criterion, "rank": rank}
    if trial.leaves_out:
        return _("Bỏ tiêu chí %(criterion)s thì hạng %(rank)d") % words
    if trial.weight > 1:
        return _("Tiêu chí %(criterion)s nặng thêm 10%% thì hạng %(rank)d") % words
    return _("Tiêu chí %(criterion)s nhẹ đi 10%% thì hạng %(rank)d") % words


def ties_in_words(year: EmulationYear) -> list[str]:
    """The steps of the year's written rule for equal totals, in order: `điểm trừ ít hơn`."""
    return [_tie(step) for step in year.tie_steps.select_related("criterion")]


def _tie(step: TieStep) -> str:
    if step.kind == TieKind.CRITERION:
        return _("điểm tiêu chí “%s” cao hơn") % step.criterion
    return inside_a_sentence(str(TieKind(step.kind).label))


def _line(table: ScoreTable, tops: Sequence[Row], place: int, last: tuple[Decimal, int] | None) -> PointLine:
    bonus, penalty = bonus_and_penalty(table, place)
    cells = [row.cells[place] for row in tops]
    return PointLine(
        table.provinces[place].slug,
        {row.node.number: cell.counting for row, cell in zip(tops, cells, strict=True)},
        bonus,
        penalty,
        last_total=last[0] if last else None,
        is_provisional=any(not cell.is_settled or cell.is_provisional for cell in cells),
    )


def _missing(table: ScoreTable, place: int) -> tuple[str, ...]:
    return tuple(row.node.number for row in table.leaves if row.cells[place].counting is None)

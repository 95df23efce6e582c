"""Cells of territories: of a time before a province existed, the sums of those it was made of."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from figures.periods.models import Period
from figures.submissions.cell_arithmetic import ABSENT, BLANK, Cell, in_one
from figures.submissions.counted_cells import counted_cells
from provinces.clusters.succession import Territories

CellKey = tuple[int, int, Any]  # keys of period and province, and what `indicator` names


def territory_cells(
    *conditions: Q,
    territories: Territories,
    provinces: Collection[int],
    periods: Iterable[Period],
    indicator: str = "indicator_id",
) -> dict[CellKey, Cell]:
    """The answered cells of the provinces' territories in the periods, in two queries.

    A territory has no number while one of the provinces that it was made of has none.
    """
    reporters = {
        (period.pk, province): territories.reporters(province, period.cut_off_on)
        for period in periods
        for province in provinces
    }
    reported: dict[tuple[int, int], dict[Any, Cell]] = {}
    for (period_pk, province, name), cell in counted_cells(
        *conditions,
        Q(
            submission__period__in={period for period, _province in reporters},
            submission__province__in={pk for parts in reporters.values() for pk in parts},
        ),
        named_by=("submission__period_id", "submission__province_id", indicator),
    ):
        reported.setdefault((period_pk, province), {})[name] = cell
    cells: dict[CellKey, Cell] = {}
    for (period_pk, province), parts in reporters.items():
        answers = [reported.get((period_pk, part), {}) for part in parts]
        for name in {name for answer in answers for name in answer}:
            cell = in_one([answer.get(name, ABSENT) for answer in answers])
            if cell.answer != BLANK:
                cells[period_pk, province, name] = cell
    return cells

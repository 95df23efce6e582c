"""Tables for the summary's tests, without a database."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from figures.catalogue.models import Indicator
from figures.submissions.cell_arithmetic import ABSENT, Cell
from figures.submissions.models import Figure
from provinces.clusters.models import Province
from reports.summary.arithmetic import tabulate
from reports.summary.values import Table
from tests.figures.factories import catalogue_in_small

NOT_KNOWN = Cell(answer=Figure.Answer.NOT_KNOWN.value)
NOT_APPLICABLE = Cell(answer=Figure.Answer.NOT_APPLICABLE.value)


def provinces_named(*names: str) -> list[Province]:
    return [Province(pk=n, slug=name, name=name, position=n) for n, name in enumerate(names, 1)]


def known(value: Decimal | int | str, *, accepted: bool = True, illustrative: bool = False) -> Cell:
    return Cell(Decimal(value), Figure.Answer.NUMBER.value, accepted, False, illustrative)


def as_cell(value: Cell | int | str | None) -> Cell:
    """3 is the number 3, None is not reported."""
    if isinstance(value, Cell):
        return value
    return ABSENT if value is None else known(value)


def make_table(
    figures: Mapping[str, Sequence[Cell | int | str | None]],
    *,
    provinces: Sequence[Province] | None = None,
    indicators: Mapping[str, Indicator] | None = None,
    published: Mapping[str, Decimal] | None = None,
) -> Table:
    """A half-year: code → one cell per province; nobody reported the other indicators."""
    count = len(next(iter(figures.values())))
    provinces = provinces or provinces_named(*[f"tinh-{n}" for n in range(1, count + 1)])
    cells = {
        (province.slug, code): [as_cell(value)]
        for code, values in figures.items()
        for province, value in zip(provinces, values, strict=True)
    }
    catalogue = (indicators or catalogue_in_small()).values()
    return tabulate("kỳ", provinces, catalogue, cells, published=published or {})

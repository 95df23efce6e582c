"""The year's table of scores as rows of a file: a row a criterion, for each province what each side gave."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.criteria.exports import criterion_cells, criterion_heads, criterion_mark
from emulation.results.province import CriterionResult
from emulation.results.ranking import RankedProvince
from emulation.results.table import Cell, Row, ScoreTable
from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from vietnamese.numbers import NO_NUMBER
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value


def score_listing(year: EmulationYear, table: ScoreTable, standings: Sequence[RankedProvince]) -> TableFile:
    """The table in the order of the page, as far as its reader may know it; unknown is no zero."""
    heads = [_("Tiêu chí"), _("Tối đa")]
    for province in table.provinces:
        sides = (_("tự chấm"), _("chấm chéo"), _("thống nhất"), _("lý do"))
        heads += [f"{province.name}, {side}" for side in sides]
    return TableFile(f"bang-diem-{year.year}", [*heads, _("Minh họa")], list(_rows(year, table, standings)))


def _rows(
    year: EmulationYear, table: ScoreTable, standings: Sequence[RankedProvince]
) -> Iterator[Sequence[Value]]:
    by_province = {standing.province: standing for standing in standings}

    def placed(label: str, number: Callable[[RankedProvince], Value]) -> Sequence[Value]:
        """A line of what each province came to, under its final points."""
        found = [by_province.get(province) for province in table.provinces]
        values = [number(standing) if standing else NO_NUMBER for standing in found]
        return [label, "", *(value for each in values for value in ("", "", each, "")), _mark(year)]

    yield from (_row(year, row) for row in table.scale)
    yield [_("Cộng"), table.full, *_points(table.totals), _mark(year)]
    yield from (_row(year, row) for row in table.apart)
    yield placed(_("Điểm thưởng"), lambda standing: standing.bonus)
    yield placed(_("Điểm trừ"), lambda standing: standing.penalty)
    yield placed(_("Điểm xếp hạng"), lambda standing: standing.total)
    yield placed(_("Hạng"), lambda standing: standing.rank)
    yield placed(_("Nhận định"), lambda standing: standing.verdict)
    yield placed(_("Tạm tính"), lambda standing: _("tạm tính") if standing.is_provisional else "")


def _row(year: EmulationYear, row: Row) -> Sequence[Value]:
    criterion = row.node.criterion
    mark = _mark(year) or (_("minh họa") if criterion.is_illustrative else "")
    return [row.node.title, criterion.maximum, *_points(row.cells), mark]


def _points(cells: Sequence[Cell]) -> list[Value]:
    found: list[Value] = []
    for cell in cells:
        found += [_known(cell.own), _known(cell.check), _known(cell.final), cell.said]
    return found


def _known(points: Decimal | None) -> Value:
    return NO_NUMBER if points is None else points


def _mark(year: EmulationYear) -> str:
    return _("minh họa") if year.is_illustrative else ""


def standings(year: EmulationYear, ranked: Iterable[RankedProvince]) -> TableFile:
    """The ranking with its firmness."""
    heads = [_("Đơn vị"), _("Hạng"), _("Điểm"), _("Thưởng"), _("Trừ"), _("Điểm xếp hạng"), _("Tạm tính")]
    heads += [_("Điểm năm trước"), _("Hạng năm trước"), _("So năm trước"), _("Nhận định"), _("Minh họa")]
    rows = [
        [
            each.province.name,
            each.rank,
            each.scale,
            each.bonus,
            each.penalty,
            each.total,
            _("tạm tính") if each.is_provisional else "",
            each.last_total,
            each.last_rank,
            each.improvement,
            each.verdict,
            illustrative_mark(year.is_illustrative),
        ]
        for each in ranked
    ]
    return TableFile(f"xep-hang-{year.year}", heads, rows)


def province_scores(year: EmulationYear, province: Province, details: Iterable[CriterionResult]) -> TableFile:
    """The criteria of one province with what they stand on."""
    heads = [*criterion_heads(), _("Tự chấm"), _("Chấm chéo"), _("Thống nhất"), _("Lý do")]
    heads += [_("Cách tính điểm"), _("Kết quả đạt"), _("Minh họa")]
    rows = [
        [
            *criterion_cells(row.node),
            row.cell.own,
            row.cell.check,
            row.cell.final,
            row.cell.reason,
            row.formula,
            row.reached or row.why,
            criterion_mark(year, row.node),
        ]
        for row in details
    ]
    return TableFile(f"diem-{province.slug}-{year.year}", heads, rows)

"""The year's scores and ranks as files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.criteria.exports import criterion_cells, criterion_heads, criterion_mark
from emulation.results.province import CriterionResult
from emulation.results.ranking import RankedProvince
from emulation.results.table import Cell, Row, ScoreTable
from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from vietnamese.numbers import NO_NUMBER, NOTHING
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value


def scores_file(
    contest_year: EmulationYear, table: ScoreTable, ranking: Sequence[RankedProvince]
) -> TableFile:
    """A row for each criterion with four columns for each province, in the order of the page."""
    heads = [_("Tiêu chí"), _("Tối đa")]
    for province in table.provinces:
        columns = (_("tự chấm"), _("chấm chéo"), _("thống nhất"), _("lý do"))
        heads += [f"{province.name}, {column}" for column in columns]
    return TableFile(
        f"bang-diem-{contest_year.year}", [*heads, _("Minh họa")], list(_rows(contest_year, table, ranking))
    )


def _rows(
    contest_year: EmulationYear, table: ScoreTable, ranking: Sequence[RankedProvince]
) -> Iterator[Sequence[Value]]:
    by_province = {ranked.province: ranked for ranked in ranking}
    mark = illustrative_mark(contest_year.is_illustrative)

    def below(label: str, value_of: Callable[[RankedProvince], Value]) -> Sequence[Value]:
        values: list[Value] = []
        for province in table.provinces:
            ranked = by_province.get(province)
            values += ["", "", value_of(ranked) if ranked else NO_NUMBER, ""]
        return [label, "", *values, mark]

    yield from (_row(contest_year, row) for row in table.scale)
    yield [_("Cộng"), table.full, *_points(table.totals), mark]
    yield from (_row(contest_year, row) for row in table.apart)
    yield below(_("Điểm thưởng"), lambda ranked: _scored(ranked.bonus))
    yield below(_("Điểm trừ"), lambda ranked: _scored(ranked.penalty))
    yield below(_("Điểm xếp hạng"), lambda ranked: ranked.total)
    yield below(_("Hạng"), lambda ranked: ranked.rank or NO_NUMBER)
    yield below(_("Nhận định"), lambda ranked: ranked.verdict)
    yield below(_("Tạm tính"), lambda ranked: _provisional(contest_year, ranked))


def _row(contest_year: EmulationYear, row: Row) -> Sequence[Value]:
    maximum = row.node.criterion.maximum
    return [row.node.title, maximum, *_points(row.cells), criterion_mark(contest_year, row.node)]


def _points(cells: Sequence[Cell]) -> list[Value]:
    values: list[Value] = []
    for cell in cells:
        given = [cell.no_points if points is None else points for points in (cell.own, cell.check)]
        settled = cell.not_settled if cell.settled_points is None else cell.settled_points
        values += [*given, settled, cell.reasons_text]
    return values


def _provisional(contest_year: EmulationYear, ranked: RankedProvince) -> str:
    return contest_year.provisional_note or (_("tạm tính") if ranked.is_provisional else "")


def _scored(points: Decimal | None) -> Value:
    return NOTHING if points is None else points


def ranking_file(contest_year: EmulationYear, ranking: Iterable[RankedProvince]) -> TableFile:
    heads = [_("Đơn vị"), _("Hạng"), _("Điểm"), _("Thưởng"), _("Trừ"), _("Điểm xếp hạng"), _("Tạm tính")]
    heads += [_("Điểm năm trước"), _("Hạng năm trước"), _("So năm trước"), _("Nhận định"), _("Minh họa")]
    rows = [
        [
            ranked.province.name,
            ranked.rank or NO_NUMBER,
            ranked.scale,
            _scored(ranked.bonus),
            _scored(ranked.penalty),
            ranked.total,
            _provisional(contest_year, ranked),
            ranked.last_total,
            ranked.last_rank,
            ranked.improvement,
            ranked.verdict,
            illustrative_mark(contest_year.is_illustrative),
        ]
        for ranked in ranking
    ]
    return TableFile(f"xep-hang-{contest_year.year}", heads, rows)


def province_file(
    contest_year: EmulationYear, province: Province, details: Iterable[CriterionResult]
) -> TableFile:
    heads = [*criterion_heads(), _("Tự chấm"), _("Chấm chéo"), _("Thống nhất"), _("Lý do")]
    heads += [_("Cách tính điểm"), _("Kết quả đạt"), _("Tạm tính"), _("Minh họa")]
    rows = [
        [
            *criterion_cells(detail.node),
            detail.cell.own,
            detail.cell.check,
            detail.cell.settled_points,
            detail.cell.reason,
            detail.formula,
            detail.reached or detail.why,
            contest_year.provisional_note or (_("tạm tính") if detail.cell.is_provisional else ""),
            criterion_mark(contest_year, detail.node),
        ]
        for detail in details
    ]
    return TableFile(f"diem-{province.slug}-{contest_year.year}", heads, rows)

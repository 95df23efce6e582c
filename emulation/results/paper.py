"""The table of scores on paper (bảng tổng hợp điểm thi đua); Vietnamese, whatever the reader's language."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils import timezone, translation

from emulation.results.ranking import RankedProvince, ties_in_words
from emulation.results.table import Cell, Row, ScoreTable
from emulation.year.models import EmulationYear
from papers.letter import (
    Appendix,
    Block,
    Column,
    Heading,
    Letter,
    Note,
    Paragraph,
    Signatory,
    Table,
    issuer_lines,
)
from vietnamese.numbers import NO_NUMBER, format_change, format_number

DECIMALS = 2
PROVINCES_A_TABLE = 8  # that one landscape page holds
PaperRow = list[str | int | None]


def score_letter(year: EmulationYear, table: ScoreTable, standings: Sequence[RankedProvince]) -> Letter:
    """The ranking with its firmness; appended the table, a column a province, and where points differ.

    A draft until the scores are settled; it holds what the reader of the table may know.
    """
    with translation.override("vi"):
        return _letter(year, table, standings)


def _letter(year: EmulationYear, table: ScoreTable, standings: Sequence[RankedProvince]) -> Letter:
    cluster = year.cluster
    settled_on = timezone.localdate(year.scores_settled_at) if year.scores_settled_at else None
    appendices = [Appendix(f"Bảng tổng hợp điểm thi đua năm {year.year}", list(_tables(table, standings)))]
    if table.differences:
        appendices.append(Appendix("Các tiêu chí chấm khác nhau và lý do", [_differences(table)]))
    return Letter(
        kind="Bảng tổng hợp điểm",
        about=f"thi đua năm {year.year}",
        parent=cluster.parent_body.upper(),
        issuer=issuer_lines(cluster.name, cluster.short_name.removeprefix("Cụm ")),
        author=cluster.name,
        year=(settled_on or timezone.localdate()).year,
        made_on=settled_on or timezone.localdate(),
        signed_on=settled_on,
        body=list(_ranking(year, standings)),
        signatories=[Signatory(authority="TM. CỤM THI ĐUA", role="Cụm trưởng")],
        recipients=[cluster.parent_body, "Các đơn vị thành viên Cụm"],
        filed="VT, Tổ giúp việc",
        appendices=appendices,
        attached_to=f"Bảng tổng hợp điểm thi đua năm {year.year}",
        caution=None if settled_on else "DỰ THẢO: chưa chốt điểm",
        notice="Điểm số minh họa." if year.is_illustrative else None,
    )


def _ranking(year: EmulationYear, standings: Sequence[RankedProvince]) -> Iterator[Block]:
    yield Heading("Xếp hạng")
    if not standings:
        yield Paragraph("Chưa có điểm nào.")
        return
    columns = [Column("Đơn vị"), Column("Hạng", 13, "center")]
    heads = ("Điểm", "Điểm thưởng", "Điểm trừ", "Điểm xếp hạng", "So năm trước")
    columns += [Column(head, 17, "right") for head in heads]
    rows: list[PaperRow] = [
        [
            str(standing.province),
            standing.rank,
            _points(standing.scale),
            _points(standing.bonus),
            _points(standing.penalty),
            _points(standing.total) + ("*" if standing.is_provisional else ""),
            NO_NUMBER if standing.improvement is None else format_change(standing.improvement, DECIMALS),
            standing.verdict,
        ]
        for standing in standings
    ]
    yield Table([*columns, Column("Nhận định", 34)], rows)
    if any(standing.is_provisional for standing in standings):
        yield Note("* Tạm tính: còn ô chưa thống nhất, hoặc còn số liệu chưa được chấp nhận, số ước.")
    yield Paragraph(
        "Khoảng hạng là khi bỏ từng tiêu chí cấp một, hoặc tính tiêu chí ấy nặng thêm, nhẹ đi 10%. "
        "Thứ hạng chắc chắn là thứ hạng không đổi trong mọi phép thử, và không đồng hạng với ai."
    )
    ties = "; ".join(ties_in_words(year))
    equal = f"Bằng điểm thì lần lượt xét: {ties}; xét hết mà vẫn bằng" if ties else "Bằng điểm"
    yield Paragraph(f"{equal} thì đồng hạng.")


def _tables(table: ScoreTable, standings: Sequence[RankedProvince]) -> Iterator[Block]:
    """As many tables as the provinces need, each with all criteria."""
    by_province = {standing.province: standing for standing in standings}
    for start in range(0, len(table.provinces), PROVINCES_A_TABLE):
        places = range(start, min(start + PROVINCES_A_TABLE, len(table.provinces)))
        yield _table(table, places, [by_province.get(table.provinces[place]) for place in places])
    said = ["“…” là chưa có điểm"]
    if any(row.is_open(cell) for row in table.scored for cell in row.cells):
        said.append("dấu * là chưa thống nhất: tạm tính theo điểm chấm chéo, chưa có thì theo điểm tự chấm")
    if any(row.node.criterion.is_illustrative for row in table.scale):
        said.append("(mh) là tiêu chí minh họa")
    yield Note(f"Ghi chú: {'; '.join(said)}.")


def _table(table: ScoreTable, places: range, standings: Sequence[RankedProvince | None]) -> Table:
    width = max(18, min(26, 150 // len(places)))
    columns = [Column("TT", 18, "center"), Column("Nội dung, tiêu chí"), Column("Điểm tối đa", 16, "right")]
    columns += [Column(table.provinces[place].name, width, "right") for place in places]

    def row(each: Row) -> PaperRow:
        criterion = each.node.criterion
        label = f"{criterion} (mh)" if criterion.is_illustrative else str(criterion)
        shown = [each.cells[place] for place in places]
        cells = [_counting(cell, is_open=each.is_open(cell)) for cell in shown]
        return [each.node.number, label, format_number(criterion.maximum), *cells]

    def line(label: str, values: Sequence[str]) -> PaperRow:
        return ["", label, "", *values]

    totals = [table.totals[place] for place in places]
    sums = [_counting(total, is_open=not total.is_settled) for total in totals]
    rows = [row(each) for each in table.scale]
    rows.append(["", "Cộng", format_number(table.full), *sums])
    rows += [row(each) for each in table.apart]
    rows.append(line("Điểm thưởng", [_points(s.bonus if s else None) for s in standings]))
    rows.append(line("Điểm trừ", [_points(s.penalty if s else None) for s in standings]))
    rows.append(line("Điểm xếp hạng", [_points(s.total if s else None) for s in standings]))
    ranks = [str(s.rank) if s else NO_NUMBER for s in standings]
    return Table(columns, rows, total=line("Hạng", ranks))


def _differences(table: ScoreTable) -> Table:
    columns = [Column("Đơn vị", 24), Column("Tiêu chí", 62)]
    columns += [Column(head, 20, "right") for head in ("Tự chấm", "Chấm chéo", "Thống nhất")]
    rows: list[PaperRow] = [
        [
            str(province),
            row.node.title,
            *(_points(given) for given in (cell.own, cell.check, cell.final)),
            cell.said,
        ]
        for row, province, cell in table.differences
    ]
    return Table([*columns, Column("Lý do, ý kiến")], rows)


def _counting(cell: Cell, *, is_open: bool) -> str:
    """What counts by now; a star where it is not settled."""
    return _points(cell.counting) + ("*" if is_open and cell.counting is not None else "")


def _points(points: Decimal | None) -> str:
    return format_number(points, DECIMALS)

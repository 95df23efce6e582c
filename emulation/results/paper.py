"""The table of scores on paper (bảng tổng hợp điểm thi đua), always in Vietnamese."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils import timezone, translation

from emulation.results.ranking import RankedProvince, ties_in_words
from emulation.results.table import Cell, Row, ScoreTable
from emulation.successors.notes import merger_notes
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
from vietnamese.numbers import NO_NUMBER, NOTHING, format_change, format_number

DECIMALS = 2
PROVINCES_A_TABLE = 8  # fit on a landscape page
PaperRow = list[str | int | None]


def score_letter(contest_year: EmulationYear, table: ScoreTable, ranking: Sequence[RankedProvince]) -> Letter:
    with translation.override("vi"):
        return _letter(contest_year, table, ranking)


def _letter(contest_year: EmulationYear, table: ScoreTable, ranking: Sequence[RankedProvince]) -> Letter:
    cluster = contest_year.cluster
    settled_on = (
        timezone.localdate(contest_year.scores_settled_at) if contest_year.scores_settled_at else None
    )
    title = f"Bảng tổng hợp điểm thi đua năm {contest_year.year}"
    title += " (kết quả tạm thời)" if contest_year.is_provisional else ""
    appendices = [Appendix(title, list(_tables(table, ranking)))]
    if table.differences:
        appendices.append(Appendix("Các tiêu chí chấm khác nhau và lý do", [_differences(table)]))
    return Letter(
        kind="Bảng tổng hợp điểm",
        about=f"thi đua năm {contest_year.year}"
        + (" (kết quả tạm thời)" if contest_year.is_provisional else ""),
        parent=cluster.parent_body.upper(),
        issuer=issuer_lines(cluster.name, cluster.place_name),
        author=cluster.name,
        place=contest_year.seat,
        made_on=settled_on or timezone.localdate(),
        signed_on=settled_on,
        body=list(_ranking(contest_year, ranking)),
        signatories=[Signatory(authority="TM. CỤM THI ĐUA", role="Cụm trưởng")],
        recipients=[cluster.parent_body, "Các đơn vị thành viên Cụm"],
        filed="VT, Tổ giúp việc",
        appendices=appendices,
        attached_to=title,
        caution=contest_year.provisional_note or (None if settled_on else "DỰ THẢO: chưa chốt điểm"),
        notice="Điểm số minh họa." if contest_year.is_illustrative else None,
    )


def _ranking(contest_year: EmulationYear, ranking: Sequence[RankedProvince]) -> Iterator[Block]:
    yield Heading("Xếp hạng")
    if not ranking:
        yield Paragraph("Chưa có điểm nào.")
        return
    columns = [Column("Đơn vị"), Column("Hạng", 13, "center")]
    heads = ("Điểm", "Điểm thưởng", "Điểm trừ", "Điểm xếp hạng", "So năm trước")
    columns += [Column(head, 17, "right") for head in heads]
    rows: list[PaperRow] = [
        [
            str(ranked.province),
            ranked.rank or NO_NUMBER,
            _points(ranked.scale),
            _scored(ranked.bonus),
            _scored(ranked.penalty),
            _points(ranked.total) + ("*" if ranked.is_provisional else ""),
            NO_NUMBER if ranked.improvement is None else format_change(ranked.improvement, DECIMALS),
            ranked.verdict,
        ]
        for ranked in ranking
    ]
    yield Table([*columns, Column("Nhận định", 34)], rows)
    if any(ranked.is_provisional for ranked in ranking):
        yield Note("* Tạm tính: còn ô chưa thống nhất, hoặc còn số liệu chưa được chấp nhận, số ước.")
    yield Paragraph(
        "Khoảng hạng là khi bỏ từng tiêu chí cấp một, hoặc tăng, giảm trọng số của tiêu chí ấy 10%. "
        "Thứ hạng ổn định là thứ hạng không đổi trong mọi phép thử, và không đồng hạng với ai."
    )
    ties = "; ".join(ties_in_words(contest_year))
    equal = f"Bằng điểm thì lần lượt xét: {ties}; xét hết mà vẫn bằng" if ties else "Bằng điểm"
    yield Paragraph(f"{equal} thì đồng hạng.")
    yield from map(Paragraph, merger_notes(contest_year))


def _tables(table: ScoreTable, ranking: Sequence[RankedProvince]) -> Iterator[Block]:
    by_province = {ranked.province: ranked for ranked in ranking}
    for start in range(0, len(table.provinces), PROVINCES_A_TABLE):
        indexes = range(start, min(start + PROVINCES_A_TABLE, len(table.provinces)))
        yield _table(table, indexes, [by_province.get(table.provinces[n]) for n in indexes])
    notes = ["“…” là chưa có điểm"]
    if any(cell.needs_final_points for row in table.scored for cell in row.cells):
        notes.append("dấu * là chưa thống nhất: tạm tính theo điểm chấm chéo, chưa có thì theo điểm tự chấm")
    if any(row.node.criterion.is_illustrative for row in table.scale):
        notes.append("(mh) là tiêu chí minh họa")
    yield Note(f"Ghi chú: {'; '.join(notes)}.")


def _table(table: ScoreTable, indexes: range, ranking: Sequence[RankedProvince | None]) -> Table:
    width = max(18, min(26, 150 // len(indexes)))
    columns = [Column("TT", 18, "center"), Column("Nội dung, tiêu chí"), Column("Điểm tối đa", 16, "right")]
    columns += [Column(table.provinces[n].name, width, "right") for n in indexes]

    def criterion_row(row: Row) -> PaperRow:
        criterion = row.node.criterion
        label = f"{criterion} (mh)" if criterion.is_illustrative else str(criterion)
        cells = [_counting(row.cells[n], is_open=row.cells[n].needs_final_points) for n in indexes]
        return [row.node.number, label, format_number(criterion.maximum), *cells]

    totals = [table.totals[n] for n in indexes]
    sums = [_counting(total, is_open=not total.is_settled) for total in totals]
    rows: list[PaperRow] = [
        *map(criterion_row, table.scale),
        ["", "Cộng", format_number(table.full), *sums],
        *map(criterion_row, table.apart),
        ["", "Điểm thưởng", "", *(_scored(ranked.bonus if ranked else None) for ranked in ranking)],
        ["", "Điểm trừ", "", *(_scored(ranked.penalty if ranked else None) for ranked in ranking)],
        ["", "Điểm xếp hạng", "", *(_points(ranked.total if ranked else None) for ranked in ranking)],
    ]
    ranks = [str(ranked.rank) if ranked and ranked.rank else NO_NUMBER for ranked in ranking]
    return Table(columns, rows, total=["", "Hạng", "", *ranks])


def _differences(table: ScoreTable) -> Table:
    columns = [Column("Đơn vị", 24), Column("Tiêu chí", 62)]
    columns += [Column(head, 20, "right") for head in ("Tự chấm", "Chấm chéo", "Thống nhất")]
    rows: list[PaperRow] = [
        [
            str(province),
            row.node.title,
            *map(_points, (cell.own, cell.check, cell.final)),
            cell.reasons_text,
        ]
        for row, province, cell in table.differences
    ]
    return Table([*columns, Column("Lý do, ý kiến")], rows)


def _counting(cell: Cell, *, is_open: bool) -> str:
    if cell.counting is None:
        return cell.no_points
    return _points(cell.counting) + ("*" if is_open else "")


def _points(points: Decimal | None) -> str:
    return format_number(points, DECIMALS)


def _scored(points: Decimal | None) -> str:
    return NOTHING if points is None else format_number(points, DECIMALS)

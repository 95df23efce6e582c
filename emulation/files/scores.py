"""Criteria, points and ranks as files: points as numbers, what has none is empty."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from emulation.checks.page import CheckSheet
from emulation.models import EmulationYear
from emulation.results.province import Detail
from emulation.results.ranking import Standing
from emulation.rules.page import RuleRow
from emulation.rules.tree import Node
from emulation.rules.trial import Trial
from emulation.scores.sheet import ScoreRow, SentRow, SheetPage
from provinces.export import Listing, Value
from provinces.list_files import made_up
from provinces.models import Province


def rules(year: EmulationYear, rows: Iterable[RuleRow]) -> Listing:
    """The year's criteria with their formulas."""
    heads = [*_criterion_heads(), _("Cách tính điểm"), _("Hướng dẫn, nguồn"), _("Minh họa")]
    found = [
        [*_criterion(row.node), row.formula, row.node.criterion.note, _mark(year, row.node)] for row in rows
    ]
    return Listing(f"bang-diem-{year.year}", heads, found)


def trial(year: EmulationYear, tried: Trial) -> Listing:
    """What the rules would give on another year's figures."""
    heads = [*_criterion_heads(), *(province.name for province in tried.provinces), _("Minh họa")]
    rows = [
        [*_criterion(row.node), *(cell.points.value for cell in row.cells), _mark(year, row.node)]
        for row in tried.rows
    ]
    return Listing(f"cham-thu-{year.year}", heads, rows)


def standings(year: EmulationYear, ranked: Iterable[Standing]) -> Listing:
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
            made_up(year.is_illustrative),
        ]
        for each in ranked
    ]
    return Listing(f"xep-hang-{year.year}", heads, rows)


def province_scores(year: EmulationYear, province: Province, details: Iterable[Detail]) -> Listing:
    """The criteria of one province with what they stand on."""
    heads = [*_criterion_heads(), _("Tự chấm"), _("Chấm chéo"), _("Thống nhất"), _("Lý do")]
    heads += [_("Cách tính điểm"), _("Kết quả đạt"), _("Minh họa")]
    rows = [
        [
            *_criterion(row.node),
            row.cell.own,
            row.cell.check,
            row.cell.final,
            row.cell.reason,
            row.formula,
            row.reached or row.why,
            _mark(year, row.node),
        ]
        for row in details
    ]
    return Listing(f"diem-{province.slug}-{year.year}", heads, rows)


def sent(year: EmulationYear, rows: Iterable[SentRow]) -> Listing:
    """Who has sent a self-score; points as far as the reader may know them."""
    heads = [_("Tỉnh, thành phố"), _("Trạng thái"), _("Ngày gửi"), _("Gửi chậm"), _("Điểm tự chấm")]
    found = [
        [
            row.province.name,
            row.word.text,
            row.sent_on,
            row.late,
            row.total.value if row.total else None,
            made_up(year.is_illustrative),
        ]
        for row in rows
    ]
    return Listing(f"tu-cham-{year.year}", [*heads, _("Minh họa")], found)


def sheet(year: EmulationYear, page: SheetPage) -> Listing:
    """A province's self-score."""
    heads = [*_criterion_heads(), _("Tự chấm"), _("Lý do"), _("Cách tính điểm"), _("Kết quả đạt")]
    rows = [
        [
            *_criterion(row.node),
            _own(row),
            row.score.reason if row.score else "",
            row.formula,
            row.reached or row.why,
            _mark(year, row.node),
        ]
        for row in (*page.rows, *page.apart)
    ]
    name = f"tu-cham-{page.sheet.province.slug}-{year.year}"
    return Listing(name, [*heads, _("Minh họa")], rows)


def check(year: EmulationYear, found: CheckSheet) -> Listing:
    """A cross-check beside the self-score."""
    heads = [*_criterion_heads(), _("Tự chấm"), _("Chấm chéo"), _("Lý do của tỉnh chấm")]
    heads += [_("Ý kiến của tỉnh được chấm"), _("Minh họa")]
    rows = [
        [
            *_criterion(row.node),
            row.own.value if row.own else None,
            row.given.value if row.given else None,
            row.score.reason if row.score else "",
            row.score.answer if row.score else "",
            _mark(year, row.node),
        ]
        for row in found.rows
    ]
    return Listing(f"cham-cheo-{found.check.checked.slug}-{year.year}", heads, rows)


def _own(row: ScoreRow) -> Value:
    if row.total is not None:
        return row.total.value
    return row.points.value if row.points else None


def _criterion_heads() -> list[str]:
    return [_("Số thứ tự"), _("Tiêu chí"), _("Tối đa")]


def _criterion(node: Node) -> Sequence[Value]:
    return [node.number, str(node.criterion), node.criterion.maximum]


def _mark(year: EmulationYear, node: Node) -> str:
    return made_up(year.is_illustrative or node.criterion.is_illustrative)

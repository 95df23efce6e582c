"""Tables without a database: a few indicators, with cells written by hand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from figures.catalogue.breaks import NO_BREAKS, Breaks
from figures.catalogue.models import Indicator, Section
from figures.periods.models import Period
from figures.submissions.cell_arithmetic import Cell
from figures.submissions.models import Figure
from provinces.clusters.models import Province
from reports.summary.arithmetic import tabulate
from reports.summary.courses import Course, course_of
from reports.summary.reporting_spans import Span
from reports.summary.values import Table
from tests.factories import SEVEN

LABEL = "6 tháng đầu năm 2023"
UNKNOWN = Cell(answer=Figure.Answer.NOT_KNOWN)
NOT_APPLICABLE = Cell(answer=Figure.Answer.NOT_APPLICABLE)
ABSENT = Cell()

# code, label, short label, unit, kind
CATALOGUE = [
    ("coop.total", "Tổng số HTX", "Tổng số HTX", "HTX", "stock"),
    ("coop.new", "HTX thành lập mới", "Thành lập mới", "HTX", "flow"),
    ("coop.dissolved", "HTX giải thể", "Giải thể", "HTX", "flow"),
    ("coop.other_increase", "HTX tăng khác", "Tăng khác", "HTX", "flow"),
    ("coop.other_decrease", "HTX giảm khác", "Giảm khác", "HTX", "flow"),
    ("coop.members", "Thành viên HTX", "Thành viên", "thành viên", "stock"),
    ("coop.charter_capital", "Vốn điều lệ của HTX", "Vốn điều lệ", "triệu đồng", "stock"),
    ("coop.capital_per_coop", "Vốn điều lệ bình quân một HTX", "Bình quân", "triệu đồng", "ratio"),
    ("coop.rating.good", "HTX xếp loại tốt", "Tốt", "HTX", "class"),
    ("coop.rating.fair", "HTX xếp loại khá", "Khá", "HTX", "class"),
    ("coop.rating.unrated", "HTX không xếp loại", "Không xếp loại", "HTX", "class"),
    ("union.total", "Tổng số liên hiệp HTX", "Tổng số LH HTX", "LH HTX", "stock"),
    ("union.new", "Liên hiệp HTX thành lập mới", "Thành lập mới", "LH HTX", "flow"),
    ("union.dissolved", "Liên hiệp HTX giải thể", "Giải thể", "LH HTX", "flow"),
    ("group.total", "Tổng số tổ hợp tác", "Tổng số THT", "THT", "stock"),
    ("group.new", "THT thành lập mới", "Thành lập mới", "THT", "flow"),
    ("group.ended", "THT chấm dứt hoạt động", "Chấm dứt", "THT", "flow"),
    ("alliance.member_coops", "HTX là thành viên Liên minh", "HTX thành viên", "HTX", "stock"),
    ("alliance.member_share", "Tỷ lệ HTX là thành viên Liên minh", "Tỷ lệ", "%", "ratio"),
]
LEDGER_ROLES = {
    "coop.total": "closing",
    "coop.new": "increase",
    "coop.other_increase": "increase",
    "coop.dissolved": "decrease",
    "coop.other_decrease": "decrease",
}
RATIOS = {
    "coop.capital_per_coop": ("coop.charter_capital", "coop.total", 1),
    "alliance.member_share": ("alliance.member_coops", "coop.total", 100),
}
UNIONS_PUBLISHED = [2, 2, 1, 0, 4, 3, 1]


def indicators() -> list[Indicator]:
    section = Section(pk=1, code="all", label="Hợp tác xã", label_en="Cooperatives", position=1)
    rows = {
        code: Indicator(
            pk=pk,
            section=section,
            code=code,
            label=label,
            short_label=short,
            unit=unit,
            kind=kind,
            decimals=1,
            ledger="coop" if code in LEDGER_ROLES else "",
            ledger_role=LEDGER_ROLES.get(code, ""),
        )
        for pk, (code, label, short, unit, kind) in enumerate(CATALOGUE, start=1)
    }
    for code, (numerator, denominator, factor) in RATIOS.items():
        rows[code].numerator, rows[code].denominator = rows[numerator], rows[denominator]
        rows[code].factor = factor
    return list(rows.values())


def seven() -> list[Province]:
    return [
        Province(pk=n, slug=slug, name=name, position=n, established_on=dt.date(1945, 9, 2))
        for n, (slug, name, _) in enumerate(SEVEN, start=1)
    ]


def cell(value: int | Cell, *, is_accepted: bool = True, is_illustrative: bool = False) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(Decimal(value), Figure.Answer.NUMBER, is_accepted, False, is_illustrative)


def make_table(
    figures: Mapping[str, Sequence[int | Cell]],
    *,
    label: str = LABEL,
    provinces: Sequence[Province] | None = None,
) -> Table:
    """Accepted figures: code → a number or cell for each province, by default the seven; 10 in all others."""
    provinces = list(provinces or seven())
    cells = {
        (province.slug, indicator.code): [cell(figures.get(indicator.code, [10] * len(provinces))[index])]
        for indicator in indicators()
        if indicator.kind != Indicator.Kind.RATIO
        for index, province in enumerate(provinces)
    }
    return tabulate(label, provinces, indicators(), cells, published={})


def make_half(index: int) -> Period:
    """The half-year of that index, whose figures are of its last day."""
    period = Period(year=index // 2, half=index % 2 + 1)
    period.cut_off_on = dt.date(period.year, 6, 30) if period.half == 1 else dt.date(period.year, 12, 31)
    return period


def make_history(
    *totals: Sequence[int | Cell],
    code: str = "coop.total",
    provinces: Sequence[Province] | None = None,
    breaks: Breaks = NO_BREAKS,
) -> list[tuple[Span, Table]]:
    """The half-years up to 2023-H1, each with a cell for each province, by default the seven."""
    first = 2023 * 2 - len(totals) + 1
    halves = [make_half(first + n) for n in range(len(totals))]
    return [
        (
            Span.of(half),
            replace(
                make_table({code: cells}, label=half.label, provinces=provinces),
                cut_offs=(half.cut_off_on,),
                breaks=breaks,
            ),
        )
        for half, cells in zip(halves, totals, strict=True)
    ]


def make_course(
    *totals: Sequence[int | Cell] | None, breaks: Breaks = NO_BREAKS, code: str = "coop.total"
) -> Course:
    """The course up to 2023-H1, each point from the cells of its provinces; None is a missing half-year."""
    first = 2023 * 2 - len(totals) + 1
    history = [
        (Span.of(half), replace(table, cut_offs=(half.cut_off_on,), breaks=breaks))
        for n, cells in enumerate(totals)
        if cells is not None
        for half in [make_half(first + n)]
        for table in [make_table({code: cells}, label=half.label, provinces=seven()[: len(cells)])]
    ]
    return course_of(history, code)

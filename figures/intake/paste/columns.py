"""Finds the columns of a pasted block: labels, units, and the province's numbers of this half-year."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from figures.intake.named_periods import heads_another_time, names, names_another
from figures.intake.paste.cell import holds_answer, holds_number
from figures.intake.paste.grid import Grid
from figures.intake.paste.label_matching import LabelIndex, plain
from figures.periods.models import Period
from figures.sheet.rows import Sheet
from provinces.clusters.models import Province
from vietnamese.folding import folded

_PROVINCE_PREFIXES = re.compile(r"^(?:(?:tinh|thanh pho|tp|lien minh (?:htx|hop tac xa)|lmhtx) )+")
_THIS_PERIOD = {"ky nay", "so lieu ky nay", "thuc hien ky nay", "ky bao cao", "this period"}
# Labels of heads whose columns may be headed by years or numbers.
_HEAD_LABELS = {
    *("chi tieu", "ten chi tieu", "noi dung", "danh muc", "chi so", "muc", "nam", "ky", "thoi gian", "cot"),
    *("tt", "stt", "so tt", "so thu tu", "ma", "ma so", "don vi", "don vi tinh", "dvt", "tinh", "indicator"),
}
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# A head with one of these is about another number, even if it names this half-year.
_OTHER_NUMBERS = (
    "cung ky",
    "ky truoc",
    "dau ky",
    "ke hoach",
    "so voi",
    "tang",
    "giam",
    "ty le",
    "ty trong",
    "co cau",
    "%",
    "uoc nam",
)


@dataclass(frozen=True)
class Columns:
    """The block's columns, counted from 0.

    Attributes:
        label_ends: labels are left of this column.
        beside: where the labels of a column are, if they are of another table beside the first.
        units: columns of units.
        first_row: the first row below the heads.
        candidates: columns that may hold the numbers.
        chosen: the column of the numbers; none while several are possible.
        heads: what stands above each column.
        other_provinces: whose columns are left out, by column.
        is_foreign: whether all columns are of other provinces.
    """

    label_ends: int
    units: frozenset[int]
    first_row: int
    candidates: tuple[int, ...]
    chosen: int | None
    heads: Mapping[int, Sequence[str]] = field(default_factory=dict)
    other_provinces: Mapping[int, str] = field(default_factory=dict)
    is_foreign: bool = False
    beside: Mapping[int, range] = field(default_factory=dict)

    def labels_of(self, column: int) -> range:
        return self.beside.get(column, range(self.label_ends))


def is_labelled(grid: Grid) -> bool:
    """Whether there are words beside numbers: then the order of rows alone places no number."""
    return any(any(map(is_words, row)) and any(map(holds_answer, row)) for row in grid)


def has_provinces_in_rows(grid: Grid, labels: LabelIndex, provinces: Sequence[Province]) -> bool:
    rows = [[cell for cell in row if is_words(cell)] for row in grid if any(map(holds_answer, row))]
    if any(labels.indicators(cell) for cells in rows for cell in cells):
        return False
    return any(province_in(cells, provinces) is not None for cells in rows)


def has_labels_in_heads(grid: Grid, labels: LabelIndex) -> bool:
    """Whether the labels are in one row, above their numbers."""
    rows = [row for row in grid if any(map(labels.indicators, row))]
    if len(rows) != 1 or any(map(holds_answer, rows[0])):
        return False
    return len({match for cell in rows[0] for match in labels.indicators(cell)[:1]}) > 1


def titled_province(
    grid: Grid, columns: Columns, provinces: Iterable[Province], sheet_name: str
) -> Province | None:
    """Whose table it is, if a title above it or the name of its sheet says so."""
    titles = [cell for row in grid[: columns.first_row] for cell in row[: columns.label_ends] if cell]
    return province_in([*titles, sheet_name], provinces)


def unlabelled_columns(grid: Grid, period: Period) -> Columns:
    columns = tuple(c for c in range(len(grid[0])) if any(holds_answer(row[c]) for row in grid))
    certain = [c for c in columns if not heads_another_time(_heads_of_bare_numbers(grid, c), period)]
    chosen = columns[0] if len(columns) == len(certain) == 1 else None
    return Columns(0, frozenset(), 0, columns, chosen)


def _heads_of_bare_numbers(grid: Grid, column: int) -> list[str]:
    cells = (row[column] for row in grid)
    return list(takewhile(lambda cell: cell and not holds_answer(cell), cells))


def labelled_columns(
    grid: Grid, labels: LabelIndex, sheet: Sheet, provinces: Iterable[Province], sheet_name: str = ""
) -> Columns:
    width = range(len(grid[0]))
    units = frozenset(c for c in width if _is_units([row[c] for row in grid], sheet))
    hits = {c: sum(bool(labels.indicators(row[c])) for row in grid) for c in width if c not in units}
    label_column = max(hits, key=lambda c: (hits[c], -c), default=0)
    if not hits.get(label_column):
        # No label is known. Take the first column with words; every row becomes an unplaced number.
        label_column = next(c for c in width if any(is_words(row[c]) for row in grid))
    right = [c for c in width if c > label_column and c not in units]
    first_row = next(
        (
            n
            for n, row in enumerate(grid)
            if labels.indicators(row[label_column]) or _is_line(row[label_column], [row[c] for c in right])
        ),
        next(n for n, row in enumerate(grid) if any(map(holds_answer, row))),
    )
    body = grid[first_row:]
    candidates = [c for c in right if any(holds_number(row[c]) for row in body)]
    candidates = candidates or [c for c in right if any(holds_answer(row[c]) for row in body)]
    label_ends = candidates[0] if candidates else label_column + 1
    known = [c for c, count in hits.items() if count and 2 * count >= hits[label_column]]
    heads = _heads(grid[:first_row], label_ends)
    columns = Columns(label_ends, units, first_row, tuple(candidates), None, heads)
    columns = replace(columns, beside=_labels_beside(columns, known))
    titles = [sheet_name, *(cell for row in grid[:first_row] for cell in row[:label_ends])]
    return _choose_by_heads(columns, titles, sheet, provinces)


def _labels_beside(columns: Columns, known: Sequence[int]) -> dict[int, range]:
    """For the number columns of tables beside the first: where their labels are.

    Args:
        columns: of the block.
        known: the columns with labels of the form.
    """
    beside = {}
    for column in columns.candidates:
        nearest = max((c for c in known if c < column), default=0)
        if nearest > columns.label_ends:
            begins = max(c for c in columns.candidates if c < nearest) + 1
            ends = min(c for c in columns.candidates if c > nearest)
            beside[column] = range(begins, ends)
    return beside


def _heads(rows: Grid, label_ends: int) -> dict[int, tuple[str, ...]]:
    """The heads of each column; one may stand over several, as a merged cell does.

    Args:
        rows: those above the table.
        label_ends: labels are left of this column.
    """
    heads: dict[int, list[str]] = {}
    for number, row in enumerate(rows):
        over = 0
        for column, head in enumerate(row):
            if head:
                over = column
            # Over several only where each has a head of its own below.
            is_below = over >= label_ends and any(b[over] and b[column] for b in rows[number + 1 :])
            if head or is_below:
                heads.setdefault(column, []).append(row[over])
    return {column: tuple(texts) for column, texts in heads.items()}


def _choose_by_heads(
    columns: Columns, titles: list[str], sheet: Sheet, provinces: Iterable[Province]
) -> Columns:
    period, heads = sheet.submission.period, {c: columns.heads.get(c, ()) for c in columns.candidates}
    by_column = {c: province for c in heads if (province := province_in(heads[c], provinces)) is not None}
    if by_column:
        own = [c for c, province in by_column.items() if province == sheet.submission.province]
        columns = replace(
            columns,
            candidates=tuple(own),
            other_provinces={c: str(province) for c, province in by_column.items() if c not in own},
            is_foreign=not own,
        )
    is_titled_otherwise = any(names_another(title, period) for title in titles)
    certain = [c for c in columns.candidates if _is_about(heads[c], period, is_titled_otherwise)]
    if not certain and not is_titled_otherwise:
        only = columns.candidates if len(columns.candidates) == 1 else ()
        certain = [c for c in only if not _is_about_another(heads[c], period)]
    return replace(columns, chosen=certain[0]) if len(certain) == 1 else columns


def _is_line(label: str, cells: Sequence[str]) -> bool:
    """Whether a row whose label nobody knows is a line of the table all the same, and no head."""
    if not is_words(label) or plain(label) in _HEAD_LABELS or len(plain(label)) < 2:
        return False
    answers = [cell for cell in cells if holds_answer(cell)]
    return not all(_YEAR.fullmatch(answer) for answer in answers)


def province_in(cells: Sequence[str], provinces: Iterable[Province]) -> Province | None:
    names = set()
    for cell in cells:
        names.add(_PROVINCE_PREFIXES.sub("", plain(cell)))
    return next((province for province in provinces if plain(province.name) in names), None)


def _is_about(heads: Sequence[str], period: Period, is_titled_otherwise: bool) -> bool:
    if _is_about_another(heads, period):
        return False
    # "This half-year" is the one of the title.
    is_this = not is_titled_otherwise and any(plain(head) in _THIS_PERIOD for head in heads)
    return is_this or any(names(head, period) for head in heads)


def _is_about_another(heads: Sequence[str], period: Period) -> bool:
    is_another_number = any(text in folded(head) for head in heads for text in _OTHER_NUMBERS)
    return is_another_number or heads_another_time(heads, period)


def unit_words(sheet: Sheet) -> set[str]:
    return {plain(text) for row in sheet.rows for text in (row.indicator.unit, row.indicator.unit_en)}


def _is_units(cells: Sequence[str], sheet: Sheet) -> bool:
    units = unit_words(sheet)
    texts = [plain(cell) for cell in cells if is_words(cell)]
    known = sum(text in units for text in texts)
    return bool(texts) and 2 * known >= len(texts) and known > 1


def is_words(cell: str) -> bool:
    return bool(cell) and not holds_answer(cell) and any(c.isalpha() for c in cell)

"""Which column of a pasted block holds the labels, and which one the province's numbers of this half-year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import translation

from figures.intake.paste.cell import holds_answer, holds_number
from figures.intake.paste.grid import Grid
from figures.intake.paste.label_matching import LabelIndex, plain
from figures.periods.models import Period
from figures.sheet.rows import Sheet
from provinces.clusters.models import Province
from vietnamese.folding import folded

_PLACE_WORDS = ("tinh ", "thanh pho ", "tp ", "lien minh htx ", "lmhtx ")
_THIS = {"ky nay", "so lieu ky nay", "thuc hien ky nay", "ky bao cao", "this period"}
# A head with one of these is about another number, even where it names this half-year.
_OTHER = ("cung ky", "ky truoc", "dau ky", "ke hoach", "so voi", "tang", "giam", "ty le", "%", "uoc nam")


@dataclass(frozen=True)
class Columns:
    """The block's columns, counted from 0.

    `chosen` is where the numbers are; while there are several that may be it, none is, and `candidates` are
    asked about. `others` are the provinces whose columns are passed over; `is_foreign` says that all of them
    are.
    """

    label_ends: int
    units: frozenset[int]
    first_row: int
    candidates: tuple[int, ...]
    chosen: int | None
    others: tuple[str, ...] = ()
    is_foreign: bool = False


def is_labelled(grid: Grid) -> bool:
    """Whether words stand beside numbers: then nothing is placed by its order alone."""
    return any(any(map(_is_words, row)) and any(map(holds_answer, row)) for row in grid)


def has_provinces_in_rows(grid: Grid, names: LabelIndex, provinces: Sequence[Province]) -> bool:
    """Whether provinces, and no indicators, stand beside the numbers: the table lies on its side."""
    heads = [[cell for cell in row if _is_words(cell)] for row in grid if any(map(holds_answer, row))]
    if any(names.meant(cell) for cells in heads for cell in cells):
        return False
    return any(_owner(cells, provinces) is not None for cells in heads)


def unlabelled_columns(grid: Grid) -> Columns:
    """The columns of a block of bare numbers."""
    found = tuple(c for c in range(len(grid[0])) if any(holds_answer(row[c]) for row in grid))
    return Columns(0, frozenset(), 0, found, found[0] if len(found) == 1 else None)


def labelled_columns(grid: Grid, names: LabelIndex, sheet: Sheet, provinces: Iterable[Province]) -> Columns:
    """The columns of a table: labels, units, and what their heads say of the others."""
    width = range(len(grid[0]))
    units = frozenset(c for c in width if _is_units([row[c] for row in grid], sheet))
    hits = {c: sum(bool(names.meant(row[c])) for row in grid) for c in width if c not in units}
    labels = max(hits, key=lambda c: (hits[c], -c), default=0)
    if not hits.get(labels):
        # No label is known: the first column with words stands for them, and every row is asked back.
        labels = next(c for c in width if any(_is_words(row[c]) for row in grid))
    known = [n for n, row in enumerate(grid) if names.meant(row[labels])]
    first_row = known[0] if known else next(n for n, row in enumerate(grid) if any(map(holds_answer, row)))
    body = grid[first_row:]
    right = [c for c in width if c > labels and c not in units]
    found = [c for c in right if any(holds_number(row[c]) for row in body)]
    found = found or [c for c in right if any(holds_answer(row[c]) for row in body)]
    heads = {c: [row[c] for row in grid[:first_row]] for c in found}
    return _chosen(
        Columns(found[0] if found else labels + 1, units, first_row, tuple(found), None),
        heads,
        sheet,
        provinces,
    )


def _chosen(
    columns: Columns, heads: dict[int, list[str]], sheet: Sheet, provinces: Iterable[Province]
) -> Columns:
    owners = {c: owner for c in heads if (owner := _owner(heads[c], provinces)) is not None}
    own = sheet.submission.province
    if owners:
        found = [c for c, province in owners.items() if province == own]
        others = tuple(str(province) for province in owners.values() if province != own)
        return Columns(
            columns.label_ends,
            columns.units,
            columns.first_row,
            tuple(found),
            found[0] if len(found) == 1 else None,
            others,
            not found,
        )
    about_this = [c for c in heads if _is_about(heads[c], sheet.submission.period)]
    of_others = [p for p in (sheet.previous_period, sheet.year_ago_period) if p is not None]
    chosen = None
    if len(about_this) == 1:
        chosen = about_this[0]
    elif len(heads) == 1:
        (only,) = heads
        if not _speaks_of_another(heads[only], of_others):
            chosen = only
    return Columns(columns.label_ends, columns.units, columns.first_row, columns.candidates, chosen)


def _owner(heads: Sequence[str], provinces: Iterable[Province]) -> Province | None:
    said = set()
    for head in heads:
        name = plain(head)
        for words in _PLACE_WORDS:
            name = name.removeprefix(words)
        said.add(name)
    return next((province for province in provinces if plain(province.name) in said), None)


def _is_about(heads: Sequence[str], period: Period) -> bool:
    if _speaks_of_another(heads, ()):
        return False
    labels = _labels(period)
    return any(plain(head) in _THIS or any(label in folded(head) for label in labels) for head in heads)


def _speaks_of_another(heads: Sequence[str], periods: Iterable[Period]) -> bool:
    words = [*_OTHER, *(label for period in periods for label in _labels(period))]
    return any(word in folded(head) for head in heads for word in words)


def _labels(period: Period) -> list[str]:
    found = []
    for language in ("vi", "en"):
        with translation.override(language):
            found += [folded(period.label), folded(period.short_label)]
    return found


def _is_units(cells: Sequence[str], sheet: Sheet) -> bool:
    units = {plain(text) for row in sheet.rows for text in (row.indicator.unit, row.indicator.unit_en)}
    words = [plain(cell) for cell in cells if _is_words(cell)]
    known = sum(word in units for word in words)
    return bool(words) and 2 * known >= len(words) and known > 1


def _is_words(cell: str) -> bool:
    return bool(cell) and not holds_answer(cell) and any(c.isalpha() for c in cell)

"""Nominees in letters: their number, by title, and as a table."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from emulation.awards.models import Dossier
from emulation.awards.title_models import NomineeKind
from papers.letter import Column, Point, Table
from vietnamese.numbers import format_count

_COUNTED_AS = {NomineeKind.PERSON: "cá nhân", NomineeKind.HOUSEHOLD: "hộ gia đình"}


def with_position(dossier: Dossier) -> str:
    return ", ".join(filter(None, [dossier.name, dossier.position_held]))


def counted(dossiers: Sequence[Dossier]) -> str:
    """`02 tập thể, 01 cá nhân`."""
    words = [_COUNTED_AS.get(NomineeKind(dossier.kind), "tập thể") for dossier in dossiers]
    parts = ((word, words.count(word)) for word in ("tập thể", "hộ gia đình", "cá nhân"))
    return ", ".join(f"{format_count(number)} {word}" for word, number in parts if number)


def point_for_each_title(dossiers: Sequence[Dossier]) -> list[Point]:
    points = [f"{title}: {counted(rows)}" for title, rows in _by_title(dossiers)]
    return [Point(f"{text}{'.' if n == len(points) else ';'}") for n, text in enumerate(points, start=1)]


def nominee_table(dossiers: Sequence[Dossier], *, with_province: bool = False) -> Table:
    columns = [Column("TT", 10, "center"), Column("Họ và tên, tên đơn vị")]
    columns.append(Column("Chức vụ, đơn vị công tác hoặc địa chỉ", 55))
    if with_province:
        columns.append(Column("Đơn vị trình", 30))
    rows: list[list[str] | str] = []
    number = 0
    for title, group in _by_title(dossiers):
        rows.append(f"{title} ({counted(group)})")
        for dossier in group:
            number += 1
            row = [str(number), dossier.name, dossier.position_held]
            rows.append([*row, str(dossier.province)] if with_province else row)
    return Table(columns, rows)


def legal_basis(dossiers: Sequence[Dossier]) -> list[str]:
    """Return the legal basis of the titles as it was on the papers' days, each line once."""
    lines = [
        line.strip(" ;.")
        for dossier in dossiers
        for line in dossier.title.grounds_on(dossier.papers_on).legal_basis.splitlines()
    ]
    return list(dict.fromkeys(filter(None, lines)))


def _by_title(dossiers: Sequence[Dossier]) -> Iterator[tuple[str, list[Dossier]]]:
    ordered = sorted(dossiers, key=lambda dossier: (dossier.title.position, dossier.title.name))
    for title, rows in groupby(ordered, key=lambda dossier: dossier.title):
        yield str(title), list(rows)

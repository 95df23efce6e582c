"""Files in the form that is imported: the empty template, the whole register, and what was refused."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from provinces.clusters.models import Province
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation
from provinces.register_import.accounting import REFUSED, Outcome
from provinces.register_import.columns import MODELS, ROWS, Column, column_of, columns_of
from provinces.register_import.models import RegisterImport
from provinces.register_import.registers import register_class
from web.table_files import TableFile, Value

_CHUNK = 1000


def template_file(kind: str) -> TableFile:
    return TableFile(f"mau-{_file_name(kind)}", [str(column.heading) for column in columns_of(kind)], [])


def register_file(kind: str, province: Province) -> TableFile:
    """All organisations, those that ended too, or their rows; importing the file again changes nothing."""
    columns = columns_of(kind)
    heads = [str(column.heading) for column in columns]
    rows = _register_rows(kind, province, columns, get_language() or "vi")
    return TableFile(f"{_file_name(kind)}-{province.slug}", heads, rows)


def refused_file(running: RegisterImport) -> TableFile:
    """The lines that were not written, as they were read, with the reason."""
    columns = [column_of(running.kind, key) for key in running.columns]
    key = next((at for at, column in enumerate(columns) if column.key == "key"), None)
    heads = [str(column.heading) for column in columns]
    if key is None:  # where the officer says which organisation it is
        heads.append(str(column_of(running.kind, "key").heading))
    rows = _refused_rows(running, columns, has_key=key is not None)
    return TableFile(f"chua-ghi-{running.pk}", [*heads, _("Lý do chưa ghi")], rows)


def reason_texts(outcome: Outcome, kind: str) -> list[str]:
    """What is wrong with a line, each with its column."""
    return [
        _("cột %(heading)s: %(sentence)s")
        % {"heading": column_of(kind, column).heading, "sentence": sentence}
        if column
        else sentence
        for column, sentence in outcome.reasons
    ]


def reason_sentences(outcome: Outcome, kind: str) -> str:
    first, *others = reason_texts(outcome, kind)
    return " ".join([first, *map(capfirst, others)])


_NAMES: dict[type[Organisation], str] = {
    Cooperative: "hop-tac-xa",
    CooperativeGroup: "to-hop-tac",
    CooperativeUnion: "lien-hiep-htx",
}
_ROW_NAMES = {"products": "san-pham", "chains": "lien-ket", "events": "su-kien", "members": "thanh-vien"}


def _file_name(kind: str) -> str:
    name = _NAMES[MODELS[kind]]
    return f"{_ROW_NAMES[ROWS[kind]]}-{name}" if kind in ROWS else name


def _register_rows(
    kind: str, province: Province, columns: Sequence[Column], language: str
) -> Iterator[list[Value]]:
    model = MODELS[kind]
    keys = list(model._default_manager.filter(province=province).values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        stored = register_class(kind).lines(kind, some)
        with override(language):  # a file is streamed after the request's language was reset
            rows = [[_shown(values.get(column.key), column) for column in columns] for values in stored]
        yield from rows


def _refused_rows(
    running: RegisterImport, columns: Sequence[Column], *, has_key: bool
) -> Iterator[list[Value]]:
    for chunk in running.chunks.iterator(chunk_size=1):
        for (line, _twin, cells), stored in zip(chunk.rows, chunk.outcomes, strict=False):
            outcome = Outcome.loaded(stored)
            if outcome.kind in REFUSED:
                reasons = reason_sentences(outcome, running.kind)
                told = _("Dòng %(line)d: %(reasons)s") % {"line": line, "reasons": reasons}
                shown = [_as_read(cell) for cell in cells]
                yield [*shown, *([] if has_key else [None]), told]


def _shown(value: Any, column: Column) -> Value:
    if column.type == "word" and value:
        return str(dict(column.words).get(value, value))
    if column.type == "year" and value:
        return str(value)  # a number would get a dot
    if column.type == "key" and value:
        return str(value)
    shown: Value = value
    return shown


def _as_read(cell: Any) -> Value:
    if isinstance(cell, list):
        return dt.date.fromisoformat(cell[1]) if cell[0] == "date" else cell[1]
    return Decimal(str(cell)) if isinstance(cell, float) else cell

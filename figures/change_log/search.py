"""Search in the history that ignores case and diacritics, inside the content of entries too."""

import json
from decimal import Decimal
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Q, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

from figures.catalogue.models import Indicator
from figures.history.models import Change
from figures.submissions.models import NamedCell, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from vietnamese.folding import folded
from vietnamese.numbers import NumberUnclearError, parse_number

MOST_WORDS = 10
_TEXTS = ("typed", "note", "explanation", "reason", *Submission.NARRATIVE)
_LETTERS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
_FOLDED = {c: folded(c) for c in _LETTERS if len(folded(c)) == 1 and folded(c) != c}
_ACCENTED, _PLAIN = "".join(_FOLDED), "".join(_FOLDED.values())


class SearchText(Func):
    """The folded texts and the numbers in which the content before and after differs: `(before, after)`."""

    arity = 2
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        connection.ensure_connection()
        connection.connection.create_function("search_text", 2, _search_text, deterministic=True)
        return self.as_sql(compiler, connection, function="search_text", **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        names = ", ".join(f"'{name}'" for name in _TEXTS)
        template = (
            "(SELECT string_agg(CASE key WHEN 'value' THEN trim_scale(value::numeric)::text "  # noqa: S608
            f"ELSE lower(translate(value, '{_ACCENTED}', '{_PLAIN}')) END, ' ') "
            "FROM (SELECT key, value FROM ("
            "SELECT * FROM json_each_text(NULLIF(%(expressions)s, '')::json)) AS both_sides "
            f"WHERE key IN ('value', {names}) GROUP BY key, value HAVING count(*) = 1) AS differing)"
        )
        joiner = ", '')::json) UNION ALL SELECT * FROM json_each_text(NULLIF("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


class FoldedText(Func):
    """A text as the search compares it."""

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        connection.ensure_connection()
        connection.connection.create_function("folded_text", 1, folded, deterministic=True)
        return self.as_sql(compiler, connection, function="folded_text", **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        template = f"lower(translate(%(expressions)s, '{_ACCENTED}', '{_PLAIN}'))"
        return self.as_sql(compiler, connection, template=template, **context)


def _search_text(before: str, after: str) -> str:
    """What PostgreSQL does with them, for SQLite."""
    one, other = (json.loads(text) if text else {} for text in (before, after))
    said = []
    for name in ("value", *_TEXTS):
        sides = {one.get(name), other.get(name)}
        if len(sides) == 2:
            said += [_plain(Decimal(text)) if name == "value" else folded(text) for text in sides - {None}]
    return " ".join(said)


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize():f}"


def matching(changes: QuerySet[Change], words: str, *, with_content: bool) -> QuerySet[Change]:
    """The entries in which every word is found.

    Args:
        changes: where to search.
        words: words or numbers, as they are typed.
        with_content: whether to look into what was written, the reasons at named cells included, or at the
            names of cells, officers and provinces alone.
    """
    if with_content:
        changes = changes.alias(said=SearchText("before", "after"))
    names = _names()
    named = NamedCell.objects.alias(folded=FoldedText("reason"))
    for word in words.split()[:MOST_WORDS]:
        plain = folded(word)
        found = Q()
        for path, rows in names.items():
            found |= Q(**{f"{path}__in": [pk for pk, name in rows if plain in name]})
        if with_content:
            for text in {plain, _number(word)} - {""}:
                found |= Q(said__contains=text)
            found |= Q(step__in=named.filter(folded__contains=plain).values("step"))
        changes = changes.filter(found)
    return changes


def _number(word: str) -> str:
    """The number as the content has it: 2.109 is 2109."""
    try:
        number = parse_number(word)
    except NumberUnclearError:
        return ""
    return "" if number is None else _plain(number)


def _names() -> dict[str, list[tuple[int, str]]]:
    """The folded names of what entries are about, by the way to it; few enough to be folded here."""
    indicators = [(i.pk, folded(f"{i.code} {i.label} {i.label_en}")) for i in Indicator.objects.all()]
    officers = [(o.pk, folded(f"{o.username} {o}")) for o in Officer.objects.all()]
    provinces = [(p.pk, folded(p.name)) for p in Province.objects.all()]
    return {"indicator": indicators, "by": officers, "submission__province": provinces}

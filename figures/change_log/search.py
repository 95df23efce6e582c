"""Search in the history, without regard to case and diacritics."""

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
    """The folded texts and the numbers in which two contents differ: `SearchText(before, after)`."""

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
    """For SQLite, what `SearchText.as_postgresql` does."""
    old, new = (json.loads(text) if text else {} for text in (before, after))
    words = []
    for name in ("value", *_TEXTS):
        sides = {old.get(name), new.get(name)}
        if len(sides) == 2:
            words += [
                _number_text(Decimal(text)) if name == "value" else folded(text) for text in sides - {None}
            ]
    return " ".join(words)


def _number_text(number: Decimal) -> str:
    return f"{number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize():f}"


def matching(changes: QuerySet[Change], words: str, *, with_content: bool) -> QuerySet[Change]:
    """The entries that match every word by names of indicators, officers and provinces.

    With content, words may also match what was written and the reasons at named cells.
    """
    if with_content:
        changes = changes.alias(differing_text=SearchText("before", "after"))
    names = _folded_names()
    named_cells = NamedCell.objects.alias(folded=FoldedText("reason"))
    for word in words.split()[:MOST_WORDS]:
        folded_word = folded(word)
        matches = Q()
        for path, rows in names.items():
            matches |= Q(**{f"{path}__in": [pk for pk, name in rows if folded_word in name]})
        if with_content:
            for text in {folded_word, _stored_number(word)} - {""}:
                matches |= Q(differing_text__contains=text)
            matches |= Q(step__in=named_cells.filter(folded__contains=folded_word).values("step"))
        changes = changes.filter(matches)
    return changes


def _stored_number(word: str) -> str:
    """2.109 → 2109, as the content of entries has it; empty if the word is no number."""
    try:
        number = parse_number(word)
    except NumberUnclearError:
        return ""
    return "" if number is None else _number_text(number)


def _folded_names() -> dict[str, list[tuple[int, str]]]:
    """Keys and folded names by the lookup from an entry; few enough to fold them here."""
    indicators = [(i.pk, folded(f"{i.code} {i.label} {i.label_en}")) for i in Indicator.objects.all()]
    officers = [(o.pk, folded(f"{o.username} {o}")) for o in Officer.objects.all()]
    provinces = [(p.pk, folded(p.name)) for p in Province.objects.all()]
    return {"indicator": indicators, "by": officers, "submission__province": provinces}

"""The one place that writes the register's log."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.register.models import Organisation
from provinces.register.projection import related
from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from web.bulk_insert import copied

_NOT_TOLD = frozenset({"id", "organisation", "entered_by", "entered_at"})


def log_differences(
    organisation: Organisation, stored: Organisation, names: Iterable[str], by: Officer
) -> None:
    """Log each of the fields in which the row now differs from what was stored."""
    for line in difference_lines(organisation, stored, names, by):
        line.save()


def difference_lines(
    organisation: Organisation, stored: Organisation, names: Iterable[str], by: Officer
) -> Iterator[models.Model]:
    """The unsaved lines of an organisation's fields, for writing many at once."""
    with translation.override("vi"):
        for name in names:
            if getattr(organisation, name) == getattr(stored, name):
                continue
            field = organisation._meta.get_field(name)
            before, after = value_text(stored, field), value_text(organisation, field)
            if before != after:
                yield _line(organisation, by, _label(field), before, after)


def log_row(
    organisation: Organisation, by: Officer, before: models.Model | None, after: models.Model | None
) -> None:
    """Log that a row of an organisation was added, changed or removed."""
    for line in row_lines(organisation, by, before, after):
        line.save()


def row_lines(
    organisation: Organisation, by: Officer, before: models.Model | None, after: models.Model | None
) -> Iterator[models.Model]:
    """The unsaved line, if there is one, of an organisation's row."""
    row = before or after
    with translation.override("vi"):
        texts = [row_text(row) if row is not None else "" for row in (before, after)]
        if row is not None and texts[0] != texts[1]:
            what = row._meta.verbose_name or ""
            label = f"{str(what).partition(' của ')[0].capitalize()}: {before or after}"
            yield _line(organisation, by, label, *texts)


def log(organisation: Organisation, by: Officer, what: str, before: str = "", after: str = "") -> None:
    _line(organisation, by, what, before, after).save()


def union_line(event: Any, by: Officer, before: Any, after: Any) -> models.Model:
    """The unsaved line, in the log of a union, of an event of one of its members."""
    with translation.override("vi"):
        texts = [row_text(row) if row is not None else "" for row in (before, after)]
        return _line(event.union, by, _("HTX thành viên: %s") % event.organisation, *texts)


def _line(organisation: Organisation, by: Officer, what: str, before: str, after: str) -> models.Model:
    line = related(type(organisation), "log")
    return line(organisation=organisation, by=by, what=what[:200], before=before, after=after)


def added_lines(organisations: Iterable[Organisation], source: str = "") -> list[models.Model]:
    """The unsaved line of each stored new organisation, by who entered it."""
    with translation.override("vi"):
        blanks: dict[type[Organisation], Any] = {}
        lines = []
        for row in organisations:
            kind = type(row)
            if kind not in blanks:
                blanks[kind] = related(kind, "log")(what=_("Thêm vào danh sách"))
            line = copied(blanks[kind])
            line.organisation_id, line.by_id = row.pk, row.changed_by_id
            line.after = source or row_text(row)
            lines.append(line)
        return lines


def source_line(organisation: Organisation, by: Officer, source: str) -> models.Model:
    """The unsaved line that says where the changes beside it come from."""
    with translation.override("vi"):
        return _line(organisation, by, _("Cập nhật từ tệp"), "", source)


def row_text(row: models.Model) -> str:
    """What a row says, a line for each field that is not empty."""
    fields = [field for field in row._meta.concrete_fields if field.name not in _NOT_TOLD]
    shown = [field for field in fields if field.editable or field.name == "union"]
    texts = ((_label(field), value_text(row, field)) for field in shown)
    return "\n".join(f"{label}: {text}" for label, text in texts if text)


def value_text(row: models.Model, field: Any) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")() or "")
    value = getattr(row, field.name)
    if isinstance(value, dt.date):
        return format_date(value)
    if field.name == "year":
        return str(value)
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return format_number(Decimal(str(value)))
    return "" if value is None else str(value)


def _label(field: Any) -> str:
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]

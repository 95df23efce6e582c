"""Lines about the rows of organisations that are in the register, such as products or value chains."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from provinces.register.models import Organisation
from provinces.register.projection import related, rows_by_organisation
from provinces.register_import.accounting import Kind, Outcome
from provinces.register_import.checking import Register
from provinces.register_import.columns import MODELS, NEW, ROW_COLUMNS, ROWS, WHOSE
from provinces.register_import.plan import Facts, LineRefusedError, Plan, Values
from vietnamese.dates import format_date
from vietnamese.folding import folded, number_key
from vietnamese.numbers import excerpt
from web.bulk_insert import copied
from web.edit_conflicts import fingerprint

Matched = tuple[Outcome, Plan | None]


@dataclass
class Stored:
    """The organisations that lines are about, with their rows, as earlier lines would have made them."""

    organisations: Mapping[int, Organisation]
    rows: dict[int, list[Any]]
    taken: set[int] = field(default_factory=set)  # rows that earlier lines are about


@dataclass
class RowRegister(Register):
    """The organisations, of whose rows each line names one."""

    @cached_property
    def by_name_alone(self) -> dict[str, list[int]]:
        keys: dict[str, list[int]] = {}
        for (name, _commune), some in self.by_name.items():
            keys.setdefault(name, []).extend(some)
        return keys

    def candidates(self, values: Values) -> list[int]:
        key, number = values.get("organisation"), number_key(values.get("registration_number", ""))
        if key is not None:
            return [key] if key in self.names else []
        if number:
            return [self.by_number[number]] if number in self.by_number else []
        name = folded(values.get("name", ""))
        if "commune" in values:
            return self.by_name.get((name, folded(values["commune"])), [])
        return self.by_name_alone.get(name, [])

    def match(self, lines: Sequence[Values]) -> list[Matched]:
        candidates = [self.candidates(values) for values in lines]
        stored = self.load_stored(sorted({pk for keys in candidates for pk in keys}), lines)
        matched: list[Matched] = []
        for values, keys in zip(lines, candidates, strict=True):
            try:
                organisation = stored.organisations[self._only(keys, values)]
                matched.append(self.decided(values, organisation, stored))
            except LineRefusedError as refused:
                reasons = [(refused.column, str(refused))]
                matched.append((Outcome(Kind.WRONG, keys[0] if keys else None, reasons=reasons), None))
        return matched

    def load_stored(self, keys: list[int], lines: Sequence[Values]) -> Stored:
        rows = rows_by_organisation(self.model, ROWS[self.kind], keys)
        return Stored(self.model._default_manager.in_bulk(keys), rows)

    def decided(self, values: Values, organisation: Organisation, stored: Stored) -> Matched:
        rows = stored.rows[organisation.pk]
        own = self.own(rows)
        before, after = _row_of(values, own, related(self.model, ROWS[self.kind]), self.kind)
        _require_first(after, self.kind)
        if before is None and values.get("key") != NEW and (like := _resembling(after, own)):
            return _double(organisation, like), None
        if before is not None:
            if before.pk is None or before.pk in stored.taken:
                raise twice_in_file()
            stored.taken.add(before.pk)
            if _told(before, self.kind) == _told(after, self.kind):
                return Outcome(Kind.SAME, organisation.pk), None
        self.check(after, before, rows, organisation)
        rows[:] = [*(row for row in rows if row is not before), after]
        kind, version = (Kind.NEW, "") if before is None else (Kind.CHANGED, row_version(before))
        return Outcome(kind, organisation.pk, version), plan_of(organisation, [(before, after)])

    def own(self, rows: list[Any]) -> list[Any]:
        """Those that a line may be about."""
        return rows

    def check(self, after: Any, before: Any, rows: list[Any], organisation: Organisation) -> None:
        """Raise LineRefusedError if the row's form would refuse it."""
        _check(after, [row for row in rows if row is not before], self.kind)

    def misread(self, plan: Plan, values: Values) -> None:
        """A row is read as it is written: it has no events."""

    def stored_values(self, plan: Plan, values: Values) -> Values:
        whose = {key: values[key] for key in ("key", *WHOSE) if key in values}
        return whose | _told(plan.changed[0][0], self.kind)

    @staticmethod
    def lines(kind: str, keys: Sequence[int]) -> list[Values]:
        return lines_of_rows(kind, keys)

    def _only(self, keys: list[int], values: Values) -> int:
        """The one organisation that a line names."""
        column = next((key for key in ("organisation", "registration_number") if key in values), "name")
        if not keys:
            told = values.get(column)
            if told is None:
                raise LineRefusedError(
                    "name", _("chưa ghi đơn vị nào; ghi mã hệ thống, mã số đăng ký hoặc tên đơn vị.")
                )
            raise LineRefusedError(
                column,
                _("đọc được “%s”; danh sách của tỉnh không có đơn vị này, ghi như trong danh sách.")
                % excerpt(str(told)),
            )
        if len(keys) > 1:
            raise LineRefusedError(
                "organisation",
                _("có %(count)d đơn vị cùng tên “%(name)s”, mã %(keys)s; ghi mã của một đơn vị.")
                % {"count": len(keys), "name": values["name"], "keys": ", ".join(map(str, keys[:5]))},
            )
        require_name(values.get("name"), self.names[keys[0]], column)
        return keys[0]


def lines_of_rows(
    kind: str, keys: Sequence[int], shown: Callable[[list[Any]], list[Any]] = list
) -> list[Values]:
    """What a file of these organisations' rows says; `shown` chooses and orders those of one."""
    rows = rows_by_organisation(MODELS[kind], ROWS[kind], keys)
    organisations = MODELS[kind]._default_manager.select_related("province").in_bulk(keys)
    return [
        {"key": row.pk} | whose_values(organisations[pk]) | _told(row, kind)
        for pk in keys
        for row in shown(rows[pk])
    ]


def require_name(told: str | None, stored: str, column: str) -> None:
    """A line that names two organisations has slipped into another's row."""
    if told is not None and folded(told) != folded(stored):
        raise LineRefusedError(
            column,
            _("đây là “%(stored)s”, không phải “%(told)s”; sửa ô này hoặc sửa tên.")
            % {"stored": stored, "told": excerpt(told)},
        )


def twice_in_file() -> LineRefusedError:
    return LineRefusedError("", _("trùng với một dòng khác của tệp; chỉ giữ một dòng."))


def plan_of(organisation: Organisation, changed: list[tuple[Any, Any]]) -> Plan:
    return Plan(Facts(organisation), organisation, [], [], [], changed)


def row_version(*rows: Any) -> str:
    return fingerprint(getattr(row, f.attname) for row in rows for f in row._meta.concrete_fields)


def whose_values(organisation: Organisation) -> Values:
    told = {
        "organisation": organisation.pk,
        "name": organisation.name,
        "registration_number": organisation.registration_number,
        "province": organisation.province.name,
        "commune": organisation.commune,
    }
    return {key: value for key, value in told.items() if value}


def _told(row: Any, kind: str) -> Values:
    """What a row says, by column."""
    told = {column: getattr(row, name, None) for column, name in ROW_COLUMNS[ROWS[kind]].items()}
    if told.get("ocop_stars"):
        told["ocop_stars"] = str(told["ocop_stars"])
    return {column: value for column, value in told.items() if value not in (None, "")}


def _row_of(values: Values, rows: list[Any], model: type[Any], kind: str) -> tuple[Any, Any]:
    """The row that a line is about, or None, and what the line makes of it."""
    key = values.get("key")
    before = next((row for row in rows if row.pk == key), None) if isinstance(key, int) else None
    if isinstance(key, int) and before is None:
        raise LineRefusedError(
            "key", _("đơn vị này không có dòng mang mã %d; để trống nếu là dòng mới.") % key
        )
    after = copied(before) if before is not None else model()
    for column, name in ROW_COLUMNS[ROWS[kind]].items():
        if column in values:
            setattr(after, name, int(values[column]) if column == "ocop_stars" else values[column])
    if before is None and (same := next((row for row in rows if row.telling == after.telling), None)):
        return _row_of(values | {"key": same.pk}, [same], model, kind) if same.pk else (same, after)
    return before, after


def _resembling(row: Any, rows: list[Any]) -> list[Any]:
    """Stored rows that may be the same: no diacritics, or a part that one of both does not say."""
    told = _folded_telling(row)
    return [
        other
        for other in rows
        if other.pk
        and all(a == b or not (a and b) for a, b in zip(told, _folded_telling(other), strict=True))
    ]


def _folded_telling(row: Any) -> list[Any]:
    values = (getattr(row, name) for name in row.TELLING)
    return [folded(value) if isinstance(value, str) else value for value in values]


def _double(organisation: Organisation, like: list[Any]) -> Outcome:
    named = "; ".join(_("%(row)s (mã dòng %(key)d)") % {"row": row, "key": row.pk} for row in like[:3])
    sentence = _(
        "gần giống dòng đã ghi: %s; ghi mã đó ở cột Mã dòng nếu là dòng ấy, ghi “mới” nếu là dòng khác."
    )
    return Outcome(Kind.DOUBLE, organisation.pk, reasons=[("", sentence % named)])


def _require_first(row: Any, kind: str) -> None:
    if not getattr(row, row.TELLING[0]):
        raise LineRefusedError(_first_column(kind), _("dòng mới phải có; ghi vào ô này."))


def _first_column(kind: str) -> str:
    return next(iter(ROW_COLUMNS[ROWS[kind]]))


def _check(row: Any, others: list[Any], kind: str) -> None:
    """The rules of the row's form."""
    try:
        row.require_told_once(others)
    except ValidationError as error:
        raise LineRefusedError(_first_column(kind), error.messages[0]) from error
    since, until = getattr(row, "since", None), getattr(row, "until", None)
    if since and until and until < since:
        raise LineRefusedError(
            "until",
            _("ngày kết thúc %(until)s trước ngày bắt đầu %(since)s; sửa một trong hai ngày.")
            % {"until": format_date(until), "since": format_date(since)},
        )

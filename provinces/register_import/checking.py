"""What becomes of each line: read, matched with the register, compared with what is stored."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from provinces.clusters.models import Province
from provinces.register.models import Organisation
from provinces.register.projection import rows_by_organisation
from provinces.register.services import BUSINESS_KINDS
from provinces.register_import.accounting import WRITTEN, Kind, Outcome
from provinces.register_import.cells import Cell, CellRefusedError, text_of, value_of
from provinces.register_import.columns import (
    FIGURES,
    MODELS,
    NEW,
    ROWS,
    Column,
    column_of,
    columns_of,
    word_key,
)
from provinces.register_import.facts import (
    FEES,
    NAMING,
    planned,
    stored_form,
    text_of_value,
    unlike,
    values_of,
)
from provinces.register_import.plan import Facts, LineRefusedError, Plan, Values
from provinces.register_import.source import SourceRow
from vietnamese.folding import folded, name_key, number_key
from vietnamese.numbers import excerpt
from web.bulk_insert import copied

# Keys of a query: SQLite takes 32,766 parameters.
_MOST_KEYS = 5000
_OF_A_PROVINCE = re.compile("^(tinh|thanh pho|tp|t p) ")  # before its name, folded


@dataclass
class Register:
    """The organisations of one kind in one province, by what lines may have in common with them."""

    kind: str
    province: Province
    names: dict[int, str] = field(default_factory=dict)
    folded_names: dict[int, str] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)  # numbers of the province's other business organisations

    @property
    def model(self) -> type[Organisation]:
        return MODELS[self.kind]

    @cached_property
    def blank(self) -> Organisation:
        return self.model(province=self.province)

    @classmethod
    def load(cls, kind: str, province: Province) -> "Register":
        register = cls(kind, province)
        model = register.model
        communes: dict[str, str] = {}
        rows = model._default_manager.filter(province=province).order_by()
        columns = ("pk", "name", "search_text", "commune", "registration_number", "registration_key")
        for pk, name, search_text, commune, number, key in rows.values_list(*columns).iterator():
            if commune not in communes:
                communes[commune] = folded(commune)
            # The search text is the folded name and number.
            own = search_text.removesuffix(folded(number)).strip() if number else search_text
            register.names[pk], register.folded_names[pk] = name, own
            register.by_name.setdefault((own, communes[commune]), []).append(pk)
            if key:
                register.by_number[key] = pk
        if model in BUSINESS_KINDS:
            for other in BUSINESS_KINDS:
                if other is not model:
                    held = other._default_manager.filter(province=province).exclude(registration_key="")
                    register.taken |= set(held.values_list("registration_key", flat=True))
        return register

    def candidates(self, values: Values) -> list[int]:
        """The organisations that a line may be about, the likeliest first."""
        key = values.get("key")
        if isinstance(key, int):
            return [key] if key in self.names else []
        number = number_key(values.get("registration_number", ""))
        if number and number in self.by_number:
            return [self.by_number[number]]
        name = values.get("name", "")
        return self.by_name.get((folded(name), folded(values.get("commune", ""))), []) if name else []

    def match(self, lines: Sequence[Values]) -> list[tuple[Outcome, Plan | None]]:
        """What a line is about, and what it would make of it; `misread` says whether that is what it says."""
        candidates = [self.candidates(values) for values in lines]
        facts = load_facts(self.model, (pk for keys in candidates for pk in keys))
        return [
            _matched(values, [facts[pk] for pk in keys if pk in facts], self)
            for values, keys in zip(lines, candidates, strict=True)
        ]

    def misread(self, plan: Plan, values: Values) -> tuple[str, str] | None:
        """The column and a sentence, if the plan once it is written would not be read as the line says."""
        read = unlike(plan, values)
        columns = [column for column in columns_of(self.kind) if column.key in read]
        if not columns:
            return None
        sentence = _("ghi dòng này thì đọc lại là “%(read)s”, không như dòng này; sửa cột %(columns)s.") % {
            "read": text_of_value(read[columns[0].key], columns[0]) or "–",
            "columns": ", ".join(str(column.heading) for column in columns),
        }
        return columns[0].key, sentence

    def stored_values(self, plan: Plan, values: Values) -> Values:
        """What is stored of what a line is about."""
        return values_of(plan.facts, values)

    @staticmethod
    def lines(kind: str, keys: Sequence[int]) -> list[Values]:
        """What a file of these organisations says."""
        facts = load_facts(MODELS[kind], keys)
        return [values_of(facts[pk]) for pk in keys if pk in facts]


def load_facts(model: type[Organisation], keys: Iterable[int]) -> dict[int, Facts]:
    ordered, facts = sorted(set(keys)), {}
    for start in range(0, len(ordered), _MOST_KEYS):
        some = ordered[start : start + _MOST_KEYS]
        rows = {name: rows_by_organisation(model, name, some) for name in ("events", "half_years", "fees")}
        for row in model._default_manager.filter(pk__in=some).select_related("province"):
            parts = (rows[name][row.pk] for name in ("events", "half_years", "fees"))
            facts[row.pk] = Facts(row, *parts)
    return facts


def check_rows(rows: Sequence[SourceRow], columns: Sequence[str], register: Register) -> list[Outcome]:
    """One outcome for each row; all rows are compared with what is stored now, none with another."""
    table = [column_of(register.kind, key) for key in columns]
    read: list[tuple[Values, list[tuple[str, str]]]] = []
    for _line, _twin, cells in rows:
        read.append(read_values(cells, table, register.province))
    matched = register.match([values for values, _reasons in read])
    outcomes = []
    seen: dict[int | None, tuple[int, Kind]] = {}
    for (line, twin, _cells), (values, reasons), (outcome, plan) in zip(rows, read, matched, strict=True):
        if not reasons and plan is not None and (misread := register.misread(plan, values)):
            reasons = [misread]
        if reasons:
            outcome = Outcome(Kind.WRONG, outcome.pk, reasons=reasons)
        elif twin is not None and outcome.kind != Kind.WRONG:
            outcome = Outcome(Kind(twin[0]), outcome.pk, reasons=[("", twin[1]), *outcome.reasons])
        elif outcome.kind in (Kind.SAME, Kind.CHANGED) and register.kind not in ROWS:
            earlier, kind = seen.setdefault(outcome.pk, (line, outcome.kind))
            if earlier != line and (kind, outcome.kind) != (Kind.SAME, Kind.SAME):
                sentence = _("cùng một đơn vị với dòng %d; chỉ giữ một dòng.") % earlier
                outcome = Outcome(Kind.WRONG, outcome.pk, reasons=[("", sentence)])
        if outcome.kind == Kind.CHANGED and plan is not None:
            outcome.changes = differences(register.stored_values(plan, values), values, table)
        if outcome.kind in WRITTEN:
            outcome.values = stored_form(values)
        outcomes.append(outcome)
    return outcomes


def read_values(
    cells: Sequence[Cell], table: Sequence[Column], province: Province
) -> tuple[Values, list[tuple[str, str]]]:
    values: Values = {}
    reasons = []
    for cell, column in zip(cells, table, strict=True):
        if cell is None or cell == "":
            continue
        try:
            value = value_of(cell, column) if column.key != "province" else _province(cell, province)
        except CellRefusedError as refused:
            reasons.append((column.key, str(refused)))
            continue
        if value is not None:
            values[column.key] = value
    return values, reasons


def differences(stored: Values, values: Values, table: Sequence[Column]) -> list[tuple[str, str, str]]:
    told = []
    for column in table:
        if column.key in values and column.key not in NAMING:
            before, after = stored.get(column.key), values[column.key]
            if before != after:
                heading = f"{column.heading}{_of_when(column, values)}"
                told.append((heading, text_of_value(before, column), text_of_value(after, column)))
    return told


def _of_when(column: Column, values: Values) -> str:
    """The half-year or year that a number is of, after the column's heading."""
    if column.key in FIGURES and "year" in values and "half" in values:
        return _(", kỳ %(half)s/%(year)s") % {"half": values["half"], "year": values["year"]}
    return _(", năm %s") % values["fee_year"] if column.key in FEES and "fee_year" in values else ""


def _province(cell: Cell, province: Province) -> str | None:
    name = text_of(cell)
    if is_province(name, province):
        return None
    raise CellRefusedError(
        _("đọc được “%(read)s”; tệp này chỉ nhập cho %(province)s, bỏ dòng này hoặc sửa tên tỉnh.")
        % {"read": excerpt(name), "province": province.name}
    )


def is_province(name: str, province: Province) -> bool:
    return _province_key(name) in map(_province_key, (province.name, province.alliance_name))


def _province_key(name: str) -> str:
    return _OF_A_PROVINCE.sub("", word_key(name))


def _matched(values: Values, candidates: list[Facts], register: Register) -> tuple[Outcome, Plan | None]:
    try:
        return _decided(values, candidates, register)
    except LineRefusedError as refused:
        pk = candidates[0].row.pk if candidates else None
        return Outcome(Kind.WRONG, pk, reasons=[(refused.column, str(refused))]), None


def _decided(values: Values, candidates: list[Facts], register: Register) -> tuple[Outcome, Plan | None]:
    key, number = values.get("key"), number_key(values.get("registration_number", ""))
    if number and number in register.taken:
        raise LineRefusedError(
            "registration_number",
            _("mã số %s đã thuộc một đơn vị loại khác của tỉnh; kiểm tra lại mã số.")
            % values["registration_number"],
        )
    if isinstance(key, int):
        if not candidates:
            raise LineRefusedError(
                "key", _("tỉnh không có đơn vị mang mã %d; để trống nếu là đơn vị mới.") % key
            )
        holder = register.by_number.get(number) if number else None
        if holder not in (None, key):
            raise _taken(values, holder, register)
        return _compared(candidates[0], values)
    same = next((facts for facts in candidates if _says_nothing_new(facts, values)), None)
    if same is not None:
        return Outcome(Kind.SAME, same.row.pk), None
    if number and number in register.by_number:
        if key == NEW:
            raise _taken(values, register.by_number[number], register)
        facts = candidates[0]
        if "name" not in values or folded(values["name"]) == register.folded_names[facts.row.pk]:
            return _compared(facts, values)
        return _double(candidates, _("cùng mã số đăng ký nhưng khác tên")), None
    if not candidates or key == NEW:
        return _new(values, register)
    is_same_name = name_key(values["name"]) == name_key(candidates[0].row.name)
    if is_same_name and len(candidates) == 1 and not number and values.get("commune"):
        return _compared(candidates[0], values)
    return _double(candidates, _("cùng tên và xã, phường")), None


def _new(values: Values, register: Register) -> tuple[Outcome, Plan | None]:
    for name in ("name", "sector"):
        if name not in values:
            raise LineRefusedError(name, _("đơn vị mới phải có; ghi vào ô này."))
    return Outcome(Kind.NEW), new_plan(values, register)


def new_plan(values: Values, register: Register) -> Plan:
    return planned(Facts(copied(register.blank)), values)


def _compared(facts: Facts, values: Values) -> tuple[Outcome, Plan | None]:
    plan = planned(facts, values)
    kind = Kind.SAME if plan.is_same else Kind.CHANGED
    return Outcome(kind, facts.row.pk, facts.row.version), plan


def _says_nothing_new(facts: Facts, values: Values) -> bool:
    try:
        plan = planned(facts, values)
    except LineRefusedError:
        return False
    return plan.is_same and not unlike(plan, values)


def _double(candidates: list[Facts], what: str) -> Outcome:
    named = "; ".join(f"{facts.row.name} (mã {facts.row.pk})" for facts in candidates[:3])
    sentence = _(
        "%(what)s với đơn vị đã có: %(named)s; ghi mã đó ở cột Mã hệ thống nếu là đơn vị ấy, ghi “mới” nếu "
        "là đơn vị khác."
    ) % {"what": what, "named": named}
    return Outcome(Kind.DOUBLE, candidates[0].row.pk, reasons=[("", sentence)])


def _taken(values: Values, holder: int | None, register: Register) -> LineRefusedError:
    return LineRefusedError(
        "registration_number",
        _("mã số %(number)s đã thuộc về %(holder)s (mã %(key)s); kiểm tra lại mã số.")
        % {
            "number": values["registration_number"],
            "holder": register.names.get(holder or 0, ""),
            "key": holder,
        },
    )

"""What a line says of an organisation, against what is stored: the values, and the rows that would change."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.register.event_models import BEGINNINGS, ENDS
from provinces.register.models import LegalState
from provinces.register.projection import in_order, projected, related, set_columns
from provinces.register_import.columns import (
    FIGURES,
    KINDS_OF_MEMBERS,
    NO,
    OWN_FIGURES,
    ROW_FIELDS,
    YES,
    Column,
)
from provinces.register_import.event_plans import first, membership, plan_events, state_event
from provinces.register_import.plan import Facts, LineRefusedError, Plan, Values
from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from web.bulk_insert import copied

FEES = ("due", "paid", "paid_on")
NAMING = ("key", "province", "year", "half", "fee_year")  # what a line is about, not what it says of it


def planned(facts: Facts, values: Values) -> Plan:
    """Compare a line with what is stored; nothing that is stored is touched.

    Raises:
        LineRefusedError: the line contradicts itself or what is stored.
    """
    row = copied(facts.row) if facts.row.pk else facts.row
    plan = Plan(facts, row, list(facts.events), list(facts.half_years), list(facts.fees))
    for name in ROW_FIELDS:
        if name in values:
            setattr(plan.row, name, values[name])
    plan_events(plan, values)
    _plan_figures(plan, values)
    _plan_fee(plan, values)
    return plan


def unlike(plan: Plan, values: Values) -> Values:
    """What would be read of the plan once it is written, of the columns of which the line says otherwise."""
    row = copied(plan.row)
    set_columns(row, projected(plan.events))
    read: Values = {"alliance": NO}
    read |= values_of(Facts(row, plan.events, plan.half_years, plan.fees), values)
    if "year" not in values:
        read |= {name: getattr(row, name) for name in OWN_FIGURES}
    return {
        key: read.get(key) for key, value in values.items() if key not in NAMING and read.get(key) != value
    }


def values_of(facts: Facts, like: Mapping[str, Any] | None = None) -> Values:
    """What is stored, as the columns hold it: of the half-year and year that `like` names, or the newest."""
    row, like = facts.row, like or {}
    values: Values = {"key": row.pk, "province": row.province.name}
    values |= {name: getattr(row, name) for name in ROW_FIELDS}
    events = in_order(facts.events)
    if begin := first(events, BEGINNINGS):
        values |= {"founded_on": begin.happened_on, "began_how": begin.kind}
    values["legal_state"] = row.legal_state
    if row.legal_state != LegalState.ENDED and (event := state_event(events)):
        values["state_since"] = event.happened_on
    joined, left = membership(events)
    if joined or left:
        values["alliance"] = NO if left else YES
        values["joined_on"] = joined.happened_on if joined else None
        values["left_on"] = left.happened_on if left else None
    if end := first(events, ENDS):
        values |= {"ended_on": end.happened_on, "ended_how": end.kind}
    half_year = _chosen(facts.half_years, ("year", "half"), (like.get("year"), _whole(like.get("half"))))
    if half_year:
        values |= {"year": half_year.year, "half": str(half_year.half)}
        values |= {name: getattr(half_year, name) for name in FIGURES}
    elif not facts.half_years or not like:
        values |= {name: getattr(row, name) for name in OWN_FIGURES}
    fee = _chosen(facts.fees, ("year",), (like.get("fee_year"),))
    if fee:
        values |= {"fee_year": fee.year, "due": fee.due, "paid": fee.paid, "paid_on": fee.paid_on}
    return {key: value for key, value in values.items() if value not in (None, "")}


def stored_form(values: Values) -> dict[str, Any]:
    """The values as JSON."""
    return {
        key: str(value) if isinstance(value, dt.date | Decimal) else value for key, value in values.items()
    }


def loaded_form(stored: Mapping[str, Any], columns: Mapping[str, Column]) -> Values:
    readers: dict[str, Callable[[Any], Any]] = {"day": dt.date.fromisoformat, "money": Decimal}
    return {
        key: readers[columns[key].type](value) if columns[key].type in readers else value
        for key, value in stored.items()
    }


def text_of_value(value: Any, column: Column) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return format_date(value)
    if column.type == "word":
        return str(dict(column.words).get(value, value))
    if column.type in ("money", "count"):
        return format_number(value)
    return str(value)


def _plan_figures(plan: Plan, values: Values) -> None:
    named = {name: values[name] for name in FIGURES if name in values}
    year, half = values.get("year"), _whole(values.get("half"))
    if not named:
        return
    if year is None and half is None:
        _plan_own_figures(plan, named)
        return
    if year is None or half is None:
        missing = "year" if year is None else "half"
        raise LineRefusedError(missing, _("ghi cả năm và kỳ của số liệu, hoặc để trống cả hai."))
    kind = related(type(plan.row), "half_years")
    stored = next((row for row in plan.half_years if (row.year, row.half) == (year, half)), None)
    if _has_all(stored, named):
        return
    today = timezone.localdate()
    if (year, half) > (today.year, 1 if today.month <= 6 else 2):
        raise LineRefusedError(
            "year",
            _("đọc được kỳ %(half)s/%(year)s, kỳ này chưa bắt đầu; sửa năm.") % {"half": half, "year": year},
        )
    if year * 2 + half - 1 < kind.KINDS_SINCE and (found := named.keys() & set(KINDS_OF_MEMBERS)):
        raise LineRefusedError(
            min(found),
            _("trước 01/7/2024 chỉ có một loại thành viên; ghi tất cả vào cột thành viên chính thức."),
        )
    _replace(plan, plan.half_years, stored, copied(stored) if stored else kind(year=year, half=half), named)


def _plan_own_figures(plan: Plan, named: Values) -> None:
    dated = next((name for name in named if name not in OWN_FIGURES), None)
    if dated:
        raise LineRefusedError(
            "year", _("số liệu của một kỳ nhưng chưa ghi kỳ; ghi cột Năm số liệu và cột Kỳ số liệu.")
        )
    for name, value in named.items():
        if plan.half_years and value != getattr(plan.row, name):
            raise LineRefusedError(
                "year", _("đơn vị đã có số liệu theo kỳ; ghi cột Năm số liệu và cột Kỳ số liệu.")
            )
        setattr(plan.row, name, value)


def _plan_fee(plan: Plan, values: Values) -> None:
    named = {name: values[name] for name in FEES if name in values}
    if not named:
        return
    year = values.get("fee_year")
    if year is None:
        raise LineRefusedError("fee_year", _("có hội phí nhưng chưa ghi năm; ghi cột Năm hội phí."))
    stored = next((row for row in plan.fees if row.year == year), None)
    if _has_all(stored, named):
        return
    new = copied(stored) if stored else related(type(plan.row), "fees")(year=year)
    _replace(plan, plan.fees, stored, new, named)
    _check_fee(new)


def _check_fee(fee: Any) -> None:
    today = timezone.localdate()
    if fee.year > today.year:
        raise LineRefusedError(
            "fee_year", _("đọc được năm %s, năm này chưa bắt đầu; sửa năm hội phí.") % fee.year
        )
    if fee.paid_on is None:
        return
    if not fee.paid:
        raise LineRefusedError(
            "paid", _("có ngày đóng hội phí nhưng chưa ghi số đã đóng; ghi số đã đóng hoặc bỏ ngày đóng.")
        )
    if fee.paid_on.year < fee.year:
        raise LineRefusedError(
            "paid_on",
            _("đọc được %(read)s, trước năm hội phí %(year)s; sửa ngày đóng hoặc năm hội phí.")
            % {"read": format_date(fee.paid_on), "year": fee.year},
        )
    if fee.paid_on > today:
        raise LineRefusedError(
            "paid_on",
            _("đọc được %(read)s, ngày này chưa tới (hôm nay là %(today)s); sửa ngày.")
            % {"read": format_date(fee.paid_on), "today": format_date(today)},
        )


def _has_all(stored: Any, named: Values) -> bool:
    """Whether a row says the same already: what is stored comes back unrefused, whatever the rules are."""
    return stored is not None and all(getattr(stored, name) == value for name, value in named.items())


def _replace(plan: Plan, rows: list[Any], stored: Any, new: Any, named: Values) -> None:
    for name, value in named.items():
        setattr(new, name, value)
    if stored is None:
        rows.append(new)
    else:
        rows[rows.index(stored)] = new
    plan.changed.append((stored, new))


def _chosen(rows: Iterable[Any], names: tuple[str, ...], wanted: tuple[Any, ...]) -> Any:
    def key(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in names)

    if any(value is not None for value in wanted):
        return next((row for row in rows if key(row) == wanted), None)
    return max(rows, key=key, default=None)


def _whole(text: Any) -> int | None:
    return None if text is None else int(text)

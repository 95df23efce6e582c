"""What the product writes it reads again: import(export(x)) = x, and importing twice is importing once."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provinces.register.models import Cooperative, EndKind, LegalState, Sector
from provinces.register.projection import differing
from provinces.register_import.cells import text_of
from provinces.register_import.checking import load_facts
from provinces.register_import.columns import NO, YES, columns_of
from provinces.register_import.exports import refused_file, register_file, template_file
from provinces.register_import.facts import text_of_value, values_of
from provinces.register_import.models import RegisterImport
from tests.factories import make_cooperative, make_group
from tests.provinces.register_import.files import ROW, checked, csv_file, imported
from web.spreadsheet_reading.reading import TableLimits, read_table

pytestmark = pytest.mark.postgresql

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2010, 1, 1))
LATER = st.dates(dt.date(2011, 1, 1), dt.date(2015, 1, 1))
LATEST = st.dates(dt.date(2016, 1, 1), dt.date(2020, 1, 1))
MONEY = st.decimals(0, 10**9, places=2)
COUNT = st.integers(0, 2_147_483_647)
WORDS = st.lists(
    st.sampled_from(["Lúa", "=1+1", "-Vàng", "'", "Ấp 3", '"', ";", "+84", "@"]), min_size=1, max_size=5
)


def _maybe(strategies: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=strategies)


FIGURES = st.one_of(
    _maybe({"members": COUNT, "charter_capital": MONEY, "working_capital": MONEY}),
    st.fixed_dictionaries(
        {"year": st.integers(2020, 2024), "half": st.sampled_from("12"), "members": COUNT},
        optional={
            "labour": COUNT,
            "charter_capital": MONEY,
            "revenue": MONEY,
            "rating": st.sampled_from(["good", "weak"]),
        },
    ),
)
STATES = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {"legal_state": st.sampled_from(["suspended", "revoked"])}, optional={"state_since": LATER}
    ),
    st.fixed_dictionaries(
        {
            "legal_state": st.just(LegalState.ENDED.value),
            "ended_on": LATEST,
            "ended_how": st.sampled_from([end.value for end in EndKind if end != EndKind.CEASED]),
        }
    ),
)
ALLIANCE = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"alliance": st.just(YES)}, optional={"joined_on": DAYS}),
    st.fixed_dictionaries({"alliance": st.just(NO), "joined_on": DAYS, "left_on": LATER}),
)
FEE = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"fee_year": st.integers(2000, 2011), "due": MONEY}, optional={"paid": MONEY}),
    st.fixed_dictionaries(
        {"fee_year": st.integers(2000, 2011), "paid": MONEY.filter(bool), "paid_on": LATER}
    ),
)
ORGANISATIONS = st.builds(
    lambda *parts: {key: value for part in parts for key, value in part.items()},
    _maybe(
        {
            "address": WORDS.map(" ".join),
            "commune": WORDS.map(" ".join),
            "phone": WORDS.map(" ".join),
            "model_reasons": WORDS.map("\n".join),
            "founded_on": st.dates(dt.date(1990, 1, 1), dt.date(1999, 12, 31)),
        }
    ),
    STATES,
    ALLIANCE,
    FIGURES,
    FEE,
)


def content(response: Any) -> bytes:
    return response.getvalue()


def stored() -> list[dict[str, Any]]:
    facts = load_facts(Cooperative, Cooperative.objects.values_list("pk", flat=True))
    found = [values_of(one) for one in facts.values()]
    return sorted(
        ({k: v for k, v in values.items() if k != "key"} for values in found), key=lambda v: v["name"]
    )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(ORGANISATIONS, min_size=1, max_size=4), file_format=st.sampled_from(["xlsx", "csv"]))
def test_exported_register_is_imported_as_it_was(rows, file_format, officer_hg, hau_giang):
    columns = {column.key: column for column in columns_of("cooperatives")}
    lines = [
        {
            str(columns[key].heading): text_of_value(value, columns[key])
            for key, value in (row | {"name": f"HTX {number}", "sector": Sector.TRADE.value}).items()
        }
        for number, row in enumerate(rows)
    ]
    with empty_register():
        assert imported(officer_hg, csv_file(*lines)) == {"new": len(rows)}
        assert imported(officer_hg, csv_file(*lines)) == {"same": len(rows)}
        before = stored()
        for row, values in zip(rows, before, strict=True):
            assert {key: values.get(key) for key in row} == row
        file = content(register_file("cooperatives", hau_giang).response(file_format))
        assert imported(officer_hg, file) == {"same": len(rows)}
    # In an empty register the keys are of nothing.
    keyless = without_keys(file, file_format)
    with empty_register():
        assert imported(officer_hg, keyless) == {"new": len(rows)}
        assert stored() == before
        assert list(differing(Cooperative)) == []


@contextmanager
def empty_register() -> Iterator[None]:
    """What is imported inside is undone: nothing deletes the lines of the register's log."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def without_keys(file: bytes, file_format: str, heading: str = "Mã hệ thống") -> bytes:
    if file_format == "csv":
        lines = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
        rows = [dict(zip(lines[0], line, strict=True)) | {heading: ""} for line in lines[1:]]
        return csv_file(*rows, heads=lines[0])
    table = list(read_table(file, TableLimits()).rows)
    heads = [text_of(cell) for cell in table[0]]
    rows = []
    for line in table[1:]:
        texts = [str(cell).replace(".", ",") if isinstance(cell, float) else text_of(cell) for cell in line]
        rows.append(dict(zip(heads, texts, strict=False)) | {heading: ""})
    return csv_file(*rows, heads=heads)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_template_is_read_and_holds_nothing(file_format, officer_hg):
    for kind in RegisterImport.Kind.values:
        running = checked(officer_hg, content(template_file(kind).response(file_format)), kind)
        assert (running.counts, running.state, running.notes) == ({}, "checked", [])
        assert running.columns == [column.key for column in columns_of(kind)]


def test_rows_of_older_registers_come_back_unchanged(officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg, registration_number="DK-001", charter_capital=Decimal("12.34"))
    make_cooperative(hau_giang, officer_hg)
    make_group(hau_giang, officer_hg)
    for kind, count in (("cooperatives", 2), ("groups", 1)):
        file = content(register_file(kind, hau_giang).response("xlsx"))
        assert imported(officer_hg, file, kind) == {"same": count}


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_list_of_the_register_is_read_too(file_format, client_for, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg, registration_number="DK-001", charter_capital=Decimal("12.34"))
    make_cooperative(
        hau_giang,
        officer_hg,
        "HTX Cá",
        ended_on=dt.date(2020, 1, 1),
        ended_how="dissolved",
        legal_state="ended",
    )
    make_cooperative(hau_giang, officer_hg, "HTX Mía", legal_state="suspended")
    list_url = reverse("provinces:cooperative-list")
    file = client_for(officer_hg).get(list_url, {"ended": "any", "_export": file_format})
    assert imported(officer_hg, content(file)) == {"same": 3}


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_refused_lines_come_back_with_the_reason_and_can_be_mended(file_format, officer_hg):
    running = checked(officer_hg, csv_file(ROW, ROW | {"Tên": "HTX Khác"}, ROW | {"Lĩnh vực": "zzz"}))
    file = content(refused_file(running).response(file_format))
    again = checked(officer_hg, file)
    assert again.lines == 2
    assert again.notes == []
    if file_format == "csv":
        text = file.decode("utf-8-sig")
        assert "Dòng 3: trùng mã số đăng ký với dòng 2" in text
        mended = text.replace("1800000001", "1800000005", 1).encode()
        assert checked(officer_hg, mended).counts["new"] == 1

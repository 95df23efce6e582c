"""Reading cells from a form."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from figures.submissions.cell_entries import CellEntry, entries_in
from figures.submissions.models import Figure
from tests.figures.factories import catalogue_in_small

Answer = Figure.Answer
INDICATORS = list(catalogue_in_small().values())


def read_form(**fields: str) -> dict[str, CellEntry]:
    """`coop_new__state` means the field `coop.new.state`."""
    post = {name.replace("__", ".").replace("_", ".", 1): value for name, value in fields.items()}
    return entries_in(post, INDICATORS)


@pytest.mark.parametrize("typed", ["1.234,5", "1234,5", "1 234,5", " 1.234,5 "])
def test_number_is_read_however_it_is_spelled(typed: str) -> None:
    assert CellEntry(text=typed).read() == (Answer.NUMBER, Decimal("1234.5"), "")


def test_zero_is_a_value() -> None:
    assert CellEntry(text="0").read() == (Answer.NUMBER, Decimal(0), "")


def test_blank_is_not_zero() -> None:
    assert CellEntry(text="").read() == (Answer.BLANK, None, "")


@pytest.mark.parametrize("typed", ["1.23.456", "1e5", "khoảng 20", "1,234", "12 HTX"])
def test_unclear_number_is_kept_as_typed(typed: str) -> None:
    assert CellEntry(text=typed).read() == (Answer.BLANK, None, typed)


@pytest.mark.parametrize("state", [Answer.NOT_KNOWN, Answer.NOT_APPLICABLE])
def test_reason_for_no_number_is_an_answer(state: str) -> None:
    assert CellEntry(state=state).read() == (state, None, "")


@pytest.mark.parametrize("state", [Answer.NOT_KNOWN, Answer.NOT_APPLICABLE])
def test_number_beside_a_reason_for_none_is_kept(state: str) -> None:
    answer, value, unclear = CellEntry(text="12", state=state).read()
    assert (answer, value, unclear) == (state, None, "12")


@pytest.mark.parametrize(
    ("figure", "entry"),
    [
        (None, CellEntry()),
        (Figure(answer=Answer.BLANK), CellEntry()),
        (Figure(answer=Answer.NUMBER, value=Decimal("2109.0000")), CellEntry(text="2.109")),
        (Figure(answer=Answer.NUMBER, value=Decimal("0.0000")), CellEntry(text="0")),
        (Figure(answer=Answer.BLANK, typed="1.23.456"), CellEntry(text="1.23.456")),
        (Figure(answer=Answer.NOT_KNOWN), CellEntry(state="unknown")),
        (Figure(answer=Answer.NOT_KNOWN, typed="12"), CellEntry(text="12", state="unknown")),
    ],
)
def test_stored_cell_is_shown_as_it_was_left(figure: Figure | None, entry: CellEntry) -> None:
    assert CellEntry.of(figure) == entry


def test_fingerprint_changes_with_everything_that_can_be_typed() -> None:
    cell = CellEntry("12", "known", "n", "e", is_estimate=True)
    others = [
        CellEntry("13", "known", "n", "e", is_estimate=True),
        CellEntry("12", "unknown", "n", "e", is_estimate=True),
        CellEntry("12", "known", "m", "e", is_estimate=True),
        CellEntry("12", "known", "n", "f", is_estimate=True),
        CellEntry("12", "known", "n", "e", is_estimate=False),
    ]
    assert len({entry.fingerprint for entry in [cell, *others]}) == 6


def test_form_is_read_by_code() -> None:
    form = read_form(
        coop_new="11", coop_new__note="Tăng mạnh", coop_dissolved="", coop_dissolved__state="unknown"
    )
    assert form == {
        "coop.new": CellEntry("11", note="Tăng mạnh"),
        "coop.dissolved": CellEntry(state="unknown"),
    }


def test_cell_missing_from_the_form_is_left_alone() -> None:
    assert "coop.new" not in read_form(coop_total="5")


def test_unknown_fields_and_states_are_ignored() -> None:
    form = read_form(coop_new="11", coop_new__state="approved", coop_bribes="7", csrfmiddlewaretoken="x")
    assert form == {"coop.new": CellEntry("11")}


def test_estimate_is_marked_by_the_presence_of_its_field() -> None:
    assert read_form(coop_new="11", coop_new__estimate="on")["coop.new"].is_estimate
    assert not read_form(coop_new="11")["coop.new"].is_estimate


def test_form_with_five_thousand_fields_is_read() -> None:
    post = QueryDict(mutable=True)
    for number in range(5000):
        post[f"coop.x{number}"] = "1" * 50
    post["coop.new"] = "11"
    assert entries_in(post, INDICATORS) == {"coop.new": CellEntry("11")}


def test_unprintable_characters_are_dropped() -> None:
    form = read_form(coop_new="1\x001", coop_new__note="dòng 1\r\ndòng 2\ud800\x07\uffff")
    assert form["coop.new"] == CellEntry("11", note="dòng 1\ndòng 2")


@pytest.mark.parametrize("note", ["a" * 5000, "Đã rà soát ✓", "Toång soá HTX", "l\u00ad\u00eeng thµnh viªn"])
def test_refused_text_comes_back_as_it_was_typed(note: str) -> None:
    assert read_form(coop_new="11", coop_new__note=note)["coop.new"].note == note


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_has_a_fingerprint_and_a_reading(text: str) -> None:
    entry = CellEntry(text=text)
    answer, value, unclear = entry.read()
    assert len(entry.fingerprint) == 12
    assert (answer == Answer.NUMBER) == (value is not None)
    assert value is None or not unclear

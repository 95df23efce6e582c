"""Both sides of an edit conflict, as the form shows them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from web.edit_conflicts import EditConflictError, fingerprint, require_unchanged
from web.fields import DateField, NumberField
from web.refusals import RefusedError, sentence_of
from web.versioned_forms import VersionedForm


@dataclass
class Row:
    version: int = 2
    name: str = ""
    amount: Decimal | None = None
    held_on: dt.date | None = None
    kinds: tuple[str, ...] = ()
    is_public: bool = False


class RowForm(VersionedForm):
    name = forms.CharField(required=False)
    amount = NumberField(required=False, decimals=2)
    held_on = DateField(required=False)
    kinds = forms.MultipleChoiceField(
        required=False, choices=[("Nhóm", [("a", "Loại A"), ("b", "Loại B")]), ("c", "Loại C")]
    )
    is_public = forms.BooleanField(required=False)
    note = forms.CharField(required=False, show_hidden_initial=True)

    def __init__(self, data: Any = None, *, row: Row) -> None:
        super().__init__(data, initial=vars(row) | {"note": f"Bản {row.version}"})
        self.carry_version(row)

    def fresh(self, stored: Row) -> "RowForm":
        return RowForm(row=stored)


STORED = Row(3, "Cũ", Decimal("1234.5"), dt.date(2023, 7, 5), ("a", "c"), is_public=True)


def conflicting_form(**typed: Any) -> RowForm:
    """The form sent from a page that showed version 2."""
    form = RowForm({"seen": "2", "note": "Bản 2", "initial-note": "Bản 2", "kinds": []} | typed, row=Row())
    assert form.is_valid()
    assert not form.attempt(lambda: require_unchanged(STORED, form.cleaned_data["seen"]))
    return form


def test_conflict_shows_both_sides_in_vietnamese_notation():
    form = conflicting_form(name="Mới", amount="2.000", kinds=["b", "c"])
    sides = {difference.field.name: (difference.stored, difference.typed) for difference in form.differences}
    assert sides == {
        "name": ("Cũ", "Mới"),
        "amount": ("1.234,5", "2.000"),
        "held_on": ("05/7/2023", ""),
        "kinds": ("Loại A; Loại C", "Loại B; Loại C"),
        "is_public": ("có", "không"),
        "note": ("Bản 3", "Bản 2"),
    }
    assert form.status == 409
    assert form["name"].value() == "Mới"
    assert form["seen"].value() == "3"


@pytest.mark.parametrize(
    ("typed", "after", "is_taken"), [("Bản 2", "Bản 3", True), ("Bản của tôi", "Bản của tôi", False)]
)
def test_field_changed_by_the_other_side_only_takes_the_stored_value(typed, after, is_taken):
    form = conflicting_form(note=typed)
    note = next(difference for difference in form.differences if difference.field.name == "note")
    assert (note.is_taken, form["note"].value()) == (is_taken, after)


def test_equal_values_in_another_notation_are_no_difference():
    same = {"name": " Cũ", "amount": "1234,50", "held_on": "5/7/2023", "kinds": ["c", "a"], "is_public": "on"}
    assert conflicting_form(**same, note="Bản 3").differences == ()


@pytest.mark.parametrize("seen", ["", "2", "x", "\x00", "9" * 999])
def test_other_or_missing_version_is_refused(seen):
    form = RowForm({"seen": seen}, row=Row())
    assert form.is_valid()
    with pytest.raises(EditConflictError, match="đã thay đổi sau khi trang này được mở"):
        require_unchanged(STORED, form.cleaned_data["seen"])


def test_current_version_and_callers_without_a_page_pass():
    for seen in (3, "3", None):
        require_unchanged(STORED, seen)


def test_fingerprint_differs_for_different_values():
    assert fingerprint(["a", 1]) == fingerprint(["a", 1])
    assert len({fingerprint(values) for values in (["a", 1], ["a1"], ["a", 2], [])}) == 4


def test_service_errors_go_to_their_fields():
    form = RowForm({"seen": "2"}, row=Row())
    assert form.is_valid()

    def refuse() -> None:
        raise ValidationError({"name": "Tên đã có.", "elsewhere": "Sai."})

    assert not form.attempt(refuse)
    assert (form.errors["name"], form.non_field_errors()) == (["Tên đã có."], ["Sai."])
    assert form.status == 200


def test_sentence_of_refusals():
    assert sentence_of(RefusedError("Đã khóa.")) == "Đã khóa."
    assert sentence_of(ValidationError(["Một.", "Hai."])) == "Một. Hai."

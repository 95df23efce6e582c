"""Every choice and every date that somebody sends is refused with what was read and what to do."""

import copy
import inspect
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from provinces.register.models import Cooperative
from tests.form_fields import every_field, our_forms
from web.administration import AdministrationForm
from web.fields import DateField, ManyField, word_errors

SEVERAL = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
LONG = "x" * 100_000
NOT_TYPED = {f"AccountForm.{name}": "shown, not edited" for name in ("date_joined", "last_login")}


def worded(fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
    form: Any = SimpleNamespace(fields=copy.deepcopy(fields))
    word_errors(form)
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.queryset is None:
            field.queryset = Cooperative.objects.all()  # the form's own when it is made
    return form.fields


def refusal(field: forms.Field, typed: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean([typed] if isinstance(field, SEVERAL) else typed)
    [sentence] = refused.value.messages
    return sentence


@pytest.fixture
def choices(db) -> dict[str, forms.Field]:
    """Of our own pages: the administration's come from its lists, with Django's sentence."""
    return {
        f"{form.__name__}.{name}": field
        for form in our_forms()
        if not issubclass(form, AdministrationForm)
        for name, field in worded(getattr(form, "base_fields", {})).items()
        if isinstance(field, forms.ChoiceField)
    }


def test_every_choice_is_refused_with_what_was_read(choices):
    assert len(choices) > 15
    for name, field in choices.items():
        for typed, read in (("không có", "không có"), (LONG, "x" * 23 + "…"), ("a%sb", "a%sb")):
            sentence = f"Đọc được “{read}”; chọn một mục có trong danh sách."
            assert refusal(field, typed) == sentence, name


def test_key_of_another_row_is_refused_with_what_was_read(db):
    rows = Cooperative.objects.all()
    one, many = worded({"one": forms.ModelChoiceField(rows), "many": ManyField(queryset=rows)}).values()
    for typed in ("999", "9" * 20, "abc"):
        for field in (one, many):
            assert refusal(field, typed) == f"Đọc được “{typed}”; chọn một mục có trong danh sách."


def test_every_form_with_choices_words_its_errors(db):
    """Fields that a form makes in its `__init__` are in no class: their makers are found in the source."""
    unworded = [
        form.__name__
        for form in our_forms()
        if not issubclass(form, AdministrationForm)
        if any(isinstance(field, forms.ChoiceField) for field in getattr(form, "base_fields", {}).values())
        or "ChoiceField(" in inspect.getsource(form)
        if not any(
            "word_errors(self)" in inspect.getsource(base) for base in form.__mro__ if base is not object
        )
    ]
    assert unworded == []


def test_every_date_is_refused_with_what_was_read(db):
    dates = {name: field for name, field in every_field() if isinstance(field, DateField)}
    assert len(dates) > 20
    for name, field in dates.items():
        for typed in ("31/02/2023", "05/7/23", "2023-07-05x", "hôm qua"):
            assert refusal(field, typed).startswith(f"Đọc được “{typed}”; ngày chưa đúng dạng"), name
        assert refusal(field, "5/7/0203").startswith("Đọc được 05/7/203"), name


def test_every_date_is_read_by_our_field(db):
    plain = (forms.DateField, forms.DateTimeField, forms.SplitDateTimeField)
    assert {name for name, field in every_field() if isinstance(field, plain)} == NOT_TYPED.keys()

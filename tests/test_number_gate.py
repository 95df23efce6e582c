"""Every number that somebody types is read by one of our fields, which say what they read."""

import ast

import pytest
from django import forms
from django.core.exceptions import ValidationError

from tests.form_fields import every_field
from tests.test_text_gate import sources
from web.fields import NumberField, WholeNumberField, YearField

PLAIN = (
    forms.IntegerField,
    forms.DecimalField,
    forms.FloatField,
)  # DecimalField and FloatField are the first
NOT_TYPED = {"AnswerForm.change": "a hidden key, sent back by the page"}


@pytest.fixture
def number_fields(db) -> dict[str, NumberField]:
    return {name: field for name, field in every_field() if isinstance(field, NumberField)}


def test_every_number_is_read_by_a_field_of_ours(db):
    plain = {name for name, field in every_field() if isinstance(field, PLAIN)}
    assert plain == NOT_TYPED.keys()


def test_no_number_field_is_made_past_ours():
    """Fields that a form makes in its `__init__` are in no class: their makers are found in the source."""
    names = {field.__name__ for field in PLAIN} | {"NumberFilter", "RangeFilter", "NumberInput"}
    past = [
        f"{path}:{node.lineno}"
        for path, source in sources()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("forms", "django_filters")
    ]
    assert len(past) == len(NOT_TYPED), past


def test_every_number_field_refuses_with_what_it_read(number_fields):
    assert len(number_fields) > 20
    for field in number_fields.values():
        for typed in ("٢٠٢٦", "２０２６", "1.23.456", "hai nghìn"):
            with pytest.raises(ValidationError, match=f"“{typed}”"):
                field.clean(typed)
        if field.smallest >= 0:
            with pytest.raises(ValidationError, match=r"Đọc được [−-]5; "):
                field.clean("-5")
        with pytest.raises(ValidationError, match=r"Đọc được [0-9.]+; |có quá 15 chữ số"):
            field.clean(str(int(field.largest) + 1))
        if not field.decimals and field.smallest < 1990:
            with pytest.raises(ValidationError, match="Đọc được 1,5; ghi số nguyên"):
                field.clean("1,5")


@pytest.mark.parametrize("typed", ["2.026", "2026", " 2 026 "])
def test_whole_number_is_read_with_and_without_marks(typed):
    assert WholeNumberField().clean(typed) == 2026
    assert isinstance(WholeNumberField().clean(typed), int)


def test_year_is_written_without_a_dot():
    assert YearField().prepare_value(2026) == "2026"
    assert WholeNumberField().prepare_value(2026) == "2.026"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (WholeNumberField(smallest=1), "0", "Đọc được 0; số này ít nhất là 1, kiểm tra lại số đã ghi."),
        (WholeNumberField(largest=40), "41", "Đọc được 41; số này nhiều nhất là 40, kiểm tra lại số đã ghi."),
        (WholeNumberField(), "-3", "Đọc được −3; số này không được âm, kiểm tra lại dấu trừ."),
        (WholeNumberField(), "2,5", "Đọc được 2,5; ghi số nguyên, không có phần thập phân."),
        (NumberField(decimals=1), "2,55", "Đọc được 2,55; ghi nhiều nhất 1 chữ số sau dấu phẩy."),
        (YearField(), "202", "Đọc được 202; ghi năm từ 1990 đến 2100."),
        (YearField(), "20.266", "Đọc được 20.266; ghi năm từ 1990 đến 2100."),
    ],
)
def test_refusal_says_what_was_read(field, typed, sentence):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [sentence]

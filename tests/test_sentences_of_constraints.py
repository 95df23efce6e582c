"""What is refused by a constraint is told in a Vietnamese sentence, and never by the name of a column."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from emulation.awards.title_models import Title
from emulation.criteria.models import Band
from figures.catalogue.models import Indicator, Section
from provinces.clusters.models import Term
from tests.apps import APPS
from tests.figures.factories import make_catalogue
from tests.test_administration_conflicts import page_data
from tests.test_edit_conflicts import all_forms
from tests.test_english import VIETNAMESE

OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]


def is_sentence(text: str) -> bool:
    return bool(VIETNAMESE.search(text)) and text[0].isupper() and not re.search("[%“”_]", text)


def administered_models() -> Iterator[type[models.Model]]:
    for model, model_admin in admin.site._registry.items():
        yield model
        yield from (inline.model for inline in model_admin.inlines)


def entered_fields() -> set[models.Field]:
    """The fields of our models that some form can write."""
    fields = {
        field for model in administered_models() for field in model._meta.concrete_fields if field.editable
    }
    for form in all_forms(forms.ModelForm):
        names = form.base_fields if form._meta.model in OUR_MODELS else ()
        fields |= (
            {field for field in form._meta.model._meta.concrete_fields if field.name in names}
            if names
            else set()
        )
    return fields


@pytest.mark.parametrize(
    "constraint",
    [constraint for model in OUR_MODELS for constraint in model._meta.constraints],
    ids=lambda constraint: constraint.name,
)
def test_every_constraint_has_a_sentence(constraint):
    assert is_sentence(constraint.get_violation_error_message().replace("0%", "0"))


def test_every_unique_field_that_is_entered_has_a_sentence():
    unique = {field for field in entered_fields() if field.unique and not field.primary_key}
    assert {str(field) for field in unique} >= {"figures.Indicator.code", "provinces.Province.slug"}
    for field in unique:
        assert is_sentence(str(field.error_messages["unique"])), field
        assert VIETNAMESE.search(str(field.verbose_name)), field
    assert not [model for model in OUR_MODELS if model._meta.unique_together]


@pytest.mark.django_db
def test_step_below_zero_is_refused():
    with pytest.raises(ValidationError, match="Mức phải bắt đầu từ 0% trở lên"):
        Band(at_least=-1, points=1).validate_constraints()


@pytest.fixture
def catalogue(db) -> None:
    make_catalogue()


def with_rows(response: Any, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The page's form with more rows below it, by their prefix."""
    data = page_data(response)
    for prefix, added in rows.items():
        first = int(data[f"{prefix}-INITIAL_FORMS"])
        data[f"{prefix}-TOTAL_FORMS"] = first + len(added)
        for number, row in enumerate(added, first):
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


@pytest.mark.ignore_template_errors  # of Django's own pages
@pytest.mark.usefixtures("catalogue")
def test_administrator_reads_what_is_taken(client_for, administrator):
    client = client_for(administrator)
    for row, field, sentence in (
        (Section.objects.last(), "position", "Thứ tự này đang thuộc một phần khác."),
        (Indicator.objects.last(), "code", "Mã này đang thuộc một chỉ tiêu khác."),
    ):
        page = reverse(f"admin:figures_{row._meta.model_name}_change", args=[row.pk])
        taken = getattr(type(row).objects.exclude(pk=row.pk).first(), field)
        response = client.post(page, page_data(client.get(page)) | {field: taken})
        assert response.context["adminform"].form.errors[field] == [sentence]


@pytest.mark.ignore_template_errors  # of Django's own pages
def test_equal_rows_below_a_form_are_named(client_for, administrator, head):
    client = client_for(administrator)
    title = Title.objects.create(name="Bằng khen")
    page = reverse("admin:emulation_title_change", args=[title.pk])
    kind, until = {"kind": "person"}, {"until": "31/12/2023"}
    twice = with_rows(client.get(page), kinds=[kind, kind], former=[until, until])
    text = client.post(page, twice).content.decode()
    assert "Hai dòng có cùng “đối tượng”; sửa hoặc bỏ một dòng." in text
    assert "Hai dòng có cùng “đến hết ngày”; sửa hoặc bỏ một dòng." in text
    assert "Dòng này trùng với một dòng khác." in text

    page = reverse("admin:provinces_cluster_change", args=[Term.objects.get().cluster_id])
    term = {"year": "2024", "post": "head", "officer": str(head.pk)}
    text = client.post(page, with_rows(client.get(page), terms=[term, term])).content.decode()
    assert "Hai dòng có cùng “năm” và “chức danh”; sửa hoặc bỏ một dòng." in text
    assert Term.objects.count() == 1

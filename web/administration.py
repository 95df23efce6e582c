"""Django's administration: an old page overwrites nothing; numbers and searches are read as elsewhere."""

from collections.abc import Collection, Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.forms.models import BaseInlineFormSet, model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from web.edit_conflicts import Snapshot, require_unchanged
from web.fields import NumberField, WholeNumberField, YearField
from web.search_forms import SearchForm
from web.text_fields import SearchField
from web.versioned_forms import Difference, RowDifference, VersionedForm, compared, typed_row


class AdministrationForm(VersionedForm, forms.ModelForm):
    """A form that refuses to overwrite what changed, rows below it included, since its page was opened."""

    stored: ClassVar[Snapshot | None] = None  # of one request: `VersionedAdmin` sets it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.stored:
            self.carry_version(self.stored)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stored = self.stored
        if stored and not self.errors:
            self.attempt(lambda: require_unchanged(stored, cleaned["seen"]))
        return cleaned

    def fresh(self, stored: Any) -> "AdministrationForm":
        return type(self)(instance=self.instance)


class VersionedAdmin:
    """For every `ModelAdmin` whose rows can be edited; its form is an `AdministrationForm`."""

    form: Any = AdministrationForm

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(request, *args, **kwargs)  # type: ignore[misc]
        if row is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return row
        return type(row)._default_manager.select_for_update().get(pk=row.pk)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        # The template writes it: in a fieldset it would be a line of its own.
        return [name for name in super().get_fields(request, obj) if name != "seen"]  # type: ignore[misc]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        if change and obj is not None:
            form.stored = Snapshot.of([*_values(obj, form), *self._values_below(request, obj)])
        return form

    def _values_below(self: Any, request: HttpRequest, obj: Any) -> Iterator[object]:
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            for row in inline.get_queryset(request).filter(**{formset.fk.name: obj}).order_by("pk"):
                yield from (row.pk, *_values(row, formset.form))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        is_conflict = isinstance(form, AdministrationForm) and form.status == 409
        if is_conflict:
            below = (_differences_below(inline.formset) for inline in context["inline_admin_formsets"])
            form.differences = (*form.differences, *(row for rows in below for row in rows))
        response = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        if is_conflict:
            response.status_code = form.status
        return response


class RowForm(forms.ModelForm):
    """A row below a form: Django skips the constraints that have the key of the row above in them."""

    def validate_unique(self) -> None:
        super().validate_unique()
        if self.errors:
            return
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError as error:
            self.add_error(None, error)


class RowsOfThePage(BaseInlineFormSet):
    """The rows below a form as its page has them, whatever somebody else has added or removed meanwhile.

    Django pairs the rows of the page with those stored now by their order. A row that is removed meanwhile
    would vanish from the page, which could then never be saved; here it becomes one to be added.
    """

    data: Any
    model: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._pair_rows()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:  # the table's head is no label to a screen reader
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Xóa dòng này")

    def get_queryset(self) -> Any:
        return self._rows if self.is_bound else super().get_queryset()

    def validate_unique(self) -> None:
        """Django compares the rows of a page by constraints without a condition only."""
        taken: set[tuple[str, tuple[object, ...]]] = set()
        for form in self.forms:
            is_row = form.instance.pk or form.has_changed()
            if not is_row or not form.is_valid() or form in self.deleted_forms:
                continue
            for constraint in _conditional_constraints(form.instance):
                names = [name for name in constraint.fields if name != self.fk.name]
                place = tuple(form.instance.serializable_value(name) for name in names)
                if (constraint.name, place) in taken:
                    form.add_error(None, constraint.get_violation_error_message())
                elif None not in place:
                    taken.add((constraint.name, place))
        super().validate_unique()

    def get_unique_error_message(self, unique_check: Collection[str]) -> str:
        # Django's names the columns, and in Vietnamese says so half in English.
        names = [name for name in unique_check if name != self.fk.name]
        labels = [f"“{self.model._meta.get_field(name).verbose_name}”" for name in names]
        return _("Hai dòng có cùng %(fields)s; sửa hoặc bỏ một dòng.") % {"fields": _(" và ").join(labels)}

    def get_form_error(self) -> str:
        return _("Dòng này trùng với một dòng khác.")

    def _pair_rows(self) -> None:
        stored = {str(row.pk): row for row in self.queryset or ()}
        shown = range(min(self.initial_form_count(), self.total_form_count()))
        rows = [stored.get(self.data.get(self._name(number, "id"), "")) for number in shown]
        kept = [number for number in shown if rows[number]]
        self._rows = [row for row in rows if row]
        if len(kept) < len(shown):
            removed = [number for number in shown if number not in kept]
            added = range(len(shown), self.total_form_count())
            self._renumber(kept, removed, [*kept, *removed, *added])

    def _renumber(self, kept: list[int], removed: list[int], order: list[int]) -> None:
        places = {number: place for place, number in enumerate(order)}
        moved = {}
        for name, value in self.data.items():
            number, _, field = name.removeprefix(f"{self.prefix}-").partition("-")
            if name.startswith(f"{self.prefix}-") and number.isdecimal() and int(number) in places:
                name = self._name(places[int(number)], field)
            moved[name] = value
        for place in range(len(kept), len(kept) + len(removed)):
            moved[self._name(place, "id")] = ""
        self.data = moved | {f"{self.prefix}-INITIAL_FORMS": str(len(kept))}
        del self.management_form

    def _name(self, number: int, name: str) -> str:
        return f"{self.add_prefix(number)}-{name}"


def _conditional_constraints(row: models.Model) -> Iterator[models.UniqueConstraint]:
    """Those with a condition that holds for the row."""
    fields = row._meta.concrete_fields
    values = {field.name: models.Value(getattr(row, field.attname), field) for field in fields}
    for constraint in row._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
            continue
        if constraint.condition is not None and constraint.condition.check(values):
            yield constraint


def _values(row: models.Model, form: Any) -> list[object]:
    """The stored values that this form can overwrite."""
    names = [name for name, field in form.base_fields.items() if not field.disabled]
    return list(model_to_dict(row, fields=names).values())


def _differences_below(formset: Any) -> Iterator[Difference | RowDifference]:
    kind, anchor = str(formset.model._meta.verbose_name), f"{formset.prefix}-group"
    stored = {row.pk: row for row in formset.queryset.all()}  # read again: the forms have changed their rows
    for form in formset.initial_forms:
        row = stored.pop(form.instance.pk)
        yield from compared(form, type(form)(instance=row, prefix=form.prefix), within=str(row))
    for form in formset.extra_forms:
        if form.has_changed():
            yield RowDifference(kind, anchor, stored="", typed=typed_row(form))
    for row in stored.values():
        yield RowDifference(kind, anchor, stored=str(row), typed="")


class AdministrationSearch(SearchForm):
    q = SearchField(widget=forms.TextInput(attrs={"id": "searchbar", "size": 40}))


class SearchedList(ChangeList):
    """A list of the administration, with `search_box` for `admin/search_form.html`."""

    search_form_class: Any = AdministrationSearch

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.search_box = AdministrationSearch(request.GET, auto_id=False)[SEARCH_VAR]


def is_number(db_field: models.Field) -> bool:
    is_count = isinstance(db_field, models.IntegerField | models.DecimalField)
    return is_count and not db_field.primary_key and not db_field.choices


def number_field(db_field: models.Field) -> forms.Field | None:
    """The form field for a column of numbers: Django's own reads other digits, and 2.026 as no number."""
    if isinstance(db_field, models.DecimalField):
        largest = 10 ** (db_field.max_digits - db_field.decimal_places) - 1
        return models.Field.formfield(
            db_field,
            form_class=NumberField,
            decimals=db_field.decimal_places,
            largest=largest,
            may_be_negative=True,
        )
    if db_field.name == "year":
        return models.Field.formfield(db_field, form_class=YearField)
    smallest, largest = BaseDatabaseOperations.integer_field_ranges[db_field.get_internal_type()]
    return models.Field.formfield(db_field, form_class=WholeNumberField, smallest=smallest, largest=largest)

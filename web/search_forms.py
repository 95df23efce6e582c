"""Forms of lists, whose fields travel in the address."""

from typing import Any

import django_filters
from django import forms

from web.fields import word_errors
from web.text_fields import LONGEST_SEARCH


class SearchForm(forms.Form):
    """A browser lets nobody type more than an address may hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs["maxlength"] = str(LONGEST_SEARCH)
        word_errors(self)


class SearchFilters(django_filters.FilterSet):
    """The search and the filters of a list."""

    class Meta:
        form = SearchForm

    @property
    def is_narrowed(self) -> bool:
        return any(self.form.cleaned_data.values())

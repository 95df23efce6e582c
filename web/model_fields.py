"""Model fields for texts: whatever writes them, the database holds them as `web.texts` stores them.

`full_clean`, and so every ModelForm and the administration, refuses what the gate refuses.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property

from vietnamese.folding import name_key
from vietnamese.texts import clean_text
from web.address_words import check_address_word
from web.text_fields import TextField, as_validation_error
from web.texts import LONG_TEXT, TextRefusedError, accepted_text


class _GatedField(models.Field):
    has_lines = False
    stored_as: type[models.Field]

    def __init__(self, *args: Any, prints: bool = True, has_lines: bool | None = None, **kwargs: Any) -> None:
        self.prints = prints  # whether it can reach a paper
        self.has_lines = type(self).has_lines if has_lines is None else has_lines
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        # To migrations it is Django's own field: the gate changes nothing in the table.
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.stored_as.__name__}", args, kwargs

    def clone(self) -> Any:
        _name, _path, args, kwargs = self.deconstruct()
        return type(self)(*args, prints=self.prints, has_lines=self.has_lines, **kwargs)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if isinstance(value, str):
            return clean_text(value, lines=self.has_lines)
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if not value or not isinstance(value, str):  # most fields of a bulk write are empty
            return value
        cleaned = clean_text(value, lines=self.has_lines)
        if cleaned != value:
            setattr(model_instance, self.attname, cleaned)
        return cleaned

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        try:
            accepted_text(str(value or ""), most=self.most, lines=self.has_lines, prints=self.prints)
        except TextRefusedError as refused:
            raise as_validation_error(refused) from refused
        return super().clean(value, model_instance)

    @property
    def most(self) -> int:
        return self.max_length or LONG_TEXT

    def formfield(self, **kwargs: Any) -> Any:
        widget = {"widget": forms.Textarea} if self.has_lines else {}
        gate = {"form_class": TextField, "most": self.most, "prints": self.prints}
        # Past CharField's and TextField's own, which give the browser a `maxlength`.
        return models.Field.formfield(self, **{**gate, **widget, **kwargs})


class LineField(_GatedField, models.CharField):
    """A short text, of one line unless `has_lines` says otherwise."""

    stored_as = models.CharField


class LinesField(_GatedField, models.TextField):
    """A text that may have several lines."""

    has_lines = True
    stored_as = models.TextField


class _AddressWord(_GatedField):
    """A word of addresses; `parameter` is its name in the URL patterns, "" if it is in none."""

    may_have_dots = False

    def __init__(self, *args: Any, parameter: str = "", **kwargs: Any) -> None:
        self.parameter = parameter
        super().__init__(*args, **kwargs)

    def clone(self) -> Any:
        copy = super().clone()
        copy.parameter = self.parameter
        return copy

    @cached_property
    def validators(self) -> list[Any]:
        # In the place of Django's, whose sentence is English.
        return [self._check, *(v for v in super().validators if v is not validate_slug)]

    def _check(self, word: str) -> None:
        check_address_word(word, self.parameter, may_have_dots=self.may_have_dots)


class SlugField(_AddressWord, models.SlugField):
    """A word of Latin letters, digits, `-` and `_`."""

    stored_as = models.SlugField


class CodeField(_AddressWord, LineField):
    """Such words with dots between them, `coop.total`."""

    may_have_dots = True


class _Computed(DeferredAttribute):
    """Whatever was set, the key is that of the name: fixtures are written without `pre_save`."""

    field: "KeyField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        return self if instance is None else self.field.key(getattr(instance, self.field.of))

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value  # or Django would take the field for one not loaded


class KeyField(models.CharField):
    """What all spellings of a name or number have in common; a unique constraint holds it.

    Computed whenever it is asked for, and so written with its row; a model that has one is a `KeyedModel`.

    Args:
        of: the field with the name or number.
        key: of `vietnamese.folding`.
    """

    descriptor_class = _Computed

    def __init__(self, *args: Any, of: str = "", key: Callable[[str], str] = name_key, **kwargs: Any) -> None:
        self.of = of
        self.key = key
        # A letter with two marks makes three characters.
        super().__init__(*args, **{"max_length": 800, "editable": False, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def clone(self) -> Any:
        _name, _path, args, kwargs = self.deconstruct()
        return type(self)(*args, of=self.of, key=self.key, **kwargs)


class KeyedModel(models.Model):
    """A model with `KeyField`s."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            written = set(update_fields)
            update_fields = written | {field.name for field in self._keys() if field.of in written}
        super().save(*args, update_fields=update_fields, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        # A form has the name and not its key: Django would leave the key's constraints out.
        left_out = set(exclude or ())
        left_out -= {field.name for field in self._keys() if field.of not in left_out}
        super().validate_constraints(exclude=left_out)

    def _keys(self) -> list[KeyField]:
        return [field for field in self._meta.concrete_fields if isinstance(field, KeyField)]

"""Form fields for texts: all that is typed passes `web.texts`."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vietnamese.numbers import format_number
from vietnamese.old_encodings import unicode_reading
from vietnamese.texts import clean_text, length
from web.texts import LONG_TEXT, TextRefusedError, accepted_text


class TextField(forms.CharField):
    """A text, in several lines if its widget is a `Textarea`; the only field for texts that people write.

    Nothing is cut. The browser gets no `maxlength`, which would cut what is pasted without a word.

    Args:
        most: characters, as a reader counts them.
        prints: whether it can reach a paper.
    """

    def __init__(
        self, *, most: int = LONG_TEXT, prints: bool = True, required: bool = False, **kwargs: Any
    ) -> None:
        self.most = most
        self.prints = prints
        super().__init__(required=required, **kwargs)

    @property
    def has_lines(self) -> bool:
        return isinstance(self.widget, forms.Textarea)

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or ""), lines=self.has_lines)

    def clean(self, value: Any) -> str:
        cleaned: str = super().clean(value)
        try:
            accepted_text(str(value or ""), most=self.most, lines=self.has_lines, prints=self.prints)
        except TextRefusedError as refused:
            raise as_validation_error(refused) from refused
        return cleaned


LONGEST_SEARCH = 200  # up to nine bytes a letter, and an address has at most 4,000


class SearchField(TextField):
    """Words to look for; those typed in an old encoding are looked for in Unicode."""

    def __init__(self, *, most: int = LONGEST_SEARCH, **kwargs: Any) -> None:
        super().__init__(most=most, prints=False, **kwargs)

    def clean(self, value: Any) -> str:
        typed = clean_text(str(value or ""), lines=False)
        if length(typed) > self.most:
            raise ValidationError(
                _("Đọc được %(length)s ký tự; chỉ tìm được nhiều nhất %(most)s ký tự, rút gọn rồi tìm lại."),
                code="too_long",
                params={"length": format_number(length(typed)), "most": format_number(self.most)},
            )
        return super().clean(unicode_reading(str(value or "")) or value)


class SearchFilter(django_filters.CharFilter):
    field_class = SearchField


def as_validation_error(refused: TextRefusedError) -> ValidationError:
    """The error of a field; `forms/field_errors.html` offers its `reading` as a button."""
    sentence = str(refused).replace("%", "%%")
    return ValidationError(sentence, code=refused.code, params={"reading": refused.reading})

"""Forms that show what their service refused, and both sides of an edit conflict."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.translation import gettext as _

from vietnamese.dates import format_date
from vietnamese.numbers import format_number
from web.edit_conflicts import EditConflictError, Versioned
from web.refusals import RefusedError


@dataclass(frozen=True)
class Difference:
    """A field in which the form and what is stored now differ.

    Attributes:
        is_taken: only the other side changed it, so the form has taken over the stored text.
    """

    field: forms.BoundField
    stored: str
    typed: str
    is_taken: bool = False
    within: str = ""  # the row that the field is of, where a page has several

    @property
    def label(self) -> str:
        return f"{self.within}: {self.field.label}" if self.within else str(self.field.label)

    @property
    def anchor(self) -> str:
        return self.field.auto_id


@dataclass(frozen=True)
class RowDifference:
    """A row that only the page, or only the database, has."""

    label: str
    anchor: str
    stored: str
    typed: str
    is_taken: bool = False


class ServiceForm(forms.Form):
    result: Any = None  # what the service returned
    status = 200  # of the response that shows the form again

    def attempt(self, write: Callable[[], Any], *, closed: Callable[[], str] = str) -> bool:
        """Call the service if the input is valid; if it refuses, add its reasons to the form.

        Args:
            write: calls the service, which must refuse what is closed before it looks at the input.
            closed: a sentence why nothing can be saved now, or "". It is asked if the input is invalid: its
                errors would be corrected in vain.

        Returns:
            Whether it was written.
        """
        if not self.is_valid():
            if why := closed():
                self.errors.clear()
                self.refuse(RefusedError(why))
            return False
        try:
            self.result = write()
        except RefusedError as refusal:
            self.refuse(refusal)
            return False
        except ValidationError as error:
            self.add_service_errors(error)
            return False
        return True

    def refuse(self, refusal: RefusedError) -> None:
        self.add_error(None, str(refusal))
        self.status = 409

    @property
    def refusal(self) -> str:
        return " ".join(map(str, self.non_field_errors()))

    def typed(self, *, without: Collection[str] = ()) -> list[tuple[str, str]]:
        """Label and text of each field that was filled in, for a page that shows the fields no more."""
        texts = [
            (str(field.label), _as_text(field.field, field.value()))
            for field in self.visible_fields()
            if field.name not in without and not isinstance(field.field, forms.FileField)
        ]
        return [(label, text) for label, text in texts if text]

    def add_service_errors(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, ValidationError(error.messages))
            return
        for name, errors in error.message_dict.items():
            self.add_error(name if name in self.fields else None, ValidationError(errors))


class VersionedForm(ServiceForm):
    """A form that carries the version it shows: a subclass calls `carry_version` in its `__init__`."""

    seen = forms.Field(widget=forms.HiddenInput, required=False)
    differences: tuple[Difference | RowDifference, ...] = ()

    def carry_version(self, stored: Versioned) -> None:
        self.initial["seen"] = stored.version

    def clean_seen(self) -> str:
        return str(self.cleaned_data["seen"] or "")

    def fresh(self, stored: Any) -> "VersionedForm | None":
        """A form opened on what is stored now; None if the fields do not show stored values."""
        return None

    def refuse(self, refusal: RefusedError) -> None:
        if isinstance(refusal, EditConflictError):
            self.show_conflict(refusal.stored)
        else:
            super().refuse(refusal)

    def show_conflict(self, stored: Versioned) -> None:
        """Show both sides. The input stays; sending it again overwrites what is stored now."""
        self.add_error(None, self._conflict_sentence(stored))
        self.status = 409
        self.show_version(stored)
        if stored_form := self.fresh(stored):
            self.differences = tuple(compared(self, stored_form))

    def show_version(self, stored: Versioned) -> None:
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = str(stored.version)
        self.data = data

    def _conflict_sentence(self, stored: Versioned) -> str:
        if not self.cleaned_data["seen"]:
            return _(
                "Trang này được gửi mà không cho biết dựa trên bản nào nên chưa lưu. Nội dung đã nhập được "
                "giữ nguyên. Xem lại rồi bấm lần nữa để ghi theo trang này."
            )
        who, at = getattr(stored, "changed_by", None), getattr(stored, "changed_at", None)
        if not who or not at:
            return _(
                "Người khác vừa lưu từ một trang khác. Nội dung nhập trên trang này được giữ nguyên, chưa "
                "lưu. Xem lại rồi bấm lần nữa để ghi theo trang này."
            )
        return _(
            "Lúc %(time)s, %(who)s đã lưu từ một trang khác. Nội dung nhập trên trang này được giữ nguyên, "
            "chưa lưu. Xem lại rồi bấm lần nữa để ghi theo trang này."
        ) % {"time": f"{timezone.localtime(at):%H:%M}", "who": getattr(who, "title", who)}


def compared(form: forms.BaseForm, stored_form: forms.BaseForm, within: str = "") -> Iterator[Difference]:
    """The fields in which a cleaned form differs from one that is opened on what is stored now."""
    for name, field in stored_form.fields.items():
        if name not in form.fields or field.widget.needs_multipart_form:
            continue
        if field.widget.is_hidden or form.fields[name].widget.is_hidden:
            continue
        stored = _as_text(field, stored_form.get_initial_for_field(field, name))
        typed = _as_text(form.fields[name], _typed(form, name))
        is_taken = False
        if field.show_hidden_initial:
            # The page carries what the field opened with, which shows who changed it.
            initial_name = form.add_initial_prefix(name)
            opened = _as_text(field, field.to_python(form.data.get(initial_name, "")))
            form.data[initial_name] = stored  # type: ignore[index]
            if stored == opened:
                continue
            if is_taken := typed == opened:
                form.data[form.add_prefix(name)] = stored  # type: ignore[index]
        if stored != typed:
            yield Difference(form[name], stored, typed, is_taken, within)


def typed_row(form: forms.BaseForm) -> str:
    """What was typed into the fields of one row."""
    hidden = {DELETION_FIELD_NAME, *(name for name, field in form.fields.items() if field.widget.is_hidden)}
    names = [name for name in form.fields if name not in hidden]
    return "; ".join(filter(None, (_as_text(form.fields[name], _typed(form, name)) for name in names)))


def _typed(form: forms.BaseForm, name: str) -> Any:
    return form.cleaned_data[name] if name in form.cleaned_data else form[name].data


def _as_text(field: forms.Field, value: Any) -> str:
    value = field.prepare_value(value)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if choices := getattr(field, "choices", None):
        chosen = {str(key) for key in (value if isinstance(value, list | tuple) else [value])} - {"", "None"}
        return "; ".join(label for key, label in _flat_choices(choices) if key in chosen)
    if isinstance(value, Decimal | int):
        return format_number(value)
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return str(value or "").replace("\r\n", "\n").strip()


def _flat_choices(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat_choices(label)
        else:
            yield str(key), str(label)

"""Forms whose content goes to a service, which may refuse it or find that somebody else saved meanwhile."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
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
        is_taken: only somebody else changed it, so the form has taken over the stored text.
    """

    field: forms.BoundField
    stored: str
    typed: str
    is_taken: bool = False


class ServiceForm(forms.Form):
    """A form that tells what its service refused.

    Attributes:
        result: what the service returned.
        status: of the response that shows the form again.
    """

    result: Any = None
    status = 200

    def attempt(self, write: Callable[[], Any]) -> bool:
        """Call the service; if it refuses, the form says why."""
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
        """Show the refusal above the form."""
        self.add_error(None, str(refusal))
        self.status = 409

    def add_service_errors(self, error: ValidationError) -> None:
        """Put the service's errors beside the fields that they are about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, ValidationError(error.messages))
            return
        for name, errors in error.message_dict.items():
            self.add_error(name if name in self.fields else None, ValidationError(errors))


class VersionedForm(ServiceForm):
    """Carries the version of what it shows; call `carry_version` when it is made."""

    seen = forms.Field(widget=forms.HiddenInput, required=False)
    differences: tuple[Difference, ...] = ()

    def carry_version(self, stored: Versioned) -> None:
        self.initial["seen"] = stored.version

    def clean_seen(self) -> str:
        """The version that the page showed, "" if it did not say."""
        return str(self.cleaned_data["seen"] or "")

    def fresh(self, stored: Any) -> "VersionedForm | None":
        """The form as it opens on what is stored now; None if its fields do not show stored values."""
        return None

    def refuse(self, refusal: RefusedError) -> None:
        if isinstance(refusal, EditConflictError):
            self.show_conflict(refusal.stored)
        else:
            super().refuse(refusal)

    def show_conflict(self, stored: Versioned) -> None:
        """Show both sides; what was typed stays, and sending it again overwrites what is stored now."""
        self.add_error(None, self._conflict_sentence(stored))
        self.status = 409
        self.show_version(stored)
        if there := self.fresh(stored):
            self.differences = tuple(self._compare(there))

    def show_version(self, stored: Versioned) -> None:
        """Carry this version from now on; what was typed stays."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = str(stored.version)
        self.data = data

    def _conflict_sentence(self, stored: Versioned) -> str:
        if not self.cleaned_data["seen"]:
            return _(
                "Trang này được gửi mà không cho biết dựa trên bản nào nên chưa lưu. Nội dung đã gõ còn "
                "nguyên. Xem lại rồi bấm lần nữa để ghi theo trang này."
            )
        who, at = getattr(stored, "changed_by", None), getattr(stored, "changed_at", None)
        if not who or not at:
            return _(
                "Người khác vừa lưu từ một trang khác. Nội dung gõ trên trang này còn nguyên, chưa lưu. "
                "Xem lại rồi bấm lần nữa để ghi theo trang này."
            )
        return _(
            "Lúc %(time)s, %(who)s đã lưu từ một trang khác. Nội dung gõ trên trang này còn nguyên, chưa "
            "lưu. Xem lại rồi bấm lần nữa để ghi theo trang này."
        ) % {"time": f"{timezone.localtime(at):%H:%M}", "who": getattr(who, "title", who)}

    def _compare(self, there: "VersionedForm") -> Iterator[Difference]:
        for name, field in there.fields.items():
            if name not in self.fields or field.widget.is_hidden or field.widget.needs_multipart_form:
                continue
            stored = _as_text(field, there.get_initial_for_field(field, name))
            typed = _as_text(self.fields[name], self.cleaned_data.get(name))
            is_taken = False
            if field.show_hidden_initial:
                # The page says what the field opened with, so it is known who changed it.
                hidden = self.add_initial_prefix(name)
                opened = _as_text(field, field.to_python(self.data.get(hidden, "")))
                self.data[hidden] = stored  # type: ignore[index]
                if stored == opened:
                    continue
                if is_taken := typed == opened:
                    self.data[self.add_prefix(name)] = stored  # type: ignore[index]
            if stored != typed:
                yield Difference(self[name], stored, typed, is_taken)


def _as_text(field: forms.Field, value: Any) -> str:
    """A value as a reader of the form sees it."""
    value = field.prepare_value(value)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if choices := getattr(field, "choices", None):
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])} - {"", "None"}
        return "; ".join(label for key, label in _flat(choices) if key in chosen)
    if isinstance(value, Decimal | int):
        return format_number(value)
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return str(value or "").replace("\r\n", "\n").strip()


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Each choice with its label, those in groups too."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), str(label)

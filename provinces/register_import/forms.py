from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.text import capfirst

from provinces.register_import.accounting import Kind
from provinces.register_import.cells import editable_text
from provinces.register_import.columns import column_of
from provinces.register_import.models import RegisterImport
from provinces.register_import.services import line_of, line_version
from web.edit_conflicts import Snapshot
from web.fields import word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm


class LineForm(VersionedForm):
    """The cells of one line as texts, with what is wrong with them as it was read."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        running: RegisterImport,
        line: int,
    ) -> None:
        """Raises ImportChunk.DoesNotExist if the file has no such line."""
        super().__init__(data)
        cells, outcome = line_of(running, line)
        self.running, self.line, self.outcome = running, line, outcome
        keys = list(running.columns)
        # Where the officer says which organisation it is, and what the file says nothing of.
        missing = [column for column, _sentence in outcome.reasons if column]
        missing += ["key"] if outcome.kind == Kind.DOUBLE else []
        keys += [key for key in dict.fromkeys(missing) if key not in keys]
        for key, cell in zip_longest(keys, cells):
            column = column_of(running.kind, key)
            widget: forms.Widget = forms.TextInput()
            if column.type == "lines":
                widget = forms.Textarea(attrs={"rows": 3})
            self.fields[key] = TextField(label=column.heading, required=False, widget=widget)
            self.initial[key] = editable_text(cell, column)
        self.carry_version(line_version(cells))
        word_errors(self)
        if not self.is_bound:
            self._show_reasons()

    def _show_reasons(self) -> None:
        """As errors, though nothing was submitted."""
        self.full_clean()
        self.cleaned_data: dict[str, Any] = {}
        for column, sentence in self.outcome.reasons:
            self.add_error(column or None, capfirst(sentence))

    def fresh(self, stored: Snapshot) -> "LineForm":
        return LineForm(running=self.running, line=self.line)

    @property
    def texts(self) -> dict[str, str]:
        return {name: str(value or "") for name, value in self.cleaned_data.items() if name != "seen"}

from collections.abc import Mapping
from typing import Any

from django import forms

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
    """The cells of one line as texts; what is wrong with a cell stands beside it."""

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
        wrong = dict(outcome.reasons)
        keys = list(running.columns)
        if outcome.kind == Kind.DOUBLE and "key" not in keys:
            keys.append("key")  # where the officer says which organisation it is
        for key, cell in zip(keys, [*cells, None], strict=False):
            column = column_of(running.kind, key)
            widget: forms.Widget = forms.TextInput()
            if column.type == "lines":
                widget = forms.Textarea(attrs={"rows": 3})
            self.fields[key] = TextField(
                label=column.heading, help_text=wrong.get(key, ""), required=False, widget=widget
            )
            self.initial[key] = editable_text(cell, column)
        self.carry_version(line_version(cells))
        word_errors(self)

    def fresh(self, stored: Snapshot) -> "LineForm":
        return LineForm(running=self.running, line=self.line)

    @property
    def line_reasons(self) -> list[str]:
        return [sentence for column, sentence in self.outcome.reasons if not column]

    @property
    def texts(self) -> dict[str, str]:
        return {name: str(value or "") for name, value in self.cleaned_data.items() if name != "seen"}

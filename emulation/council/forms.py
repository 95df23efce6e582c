"""Forms of the council: one province's final points, the rule for equal totals, opening scores again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.council.services import LONGEST_REASON, FinalEntry
from emulation.criteria.tree import Tree
from emulation.results.province import CriterionResult
from emulation.results.rank_order import TieKind
from emulation.year.models import EmulationYear
from web.fields import LONGEST_KEY, NumberField, word_errors

MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class FinalRow:
    """A criterion with its two boxes; of a group there are none."""

    detail: CriterionResult
    points: BoundField | None = None
    reason: BoundField | None = None


class FinalsForm(forms.Form):
    """The final points of one province, a box a criterion, with the reason beside it."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, details: list[CriterionResult], seen: str, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"seen": seen})
        self.details = details
        self.has_proposed = False
        for detail in details:
            criterion = detail.node.criterion
            if criterion.is_group:
                continue
            self.fields[f"points.{criterion.pk}"] = NumberField(
                label=detail.node.title,
                decimals=2,
                largest=9999,
                required=False,
                initial=self._first(detail),
            )
            self.fields[f"reason.{criterion.pk}"] = forms.CharField(
                label=_("Lý do, %s") % detail.node.title,
                required=False,
                max_length=LONGEST_REASON,
                initial=detail.cell.reason,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
        word_errors(self)

    def _first(self, detail: CriterionResult) -> Decimal | None:
        """What the box begins with: the final points, or those on which all agree, until they are saved."""
        cell = detail.cell
        if cell.is_settled or not cell.is_agreed:
            return cell.final
        self.has_proposed = True
        return cell.own

    @property
    def rows(self) -> Iterator[FinalRow]:
        """Every criterion in the order of the table."""
        for detail in self.details:
            if detail.node.criterion.is_group:
                yield FinalRow(detail)
            else:
                pk = detail.node.criterion.pk
                yield FinalRow(detail, self[f"points.{pk}"], self[f"reason.{pk}"])

    @property
    def entries(self) -> dict[int, FinalEntry]:
        """What was typed, once every box could be read."""
        return {
            detail.node.criterion.pk: FinalEntry(
                self.cleaned_data[f"points.{detail.node.criterion.pk}"],
                self.cleaned_data[f"reason.{detail.node.criterion.pk}"],
            )
            for detail in self.details
            if not detail.node.criterion.is_group
        }

    def refuse(self, errors: Mapping[int, str]) -> None:
        """Says at each box why its points were not taken."""
        for pk, error in errors.items():
            self.add_error(f"points.{pk}", error)

    def show_again(self, seen: str) -> None:
        """Keeps what was typed, and lets the next saving be meant for what is stored by now."""
        self.data = {name: self.data.get(self.add_prefix(name), "") for name in self.fields} | {"seen": seen}


class TieForm(forms.Form):
    """What is compared where totals are equal, step by step."""

    def __init__(self, year: EmulationYear, tree: Tree, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        stored = [(step.kind, step.criterion_id) for step in year.tie_steps.all()]
        choices = [
            ("", _("Không xét thêm")),
            *((kind, label) for kind, label in TieKind.choices if kind != TieKind.CRITERION),
            *(
                (f"{TieKind.CRITERION}:{node.criterion.pk}", _("Điểm tiêu chí %s cao hơn") % node.title)
                for node in tree.scale
            ),
        ]
        for place in range(MOST_STEPS):
            kind, criterion = stored[place] if place < len(stored) else ("", None)
            self.fields[f"step.{place}"] = forms.ChoiceField(
                label=_("Bước %d") % (place + 1),
                choices=choices,
                required=False,
                initial=f"{kind}:{criterion}" if criterion else kind,
            )
        word_errors(self)

    @property
    def steps(self) -> list[tuple[str, int | None]]:
        """The steps that were chosen, in order."""
        chosen = [self.cleaned_data[f"step.{place}"] for place in range(MOST_STEPS)]
        return [_step(text) for text in chosen if text]


def _step(text: str) -> tuple[str, int | None]:
    kind, __, criterion = text.partition(":")
    return kind, int(criterion) if criterion and len(criterion) <= LONGEST_KEY else None


class ReopenForm(forms.Form):
    """Why settled scores are opened again."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do mở lại"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_errors(self)

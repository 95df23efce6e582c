"""Forms of the council: final points, the rules for ranking, settling provisionally, opening scores again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.council.services import LONGEST_REASON, FinalEntry, StoredFinals, stored_ties, tie_steps
from emulation.criteria.tree import Tree
from emulation.results.province import CriterionResult
from emulation.results.rank_order import TieKind
from emulation.scoring.points_field import PointsField
from emulation.year.models import EmulationYear
from web.edit_conflicts import Versioned
from web.fields import LONGEST_KEY, word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm

MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class FinalRow:
    """A criterion with its two fields; a group has none."""

    detail: CriterionResult
    points: BoundField | None = None
    reason: BoundField | None = None
    again: BoundField | None = None  # whether the reason given for other points still holds


class FinalsForm(VersionedForm):
    """The final points of one province: for each criterion the points and a reason."""

    def __init__(
        self,
        details: Sequence[CriterionResult],
        stored: StoredFinals,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.carry_version(stored)
        self.details = details
        self.has_proposed = False
        for detail in details:
            criterion = detail.node.criterion
            if criterion.is_group:
                continue
            self.fields[f"points.{criterion.pk}"] = PointsField(
                criterion, label=detail.node.title, initial=self._initial_points(detail)
            )
            self.fields[f"reason.{criterion.pk}"] = TextField(
                label=_("Lý do, %s") % detail.node.title,
                most=LONGEST_REASON,
                initial=detail.cell.reason,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
            self.fields[f"again.{criterion.pk}"] = forms.BooleanField(
                label=_("Lý do vẫn đúng, %s") % detail.node.title, required=False, initial=False
            )
        word_errors(self)

    def _initial_points(self, detail: CriterionResult) -> Decimal | None:
        """Return the final points or, while there are none, the points on which all agree."""
        cell = detail.cell
        if cell.is_settled or not cell.is_agreed:
            return cell.final
        self.has_proposed = True
        return cell.own

    @property
    def rows(self) -> Iterator[FinalRow]:
        for detail in self.details:
            if detail.node.criterion.is_group:
                yield FinalRow(detail)
            else:
                pk = detail.node.criterion.pk
                points = self[f"points.{pk}"]
                given = detail.cell.given_reason.text
                is_asked = bool(detail.cell.earlier_reason or (given and points.errors))
                again = self[f"again.{pk}"] if is_asked else None
                yield FinalRow(detail, points, self[f"reason.{pk}"], again)

    @property
    def entries(self) -> dict[int, FinalEntry]:
        return {
            detail.node.criterion.pk: FinalEntry(
                self.cleaned_data[f"points.{detail.node.criterion.pk}"],
                self.cleaned_data[f"reason.{detail.node.criterion.pk}"],
                self.cleaned_data[f"again.{detail.node.criterion.pk}"],
            )
            for detail in self.details
            if not detail.node.criterion.is_group
        }

    def add_service_errors(self, error: ValidationError) -> None:
        for pk, errors in error.message_dict.items():
            self.add_error(f"points.{pk}", ValidationError(errors))

    def fresh(self, stored: StoredFinals) -> "FinalsForm":
        cells = stored.cells
        details = [replace(d, cell=cells.get(d.node.criterion.pk, d.cell)) for d in self.details]
        form = FinalsForm(details, stored)
        for pk, cell in cells.items():
            form.fields[f"points.{pk}"].initial = cell.final  # the stored points, not proposed ones
        return form


class TieForm(VersionedForm):
    """How equal totals are ranked, step by step."""

    def __init__(
        self, contest_year: EmulationYear, tree: Tree, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        self.contest_year, self.tree = contest_year, tree
        self.carry_version(stored_ties(contest_year))
        stored = tie_steps(contest_year)
        choices = [
            ("", _("Không xét thêm")),
            *((kind, label) for kind, label in TieKind.choices if kind != TieKind.CRITERION),
            *(
                (f"{TieKind.CRITERION}:{node.criterion.pk}", _("Điểm tiêu chí %s cao hơn") % node.title)
                for node in tree.scale
            ),
        ]
        for index in range(MOST_STEPS):
            kind, criterion = stored[index] if index < len(stored) else ("", None)
            self.fields[f"step.{index}"] = forms.ChoiceField(
                label=_("Bước %d") % (index + 1),
                choices=choices,
                required=False,
                initial=f"{kind}:{criterion}" if criterion else kind,
            )
        self.fields["allows_provisional"] = forms.BooleanField(
            label=_("Cho phép chốt kết quả tạm thời khi số liệu chưa đủ, có ghi lý do"),
            required=False,
            initial=contest_year.allows_provisional,
        )
        word_errors(self)

    def fresh(self, stored: Any) -> "TieForm":
        return TieForm(self.contest_year, self.tree)

    @property
    def steps(self) -> list[tuple[str, int | None]]:
        chosen = [self.cleaned_data[f"step.{index}"] for index in range(MOST_STEPS)]
        return [_step(text) for text in chosen if text]


def _step(text: str) -> tuple[str, int | None]:
    kind, __, criterion = text.partition(":")
    return kind, int(criterion) if criterion and len(criterion) <= LONGEST_KEY else None


class SettleForm(VersionedForm):
    """Why a provisional result is settled. It is printed with the result."""

    reason = TextField(
        label=gettext_lazy("Lý do chốt tạm thời"),
        most=LONGEST_REASON,
        required=True,
        help_text=gettext_lazy("Được in cùng kết quả, sau tên các tỉnh và kỳ báo cáo còn thiếu."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, finals: Versioned, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(finals)
        word_errors(self)


class ReopenForm(VersionedForm):
    """Why settled scores are reopened."""

    reason = TextField(
        label=gettext_lazy("Lý do mở lại"),
        most=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=True,
    )

    def __init__(self, settling: Versioned, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(settling)
        word_errors(self)

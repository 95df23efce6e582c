"""Forms of the cross-check."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from emulation.criteria.tree import Node
from emulation.cross_checks.models import Check
from emulation.cross_checks.services import (
    CheckEntry,
    StoredAnswers,
    planned_ring,
    self_points,
    stored_entry,
    stored_ring,
)
from emulation.scoring.points_field import PointsField
from emulation.year.models import EmulationYear
from vietnamese.numbers import format_number
from web.fields import word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm

MOST_TEXT = 1000


class CheckForm(VersionedForm):
    """Points and a reason for each entered criterion; all may be blank until the check is sent."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        nodes: Sequence[Node],
        check: Check,
    ) -> None:
        super().__init__(data)
        self.criterion_pks: list[int] = []
        self.nodes = nodes
        self.carry_version(check)
        scores = {score.criterion_id: score for score in check.scores.all()}
        claimed = self_points(check)
        for node in nodes:
            pk = node.criterion.pk
            self.criterion_pks.append(pk)
            self.fields[f"points-{pk}"] = PointsField(
                node.criterion,
                label=_("Điểm chấm chéo tiêu chí %s") % node.number,
                help_text=_("Từ 0 đến %s.") % format_number(node.criterion.maximum),
            )
            self.fields[f"reason-{pk}"] = TextField(
                label=_("Lý do chấm khác tiêu chí %s") % node.number,
                most=MOST_TEXT,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"again-{pk}"] = forms.BooleanField(
                label=_("Lý do vẫn đúng với điểm này, tiêu chí %s") % node.number,
                required=False,
                initial=False,
            )
            if score := scores.get(pk):
                shown = stored_entry(score, claimed.get(pk))
                self.initial |= {f"points-{pk}": shown.points, f"reason-{pk}": shown.reason}  # type: ignore[operator]
        word_errors(self)

    @property
    def entries(self) -> dict[int, CheckEntry]:
        cleaned = self.cleaned_data
        return {
            pk: CheckEntry(cleaned[f"points-{pk}"], cleaned[f"reason-{pk}"], cleaned[f"again-{pk}"])
            for pk in self.criterion_pks
        }

    def add_service_errors(self, error: ValidationError) -> None:
        for pk, errors in error.message_dict.items():
            is_reason = any("lý do" in text for text in errors)
            self.add_error(f"{'reason' if is_reason else 'points'}-{pk}", ValidationError(errors))

    def fresh(self, stored: Check) -> "CheckForm":
        return CheckForm(None, nodes=self.nodes, check=stored)


class AnswerForm(VersionedForm):
    """The province's answers to the criteria that the checker scored differently."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, nodes: Sequence[Node], stored: StoredAnswers
    ) -> None:
        super().__init__(data)
        self.nodes, scores = nodes, stored.scores
        self.carry_version(stored)
        self.criterion_pks: list[int] = []
        for node in nodes:
            pk = node.criterion.pk
            if pk in scores:
                self.criterion_pks.append(pk)
                self.fields[f"answer-{pk}"] = TextField(
                    label=_("Ý kiến của tỉnh về tiêu chí %s") % node.number,
                    most=MOST_TEXT,
                    widget=forms.Textarea(attrs={"rows": 2}),
                    initial=scores[pk].answer,
                )
        word_errors(self)

    @property
    def answers(self) -> dict[int, str]:
        return {pk: self.cleaned_data[f"answer-{pk}"] for pk in self.criterion_pks}

    def fresh(self, stored: StoredAnswers) -> "AnswerForm":
        return AnswerForm(None, nodes=self.nodes, stored=stored)


class RingForm(VersionedForm):
    def __init__(self, contest_year: EmulationYear, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.contest_year, self.members = contest_year, list(contest_year.members)
        members, ring = self.members, planned_ring(contest_year)
        self.carry_version(stored_ring(contest_year))
        for member in members:
            others = [(str(other.pk), str(other)) for other in members if other != member]
            self.fields[f"of-{member.pk}"] = forms.ChoiceField(
                label=_("%s chấm") % member,
                choices=[("", _("Chọn tỉnh")), *others],
                initial=str(ring.get(member.pk, "")),
            )
        word_errors(self)

    def fresh(self, stored: Any) -> "RingForm":
        return RingForm(self.contest_year)

    @property
    def ring(self) -> dict[int, int]:
        return {member.pk: int(self.cleaned_data[f"of-{member.pk}"]) for member in self.members}

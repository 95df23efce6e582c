"""Forms of the self-score."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.criteria.forms import indicator_choices
from emulation.criteria.models import Criterion
from emulation.evidence.forms import FilesField
from emulation.evidence.models import Evidence
from emulation.scoring.points_field import PointsField
from emulation.self_scores.models import SelfScore
from figures.catalogue.models import Indicator
from vietnamese.numbers import format_number
from web.fields import ManyField, word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm

YES, NO = "yes", "no"


class ScoreForm(VersionedForm):
    """Points for one criterion, their grounds and evidence."""

    reason = TextField(
        label=gettext_lazy("Căn cứ, giải trình"),
        most=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Vì sao được số điểm này. Không có minh chứng thì phải ghi."),
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=gettext_lazy("Số liệu đã báo cáo"),
        required=False,
        help_text=gettext_lazy("Nếu số trong biểu của tỉnh cho thấy kết quả này."),
    )
    evidence = ManyField(
        Evidence.objects.none(),
        label=gettext_lazy("Minh chứng đã có trong kho của tỉnh"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    uploads = FilesField(label=gettext_lazy("Thêm tệp minh chứng"))

    def __init__(
        self,
        *args: Any,
        criterion: Criterion,
        score: SelfScore | None,
        evidence: QuerySet[Evidence],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.fields = {"points": _points_field(criterion), **self.fields}
        indicator = self.fields["indicator"]
        indicator.queryset = Indicator.objects.entered()  # type: ignore[attr-defined]
        indicator.choices = [("", _("Không dẫn số liệu")), *indicator_choices()]  # type: ignore[attr-defined]
        self.fields["evidence"].queryset = evidence  # type: ignore[attr-defined]
        self.carry_version(score or SelfScore(criterion=criterion))
        self.province_evidence = evidence
        if score:
            self.initial = {
                **self.initial,
                "points": _initial_points(criterion, score.points),
                "reason": score.reason,
                "indicator": score.indicator_id,
                "evidence": [file.pk for file in score.evidence.all()],
            }
        if not evidence:
            del self.fields["evidence"]
        word_errors(self)

    @property
    def points(self) -> Decimal | None:
        value = self.cleaned_data["points"]
        if self.criterion.kind != Criterion.Kind.YES_NO:
            return value
        return {YES: self.criterion.maximum, NO: Decimal(0)}.get(value)

    def fresh(self, stored: SelfScore) -> "ScoreForm":
        return ScoreForm(criterion=self.criterion, score=stored, evidence=self.province_evidence)

    def tick_files(self, uploaded: list[Evidence]) -> None:
        """Tick files that were just uploaded: browsers do not send a file input again with a refused form."""
        if not uploaded:
            return
        self.data = self.data.copy()  # type: ignore[attr-defined]
        ticked = [*self.data.getlist("evidence"), *(str(file.pk) for file in uploaded)]  # type: ignore[attr-defined]
        self.data.setlist("evidence", ticked)  # type: ignore[attr-defined]


def _points_field(criterion: Criterion) -> forms.Field:
    maximum = format_number(criterion.maximum)
    if criterion.kind == Criterion.Kind.YES_NO:
        return forms.ChoiceField(
            label=_("Điểm tự chấm"),
            required=False,
            choices=[("", _("Chưa chấm")), (YES, _("Có: %s điểm") % maximum), (NO, _("Không: 0 điểm"))],
        )
    label = _("Điểm trừ tự nhận") if criterion.kind == Criterion.Kind.PENALTY else _("Điểm tự chấm")
    return PointsField(criterion, label=label, help_text=_("Từ 0 đến %s.") % maximum)


def _initial_points(criterion: Criterion, points: Decimal | None) -> Decimal | str | None:
    if criterion.kind != Criterion.Kind.YES_NO or points is None:
        return points
    return YES if points else NO

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.evidence.forms import FilesField
from emulation.evidence.models import Evidence
from emulation.movements.models import Activity, Movement
from web.edit_conflicts import EditConflictError, Versioned
from web.fields import DateField, ManyField, NumberField, word_errors
from web.text_fields import TextField
from web.versioned_forms import ServiceForm, VersionedForm

CLUSTER = "cluster"


class MovementForm(VersionedForm, forms.ModelForm):
    """Resources and reward money may be blank here; `LaunchForm` then asks why."""

    owner = forms.ChoiceField(label=_("Phát động trong"), widget=forms.RadioSelect)
    name = TextField(label=_("Tên phong trào"), most=200, required=True)
    aim = TextField(label=_("Mục tiêu"), most=2000, required=True, widget=forms.Textarea(attrs={"rows": 3}))
    begins_on = DateField(label=_("Từ ngày"))
    ends_on = DateField(label=_("Đến hết ngày"))
    scope = TextField(
        label=_("Phạm vi, đối tượng"),
        most=300,
        required=True,
        help_text=_("Ví dụ: HTX nông nghiệp toàn tỉnh; cán bộ Liên minh HTX."),
    )
    resources = TextField(
        label=_("Nguồn lực"),
        most=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kinh phí, người làm, đơn vị phối hợp. Chưa có thì để trống."),
    )
    reward_money = NumberField(
        label=_("Tiền thưởng (triệu đồng)"),
        decimals=2,
        largest=10**9,
        required=False,
        help_text=_("Ghi 0 nếu không có tiền thưởng; để trống là chưa xác định."),
    )

    class Meta:
        model = Movement
        fields = ["name", "aim", "begins_on", "ends_on", "scope", "resources", "reward_money"]

    field_order = ["owner", *Meta.fields]

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(owners) > 1:
            self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]
        self.carry_version(self.instance)
        word_errors(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("begins_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("Ngày cuối phải từ ngày đầu trở đi."))
        return data

    def fresh(self, stored: Movement) -> "MovementForm":
        return MovementForm(instance=stored, owners=[])


class LaunchForm(VersionedForm):
    """Asks for a reason only while something is missing.

    Attributes:
        unneeded: label and text of a reason that was typed before somebody filled in what was missing. The
            form has no field for it any more, so the page shows it.
    """

    on = DateField(label=_("Ngày phát động"))
    reason = TextField(label=_("Lý do vẫn phát động"), most=1000, widget=forms.Textarea(attrs={"rows": 2}))
    unneeded: Sequence[tuple[str, str]] = ()

    def __init__(self, *args: Any, movement: Movement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.carry_version(movement)
        self.initial["on"] = min(movement.begins_on, today)
        if movement.lacks:
            self.fields["reason"].required = True
        else:
            label = str(self.fields.pop("reason").label)
            text = self.data.get(self.add_prefix("reason"), "").strip()
            self.unneeded = [(label, text)] if text else []
        word_errors(self)


class CloseForm(VersionedForm):
    on = DateField(label=_("Ngày tổng kết"))
    results = TextField(
        label=_("Kết quả"),
        most=4000,
        required=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Số đơn vị tham gia, việc đã làm, đạt mục tiêu đến đâu, khen thưởng."),
    )

    def __init__(self, *args: Any, movement: Movement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_version(movement)
        self.initial["on"] = timezone.localdate()
        word_errors(self)


class RemovalForm(VersionedForm):
    """Confirms that what the page shows is deleted."""

    def __init__(self, stored: Versioned, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.carry_version(stored)

    def _conflict_sentence(self, stored: Versioned) -> str:
        return str(EditConflictError(stored))


class RegisterForm(ServiceForm):
    units = NumberField(
        label=_("Số đơn vị của tỉnh đăng ký"),
        largest=10**6,
        required=False,
        help_text=_("HTX, liên hiệp HTX, THT, phòng ban cùng tham gia. Chưa biết thì để trống."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_errors(self)


class ActivityForm(VersionedForm):
    held_on = DateField(label=_("Ngày"))
    what = TextField(
        label=_("Nội dung"),
        most=500,
        required=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: Tập huấn chuyển đổi số cho 32 HTX tại Long Mỹ."),
    )
    new_files = FilesField(label=_("Tệp minh chứng mới"))
    evidence = ManyField(
        label=_("Minh chứng đã có"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, selectable: QuerySet[Evidence], activity: Activity | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.selectable = selectable
        if activity:
            self.initial = {
                "held_on": activity.held_on,
                "what": activity.what,
                "evidence": [file.pk for file in activity.evidence.all()],
            }
            self.carry_version(activity)
        if selectable.exists():
            self.fields["evidence"].queryset = selectable  # type: ignore[attr-defined]
        else:
            del self.fields["evidence"]
        word_errors(self)

    def fresh(self, stored: Activity) -> "ActivityForm":
        return ActivityForm(selectable=self.selectable | stored.evidence.all(), activity=stored)

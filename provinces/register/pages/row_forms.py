"""Forms for the rows of an organisation: its events, half-years, fees, products and value chains."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provinces.register.event_models import BEGINNINGS, ENDS, STATES, EventKind
from provinces.register.fact_models import OrganisationHalfYear
from provinces.register.models import CooperativeGroup, Organisation
from provinces.register.pages.forms import LARGEST_COUNT, MILLION_DONG
from provinces.register.services import kinds_of
from web.fields import DateField, NumberField, WholeNumberField, YearField, word_errors
from web.text_fields import TextField
from web.versioned_forms import VersionedForm


def _count(label: Any) -> WholeNumberField:
    return WholeNumberField(label=label, required=False, largest=LARGEST_COUNT)


def _money(label: Any) -> NumberField:
    return NumberField(label=label, help_text=MILLION_DONG, required=False, decimals=2)


class RowForm(VersionedForm):
    """A row as a form; it carries the version of its organisation, which every write to a row changes."""

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name != "seen"]
        initial = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs, initial=initial)  # type: ignore[misc]
        self.row = row
        self.carry_version(row.organisation)
        self.adapt(row.organisation)
        word_errors(self)

    def adapt(self, organisation: Organisation) -> None:
        """Leave out what this kind of organisation does not have."""

    def filled_row(self) -> Any:
        for name, value in self.cleaned_data.items():
            if name != "seen":
                setattr(self.row, name, value)
        return self.row

    def fresh(self, stored: Organisation) -> "RowForm | None":
        row = type(self.row)._default_manager.filter(pk=self.row.pk).first()
        return None if row is None else type(self)(row=row)


class RowRemovalForm(VersionedForm):
    """One press; it carries the version of the organisation whose row is removed."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_version(organisation)


class EventForm(RowForm):
    kind = forms.ChoiceField(label=_("Sự kiện"))
    happened_on = DateField(
        label=_("Ngày"), help_text=_("Ngày/tháng/năm; để trống nếu không rõ ngày."), required=False
    )
    decision = TextField(label=_("Số quyết định, văn bản"), most=120)
    other = TextField(
        label=_("Đơn vị liên quan"),
        help_text=_("Đơn vị nhận sáp nhập, tỉnh chuyển đến…; khi đổi tên, đổi mã số: tên, mã số cũ."),
        most=200,
    )
    note = TextField(label=_("Ghi chú"), most=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def adapt(self, organisation: Organisation) -> None:
        if getattr(self.row, "union_id", None):
            del self.fields["kind"]  # a union enters who joins and leaves it
            return
        kinds = kinds_of(type(organisation))
        stands = [EventKind.JOINED_ALLIANCE, EventKind.LEFT_ALLIANCE]
        groups = [
            (_("Thành lập"), BEGINNINGS),
            (_("Tình trạng pháp lý"), STATES),
            (_("Liên minh HTX"), stands),
            (_("Chấm dứt"), ENDS),
        ]
        grouped = {kind for _label, several in groups for kind in several}
        groups.insert(3, (_("Thay đổi"), [kind for kind in EventKind if kind not in grouped]))
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("Chọn sự kiện")),
            *(
                (label, [(kind.value, kind.label) for kind in several if kind in kinds])
                for label, several in groups
            ),
        ]


class HalfYearFactsForm(RowForm):
    year = YearField(label=_("Năm"))
    half = forms.TypedChoiceField(
        label=_("Kỳ"),
        choices=[("", _("Chọn kỳ")), (1, _("6 tháng đầu năm")), (2, _("6 tháng cuối năm"))],
        coerce=int,
    )
    members = _count(_("Thành viên chính thức"))
    members_with_capital = _count(_("Thành viên liên kết góp vốn"))
    members_without_capital = _count(_("Thành viên liên kết không góp vốn"))
    labour = _count(_("Lao động"))
    charter_capital = _money(_("Vốn điều lệ"))
    working_capital = _money(_("Vốn hoạt động"))
    revenue = _money(_("Doanh thu trong kỳ"))
    rating = forms.ChoiceField(
        label=_("Xếp loại"),
        choices=[("", _("Chưa xếp loại")), *OrganisationHalfYear.Rating.choices],
        required=False,
    )

    def adapt(self, organisation: Organisation) -> None:
        self.fields["members"].help_text = _("Trước 01/7/2024 chỉ có một loại thành viên: ghi vào ô này.")
        if isinstance(organisation, CooperativeGroup):
            self.fields["members"].label, self.fields["members"].help_text = _("Tổ viên"), ""
            self.fields["charter_capital"].label = _("Vốn góp")
            for name in ("members_with_capital", "members_without_capital", "rating"):
                del self.fields[name]


class FeeForm(RowForm):
    year = YearField(label=_("Năm"))
    due = _money(_("Phải đóng"))
    paid = _money(_("Đã đóng"))
    paid_on = DateField(
        label=_("Ngày đóng"),
        help_text=_("Có ngày thì số người đóng và số tiền được đếm vào đúng kỳ báo cáo."),
        required=False,
    )


class ProductForm(RowForm):
    name = TextField(label=_("Sản phẩm"), most=160, required=True)
    ocop_stars = forms.TypedChoiceField(
        label=_("Hạng OCOP"),
        choices=[("", _("Không có")), (3, _("3 sao")), (4, _("4 sao")), (5, _("5 sao"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    standards = TextField(
        label=_("Tiêu chuẩn, chứng nhận"), help_text=_("Ví dụ: VietGAP, GlobalGAP, hữu cơ."), most=200
    )


class ChainForm(RowForm):
    partner = TextField(label=_("Đối tác liên kết"), most=200, required=True)
    product = TextField(label=_("Sản phẩm"), most=160)
    contract = TextField(label=_("Hợp đồng số"), most=120)
    since = DateField(label=_("Từ ngày"), required=False)
    until = DateField(label=_("Đến ngày"), required=False)

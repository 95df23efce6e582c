import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.mergers.effects import MergerEffect
from provinces.mergers.models import Merger
from vietnamese.folding import folded
from vietnamese.sentences import inside_a_sentence
from web.edit_conflicts import Versioned
from web.fields import LONGEST_KEY, DateField, ManyField, word_errors
from web.text_fields import TextField
from web.versioned_forms import ServiceForm, VersionedForm

MOST_CHOSEN = 63  # as many provinces as there ever were


class _PartsField(ManyField):
    def label_from_instance(self, obj: Province) -> str:
        return obj.dated_name


def _most(field: str) -> int:
    return getattr(Province._meta.get_field(field), "max_length", None) or 0


def _decision() -> TextField:
    return TextField(
        label=gettext_lazy("Văn bản"),
        most=Merger._meta.get_field("decision").max_length or 0,
        required=True,
        help_text=gettext_lazy("Ví dụ: Nghị quyết 202/2025/QH15."),
    )


class PreviewedForm(VersionedForm):
    """Carries the version of what was previewed."""

    def _conflict_sentence(self, stored: Versioned) -> str:
        if not self.cleaned_data["seen"]:
            return super()._conflict_sentence(stored)
        return _(
            "Nội dung chuyển giao đã thay đổi sau khi xem trước nên chưa ghi nhận. Nội dung đã nhập được giữ "
            "nguyên; xem lại phần dưới rồi bấm lần nữa."
        )


class MergerForm(PreviewedForm):
    """Which provinces merge into what. The service says whether the names are free: the parts end first."""

    parts = _PartsField(
        label=gettext_lazy("Các tỉnh, thành phố hợp nhất"),
        queryset=Province.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "filters"}),
    )
    name = TextField(label=gettext_lazy("Tên tỉnh, thành phố mới"), most=_most("name"), required=True)
    is_city = forms.BooleanField(label=gettext_lazy("Là thành phố trực thuộc trung ương"), required=False)
    code = TextField(label=gettext_lazy("Mã thống kê"), most=_most("code"), required=True)
    slug = TextField(
        label=gettext_lazy("Mã trong địa chỉ trang"),
        most=_most("slug"),
        help_text=gettext_lazy("Để trống thì đặt theo tên và năm, ví dụ can-tho-2025."),
    )
    established_on = DateField(
        label=gettext_lazy("Ngày hợp nhất"),
        help_text=gettext_lazy("Ngày đầu tiên của tỉnh, thành phố mới, ví dụ 01/7/2025."),
    )
    decision = _decision()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What merged since the page was opened stays chosen: the service says so in a sentence.
        keys = map(str, self["parts"].value() or ())
        chosen = [key for key in keys if key.isdecimal() and len(key) <= LONGEST_KEY]
        offered = Province.objects.filter(Q(successor=None) | Q(pk__in=chosen[:MOST_CHOSEN]))
        self.fields["parts"].queryset = offered  # type: ignore[attr-defined]
        word_errors(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day = cleaned.get("established_on")
        if not cleaned.get("slug") and cleaned.get("name") and isinstance(day, dt.date):
            words = "".join(c if c.isascii() and c.isalnum() else " " for c in folded(cleaned["name"]))
            cleaned["slug"] = "-".join([*words.split(), str(day.year)])[: _most("slug")]
        return cleaned

    @property
    def successor(self) -> Province:
        names = ("name", "is_city", "code", "slug", "established_on")
        return Province(**{name: self.cleaned_data[name] for name in names})


class HandOverForm(PreviewedForm):
    """The merger is stored as dates; what is missing is the decision, and what becomes of the accounts."""

    decision = _decision()

    def __init__(self, *args: Any, effect: MergerEffect, merger: Merger | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["decision"] = merger.decision if merger else ""
        self.carry_version(effect)
        word_errors(self)


def _named(account: Officer) -> str:
    role = inside_a_sentence(account.get_role_display())
    if not account.get_full_name():
        return f"{account.username}, {role}"
    return f"{account} ({account.username}), {role}"


class AccountsForm(ServiceForm):
    """What becomes of each account of the parts; one that is not asked about yet goes on."""

    GOES_ON, IS_CLOSED = "goes-on", "is-closed"

    def __init__(self, data: Mapping[str, Any] | None, *, accounts: Iterable[Officer]) -> None:
        accounts = list(accounts)
        names = {f"account-{account.pk}": account for account in accounts}
        if data is not None:
            data = {name: data.get(name) or self.GOES_ON for name in names}
        super().__init__(data)
        for name, account in names.items():
            self.fields[name] = forms.ChoiceField(
                label=_named(account),
                help_text=", ".join(f"{term.get_post_display()} {term.year}" for term in account.terms.all()),
                choices=[(self.GOES_ON, _("Chuyển")), (self.IS_CLOSED, _("Đóng"))],
                initial=self.GOES_ON,
                widget=forms.RadioSelect,
            )
        self.accounts = names
        word_errors(self)

    def field_of(self, account: Officer) -> forms.BoundField:
        return self[f"account-{account.pk}"]

    @property
    def closed(self) -> set[int]:
        return {
            account.pk
            for name, account in self.accounts.items()
            if self.cleaned_data.get(name) == self.IS_CLOSED
        }

"""Who joins a union, and who leaves it: cooperatives of any province, found by a search."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from provinces.register.event_models import UnionMembership
from provinces.register.models import Cooperative, CooperativeUnion
from web.fields import LONGEST_KEY, DateField, ManyField, word_errors
from web.search_forms import SearchForm
from web.text_fields import SearchField, TextField
from web.versioned_forms import VersionedForm

MOST_FOUND = 30


class CooperativeSearchForm(SearchForm):
    q = SearchField(
        label=_("Tên hoặc mã số hợp tác xã"),
        help_text=_("Tìm trong danh sách của mọi tỉnh, nhập không dấu cũng được."),
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class _CooperativesField(ManyField):
    def label_from_instance(self, row: Any) -> str:
        return ", ".join(filter(None, [row.name, row.registration_number, str(row.province)]))


class JoinForm(VersionedForm):
    cooperatives = _CooperativesField(
        label=_("Hợp tác xã"),
        queryset=Cooperative.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    happened_on = DateField(label=_("Ngày vào liên hiệp"), required=False)
    decision = TextField(label=_("Số quyết định, văn bản"), most=120)

    def __init__(
        self,
        *args: Any,
        union: CooperativeUnion,
        candidates: QuerySet[Cooperative],
        words: str,
        **kwargs: Any,
    ) -> None:
        """`candidates` may all be chosen; those that match the words, and those chosen before, are shown."""
        super().__init__(*args, **kwargs)
        self.carry_version(union)
        field: Any = self.fields["cooperatives"]
        field.queryset = candidates
        found = list(candidates.matching(words)[: MOST_FOUND + 1]) if words else []  # type: ignore[attr-defined]
        self.has_more = len(found) > MOST_FOUND
        chosen = self.data.getlist("cooperatives") if self.is_bound else []  # type: ignore[attr-defined]
        keys = {int(key) for key in chosen if key.isdecimal() and len(key) < LONGEST_KEY}
        kept = candidates.filter(pk__in=keys - {row.pk for row in found}) if keys else []
        field.choices = [(row.pk, field.label_from_instance(row)) for row in [*kept, *found[:MOST_FOUND]]]
        self.has_choices = bool(field.choices)
        word_errors(self)


class LeaveForm(VersionedForm):
    happened_on = DateField(label=_("Ngày ra khỏi liên hiệp"))
    decision = TextField(label=_("Số quyết định, văn bản"), most=120)

    def __init__(self, *args: Any, membership: UnionMembership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_version(membership.union)
        word_errors(self)

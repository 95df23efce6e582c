"""How the lists of the register are searched and narrowed."""

from operator import attrgetter
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from provinces.fields import word_errors
from provinces.models import LegalState, Province, Sector
from provinces.models.register import OrganisationQuerySet

ANY = gettext_lazy("Tất cả")


class OrganisationFilter(django_filters.FilterSet):
    """Search by name or number, province, sector, legal state; who has ended is shown only when asked for."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Tên hoặc mã số"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 200}),
    )
    province = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Tỉnh, thành phố"), queryset=Province.objects.all(), empty_label=ANY
    )
    sector = django_filters.ChoiceFilter(
        label=gettext_lazy("Lĩnh vực"), choices=Sector.choices, empty_label=ANY
    )
    legal_state = django_filters.ChoiceFilter(
        label=gettext_lazy("Tình trạng pháp lý"),
        choices=[choice for choice in LegalState.choices if choice[0] != LegalState.ENDED],
        empty_label=ANY,
    )
    ended = django_filters.ChoiceFilter(
        label=gettext_lazy("Chấm dứt"),
        choices=[("yes", gettext_lazy("Đã chấm dứt")), ("any", ANY)],
        empty_label=gettext_lazy("Chưa chấm dứt"),
        method="keep",
    )

    def __init__(self, *args: Any, one_province: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if one_province:
            del self.filters["province"]
        else:
            self.form.fields["province"].label_from_instance = attrgetter("dated_name")
        word_errors(self.form)

    @property
    def is_narrowed(self) -> bool:
        """Whether the viewer chose anything."""
        return any(self.form.cleaned_data.values())

    def filter_queryset(self, queryset: OrganisationQuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        ended = self.form.cleaned_data.get("ended")
        if ended == "any":
            return found
        return found.exclude(ended_on=None) if ended else found.filter(ended_on=None)

    def search(self, queryset: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return queryset.matching(value)

    def keep(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset  # filter_queryset decides, since leaving the field alone means something too

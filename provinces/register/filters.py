"""How the lists of the register are searched and narrowed."""

import datetime as dt
from operator import attrgetter
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from provinces.clusters.models import Province
from provinces.register.models import DISSOLVING, LEAVING, LegalState, OrganisationQuerySet, Sector
from vietnamese.dates import format_date
from web.fields import word_errors

ANY = gettext_lazy("Tất cả")
_DAY: dict[str, Any] = {"input_formats": ["%Y-%m-%d"], "widget": forms.HiddenInput}


class RegisterCohort(models.TextChoices):
    """Which organisations stand behind a reported number: the lists that a cell of a form leads to."""

    EXISTING = "existing", gettext_lazy("có đến ngày %(until)s")
    FOUNDED = "founded", gettext_lazy("thành lập từ ngày %(since)s đến ngày %(until)s")
    DISSOLVED = "dissolved", gettext_lazy("giải thể, chấm dứt từ ngày %(since)s đến ngày %(until)s")
    LEFT = "left", gettext_lazy("giảm khác từ ngày %(since)s đến ngày %(until)s")


class OrganisationFilter(django_filters.FilterSet):
    """Search by name or number, province, sector, legal state; who has ended is shown only when asked for.

    Which ones stand behind a reported number comes with the address, and is said above the list.
    """

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
    stands = django_filters.ChoiceFilter(
        choices=RegisterCohort.choices, method="keep", widget=forms.HiddenInput
    )
    since = django_filters.DateFilter(method="keep", **_DAY)
    until = django_filters.DateFilter(method="keep", **_DAY)

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

    @property
    def behind(self) -> str:
        """Which ones stand behind a reported number, in words; nothing where the list is no such one."""
        stands, since, until = self._stands
        if stands is None or until is None:
            return ""
        return str(stands.label) % {"since": format_date(since), "until": format_date(until)}

    @property
    def _stands(self) -> tuple[RegisterCohort | None, dt.date | None, dt.date | None]:
        """What the address asks for, where it says all of it."""
        chosen, since, until = (self.form.cleaned_data.get(name) for name in ("stands", "since", "until"))
        stands = RegisterCohort(chosen) if chosen else None
        whole = until and (since or stands == RegisterCohort.EXISTING)
        return (stands, since, until) if stands and whole else (None, None, None)

    def filter_queryset(self, queryset: OrganisationQuerySet) -> QuerySet:
        found = super().filter_queryset(queryset)
        match self._stands:
            case RegisterCohort.EXISTING, _since, dt.date() as until:
                return found.existing_on(until)
            case RegisterCohort.FOUNDED, dt.date() as since, dt.date() as until:
                return found.founded_between(since, until)
            case RegisterCohort.DISSOLVED, dt.date() as since, dt.date() as until:
                return found.ended_between(since, until, DISSOLVING)
            case RegisterCohort.LEFT, dt.date() as since, dt.date() as until:
                return found.ended_between(since, until, LEAVING)
        ended = self.form.cleaned_data.get("ended")
        if ended == "any":
            return found
        return found.exclude(ended_on=None) if ended else found.filter(ended_on=None)

    def search(self, queryset: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return queryset.matching(value)

    def keep(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset  # filter_queryset decides, since leaving the field alone means something too

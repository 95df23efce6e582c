"""Search and filters of the register's lists."""

import datetime as dt
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from provinces.clusters.models import Province
from provinces.register.models import (
    DISSOLVING,
    ENTERING,
    LEAVING,
    Cooperative,
    LegalState,
    OrganisationQuerySet,
    Sector,
)
from vietnamese.dates import format_date
from web.search_forms import SearchFilters
from web.text_fields import SearchFilter

ANY = gettext_lazy("Tất cả")
_DAY: dict[str, Any] = {"input_formats": ["%Y-%m-%d"], "widget": forms.HiddenInput}


class RegisterCohort(models.TextChoices):
    """The organisations that a reported number counts: the lists that a cell of the entry form links to."""

    EXISTING = "existing", gettext_lazy("có đến ngày %(until)s")
    FOUNDED = "founded", gettext_lazy("thành lập từ ngày %(since)s đến ngày %(until)s")
    ENTERED = "entered", gettext_lazy("tăng khác từ ngày %(since)s đến ngày %(until)s")
    DISSOLVED = "dissolved", gettext_lazy("giải thể, chấm dứt từ ngày %(since)s đến ngày %(until)s")
    LEFT = "left", gettext_lazy("giảm khác từ ngày %(since)s đến ngày %(until)s")
    ACTIVE = "active", gettext_lazy("đang hoạt động vào ngày %(until)s")
    INACTIVE = "inactive", gettext_lazy("chưa chấm dứt nhưng không hoạt động vào ngày %(until)s")
    CHAINED = "chained", gettext_lazy("có liên kết chuỗi giá trị vào ngày %(until)s")
    OCOP = "ocop", gettext_lazy("có đến ngày %(until)s và có sản phẩm OCOP")
    ALLIANCE = "alliance", gettext_lazy("là thành viên Liên minh HTX vào ngày %(until)s")
    UNION_MEMBERS = "union_members", gettext_lazy("là thành viên liên hiệp HTX của tỉnh vào ngày %(until)s")

    @property
    def is_of_a_day(self) -> bool:
        return self in _OF_A_DAY


# What each cohort is of all organisations: at the end of a day, or from a day to another.
_OF_A_DAY: Mapping[str, Callable[[OrganisationQuerySet, dt.date], OrganisationQuerySet]] = {
    RegisterCohort.EXISTING: OrganisationQuerySet.existing_on,
    RegisterCohort.ACTIVE: OrganisationQuerySet.active_on,
    RegisterCohort.INACTIVE: OrganisationQuerySet.inactive_on,
    RegisterCohort.CHAINED: lambda rows, day: rows.existing_on(day).with_chains_on(day),
    RegisterCohort.OCOP: lambda rows, day: rows.existing_on(day).with_ocop_products(),
    RegisterCohort.ALLIANCE: OrganisationQuerySet.in_alliance_on,
    RegisterCohort.UNION_MEMBERS: OrganisationQuerySet.in_union_on,
}
_BETWEEN: Mapping[str, Callable[[OrganisationQuerySet, dt.date, dt.date], OrganisationQuerySet]] = {
    RegisterCohort.FOUNDED: OrganisationQuerySet.founded_between,
    RegisterCohort.ENTERED: lambda rows, *days: rows.begun_between(*days, ENTERING),
    RegisterCohort.DISSOLVED: lambda rows, *days: rows.ended_between(*days, DISSOLVING),
    RegisterCohort.LEFT: lambda rows, *days: rows.ended_between(*days, LEAVING),
}


class Feature(models.TextChoices):
    """What only some organisations have."""

    ALLIANCE = "alliance", gettext_lazy("Thành viên Liên minh HTX")
    OCOP = "ocop", gettext_lazy("Có sản phẩm OCOP")
    CHAIN = "chain", gettext_lazy("Có liên kết chuỗi giá trị")
    MODEL = "model", gettext_lazy("Mô hình đề nghị nhân rộng")


class RegisterSearch(SearchFilters):
    """By name or number, province, sector; `one_province` for readers of no other."""

    q = SearchFilter(
        label=gettext_lazy("Tên hoặc mã số"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    province = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Tỉnh, thành phố"), queryset=Province.objects.all(), empty_label=ANY
    )
    sector = django_filters.ChoiceFilter(
        label=gettext_lazy("Lĩnh vực"), choices=Sector.choices, empty_label=ANY
    )

    def __init__(self, *args: Any, one_province: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if one_province:
            del self.filters["province"]
        else:
            self.form.fields["province"].label_from_instance = attrgetter("dated_name")

    def search(self, queryset: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        return queryset.matching(value)


class OrganisationFilter(RegisterSearch):
    legal_state = django_filters.ChoiceFilter(
        label=gettext_lazy("Tình trạng pháp lý"),
        choices=[choice for choice in LegalState.choices if choice[0] != LegalState.ENDED],
        empty_label=ANY,
    )
    feature = django_filters.ChoiceFilter(
        label=gettext_lazy("Đặc điểm"), choices=Feature.choices, empty_label=ANY, method="with_feature"
    )
    ended = django_filters.ChoiceFilter(
        label=gettext_lazy("Chấm dứt"),
        choices=[("yes", gettext_lazy("Đã chấm dứt")), ("any", ANY)],
        empty_label=gettext_lazy("Chưa chấm dứt"),
        method="leave_to_filter_queryset",
    )
    stands = django_filters.ChoiceFilter(
        choices=RegisterCohort.choices, method="leave_to_filter_queryset", widget=forms.HiddenInput
    )
    since = django_filters.DateFilter(method="leave_to_filter_queryset", **_DAY)
    until = django_filters.DateFilter(method="leave_to_filter_queryset", **_DAY)

    @property
    def cohort_label(self) -> str:
        cohort, since, until = self._cohort
        if cohort is None or until is None:
            return ""
        return str(cohort.label) % {"since": format_date(since), "until": format_date(until)}

    @property
    def _cohort(self) -> tuple[RegisterCohort | None, dt.date | None, dt.date | None]:
        """The cohort that the URL asks for, with its dates; all None if any is missing."""
        chosen, since, until = (self.form.cleaned_data.get(name) for name in ("stands", "since", "until"))
        cohort = RegisterCohort(chosen) if chosen else None
        if cohort == RegisterCohort.UNION_MEMBERS and self.queryset.model is not Cooperative:
            cohort = None
        is_complete = cohort and until and (since or cohort.is_of_a_day)
        return (cohort, since, until) if is_complete else (None, None, None)

    def filter_queryset(self, queryset: OrganisationQuerySet) -> QuerySet:
        organisations = super().filter_queryset(queryset)
        cohort, since, until = self._cohort
        if cohort and until and cohort.is_of_a_day:
            return _OF_A_DAY[cohort](organisations, until)
        if cohort and since and until:
            return _BETWEEN[cohort](organisations, since, until)
        ended = self.form.cleaned_data.get("ended")
        if ended == "any":
            return organisations
        return organisations.exclude(ended_on=None) if ended else organisations.filter(ended_on=None)

    def with_feature(self, queryset: OrganisationQuerySet, name: str, value: str) -> OrganisationQuerySet:
        match value:
            case Feature.ALLIANCE:
                return queryset.in_alliance_on(timezone.localdate())
            case Feature.OCOP:
                return queryset.with_ocop_products()
            case Feature.CHAIN:
                return queryset.with_chains_on(timezone.localdate())
            case _:
                return queryset.exclude(model_reasons="")

    def leave_to_filter_queryset(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset  # an empty field means something, too: filter_queryset decides

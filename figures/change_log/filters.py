"""Search in the log and its filters."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.change_log.search import matching
from figures.history.models import Change
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.register.filters import ANY
from web.fields import DateField
from web.search_forms import SearchFilters
from web.text_fields import SearchFilter

OUTSIDE = "outside"


class DayFilter(django_filters.Filter):
    field_class = DateField


def _writer_choices() -> list[tuple[str, str]]:
    officers = Officer.objects.select_related("province").order_by("username")
    return [(str(o.pk), f"{o}, {o.title}") for o in officers] + [(OUTSIDE, _("Không qua ứng dụng"))]


def _change_choices() -> list[tuple[str, Any]]:
    # The log shows the cells that a step names with the step.
    return [(what, label) for what, label in Change.What.choices if what != Change.What.NAMED]


class LogFilter(SearchFilters):
    q = SearchFilter(
        label=gettext_lazy("Chỉ tiêu, người, nội dung"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    period = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Kỳ báo cáo"),
        field_name="submission__period",
        queryset=Period.objects.all(),
        empty_label=ANY,
    )
    province = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Tỉnh, thành phố"),
        field_name="submission__province",
        queryset=Province.objects.all(),
        empty_label=ANY,
    )
    by = django_filters.ChoiceFilter(
        label=gettext_lazy("Người ghi"), choices=_writer_choices, method="written_by", empty_label=ANY
    )
    what = django_filters.ChoiceFilter(
        label=gettext_lazy("Loại thay đổi"), choices=_change_choices, empty_label=ANY
    )
    since = DayFilter(label=gettext_lazy("Từ ngày"), method="from_day")
    until = DayFilter(label=gettext_lazy("Đến ngày"), method="to_day")

    def __init__(self, *args: Any, with_content: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.with_content = with_content
        if not with_content:
            self.form.fields["q"].label = _("Chỉ tiêu, người, tỉnh")
        self.form.fields["province"].label_from_instance = lambda province: province.dated_name
        for name in ("since", "until"):
            self.form.fields[name].help_text = ""

    def search(self, queryset: QuerySet[Change], name: str, value: str) -> QuerySet[Change]:
        return matching(queryset, value, with_content=self.with_content)

    def written_by(self, queryset: QuerySet[Change], name: str, value: str) -> QuerySet[Change]:
        return queryset.filter(by=None) if value == OUTSIDE else queryset.filter(by__pk=value)

    def from_day(self, queryset: QuerySet[Change], name: str, value: dt.date) -> QuerySet[Change]:
        return queryset.filter(at__gte=_midnight(value))

    def to_day(self, queryset: QuerySet[Change], name: str, value: dt.date) -> QuerySet[Change]:
        return queryset.filter(at__lt=_midnight(value) + dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))

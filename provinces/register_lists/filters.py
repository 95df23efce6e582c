from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy

from provinces.register.filters import RegisterSearch
from web.fields import YearField


class YearFilter(django_filters.Filter):
    field_class = YearField


class DecisionFilter(RegisterSearch):
    """The search of the register; lists by year have one more field, which only says which year."""

    year = YearFilter(label=gettext_lazy("Năm"), method="leave_to_the_list")

    def __init__(self, *args: Any, has_year: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_year:
            del self.filters["year"]
            self.form.fields.pop("year", None)
        else:
            self.form.fields["year"].largest = timezone.localdate().year  # later ones have not begun

    def leave_to_the_list(self, queryset: Any, name: str, value: int) -> Any:
        return queryset

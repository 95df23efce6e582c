from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator, Section
from figures.submissions.asked_periods import next_unopened_slug, reached_periods
from provinces.admin import AdministratorsAdmin
from web.administration import AdministrationForm

_SLUG = RegexValidator(r"^[0-9]{4}-H[12]\Z", gettext_lazy("Ghi năm và nửa năm, ví dụ 2024-H1."))


class IndicatorForm(AdministrationForm):
    """Asks before an indicator reaches half-years that were opened without it."""

    reaches_back = forms.BooleanField(
        label=gettext_lazy("hỏi cả trong các kỳ đã mở"),
        help_text=gettext_lazy(
            "Chỉ chọn khi kỳ đầu tiên là kỳ đã mở; trước khi lưu, trang này liệt kê các kỳ sẽ hỏi thêm "
            "chỉ tiêu."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_period", "last_period"):
            self.fields[name].validators.append(_SLUG)

    def fresh(self, stored: Any) -> AdministrationForm:
        form = super().fresh(stored)
        del form.fields["reaches_back"]  # of one change, not of the row
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors or cleaned.get("reaches_back"):
            return cleaned
        changed = Indicator(
            pk=self.instance.pk, first_period=cleaned["first_period"], last_period=cleaned["last_period"]
        )
        if reached := reached_periods(changed):
            message = _(
                "Chỉ tiêu sẽ được hỏi thêm trong %(count)d kỳ đã mở: %(periods)s. Chọn “%(choice)s” nếu đúng "
                "như vậy; nếu không, ghi kỳ đầu tiên là %(next)s."
            ) % {
                "count": len(reached),
                "periods": "; ".join(map(str, reached)),
                "choice": self.fields["reaches_back"].label,
                "next": next_unopened_slug(),
            }
            self.add_error("first_period", message)
        return cleaned


@admin.register(Section)
class SectionAdmin(AdministratorsAdmin):
    list_display = ["label", "code", "position"]


@admin.register(SeriesBreak)
class SeriesBreakAdmin(AdministratorsAdmin):
    list_display = ["from_on", "cause"]
    # Not Django's two boxes: their texts come from a script, in English.
    formfield_overrides: ClassVar = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}


@admin.register(Indicator)
class IndicatorAdmin(AdministratorsAdmin):
    form = IndicatorForm
    list_display = ["label", "code", "section", "unit", "kind", "position", "first_period", "last_period"]
    list_filter = ["section", "kind"]
    list_select_related = ["section"]
    search_fields = ["code", "label", "label_en"]
    autocomplete_fields = ["part_of", "at_most", "zero_with", "numerator", "denominator", "plausible_per"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"first_period": next_unopened_slug()} | super().get_changeform_initial_data(request)

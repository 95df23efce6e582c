from django.contrib import admin

from figures.catalogue.models import Indicator, Section
from provinces.admin import AdministratorsMixin


@admin.register(Section)
class SectionAdmin(AdministratorsMixin, admin.ModelAdmin):
    list_display = ["label", "code", "position"]


@admin.register(Indicator)
class IndicatorAdmin(AdministratorsMixin, admin.ModelAdmin):
    list_display = ["label", "code", "section", "unit", "kind", "position", "first_period", "last_period"]
    list_filter = ["section", "kind"]
    list_select_related = ["section"]
    search_fields = ["code", "label", "label_en"]
    autocomplete_fields = ["part_of", "at_most", "zero_with", "numerator", "denominator"]

"""Titles and their rules, for administrators: a new title is a new row."""

from django.contrib import admin

from emulation.awards.title_models import FormerGrounds, Title, TitleKind, TitleRule
from provinces.admin import AdministratorsMixin


class TitleKindInline(AdministratorsMixin, admin.TabularInline):
    model = TitleKind
    extra = 1

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return True


class FormerGroundsInline(AdministratorsMixin, admin.TabularInline):
    model = FormerGrounds
    extra = 1

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return True


class TitleRuleInline(AdministratorsMixin, admin.TabularInline):
    model = TitleRule
    fk_name = "title"
    extra = 1

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return True


@admin.register(Title)
class TitleAdmin(AdministratorsMixin, admin.ModelAdmin):
    list_display = ["name", "form_number", "valid_from", "valid_until", "position"]
    inlines = [TitleKindInline, FormerGroundsInline, TitleRuleInline]

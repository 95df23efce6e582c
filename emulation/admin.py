"""Titles and their rules, which administrators add as rows."""

from django.contrib import admin

from emulation.awards.title_models import FormerGrounds, Title, TitleKind, TitleRule
from provinces.admin import AdministratorsAdmin, AdministratorsInline


class RemovableInline(AdministratorsInline):
    extra = 1

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return True


class TitleKindInline(RemovableInline):
    model = TitleKind


class FormerGroundsInline(RemovableInline):
    model = FormerGrounds


class TitleRuleInline(RemovableInline):
    model = TitleRule
    fk_name = "title"


@admin.register(Title)
class TitleAdmin(AdministratorsAdmin):
    list_display = ["name", "form_number", "valid_from", "valid_until", "position"]
    inlines = [TitleKindInline, FormerGroundsInline, TitleRuleInline]

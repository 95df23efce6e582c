from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from operator import attrgetter
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from provinces.accounts.forms import PASSWORD_HINT, PasswordAlone
from provinces.accounts.models import Officer
from provinces.accounts.passwords import NewPasswordField
from provinces.accounts.services import log_created, log_rights, record_new_password, rights_in_words
from provinces.clusters.date_order import member_twice
from provinces.clusters.models import Cluster, Membership, Province, Term
from web.administration import (
    AdministrationForm,
    RowForm,
    RowsOfThePage,
    SearchedList,
    VersionedAdmin,
    is_number,
    number_field,
)
from web.fields import DateField
from web.text_fields import LONGEST_SEARCH


class AdministratorsMixin:
    """The site admits administrators only. They may do anything but delete: rows end, accounts are closed."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if type(db_field) is models.DateField:  # Django's own field reads 05/7 as the seventh of May
            return db_field.formfield(
                form_class=DateField, help_text=db_field.help_text or DateField().help_text
            )
        if is_number(db_field):
            return number_field(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)  # type: ignore[misc]
        except OverflowError:  # a filter by a number that no column holds
            raise Http404 from None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[SearchedList]:
        return SearchedList

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        # Provinces before and after the merger have the same names.
        if field is not None and db_field.related_model is Province:
            field.label_from_instance = attrgetter("dated_name")
        if field is not None and isinstance(field.widget, AutocompleteSelect):
            field.widget.attrs["data-maximum-input-length"] = LONGEST_SEARCH
        return field


class AdministratorsAdmin(AdministratorsMixin, VersionedAdmin, admin.ModelAdmin):
    """What every registered model has."""


class AdministratorsInline(AdministratorsMixin, admin.TabularInline):
    form = RowForm
    formset = RowsOfThePage

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:  # the table's head is no label to a screen reader
            field.widget.attrs["aria-label"] = str(field.label).capitalize()
        return field


class AccountForm(AdministrationForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = Officer


class NewAccountForm(AdminUserCreationForm):
    usable_password = None  # type: ignore[assignment]
    password1 = NewPasswordField()
    password2 = NewPasswordField()

    class Meta(AdminUserCreationForm.Meta):
        model = Officer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Mật khẩu")
        self.fields["password1"].help_text = PASSWORD_HINT
        self.fields["password2"].label = _("Nhập lại mật khẩu")
        self.fields["password2"].help_text = ""


class ResetPasswordForm(PasswordAlone, AdminPasswordChangeForm):
    """Without Django's choice of no password, which would lock the officer out."""

    password1 = NewPasswordField()
    password2 = NewPasswordField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        self.fields["password1"].label = _("Mật khẩu")
        self.fields["password1"].help_text = PASSWORD_HINT
        self.fields["password2"].label = _("Nhập lại mật khẩu")
        self.fields["password2"].help_text = ""


@contextmanager
def _logged_posts(request: HttpRequest) -> Iterator[None]:
    """Log whose posts in the cluster change inside."""
    before = _posts()
    yield
    after = _posts()
    for officer in before.keys() | after.keys():
        if (was := before.get(officer, "")) != (now := after.get(officer, "")):
            log_rights(officer, request, by=_by(request), before=was or "–", after=now or "–")


def _posts() -> dict[Officer, str]:
    posts: dict[Officer, list[str]] = {}
    with translation.override("vi"):
        for term in Term.objects.select_related("officer").order_by("year", "post"):
            posts.setdefault(term.officer, []).append(f"{term.get_post_display()} {term.year}")
    return {officer: ", ".join(names) for officer, names in posts.items()}


def _by(request: HttpRequest) -> Officer:
    return cast(Officer, request.user)


@admin.register(Officer)
class OfficerAdmin(AdministratorsMixin, VersionedAdmin, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = ResetPasswordForm
    list_display = ["username", "full_name", "role", "province", "is_active", "last_login"]
    list_filter = ["role", "province", "is_active"]
    search_fields = ["username", "last_name", "first_name"]
    ordering = ["username"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", "is_active"]}),
        (_("Người dùng"), {"fields": ["last_name", "first_name", "email"]}),
        (_("Vai trò"), {"fields": ["role", "province"]}),
        (_("Thời gian"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2", "last_name", "first_name", "email"]}),
        (_("Vai trò"), {"fields": ["role", "province"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody closes their own account or changes its role: the last administrator could not come back."""
        own = ["is_active", "role"] if obj is not None and obj.pk == request.user.pk else []
        return [*super().get_readonly_fields(request, obj), *own]

    def save_model(self, request: HttpRequest, obj: Officer, form: Any, change: bool) -> None:
        before = rights_in_words(Officer.objects.get(pk=obj.pk)) if change else ""
        super().save_model(request, obj, form, change)
        if not change:
            log_created(obj, request, by=_by(request))
        elif before != rights_in_words(obj):
            log_rights(obj, request, by=_by(request), before=before, after=rights_in_words(obj))

    @transaction.atomic
    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002
        form_url: str = "",
    ) -> HttpResponse:
        before = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        after = self.get_object(request, unquote(id))
        if before is not None and after is not None and before.password != after.password:
            record_new_password(after, request, by=_by(request))
        return response

    @admin.display(description=_("họ và tên"), ordering="first_name")
    def full_name(self, officer: Officer) -> str:
        return officer.get_full_name()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)


class MembershipRows(RowsOfThePage):
    def clean(self) -> None:
        kept = [form.instance for form in self.forms if not form.errors and form not in self.deleted_forms]
        rows = [row for row in kept if row.province_id]  # but for an empty one
        for row, other in combinations(rows, 2):
            if row.province_id == other.province_id and row.overlaps(other):
                raise ValidationError(member_twice(row))
        super().clean()


class MembershipInline(AdministratorsInline):
    model = Membership
    formset = MembershipRows
    extra = 0


class TermInline(AdministratorsInline):
    model = Term
    extra = 0


@admin.register(Cluster)
class ClusterAdmin(AdministratorsAdmin):
    list_display = ["short_name", "name", "parent_body"]
    inlines = [MembershipInline, TermInline]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not Cluster.objects.exists()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        with _logged_posts(request):
            super().save_formset(request, form, formset, change)


@admin.register(Province)
class ProvinceAdmin(AdministratorsAdmin):
    list_display = ["name", "code", "is_city", "established_on", "ended_on", "successor"]
    search_fields = ["name", "slug"]


@admin.register(Membership)
class MembershipAdmin(AdministratorsAdmin):
    list_display = ["province", "cluster", "joined_on", "left_on"]
    list_select_related = ["province", "cluster"]


@admin.register(Term)
class TermAdmin(AdministratorsAdmin):
    list_display = ["year", "post", "officer", "cluster"]
    list_select_related = ["officer", "cluster"]
    ordering = ["-year", "post"]

    def save_model(self, request: HttpRequest, obj: Term, form: Any, change: bool) -> None:
        with _logged_posts(request):
            super().save_model(request, obj, form, change)


# Roles give the permissions; groups would be a second source.
admin.site.unregister(Group)

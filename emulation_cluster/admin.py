from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provinces.accounts.models import Officer
from provinces.clusters.permissions import is_administrator


class AdministrationSite(AdminSite):
    """Access depends on the role instead of Django's flags; there is no second login page."""

    site_header = _("Quản trị hệ thống")
    site_title = _("Cụm thi đua Liên minh HTX")
    index_title = _("Tài khoản, Cụm và danh mục chỉ tiêu")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, Officer) and user.is_active and is_administrator(user)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        # Refuse officers with another role: Django would ask them to log in again.
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, view)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("password_change")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        next_url = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(next_url, resolve_url(settings.LOGIN_URL))

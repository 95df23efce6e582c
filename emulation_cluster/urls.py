"""The table of contents of all URLs."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from emulation_cluster import pages
from emulation_cluster.context import menu_pages
from provinces.accounts import views as accounts
from reports.search.views import search

urlpatterns = [
    # / and /dashboard/, /explore/, /provinces/, /conference/
    path("", include("reports.urls")),
    # /entry/, /review/, /periods/, /indicators/
    path("", include("figures.urls")),
    # the contest of a year
    path("emulation/", include("emulation.urls")),
    # /register/, /mergers/
    path("", include("provinces.urls")),
    # the whole site; here because the menu is the project's
    path("search/", search, {"menu": menu_pages}, name="search"),
    # /accounts/
    path("accounts/login/", pages.Login.as_view(), name="login"),
    path("accounts/extend/", pages.extend_login, name="login-extend"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path(
        "accounts/password/",
        accounts.NewPassword.as_view(),
        name="password_change",
    ),
    path("accounts/password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("accounts/log/", accounts.own_log, name="account-log"),
    path("accounts/log/all/", accounts.every_log, name="account-log-all"),
    # for administrators, for machines, and for every page
    path("admin/", admin.site.urls),
    path("healthz", pages.healthz, name="healthz"),
    path("language/", pages.language, name="language"),
]

handler403 = "emulation_cluster.errors.forbidden"
handler404 = "emulation_cluster.errors.not_found"

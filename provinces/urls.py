"""Addresses of this app."""

from django.urls import path

from provinces import views
from provinces.kinds import COOPERATIVE, GROUP, UNION

app_name = "provinces"

urlpatterns = [
    # /register/cooperatives/
    path("cooperatives/", views.organisation_list, {"kind": COOPERATIVE}, name="cooperative-list"),
    path("cooperatives/add/", views.organisation_add, {"kind": COOPERATIVE}, name="cooperative-add"),
    path("cooperatives/<int:pk>/", views.organisation_edit, {"kind": COOPERATIVE}, name="cooperative-edit"),
    path("cooperatives/<int:pk>/end/", views.organisation_end, {"kind": COOPERATIVE}, name="cooperative-end"),
    # /register/groups/
    path("groups/", views.organisation_list, {"kind": GROUP}, name="group-list"),
    path("groups/add/", views.organisation_add, {"kind": GROUP}, name="group-add"),
    path("groups/<int:pk>/", views.organisation_edit, {"kind": GROUP}, name="group-edit"),
    path("groups/<int:pk>/end/", views.organisation_end, {"kind": GROUP}, name="group-end"),
    # /register/unions/
    path("unions/", views.organisation_list, {"kind": UNION}, name="union-list"),
    path("unions/add/", views.organisation_add, {"kind": UNION}, name="union-add"),
    path("unions/<int:pk>/", views.organisation_edit, {"kind": UNION}, name="union-edit"),
    path("unions/<int:pk>/end/", views.organisation_end, {"kind": UNION}, name="union-end"),
]

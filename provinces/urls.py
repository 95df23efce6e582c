from django.urls import include, path

from provinces.mergers import views as mergers
from provinces.register import views as register
from provinces.register.organisation_kinds import COOPERATIVE, GROUP, UNION

app_name = "provinces"

register_urls = [
    # /register/cooperatives/
    path("cooperatives/", register.organisation_list, {"kind": COOPERATIVE}, name="cooperative-list"),
    path("cooperatives/add/", register.organisation_add, {"kind": COOPERATIVE}, name="cooperative-add"),
    path(
        "cooperatives/<int:pk>/", register.organisation_edit, {"kind": COOPERATIVE}, name="cooperative-edit"
    ),
    path(
        "cooperatives/<int:pk>/end/", register.organisation_end, {"kind": COOPERATIVE}, name="cooperative-end"
    ),
    # /register/groups/
    path("groups/", register.organisation_list, {"kind": GROUP}, name="group-list"),
    path("groups/add/", register.organisation_add, {"kind": GROUP}, name="group-add"),
    path("groups/<int:pk>/", register.organisation_edit, {"kind": GROUP}, name="group-edit"),
    path("groups/<int:pk>/end/", register.organisation_end, {"kind": GROUP}, name="group-end"),
    # /register/unions/
    path("unions/", register.organisation_list, {"kind": UNION}, name="union-list"),
    path("unions/add/", register.organisation_add, {"kind": UNION}, name="union-add"),
    path("unions/<int:pk>/", register.organisation_edit, {"kind": UNION}, name="union-edit"),
    path("unions/<int:pk>/end/", register.organisation_end, {"kind": UNION}, name="union-end"),
]

urlpatterns = [
    path("register/", include(register_urls)),
    # /mergers/
    path("mergers/", mergers.merger_list, name="merger-list"),
    path("mergers/add/", mergers.add, name="merger-add"),
    path("mergers/<slug:province>/", mergers.merger, name="merger"),
]

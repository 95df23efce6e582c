from django.urls import include, path

from provinces.mergers import views as mergers
from provinces.register import views as register
from provinces.register.organisation_kinds import COOPERATIVE, GROUP, UNION
from provinces.register_import import views as imports
from provinces.register_import.models import RegisterImport

app_name = "provinces"

Kind = RegisterImport.Kind

register_urls = [
    # /register/cooperatives/
    path("cooperatives/", register.organisation_list, {"kind": COOPERATIVE}, name="cooperative-list"),
    path(
        "cooperatives/import/",
        imports.upload,
        {"kind": RegisterImport.Kind.COOPERATIVES},
        name="cooperative-import",
    ),
    path("cooperatives/add/", register.organisation_add, {"kind": COOPERATIVE}, name="cooperative-add"),
    path(
        "cooperatives/<int:pk>/", register.organisation_edit, {"kind": COOPERATIVE}, name="cooperative-edit"
    ),
    path(
        "cooperatives/<int:pk>/end/", register.organisation_end, {"kind": COOPERATIVE}, name="cooperative-end"
    ),
    # /register/groups/
    path("groups/", register.organisation_list, {"kind": GROUP}, name="group-list"),
    path("groups/import/", imports.upload, {"kind": Kind.GROUPS}, name="group-import"),
    path("groups/add/", register.organisation_add, {"kind": GROUP}, name="group-add"),
    path("groups/<int:pk>/", register.organisation_edit, {"kind": GROUP}, name="group-edit"),
    path("groups/<int:pk>/end/", register.organisation_end, {"kind": GROUP}, name="group-end"),
    # /register/unions/
    path("unions/", register.organisation_list, {"kind": UNION}, name="union-list"),
    path("unions/import/", imports.upload, {"kind": Kind.UNIONS}, name="union-import"),
    path("unions/add/", register.organisation_add, {"kind": UNION}, name="union-add"),
    path("unions/<int:pk>/", register.organisation_edit, {"kind": UNION}, name="union-edit"),
    path("unions/<int:pk>/end/", register.organisation_end, {"kind": UNION}, name="union-end"),
    # /register/imports/
    path("imports/<int:pk>/", imports.preview, name="import"),
    path("imports/<int:pk>/check/", imports.check, name="import-check"),
    path("imports/<int:pk>/apply/", imports.apply, name="import-apply"),
    path("imports/<int:pk>/cancel/", imports.cancel, name="import-cancel"),
]

urlpatterns = [
    path("register/", include(register_urls)),
    # /mergers/
    path("mergers/", mergers.merger_list, name="merger-list"),
    path("mergers/add/", mergers.add, name="merger-add"),
    path("mergers/<slug:province>/", mergers.merger, name="merger"),
]

from django.urls import include, path

from provinces.mergers import views as mergers
from provinces.register.pages import member_views as members
from provinces.register.pages import organisation_views as organisation
from provinces.register.pages import views as register
from provinces.register.pages.organisation_kinds import COOPERATIVE, GROUP, UNION
from provinces.register_import import views as imports
from provinces.register_import.models import RegisterImport
from provinces.register_lists import views as lists

app_name = "provinces"

Kind = RegisterImport.Kind

register_urls = [
    # /register/lists/
    path("lists/", lists.decision_list, name="decision-lists"),
    path("lists/<slug:name>/", lists.decision_list, name="decision-list"),
    # /register/cooperatives/
    path("cooperatives/", register.organisation_list, {"kind": COOPERATIVE}, name="cooperative-list"),
    path(
        "cooperatives/import/",
        imports.upload,
        {"kind": Kind.COOPERATIVES},
        name="cooperative-import",
    ),
    path(
        "cooperatives/import/products/",
        imports.upload,
        {"kind": Kind.COOPERATIVE_PRODUCTS},
        name="cooperative-products-import",
    ),
    path(
        "cooperatives/import/chains/",
        imports.upload,
        {"kind": Kind.COOPERATIVE_CHAINS},
        name="cooperative-chains-import",
    ),
    path(
        "cooperatives/import/events/",
        imports.upload,
        {"kind": Kind.COOPERATIVE_EVENTS},
        name="cooperative-events-import",
    ),
    path("cooperatives/add/", register.organisation_add, {"kind": COOPERATIVE}, name="cooperative-add"),
    path("cooperatives/<int:pk>/", organisation.organisation, {"kind": COOPERATIVE}, name="cooperative"),
    path(
        "cooperatives/<int:pk>/edit/",
        register.organisation_edit,
        {"kind": COOPERATIVE},
        name="cooperative-edit",
    ),
    path("cooperatives/<int:pk>/log/", organisation.log, {"kind": COOPERATIVE}, name="cooperative-log"),
    path(
        "cooperatives/<slug:part>/add/<int:pk>/",
        organisation.row_add,
        {"kind": COOPERATIVE},
        name="cooperative-row-add",
    ),
    path(
        "cooperatives/<slug:part>/<int:pk>/",
        organisation.row_edit,
        {"kind": COOPERATIVE},
        name="cooperative-row",
    ),
    path(
        "cooperatives/<slug:part>/<int:pk>/remove/",
        organisation.row_remove,
        {"kind": COOPERATIVE},
        name="cooperative-row-remove",
    ),
    # /register/groups/
    path("groups/", register.organisation_list, {"kind": GROUP}, name="group-list"),
    path("groups/import/", imports.upload, {"kind": Kind.GROUPS}, name="group-import"),
    path(
        "groups/import/products/",
        imports.upload,
        {"kind": Kind.GROUP_PRODUCTS},
        name="group-products-import",
    ),
    path(
        "groups/import/chains/",
        imports.upload,
        {"kind": Kind.GROUP_CHAINS},
        name="group-chains-import",
    ),
    path(
        "groups/import/events/",
        imports.upload,
        {"kind": Kind.GROUP_EVENTS},
        name="group-events-import",
    ),
    path("groups/add/", register.organisation_add, {"kind": GROUP}, name="group-add"),
    path("groups/<int:pk>/", organisation.organisation, {"kind": GROUP}, name="group"),
    path("groups/<int:pk>/edit/", register.organisation_edit, {"kind": GROUP}, name="group-edit"),
    path("groups/<int:pk>/log/", organisation.log, {"kind": GROUP}, name="group-log"),
    path("groups/<slug:part>/add/<int:pk>/", organisation.row_add, {"kind": GROUP}, name="group-row-add"),
    path("groups/<slug:part>/<int:pk>/", organisation.row_edit, {"kind": GROUP}, name="group-row"),
    path(
        "groups/<slug:part>/<int:pk>/remove/",
        organisation.row_remove,
        {"kind": GROUP},
        name="group-row-remove",
    ),
    # /register/unions/
    path("unions/<int:pk>/members/", members.join, name="union-members"),
    path("unions/members/<int:pk>/leave/", members.leave, name="union-member-leave"),
    path("unions/", register.organisation_list, {"kind": UNION}, name="union-list"),
    path("unions/import/", imports.upload, {"kind": Kind.UNIONS}, name="union-import"),
    path(
        "unions/import/products/",
        imports.upload,
        {"kind": Kind.UNION_PRODUCTS},
        name="union-products-import",
    ),
    path(
        "unions/import/chains/",
        imports.upload,
        {"kind": Kind.UNION_CHAINS},
        name="union-chains-import",
    ),
    path(
        "unions/import/events/",
        imports.upload,
        {"kind": Kind.UNION_EVENTS},
        name="union-events-import",
    ),
    path(
        "unions/import/members/",
        imports.upload,
        {"kind": Kind.UNION_MEMBERS},
        name="union-members-import",
    ),
    path("unions/add/", register.organisation_add, {"kind": UNION}, name="union-add"),
    path("unions/<int:pk>/", organisation.organisation, {"kind": UNION}, name="union"),
    path("unions/<int:pk>/edit/", register.organisation_edit, {"kind": UNION}, name="union-edit"),
    path("unions/<int:pk>/log/", organisation.log, {"kind": UNION}, name="union-log"),
    path("unions/<slug:part>/add/<int:pk>/", organisation.row_add, {"kind": UNION}, name="union-row-add"),
    path("unions/<slug:part>/<int:pk>/", organisation.row_edit, {"kind": UNION}, name="union-row"),
    path(
        "unions/<slug:part>/<int:pk>/remove/",
        organisation.row_remove,
        {"kind": UNION},
        name="union-row-remove",
    ),
    # /register/imports/
    path("imports/<int:pk>/", imports.preview, name="import"),
    path("imports/lines/<int:line>/<int:pk>/", imports.mend, name="import-line"),
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

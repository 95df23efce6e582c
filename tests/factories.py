"""Rows for tests, with round, readable figures: pass only what the test is about."""

import datetime as dt
from typing import Any

from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province, Term
from provinces.register.event_models import EventKind
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion, Organisation, Sector
from provinces.register.projection import projected, related, write_spans
from provinces.register.services import opening_events

ESTABLISHED_ON, JOINED_ON = dt.date(2004, 1, 1), dt.date(2019, 1, 1)

# slug, name, statistical code until 30/6/2025, in the cluster's order
SEVEN = [
    ("an-giang", "An Giang", "89"),
    ("bac-lieu", "Bạc Liêu", "95"),
    ("ca-mau", "Cà Mau", "96"),
    ("can-tho", "Cần Thơ", "92"),
    ("hau-giang", "Hậu Giang", "93"),
    ("kien-giang", "Kiên Giang", "91"),
    ("soc-trang", "Sóc Trăng", "94"),
]


def make_cluster(slug: str = "tay-nam-song-hau", **fields: Any) -> Cluster:
    fields.setdefault("name", "Cụm thi đua Liên minh HTX các tỉnh, thành phố Tây Nam sông Hậu")
    fields.setdefault("short_name", "Cụm Tây Nam sông Hậu")
    return Cluster.objects.create(slug=slug, **fields)


def make_province(slug: str, name: str, *, cluster: Cluster | None = None, **fields: Any) -> Province:
    """A province that exists today; with a cluster, its member since 2019."""
    fields.setdefault("code", "00")
    fields.setdefault("position", 1 + Province.objects.count())
    fields.setdefault("established_on", ESTABLISHED_ON)
    province = Province.objects.create(slug=slug, name=name, **fields)
    if cluster:
        Membership.objects.create(cluster=cluster, province=province, joined_on=JOINED_ON)
    return province


def make_seven(cluster: Cluster) -> dict[str, Province]:
    """The seven provinces by slug; two statements only, as nearly every test begins with them."""
    first = 1 + Province.objects.count()
    provinces = Province.objects.bulk_create(
        Province(
            slug=slug,
            name=name,
            code=code,
            position=position,
            established_on=ESTABLISHED_ON,
            is_city=slug == "can-tho",
        )
        for position, (slug, name, code) in enumerate(SEVEN, first)
    )
    Membership.objects.bulk_create(
        Membership(cluster=cluster, province=province, joined_on=JOINED_ON) for province in provinces
    )
    return {province.slug: province for province in provinces}


def make_officer(
    username: str,
    role: str = Officer.Role.ENTRY,
    province: Province | None = None,
    *,
    password: str | None = None,
    **fields: Any,
) -> Officer:
    """An officer; pass a password only where the test logs in with it, as hashing is slow."""
    officer = Officer(username=username, role=role, province=province, **fields)
    officer.set_password(password)
    officer.must_change_password = False
    officer.save()
    return officer


def make_term(officer: Officer, cluster: Cluster, post: str = Term.Post.HEAD, year: int = 2023) -> Term:
    return Term.objects.create(officer=officer, cluster=cluster, post=post, year=year)


def make_cooperative(
    province: Province, by: Officer, name: str = "HTX Lúa Vàng", **fields: Any
) -> Cooperative:
    return _make_organisation(Cooperative, province, by, name, fields)


def make_group(
    province: Province, by: Officer, name: str = "THT Rau Xanh", **fields: Any
) -> CooperativeGroup:
    return _make_organisation(CooperativeGroup, province, by, name, fields)


def make_union(
    province: Province, by: Officer, name: str = "LH HTX Sông Hậu", *, members: int = 0, **fields: Any
) -> CooperativeUnion:
    """A union of that many new cooperatives."""
    union = _make_organisation(CooperativeUnion, province, by, name, fields | {"members": None})
    for n in range(members):
        join_union(make_cooperative(province, by, f"HTX Số {n + 1}"), union)
    return union


def join_union(cooperative: Cooperative, union: CooperativeUnion, on: dt.date | None = None) -> None:
    events = cooperative.events
    events.create(kind=EventKind.JOINED_UNION, happened_on=on, union=union, entered_by=union.changed_by)
    write_spans(Cooperative, {cooperative.pk: projected(events.all())})


def _make_organisation(
    model: type[Organisation], province: Province, by: Officer, name: str, fields: dict[str, Any]
) -> Any:
    defaults = {
        "sector": Sector.AGRICULTURE,
        "founded_on": dt.date(2015, 3, 20),
        "members": 20,
        "charter_capital": 1000,
        "working_capital": 2000,
    }
    row = model._default_manager.create(province=province, name=name, changed_by=by, **(defaults | fields))
    events = opening_events(row)
    related(model, "events")._default_manager.bulk_create(events)
    write_spans(model, {row.pk: projected(events)})
    return row

"""Fill an empty system with the cluster's published half-year, and with illustrative figures around it.

The figures are entered, approved and accepted like real ones. What the cluster did not publish is marked as
illustrative in the data.
"""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.published import services as published_services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from figures.workflow import locking
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province, Term
from provinces.register import services as register
from provinces.register.bulk_services import NewOrganisation, add_unchecked
from provinces.register.event_models import EventKind
from provinces.register.models import (
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    LegalState,
    Organisation,
)
from provinces.register.projection import related
from provinces.register.services import opening_events
from reports.conference.models import Conference
from vietnamese.numbers import format_number

OrganisationType = TypeVar("OrganisationType", bound=Organisation)

PASSWORD = "thi-dua-2023"  # noqa: S105  public, for accounts that exist only in a demo
CLUSTER = "tay-nam-song-hau"
TERMS = {2023: ("kien-giang", "ca-mau")}  # year → the provinces of head and deputy
PUBLISHED_ON = dt.date(2023, 6, 30)  # the day the published half-year ends
OPEN_PERIOD = (2023, 2)
DAYS_TO_DUE, DAYS_TO_CLOSE, DAYS_TO_CORRECT = 30, 45, 60


def fixture(name: str) -> Any:
    return json.loads((Path(settings.BASE_DIR) / "fixtures" / name).read_text("utf-8"))


def create_accounts(provinces: list[Province]) -> dict[str, Officer]:
    """Return the demo's officers by user name; existing ones are left as they are."""
    roles: list[tuple[str, str, Province | None]] = [
        ("secretary", Officer.Role.SECRETARY, None),
        ("vca", Officer.Role.OBSERVER, None),
        ("admin", Officer.Role.ADMINISTRATOR, None),
    ]
    for member in provinces:
        roles.append((member.slug, Officer.Role.ENTRY, member))
        roles.append((f"{member.slug}-lead", Officer.Role.LEADER, member))
    officers = {officer.username: officer for officer in Officer.objects.all()}
    missing = [row for row in roles if row[0] not in officers]
    password = make_password(PASSWORD) if missing else ""  # once: hashing is slow on purpose
    for username, role, province in missing:
        officers[username] = Officer.objects.create(
            username=username,
            email=f"{username}@example.org",
            password=password,
            must_change_password=False,
            role=role,
            province=province,
        )
    return officers


@transaction.atomic
def load_figures(provinces: list[Province], officers: dict[str, Officer], today: dt.date) -> None:
    """Create three locked half-years, the newest with the published totals, and an open one."""
    cluster = appoint(officers)
    load_past(cluster, provinces, officers)
    open_half_year(cluster, OPEN_PERIOD, today)


def load_past(cluster: Cluster, provinces: list[Province], officers: dict[str, Officer]) -> None:
    for slug in sorted(fixture("demo_figures.json")["periods"]):
        load_half_year(slug, cluster, provinces, officers)


def open_half_year(cluster: Cluster, which: tuple[int, int], today: dt.date) -> None:
    year, half = which
    Period.objects.create(
        cluster=cluster,
        year=year,
        half=half,
        cut_off_on=dt.date(year, 12, 31),
        # Figures can be entered on the day of the demo, whenever that is.
        opens_on=today,
        due_on=today + dt.timedelta(days=DAYS_TO_DUE),
        closes_on=today + dt.timedelta(days=DAYS_TO_CLOSE),
        corrections_until=today + dt.timedelta(days=DAYS_TO_CORRECT),
        state=Period.State.OPEN,
    )


def appoint(officers: dict[str, Officer], terms: dict[int, tuple[str, str]] = TERMS) -> Cluster:
    cluster = Cluster.objects.get(slug=CLUSTER)
    for year, slugs in terms.items():
        for post, slug in zip((Term.Post.HEAD, Term.Post.DEPUTY), slugs, strict=True):
            Term.objects.create(cluster=cluster, year=year, post=post, officer=officers[f"{slug}-lead"])
    return cluster


def load_half_year(
    slug: str,
    cluster: Cluster,
    provinces: list[Province],
    officers: dict[str, Officer],
    figures: str = "demo_figures.json",
) -> None:
    demo, published = fixture(figures), fixture("published_2023_h1.json")
    period = _past_period(cluster, slug)
    for index, province in enumerate(provinces):
        _report(period, province, index, demo, officers)
    _publish(period, published, officers["secretary"])
    if slug == published["period"]:
        _hold_conference(period, published, officers["secretary"])
    locked_on = period.corrections_until + dt.timedelta(days=1)
    locking.lock_period(period=period, by=officers["secretary"], at=_at(locked_on, 9))


def _hold_conference(period: Period, published: dict[str, Any], by: Officer) -> None:
    """Chairs and what was said are facts, place and date unknown, the rest illustrative and says so."""
    people = published["conference"]["chair"]
    texts = fixture("demo_conference.json")
    chairs = "\n".join(f"{person['name']}, {person['role']}" for person in people)
    lists = {name: "\n".join(lines) for name, lines in (texts["said"] | texts["illustrative"]).items()}
    Conference.objects.create(
        period=period, chairs=chairs, **lists, is_illustrative=True, version=1, changed_by=by
    )


def _past_period(cluster: Cluster, slug: str) -> Period:
    year, half = int(slug[:4]), int(slug[-1])
    due = dt.date(year, 6, 30) if half == 1 else dt.date(year, 12, 31)
    return Period.objects.create(
        cluster=cluster,
        year=year,
        half=half,
        cut_off_on=due,
        opens_on=due - dt.timedelta(days=20),
        due_on=due,
        closes_on=due + dt.timedelta(days=15),
        corrections_until=due + dt.timedelta(days=30),
        state=Period.State.OPEN,
    )


def _at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def _report(
    period: Period, province: Province, index: int, demo: dict[str, Any], officers: dict[str, Officer]
) -> None:
    days_late = demo["days_late"].get(period.slug, {}).get(province.slug, -(index % 4))
    sent_on = period.due_on + dt.timedelta(days=days_late)
    entry_officer, leader = officers[province.slug], officers[f"{province.slug}-lead"]
    explanations = demo["explanations"].get(period.slug, {}).get(province.slug, {})
    published_codes = demo["published"].get(period.slug, [])
    entries = {
        code: cell_entry(code, cells if isinstance(cells, str) else cells[index], explanations)
        for code, cells in demo["periods"][period.slug].items()
    }
    submission = entry_services.start(period=period, province=province, by=entry_officer, at=_at(sent_on, 8))
    for is_illustrative in (False, True):
        entry_services.save_cells(
            submission=submission,
            entries={
                code: entry
                for code, entry in entries.items()
                if (code not in published_codes) == is_illustrative
            },
            narrative=demo["narratives"].get(period.slug, {}).get(province.slug, {}),
            is_illustrative=is_illustrative,
            by=entry_officer,
            at=_at(sent_on, 8, 10 + index),
        )
    workflow_services.submit(submission=submission, by=entry_officer, at=_at(sent_on, 9, index))
    workflow_services.approve(submission=submission, by=leader, at=_at(sent_on, 15, 30 + index))
    workflow_services.accept(
        submission=submission, by=officers["secretary"], at=_at(sent_on + dt.timedelta(days=1), 10, index)
    )


def cell_entry(code: str, cell: Any, explanations: dict[str, str]) -> CellEntry:
    unknown_note = {"coop.effective": "Chưa có hướng dẫn."}.get(code, "")
    source = "Số minh họa." if code.endswith(".opening") else ""
    if cell is None or cell == Figure.Answer.NOT_KNOWN:
        return CellEntry(state=Figure.Answer.NOT_KNOWN.value, note=unknown_note)
    if cell == Figure.Answer.NOT_APPLICABLE:
        return CellEntry(state=Figure.Answer.NOT_APPLICABLE.value)
    text = format_number(Decimal(str(cell)))
    return CellEntry(text=text, note=source, explanation=explanations.get(code, ""))


def _publish(period: Period, published: dict[str, Any], by: Officer) -> None:
    if period.slug == published["period"]:
        totals, source = published["cluster"], published["source"]
    else:
        totals, source = published["implied"].get(period.slug, {}), published["implied_because"]
    _save_published(period, totals, source, by)
    if period.slug != published["period"]:
        return
    for province in Province.objects.all():
        province_figures = {
            code: values[province.slug]
            for code, values in published["by_province"].items()
            if province.slug in values
        }
        _save_published(period, province_figures, source, by, province)


def _save_published(
    period: Period, figures: dict[str, int], source: str, by: Officer, province: Province | None = None
) -> None:
    values = {code: Decimal(value) for code, value in figures.items()}
    published_services.save_published(
        period=period, values=values, source=source[:300], by=by, province=province
    )


@transaction.atomic
def load_register(officers: dict[str, Officer]) -> None:
    demo = fixture("demo_register.json")
    cooperatives = _create_organisations(Cooperative, demo["cooperatives"], officers)
    _create_organisations(CooperativeGroup, demo["groups"], officers)
    unions = _create_organisations(CooperativeUnion, demo["unions"], officers)
    for row in demo["unions"]:
        union = unions[row["number"]]
        register.record_union_members(
            union=union,
            cooperatives=[cooperatives[number] for number in row["member_coops"]],
            kind=EventKind.JOINED_UNION,
            happened_on=None,
            by=officers[row["province"]],
        )


def _with_history(model: type[OrganisationType], row: OrganisationType) -> NewOrganisation:
    """An illustrative half-year and fee, and for every second one the day on which it joined the alliance."""
    event, half_year, fee = (related(model, name) for name in ("events", "half_years", "fees"))
    new = NewOrganisation(row)
    if row.has_ended or row.legal_state != LegalState.ACTIVE:
        return new
    numbers: dict[str, Any] = {"charter_capital": row.charter_capital, "working_capital": row.working_capital}
    if model is not CooperativeUnion:
        numbers["members"] = row.members
    new.half_years = [half_year(year=2023, half=1, **numbers)]
    if model is not CooperativeGroup and row.founded_on and row.founded_on.day % 2:
        joined_on = row.founded_on + dt.timedelta(days=180)
        new.events = opening_events(row)
        new.events.append(event(kind=EventKind.JOINED_ALLIANCE, happened_on=joined_on))
        new.fees = [
            fee(year=2022, due=2, paid=2, paid_on=dt.date(2022, 4, 15)),
            fee(year=2023, due=2, paid=row.founded_on.day % 3, paid_on=dt.date(2023, 5, 15)),
        ]
    return new


def _create_organisations(
    model: type[OrganisationType], rows: list[dict[str, Any]], officers: dict[str, Officer]
) -> dict[str, OrganisationType]:
    provinces = {p.slug: p for p in Province.objects.all()}
    organisations = []
    for row in rows:
        fields = {k: v for k, v in row.items() if k not in ("number", "province", "member_coops")}
        for name in ("founded_on", "ended_on"):
            fields[name] = dt.date.fromisoformat(fields[name]) if fields[name] else None
        organisation = model(
            registration_number=row["number"],
            province=provinces[row["province"]],
            changed_by=officers[row["province"]],
            is_illustrative=True,
            **fields,
        )
        organisations.append(organisation)
    add_unchecked(kind=model, organisations=[_with_history(model, row) for row in organisations])
    return {organisation.registration_number: organisation for organisation in organisations}

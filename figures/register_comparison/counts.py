"""What the register of organisations counts for the cells of a half-year: two of `settings.COUNT_SOURCES`.

A list without a single organisation of the province counts nothing. What few organisations tell, such as
labour, is a sum only if all do; otherwise it says how many did.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from figures.entry.register_links import list_url
from figures.register_comparison.models import CompleteRegister
from figures.submissions.register_counts import CountedHalf, Counts, RegisterCount
from provinces.register.event_models import UnionMembership
from provinces.register.fact_models import OrganisationHalfYear
from provinces.register.models import (
    ALLIANCE,
    DISSOLVING,
    ENTERING,
    LEAVING,
    BeginKind,
    Cooperative,
    CooperativeGroup,
    CooperativeUnion,
    Organisation,
    exists_on,
)
from provinces.register.projection import related

Ledger = CompleteRegister.Ledger
KINDS: Mapping[str, type[Organisation]] = {
    Ledger.COOPERATIVES: Cooperative,
    Ledger.UNIONS: CooperativeUnion,
    Ledger.GROUPS: CooperativeGroup,
}
# The end of a group is one number, however it ended.
_ENDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    Ledger.COOPERATIVES: {"coop.dissolved": DISSOLVING, "coop.other_decrease": LEAVING},
    Ledger.UNIONS: {"union.dissolved": (*DISSOLVING, *LEAVING)},
    Ledger.GROUPS: {"group.ended": (*DISSOLVING, *LEAVING)},
}
_BEGINNINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    Ledger.COOPERATIVES: {"coop.new": (BeginKind.FOUNDED,), "coop.other_increase": ENTERING},
    Ledger.UNIONS: {"union.new": (BeginKind.FOUNDED, *ENTERING)},
    Ledger.GROUPS: {"group.new": (BeginKind.FOUNDED, *ENTERING)},
}
# What organisations tell of a half-year: the columns that a code sums.
_SUMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    Ledger.COOPERATIVES: {
        "coop.members": ("members", "members_with_capital", "members_without_capital"),
        "coop.members.official": ("members",),
        "coop.members.contributing": ("members_with_capital",),
        "coop.members.associate": ("members_without_capital",),
        "coop.labour": ("labour",),
        "coop.charter_capital": ("charter_capital",),
        "coop.working_capital": ("working_capital",),
        "coop.revenue": ("revenue",),
    },
    Ledger.UNIONS: {
        "union.members.official": ("members",),
        "union.members.contributing": ("members_with_capital",),
        "union.members.associate": ("members_without_capital",),
        "union.labour": ("labour",),
        "union.charter_capital": ("charter_capital",),
        "union.working_capital": ("working_capital",),
    },
    Ledger.GROUPS: {"group.members": ("members",), "group.contributed_capital": ("charter_capital",)},
}


def flow_of(ledger: str) -> Mapping[str, tuple[str, ...]]:
    """By code of a term of the roll-forward: the events that it counts."""
    return {**_BEGINNINGS[ledger], **_ENDS[ledger]}


@dataclass(frozen=True)
class _Told:
    """A sum, for which `known` organisations, of `of` in all, have said what they have."""

    value: Decimal
    known: int | None = None
    of: int | None = None


def organisation_counts(half: CountedHalf) -> Mapping[int, Counts]:
    """Cooperatives, unions and groups: ledgers, sectors, members, capital, ratings, chains, the alliance."""
    complete = _complete(half)
    counts: dict[int, dict[str, RegisterCount]] = defaultdict(dict)
    for ledger in KINDS:
        asked = [province for province in half.provinces if half.shows_all or (province, ledger) in complete]
        for province, told in _counted(replace(half, provinces=asked), ledger).items() if asked else ():
            for code, each in told.items():
                counts[province][code] = RegisterCount(
                    each.value,
                    str(Ledger(ledger).label),
                    list_url(code, half.first_day, half.last_day),
                    asks=(province, ledger) in complete and each.known == each.of,
                    known=each.known,
                    of=each.of,
                )
    return counts


def union_counts(half: CountedHalf) -> Mapping[int, Counts]:
    """Each cooperative once, even if it belongs to two unions; nothing while no union lists its members."""
    unions = CooperativeUnion.objects.filter(province__in=half.provinces)
    in_use = set(unions.filter(memberships__isnull=False).values_list("province_id", flat=True))
    if not in_use:
        return {}
    existing = unions.existing_on(half.last_day)
    members = Counter(
        province
        for province, _member in UnionMembership.objects.on(half.last_day)
        .filter(union__in=existing, cooperative__in=Cooperative.objects.existing_on(half.last_day))
        .order_by()
        .values_list("union__province_id", "cooperative_id")
        .distinct()
    )
    url = list_url("union.member_coops", half.first_day, half.last_day)
    label = str(Ledger.UNIONS.label)
    return {
        province: {"union.member_coops": RegisterCount(Decimal(members[province]), label, url)}
        for province in in_use
    }


def _complete(half: CountedHalf) -> set[tuple[int, str]]:
    """The lists (province and ledger) that hold everything at the cut-off; none once the half-year is locked.

    A list that is called complete later questions no figures of before.
    """
    if half.period.state != half.period.State.OPEN:
        return set()
    rows = CompleteRegister.objects.filter(province__in=half.provinces).order_by("pk")
    newest = {(row.province_id, row.ledger): row.since for row in rows}
    return {place for place, since in newest.items() if since is not None and since <= half.last_day}


def asked_ledgers(half: CountedHalf) -> set[str]:
    """The lists of which a difference is asked about in some province."""
    return {ledger for _province, ledger in _complete(half)}


def _counted(half: CountedHalf, ledger: str) -> dict[int, dict[str, _Told]]:
    kind = KINDS[ledger]
    rows: QuerySet[Any] = kind._default_manager.filter(province__in=half.provinces).order_by()
    counted = _ledger(rows, half, ledger)
    if not counted:
        return {}
    existing: Any = kind._default_manager.filter(province__in=counted).existing_on(half.last_day).order_by()
    totals = {province: int(told[f"{ledger}.total"].value) for province, told in counted.items()}

    def put(code: str, values: Mapping[int, Any]) -> None:
        for province in counted:
            counted[province][code] = _Told(Decimal(values.get(province) or 0))

    _add_sums(counted, totals, kind, existing, half.period, ledger)
    if ledger == Ledger.COOPERATIVES:
        _add_states(put, totals, existing, half.last_day)
        _add_sectors(put, existing)
        _add_ratings(counted, totals, existing, half.period)
        _add_links(put, existing, half)
        _add_alliance(put, existing, half)
        _add_fees(counted, half)
    return counted


def _ledger(rows: QuerySet[Any], half: CountedHalf, ledger: str) -> dict[int, dict[str, _Told]]:
    """Opening, increases, decreases and closing, of the provinces whose list is in use."""
    days = (half.first_day, half.last_day)
    flows = {
        **{code: Q(founded_on__range=days, began_how__in=how) for code, how in _BEGINNINGS[ledger].items()},
        **{code: Q(ended_on__range=days, ended_how__in=how) for code, how in _ENDS[ledger].items()},
        f"{ledger}.opening": exists_on(half.first_day - dt.timedelta(days=1)),
        f"{ledger}.total": exists_on(half.last_day),
    }
    counted = [Count("pk", filter=condition) for condition in flows.values()]
    found = rows.values("province_id").annotate(**{f"n{at}": count for at, count in enumerate(counted)})
    return {
        row["province_id"]: {code: _Told(Decimal(row[f"n{at}"])) for at, code in enumerate(flows)}
        for row in found
    }


def _add_sums(
    counted: dict[int, dict[str, _Told]],
    totals: Mapping[int, int],
    kind: type[Organisation],
    existing: Any,
    period: Any,
    ledger: str,
) -> None:
    told = related(kind, "half_years")._default_manager.filter(
        year=period.year, half=period.half, organisation__in=existing
    )
    columns = sorted({column for columns in _SUMS[ledger].values() for column in columns})
    sums = {
        row["province"]: row
        for row in told.order_by()
        .values(province=F("organisation__province_id"))
        .annotate(
            **{f"sum_{column}": Sum(column) for column in columns},
            **{f"known_{column}": Count(column) for column in columns},
        )
    }
    has_kinds = period.year * 2 + period.half - 1 >= OrganisationHalfYear.KINDS_SINCE
    for province, codes in counted.items():
        row = sums.get(province, {})
        for code, of in _SUMS[ledger].items():
            if ".members." in code and not has_kinds:
                continue
            # Members have told their number if they told that of the first kind.
            known = row.get(f"known_{of[0]}") or 0
            if known:
                value = sum((row[f"sum_{column}"] or 0 for column in of), Decimal(0))
                codes[code] = _Told(Decimal(value), known, totals[province])


def _add_states(put: Callable[..., None], totals: Mapping[int, int], existing: Any, day: dt.date) -> None:
    inactive = _by_province(existing.inactive_on(day))
    put("coop.inactive", inactive)
    put("coop.active", {province: total - inactive.get(province, 0) for province, total in totals.items()})


def _add_sectors(put: Callable[..., None], existing: Any) -> None:
    by_sector: dict[str, dict[int, int]] = defaultdict(dict)
    for row in existing.values("province_id", "sector").annotate(number=Count("pk")):
        by_sector[row["sector"]][row["province_id"]] = row["number"]
    for sector in Cooperative._meta.get_field("sector").choices or ():
        put(f"coop.sector.{sector[0]}", by_sector[str(sector[0])])


def _add_ratings(
    counted: dict[int, dict[str, _Told]], totals: Mapping[int, int], existing: Any, period: Any
) -> None:
    rated = related(Cooperative, "half_years")._default_manager.filter(
        year=period.year, half=period.half, organisation__in=existing
    )
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    for row in (
        rated.exclude(rating="")
        .order_by()
        .values("rating", province=F("organisation__province_id"))
        .annotate(number=Count("pk"))
    ):
        numbers[row["province"]][row["rating"]] = row["number"]
    for province, by_rating in numbers.items():
        known = sum(by_rating.values())
        for rating in OrganisationHalfYear.Rating.values:
            value = Decimal(by_rating.get(rating, 0))
            counted[province][f"coop.rating.{rating}"] = _Told(value, known, totals[province])


def _add_links(put: Callable[..., None], existing: Any, half: CountedHalf) -> None:
    put("coop.value_chain", _by_province(existing.with_chains_on(half.last_day)))
    # Products have no dates: they say what is so now.
    if half.period.state == half.period.State.OPEN:
        put("coop.ocop", _by_province(existing.with_ocop_products()))


def _add_alliance(put: Callable[..., None], existing: Any, half: CountedHalf) -> None:
    spans = related(Cooperative, "spans")._default_manager.filter(what=ALLIANCE)
    provinces = existing.values("province_id")
    if not spans.filter(organisation__province__in=provinces).exists():
        return
    put("alliance.member_coops", _by_province(existing.in_alliance_on(half.last_day)))
    put(
        "alliance.admitted",
        {
            row["province"]: row["number"]
            for row in spans.filter(
                organisation__province__in=provinces, since__range=(half.first_day, half.last_day)
            )
            .order_by()
            .values(province=F("organisation__province_id"))
            .annotate(number=Count("organisation", distinct=True))
        },
    )


def _add_fees(counted: dict[int, dict[str, _Told]], half: CountedHalf) -> None:
    """Fees of the half-year's year; those without a day could be of either half."""
    days = Q(paid_on__range=(half.first_day, half.last_day))
    paid = related(Cooperative, "fees")._default_manager.filter(
        year=half.period.year, paid__gt=0, organisation__province__in=counted
    )
    for row in (
        paid.order_by()
        .values(province=F("organisation__province_id"))
        .annotate(
            all=Count("pk"),
            dated=Count("paid_on"),
            payers=Count("pk", filter=days),
            sum=Sum("paid", filter=days),
        )
    ):
        told = row["dated"], row["all"]
        counted[row["province"]]["alliance.fee_payers"] = _Told(Decimal(row["payers"]), *told)
        counted[row["province"]]["alliance.fees"] = _Told(Decimal(row["sum"] or 0), *told)


def _by_province(rows: Any) -> dict[int, int]:
    return dict(rows.values_list("province_id").annotate(number=Count("pk")))


@dataclass(frozen=True)
class Named:
    """An organisation that began or ended in a half-year: how, when, and by which decision."""

    organisation: Organisation
    event: Any


def named_events(
    kind: type[Organisation], ledger: str, provinces: Collection[int], first: dt.date, last: dt.date
) -> Mapping[str, list[Named]]:
    """By code of a term: the organisations of these provinces, in the order of days; in one query."""
    codes = {how: code for code, hows in flow_of(ledger).items() for how in hows}
    events = related(kind, "events")._default_manager.filter(
        kind__in=codes, happened_on__range=(first, last), organisation__province__in=provinces
    )
    named: dict[str, list[Named]] = defaultdict(list)
    for event in events.select_related("organisation").order_by("happened_on", "pk"):
        named[codes[event.kind]].append(Named(event.organisation, event))
    return named

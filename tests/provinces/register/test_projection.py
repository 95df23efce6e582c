"""What follows from events: by days, in columns and spans, one by one and many at once."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from provinces.register.bulk_services import NewOrganisation, add_many, project_many
from provinces.register.event_models import BEGINNINGS, ENDS, STATES, CooperativeEvent, UnionMembership
from provinces.register.fact_models import CooperativeHalfYear
from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion
from provinces.register.projection import differing, projected
from tests.factories import join_union, make_cooperative, make_group, make_union
from tests.migrating import latest_migrations, migrate_to

pytestmark = pytest.mark.postgresql

FIRST = dt.date(2020, 1, 1)
DAYS = st.integers(0, 30).map(lambda n: FIRST + dt.timedelta(days=n))
OTHERS = [*STATES, "joined_alliance", "left_alliance", "joined_union", "left_union", "renamed"]


@st.composite
def lives(draw):
    """Events of one organisation, in any order, as far as the database lets them be."""
    begun = draw(st.none() | st.tuples(st.sampled_from(BEGINNINGS), st.none() | DAYS))
    ended = draw(st.none() | st.tuples(st.sampled_from(ENDS), DAYS))
    others = draw(st.lists(st.tuples(st.sampled_from(OTHERS), st.none() | DAYS), max_size=8))
    told = [*filter(None, [begun, ended]), *others]
    events = [
        SimpleNamespace(pk=pk, kind=str(kind), happened_on=day, union_id=draw(st.sampled_from([1, 2])))
        for pk, (kind, day) in enumerate(told)
    ]
    return draw(st.permutations(events))


def on_a_day(events, day):
    """State, alliance and unions at the end of a day, by going through its events one after another."""
    state, inside = "active", set()
    rank = {**dict.fromkeys(map(str, BEGINNINGS), 0), **dict.fromkeys(map(str, ENDS), 2)}
    past = [event for event in events if event.happened_on is None or event.happened_on <= day]
    for event in sorted(past, key=lambda e: (e.happened_on or dt.date.min, rank.get(e.kind, 1), e.pk)):
        if state == "ended":
            break
        if event.kind in ENDS:
            state = "ended"
        elif event.kind in STATES:
            state = event.kind
        of = "alliance" if event.kind.endswith("alliance") else event.union_id
        if event.kind.startswith("joined"):
            inside.add(of)
        elif event.kind.startswith("left"):
            inside.discard(of)
    return (state, set()) if state == "ended" else (state, inside)


@given(lives(), DAYS)
def test_spans_hold_on_a_day_what_the_events_until_then_say(events, day):
    projection = projected(events)
    spans = {
        of
        for of, since, until in projection.times
        if (since is None or since <= day) and (until is None or day < until)
    }
    state, inside = on_a_day(events, day)
    has_ended = projection.ended_on is not None and projection.ended_on <= day
    assert has_ended == (state == "ended")
    if not has_ended:
        states = spans & {str(kind) for kind in STATES}
        assert (states or {"active"}) == {state}
    assert spans - {str(kind) for kind in STATES} == inside


@given(st.lists(lives(), max_size=5), DAYS, DAYS)
def test_opening_and_what_came_and_went_is_closing(all_lives, one, other):
    first, last = sorted([one, other])

    def existing(day):
        return sum(
            (row.founded_on is None or row.founded_on <= day) and (row.ended_on is None or row.ended_on > day)
            for row in rows
        )

    rows = [projected(events) for events in all_lives]
    rows = [row for row in rows if row.ended_on is None or (row.founded_on or FIRST) <= row.ended_on]
    came = sum(row.founded_on is not None and first < row.founded_on <= last for row in rows)
    went = sum(row.ended_on is not None and first < row.ended_on <= last for row in rows)
    assert existing(first) + came - went == existing(last)


def test_check_finds_a_row_that_is_not_what_its_events_say(hau_giang, officer_hg):
    right, wrong, without = (make_cooperative(hau_giang, officer_hg, f"HTX {n}") for n in range(3))
    assert list(differing(Cooperative)) == []
    Cooperative.objects.filter(pk=wrong.pk).update(founded_on=dt.date(2001, 1, 1))
    without.events.create(kind="joined_alliance", entered_by=officer_hg)
    assert list(differing(Cooperative)) == [wrong, without]
    project_many(Cooperative, [right.pk, wrong.pk, without.pk])
    assert list(differing(Cooperative)) == []


def test_many_are_added_as_one_by_one(hau_giang, officer_hg, officer_ct, django_assert_max_num_queries):
    def new(number):
        row = Cooperative(province=hau_giang, name=f"HTX {number}", sector="trade")
        row.registration_number = f"63{number:08}"
        events = [
            CooperativeEvent(kind="founded", happened_on=dt.date(2015, 1, 1), entered_by=officer_hg),
            CooperativeEvent(kind="suspended", happened_on=dt.date(2018, 1, 1), entered_by=officer_hg),
            CooperativeEvent(kind="active", happened_on=dt.date(2019, 1, 1), entered_by=officer_hg),
        ]
        half_years = [CooperativeHalfYear(year=2023, half=1, members=12)]
        return NewOrganisation(row, events=events, half_years=half_years)

    organisations = [new(number) for number in range(300)]
    with pytest.raises(PermissionDenied):
        add_many(kind=Cooperative, organisations=organisations, by=officer_ct)
    with django_assert_max_num_queries(30):
        add_many(kind=Cooperative, organisations=organisations, by=officer_hg, source="Tệp a.xlsx")
    assert list(differing(Cooperative)) == []
    row = Cooperative.objects.get(name="HTX 7")
    assert (row.members, row.founded_on, row.legal_state) == (12, dt.date(2015, 1, 1), "active")
    assert row.search_text == "htx 7 6300000007"
    assert row.log.get().after == "Tệp a.xlsx"
    assert Cooperative.objects.active_on(dt.date(2018, 6, 30)).count() == 0
    assert Cooperative.objects.active_on(dt.date(2019, 6, 30)).count() == 300


@pytest.mark.django_db(transaction=True)
def test_stored_columns_become_events_and_go_back(hau_giang, officer_hg):
    union = make_union(hau_giang, officer_hg, members=2)
    ended = {"ended_on": dt.date(2023, 6, 19), "ended_how": "ceased", "legal_state": "ended"}
    group = make_group(hau_giang, officer_hg, **ended)
    idle = make_cooperative(hau_giang, officer_hg, founded_on=None, legal_state="suspended")
    try:
        old = migrate_to(("provinces", "0009_usernames_by_key"))
        assert old.get_model("provinces", "CooperativeUnion").objects.get().member_coops.count() == 2
    finally:
        migrate_to(*latest_migrations())
    for kind in (Cooperative, CooperativeGroup, type(union)):
        assert list(differing(kind)) == []
    assert union.memberships.filter(until=None).count() == 2
    events = group.events.values_list("kind", "happened_on")
    assert list(events) == [("founded", dt.date(2015, 3, 20)), ("ceased", dt.date(2023, 6, 19))]
    assert list(idle.events.values_list("kind", "happened_on")) == [("suspended", None)]
    join_union(idle, union)


@pytest.mark.django_db(transaction=True)
def test_memberships_of_unions_that_ended_before_are_closed_once_for_all(hau_giang, officer_hg):
    ended, going = (make_union(hau_giang, officer_hg, name, members=0) for name in ("LH Cũ", "LH Mới"))
    days = [None, dt.date(2019, 1, 1), dt.date(2022, 6, 1)]
    rows = [make_cooperative(hau_giang, officer_hg, f"HTX {number}") for number in range(3)]
    for row, day in zip(rows, days, strict=True):
        join_union(row, ended, day)
        join_union(row, going, day)
    # As a version left it that did not close memberships: none ends, and one begins after the union.
    ended.events.create(kind="dissolved", happened_on=dt.date(2021, 5, 4), entered_by=officer_hg)
    CooperativeUnion.objects.filter(pk=ended.pk).update(
        ended_on=dt.date(2021, 5, 4), ended_how="dissolved", legal_state="ended"
    )
    assert list(differing(Cooperative)) == rows
    try:
        for _time in range(2):
            migrate_to(("provinces", "0015_register_import"))
            migrate_to(*latest_migrations())
            spans = UnionMembership.objects.filter(union=ended).values_list("since", "until")
            assert set(spans) == {(None, dt.date(2021, 5, 4)), (dt.date(2019, 1, 1), dt.date(2021, 5, 4))}
            assert list(differing(Cooperative)) == []
    finally:
        migrate_to(*latest_migrations())
    assert UnionMembership.objects.filter(union=going, until=None).count() == 3
    assert not any(row.log.exists() for row in (*rows, ended))

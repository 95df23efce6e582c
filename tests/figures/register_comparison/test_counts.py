"""What the register counts for a half-year: every term, on its days, and only what all have told."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.register_comparison.counts import organisation_counts
from figures.register_comparison.models import CompleteRegister
from figures.submissions.register_counts import CountedHalf
from provinces.register.event_models import EventKind
from provinces.register.projection import project
from tests.factories import make_cooperative, make_group, make_union
from tests.figures.factories import make_period

pytestmark = pytest.mark.postgresql

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2023, 6, 30)


@pytest.fixture
def half(cluster, hau_giang):
    return CountedHalf.of(make_period(cluster, "2023-H1"), None, [hau_giang.pk], shows_all=True)


def happen(organisation, officer, kind: str, day: dt.date | None, **fields) -> None:
    organisation.events.create(kind=kind, happened_on=day, entered_by=officer, **fields)
    project(organisation)
    organisation.save()


def values(half, province) -> dict[str, Decimal]:
    return {code: count.value for code, count in organisation_counts(half).get(province.pk, {}).items()}


def test_list_that_is_not_in_use_counts_nothing(half, hau_giang, can_tho, officer_ct):
    make_cooperative(can_tho, officer_ct)
    assert values(half, hau_giang) == {}


def test_terms_of_the_ledgers_are_counted_on_their_days(half, hau_giang, officer_hg):
    make_cooperative(hau_giang, officer_hg, "HTX cũ", founded_on=None)
    make_cooperative(hau_giang, officer_hg, "HTX mới", founded_on=FIRST)
    make_cooperative(hau_giang, officer_hg, "HTX sau kỳ", founded_on=LAST + dt.timedelta(1))
    for name, how, day in (
        ("HTX giải thể", "dissolved", LAST),
        ("HTX sáp nhập", "merged", FIRST),
        ("HTX đã hết từ trước", "dissolved", FIRST - dt.timedelta(1)),
    ):
        happen(make_cooperative(hau_giang, officer_hg, name), officer_hg, how, day)
    make_group(hau_giang, officer_hg, founded_on=LAST)
    make_union(hau_giang, officer_hg)
    counted = values(half, hau_giang)
    expected = {
        "coop.opening": 3,
        "coop.new": 1,
        "coop.other_increase": 0,
        "coop.dissolved": 1,
        "coop.other_decrease": 1,
        "coop.total": 2,
        "coop.active": 2,
        "coop.inactive": 0,
    }
    assert {code: counted[code] for code in expected} == expected
    assert (counted["group.opening"], counted["group.new"], counted["group.total"]) == (0, 1, 1)
    assert (counted["union.opening"], counted["union.new"], counted["union.total"]) == (1, 0, 1)


def test_suspended_ones_exist_but_are_not_active(half, hau_giang, officer_hg):
    for name, resumed in (("HTX nghỉ", False), ("HTX làm lại", True)):
        coop = make_cooperative(hau_giang, officer_hg, name)
        happen(coop, officer_hg, EventKind.SUSPENDED, FIRST)
        if resumed:
            happen(coop, officer_hg, EventKind.RESUMED, LAST)
    counted = values(half, hau_giang)
    assert (counted["coop.total"], counted["coop.active"], counted["coop.inactive"]) == (2, 1, 1)


def test_members_are_a_sum_only_when_all_have_told_theirs(half, hau_giang, officer_hg):
    one, other = (make_cooperative(hau_giang, officer_hg, name) for name in ("HTX Một", "HTX Hai"))
    one.half_years.create(year=2023, half=1, members=20, labour=7, rating="good")
    count = organisation_counts(half)[hau_giang.pk]["coop.members"]
    assert (count.value, count.known, count.of, count.is_whole) == (20, 1, 2, False)
    other.half_years.create(year=2023, half=1, members=30)
    counts = organisation_counts(half)[hau_giang.pk]
    assert (counts["coop.members"].value, counts["coop.members"].is_whole) == (50, True)
    assert (counts["coop.labour"].value, counts["coop.labour"].is_whole) == (7, False)
    assert (counts["coop.rating.good"].value, counts["coop.rating.good"].is_whole) == (1, False)
    assert "coop.members.official" not in counts  # the law had one kind of member


def test_alliance_is_counted_by_its_days(half, hau_giang, officer_hg):
    for name, day in (("HTX Một", None), ("HTX Hai", LAST), ("HTX Ba", LAST + dt.timedelta(1))):
        happen(make_cooperative(hau_giang, officer_hg, name), officer_hg, EventKind.JOINED_ALLIANCE, day)
    counted = values(half, hau_giang)
    assert (counted["alliance.member_coops"], counted["alliance.admitted"]) == (2, 1)


def test_fees_are_counted_in_the_half_year_in_which_they_were_paid(half, hau_giang, officer_hg):
    days = (FIRST, LAST, LAST + dt.timedelta(1))
    for number, day in enumerate(days):
        coop = make_cooperative(hau_giang, officer_hg, f"HTX {number}")
        coop.fees.create(year=2023, due=2, paid=2, paid_on=day)
        coop.fees.create(year=2022, due=2, paid=2, paid_on=dt.date(2022, 6, 1))
    counts = organisation_counts(half)[hau_giang.pk]
    assert (counts["alliance.fee_payers"].value, counts["alliance.fees"].value) == (2, 4)
    assert counts["alliance.fees"].is_whole
    make_cooperative(hau_giang, officer_hg, "HTX không rõ ngày").fees.create(year=2023, due=2, paid=1)
    counts = organisation_counts(half)[hau_giang.pk]
    assert (counts["alliance.fee_payers"].value, counts["alliance.fee_payers"].is_whole) == (2, False)


def test_difference_is_asked_only_where_the_list_is_complete_by_then(half, hau_giang, officer_hg):
    make_cooperative(hau_giang, officer_hg)
    assert not organisation_counts(half)[hau_giang.pk]["coop.total"].asks
    row = CompleteRegister.objects.create(
        province=hau_giang, ledger="coop", since=LAST + dt.timedelta(1), changed_by=officer_hg
    )
    assert not organisation_counts(half)[hau_giang.pk]["coop.total"].asks
    assert organisation_counts(replace(half, shows_all=False)) == {}
    CompleteRegister.objects.filter(pk=row.pk).update(since=LAST)
    assert organisation_counts(replace(half, shows_all=False))[hau_giang.pk]["coop.total"].asks
    half.period.state = half.period.State.LOCKED
    assert not organisation_counts(half)[hau_giang.pk]["coop.total"].asks, (
        "figures of before are not questioned"
    )


DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2024, 6, 30))
LIVES = st.tuples(
    st.none() | DAYS,
    st.sampled_from([EventKind.FOUNDED, EventKind.SPLIT_OFF, EventKind.MOVED_IN]),
    st.none() | DAYS,
    st.sampled_from([EventKind.DISSOLVED, EventKind.MERGED, EventKind.MOVED]),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=st.lists(LIVES, min_size=1, max_size=6))
def test_opening_plus_increases_less_decreases_is_closing(lives, half, hau_giang, officer_hg):
    type(make_cooperative(hau_giang, officer_hg)).objects.all().delete()
    expected = 0
    for number, (begun, how, ended, end) in enumerate(lives):
        if begun and ended and ended < begun:
            ended = None
        coop = make_cooperative(hau_giang, officer_hg, f"HTX {number}", founded_on=begun)
        coop.events.update(kind=how)
        project(coop)
        coop.save()
        if ended:
            happen(coop, officer_hg, end, ended)
        expected += (begun is None or begun <= LAST) and (ended is None or ended > LAST)
    counted = values(half, hau_giang)
    increases = counted["coop.new"] + counted["coop.other_increase"]
    decreases = counted["coop.dissolved"] + counted["coop.other_decrease"]
    assert counted["coop.opening"] + increases - decreases == counted["coop.total"] == expected

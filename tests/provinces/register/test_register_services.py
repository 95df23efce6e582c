import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from provinces.register.models import Cooperative, CooperativeGroup, CooperativeUnion
from provinces.register.services import (
    JustAddedError,
    NumberTakenError,
    end_organisation,
    save_organisation,
)
from tests.factories import make_cooperative, make_union
from web.edit_conflicts import EditConflictError

pytestmark = pytest.mark.postgresql


@pytest.mark.parametrize(
    "stranger", ["officer_ct", "leader_ct", "secretary", "observer", "administrator", "head"]
)
def test_save_by_a_stranger_is_refused(stranger, request, hau_giang, officer_hg):
    row = make_cooperative(hau_giang, officer_hg)
    by = request.getfixturevalue(stranger)
    with pytest.raises(PermissionDenied):
        save_organisation(organisation=row, by=by)
    with pytest.raises(PermissionDenied):
        end_organisation(organisation=row, by=by, ended_on=dt.date(2023, 6, 30), ended_how="dissolved")


def test_save_records_who_saved(hau_giang, officer_hg, leader_hg):
    row = make_cooperative(hau_giang, officer_hg)
    save_organisation(organisation=row, by=leader_hg, seen=row.version)
    row.refresh_from_db()
    assert row.changed_by == leader_hg


def test_save_over_a_newer_row_raises_with_that_row(hau_giang, officer_hg):
    seen = make_cooperative(hau_giang, officer_hg, members=20)
    newer = Cooperative.objects.get()
    newer.members = 25
    newer.save()
    with pytest.raises(EditConflictError) as raised:
        save_organisation(organisation=seen, by=officer_hg, seen=seen.version)
    assert raised.value.stored.members == 25


@pytest.mark.parametrize(
    "corrected",
    [
        {},
        {"members": 21},
        {"members": None},
        {"charter_capital": 1001},
        {"working_capital": 2001},
        {"legal_state": "suspended"},
        {"sector": "trade"},
        {"founded_on": dt.date(2015, 3, 21)},
        {"registration_number": "2"},
    ],
)
def test_save_of_the_same_new_name_asks_once(corrected, hau_giang, officer_hg):
    first = make_cooperative(hau_giang, officer_hg)
    same = {"name": first.name, "sector": first.sector, "founded_on": first.founded_on, "members": 20}
    typed = same | {"charter_capital": 1000, "working_capital": 2000} | corrected

    def new():
        return Cooperative(province=hau_giang, **typed)

    with pytest.raises(JustAddedError) as raised:
        save_organisation(organisation=new(), by=officer_hg)
    assert raised.value.stored == first
    second = save_organisation(organisation=new(), by=officer_hg, seen=first.version)
    assert second != first
    assert Cooperative.objects.count() == 2


def test_save_of_a_new_union_of_the_same_name_asks(hau_giang, officer_hg):
    first = make_union(hau_giang, officer_hg, members=4)
    chosen = list(first.member_coops.all())

    def new():
        same = {"name": first.name, "sector": first.sector, "founded_on": first.founded_on}
        return CooperativeUnion(province=hau_giang, charter_capital=1000, working_capital=2000, **same)

    with pytest.raises(JustAddedError):
        save_organisation(organisation=new(), by=officer_hg, member_coops=chosen[:3])


def test_save_of_the_same_name_by_two_officers_adds_two(hau_giang, officer_hg, leader_hg):
    for by in (officer_hg, leader_hg):
        save_organisation(organisation=Cooperative(province=hau_giang, name="HTX", sector="trade"), by=by)
    assert Cooperative.objects.count() == 2


def test_save_with_a_taken_number_names_its_holder(hau_giang, officer_hg):
    holder = make_cooperative(hau_giang, officer_hg, registration_number="1")
    other = make_cooperative(hau_giang, officer_hg, "HTX Khác", registration_number="2")
    other.registration_number = "1"
    with pytest.raises(NumberTakenError) as raised:
        save_organisation(organisation=other, by=officer_hg)
    assert raised.value.holder == holder


def test_cooperatives_and_unions_share_the_numbers_of_the_business_register(hau_giang, can_tho, officer_hg):
    holder = make_cooperative(hau_giang, officer_hg, registration_number="DK-1")
    union = CooperativeUnion(province=hau_giang, name="LH", sector="trade", registration_number="dk\u20111")
    with pytest.raises(NumberTakenError) as raised:
        save_organisation(organisation=union, by=officer_hg)
    assert raised.value.holder == holder
    union.registration_number = "DK-2"
    save_organisation(organisation=union, by=officer_hg)
    coop = Cooperative(province=hau_giang, name="HTX", sector="trade", registration_number="DK 2")
    with pytest.raises(NumberTakenError) as raised:
        save_organisation(organisation=coop, by=officer_hg)
    assert raised.value.holder == union
    # A group's number is the commune's own; and a row keeps its own number.
    group = CooperativeGroup(province=hau_giang, name="THT", sector="trade", registration_number="DK-1")
    save_organisation(organisation=group, by=officer_hg)
    save_organisation(organisation=union, by=officer_hg, seen=union.version)

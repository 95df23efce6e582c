"""Constraints of the pledges' tables."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from emulation.pledges.models import Pledge, PledgedIndicator, PledgeTarget, Signing, TargetChange
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from tests.emulation.factories import make_pledge, make_year
from tests.figures.factories import make_catalogue

pytestmark = pytest.mark.postgresql

DAY = dt.date(2023, 1, 5)


@pytest.fixture
def indicator(db) -> Indicator:
    return make_catalogue()["coop.new"]


@pytest.fixture
def contest(cluster) -> EmulationYear:
    return make_year(cluster, 2023)


@pytest.fixture
def pledge(contest, hau_giang, officer_hg, indicator) -> Pledge:
    return make_pledge(contest, hau_giang, officer_hg, {"coop.new": 20})


def assert_refused(name: str, model: type, **values: object) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        model.objects.create(**values)
    # For a broken UNIQUE SQLite gives the columns, not the constraint's name.
    assert name in str(error.value) or "UNIQUE" in str(error.value)


def test_duplicates_of_a_pledge_an_indicator_or_a_target_are_refused(pledge, contest, hau_giang, indicator):
    assert_refused("pledge_once_a_year", Pledge, year=contest, province=hau_giang)
    assert_refused("pledged_indicator_once_a_year", PledgedIndicator, year=contest, indicator=indicator)
    assert_refused(
        "pledge_target_once_an_indicator", PledgeTarget, pledge=pledge, indicator=indicator, value=1
    )


def test_negative_target_is_refused(pledge, indicator):
    pledge.targets.all().delete()
    assert_refused("pledge_target_not_negative", PledgeTarget, pledge=pledge, indicator=indicator, value=-1)
    assert PledgeTarget.objects.create(pledge=pledge, indicator=indicator, value=0).value == 0


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("pledge_", {"state": "lost"}),
        ("pledge_sent_has_its_time", {"state": "sent"}),
        ("pledge_sent_has_its_time", {"state": "draft", "sent_at": timezone.now()}),
        ("pledge_signed_has_name_and_day", {"state": "sent", "signed_on": DAY}),
        ("pledge_signed_has_name_and_day", {"state": "signed", "signed_on": DAY}),
    ],
)
def test_state_without_its_dates_and_people_is_refused(name, values, contest, can_tho, officer_ct):
    if name == "pledge_signed_has_name_and_day":
        values = values | {"sent_at": timezone.now(), "sent_by": officer_ct}
    assert_refused(name, Pledge, year=contest, province=can_tho, **values)


def test_target_change_without_reason_or_difference_is_refused(pledge, indicator, secretary):
    values = {"pledge": pledge, "indicator": indicator, "by": secretary}
    assert_refused("target_change_has_a_reason", TargetChange, **values, old=1, new=2, reason="")
    assert_refused(
        "target_change_changes_something", TargetChange, **values, old=2, new=2, reason="Sáp nhập xã."
    )


def test_signing_opened_by_nobody_is_refused(contest):
    assert_refused("signing_opened_by_somebody", Signing, year=contest, opened_at=timezone.now())

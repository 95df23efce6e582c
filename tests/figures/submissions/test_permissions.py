"""Who may do what with figures; officers missing from a table may not."""

import datetime as dt

import pytest
from django.http import Http404

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.periods.permissions import get_member, get_period
from figures.submissions.models import Submission
from figures.submissions.permissions import may_approve, may_comment, may_enter, may_read, visible_to
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.factories import make_province, make_term
from tests.figures.factories import make_figure, make_period, make_submission

ALL = ["officer_hg", "leader_hg", "officer_ct", "leader_ct", "secretary", "head", "observer", "administrator"]
OWN, CLUSTER, OTHERS = {"officer_hg", "leader_hg"}, {"secretary", "head"}, {"officer_ct", "leader_ct"}

READERS = {
    "draft": OWN | {"secretary"},  # the head competes too
    "returned": OWN | {"secretary"},
    "submitted": OWN | CLUSTER | {"observer"},
    "approved": OWN | CLUSTER | {"observer"},
    "accepted": OWN | CLUSTER | {"observer"} | OTHERS,
    "locked": OWN | CLUSTER | {"observer"} | OTHERS,
}


@pytest.fixture
def everybody(request: pytest.FixtureRequest) -> dict[str, Officer]:
    return {who: request.getfixturevalue(who) for who in ALL}


@pytest.mark.parametrize("state", READERS)
def test_readers_of_cells_by_state(
    period: Period, hau_giang: Province, everybody: dict[str, Officer], state: str
) -> None:
    submission = make_submission(period, hau_giang, state)
    assert {who for who, officer in everybody.items() if may_read(officer, submission)} == READERS[state]


@pytest.mark.parametrize("state", READERS)
def test_readers_of_totals_by_state(
    period: Period, hau_giang: Province, everybody: dict[str, Officer], state: str
) -> None:
    """Totals hold nothing that the user may not read, and no drafts."""
    make_submission(period, hau_giang, state)
    readers = {
        who
        for who, officer in everybody.items()
        if Submission.objects.filter(visible_to(officer, 2023)).exists()
    }
    assert readers == (READERS[state] if state in Submission.REPORTED else set())


def test_visibility_reaches_through_a_relation(
    period: Period,
    hau_giang: Province,
    indicators: dict[str, Indicator],
    officer_hg: Officer,
    officer_ct: Officer,
) -> None:
    submission = make_submission(period, hau_giang, "submitted")
    figure = make_figure(submission, indicators["coop.new"], officer_hg, "11")
    figures = type(figure).objects
    assert figures.filter(visible_to(officer_hg, 2023, prefix="submission__")).get() == figure
    assert not figures.filter(visible_to(officer_ct, 2023, prefix="submission__")).exists()


def test_head_sees_unaccepted_figures_of_the_own_year_only(
    period: Period, cluster: Cluster, hau_giang: Province, leader_ct: Officer
) -> None:
    submission = make_submission(period, hau_giang, "submitted")
    make_term(leader_ct, cluster, year=2022)
    assert not may_read(leader_ct, submission)
    make_term(leader_ct, cluster, year=2023)
    assert may_read(leader_ct, submission)


def test_totals_of_a_head_hold_unaccepted_figures_of_the_own_year_only(
    cluster: Cluster, period: Period, hau_giang: Province, leader_ct: Officer
) -> None:
    make_term(leader_ct, cluster, year=2023)
    this_year = make_submission(period, hau_giang, "submitted")
    make_submission(make_period(cluster, "2022-H2"), hau_giang, "submitted")
    assert list(Submission.objects.filter(visible_to(leader_ct, 2023))) == [this_year]


def test_only_the_province_enters(period: Period, hau_giang: Province, everybody: dict[str, Officer]) -> None:
    submission = make_submission(period, hau_giang)
    assert {who for who, officer in everybody.items() if may_enter(officer, submission)} == OWN


def test_nobody_enters_after_the_last_day(period: Period, hau_giang: Province, officer_hg: Officer) -> None:
    submission = make_submission(period, hau_giang)
    period.closes_on = dt.date(2023, 7, 15)
    assert may_enter(officer_hg, submission, dt.date(2023, 7, 15))
    assert not may_enter(officer_hg, submission, dt.date(2023, 7, 16))


def test_only_the_leader_approves(period: Period, hau_giang: Province, everybody: dict[str, Officer]) -> None:
    submission = make_submission(period, hau_giang, "submitted", submitted_by=everybody["officer_hg"])
    assert {who for who, officer in everybody.items() if may_approve(officer, submission)} == {"leader_hg"}


def test_province_and_readers_of_the_cluster_may_comment(
    period: Period, hau_giang: Province, everybody: dict[str, Officer]
) -> None:
    submission = make_submission(period, hau_giang, "accepted")
    names = {who for who, officer in everybody.items() if may_comment(officer, submission)}
    assert names == OWN | CLUSTER | {"observer"}


def test_unknown_period_is_not_found(period: Period) -> None:
    assert get_period("2023-H1") == period
    for slug in ("2022-H1", "2023", "<script>"):
        with pytest.raises(Http404):
            get_period(slug)


def test_province_outside_the_cluster_is_not_found(
    period: Period, cluster: Cluster, hau_giang: Province
) -> None:
    make_province("dong-thap", "Đồng Tháp")
    assert get_member(period, "hau-giang") == hau_giang
    with pytest.raises(Http404):
        get_member(period, "dong-thap")


def test_province_that_left_is_a_member_in_earlier_periods(
    period: Period, cluster: Cluster, hau_giang: Province
) -> None:
    hau_giang.memberships.update(left_on=dt.date(2023, 7, 1))
    assert get_member(period, "hau-giang") == hau_giang
    period.cut_off_on = dt.date(2023, 12, 31)
    with pytest.raises(Http404):
        get_member(period, "hau-giang")

"""Opening, locking and dating half-years."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from figures.periods import services as periods_services
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.workflow import locking
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.factories import make_term
from tests.figures.factories import make_period, make_submission
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql


def unsaved(cluster: Cluster, **fields: object) -> Period:
    dates = {
        "cut_off_on": dt.date(2023, 12, 31),
        "opens_on": dt.date(2023, 12, 10),
        "due_on": dt.date(2024, 1, 5),
        "closes_on": dt.date(2024, 1, 15),
        "corrections_until": dt.date(2024, 1, 31),
    }
    return Period(cluster=cluster, year=2023, half=2, **(dates | fields))


def test_period_is_opened_by_the_cluster(cluster: Cluster, secretary: Officer) -> None:
    period = make_period(cluster, state=Period.State.PLANNED)
    assert locking.open_period(period=period, by=secretary).state == Period.State.OPEN


def test_locking_locks_what_was_accepted_and_leaves_the_rest_where_it_is(
    period: Period, provinces: dict[str, Province], secretary: Officer
) -> None:
    states = ["draft", "submitted", "approved", "accepted", "returned"]
    for state, province in zip(states, provinces.values(), strict=False):
        make_submission(period, province, state)
    locking.lock_period(period=period, by=secretary)
    after = Submission.objects.order_by("province__position").values_list("state", flat=True)
    assert list(after) == ["draft", "submitted", "approved", "locked", "returned"]
    period.refresh_from_db()
    assert period.state == Period.State.LOCKED


def test_locking_twice_is_locking_once(accepted: Submission, period: Period, secretary: Officer) -> None:
    for __ in range(2):
        locking.lock_period(period=period, by=secretary)
    assert accepted.steps.filter(action="lock").count() == 1


def test_locking_touches_no_other_period(
    accepted: Submission, cluster: Cluster, hau_giang: Province, secretary: Officer
) -> None:
    other = make_submission(make_period(cluster, "2022-H2"), hau_giang, "accepted")
    locking.lock_period(period=accepted.period, by=secretary)
    other.refresh_from_db()
    assert other.state == "accepted"


def test_period_opened_again_leaves_accepted_figures_locked(
    accepted: Submission, period: Period, secretary: Officer
) -> None:
    locking.lock_period(period=period, by=secretary)
    locking.open_period(period=period, by=secretary)
    accepted.refresh_from_db()
    assert accepted.state == "locked"


@pytest.mark.parametrize(
    ("act", "seen", "now"),
    [(locking.open_period, "planned-0", "locked"), (locking.lock_period, "open-0", "planned")],
)
def test_press_made_for_another_state_is_refused(
    act: Callable[..., Period], seen: str, now: str, cluster: Cluster, secretary: Officer
) -> None:
    period = make_period(cluster, state=Period.State(now))
    for version in (seen, ""):
        with pytest.raises(RefusedError, match="từ một trang khác"):
            act(period=period, seen=version, by=secretary)
    period.refresh_from_db()
    assert period.state == now
    act(period=period, seen=period.state_version, by=secretary)


def test_new_period_is_stored_as_planned(cluster: Cluster, secretary: Officer) -> None:
    period = periods_services.save_period(period=unsaved(cluster), by=secretary)
    assert Period.objects.get().slug == "2023-H2"
    assert period.state == Period.State.PLANNED


def test_dates_of_a_period_are_changed_without_touching_its_state(period: Period, secretary: Officer) -> None:
    """Saving a form opened before the locking does not unlock the period."""
    locking.lock_period(period=Period.objects.get(), by=secretary)
    period.due_on, period.closes_on = dt.date(2023, 7, 10), dt.date(2023, 7, 20)
    period.corrections_until = dt.date(2023, 7, 31)
    periods_services.save_period(period=period, by=secretary)
    period.refresh_from_db()
    assert (period.due_on, period.closes_on) == (dt.date(2023, 7, 10), dt.date(2023, 7, 20))
    assert period.corrections_until == dt.date(2023, 7, 31)
    assert period.state == Period.State.LOCKED


def test_dates_out_of_order_are_refused_with_a_sentence(cluster: Cluster, secretary: Officer) -> None:
    with pytest.raises(ValidationError) as refused:
        periods_services.save_period(period=unsaved(cluster, due_on=dt.date(2024, 1, 20)), by=secretary)
    assert refused.value.messages == [
        "Ngày mở, hạn gửi, ngày cuối được nhập và ngày cuối được sửa số trả lại phải theo thứ tự thời gian."
    ]


def test_half_year_that_exists_is_refused_with_a_sentence(cluster: Cluster, secretary: Officer) -> None:
    make_period(cluster, "2023-H2")
    with pytest.raises(ValidationError) as refused:
        periods_services.save_period(period=unsaved(cluster), by=secretary)
    assert refused.value.messages == ["Kỳ báo cáo này đã có."]


@pytest.mark.parametrize("act", [locking.open_period, locking.lock_period, periods_services.save_period])
@pytest.mark.parametrize("who", ["officer_hg", "leader_hg", "observer", "administrator"])
def test_only_the_cluster_opens_locks_and_dates(
    period: Period, act: Callable[..., Period], who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        act(period=period, by=request.getfixturevalue(who))


@pytest.mark.parametrize("act", [locking.open_period, locking.lock_period, periods_services.save_period])
def test_head_of_another_year_may_not(
    period: Period, cluster: Cluster, leader_hg: Officer, act: Callable[..., Period]
) -> None:
    make_term(leader_hg, cluster, year=2022)
    with pytest.raises(PermissionDenied):
        act(period=period, by=leader_hg)

"""What the summary loads, for which reader."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.cell_arithmetic import Completeness
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province
from reports.summary.land import Land, land_of, members_of
from reports.summary.loading import (
    Acceptance,
    acceptance,
    front_of,
    reporting_states,
    tables,
    visible_submissions,
)
from reports.summary.reporting_spans import Span, get_span
from reports.summary.span_figures import SpanFigures, read_figures
from tests.figures.factories import NOT_KNOWN, make_period, make_reported, make_submission
from tests.provinces.clusters.mergers import merge_seven

pytestmark = pytest.mark.postgresql


def total_seen_by(officer: Officer | None, *, accepted_only: bool = False, period: str = "2023-H1") -> object:
    span = get_span(period)
    visible = visible_submissions(officer=officer, year=2023, accepted_only=accepted_only)
    (table,) = tables([span], land=Land.reported(members_of(span)), visible=visible)
    return table["coop.total"].total.value


@pytest.fixture
def steps(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], secretary: Officer
) -> None:
    """One province in each state, each with its own power of ten, so that a total shows who is in it."""
    for power, (slug, state) in enumerate(
        {
            "an-giang": "accepted",
            "bac-lieu": "locked",
            "ca-mau": "approved",
            "can-tho": "submitted",
            "hau-giang": "submitted",
            "kien-giang": "draft",
            "soc-trang": "returned",
        }.items()
    ):
        make_reported(period, provinces[slug], secretary, {"coop.total": str(10**power)}, state)


@pytest.mark.usefixtures("steps")
def test_province_sees_accepted_figures_and_its_own(officer_hg: Officer, leader_hg: Officer) -> None:
    assert total_seen_by(officer_hg) == 10011
    assert total_seen_by(leader_hg) == 10011


@pytest.mark.usefixtures("steps")
def test_cluster_sees_submitted_figures(
    secretary: Officer, head: Officer, deputy: Officer, observer: Officer
) -> None:
    for officer in (secretary, head, deputy, observer):
        assert total_seen_by(officer) == 11111


@pytest.mark.usefixtures("steps")
def test_administrator_sees_no_figures(administrator: Officer) -> None:
    assert total_seen_by(administrator) is None


@pytest.mark.usefixtures("steps")
def test_accepted_only_is_equal_for_all_readers(secretary: Officer, officer_hg: Officer) -> None:
    for officer in (secretary, officer_hg, None):
        assert total_seen_by(officer, accepted_only=True) == 11


@pytest.mark.usefixtures("steps")
def test_command_sees_submitted_figures() -> None:
    assert total_seen_by(None) == 11111


def test_head_sees_provisional_figures_of_the_own_year_only(
    indicators: dict[str, Indicator], cluster: Cluster, can_tho: Province, head: Officer, secretary: Officer
) -> None:
    for slug in ("2022-H2", "2023-H1"):
        make_reported(make_period(cluster, slug), can_tho, secretary, {"coop.total": "5"}, "submitted")

    assert total_seen_by(head) == 5
    assert total_seen_by(head, period="2022-H2") is None


def test_members_are_counted_at_the_cut_off(
    cluster: Cluster, provinces: dict[str, Province], period: Period
) -> None:
    Membership.objects.filter(province=provinces["ca-mau"]).update(left_on=period.cut_off_on)

    assert [p.slug for p in members_of(get_span("2023-H1"))] == [
        "an-giang", "bac-lieu", "can-tho", "hau-giang", "kien-giang", "soc-trang",
    ]  # fmt: skip


def test_former_indicator_stays_in_its_years(
    indicators: dict[str, Indicator], cluster: Cluster, period: Period, an_giang: Province
) -> None:
    Indicator.objects.filter(code="coop.digital").update(first_period="2023-H2")
    Indicator.objects.filter(code="coop.profit").update(last_period="2022-H2")
    make_period(cluster, "2022-H2")
    now, before = tables(
        [get_span("2023-H1"), get_span("2022-H2")],
        land=Land.reported([an_giang]),
        visible=visible_submissions(officer=None, year=2023, accepted_only=False),
    )

    assert "coop.digital" not in now
    assert "coop.profit" not in now
    assert "coop.profit" in before


def test_year_does_not_wait_for_a_half_that_never_asked(
    indicators: dict[str, Indicator], cluster: Cluster, an_giang: Province, secretary: Officer
) -> None:
    Indicator.objects.filter(code="coop.new").update(first_period="2023-H2")
    for slug in ("2023-H1", "2023-H2"):
        cells = {"coop.dissolved": "3"} | ({"coop.new": "9"} if slug == "2023-H2" else {})
        make_reported(make_period(cluster, slug), an_giang, secretary, cells)
    visible = visible_submissions(officer=None, year=2023, accepted_only=False)
    (table,) = tables([get_span("2023")], land=Land.reported([an_giang]), visible=visible)

    assert (table["coop.new"].total.value, table["coop.dissolved"].total.value) == (9, 6)
    assert table["coop.new"].total.is_complete


def test_tables_query_count_is_constant(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], secretary: Officer
) -> None:
    def query_count() -> int:
        with CaptureQueriesContext(connection) as queries:
            tables(
                [get_span("2023-H1")],
                land=Land.reported(list(provinces.values())),
                visible=visible_submissions(officer=secretary, year=2023, accepted_only=False),
            )
        return len(queries)

    make_reported(period, provinces["an-giang"], secretary, {"coop.total": "284"})
    for_one_province = query_count()
    for slug in list(provinces)[1:]:
        make_reported(period, provinces[slug], secretary, {"coop.total": "284", "coop.new": "1"})
    assert query_count() == for_one_province


def test_course_shows_a_missing_province(
    indicators: dict[str, Indicator],
    cluster: Cluster,
    provinces: dict[str, Province],
    secretary: Officer,
) -> None:
    earlier, now = make_period(cluster, "2022-H2"), make_period(cluster, "2023-H1")
    for slug in ("an-giang", "ca-mau"):
        make_reported(earlier, provinces[slug], secretary, {"coop.total": "100"})
    make_reported(now, provinces["an-giang"], secretary, {"coop.total": "110"})
    first, second = figures_of(now).course("coop.total").points

    assert (first.value, first.whole, first.total and first.total.coverage) == (200, None, "2/7")
    assert (second.value, second.total and second.total.coverage) == (110, "1/7")


def test_course_is_of_the_same_members_throughout(
    indicators: dict[str, Indicator],
    cluster: Cluster,
    provinces: dict[str, Province],
    secretary: Officer,
) -> None:
    earlier, now = make_period(cluster, "2022-H2"), make_period(cluster, "2023-H1")
    Membership.objects.filter(province=provinces["ca-mau"]).update(left_on=now.cut_off_on)
    for period in (earlier, now):
        for slug, number in (("an-giang", "1"), ("ca-mau", "10"), ("can-tho", "100")):
            make_reported(period, provinces[slug], secretary, {"coop.total": number})
    first, second = figures_of(now).course("coop.total").points

    assert first.total is not None
    assert first.total == second.total
    assert (first.total.value, first.total.coverage) == (101, "2/6")


def figures_of(period: Period) -> SpanFigures:
    span = Span.of(period)
    visible = visible_submissions(officer=None, year=2023, accepted_only=False)
    periods = list(Period.objects.all())
    return read_figures(span, periods=periods, land=land_of(span), visible=visible, codes=["coop.total"])


def test_published_year_has_the_stocks_of_its_last_half(
    indicators: dict[str, Indicator], cluster: Cluster, an_giang: Province, secretary: Officer
) -> None:
    for slug in ("2022-H1", "2022-H2"):
        period = make_period(cluster, slug)
        submission = make_reported(period, an_giang, secretary, {"coop.total": "100", "coop.new": "5"})
        submission.figures.update(is_illustrative=True)
        for code, value in (("coop.total", 100), ("coop.new", 10)):
            PublishedFigure.objects.create(
                period=period, indicator=indicators[code], value=value, source="Hội nghị"
            )
    (table,) = tables(
        [get_span("2022")],
        land=Land.reported([an_giang]),
        visible=visible_submissions(officer=None, year=2022, accepted_only=False),
    )

    assert not table["coop.total"].total.is_illustrative
    # 5 + 5 = 10, but the 10 was published for a half
    assert table["coop.new"].total.is_illustrative


def test_reporting_states_include_provinces_without_submission(
    period: Period, an_giang: Province, ca_mau: Province, can_tho: Province
) -> None:
    make_submission(period, an_giang, "accepted")  # sent on 01/7, due on 05/7
    make_submission(period, ca_mau, "draft")
    accepted, draft, absent = reporting_states(period, [an_giang, ca_mau, can_tho], dt.date(2023, 7, 9))

    assert (accepted.state, accepted.days_late) == (Submission.State.ACCEPTED, 0)
    assert (draft.state, draft.days_late) == (Submission.State.DRAFT, 4)
    assert (absent.state, absent.days_late) == ("", 4)


def test_unknown_counts_as_not_reported(
    indicators: dict[str, Indicator], period: Period, an_giang: Province, secretary: Officer
) -> None:
    make_reported(period, an_giang, secretary, {"group.ended": NOT_KNOWN})
    (table,) = tables(
        [get_span("2023-H1")],
        land=Land.reported([an_giang]),
        visible=visible_submissions(officer=secretary, year=2023, accepted_only=False),
    )

    assert table["group.ended"].is_unknown
    assert table["group.ended"].total.reported == 0


rows_of_acceptance = st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=6)


@given(rows_of_acceptance)
def test_front_is_the_newest_whole_or_chosen_half_year(counts: list[tuple[int, bool]]) -> None:
    """Three members; the newest half-year is first."""
    rows = [
        Acceptance(Period(year=2030 - n, half=1, is_front=is_front), accepted, 3)
        for n, (accepted, is_front) in enumerate(counts)
    ]
    front = front_of(rows)

    assert (front is None) == (not rows)
    if front is None:
        return
    newer = rows[: rows.index(front)]
    if front.accepted == 3 or front.period.is_front:
        assert all(row.accepted < 3 and not row.period.is_front for row in newer)
    else:
        assert all(row.accepted < 3 and not row.period.is_front for row in rows)
        assert not any(row.accepted for row in newer)


def test_acceptance_counts_the_members_at_the_cut_off(
    cluster: Cluster, provinces: dict[str, Province], indicators: dict[str, Indicator], secretary: Officer
) -> None:
    """A reopened half-year counts: its accepted figures are still in every total."""
    now, before = make_period(cluster, "2023-H1"), make_period(cluster, "2022-H2")
    for slug, state in (("an-giang", "accepted"), ("bac-lieu", "locked"), ("ca-mau", "submitted")):
        make_reported(now, provinces[slug], secretary, {"coop.total": "100"}, state)
    reopened = make_reported(now, provinces["can-tho"], secretary, {"coop.total": "100"}, "returned")
    Submission.objects.filter(pk=reopened.pk).update(keeps_accepted=True)
    Membership.objects.filter(province=provinces["soc-trang"]).update(left_on=now.cut_off_on)

    first, second = acceptance([now, before])
    assert (first.accepted, first.expected, first.state) == (3, 6, Completeness.PARTIAL)
    assert (second.accepted, second.expected, second.state) == (0, 7, Completeness.NOT_YET)


def test_origins_of_merged_provinces_are_read_at_once(
    cluster: Cluster, provinces: dict[str, Province], django_assert_num_queries: Any
) -> None:
    merged = list(merge_seven(cluster).values())
    period = make_period(cluster, "2025-H1")
    with django_assert_num_queries(2):  # the submissions, and the provinces' succession
        states = reporting_states(period, merged)
    assert [len(state.merged_from) for state in states] == [2, 2, 3]

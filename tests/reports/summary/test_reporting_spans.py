"""Half-years and years, and the spans before them."""

import pytest
from django.http import Http404

from figures.periods.models import Period
from provinces.clusters.models import Cluster
from reports.summary.reporting_spans import earlier_spans, get_span, spans_of, to_date
from tests.figures.factories import make_period


@pytest.fixture
def periods(cluster: Cluster) -> list[Period]:
    return [make_period(cluster, slug) for slug in ("2022-H1", "2022-H2", "2023-H1")]


def test_spans_are_newest_first_with_years_before_halves(periods: list[Period]) -> None:
    assert [span.slug for span in spans_of(periods)] == ["2023", "2023-H1", "2022", "2022-H2", "2022-H1"]


def test_year_takes_its_stocks_from_its_last_half(periods: list[Period]) -> None:
    year = get_span("2022")

    assert [period.slug for period in year.periods] == ["2022-H1", "2022-H2"]
    assert year.last.slug == "2022-H2"
    assert year.label == "Năm 2022"


def test_label_of_a_year_with_one_half(periods: list[Period]) -> None:
    assert get_span("2023").label == "Năm 2023, đến hết 6 tháng đầu năm"


def test_year_without_reports_of_its_second_half_is_to_date(periods: list[Period]) -> None:
    first, second, _other = periods

    span = to_date(get_span("2022"), {first.pk})
    assert (span.slug, span.last, span.label) == ("2022", first, "Năm 2022, đến hết 6 tháng đầu năm")
    assert to_date(get_span("2022"), {first.pk, second.pk}).last == second
    assert to_date(get_span("2022"), set()).last == second
    assert to_date(get_span("2022-H2"), {first.pk}).last == second


@pytest.mark.parametrize(
    "slug", ["2024-H1", "2023-H3", "2023-h1", "", "abcd", "٢٠٢٣", "2023-H1x", "20231", "1999"]
)
def test_unknown_span_is_not_found(periods: list[Period], slug: str) -> None:
    with pytest.raises(Http404):
        get_span(slug)


def test_planned_period_is_not_found(cluster: Cluster) -> None:
    make_period(cluster, "2024-H1", state=Period.State.PLANNED)

    with pytest.raises(Http404):
        get_span("2024-H1")
    with pytest.raises(Http404):
        get_span("2024")


def test_half_is_compared_with_the_half_before_and_a_year_before(periods: list[Period]) -> None:
    before, year_ago = earlier_spans(get_span("2023-H1"), periods)

    assert before is not None
    assert year_ago is not None
    assert (before.slug, year_ago.slug) == ("2022-H2", "2022-H1")


def test_year_is_compared_with_the_year_before(periods: list[Period]) -> None:
    before, year_ago = earlier_spans(get_span("2023"), periods)

    assert before is not None
    assert before.slug == "2022"
    assert year_ago is None


def test_first_half_has_nothing_before_it(periods: list[Period]) -> None:
    assert earlier_spans(get_span("2022-H1"), periods) == (None, None)

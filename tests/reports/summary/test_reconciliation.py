"""Published totals against our own."""

from decimal import Decimal

import pytest

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.summary.land import Land, members_of
from reports.summary.loading import tables, visible_submissions
from reports.summary.reconciliation import published_for, reconcile
from reports.summary.reporting_spans import Span, get_span
from reports.summary.values import Table
from tests.figures.factories import NOT_KNOWN, make_period, make_reported


@pytest.fixture
def span(indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province]) -> Span:
    return get_span("2023-H1")


def table_of(span: Span) -> Table:
    (table,) = tables(
        [span],
        land=Land.reported(members_of(span)),
        visible=visible_submissions(officer=None, year=2023, accepted_only=False),
    )
    return table


def publish(span: Span, code: str, value: int, province: Province | None = None) -> None:
    PublishedFigure.objects.create(
        period=span.last,
        indicator=Indicator.objects.get(code=code),
        province=province,
        value=value,
        source="Hội nghị sơ kết",
    )


def test_equal_total_is_equal_to_the_unit(
    span: Span, provinces: dict[str, Province], secretary: Officer
) -> None:
    for province in provinces.values():
        make_reported(
            span.last, province, secretary, {"coop.total": "300", "coop.charter_capital": "1.000,50"}
        )
    publish(span, "coop.total", 2100)
    publish(span, "coop.charter_capital", 7003)
    reconciliation = reconcile(table_of(span), published_for(span))

    assert reconciliation is not None
    total, capital = reconciliation.cluster
    assert total.is_equal
    assert (total.own, total.published, total.gap) == (2100, 2100, 0)
    assert not capital.is_equal
    assert capital.gap == Decimal("0.5")
    assert reconciliation.equal == 1
    assert reconciliation.sources == ("Hội nghị sơ kết",)


def test_unknown_total_has_no_gap_and_is_not_equal(
    span: Span, an_giang: Province, secretary: Officer
) -> None:
    make_reported(span.last, an_giang, secretary, {"group.ended": NOT_KNOWN})
    publish(span, "group.ended", 0)
    reconciliation = reconcile(table_of(span), published_for(span))

    assert reconciliation is not None
    (ended,) = reconciliation.cluster
    assert (ended.own, ended.gap, ended.is_equal) == (None, None, False)
    assert (ended.reported, ended.expected) == (0, 7)


def test_figures_published_by_province_are_compared_by_province(
    span: Span, an_giang: Province, ca_mau: Province, secretary: Officer
) -> None:
    make_reported(span.last, an_giang, secretary, {"union.total": "2"})
    make_reported(span.last, ca_mau, secretary, {"union.total": "3"})
    publish(span, "union.total", 2, an_giang)
    publish(span, "union.total", 1, ca_mau)
    reconciliation = reconcile(table_of(span), published_for(span))

    assert reconciliation is not None
    assert reconciliation.equal_by_province == 1
    assert [(row.province, row.gap) for row in reconciliation.rows] == [(ca_mau, 2)]


def test_nothing_published_gives_none(span: Span) -> None:
    assert reconcile(table_of(span), published_for(span)) is None


def test_only_the_stocks_of_a_year_are_compared(
    indicators: dict[str, Indicator], cluster: Cluster, an_giang: Province, secretary: Officer
) -> None:
    for slug in ("2022-H1", "2022-H2"):
        make_reported(make_period(cluster, slug), an_giang, secretary, {"coop.total": "9", "coop.new": "5"})
    year = get_span("2022")
    publish(year, "coop.total", 9)
    publish(year, "coop.new", 5)
    reconciliation = reconcile(table_of(year), published_for(year))

    assert reconciliation is not None
    assert [row.indicator.code for row in reconciliation.cluster] == ["coop.total"]

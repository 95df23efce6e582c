"""`manage.py cluster_totals`."""

import json
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.summary.decimal_text import exact, rounded
from tests.figures.factories import NOT_KNOWN, make_period, make_reported
from tests.provinces.clusters.mergers import merge_seven

pytestmark = pytest.mark.postgresql


def cluster_totals(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("cluster_totals", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_totals_have_value_coverage_and_provinces(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], secretary: Officer
) -> None:
    make_reported(period, provinces["an-giang"], secretary, {"coop.total": "284", "group.ended": NOT_KNOWN})
    make_reported(period, provinces["can-tho"], secretary, {"coop.total": "0"}, "submitted")
    totals = cluster_totals("2023-H1", "--by-province")

    assert list(totals) == [indicator.code for indicator in Indicator.objects.all()]
    assert totals["coop.total"] == {
        "value": "284",
        "reported": 2,
        "expected": 7,
        "provinces": {
            "an-giang": "284",
            "bac-lieu": None,
            "ca-mau": None,
            "can-tho": "0",
            "hau-giang": None,
            "kien-giang": None,
            "soc-trang": None,
        },
    }
    assert totals["group.ended"]["value"] is None
    assert totals["group.ended"]["reported"] == 0


def test_totals_are_the_same_on_the_land_of_today(
    indicators: dict[str, Indicator], period: Period, cluster: Cluster, secretary: Officer, provinces: Any
) -> None:
    for province in provinces.values():
        make_reported(period, province, secretary, {"coop.total": "100", "coop.charter_capital": "5000"})
    merge_seven(cluster)
    reported = cluster_totals("2023-H1")
    today = cluster_totals("2023-H1", "--reading", "today", "--by-province")
    for code in ("coop.total", "coop.charter_capital", "coop.capital_per_coop"):
        assert today[code]["value"] == reported[code]["value"]
    assert today["coop.total"]["provinces"] == {
        "an-giang-2025": "200",
        "ca-mau-2025": "200",
        "can-tho-2025": "300",
    }
    assert (today["coop.total"]["reported"], today["coop.total"]["expected"]) == (3, 3)
    assert "provinces" not in reported["coop.total"]


def test_accepted_only_leaves_out_provisional_figures(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], secretary: Officer
) -> None:
    make_reported(period, provinces["an-giang"], secretary, {"coop.total": "284"})
    make_reported(period, provinces["can-tho"], secretary, {"coop.total": "309"}, "submitted")

    assert cluster_totals("2023-H1")["coop.total"]["value"] == "593"
    assert cluster_totals("2023-H1", "--accepted-only")["coop.total"]["value"] == "284"


def test_year_is_to_date_as_on_the_dashboard(
    indicators: dict[str, Indicator],
    period: Period,
    provinces: dict[str, Province],
    secretary: Officer,
    client_for: Callable[[Officer], Client],
) -> None:
    make_period(period.cluster, "2023-H2")
    for province in provinces.values():
        make_reported(period, province, secretary, {"coop.total": "100", "coop.new": "3"})
    page = client_for(secretary).get("/dashboard/2023/").content.decode()

    assert cluster_totals("2023")["coop.total"]["value"] == "700"
    assert cluster_totals("2023")["coop.new"]["value"] == "21"
    assert ">700</a>" in page
    assert ">21</" in page


@pytest.mark.parametrize("slug", ["2031-H1", "hai nghìn", ""])
@pytest.mark.django_db
def test_unknown_period_is_an_error(slug: str) -> None:
    with pytest.raises(CommandError, match="Không có kỳ báo cáo"):
        cluster_totals(slug)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2109", "2109"),
        ("2109.0000", "2109"),
        ("2100", "2100"),
        ("1076.5000", "1076.5"),
        ("1E+3", "1000"),
        ("0.0000", "0"),
        ("-0.0", "0"),
        ("-12.3400", "-12.34"),
        ("1E-7", "0.0000001"),
    ],
)
def test_numbers_are_exact_without_exponent_or_trailing_zeros(value: str, text: str) -> None:
    assert exact(Decimal(value)) == text


def test_ratio_is_rounded_to_four_places() -> None:
    assert exact(rounded(Decimal(2269266) / Decimal(2109), 4)) == "1075.9915"
    assert str(rounded(Decimal("-0.04"), 1)) == "0.0", "no number is less than nought by its sign alone"

"""Where a comparison on the paper crosses a change of definition or of the map, it says so, and why."""

import datetime as dt
from typing import Any

import pytest

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.conference.models import Conference
from reports.conference.report.document import draft
from reports.conference.report.typesetting import paragraphs, typeset
from tests.figures.factories import BEFORE, RIGHT, make_period, make_reported
from tests.papers.pdf_measure import words
from tests.provinces.clusters.mergers import merge_seven

LAW = "Luật Hợp tác xã số 17/2023/QH15 có ba loại thành viên"
SENTENCE = f"Từ 01/7/2024 cách tính thay đổi ({LAW}), không so sánh được với số trước ngày đó: "


@pytest.fixture
def law(indicators: dict[str, Indicator]) -> SeriesBreak:
    return SeriesBreak.objects.create(from_on=dt.date(2024, 7, 1), cause=LAW, cause_en="the law of 2023")


def half(cluster: Cluster, slug: str, day: dt.date, by: Officer, cells: dict[str, Any]) -> Period:
    period = make_period(cluster, slug, cut_off_on=day)
    for province in Province.objects.members_on(cluster, day):
        make_reported(period, province, by, cells)
    return period


@pytest.fixture
def later(
    cluster: Cluster, indicators: dict[str, Indicator], provinces: dict[str, Province], secretary: Officer
) -> Period:
    """The second half of 2024; the law began between it and the half-year before."""
    half(cluster, "2023-H2", dt.date(2023, 12, 31), secretary, BEFORE)
    half(cluster, "2024-H1", dt.date(2024, 6, 30), secretary, BEFORE)
    return half(cluster, "2024-H2", dt.date(2024, 12, 31), secretary, RIGHT)


def drafted(period: Period) -> dict[str, Any]:
    return draft(Conference.objects.of(period), officer=None)


def test_broken_comparison_is_one_sentence_in_its_section(
    later: Period, law: SeriesBreak, indicators: dict[str, Indicator]
) -> None:
    law.indicators.add(indicators["coop.charter_capital"], indicators["group.total"])
    document = drafted(later)
    assert document["changes"]["coop.charter_capital"] == {"previous": None, "year": None}
    assert document["breaks"] == {
        "coop": [f"{SENTENCE}Vốn điều lệ của HTX."],
        "group": [f"{SENTENCE}Tổng số THT."],
    }
    text = " ".join(" ".join(paragraphs(document)).split())
    assert text.count(SENTENCE) == 2
    assert text.index("Vốn điều lệ của HTX.") < text.index("LH HTX") < text.index("Tổng số THT.")


def test_trend_across_a_change_of_definition_is_cut_and_says_why(
    later: Period, law: SeriesBreak, indicators: dict[str, Indicator]
) -> None:
    law.indicators.add(indicators["coop.total"])
    document = drafted(later)
    assert document["trend"]["labels"] == ["Cuối 2023", "Giữa 2024", "Cuối 2024"]
    assert document["trend"]["cuts"] == [2]
    assert f"Đường ngắt ở 01/7/2024: {LAW}." in words(typeset(document))


def test_comparison_without_a_break_says_nothing(
    later: Period, law: SeriesBreak, indicators: dict[str, Indicator]
) -> None:
    law.indicators.add(indicators["coop.profit"])  # which the report does not compare
    document = drafted(later)
    assert document["breaks"] == {}
    assert (document["trend"]["cuts"], document["trend"]["notes"]) == ([], [])
    assert "cách tính thay đổi" not in words(typeset(document))


def test_break_of_a_number_that_was_not_there_before_says_nothing(
    cluster: Cluster,
    law: SeriesBreak,
    indicators: dict[str, Indicator],
    provinces: dict[str, Province],
    secretary: Officer,
) -> None:
    law.indicators.add(indicators["union.total"])
    half(cluster, "2024-H1", dt.date(2024, 6, 30), secretary, {"coop.total": "248"})
    period = half(cluster, "2024-H2", dt.date(2024, 12, 31), secretary, RIGHT)
    assert drafted(period)["breaks"] == {}


def test_trend_across_the_merger_says_whose_sums_it_shows(
    cluster: Cluster, indicators: dict[str, Indicator], provinces: dict[str, Province], secretary: Officer
) -> None:
    make_reported(
        make_period(cluster, "2025-H1", cut_off_on=dt.date(2025, 6, 30)),
        provinces["ca-mau"],
        secretary,
        {"coop.total": "248"},
    )
    merge_seven(cluster)
    for year in (2025, 2026, 2027):
        last = half(cluster, f"{year}-H2", dt.date(year, 12, 31), secretary, {"coop.total": "600"})
    document = drafted(last)
    assert document["document"]["provisional_note"] is None, "both half-years it compares with have the three"
    assert document["trend"]["notes"] == ["Trước 01/7/2025: số gộp của các tỉnh, thành phố cũ."]
    assert document["trend"]["notes"][0] in words(typeset(document))

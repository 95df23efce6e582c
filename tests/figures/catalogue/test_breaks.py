"""Numbers before and after a change of definition do not compare, wherever a comparison is shown."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.breaks import Breaks
from figures.catalogue.models import Indicator
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row
from figures.submissions.models import Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.summary.arithmetic import tabulate
from reports.summary.histories import breaks_of
from tests.figures.factories import BEFORE, RIGHT, make_period, make_reported

Browser = Callable[[Officer], Client]
LAW = "Luật Hợp tác xã số 17/2023/QH15 có ba loại thành viên"
DAYS = [dt.date(2023, 12, 31), dt.date(2024, 6, 30), dt.date(2024, 7, 1), dt.date(2024, 12, 31)]


@pytest.fixture
def law(indicators: dict[str, Indicator]) -> SeriesBreak:
    """Their capital counts otherwise from 01/7/2024 on, as in the delivered catalogue their members do."""
    law = SeriesBreak.objects.create(from_on=dt.date(2024, 7, 1), cause=LAW, cause_en="the law of 2023")
    law.indicators.add(indicators["coop.charter_capital"])
    return law


@pytest.fixture
def years(
    cluster: Cluster,
    law: SeriesBreak,
    indicators: dict[str, Indicator],
    hau_giang: Province,
    officer_hg: Officer,
) -> list[Submission]:
    """The second halves of 2023 and 2024, between which the law changed, and of 2025."""
    numbers = {2023: BEFORE, 2024: RIGHT | {"coop.charter_capital": "90.000"}, 2025: RIGHT}
    halves = {year: make_period(cluster, f"{year}-H2", cut_off_on=dt.date(year, 12, 31)) for year in numbers}
    return [make_reported(halves[year], hau_giang, officer_hg, numbers[year]) for year in numbers]


def capital(submission: Submission) -> Row:
    return next(row for row in load_sheet(submission).rows if row.indicator.code == "coop.charter_capital")


@pytest.mark.parametrize(
    ("earlier", "later", "is_broken"),
    [(0, 1, False), (1, 2, True), (0, 3, True), (2, 3, False)],
)
def test_break_lies_between_a_day_before_it_and_its_own_day(
    law: SeriesBreak, indicators: dict[str, Indicator], earlier: int, later: int, is_broken: bool
) -> None:
    breaks = Breaks.load()
    found = breaks.between(indicators["coop.charter_capital"], DAYS[earlier], DAYS[later])
    assert found == (law if is_broken else None)
    assert breaks.between(indicators["coop.total"], DAYS[earlier], DAYS[later]) is None


def test_ratio_breaks_with_its_terms(law: SeriesBreak, indicators: dict[str, Indicator]) -> None:
    ratio = Indicator(numerator=indicators["coop.charter_capital"], denominator=indicators["coop.total"])
    assert Breaks.load().of(ratio) == (law,)


def test_change_across_a_break_is_neither_shown_nor_questioned(years: list[Submission]) -> None:
    row = capital(years[1])
    assert row.year_ago is not None, "the earlier number stays to be seen"
    assert row.change is None
    assert not {finding.rule for finding in row.findings} & {"range", "unit", "digit"}
    assert capital(years[2]).change is not None


def test_entry_form_says_why_the_change_is_missing(
    years: list[Submission], client_for: Browser, officer_hg: Officer
) -> None:
    page = " ".join(client_for(officer_hg).get("/entry/2024-H2/hau-giang/").content.decode().split())
    assert f"Từ 01/7/2024 cách tính thay đổi ({LAW}), không so sánh được với số trước ngày đó:" in page
    assert "không so sánh được" in page
    later = client_for(officer_hg).get("/entry/2025-H2/hau-giang/").content.decode()
    assert "không so sánh được" not in later


def test_dashboard_and_indicator_page_name_the_break(
    years: list[Submission], client_for: Browser, secretary: Officer
) -> None:
    client = client_for(secretary)
    dashboard = client.get("/dashboard/2024-H2/").content.decode()
    assert "không so sánh được" in dashboard
    assert LAW in dashboard
    later = client.get("/dashboard/2025-H2/").content.decode()
    assert "không so sánh được" not in later
    assert f"01/7/2024, {LAW}; số trước và sau không nối." in later, "there it is in the course"
    assert f"cách tính thay đổi ({LAW})" in client.get(
        "/dashboard/2024-H2/indicators/coop.charter_capital/"
    ).content.decode().replace("\n", " ")


def test_flows_of_a_year_with_the_break_inside_do_not_compare_with_the_next_year(
    law: SeriesBreak, indicators: dict[str, Indicator]
) -> None:
    law.indicators.add(indicators["coop.profit"])
    halves = {year: (dt.date(year, 6, 30), dt.date(year, 12, 31)) for year in (2023, 2024, 2025, 2026)}
    years = {
        year: tabulate(
            str(year), (), indicators.values(), {}, published={}, cut_offs=days, breaks=Breaks.load()
        )
        for year, days in halves.items()
    }
    for code, broken in {"coop.profit": [2024, 2025], "coop.charter_capital": [2024]}.items():
        found = [year for year in (2024, 2025, 2026) if years[year].break_since(years[year - 1], code)]
        assert found == broken, code
        history: Any = list(years.items())
        assert [2023 + at for at in breaks_of(history, code)] == broken, "so are the course and its panels"


def test_same_break_is_stored_once(law: SeriesBreak) -> None:
    with pytest.raises(IntegrityError):
        SeriesBreak.objects.create(from_on=law.from_on, cause=law.cause, cause_en="")


def test_indicators_of_a_break_are_chosen_without_django_s_script(client_for, administrator, indicators):
    response = client_for(administrator).get(reverse("admin:figures_seriesbreak_add"))
    html = response.content.decode()
    assert "SelectFilter2" not in html
    assert 'type="checkbox" name="indicators"' in html

"""The accuracy of a province's estimates, and the labels of estimated numbers."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from figures.catalogue.models import Indicator
from figures.periods.models import Period
from figures.submissions.models import Figure, Submission
from figures.submissions.revision import Revision
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.conference.models import Conference
from reports.conference.report.document import draft
from reports.conference.report.typesetting import typeset
from reports.province.estimate_accuracy import EstimateAccuracy, ReplacedEstimate
from tests.figures.factories import RIGHT, catalogue_in_small, make_period, make_reported
from tests.figures.pages import text_of
from tests.papers.pdf_measure import words
from tests.provinces.clusters.mergers import merge_seven

Browser = Callable[[Officer], Client]
CODES = ("coop.total", "coop.new", "coop.dissolved", "coop.active", "coop.inactive")


def half_year(*pairs: tuple[str, str]) -> EstimateAccuracy:
    """A half-year whose cells had these pairs of estimate and final number."""
    catalogue = catalogue_in_small()
    replaced = tuple(
        ReplacedEstimate(catalogue[code], Revision(Decimal(estimated), Decimal(final)), "", False)
        for code, (estimated, final) in zip(CODES, pairs, strict=False)
    )
    return EstimateAccuracy(Period(year=2023, half=1), Province(), replaced, 0)


def replace(submission: Submission, code: str, estimated: str) -> None:
    submission.figures.filter(indicator__code=code).update(sent_estimate=Decimal(estimated))


def province_page(client: Client, slug: str = "hau-giang") -> str:
    return unescape(text_of(client.get(f"/provinces/{slug}/")))


@pytest.fixture
def replaced(
    indicators: dict[str, Indicator], period: Period, hau_giang: Province, secretary: Officer
) -> Submission:
    """Accepted: 260 cooperatives were estimated and 257 counted, 10 new ones and 11, 2 dissolved and 2."""
    submission = make_reported(period, hau_giang, secretary, RIGHT)
    for code, estimated in {"coop.total": "260", "coop.new": "10", "coop.dissolved": "2"}.items():
        replace(submission, code, estimated)
    return submission


# The arithmetic


def test_deviation_is_the_median_of_absolute_percentages() -> None:
    accuracy = half_year(("100", "90"), ("100", "102"), ("100", "100"))
    assert (accuracy.deviation, accuracy.confirmed) == (2, 1)
    assert half_year(("100", "90"), ("100", "102")).deviation == 6, "between the two in the middle"


def test_worst_has_the_largest_percentage() -> None:
    worst = half_year(("1000", "990"), ("10", "8"), ("10", "11")).worst
    assert worst is not None
    assert (worst.indicator.code, worst.revision.percent) == ("coop.new", -20)


def test_confirmed_estimates_have_no_worst() -> None:
    accuracy = half_year(("100", "100"), ("0", "0"))
    assert (accuracy.worst, accuracy.deviation, accuracy.confirmed) == (None, 0, 2)


def test_estimate_of_zero_has_no_percentage() -> None:
    accuracy = half_year(("0", "5"))
    assert (accuracy.worst, accuracy.deviation, accuracy.confirmed) == (None, None, 0)


# The province's page


@pytest.mark.usefixtures("replaced")
def test_page_has_the_deviation_and_the_worst_estimate(client_for: Browser, secretary: Officer) -> None:
    page = province_page(client_for(secretary))
    # 3 of 260 are 1,15 %, 1 of 10 is 10 %, 0: the median is 1,2 %
    assert "6T đầu 2023 3 1 1,2% HTX thành lập mới : +10,0% 0" in page
    assert "6 tháng đầu năm 2023: 3 số ước đã thay" in page
    assert "Tổng số HTX HTX 260 257 −3 −1,2%" in page
    assert "HTX giải thể HTX 2 2 0 0,0%" in page


@pytest.mark.usefixtures("replaced")
def test_cells_link_to_the_form(client_for: Browser, secretary: Officer) -> None:
    page = client_for(secretary).get("/provinces/hau-giang/").content.decode()
    assert '<a href="/entry/2023-H1/hau-giang/#coop-new">HTX thành lập mới</a>' in page


def test_remaining_estimates_are_counted(
    client_for: Browser, secretary: Officer, replaced: Submission
) -> None:
    replaced.figures.filter(indicator__code="group.new").update(is_estimate=True)
    assert "+10,0% 1" in province_page(client_for(secretary))


def test_province_without_estimates_says_so(
    client_for: Browser,
    secretary: Officer,
    indicators: dict[str, Indicator],
    period: Period,
    hau_giang: Province,
) -> None:
    make_reported(period, hau_giang, secretary, RIGHT)
    assert "Tỉnh chưa có số ước nào." in province_page(client_for(secretary))


def test_estimates_of_unaccepted_figures_are_hidden_from_others(
    client_for: Browser, officer_ct: Officer, secretary: Officer, replaced: Submission
) -> None:
    Submission.objects.filter(pk=replaced.pk).update(state="submitted")
    assert "260" in province_page(client_for(secretary))
    assert "260" not in province_page(client_for(officer_ct))


def test_draft_of_a_reopened_half_year_is_no_final_number(
    client_for: Browser, officer_ct: Officer, replaced: Submission
) -> None:
    assert "Số chính thức so với số ước" in province_page(client_for(officer_ct))
    Submission.objects.filter(pk=replaced.pk).update(state="returned", keeps_accepted=True, version=99)
    page = province_page(client_for(officer_ct))
    assert "Tỉnh chưa có số ước nào." in page
    assert "260" not in page


def test_queries_do_not_grow_with_the_estimates(
    client_for: Browser,
    secretary: Officer,
    replaced: Submission,
    cluster: Cluster,
    django_assert_max_num_queries: Callable,
) -> None:
    client = client_for(secretary)
    with django_assert_max_num_queries(100) as few:
        province_page(client)
    earlier = make_reported(make_period(cluster, "2022-H2"), replaced.province, secretary, RIGHT)
    for code in RIGHT:
        replace(earlier, code, "1")
    with django_assert_max_num_queries(len(few)):
        province_page(client)


# Other pages, and the paper


@pytest.mark.usefixtures("replaced")
def test_indicator_page_shows_replaced_estimates(client_for: Browser, officer_ct: Officer) -> None:
    page = text_of(client_for(officer_ct).get("/dashboard/2023-H1/indicators/coop.total/"))
    assert "Số ước đã gửi 260, số chính thức 257: −3 (−1,2%)." in page


def test_total_with_an_estimate_is_labelled(
    client_for: Browser, secretary: Officer, replaced: Submission
) -> None:
    client = client_for(secretary)
    assert " ước" not in text_of(client.get("/dashboard/2023-H1/"))
    replaced.figures.filter(indicator__code="coop.total").update(is_estimate=True)
    Submission.objects.filter(pk=replaced.pk).update(version=99)  # as every service does
    page = text_of(client.get("/dashboard/2023-H1/"))
    assert "1/7 tỉnh, có số ước" in page
    assert "257 ước" in page
    assert "257 ước" in text_of(client.get("/dashboard/2023-H1/indicators/coop.total/"))


def test_some_estimates_are_marked_singly_in_the_appendix(period: Period, replaced: Submission) -> None:
    replaced.figures.filter(indicator__code="coop.total").update(is_estimate=True)
    text = words(typeset(draft(Conference.objects.of(period), officer=None)))
    assert "ư 257" in text
    assert "“ư” trước một số là số ước thực hiện" in text
    assert "ư 11" not in text


def test_province_whose_figures_are_all_estimates_is_marked_once(
    period: Period, replaced: Submission
) -> None:
    Submission.objects.filter(pk=replaced.pk).update(is_estimate=True)
    document = draft(Conference.objects.of(period), officer=None)
    text = words(typeset(document))
    table, legend, _rest = text.partition("(ước) là số ước thực hiện")
    assert legend
    assert "(ước)" in table, "over its column"
    assert "ư 257" not in text
    assert not Figure.objects.filter(is_estimate=True).exists()


def test_report_signed_before_estimates_were_marked_still_prints(
    period: Period, replaced: Submission
) -> None:
    document = draft(Conference.objects.of(period), officer=None)
    for province in document["provinces"]:
        del province["estimate"]
    for section in document["sections"]:
        for row in section["indicators"]:
            del row["estimates"]
    assert "Phụ lục I" in words(typeset(document))


# After a merger


@pytest.fixture
def merged(
    indicators: dict[str, Indicator], cluster: Cluster, provinces: dict[str, Province], secretary: Officer
) -> Province:
    """Hậu Giang and Sóc Trăng estimated before they merged into Cần Thơ, which estimated then."""
    merge_seven(cluster)
    now = Province.objects.get(slug="can-tho-2025")
    first = make_period(cluster, "2025-H1", cut_off_on=dt.date(2025, 6, 30))
    second = make_period(cluster, "2025-H2", cut_off_on=dt.date(2025, 12, 31))
    estimated = {(first, "hau-giang"): "260", (first, "soc-trang"): "250", (second, "can-tho-2025"): "258"}
    for (period, slug), estimate in estimated.items():
        province = now if slug == now.slug else provinces[slug]
        replace(make_reported(period, province, secretary, RIGHT), "coop.total", estimate)
    Figure.objects.filter(submission__province__slug="soc-trang", indicator__code="union.total").update(
        is_estimate=True
    )
    return now


def test_merged_province_shows_the_estimates_of_those_it_was_made_of(
    client_for: Browser, secretary: Officer, merged: Province
) -> None:
    page = province_page(client_for(secretary), merged.slug)
    assert "6T cuối 2025 Cần Thơ 1 0 0,4%" in page
    assert "6T đầu 2025 Hậu Giang (đến 30/6/2025) 1 0 1,2%" in page
    assert "6T đầu 2025 Sóc Trăng (đến 30/6/2025) 1 0 2,8% Tổng số HTX : +2,8% 1" in page, "one remains"
    assert "6 tháng đầu năm 2025, Hậu Giang (đến 30/6/2025): 1 số ước đã thay" in page
    html = client_for(secretary).get(f"/provinces/{merged.slug}/").content.decode()
    assert '<a href="/provinces/hau-giang/">Hậu Giang (đến 30/6/2025)</a>' in html
    assert '<a href="/entry/2025-H1/hau-giang/#coop-total">' in html


def test_files_of_a_merged_province_say_whose_estimates_they_list(
    client_for: Browser, secretary: Officer, merged: Province
) -> None:
    for name in ("closeness", "replaced"):
        response = client_for(secretary).get(f"/provinces/{merged.slug}/?_export=csv&_list={name}")
        lines = b"".join(response.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
        assert "Tỉnh, thành phố" in lines[0]
        assert [line.split(",")[1] for line in lines[1:]] == [
            "Cần Thơ",
            "Hậu Giang (đến 30/6/2025)",
            "Sóc Trăng (đến 30/6/2025)",
        ]


@pytest.mark.usefixtures("merged")
def test_page_of_a_former_province_has_its_own_estimates(client_for: Browser, secretary: Officer) -> None:
    page = province_page(client_for(secretary))
    assert "6T đầu 2025 1 0 1,2%" in page
    assert "Sóc Trăng" not in page


@pytest.mark.usefixtures("merged")
def test_estimates_of_former_provinces_are_hidden_until_they_are_accepted(
    client_for: Browser, officer_ct: Officer, secretary: Officer
) -> None:
    Submission.objects.filter(province__slug="hau-giang").update(state="submitted")
    assert "Hậu Giang (đến" in province_page(client_for(secretary), "can-tho-2025")
    assert "Hậu Giang (đến" not in province_page(client_for(officer_ct), "can-tho-2025")

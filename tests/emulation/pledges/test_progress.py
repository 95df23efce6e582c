"""Results against signed pledges, worked out by hand."""

from decimal import Decimal

import pytest
from django.db.models import F

from emulation.pledges.progress import Progress, progress_of
from emulation.scoring.targets import Target
from emulation.year.models import EmulationYear
from figures.submissions.models import Figure
from figures.submissions.yearly import Yearly
from tests.emulation.factories import make_pledge, make_year
from tests.figures.factories import NOT_KNOWN, catalogue_in_small, make_catalogue, make_period, make_reported

NEW, TOTAL = "coop.new", "coop.total"


@pytest.fixture
def contest(cluster, provinces) -> EmulationYear:
    make_catalogue()
    return make_year(cluster, 2023)


def cells(contest) -> dict[tuple[str, str], Progress]:
    table = progress_of(contest)
    assert table is not None
    return {(province.slug, cell.indicator.code): cell for province, row in table.rows for cell in row}


def test_half_a_year_is_compared_with_the_whole_target(contest, cluster, hau_giang, officer_hg):
    make_pledge(contest, hau_giang, officer_hg, {NEW: 20, TOTAL: 260}, "signed")
    period = make_period(cluster, "2023-H1")
    make_reported(period, hau_giang, officer_hg, {NEW: "11", TOTAL: "257"})
    progress = cells(contest)
    flow, stock = progress["hau-giang", NEW], progress["hau-giang", TOTAL]
    assert (flow.value, flow.percent, flow.percent_text, flow.half_year_mark) == (11, 55, "55%", "50%")
    # 257 of 260 is 98,8%; a stock has no mark at half of the year
    assert (stock.value, stock.percent_text, stock.half_year_mark) == (257, "99%", "")
    assert "6 tháng đầu năm" in progress_of(contest).caption


def test_flows_add_up_over_the_year_and_stocks_take_the_last(contest, cluster, hau_giang, officer_hg):
    make_pledge(contest, hau_giang, officer_hg, {NEW: 20, TOTAL: 260}, "signed")
    for slug, new, total in (("2023-H1", "11", "257"), ("2023-H2", "12", "266")):
        make_reported(make_period(cluster, slug), hau_giang, officer_hg, {NEW: new, TOTAL: total})
    progress = cells(contest)
    assert (progress["hau-giang", NEW].value, progress["hau-giang", NEW].percent_text) == (23, "115%")
    assert progress["hau-giang", NEW].width == "100.00%"
    assert progress["hau-giang", TOTAL].value == 266
    assert progress_of(contest).caption == "Kết quả cả năm so với giao ước"


def test_figures_not_accepted_or_not_known_are_missing_and_not_zero(contest, cluster, provinces, officer_hg):
    period = make_period(cluster, "2023-H1")
    for slug, cell, state in (
        ("an-giang", "9", "submitted"),
        ("bac-lieu", NOT_KNOWN, "accepted"),
        ("ca-mau", "0", "accepted"),
    ):
        make_pledge(contest, provinces[slug], officer_hg, {NEW: 20}, "signed")
        make_reported(period, provinces[slug], officer_hg, {NEW: cell}, state)
    progress = cells(contest)
    assert [progress[slug, NEW].value for slug in ("an-giang", "bac-lieu", "ca-mau")] == [None, None, 0]
    assert [progress[slug, NEW].percent_text for slug in ("an-giang", "ca-mau")] == ["", "0%"]


def test_only_signed_pledges_count(contest, provinces, officer_hg):
    make_pledge(contest, provinces["an-giang"], officer_hg, {NEW: 20}, "sent")
    assert progress_of(contest) is None
    make_pledge(contest, provinces["ca-mau"], officer_hg, {NEW: 20}, "signed")
    assert set(cells(contest)) == {("ca-mau", NEW)}


@pytest.mark.parametrize(
    ("value", "target", "text"),
    [(999, 1000, "99%"), (1000, 1000, "100%"), (985, 1000, "99%"), (1, 0, ""), (0, 0, ""), (2, 3, "67%")],
)
def test_less_than_the_target_never_reads_as_100_percent(value, target, text):
    result = Yearly(value=Decimal(value), why_missing="", missing=(), from_halves=(1, 2))
    progress = Progress(catalogue_in_small()[NEW], Target(Decimal(target)), result)
    assert progress.percent_text == text


def test_year_page_shows_progress_to_every_province(
    contest, cluster, hau_giang, officer_hg, officer_ct, client_for
):
    make_pledge(contest, hau_giang, officer_hg, {NEW: 20}, "signed")
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {NEW: "11"})
    page = " ".join(client_for(officer_ct).get("/emulation/2023/").content.decode().split())
    assert "11/20, 55%" in page
    assert "vạch đứng là mốc 50%" in page


def test_total_adds_up_only_members_with_target_and_result(contest, cluster, provinces, officer_hg):
    period = make_period(cluster, "2023-H1")
    for slug, target in (("an-giang", 20), ("bac-lieu", 30), ("ca-mau", 50)):
        make_pledge(contest, provinces[slug], officer_hg, {NEW: target}, "signed")
    for slug, count in (("an-giang", "9"), ("bac-lieu", "16")):
        make_reported(period, provinces[slug], officer_hg, {NEW: count})
    (total,) = progress_of(contest).totals
    # 9 + 16 of 20 + 30; Cà Mau's 50 wait for its figures. Two of seven say nothing of the cluster's percent.
    assert (total.value, total.target_value, total.percent_text) == (25, 50, "")
    assert (total.reported, total.expected, total.is_partial) == (2, 7, True)
    assert progress_of(contest).total_label == "Cộng các đơn vị có số liệu"


def test_total_leaves_out_a_member_that_lacks_a_half_year_others_have(
    contest, cluster, provinces, officer_hg
):
    halves = [make_period(cluster, slug) for slug in ("2023-H1", "2023-H2")]
    for slug, reported in (("an-giang", halves), ("bac-lieu", halves[:1])):
        make_pledge(contest, provinces[slug], officer_hg, {NEW: 20}, "signed")
        for period in reported:
            make_reported(period, provinces[slug], officer_hg, {NEW: "9"})
    (total,) = progress_of(contest).totals
    assert (total.value, total.target_value, total.reported) == (18, 20, 1)
    (until_june,) = progress_of(contest, until=1).totals
    assert (until_june.value, until_june.target_value, until_june.reported) == (18, 40, 2)


def test_summary_of_a_province_and_of_the_cluster(contest, cluster, provinces, officer_hg):
    period = make_period(cluster, "2023-H1")
    for slug, province in provinces.items():
        make_pledge(contest, province, officer_hg, {NEW: 20, TOTAL: 260}, "signed")
        cell = "11" if slug == "hau-giang" else "9"
        make_reported(period, province, officer_hg, {NEW: cell, TOTAL: NOT_KNOWN})
    one = progress_of(contest, [provinces["hau-giang"]])
    assert one.summary == "Hậu Giang, 6 tháng đầu năm: HTX thành lập mới đạt 55% kế hoạch năm."
    # 11 and six times 9, of seven times 20: 46,4 %
    assert (
        progress_of(contest).summary == "Toàn Cụm, 6 tháng đầu năm: HTX thành lập mới đạt 46% kế hoạch năm."
    )
    Figure.objects.filter(submission__province=provinces["ca-mau"]).update(
        answer="unknown", value=None, version=F("version") + 1
    )
    assert progress_of(contest).summary == "", "six of seven are not the cluster"


def test_summary_without_any_result_is_empty(contest, hau_giang, officer_hg):
    make_pledge(contest, hau_giang, officer_hg, {NEW: 20}, "signed")
    assert progress_of(contest).summary == ""

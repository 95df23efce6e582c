"""Progress of pledges on the dashboard and the province's page: at once, and for every reader."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.cache import cache

from emulation.pledges import signing
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from reports.conference.models import Conference
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import typeset
from tests.emulation.factories import make_pledge, make_year
from tests.figures.factories import make_catalogue, make_period, make_reported
from tests.papers.pdf_measure import words

PAGES = [
    "/dashboard/2023-H1/",
    "/dashboard/2023/",
    "/provinces/hau-giang/",
    "/emulation/2023/",
    "/emulation/2023/pledges/hau-giang/",
]


@pytest.fixture
def contest(cluster, hau_giang, officer_hg) -> EmulationYear:
    """2023 with Hậu Giang's accepted first half: 11 new cooperatives."""
    cache.clear()
    make_catalogue()
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "11"})
    return make_year(cluster, 2023)


@pytest.mark.parametrize("page", PAGES)
def test_progress_appears_once_the_pledge_is_signed(
    page, contest, hau_giang, officer_hg, leader_hg, officer_ct, secretary, client_for
):
    pledge = make_pledge(contest, hau_giang, officer_hg, {"coop.new": 20}, "sent")
    client = client_for(officer_ct)
    assert "kế hoạch năm" not in client.get(page).content.decode()
    pledge.state, pledge.signer = "signed", "Lê Văn B"
    pledge.signed_on, pledge.signed_by = dt.date(2023, 1, 5), officer_hg
    pledge.version += 1
    pledge.save()
    html = client.get(page).content.decode()
    assert "11/20, 55%" in html
    assert "Hậu Giang: HTX thành lập mới đạt 55% kế hoạch năm." in html
    change = signing.propose_change(
        pledge=pledge,
        indicator=Indicator.objects.get(code="coop.new"),
        value=Decimal(22),
        reason="Hạn mặn.",
        seen=pledge.version,
        by=secretary,
    )
    assert "11/20, 55%" in client.get(page).content.decode()
    signing.answer_change(change=change, is_agreed=True, by=leader_hg)
    html = client.get(page).content.decode()
    assert "11/22, 50%" in html
    assert "ký 20, điều chỉnh ngày" in html


def test_pledge_of_another_year_is_not_on_the_dashboard(contest, cluster, hau_giang, officer_hg, client_for):
    make_pledge(make_year(cluster, 2022), hau_giang, officer_hg, {"coop.new": 20}, "signed")
    client = client_for(officer_hg)
    assert "Thực hiện giao ước" not in client.get("/dashboard/2023-H1/").content.decode()
    # the province's own page shows the latest one that it signed
    assert "…</span>" in client.get("/provinces/hau-giang/").content.decode()


def test_pages_of_half_years_tell_progress_as_of_their_end(
    contest, cluster, hau_giang, officer_hg, officer_ct, client_for
):
    make_pledge(contest, hau_giang, officer_hg, {"coop.new": 20}, "signed")
    make_reported(make_period(cluster, "2023-H2"), hau_giang, officer_hg, {"coop.new": "5"})
    client = client_for(officer_ct)
    assert "11/20, 55%" in client.get("/dashboard/2023-H1/").content.decode()
    for page in ("/dashboard/2023-H2/", "/dashboard/2023/"):
        assert "16/20, 80%" in client.get(page).content.decode()


def test_report_names_the_cluster_once_all_members_have_results(contest, cluster, provinces, officer_hg):
    period = Period.objects.get()
    for slug, province in provinces.items():
        make_pledge(contest, province, officer_hg, {"coop.new": 20}, "signed")
        if slug != "hau-giang":
            make_reported(period, province, officer_hg, {"coop.new": "10"})
    text = words(typeset(report_document(Conference.objects.of(period))))
    # 11 of Hậu Giang and six times 10, of seven times 20: 50,7 %
    assert "toàn Cụm đạt: HTX thành lập mới 71/140 (51%)." in text


def test_first_half_report_counts_only_that_half(contest, cluster, provinces, officer_hg):
    for slug in ("an-giang", "hau-giang"):
        make_pledge(contest, provinces[slug], officer_hg, {"coop.new": 20}, "signed")
    conference = Conference.objects.of(Period.objects.get())
    make_reported(make_period(cluster, "2023-H2"), provinces["hau-giang"], officer_hg, {"coop.new": "12"})
    text = words(typeset(report_document(conference)))
    # An Giang reported nothing, so its target does not count, and the rest is not the cluster's result.
    assert "toàn Cụm đạt" not in text
    assert "Cộng các đơn vị có số liệu 11/20 (1/7)" in text
    assert "Bảng 1. Kết quả 6 tháng đầu năm so với giao ước cả năm" in text
    assert "An Giang …/20" in text


def test_report_without_signed_pledges_has_no_such_part(contest):
    document = report_document(Conference.objects.of(Period.objects.get()))
    assert document["pledges"] is None
    assert "giao ước" not in words(typeset(document))
    del document["pledges"]  # as a report that was signed before there were any
    assert typeset(document)

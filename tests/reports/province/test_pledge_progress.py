"""Progress of pledges on the dashboard and the province's page: at once, and for every reader."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import timezone

from emulation.pledges import signing
from emulation.pledges.models import Pledge
from emulation.pledges.progress import progress_of
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.models import Period
from reports.conference.models import Conference
from reports.conference.publication.services import publish_report
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import typeset
from tests.emulation.factories import make_criterion, make_pledge, make_sheet, make_year
from tests.figures.factories import NOT_KNOWN, make_catalogue, make_figure, make_period, make_reported
from tests.figures.pages import text_of
from tests.papers.pdf_measure import words
from vietnamese.dates import format_date

PAGES = [
    "/dashboard/2023-H1/",
    "/dashboard/2023/",
    "/provinces/hau-giang/",
    "/emulation/2023/",
    "/emulation/2023/pledges/hau-giang/",
]
PARTS = ("scores", "results")  # of the year, where points come from the target


def today_in_words() -> str:
    return format_date(timezone.localdate())


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
    assert "Hậu Giang, 6 tháng đầu năm: HTX thành lập mới đạt 55% kế hoạch năm." in html
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


@pytest.fixture
def changed(contest, hau_giang, officer_hg, leader_hg, secretary) -> Pledge:
    """Signed with 20, and changed to 18; a criterion counts it, and Hậu Giang's self-score is sent."""
    pledge = make_pledge(contest, hau_giang, officer_hg, {"coop.new": 20}, "signed")
    indicator = Indicator.objects.get(code="coop.new")
    make_criterion(contest, "Theo giao ước", kind="pledged", numerator=indicator, maximum=Decimal(10))
    contest.rules_locked_at = timezone.now()
    contest.save()
    make_sheet(contest, hau_giang, sent_by=leader_hg)
    change = signing.propose_change(
        pledge=pledge,
        indicator=indicator,
        value=Decimal(18),
        reason="Hạn.",
        seen=pledge.version,
        by=secretary,
    )
    signing.answer_change(change=change, is_agreed=True, by=leader_hg)
    return pledge


@pytest.mark.parametrize(
    "page", [*PAGES, "/emulation/2023/pledges/", *(f"/emulation/2023/{part}/hau-giang/" for part in PARTS)]
)
def test_page_with_a_changed_target_shows_what_was_signed(page, changed, secretary, client_for):
    text = client_for(secretary).get(page).content.decode()
    assert "18" in text
    assert f"ký 20, điều chỉnh ngày {today_in_words()}" in text


def test_file_with_a_changed_target_holds_what_was_signed(changed, secretary, client_for):
    client, today = client_for(secretary), timezone.localdate().isoformat()
    progress = b"".join(client.get("/emulation/2023/?_export=csv&_list=progress").streaming_content).decode()
    assert f"18,20,{today},11" in progress
    listed = client.get("/emulation/2023/pledges/?_export=csv&_list=targets")
    heads, row, *_others = csv.reader(b"".join(listed.streaming_content).decode("utf-8-sig").splitlines())
    values = dict(zip(heads, row, strict=True))
    assert (values["Hậu Giang"], values["Hậu Giang, số đã ký"]) == ("18", "20")
    assert values["Hậu Giang, ngày điều chỉnh"] == today


def test_report_with_a_changed_target_says_what_was_signed(changed, head, secretary, client_for):
    period = Period.objects.get()
    assert f"11/18 (61%) (ký 20, điều chỉnh ngày {today_in_words()})" in words(
        typeset(report_document(Conference.objects.of(period)))
    )
    publish_report(period=period, number=5, signed_on=dt.date(2023, 7, 20), seen=0, by=head)
    file = client_for(secretary).get("/conference/2023-H1/figures.csv")
    text = b"".join(file.streaming_content).decode("utf-8-sig")
    rows = {row["Chỉ tiêu"]: row["Hậu Giang"] for row in csv.DictReader(io.StringIO(text))}
    assert rows["Giao ước năm 2023: HTX thành lập mới"] == "18"
    assert (
        rows["Điều chỉnh giao ước năm 2023: HTX thành lập mới"]
        == f"ký 20, điều chỉnh ngày {today_in_words()}"
    )


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


def test_half_year_is_marked_where_others_have_the_year(contest, cluster, provinces, officer_hg, client_for):
    first, last = Period.objects.get(), make_period(cluster, "2023-H2")
    for slug, province in provinces.items():
        make_pledge(contest, province, officer_hg, {"coop.new": 20}, "signed")
        if slug != "hau-giang":
            make_reported(first, province, officer_hg, {"coop.new": "10"})
    progress = "Toàn Cụm, 6 tháng đầu năm: HTX thành lập mới đạt 51% kế hoạch năm."
    assert progress in text_of(client_for(officer_hg).get("/dashboard/2023-H2/"))
    printed = words(typeset(report_document(Conference.objects.of(first))))
    assert "thi đua, 6 tháng đầu năm toàn Cụm đạt: HTX thành lập mới 71/140 (51%)." in printed
    make_reported(last, provinces["hau-giang"], officer_hg, {"coop.new": "9"})
    printed = words(typeset(report_document(Conference.objects.of(last))))
    assert "Hậu Giang 20/20 (100%)" in printed
    assert "An Giang 10/20 (50%; 6T đầu)" in printed
    assert "Cộng các đơn vị có số liệu cùng kỳ 20/20 (1/7)" in printed


def test_half_year_of_one_indicator_is_marked_in_sentences(contest, cluster, hau_giang, officer_hg):
    first, last = Period.objects.get(), make_period(cluster, "2023-H2")
    make_pledge(contest, hau_giang, officer_hg, {"coop.new": 20, "coop.dissolved": 4}, "signed")
    first_half = first.submissions.get(province=hau_giang)
    make_figure(first_half, Indicator.objects.get(code="coop.dissolved"), officer_hg, "1")
    make_reported(last, hau_giang, officer_hg, {"coop.new": "9", "coop.dissolved": NOT_KNOWN})
    summary = progress_of(contest, [hau_giang]).summary
    assert "đạt 100%" in summary
    assert "HTX giải thể đạt 25% (6T đầu)" in summary


def test_report_without_signed_pledges_has_no_such_part(contest):
    document = report_document(Conference.objects.of(Period.objects.get()))
    assert document["pledges"] is None
    assert "giao ước" not in words(typeset(document))
    del document["pledges"]  # as a report that was signed before there were any
    assert typeset(document)

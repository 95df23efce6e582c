"""The dashboard, for every reader and at every stage of a half-year."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.models import Figure, Submission
from figures.workflow import reopening
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from reports.dashboard.page import assemble
from reports.summary.reporting_spans import get_span
from tests.factories import make_province
from tests.figures.factories import RIGHT, entries, make_period, make_reported, make_submission

Browser = Callable[[Officer], Client]


def text_of(client: Client, address: str = "/dashboard/2023-H1/") -> str:
    """The page's text, with single spaces."""
    response = client.get(address)
    assert response.status_code == 200
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    words = re.sub(r"<(script|title)\b.*?</\1>", " ", main[0], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", words)).split())


def test_page_without_periods_explains_the_first_step(client_for: Browser, secretary: Officer) -> None:
    assert "Chưa có kỳ báo cáo nào được mở." in text_of(client_for(secretary), "/")


def test_open_period_without_figures_says_how_many_have_not_sent(
    client_for: Browser,
    secretary: Officer,
    indicators: dict[str, Indicator],
    period: Period,
    provinces: dict[str, Province],
) -> None:
    page = text_of(client_for(secretary), "/")

    assert "Chưa có số liệu của 6 tháng đầu năm 2023." in page
    assert "0/7 tỉnh đã gửi. Chưa gửi: 07 tỉnh." in page


def test_home_is_the_newest_period_with_accepted_figures(
    client_for: Browser, secretary: Officer, seven: list[Submission], cluster: Cluster, an_giang: Province
) -> None:
    later = make_period(cluster, "2023-H2")
    make_reported(later, an_giang, secretary, {"coop.total": "101"}, "submitted")

    assert "<h1>6 tháng đầu năm 2023</h1>" in client_for(secretary).get("/").content.decode()


def test_administrator_goes_to_the_administration(client_for: Browser, administrator: Officer) -> None:
    response = client_for(administrator).get("/")

    assert response.status_code == 302
    assert response["Location"] == reverse("admin:index")


def test_administrator_has_no_dashboard(
    client_for: Browser, administrator: Officer, seven: list[Submission]
) -> None:
    assert client_for(administrator).get("/dashboard/2023-H1/").status_code == 403


def test_total_has_its_coverage(client_for: Browser, secretary: Officer, seven: list[Submission]) -> None:
    page = text_of(client_for(secretary))

    assert "700 hợp tác xã" in page
    assert "đã chấp nhận 700 tạm tính 0 chưa có số: 0 tỉnh" in page
    assert "7/7 tỉnh đã gửi, đã chấp nhận tất cả." in page


def test_single_province_is_compared_only_with_itself(
    client_for: Browser,
    secretary: Officer,
    seven: list[Submission],
    cluster: Cluster,
    an_giang: Province,
) -> None:
    make_reported(make_period(cluster, "2023-H2"), an_giang, secretary, {"coop.total": "110"})
    page = text_of(client_for(secretary), "/dashboard/2023-H2/")

    assert "1/7 tỉnh" in page
    assert "đầu kỳ 700" not in page  # 700 does not roll forward to 110
    assert "so với kỳ trước (so 1/7 tỉnh) +10 +10,0%" in page
    assert "chưa có số: 6 tỉnh" in page
    assert "−8" not in page  # 110 of 700 is no fall of 84 %


def test_unknown_figures_are_named_as_missing(
    client_for: Browser, secretary: Officer, seven: list[Submission]
) -> None:
    assert "Còn thiếu số của 1 chỉ tiêu THT chấm dứt hoạt động 0/7 tỉnh" in text_of(client_for(secretary))


@pytest.fixture
def in_every_state(
    indicators: dict[str, Indicator], period: Period, provinces: dict[str, Province], secretary: Officer
) -> None:
    """A distinct figure for each province, in each workflow state."""
    for (slug, state), number in zip(
        {
            "an-giang": "accepted",
            "ca-mau": "approved",
            "can-tho": "submitted",
            "hau-giang": "submitted",
            "soc-trang": "draft",
        }.items(),
        ("10001", "20002", "30003", "40004", "50005"),
        strict=True,
    ):
        make_reported(period, provinces[slug], secretary, {"coop.total": number}, state)


@pytest.mark.usefixtures("in_every_state")
def test_province_never_sees_unaccepted_figures_of_others(
    client_for: Browser, officer_hg: Officer, leader_hg: Officer
) -> None:
    for officer in (officer_hg, leader_hg):
        page = client_for(officer).get("/dashboard/2023-H1/").content.decode()
        words = text_of(client_for(officer))
        assert "50.005 hợp tác xã" in words  # 10.001 + 40.004
        assert "10.001" in words
        for number in ("20002", "20.002", "30003", "30.003"):
            assert number not in page
        assert "/entry/2023-H1/can-tho/" not in page


@pytest.mark.usefixtures("in_every_state")
def test_cluster_sees_sent_figures_and_no_drafts(
    client_for: Browser, secretary: Officer, observer: Officer, head: Officer, deputy: Officer
) -> None:
    for officer in (secretary, observer, head, deputy):
        page = text_of(client_for(officer))
        assert "100.010 hợp tác xã" in page
        assert "50.005" not in page


@pytest.mark.usefixtures("in_every_state")
def test_accepted_only_leaves_out_provisional_figures(client_for: Browser, secretary: Officer) -> None:
    page = text_of(client_for(secretary), "/dashboard/2023-H1/?scope=accepted")

    assert "10.001 hợp tác xã" in page
    assert "20.002" not in page


@pytest.mark.usefixtures("in_every_state")
def test_cached_page_is_not_shared_by_readers_with_other_rights(
    client_for: Browser, secretary: Officer, officer_hg: Officer, officer_ct: Officer
) -> None:
    assert "100.010 hợp tác xã" in text_of(client_for(secretary))
    assert "50.005 hợp tác xã" in text_of(client_for(officer_hg))
    assert "40.004 hợp tác xã" in text_of(client_for(officer_ct))


@pytest.mark.usefixtures("in_every_state")
def test_review_link_is_for_officers_who_run_the_cluster(
    client_for: Browser, secretary: Officer, observer: Officer, officer_hg: Officer
) -> None:
    link = 'href="/review/2023-H1/">Kiểm tra từng tỉnh'

    assert link in client_for(secretary).get("/dashboard/2023-H1/").content.decode()
    for officer in (observer, officer_hg):
        assert link not in client_for(officer).get("/dashboard/2023-H1/").content.decode()


def test_numbers_link_to_their_cells(
    client_for: Browser, secretary: Officer, seven: list[Submission]
) -> None:
    page = client_for(secretary).get("/dashboard/2023-H1/").content.decode()

    assert '<a href="/entry/2023-H1/an-giang/#coop-total">100</a>' in page
    assert '<a href="/provinces/an-giang/?period=2023-H1">An Giang</a>' in page


def test_page_is_fresh_in_the_request_after_a_change(
    client_for: Browser,
    secretary: Officer,
    indicators: dict[str, Indicator],
    period: Period,
    provinces: dict[str, Province],
    officer_hg: Officer,
    leader_hg: Officer,
) -> None:
    reader, address = client_for(secretary), "/dashboard/2023-H1/"
    assert "Chưa có số liệu" in text_of(reader, address)

    submission = entry_services.start(period=period, province=provinces["hau-giang"], by=officer_hg)
    entry_services.save_cells(submission=submission, entries=entries(RIGHT), by=officer_hg)
    assert "0/7 tỉnh đã gửi" in text_of(reader, address)

    workflow_services.submit(submission=submission, by=officer_hg)
    page = text_of(reader, address)
    assert "257 hợp tác xã" in page
    assert "đã chấp nhận 0 tạm tính 257" in page

    workflow_services.approve(submission=submission, by=leader_hg)
    assert "Đã duyệt" in text_of(reader, address)

    workflow_services.accept(submission=submission, by=secretary)
    assert "đã chấp nhận 257 tạm tính 0" in text_of(reader, address)


def test_page_is_fresh_after_the_catalogue_or_a_date_changed(
    client_for: Browser, secretary: Officer, seven: list[Submission], period: Period
) -> None:
    reader = client_for(secretary)
    text_of(reader)
    Indicator.objects.filter(code="coop.charter_capital").update(label="Vốn góp theo điều lệ")
    assert "Vốn góp theo điều lệ" in text_of(reader)
    Period.objects.update(due_on=dt.date(2023, 7, 4))
    assert "Hạn gửi 04/7/2023" in text_of(reader)
    Province.objects.filter(slug="an-giang").update(name="An Giang mới")
    assert "An Giang mới" in text_of(reader)
    PublishedFigure.objects.create(
        period=period, indicator=Indicator.objects.get(code="coop.total"), value=701, source="Hội nghị"
    )
    assert "0/1 chỉ tiêu của cụm khớp" in text_of(reader)


def test_unchanged_page_comes_from_the_cache(
    client_for: Browser, secretary: Officer, seven: list[Submission]
) -> None:
    reader = client_for(secretary)
    with CaptureQueriesContext(connection) as first:
        text_of(reader)
    with CaptureQueriesContext(connection) as second:
        text_of(reader)

    assert len(second) < len(first)
    # With a join: the count in the menu reads cells too, to see which may be approved.
    cells_are_read = [
        any('FROM "figures_figure" INNER' in q["sql"] for q in page) for page in (first, second)
    ]
    assert cells_are_read == [True, False]


def test_queries_do_not_grow_with_the_rows(
    client_for: Browser,
    secretary: Officer,
    cluster: Cluster,
    indicators: dict[str, Indicator],
    period: Period,
    an_giang: Province,
) -> None:
    def queries_needed() -> int:
        with CaptureQueriesContext(connection) as queries:
            text_of(client_for(secretary))
        return len(queries)

    make_reported(period, an_giang, secretary, {"coop.total": "100"})
    few = queries_needed()
    earlier = [make_period(cluster, slug) for slug in ("2022-H2", "2022-H1")]
    for number in range(20):
        province = make_province(f"tinh-{number}", f"Tỉnh {number}", cluster=cluster, code=f"{100 + number}")
        for each in (period, *earlier):
            make_reported(each, province, secretary, {code: "1" for code in RIGHT if code != "group.ended"})
    assert queries_needed() == few


def test_late_and_returned_reports_are_labelled(
    client_for: Browser,
    secretary: Officer,
    officer_hg: Officer,
    leader_hg: Officer,
    indicators: dict[str, Indicator],
    period: Period,
    provinces: dict[str, Province],
) -> None:
    submission = entry_services.start(period=period, province=provinces["hau-giang"], by=officer_hg)
    entry_services.save_cells(submission=submission, entries=entries(RIGHT), by=officer_hg)
    workflow_services.submit(submission=submission, by=officer_hg)
    workflow_services.approve(submission=submission, by=leader_hg)
    workflow_services.send_back(
        submission=submission,
        cells={indicators["coop.new"]: "", indicators["coop.total"]: ""},
        reason="Chưa khớp sổ",
        by=secretary,
    )
    Submission.objects.update(first_submitted_at=dt.datetime(2023, 7, 9, 3, tzinfo=dt.UTC))
    Submission.objects.update(version=100)
    page = text_of(client_for(secretary))

    assert "0/7 tỉnh đã gửi. Chưa gửi: 06 tỉnh. Gửi chậm: Hậu Giang. Trả lại: Hậu Giang." in page
    assert "Đúng hạn 0/7 tỉnh" in page


def test_estimates_are_labelled(client_for: Browser, secretary: Officer, seven: list[Submission]) -> None:
    Submission.objects.update(is_estimate=True, version=1)

    assert "Số ước thực hiện đến ngày 30/6/2023." in text_of(client_for(secretary))


def test_estimates_are_labelled_as_they_were_accepted_while_the_draft_is_final(
    client_for: Browser, secretary: Officer, seven: list[Submission]
) -> None:
    Submission.objects.update(is_estimate=True, version=1)
    reopened = Submission.objects.get(pk=seven[0].pk)
    reopening.reopen(submission=reopened, reason="x", until=timezone.localdate(), by=secretary)
    Submission.objects.filter(pk=reopened.pk).update(is_estimate=False, version=9)

    assert "Số ước thực hiện đến ngày 30/6/2023." in text_of(client_for(secretary))


def test_half_year_with_final_numbers_is_only_partly_an_estimate(
    client_for: Browser, secretary: Officer, seven: list[Submission]
) -> None:
    Submission.objects.exclude(pk=seven[0].pk).update(is_estimate=True, version=1)

    assert "Số liệu đến ngày 30/6/2023, một phần là số ước thực hiện." in text_of(client_for(secretary))


def test_reopened_half_year_waits_for_acceptance_only_once_it_is_sent_again(
    client_for: Browser, secretary: Officer, seven: list[Submission]
) -> None:
    reopened = seven[0]
    reopening.reopen(submission=reopened, reason="x", until=timezone.localdate(), by=secretary)
    words = "6/7 tỉnh đã gửi, đã chấp nhận tất cả. Đang sửa số đã chấp nhận: An Giang."
    assert words in text_of(client_for(secretary))

    Submission.objects.filter(pk=reopened.pk).update(state="submitted", version=9)
    words = "7/7 tỉnh đã gửi, đã chấp nhận tất cả. Đã gửi lại, chờ chấp nhận: An Giang."
    assert words in text_of(client_for(secretary))


def test_illustrative_split_of_a_published_total_is_marked_as_such(
    client_for: Browser, secretary: Officer, seven: list[Submission], period: Period
) -> None:
    Figure.objects.update(is_illustrative=True)
    PublishedFigure.objects.create(
        period=period, indicator=Indicator.objects.get(code="coop.total"), value=700, source="Hội nghị sơ kết"
    )
    page = client_for(secretary).get("/dashboard/2023-H1/").content.decode()

    assert "Trang có số liệu minh họa." in page
    assert '<span class="number"><a href="/dashboard/2023-H1/indicators/coop.total/">700</a></span>' in page
    assert 'class="illustrative num"><a href="/entry/2023-H1/an-giang/#coop-total">100</a>' in page
    assert "1/1 chỉ tiêu của cụm khớp số công bố." in page


@pytest.mark.parametrize(("published", "opened"), [(700, "<details>"), (701, "<details open>")])
def test_comparison_with_published_totals_is_open_where_they_differ(
    client_for: Browser,
    secretary: Officer,
    seven: list[Submission],
    period: Period,
    published: int,
    opened: str,
) -> None:
    PublishedFigure.objects.create(
        period=period, indicator=Indicator.objects.get(code="coop.total"), value=published, source="Hội nghị"
    )
    page = client_for(secretary).get("/dashboard/2023-H1/").content.decode()

    assert re.search(rf"{opened}\s*<summary>Xem bảng đối chiếu</summary>", page)


def test_real_figures_have_no_ribbon(
    client_for: Browser, secretary: Officer, seven: list[Submission]
) -> None:
    assert "minh họa" not in text_of(client_for(secretary))


def test_year_shows_flows_added_and_links_to_both_halves_cells(
    client_for: Browser,
    secretary: Officer,
    cluster: Cluster,
    indicators: dict[str, Indicator],
    an_giang: Province,
) -> None:
    for slug, total, new in (("2023-H1", "257", "11"), ("2023-H2", "260", "9")):
        make_reported(make_period(cluster, slug), an_giang, secretary, {"coop.total": total, "coop.new": new})
    page = client_for(secretary).get("/dashboard/2023/").content.decode()

    assert '<a href="/dashboard/2023/indicators/coop.total/#an-giang">260</a>' in page
    assert '<a href="/dashboard/2023/indicators/coop.new/#an-giang">20</a>' in page


def test_period_picker_redirects_to_the_period_and_keeps_the_scope(
    client_for: Browser, secretary: Officer, seven: list[Submission]
) -> None:
    response = client_for(secretary).get("/", {"period": "2023", "scope": "accepted"})

    assert response["Location"] == "/dashboard/2023/?scope=accepted"
    assert client_for(secretary).get("/", {"period": "2031-H1"}).status_code == 404


@pytest.mark.parametrize("slug", ["2031-H1", "2023-H3", "x", "<script>"])
def test_unknown_period_is_not_found(client_for: Browser, secretary: Officer, slug: str) -> None:
    assert client_for(secretary).get(f"/dashboard/{slug}/").status_code == 404


def test_names_are_escaped(
    client_for: Browser,
    secretary: Officer,
    cluster: Cluster,
    indicators: dict[str, Indicator],
    period: Period,
) -> None:
    name = "<b>A & \"B\"</b> #$*@\\ <script>alert('x')</script>"
    province = make_province("la", name, cluster=cluster)
    make_reported(period, province, secretary, {"coop.total": "5", "coop.charter_capital": "10"})
    page = client_for(secretary).get("/dashboard/2023-H1/").content.decode()

    assert "<b>A" not in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;A &amp; &quot;B&quot;&lt;/b&gt; #$*@\\ &lt;script&gt;alert" in page


def test_page_has_nothing_inline(client_for: Browser, secretary: Officer, seven: list[Submission]) -> None:
    page = client_for(secretary).get("/dashboard/2023-H1/").content.decode()

    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", page)
    assert all(
        "src=" in tag or 'type="application/json"' in tag for tag in re.findall(r"<script[^>]*>", page)
    )


def test_roll_forward_explains_the_total(
    seven: list[Submission], cluster: Cluster, provinces: dict[str, Province], secretary: Officer
) -> None:
    later = make_period(cluster, "2023-H2")
    for province in provinces.values():
        make_reported(
            later, province, secretary, {"coop.total": "103", "coop.new": "5", "coop.dissolved": "2"}
        )
    periods = list(Period.objects.all())
    page = assemble(get_span("2023-H2"), periods=periods, officer=secretary)

    assert page.roll_forward is not None
    assert (page.roll_forward.opening, page.roll_forward.computed, page.roll_forward.gap) == (700, 721, 0)
    assert [(flow.sign, flow.label, flow.total.value) for flow in page.flows] == [
        ("+", "thành lập mới", 35),
        ("−", "giải thể", 14),
    ]


def test_draft_of_another_province_counts_as_not_sent(
    client_for: Browser,
    officer_hg: Officer,
    indicators: dict[str, Indicator],
    period: Period,
    can_tho: Province,
) -> None:
    make_submission(period, can_tho, "draft")

    assert "0/7 tỉnh đã gửi. Chưa gửi: 07 tỉnh." in text_of(client_for(officer_hg))

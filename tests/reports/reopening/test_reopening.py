"""Reopening an accepted half-year: what rests on it and stays until it is accepted again; then the form."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation.pledges.progress import progress_of
from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.sheet.loading import load_sheet
from figures.submissions.accepted_models import AcceptedFigure
from figures.submissions.models import Figure, Submission
from figures.workflow import reopening
from figures.workflow import services as workflow
from reports.conference.models import Conference
from reports.conference.publication.services import publish_report
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import paragraphs
from reports.reopening.effects import effect_of
from tests.emulation.factories import make_pledge, make_year
from tests.figures.factories import (
    NOT_APPLICABLE,
    RIGHT,
    entries,
    make_explained,
    make_period,
    make_reported,
    make_submission,
)
from tests.figures.pages import text_of
from vietnamese.dates import format_date
from web.expired_forms import signature_of

ADDRESS = "/review/2023-H1/hau-giang/reopen/"


@pytest.fixture
def secretary_client(client_for, secretary) -> Client:
    return client_for(secretary)


@pytest.fixture
def accepted(indicators, period, provinces, secretary) -> Submission:
    """Hậu Giang's half-year beside An Giang's, which has the same numbers; both are accepted."""
    make_reported(period, provinces["an-giang"], secretary, RIGHT)
    return make_reported(period, provinces["hau-giang"], secretary, RIGHT)


def fields(client: Client, **more: str) -> dict[str, str]:
    """The data that the page's form posts."""
    version = client.get(ADDRESS).context["form"]["seen"].value()
    until = format_date(timezone.localdate() + dt.timedelta(days=7))
    return {"reason": "Sửa số HTX.", "until": until, "seen": str(version)} | more


def totals() -> dict[str, dict[str, object]]:
    out = StringIO()
    call_command("cluster_totals", "2023-H1", "--accepted-only", stdout=out)
    return json.loads(out.getvalue())


def test_totals_that_rest_on_the_province_are_listed_with_its_part(accepted):
    resting = {r.indicator.code: (r.total.value, r.cell.value) for r in effect_of(accepted).totals}
    assert resting["coop.total"] == (514, 257)
    assert resting["union.total"] == (8, 4)
    assert resting["coop.capital_per_coop"] == (1000, 1000), "a ratio of both provinces' terms"
    assert "group.ended" not in resting, "neither province knows it"


def test_cells_and_totals_are_written_as_on_every_page(
    secretary_client, indicators, period, provinces, secretary
):
    estimated = make_reported(
        period, provinces["an-giang"], secretary, RIGHT | {"coop.digital": "7", "coop.profit": NOT_APPLICABLE}
    )
    own = {"coop.digital": NOT_APPLICABLE, "coop.profit": NOT_APPLICABLE}
    make_reported(period, provinces["hau-giang"], secretary, RIGHT | own)
    estimated.figures.filter(indicator__code="coop.digital").update(is_estimate=True)
    page_text = text_of(secretary_client.get(ADDRESS))
    assert "HTX chuyển đổi số HTX 7 ước 2/7 × không áp dụng" in page_text
    assert "Lãi của HTX triệu đồng … chưa có số liệu 2/7 × không áp dụng" in page_text


def test_sentences_and_notes_of_the_report_that_rest_on_the_province(accepted, secretary, provinces):
    later = make_reported(accepted.period, provinces["soc-trang"], secretary, RIGHT)
    for submission, text in ((accepted, "Được mùa. Giá lên."), (later, "Sáp nhập.")):
        make_explained(submission, "coop.profit", text)
    effect = effect_of(accepted)
    assert any("771 HTX" in sentence for sentence in effect.sentences)
    # The other province's note only gets another number.
    assert list(effect.notes) == ["(1) Hậu Giang, Lãi của HTX: Được mùa. Giá lên."]
    assert not any("Được mùa" in sentence or "Sáp nhập" in sentence for sentence in effect.sentences)


def test_charts_that_rest_on_the_province_are_listed(accepted):
    titles = [chart.title for chart in effect_of(accepted).charts]
    assert "Tổng số HTX: mỗi tỉnh một khung, cùng thang" in titles
    assert "Từng tỉnh so với mức chung của Cụm" in titles


def test_chart_without_figures_of_the_province_is_not_listed(accepted):
    totals = accepted.figures.filter(indicator__code="coop.total")
    accepted.figures.exclude(pk__in=totals.values("pk")).delete()
    names = [chart.name for chart in effect_of(accepted).charts]
    assert "courses" in names
    assert "ratios" not in names


def test_reopening_the_only_province_says_that_the_whole_report_rests_on_it(
    secretary_client, indicators, period, provinces, secretary
):
    make_reported(period, provinces["hau-giang"], secretary, RIGHT)
    page_text = text_of(secretary_client.get(ADDRESS))
    assert "Báo cáo của kỳ chỉ có số liệu của tỉnh này." in page_text
    assert "0 câu" not in page_text


# What stays until the corrected figures are accepted


def test_totals_keep_the_accepted_value_until_the_corrected_one_is_accepted(
    accepted, secretary, officer_hg, leader_hg
):
    """Through every step: reopened, changed, sent, returned, sent again, approved, accepted."""
    before = totals()
    reopening.reopen(submission=accepted, reason="x", until=timezone.localdate(), by=secretary)
    assert totals() == before

    def change(count: str) -> None:
        cells = entries({"coop.total": count, "coop.active": str(int(count) - 26), "coop.new": "13"})
        entry_services.save_cells(submission=accepted, entries=cells, by=officer_hg)

    change("259")
    assert totals() == before
    for step in (workflow.submit, workflow.approve):
        step(submission=accepted, by=officer_hg if step is workflow.submit else leader_hg)
        assert totals() == before
    workflow.send_back(submission=accepted, reason="x", by=secretary)
    assert totals() == before
    workflow.submit(submission=accepted, by=officer_hg)
    workflow.approve(submission=accepted, by=leader_hg)
    workflow.accept(submission=accepted, by=secretary)
    assert (totals()["coop.total"]["value"], totals()["coop.new"]["value"]) == ("516", "24")
    assert not AcceptedFigure.objects.exists(), "nothing is kept that nobody counts"


def test_closing_an_unchanged_reopening_counts_the_same_figures(accepted, secretary):
    before = totals()
    today = timezone.localdate()
    reopening.reopen(submission=accepted, reason="x", until=today, by=secretary)
    assert reopening.close_reopened(on=today + dt.timedelta(days=1)) == [accepted]
    assert totals() == before
    assert not AcceptedFigure.objects.exists()


def test_more_time_keeps_what_was_accepted_and_not_the_draft(accepted, secretary, officer_hg):
    today = timezone.localdate()
    reopening.reopen(submission=accepted, reason="x", until=today, by=secretary)
    entry_services.save_cells(submission=accepted, entries=entries({"coop.total": "999"}), by=officer_hg)
    Submission.objects.filter(pk=accepted.pk).update(reopened_until=today - dt.timedelta(days=1))
    accepted.refresh_from_db()
    reopening.reopen(submission=accepted, reason="y", until=today, by=secretary)
    assert totals()["coop.total"]["value"] == "514"


def test_estimates_stay_marked_while_all_become_final(accepted, secretary, officer_hg):
    """The kept cells are estimates as they were, whatever the draft says by now."""
    Submission.objects.filter(pk=accepted.pk).update(is_estimate=True)
    accepted.refresh_from_db()
    reopening.reopen(submission=accepted, reason="x", until=timezone.localdate(), by=secretary)
    Submission.objects.filter(pk=accepted.pk).update(is_estimate=False)
    assert set(AcceptedFigure.objects.values_list("is_estimate", flat=True)) == {True}


@pytest.mark.parametrize("who", ["secretary", "officer_hg", "officer_ct", "observer"])
def test_pages_show_the_accepted_value_marked_as_being_corrected(
    who, request, client_for, accepted, secretary, officer_hg
):
    reopening.reopen(submission=accepted, reason="x", until=timezone.localdate(), by=secretary)
    entry_services.save_cells(submission=accepted, entries=entries({"coop.total": "999"}), by=officer_hg)
    client = client_for(request.getfixturevalue(who))
    for page in (
        "/dashboard/2023-H1/",
        "/dashboard/2023-H1/?scope=accepted",
        "/dashboard/2023/",
        "/dashboard/2023-H1/indicators/coop.total/",
        "/provinces/hau-giang/",
    ):
        text = text_of(client.get(page))
        assert "257 đang sửa" in text, page
        assert "999" not in text, page
    assert "999" not in client.get("/dashboard/2023-H1/figures.csv").getvalue().decode()


def test_report_keeps_the_accepted_value_and_its_explanation_and_says_so(accepted, secretary, officer_hg):
    make_explained(accepted, "coop.profit", "Được mùa.")
    reopening.reopen(submission=accepted, reason="x", until=timezone.localdate(), by=secretary)
    accepted.figures.filter(indicator__code="coop.profit").update(explanation="Khác.", version=3)
    document = report_document(Conference.objects.of(accepted.period))
    report_text = " ".join(paragraphs(document))
    assert "có 514 HTX (2/7 tỉnh, thành phố)" in report_text
    caution = document["document"]["provisional_note"]
    assert "Số liệu của Hậu Giang đang được sửa; báo cáo này dùng số đã chấp nhận trước" in caution
    assert "Được mùa." in report_text
    assert "Khác." not in report_text


def test_year_pledges_and_opening_keep_the_accepted_value(
    accepted, secretary, cluster, hau_giang, indicators
):
    contest = make_year(cluster, 2023)
    make_pledge(contest, hau_giang, secretary, {"coop.new": 20}, "signed")
    following = make_period(cluster, "2023-H2")
    reopening.reopen(submission=accepted, reason="x", until=timezone.localdate(), by=secretary)
    accepted.figures.filter(indicator__code__in=["coop.new", "coop.total"]).update(value=999, version=9)
    (total,) = progress_of(contest).totals
    assert total.value == 11
    sheet = load_sheet(make_submission(following, hau_giang))
    (closing,) = (row for row in sheet.rows if row.indicator.code == "coop.total")
    assert closing.previous.value == 257


def test_published_reports_with_these_figures_are_listed(secretary_client, accepted, head):
    signed_on = dt.date(2023, 7, 5)
    publish_report(period=accepted.period, number=5, signed_on=signed_on, seen=0, by=head)
    assert [c.serial for c in effect_of(accepted).published] == ["05/BC-CTĐ"]
    assert "Báo cáo số 05/BC-CTĐ ngày 05/7/2023" in text_of(secretary_client.get(ADDRESS))


def test_dependent_half_years_are_listed(secretary_client, accepted, cluster):
    following = make_period(cluster, "2023-H2")
    assert effect_of(accepted).opening_of == following
    assert "Biểu 6 tháng cuối năm 2023" in text_of(secretary_client.get(ADDRESS))


def test_published_total_of_illustrative_parts(secretary_client, accepted):
    total = accepted.figures.get(indicator__code="coop.total").indicator
    Figure.objects.filter(indicator=total).update(is_illustrative=True)
    PublishedFigure.objects.create(period=accepted.period, indicator=total, value=514, source="Báo cáo")
    [resting] = [r for r in effect_of(accepted).totals if r.indicator == total]
    assert (resting.total.is_illustrative, resting.cell.is_illustrative) == (False, True)
    assert "Số in nghiêng là số minh họa" in text_of(secretary_client.get(ADDRESS))


# Taking the step


def test_page_changes_nothing(secretary_client, accepted):
    unchanged = Submission.objects.values().get(pk=accepted.pk)
    assert secretary_client.get(ADDRESS).status_code == 200
    assert Submission.objects.values().get(pk=accepted.pk) == unchanged


def test_reopened_figures_can_be_edited_until_the_end_date(
    secretary_client, client_for, officer_hg, accepted
):
    response = secretary_client.post(ADDRESS, fields(secretary_client), follow=True)
    assert "Đã mở lại số liệu Hậu Giang để sửa." in text_of(response)
    accepted.refresh_from_db()
    assert accepted.is_editable()
    assert not accepted.is_editable(timezone.localdate() + dt.timedelta(days=8)), "it closes by itself"
    assert "Sửa số HTX." in text_of(client_for(officer_hg).get("/entry/2023-H1/hau-giang/"))


@pytest.mark.parametrize("until", ["", "31/02/2999", "1/1/2020", "1/1/2999", "\x00", "mai"])
def test_reopening_with_invalid_end_date_is_refused(until, secretary_client, accepted):
    response = secretary_client.post(ADDRESS, fields(secretary_client, until=until))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Sửa số HTX.</textarea>" in page, "what was typed is still there"
    assert "Chưa mở lại được" in page
    accepted.refresh_from_db()
    assert accepted.state == Submission.State.ACCEPTED


def test_second_click_reopens_only_once(secretary_client, accepted):
    post_data = fields(secretary_client, key="1")
    secretary_client.post(ADDRESS, post_data)
    response = secretary_client.post(ADDRESS, post_data, follow=True)
    assert "Đã mở lại số liệu Hậu Giang để sửa." in text_of(response)
    assert accepted.steps.filter(action="reopen").count() == 1


def test_reopening_is_refused_if_the_report_changed_meanwhile(secretary_client, accepted):
    post_data = fields(secretary_client)
    Submission.objects.filter(pk=accepted.pk).update(version=accepted.version + 1)
    response = secretary_client.post(ADDRESS, post_data)
    assert "Người khác vừa lưu từ một trang khác. Nội dung nhập trên trang này" in text_of(response)
    assert "Sửa số HTX.</textarea>" in response.content.decode()
    resent = post_data | {"seen": str(response.context["form"]["seen"].value())}
    assert secretary_client.post(ADDRESS, resent).status_code == 302, "seen now, and meant"


def test_input_survives_an_expired_login(client, secretary_client, secretary, accepted):
    post_data = fields(secretary_client) | {"typed_by": signature_of(secretary)}
    assert client.post(ADDRESS, post_data).status_code == 302
    client.force_login(secretary)
    assert "Sửa số HTX.</textarea>" in client.get(ADDRESS).content.decode()
    assert not accepted.steps.exists()


def test_deputy_who_reopens_second_keeps_the_reason_and_reads_who_was_first(
    client_for, head, deputy, leader_ct, accepted
):
    first, second = client_for(head), client_for(deputy)
    mine = fields(second, reason="Sửa vốn.")
    assert first.post(ADDRESS, fields(first)).status_code in (302, 200)
    response = second.post(ADDRESS, mine)
    words = text_of(response)
    assert response.status_code == 409
    assert f"{head.title} đã mở lại để sửa số liệu này" in words
    assert "Sửa vốn." in words
    assert mine["until"] in words
    assert accepted.steps.count() == 1
    assert second.get(ADDRESS).status_code == 404, "nothing was typed, and the figures are the province's own"
    assert client_for(leader_ct).post(ADDRESS, mine).status_code == 404


def test_empty_form_for_what_is_not_accepted_says_that_alone(secretary_client, accepted):
    seen = fields(secretary_client)
    Submission.objects.filter(pk=accepted.pk).update(state=Submission.State.APPROVED)
    response = secretary_client.post(ADDRESS, {**seen, "reason": "", "until": "mai"})
    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["__all__"]
    assert response.context["form"]["until"].value() == "mai"


def test_unaccepted_half_year_redirects_to_the_review(secretary_client, accepted):
    Submission.objects.filter(pk=accepted.pk).update(state=Submission.State.APPROVED)
    response = secretary_client.get(ADDRESS, follow=True)
    assert response.redirect_chain[-1][0] == reverse("figures:review-province", args=["2023-H1", "hau-giang"])
    assert "không có gì để mở lại" in text_of(response)


def test_expired_reopened_half_year_changes_nothing(secretary_client, accepted):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Submission.objects.filter(pk=accepted.pk).update(
        state=Submission.State.RETURNED, reopened_until=yesterday
    )
    assert effect_of(Submission.objects.get(pk=accepted.pk)).totals == ()
    assert "nên việc mở lại không làm thay đổi số nào" in text_of(secretary_client.get(ADDRESS))
    assert secretary_client.post(ADDRESS, fields(secretary_client)).status_code == 302


def test_half_year_without_submission_is_not_found(secretary_client, indicators, period: Period, provinces):
    assert secretary_client.get(ADDRESS).status_code == 404


def test_review_page_links_to_reopening(secretary_client, accepted):
    assert f'href="{ADDRESS}"' in secretary_client.get("/review/2023-H1/hau-giang/").content.decode()

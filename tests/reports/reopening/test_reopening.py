"""Reopening an accepted half-year: its announced effects come true; then the reason and the end date."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.models import Figure, Submission
from figures.workflow import reopening
from reports.conference.models import Conference
from reports.conference.publication.services import publish_report
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import paragraphs
from reports.reopening.effects import MovedWords, effect_of, moved_words
from tests.figures.factories import RIGHT, make_explained, make_period, make_reported
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


def test_totals_become_those_of_the_other_provinces(accepted):
    moved = {m.indicator.code: (m.before.value, m.after.value) for m in effect_of(accepted).totals}
    assert moved["coop.total"] == (514, 257)
    assert moved["union.total"] == (8, 4)
    assert moved["coop.capital_per_coop"] == (1000, 1000), "the same ratio, of other provinces"
    assert "group.ended" not in moved, "neither province knows it"
    counts = {(m.before.reported, m.after.reported) for m in effect_of(accepted).totals}
    assert counts == {(2, 1)}


def test_announced_sentences_are_in_the_report_after_reopening(secretary, accepted):
    effect = effect_of(accepted)
    assert any("514" in moved.before and "257" in moved.after for moved in effect.words)
    reopening.reopen(submission=accepted, reason="x", until=timezone.localdate(), by=secretary)
    report_text = " ".join(paragraphs(report_document(Conference.objects.of(accepted.period))))
    for moved in effect.words:
        assert moved.after in report_text
    assert not any(
        moved.before in report_text for moved in effect.words if moved.before and moved.before != moved.after
    )


def test_note_goes_and_the_next_one_is_renumbered(accepted, secretary, provinces, indicators):
    """The reopened province's note goes; the other one keeps its text, but not its number."""
    later = make_reported(accepted.period, provinces["soc-trang"], secretary, RIGHT)
    for submission, text in ((accepted, "Được mùa. Giá lên."), (later, "Sáp nhập.")):
        make_explained(submission, "coop.profit", text)
    effect = effect_of(accepted)
    assert [(moved.before, moved.after) for moved in effect.notes] == [
        ("(1) Hậu Giang, Lãi của HTX: Được mùa. Giá lên.", ""),
        ("(2) Sóc Trăng, Lãi của HTX: Sáp nhập.", "(1) Sóc Trăng, Lãi của HTX: Sáp nhập."),
    ]
    assert not any("Được mùa" in moved.before or "Giá lên" in moved.before for moved in effect.words)


def test_dropped_sentence_is_paired_with_none():
    before = ["Cụm có 514 HTX cuối kỳ.", "Bảy tỉnh giải trình.", "Tổng vốn là 514.000 triệu đồng."]
    after = ["Cụm có 257 HTX cuối kỳ.", "Tổng vốn là 257.000 triệu đồng.", "Kỳ này thiếu một tỉnh."]
    assert list(moved_words(before, after)) == [
        MovedWords(before[0], after[0]),
        MovedWords(before[1], ""),
        MovedWords(before[2], after[1]),
        MovedWords("", after[2]),
    ]


def test_changed_charts_are_listed(accepted):
    titles = [chart.title for chart in effect_of(accepted).charts]
    assert "Tổng số HTX qua các kỳ" in titles
    assert "Tổng số LH HTX theo tỉnh" in titles


def test_chart_without_figures_of_the_province_is_unchanged(accepted):
    accepted.figures.filter(indicator__code__startswith="union.").delete()
    names = [chart.name for chart in effect_of(accepted).charts]
    assert not [name for name in names if "union-total" in name]


def test_reopening_the_only_province_leaves_no_report(
    secretary_client, indicators, period, provinces, secretary
):
    only = make_reported(period, provinces["hau-giang"], secretary, RIGHT)
    effect = effect_of(only)
    assert {moved.after for moved in effect.totals} == {None}
    page_text = text_of(secretary_client.get(ADDRESS))
    assert "Không còn tỉnh nào trong số liệu đã chấp nhận" in page_text
    assert "0/7" in page_text
    assert "0 câu" not in page_text, "the whole report goes"


def test_published_reports_with_these_figures_are_listed(secretary_client, accepted, head):
    signed_on = dt.date(2023, 7, 5)
    publish_report(period=accepted.period, number=5, signed_on=signed_on, seen=0, by=head)
    assert [c.serial for c in effect_of(accepted).published] == ["05/BC-CTĐ"]
    assert "Báo cáo số 05/BC-CTĐ ngày 05/7/2023" in text_of(secretary_client.get(ADDRESS))


def test_dependent_half_years_are_listed(secretary_client, accepted, cluster):
    following, year_later = make_period(cluster, "2023-H2"), make_period(cluster, "2024-H1")
    effect = effect_of(accepted)
    assert (effect.opening_of, effect.compared_in) == (following, year_later)
    page_text = text_of(secretary_client.get(ADDRESS))
    assert "Biểu 6 tháng cuối năm 2023" in page_text
    assert "Năm 2023" in page_text


def test_published_total_without_the_province_is_illustrative(secretary_client, accepted):
    total = accepted.figures.get(indicator__code="coop.total").indicator
    Figure.objects.filter(indicator=total).update(is_illustrative=True)
    PublishedFigure.objects.create(period=accepted.period, indicator=total, value=514, source="Báo cáo")
    [moved] = [m for m in effect_of(accepted).totals if m.indicator == total]
    assert (moved.before.is_illustrative, moved.after.is_illustrative) == (False, True)
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
    assert "Người khác vừa lưu từ một trang khác. Nội dung gõ trên trang này còn nguyên" in text_of(response)
    assert "Sửa số HTX.</textarea>" in response.content.decode()
    resent = post_data | {"seen": str(response.context["form"]["seen"].value())}
    assert secretary_client.post(ADDRESS, resent).status_code == 302, "seen now, and meant"


def test_input_survives_an_expired_login(client, secretary_client, secretary, accepted):
    post_data = fields(secretary_client) | {"typed_by": signature_of(secretary)}
    assert client.post(ADDRESS, post_data).status_code == 302
    client.force_login(secretary)
    assert "Sửa số HTX.</textarea>" in client.get(ADDRESS).content.decode()
    assert not accepted.steps.exists()


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
    assert "nên mở lại không làm đổi số nào" in text_of(secretary_client.get(ADDRESS))
    assert secretary_client.post(ADDRESS, fields(secretary_client)).status_code == 302


def test_half_year_without_submission_is_not_found(secretary_client, indicators, period: Period, provinces):
    assert secretary_client.get(ADDRESS).status_code == 404


def test_review_page_links_to_reopening(secretary_client, accepted):
    assert f'href="{ADDRESS}"' in secretary_client.get("/review/2023-H1/hau-giang/").content.decode()

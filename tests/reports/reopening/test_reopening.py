"""Reopening an accepted half-year: what the page says would move, moves; then why, and until when."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from figures.periods.models import Period
from figures.published.models import PublishedFigure
from figures.submissions.models import Figure, Submission
from figures.workflow import reopening as services
from reports.conference.models import Conference
from reports.conference.publication.services import publish_report
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import paragraphs
from reports.reopening.effects import MovedWords, effect_of, moved_words
from tests.figures.factories import RIGHT, make_period, make_reported
from tests.figures.pages import text_of
from vietnamese.dates import format_date
from web.expired_forms import signature_of

pytestmark = pytest.mark.postgresql

ADDRESS = "/review/2023-H1/hau-giang/reopen/"


@pytest.fixture
def desk(client_for, secretary) -> Client:
    """The secretary's browser."""
    return client_for(secretary)


@pytest.fixture
def accepted(indicators, period, provinces, secretary) -> Submission:
    """Hậu Giang's half-year beside An Giang's, which has the same numbers; both are accepted."""
    make_reported(period, provinces["an-giang"], secretary, RIGHT)
    return make_reported(period, provinces["hau-giang"], secretary, RIGHT)


def fields(client: Client, **more: str) -> dict[str, str]:
    """What the page's form would send."""
    version = client.get(ADDRESS).context["form"]["seen"].value()
    until = format_date(timezone.localdate() + dt.timedelta(days=7))
    return {"reason": "Sửa số HTX.", "until": until, "seen": str(version)} | more


def test_totals_move_to_what_the_others_add_up_to(accepted):
    moved = {m.indicator.code: (m.now.value, m.then.value) for m in effect_of(accepted).totals}
    assert moved["coop.total"] == (514, 257)
    assert moved["union.total"] == (8, 4)
    assert moved["coop.capital_per_coop"] == (1000, 1000), "the ratio stays; who is behind it does not"
    assert "group.ended" not in moved, "neither province knows it"
    counts = {(m.now.reported, m.then.reported) for m in effect_of(accepted).totals}
    assert counts == {(2, 1)}


def test_what_was_shown_is_what_the_report_says_afterwards(secretary, accepted):
    """The same functions: as if it had been reopened, before it is."""
    effect = effect_of(accepted)
    assert any("514" in moved.now and "257" in moved.then for moved in effect.words)
    services.reopen(submission=accepted, reason="x", until=timezone.localdate(), by=secretary)
    said = " ".join(paragraphs(report_document(Conference.objects.of(accepted.period))))
    for moved in effect.words:
        assert moved.then in said
    assert not any(moved.now in said for moved in effect.words if moved.now and moved.now != moved.then)


def test_notes_to_the_appendix_go_or_move_up_each_beside_itself(accepted, secretary, provinces, indicators):
    """The note that goes stands beside none; that of another province keeps its words, not its number."""
    later = make_reported(accepted.period, provinces["soc-trang"], secretary, RIGHT)
    for submission, text in ((accepted, "Được mùa. Giá lên."), (later, "Sáp nhập.")):
        submission.figures.filter(indicator__code="coop.profit").update(explanation=text)
    effect = effect_of(accepted)
    assert [(moved.now, moved.then) for moved in effect.notes] == [
        ("(1) Hậu Giang, Lãi của HTX: Được mùa. Giá lên.", ""),
        ("(2) Sóc Trăng, Lãi của HTX: Sáp nhập.", "(1) Sóc Trăng, Lãi của HTX: Sáp nhập."),
    ]
    assert not any("Được mùa" in moved.now or "Giá lên" in moved.now for moved in effect.words)


def test_sentence_that_goes_stands_beside_none():
    now = ["Cụm có 514 HTX cuối kỳ.", "Bảy tỉnh giải trình.", "Tổng vốn là 514.000 triệu đồng."]
    then = ["Cụm có 257 HTX cuối kỳ.", "Tổng vốn là 257.000 triệu đồng.", "Kỳ này thiếu một tỉnh."]
    assert list(moved_words(now, then)) == [
        MovedWords(now[0], then[0]),
        MovedWords(now[1], ""),
        MovedWords(now[2], then[1]),
        MovedWords("", then[2]),
    ]


def test_charts_that_move_are_named(accepted):
    titles = [chart.title for chart in effect_of(accepted).charts]
    assert "Tổng số HTX qua các kỳ" in titles
    assert "Tổng số LH HTX theo tỉnh" in titles


def test_chart_without_a_number_of_the_province_stays(accepted):
    accepted.figures.filter(indicator__code__startswith="union.").delete()
    names = [chart.name for chart in effect_of(accepted).charts]
    assert not [name for name in names if "union-total" in name]


def test_the_only_province_leaves_nothing_behind(desk, indicators, period, provinces, secretary):
    only = make_reported(period, provinces["hau-giang"], secretary, RIGHT)
    effect = effect_of(only)
    assert {moved.then for moved in effect.totals} == {None}
    words = text_of(desk.get(ADDRESS))
    assert "Không còn tỉnh nào trong số liệu đã chấp nhận" in words
    assert "0/7" in words
    assert "0 câu" not in words, "the whole report goes"


def test_published_reports_with_these_figures_stay_and_are_named(desk, accepted, head):
    signed_on = dt.date(2023, 7, 5)
    publish_report(period=accepted.period, number=5, signed_on=signed_on, seen=0, by=head)
    assert [c.serial for c in effect_of(accepted).published] == ["05/BC-CTĐ"]
    assert "Báo cáo số 05/BC-CTĐ ngày 05/7/2023" in text_of(desk.get(ADDRESS))


def test_half_years_that_lean_on_it_are_named(desk, accepted, cluster):
    following, year_later = make_period(cluster, "2023-H2"), make_period(cluster, "2024-H1")
    effect = effect_of(accepted)
    assert (effect.opening_of, effect.compared_in) == (following, year_later)
    words = text_of(desk.get(ADDRESS))
    assert "Biểu 6 tháng cuối năm 2023" in words
    assert "Năm 2023" in words


def test_without_the_province_a_published_total_is_no_fact_any_more(desk, accepted):
    total = accepted.figures.get(indicator__code="coop.total").indicator
    Figure.objects.filter(indicator=total).update(is_illustrative=True)
    PublishedFigure.objects.create(period=accepted.period, indicator=total, value=514, source="Báo cáo")
    [moved] = [m for m in effect_of(accepted).totals if m.indicator == total]
    assert (moved.now.is_illustrative, moved.then.is_illustrative) == (False, True)
    assert "Số in nghiêng là số minh họa" in text_of(desk.get(ADDRESS))


# Taking the step


def test_page_changes_nothing(desk, accepted):
    before = Submission.objects.values().get(pk=accepted.pk)
    assert desk.get(ADDRESS).status_code == 200
    assert Submission.objects.values().get(pk=accepted.pk) == before


def test_reopened_figures_leave_the_cluster_and_may_be_changed(desk, client_for, officer_hg, accepted):
    response = desk.post(ADDRESS, fields(desk), follow=True)
    assert "Đã mở lại số liệu Hậu Giang để sửa." in text_of(response)
    accepted.refresh_from_db()
    assert accepted.is_editable()
    assert not accepted.is_editable(timezone.localdate() + dt.timedelta(days=8)), "it closes by itself"
    assert "Sửa số HTX." in text_of(client_for(officer_hg).get("/entry/2023-H1/hau-giang/"))


@pytest.mark.parametrize("until", ["", "31/02/2999", "1/1/2020", "1/1/2999", "\x00", "mai"])
def test_reopening_until_no_day_is_refused_with_a_sentence(until, desk, accepted):
    response = desk.post(ADDRESS, fields(desk, until=until))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Sửa số HTX.</textarea>" in page, "what was typed is still there"
    assert "Chưa mở lại được" in page
    accepted.refresh_from_db()
    assert accepted.state == Submission.State.ACCEPTED


def test_second_click_is_one_step_and_a_friendly_answer(desk, accepted):
    sent = fields(desk, key="1")
    desk.post(ADDRESS, sent)
    response = desk.post(ADDRESS, sent, follow=True)
    assert "Đã mở lại số liệu Hậu Giang để sửa." in text_of(response)
    assert accepted.steps.filter(action="reopen").count() == 1


def test_nobody_reopens_what_changed_after_the_page_was_opened(desk, accepted):
    sent = fields(desk)
    Submission.objects.filter(pk=accepted.pk).update(version=accepted.version + 1)
    response = desk.post(ADDRESS, sent)
    assert "Người khác vừa lưu từ một trang khác. Nội dung gõ trên trang này còn nguyên" in text_of(response)
    assert "Sửa số HTX.</textarea>" in response.content.decode()
    again = sent | {"seen": str(response.context["form"]["seen"].value())}
    assert desk.post(ADDRESS, again).status_code == 302, "seen now, and meant"


def test_what_was_typed_outlives_an_expired_login(client, desk, secretary, accepted):
    sent = fields(desk) | {"typed_by": signature_of(secretary)}
    assert client.post(ADDRESS, sent).status_code == 302
    client.force_login(secretary)
    assert "Sửa số HTX.</textarea>" in client.get(ADDRESS).content.decode()
    assert not accepted.steps.exists()


def test_what_was_never_accepted_leads_back(desk, accepted):
    Submission.objects.filter(pk=accepted.pk).update(state=Submission.State.APPROVED)
    response = desk.get(ADDRESS, follow=True)
    assert response.redirect_chain[-1][0] == reverse("figures:review-province", args=["2023-H1", "hau-giang"])
    assert "không có gì để mở lại" in text_of(response)


def test_returned_figures_whose_time_ran_out_move_nothing_more(desk, accepted):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Submission.objects.filter(pk=accepted.pk).update(
        state=Submission.State.RETURNED, reopened_until=yesterday
    )
    assert effect_of(Submission.objects.get(pk=accepted.pk)).totals == ()
    assert "nên mở lại không làm đổi số nào" in text_of(desk.get(ADDRESS))
    assert desk.post(ADDRESS, fields(desk)).status_code == 302


def test_half_year_that_nobody_began_is_not_there(desk, indicators, period: Period, provinces):
    assert desk.get(ADDRESS).status_code == 404


def test_review_page_leads_there(desk, accepted):
    assert f'href="{ADDRESS}"' in desk.get("/review/2023-H1/hau-giang/").content.decode()

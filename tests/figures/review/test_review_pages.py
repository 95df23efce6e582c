"""The pages for checking and the steps that they offer."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from figures.entry import services as entry_services
from figures.periods.models import Period
from figures.review.overview import load_overview
from figures.review.tables import OverviewTable
from figures.submissions.models import Figure, Step, Submission
from figures.workflow import reopening
from figures.workflow import services as workflow_services
from tests.figures.factories import NOT_KNOWN, SMALL, entries, make_explained, make_period, make_reported
from tests.figures.pages import form_in, text_of
from vietnamese.dates import format_date
from web.expired_forms import signature_of

HG = ["2023-H1", "hau-giang"]
PAGE = "/review/2023-H1/hau-giang/"


@pytest.fixture
def desk(client_for, secretary):
    """The secretary's browser."""
    return client_for(secretary)


def test_review_shows_all_seven_with_state_and_completeness(desk, submitted, provinces, officer_ct):
    make_reported(submitted.period, provinces["can-tho"], officer_ct, {"coop.total": "100"})
    words = text_of(desk.get(reverse("figures:review", args=["2023-H1"])))
    for province in provinces.values():
        assert province.name in words
    assert "Đã gửi, chờ tỉnh duyệt" in words
    assert "Đã chấp nhận" in words
    assert words.count("Chưa nhập") >= 5


def test_review_has_a_constant_number_of_queries(
    desk, submitted, provinces, officer_hg, django_assert_num_queries
):
    url = reverse("figures:review", args=["2023-H1"])
    with CaptureQueriesContext(connection) as queries:
        desk.get(url)
    for province in provinces.values():
        if province.slug != "hau-giang":
            make_reported(submitted.period, province, officer_hg, {"coop.total": "100"})
    with django_assert_num_queries(len(queries)):
        desk.get(url)


def test_review_with_explanations_has_a_constant_number_of_queries(
    desk, submitted, provinces, officer_hg, django_assert_num_queries
):
    url = reverse("figures:review", args=["2023-H1"])
    make_explained(submitted, "coop.total", "Sáp nhập")
    with CaptureQueriesContext(connection) as queries:
        desk.get(url)
    for slug in ("can-tho", "ca-mau", "an-giang"):
        reported = make_reported(submitted.period, provinces[slug], officer_hg, {"coop.total": "100"})
        make_explained(reported, "coop.total", "Sáp nhập")
    with django_assert_num_queries(len(queries)):
        page = desk.get(url)
    assert text_of(page).count("1 giải trình") == 4


def shown_version(client):
    """The field by which the review page says which version it showed."""
    return {"seen": client.get(PAGE).context["submission"].version}


def test_head_is_led_only_to_half_years_of_a_term(client_for, head, cluster, period):
    make_period(cluster, "2022-H2")
    make_period(cluster, "2023-H2")
    page = client_for(head).get("/review/2023-H1/").content.decode()
    assert "/review/2023-H2/" in page
    assert "/review/2022-H2/" not in page, "a page that is closed to last year's others"


def test_home_redirects_to_the_open_period(desk, cluster, period):
    make_period(cluster, "2023-H2", state=Period.State.LOCKED)
    assert desk.get(reverse("figures:review-home"))["Location"] == "/review/2023-H1/"


def test_home_without_periods_redirects_the_secretary_to_the_list_of_periods(
    desk, client_for, observer, cluster
):
    assert desk.get(reverse("figures:review-home"))["Location"] == reverse("figures:period-list")
    assert client_for(observer).get(reverse("figures:review-home")).status_code == 200


def test_review_lists_cells_that_are_explained_noted_or_not_known(desk, draft, officer_hg):
    cells = {"group.new": NOT_KNOWN, "coop.profit": "1.500,5"}
    entry_services.save_cells(submission=draft, entries=entries(cells), by=officer_hg)
    make_explained(draft, "coop.profit", "Được mùa <lúa>.")
    workflow_services.submit(submission=draft, by=officer_hg)
    response = desk.get(PAGE)
    look_at = [row.indicator.code for row in response.context["look_at"]]
    assert {"group.new", "coop.profit", "group.ended"} <= set(look_at)
    assert "coop.new" not in look_at
    assert "Lý do: “Được mùa &lt;lúa&gt;.”" in response.content.decode()


def test_steps_from_sent_to_accepted(client_for, leader_hg, desk, submitted):
    leader = client_for(leader_hg)
    response = leader.post(reverse("figures:approve", args=HG), shown_version(leader), follow=True)
    assert "Đã duyệt và gửi Cụm." in text_of(response)
    response = desk.post(reverse("figures:accept", args=HG), shown_version(desk), follow=True)
    assert "Đã chấp nhận số liệu Hậu Giang." in text_of(response)
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.ACCEPTED
    assert [step.action for step in submitted.steps.all()] == ["accept", "approve", "submit"]


@pytest.mark.parametrize(("action", "who"), [("approve", "leader_hg"), ("accept", "secretary")])
def test_step_clicked_twice_is_taken_once_and_is_no_error(action, who, request, client_for):
    submission = request.getfixturevalue("submitted" if action == "approve" else "approved")
    client = client_for(request.getfixturevalue(who))
    url = reverse(f"figures:{action}", args=HG)
    fields = shown_version(client)
    client.post(url, fields)
    client.get(PAGE)  # the first answer, which the second click did not wait for
    response = client.post(url, fields, follow=True)
    assert response.status_code == 200
    assert submission.steps.filter(action=action).count() == 1
    assert "không thể" not in text_of(response)


def test_step_repeated_from_an_old_page_is_refused(client_for, leader_hg, officer_hg, submitted):
    """The leader goes back to the old page after the province has sent the half-year again."""
    leader, url = client_for(leader_hg), reverse("figures:return", args=HG)
    fields = {"reason": "Rà lại.", "key": "1", "seen": submitted.version}
    assert "Đã trả lại" in text_of(leader.post(url, fields, follow=True))
    assert "Đã trả lại" in text_of(leader.post(url, fields, follow=True))
    workflow_services.submit(submission=submitted, by=officer_hg)
    assert "đã đổi trạng thái nên không làm lại" in text_of(leader.post(url, fields, follow=True))
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.SUBMITTED


def test_step_in_the_wrong_state_is_refused(desk, submitted):
    response = desk.post(reverse("figures:accept", args=HG), follow=True)
    assert "Báo cáo đang ở trạng thái “Đã gửi”, không thể chấp nhận." in text_of(response)
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.SUBMITTED


def test_return_shows_the_province_the_reason_at_each_cell(desk, client_for, officer_hg, submitted):
    fields = {"return": ["coop.new", "coop.total"], "reason": "Xem lại <số> #2.", "seen": submitted.version}
    response = desk.post(reverse("figures:return", args=HG), fields, follow=True)
    assert "Đã trả lại số liệu cho Hậu Giang." in text_of(response)
    page = client_for(officer_hg).get("/entry/2023-H1/hau-giang/").content.decode()
    assert page.count("Xem lại &lt;số&gt; #2.") == 3  # above the form and beside both cells
    assert form_in(page)["coop.new"] == "11"


def test_return_without_a_reason_is_refused(desk, submitted):
    response = desk.post(
        reverse("figures:return", args=HG), {"return": "coop.new", "seen": submitted.version}
    )
    assert "Xin ghi lý do trả lại “HTX thành lập mới”, hoặc một lý do chung" in text_of(response)
    page = response.content.decode()
    assert 'value="coop.new" checked' in page
    assert '<a href="#return-coop-new">Xin ghi lý do trả lại “HTX thành lập mới”' in page
    assert 'id="return-coop-new" name="return.coop.new" rows="2" aria-invalid="true"' in page
    assert page.count("Xin ghi lý do trả lại “HTX thành lập mới”") == 2, "above, and at the cell"
    assert page.count('aria-invalid="true"') == 1
    assert not Step.objects.filter(action=Step.Action.RETURN).exists()


@pytest.mark.parametrize("codes", [["\x00"], ["no.such"], ["'; DROP TABLE"], ["coop.new"] * 900])
def test_return_ignores_cells_that_do_not_exist(codes, desk, submitted):
    fields = {"return": codes, "reason": "Xem\x00 lại.", "seen": submitted.version}
    response = desk.post(reverse("figures:return", args=HG), fields)
    assert response.status_code == 302
    assert Step.objects.get(action=Step.Action.RETURN).reason == "Xem lại."


def test_observer_can_comment_and_take_no_step(client_for, observer, submitted):
    client = client_for(observer)
    page = client.get(PAGE).content.decode()
    assert "formaction" not in page
    assert reverse("figures:comment", args=HG) in page
    client.post(reverse("figures:comment", args=HG), {"comment": "Đã xem.", "key": "1"})
    assert submitted.steps.first().reason == "Đã xem."


def test_buttons_by_role(client_for, officer_hg, leader_hg, secretary, submitted):
    def buttons(officer):
        page = client_for(officer).get(PAGE).content.decode()
        return ["Duyệt và gửi Cụm</button>" in page, "Chấp nhận số liệu" in page, "Trả lại để sửa" in page]

    assert buttons(officer_hg) == [False, False, False]
    assert buttons(leader_hg) == [True, False, True]
    assert buttons(secretary) == [False, False, True]


def test_review_before_the_half_year_is_begun_is_not_found(desk, indicators, period, hau_giang):
    assert desk.get(PAGE).status_code == 404


def test_approving_from_a_page_older_than_the_submission_is_refused(client_for, leader_hg, desk, submitted):
    leader = client_for(leader_hg)
    old_page = shown_version(leader)
    workflow_services.send_back(submission=submitted, reason="Sai.", by=leader_hg)
    officer = submitted.submitted_by
    entry_services.save_cells(submission=submitted, entries=entries({"coop.labour": "999"}), by=officer)
    workflow_services.submit(submission=submitted, by=officer)
    response = leader.post(reverse("figures:approve", args=HG), old_page)
    assert "Nội dung đã thay đổi sau khi trang này được mở" in text_of(response)
    assert leader.post(reverse("figures:approve", args=HG)).status_code == 409, "without a version"
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.SUBMITTED


def test_step_after_an_expired_login_keeps_its_input(client, desk, secretary, submitted):
    sent = {
        "return": ["coop.new", "coop.total"],
        "reason": "Xem lại hai số.",
        "typed_by": signature_of(secretary),
    }
    address = reverse("figures:return", args=HG)
    assert client.post(address, sent).status_code == 302
    client.force_login(secretary)
    page = client.get(address).content.decode()
    assert "Xem lại hai số.</textarea>" in page
    assert page.count(" checked>") == 2
    assert not Step.objects.filter(action=Step.Action.RETURN).exists()


def test_review_tells_a_leader_who_entered_everything_why_there_is_no_button(client_for, draft, leader_hg):
    Figure.objects.update(changed_by=leader_hg)
    workflow_services.submit(submission=draft, by=leader_hg)
    page = text_of(client_for(leader_hg).get(PAGE))
    assert "nên cần người khác duyệt" in page
    assert "Duyệt và gửi Cụm" not in page


def test_comment_clicked_twice_is_recorded_once(client_for, observer, submitted):
    for _click in range(2):
        client_for(observer).post(reverse("figures:comment", args=HG), {"comment": "Đã xem.", "key": "1"})
    assert submitted.steps.filter(action=Step.Action.COMMENT).count() == 1


def test_reopened_half_year_shows_its_last_day_only(
    desk, client_for, officer_hg, leader_hg, accepted, secretary
):
    until = timezone.localdate() + dt.timedelta(days=3)
    reopening.reopen(submission=accepted, reason="Sót.", until=until, by=secretary)
    day = format_date(until)
    checking = text_of(desk.get(PAGE))
    assert "Mở lại, chờ tỉnh sửa" in checking
    assert checking.count(f"Mở lại đến hết ngày {day}.") == 2, "above, and at the step"
    entering = text_of(client_for(officer_hg).get("/entry/2023-H1/hau-giang/"))
    assert f"Mở lại đến hết ngày {day}." in entering
    assert "Nhập và sửa được" not in entering
    assert "Hạn gửi" not in entering

    workflow_services.submit(submission=accepted, by=officer_hg)
    workflow_services.approve(submission=accepted, by=leader_hg)
    accepted.refresh_from_db()
    workflow_services.accept(submission=accepted, by=secretary)
    words = text_of(desk.get(PAGE))
    assert f"Mở lại đến hết ngày {day}." in words, "the step keeps its day"
    assert "Khi mở lại" not in words


def test_changes_since_a_reopening_have_their_own_heading(desk, officer_hg, accepted, secretary):
    until = timezone.localdate() + dt.timedelta(days=3)
    reopening.reopen(submission=accepted, reason="Sót.", until=until, by=secretary)
    entry_services.save_cells(submission=accepted, entries=entries({"coop.profit": "9"}), by=officer_hg)
    workflow_services.submit(submission=accepted, by=officer_hg)
    words = text_of(desk.get(PAGE))
    assert "Khi mở lại Bây giờ" in words
    assert "Khi trả lại" not in words


KEY = [
    *("coop.total", "coop.members", "coop.labour", "coop.charter_capital", "coop.revenue"),
    *("union.total", "group.total", "alliance.member_coops"),
]


def key_table(page: str) -> str:
    caption = page.index('<caption id="key-totals">')
    return page[caption : page.index("</table>", caption)]


@pytest.mark.parametrize("reader", ["leader_hg", "secretary"])
def test_key_totals_stand_first_with_both_comparisons(reader, request, client_for, submitted, officer_hg):
    for slug, total in (("2022-H1", "200"), ("2022-H2", "250")):
        earlier = make_period(submitted.period.cluster, slug)
        make_reported(earlier, submitted.province, officer_hg, {"coop.total": total})
    response = client_for(request.getfixturevalue(reader)).get(PAGE)
    shown = [row.indicator.code for row in response.context["key_rows"]]
    assert shown == [code for code in KEY if code in SMALL]
    page = response.content.decode()
    assert page.index('<caption id="key-totals">') < page.index("chỉ tiêu cần xem xét")
    [total] = [row for row in key_table(page).split("<tr>") if "Tổng số HTX" in row]
    cells = re.sub(r"<[^>]+>", " ", total).split()
    assert [word for word in cells if word[0] in "0123456789+−"] == ["257", "250", "+2,8%", "200", "+28,5%"]


def test_key_totals_are_some_eight_of_the_delivered_catalogue(desk, catalogue, period, hau_giang, officer_hg):
    submission = make_reported(period, hau_giang, officer_hg, {"coop.total": "257"}, "submitted")
    assert submission.state == Submission.State.SUBMITTED
    response = desk.get(PAGE)
    assert {row.indicator.code for row in response.context["key_rows"]} == set(KEY)
    assert len(re.findall("<tr>", key_table(response.content.decode()))) == 1 + len(KEY)


@pytest.mark.parametrize(("most", "is_open"), [(9, True), (8, False)])
def test_other_figures_are_one_press_away_or_open_when_few(most, is_open, desk, submitted, monkeypatch):
    """Nine cells of the half-year need no look."""
    monkeypatch.setattr("figures.review.views.MOST_SHOWN_OPEN", most)
    response = desk.get(PAGE)
    others = response.context["others"]
    assert len(others) == 9
    [details] = re.findall(
        r"<details( open)?><summary>\s*9 chỉ tiêu còn lại\s*</summary>(.*?)</details>",
        response.content.decode(),
        re.DOTALL,
    )
    assert (details[0] == " open") == is_open
    assert all(str(row.indicator.label) in details[1] for row in others)


def test_texts_of_the_province_stand_there_as_they_will_be_printed(desk, client_for, leader_hg, approved):
    Submission.objects.filter(pk=approved.pk).update(
        difficulties="- Hạn mặn kéo dài\n\n2) Thiếu vốn <lớn>", causes="• Giá vật tư tăng"
    )
    for client, page in ((desk, PAGE), (client_for(leader_hg), PAGE), (desk, "/review/2023-H1/accept/")):
        words = text_of(client.get(page))
        assert "– Hạn mặn kéo dài – Thiếu vốn &lt;lớn&gt;" in words
        assert "– Giá vật tư tăng" in words
        assert "2) Thiếu" not in words
        assert "• Giá" not in words


def test_texts_of_a_province_are_not_promised_to_be_printed(desk, submitted):
    Submission.objects.filter(pk=submitted.pk).update(difficulties="Hạn mặn.")
    page = text_of(desk.get(PAGE))
    assert "Hạn mặn." in page
    assert "như sẽ in" not in page
    assert "Báo cáo chỉ in những ý mà Thư ký chọn" in page


@pytest.mark.parametrize("page", ["/review/2023-H1/", "/review/2023-H1/late/"])
def test_draft_is_counted_for_its_province_and_the_secretary_alone(
    page, client_for, draft, officer_hg, secretary, observer, head
):
    cells = {"group.new": NOT_KNOWN, "coop.profit": "1.500,5"}
    entry_services.save_cells(submission=draft, entries=entries(cells), by=officer_hg)
    filled = draft.figures.filled().count()

    def hau_giang(client, **query):
        answer = client.get(page, query)
        lines = answer.getvalue().decode().splitlines() if query else []
        text = next((line for line in lines if "Hậu Giang" in line), "") if query else text_of(answer)
        return text.partition("Hậu Giang")[2].partition("Sóc Trăng")[0]

    for officer in (observer, head):
        client = client_for(officer)
        assert "… chưa gửi" in hau_giang(client)
        for text in (hau_giang(client), hau_giang(client, _export="csv")):
            assert "chưa có số liệu" not in text
            assert str(filled) not in re.findall(r"\d+", text.replace("/2023", ""))
    for text in (hau_giang(client_for(secretary)), hau_giang(client_for(secretary), _export="csv")):
        assert str(filled) in re.findall(r"\d+", text)
    workflow_services.submit(submission=draft, by=officer_hg)
    assert "… chưa gửi" not in hau_giang(client_for(observer))


def test_overview_counts_every_kind_of_cell_that_the_page_of_the_form_lists(draft, officer_hg):
    draft.state = Submission.State.SUBMITTED
    rows = {row.province: row for row in load_overview(draft.period, officer=officer_hg)}
    assert rows[draft.province].blank == 0  # nothing is sent yet
    row = replace(rows[draft.province], submission=draft, filled=13, indicator_count=15, not_applicable=1)
    text = OverviewTable([row], period=draft.period, officer=officer_hg).render_look_at(row)
    assert text.endswith("1 không áp dụng, 2 để trống")

"""The entry page: saving, conflicts, sending, and that no input is lost."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.entry.page import problems_of
from figures.periods.models import Period
from figures.sheet.loading import load_sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Step, Submission
from figures.workflow import services as workflow_services
from tests.factories import make_officer, make_province
from tests.figures.factories import RIGHT, entries, make_period, make_reported
from tests.figures.pages import entry_url, form_in, open_form, text_of

URL = "/entry/2023-H1/hau-giang/"


@pytest.fixture
def client(client_for, officer_hg, indicators, period) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def stored(code: str) -> Figure | None:
    return Figure.objects.filter(indicator__code=code, submission__province__slug="hau-giang").first()


# What cannot be found


@pytest.mark.parametrize(
    "address",
    [
        "/entry/2050-H1/hau-giang/",
        "/entry/2023-H3/hau-giang/",
        "/entry/2023/hau-giang/",
        "/entry/2023-H1/ha-noi/",
        "/entry/2023-H1%00/hau-giang/",
        "/entry/２０２３-H1/hau-giang/",
        "/dashboard/2050-H1/",
        "/dashboard/none/",
        "/dashboard/2023-H1%00/",
        "/dashboard/99999999999999999999-H1/",
        "/provinces/ha-noi/",
        "/conference/2050-H1/",
        "/conference/2050-H1/report.pdf",
        "/nothing/",
    ],
)
def test_unknown_address_is_a_page_that_leads_home(address, client):
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert "Không tìm thấy trang" in page
    assert 'href="/"' in page
    assert "Hậu Giang" in page, "who was logged in still is"


def test_province_outside_the_cluster_is_not_found(client, cluster):
    make_province("dong-thap", "Đồng Tháp")
    assert client.get(entry_url(province="dong-thap")).status_code == 404


# What was typed


def test_number_with_two_readings_comes_back_as_typed_with_the_question(client):
    response = client.post(URL, {"coop.total": "1.23.456"}, follow=True)
    assert response.status_code == 200
    assert 'value="1.23.456"' in response.content.decode()
    figure = stored("coop.total")
    assert (figure.typed, figure.value, figure.answer) == ("1.23.456", None, Figure.Answer.BLANK)
    assert response.context["problems"]["findings"][0][1].message in text_of(response)


@pytest.mark.parametrize(
    "typed", ["1e309", "NaN", "Infinity", "-inf", "1e5", "0x10", "٣", "12 HTX", "1" * 40]
)
def test_text_that_is_no_number_is_never_read_as_one(typed, client):
    response = client.post(URL, {"coop.total": typed}, follow=True)
    assert response.status_code == 200
    assert f'value="{typed}"' in response.content.decode()
    assert stored("coop.total").value is None


def test_control_characters_are_left_out(client):
    response = client.post(URL, {"coop.total": "2\x0057", "coop.total.note": "Theo\x00 sổ\x07"}, follow=True)
    assert response.status_code == 200
    assert stored("coop.total").value == 257
    assert stored("coop.total").note == "Theo sổ"


def test_lone_surrogate_does_no_harm(client):
    """A lone surrogate, as bytes that are no UTF-8, and as an escape in JSON."""
    body = b"coop.total=257&coop.new.note=%ED%A0%80&coop.new=7&difficulties=%ED%BF%BF"
    body += b"&seen=%7B%22coop.new%22%3A%22%5Cud800%22%7D"
    response = client.post(URL, body, content_type="application/x-www-form-urlencoded", follow=True)
    # Whoever decodes such bytes sees a sign that something is lost, which no paper can print.
    assert response.status_code == 409
    assert "Trên giấy không in được ký tự “\ufffd”" in response.content.decode()
    assert stored("coop.total").value == 257
    assert stored("coop.new") is None


@pytest.mark.parametrize("seen", ["", "[", "[1]", "null", '{"coop.total": 5}', "[" * 100_000, '"\x00"'])
def test_broken_fingerprints_lose_nothing(seen, client):
    assert client.post(URL, {"coop.total": "257", "seen": seen}).status_code == 302
    assert stored("coop.total").value == 257


@pytest.mark.parametrize("seen", ["", "[", "{}", '{"coop.total": 5}'])
def test_page_that_does_not_say_what_it_showed_overwrites_nothing(seen, client, draft, officer_hg):
    entry_services.save_cells(
        submission=draft,
        entries={"coop.total": CellEntry("11")},
        narrative={"causes": "Mưa bão."},
        by=officer_hg,
    )
    draft.refresh_from_db()
    basis = "final" if draft.is_estimate else "estimate"
    response = client.post(URL, {"coop.total": "99", "causes": "Hạn hán.", "basis": basis, "seen": seen})
    assert response.status_code == 409
    for text in ("11", "99", "Mưa bão.", "Hạn hán."):
        assert text in response.content.decode()
    after = Submission.objects.get(pk=draft.pk)
    assert (stored("coop.total").value, after.causes, after.is_estimate) == (
        11,
        "Mưa bão.",
        draft.is_estimate,
    )


def test_more_fields_than_any_form_has_are_refused(client, draft):
    before = list(Figure.objects.order_by("pk").values())
    response = client.post(URL, {f"coop.total{n}": "1" for n in range(5000)})
    assert response.status_code == 400
    assert list(Figure.objects.order_by("pk").values()) == before


def test_fields_that_the_form_does_not_have_change_nothing(client, draft, can_tho, officer_ct):
    before = Submission.objects.values().get()
    foreign = {
        "province": "can-tho",
        "province_id": str(can_tho.pk),
        "state": "accepted",
        "version": "99",
        "submission": "1",
        "period": "2022-H1",
        "is_illustrative": "on",
        "submitted_by": str(officer_ct.pk),
        "reopened_until": "2999-01-01",
        "coop.capital_per_coop": "5",
        "coop.total.is_illustrative": "on",
        "coop.total.value": "1",
        "coop.total.version": "1",
        "coop.total.theirs.x": "1",
    }
    assert client.post(URL, open_form(client) | foreign).status_code == 302
    assert Submission.objects.values().get() == before
    assert not Figure.objects.filter(is_illustrative=True).exists()
    assert not Figure.objects.filter(indicator__code="coop.capital_per_coop").exists()
    assert Submission.objects.count() == 1


def test_saving_a_page_as_it_was_opened_writes_nothing(client, draft):
    versions = list(Figure.objects.values_list("pk", "version"))
    assert client.post(URL, open_form(client)).status_code == 302
    assert list(Figure.objects.values_list("pk", "version")) == versions


def test_text_with_signs_prints_as_it_is(client, draft):
    signs = "<b>HTX</b> #1 $x$ *y* @z \\n & \"'"
    fields = open_form(client) | {"coop.total.note": signs, "difficulties": signs, "coop.digital": "<7"}
    response = client.post(URL, fields, follow=True)
    page = response.content.decode()
    assert "<b>HTX</b>" not in page
    assert "&lt;b&gt;HTX&lt;/b&gt; #1 $x$ *y* @z \\n &amp; &quot;&#x27;" in page
    assert 'value="&lt;7"' in page
    assert form_in(page)["coop.total.note"] == signs
    assert form_in(page)["difficulties"] == signs


# Two at once


def test_second_tab_is_shown_the_conflict_and_keeps_its_input(client, client_for, leader_hg, draft):
    first, second = open_form(client), open_form(client_for(leader_hg))
    assert client.post(URL, first | {"coop.new": "12", "coop.total": "258"}).status_code == 302
    response = client_for(leader_hg).post(URL, second | {"coop.new": "13", "coop.dissolved": "3"})
    assert response.status_code == 409
    assert list(response.context["conflicts"]) == ["coop.new"]
    words = text_of(response)
    assert "Trang này đang giữ 13 Người khác đã ghi 12 Lấy 12" in words
    again = form_in(response.content.decode())
    assert again["coop.new"] == "13"
    assert stored("coop.new").value == 12
    assert stored("coop.dissolved").value == 3, "what nobody else changed is saved"
    assert stored("coop.total").value == 258, "what the second tab left alone stays as the first saved it"
    assert client_for(leader_hg).post(URL, again).status_code == 302
    assert stored("coop.new").value == 13


def test_second_tab_may_choose_what_the_first_saved(client, draft):
    first, second = open_form(client), open_form(client)
    client.post(URL, first | {"coop.new": "12", "difficulties": "Thiếu vốn."})
    response = client.post(URL, second | {"coop.new": "13", "difficulties": "Thiếu người."})
    again = form_in(response.content.decode())
    assert again["difficulties"] == "Thiếu người."
    client.post(URL, again | {"coop.new.theirs": "on", "difficulties.theirs": "on"})
    draft.refresh_from_db()
    assert (stored("coop.new").value, draft.difficulties) == (12, "Thiếu vốn.")


# Sending


def test_second_click_on_send_takes_one_step_without_an_error(client, draft):
    fields = open_form(client) | {"submit": ""}
    assert client.post(URL, fields)["Location"] == URL
    response = client.post(URL, fields, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert Step.objects.filter(action=Step.Action.SUBMIT).count() == 1
    assert "Đã gửi" in text_of(response)
    assert "không thể" not in text_of(response)


def test_sending_invalid_figures_leads_to_the_list_of_problems(client, draft):
    response = client.post(URL, open_form(client) | {"coop.total": "258", "submit": ""}, follow=True)
    assert response.redirect_chain == [(f"{URL}?check=1", 302)]
    page = response.content.decode()
    words = text_of(response)
    assert "Chưa gửi được" in words
    assert "= 257, ít hơn" in words
    assert "258" in words
    assert 'href="#coop-' in page
    assert 'role="alert" tabindex="-1" autofocus' in page
    draft.refresh_from_db()
    assert draft.state == Submission.State.DRAFT
    assert stored("coop.total").value == 258, "saved, though not sent"


def test_old_page_sent_again_after_approval_loses_nothing(client, client_for, leader_hg, draft):
    old = open_form(client)
    client.post(URL, old | {"submit": ""})
    workflow_services.approve(submission=draft, by=leader_hg)
    response = client.post(URL, old | {"coop.new": "99", "coop.digital": "1.23.456", "difficulties": "Mới."})
    assert response.status_code == 409
    words = text_of(response)
    assert "Báo cáo đang ở trạng thái “Đã duyệt” nên không sửa được số liệu." in words
    assert "99" in words
    assert "<strong>1.23.456</strong>" in response.content.decode()
    assert "Mới." in words
    assert stored("coop.new").value == 11
    draft.refresh_from_db()
    assert (draft.state, draft.difficulties) == (Submission.State.APPROVED, "")


def test_period_that_closed_meanwhile_keeps_the_input(client, draft, period):
    old = open_form(client)
    Period.objects.filter(pk=period.pk).update(state=Period.State.LOCKED)
    response = client.post(URL, old | {"coop.new": "99"})
    assert response.status_code == 409
    assert "Kỳ báo cáo đã khóa." in text_of(response)
    assert "99" in text_of(response)
    assert stored("coop.new").value == 11


def test_indicator_no_longer_in_the_catalogue_changes_nothing(client, draft):
    old = open_form(client)
    Indicator.objects.filter(code="coop.new").update(last_period="2022-H2")
    assert client.post(URL, old | {"coop.new": "99", "group.new": "16"}).status_code == 302
    assert stored("coop.new").value == 11
    assert stored("group.new").value == 16


# The page


def test_indicator_that_may_stay_blank_says_so(client, draft):
    before = client.get(entry_url()).content.decode().count("không bắt buộc")
    Indicator.objects.filter(code="coop.new").update(is_required=False)
    assert client.get(entry_url()).content.decode().count("không bắt buộc") == before + 1


def test_page_shows_the_half_before_and_the_half_a_year_ago(client, cluster, hau_giang, officer_hg):
    for slug, number in [("2022-H2", "248"), ("2022-H1", "241")]:
        earlier = make_period(cluster, slug)
        make_reported(earlier, hau_giang, officer_hg, {"coop.total": number})
    page = client.get(URL).content.decode()
    assert "6T cuối 2022" in page
    assert "6T đầu 2022" in page
    assert 'data-label="6T cuối 2022">248<' in page
    assert 'data-label="6T đầu 2022">241<' in page


def test_zero_is_shown_and_blank_is_not_zero(client, draft, officer_hg):
    entry_services.save_cells(
        submission=draft, entries=entries({"coop.new": "0", "coop.digital": ""}), by=officer_hg
    )
    fields = open_form(client)
    assert fields["coop.new"] == "0"
    assert fields["coop.digital"] == ""


def test_fingerprints_name_every_cell_of_the_form(client, draft):
    fields = open_form(client)
    seen = json.loads(fields["seen"])
    assert set(RIGHT) <= set(seen)
    assert {name for name in fields if name in seen} == set(seen)


def test_reader_gets_no_boxes(client_for, secretary, submitted):
    page = client_for(secretary).get(URL).content.decode()
    assert form_in(page) == {}
    assert 'id="coop-total"' in page


def test_entry_home_leads_to_the_open_half_year(client, cluster, period):
    make_period(cluster, "2022-H2", state=Period.State.LOCKED)
    make_period(cluster, "2023-H2", state=Period.State.PLANNED)
    assert client.get(reverse("figures:entry-home"))["Location"] == URL


def test_entry_home_before_any_period_says_so(client_for, officer_hg):
    response = client_for(officer_hg).get(reverse("figures:entry-home"))
    assert response.status_code == 200
    assert "Chưa có kỳ báo cáo nào được mở" in text_of(response)


def test_page_needs_as_many_queries_for_one_cell_as_for_many(client, draft, django_assert_num_queries):
    Indicator.objects.exclude(code="coop.total").update(last_period="2022-H2")
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    Indicator.objects.update(last_period="")
    with django_assert_num_queries(len(queries)):
        assert len(open_form(client)) > 40


def test_name_with_signs_is_escaped_in_a_conflict(client_for, hau_giang, period, indicators):
    officer = make_officer("signs", "entry", hau_giang, last_name="<Trần> #", first_name="$Vũ* @\\")
    entry_services.save_cells(
        submission=entry_services.start(period=period, province=hau_giang, by=officer),
        entries=entries({"coop.total": "1"}),
        by=officer,
    )
    client = client_for(officer)
    fields = open_form(client)
    entry_services.save_cells(
        submission=Submission.objects.get(), entries=entries({"coop.total": "2"}), by=officer
    )
    response = client.post(URL, fields | {"coop.total": "3"})
    assert response.status_code == 409
    assert "<Trần>" not in response.content.decode()


def test_page_is_not_stored_by_the_browser(client, draft):
    # Its cells save themselves later: a stored copy would show old numbers.
    assert "no-store" in client.get(entry_url())["Cache-Control"]


def test_only_who_may_write_a_reason_is_asked_for_it(
    client, client_for, secretary, officer_hg, draft, cluster, provinces
):
    earlier, asked = make_period(cluster, "2022-H1", state=Period.State.LOCKED), "Nếu đúng, xin ghi lý do."
    for province in (draft.province, provinces["can-tho"]):
        make_reported(earlier, province, officer_hg, {"coop.profit": "4.000"})
    entry_services.save_cells(submission=draft, entries=entries({"coop.profit": "1.500"}), by=officer_hg)
    assert asked in text_of(client.get(URL))
    make_reported(draft.period, provinces["can-tho"], officer_hg, {"coop.profit": "1.500"})
    page = text_of(client_for(secretary).get("/entry/2023-H1/can-tho/"))
    assert "62,5%" in page
    assert asked not in page


def test_number_with_two_contradictions_is_counted_once(draft):
    sheet = load_sheet(draft, {"alliance.member_coops": CellEntry("300,5")})
    problems = problems_of(sheet, {})
    assert {f.rule for _row, f in problems["findings"] if f.code == "alliance.member_coops"} >= {
        "at_most",
        "decimals",
    }
    assert "01 số cần sửa" in problems["title"]

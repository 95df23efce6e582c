"""The pages of the pledges and their paper, as a user meets them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation.pledges.models import Pledge
from emulation.pledges.rows import targets_of
from emulation.year.models import EmulationYear
from tests.conflicts import differences
from tests.emulation.factories import make_pledge, make_year
from tests.emulation.movements.movement_rows import make_movement
from tests.factories import make_officer
from tests.figures.factories import make_catalogue, make_period, make_reported
from tests.papers.pdf_measure import open_pdf, words
from web.expired_forms import TYPED_BY, signature_of

pytestmark = pytest.mark.postgresql

PAGE = "/emulation/2023/pledges/hau-giang/"
PAPER = "/emulation/2023/pledges/pledge.pdf"
ASKED = ("coop.new", "coop.charter_capital")
TYPED = {"coop.new": "20", "coop.charter_capital": "1.234,5", "seen": "0"}
TARGETS = {"coop.new": 20, "coop.charter_capital": Decimal("1234.5")}


@pytest.fixture
def contest(cluster, provinces) -> EmulationYear:
    catalogue = make_catalogue()
    year = make_year(cluster, 2023)
    year.deadlines.update(due_on=dt.date(2999, 12, 31))
    for code in ASKED:
        year.pledged_indicators.create(indicator=catalogue[code])
    return year


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_leader_types_the_vietnamese_way_and_sends(contest, client_for, leader_hg):
    client = client_for(leader_hg)
    assert client.post(PAGE, TYPED).status_code == 302
    pledge = Pledge.objects.get()
    assert targets_of(pledge) == TARGETS
    assert 'value="1.234,5"' in text_of(client.get(PAGE))
    client.post(PAGE, TYPED | {"seen": "1", "send": ""})
    pledge.refresh_from_db()
    assert pledge.state == "sent"
    assert "Đã gửi, chờ ký" in text_of(client.get(PAGE))
    again = client.post(PAGE, TYPED | {"seen": "1", "send": ""}, follow=True)  # the second click
    assert "Đã gửi giao ước về Cụm." in text_of(again)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.23.456", "Viết 123.456 hoặc 1.234,56"),
        ("-5", "không được âm"),
        ("2,5", "Ghi số nguyên"),
        ("a\x00b", "Chưa đọc được số"),
        ("9" * 5_000, "quá dài"),
        ("999999999999999", ""),
    ],
)
def test_what_cannot_be_read_is_asked_back_and_nothing_typed_is_lost(
    typed, said, contest, client_for, officer_hg
):
    response = client_for(officer_hg).post(PAGE, TYPED | {"coop.new": typed})
    if not said:
        assert response.status_code == 302
        return
    assert response.status_code == 200
    assert said in text_of(response)
    assert 'value="1.234,5"' in text_of(response)
    assert not Pledge.objects.filter(targets__isnull=False).exists()


def test_blank_box_stops_the_sending_and_says_that_zero_is_a_number(contest, client_for, leader_hg):
    response = client_for(leader_hg).post(PAGE, TYPED | {"coop.new": "", "send": ""})
    assert "Không đăng ký chỉ tiêu này thì ghi 0" in text_of(response)
    assert client_for(leader_hg).post(PAGE, TYPED | {"coop.new": "0", "send": ""}).status_code == 302


def test_two_officers_see_each_other_s_numbers(contest, client_for, officer_hg, leader_hg):
    client_for(officer_hg).post(PAGE, TYPED)
    response = client_for(leader_hg).post(PAGE, TYPED | {"coop.new": "25"})
    assert response.status_code == 409
    shown = text_of(response)
    assert list(differences(response).values()) == [("20", "25")]
    assert 'value="25"' in shown
    assert 'name="seen" value="1"' in shown
    assert client_for(leader_hg).post(PAGE, TYPED | {"coop.new": "25", "seen": "1"}).status_code == 302


def test_last_year_stands_beside_each_box(contest, cluster, hau_giang, client_for, officer_hg):
    make_pledge(make_year(cluster, 2022), hau_giang, officer_hg, {"coop.new": 17}, "signed")
    for slug, count in (("2022-H1", "9"), ("2022-H2", "10")):
        make_reported(make_period(cluster, slug), hau_giang, officer_hg, {"coop.new": count})
    shown = text_of(client_for(officer_hg).get(PAGE))
    assert ">17</td>" in shown
    assert ">19</td>" in shown


def test_draft_is_seen_by_its_province_and_who_runs_the_year(
    contest, hau_giang, client_for, officer_hg, officer_ct, secretary, head, observer
):
    make_pledge(contest, hau_giang, officer_hg, TARGETS)
    answers = {
        officer: client_for(officer).get(PAGE).status_code
        for officer in (officer_hg, officer_ct, secretary, head, observer)
    }
    assert list(answers.values()) == [200, 404, 200, 200, 404]
    for page in ("/emulation/2023/pledges/", "/emulation/2023/pledges/pledge.pdf"):
        response = client_for(officer_ct).get(page)
        shown = words(response.content) if page.endswith("pdf") else text_of(response)
        assert "1.234,5" not in shown
    assert "1.234,5" in text_of(client_for(secretary).get("/emulation/2023/pledges/"))


@pytest.mark.parametrize(("state", "answers"), [("sent", [404, 200]), ("signed", [200, 200])])
def test_sent_pledge_is_the_observer_s_and_a_signed_one_everybody_s(
    state, answers, contest, hau_giang, client_for, officer_hg, officer_ct, observer
):
    make_pledge(contest, hau_giang, officer_hg, TARGETS, state)
    assert [client_for(who).get(PAGE).status_code for who in (officer_ct, observer)] == answers


def test_secretary_sees_who_is_missing_and_records_the_signing(
    contest, provinces, client_for, officer_hg, secretary
):
    client = client_for(secretary)
    *first, last = provinces.values()
    for province in first:
        make_pledge(contest, province, officer_hg, TARGETS, "sent")
    assert "Chưa gửi giao ước: Sóc Trăng." in text_of(client.get("/emulation/2023/pledges/"))
    make_pledge(contest, last, officer_hg, TARGETS, "sent")
    names = {f"signer.{slug}": f"Ông {slug}" for slug in provinces}
    record = {"held_on": "12/01/2023", "place": "Rạch Giá"} | names
    url = "/emulation/2023/pledges/signing/record/"
    refused = client.post(url, record | {"held_on": "31/13/2023", "signer.ca-mau": ""})
    assert "Chưa đọc được ngày này" in text_of(refused)
    assert "Chưa nhập người ký của Cà Mau." in text_of(refused)
    assert client.post(url, record).status_code == 302
    assert Pledge.objects.signed().count() == 7


def test_selection_is_proposed_and_saved(contest, client_for, secretary):
    contest.pledged_indicators.all().delete()
    client = client_for(secretary)
    shown = text_of(client.get("/emulation/2023/pledges/indicators/"))
    assert "Các ô đang chọn là đề xuất" in shown
    assert "Vốn điều lệ bình quân" not in shown  # a ratio is never pledged
    assert "Chọn ít nhất một chỉ tiêu" in text_of(client.post("/emulation/2023/pledges/indicators/", {}))
    unknown = client.post("/emulation/2023/pledges/indicators/", {"indicators": ["9" * 30]})
    assert "Chọn một mục có trong danh sách" in text_of(unknown)


def test_paper_has_every_column_and_the_head_signs_first(
    contest, provinces, client_for, officer_hg, head, deputy, secretary
):
    for province in provinces.values():
        make_pledge(contest, province, officer_hg, TARGETS, "signed")
    made = client_for(secretary).get("/emulation/2023/pledges/pledge.pdf").content
    text = words(made)
    assert text.index("CỤM TRƯỞNG") < text.index("CỤM PHÓ") < text.index("ĐƠN VỊ THÀNH VIÊN")
    assert text.count("(Đã ký ngày 05/01/2023)") == 7
    assert "DỰ THẢO" not in text
    with open_pdf(made) as paper:
        table = paper.pages[-1].extract_text()
    assert "HTX thành lập mới HTX 20 20 20 20 20 20 20 140" in table
    assert "8.641,5" in table


def test_paper_is_a_draft_until_all_have_signed(contest, provinces, client_for, officer_hg, secretary):
    for province in list(provinces.values())[:-1]:
        make_pledge(contest, province, officer_hg, TARGETS, "signed")
    text = words(client_for(secretary).get("/emulation/2023/pledges/pledge.pdf").content)
    assert "DỰ THẢO: chưa đủ chữ ký" in text
    assert "140" not in text  # a total without one member would read as the cluster's


def test_signed_target_is_changed_with_its_reason_shown_to_all(
    contest, hau_giang, client_for, officer_hg, officer_ct, secretary
):
    make_pledge(contest, hau_giang, officer_hg, TARGETS, "signed")
    change = {"indicator": "coop.new", "value": "15", "reason": "Hạn mặn.", "seen": "1"}
    client = client_for(secretary)
    refused = client.post(f"{PAGE}change/", change | {"value": "15,5", "reason": ""})
    assert "Ghi số nguyên" in text_of(refused)
    assert client.post(f"{PAGE}change/", change).status_code == 302
    assert "20 thành 15" in text_of(client_for(officer_ct).get(PAGE))


def test_query_count_does_not_grow_with_provinces(contest, provinces, client_for, officer_hg, secretary):
    client = client_for(secretary)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/emulation/2023/pledges/").status_code == 200
        return len(captured)

    first, *others = provinces.values()
    make_pledge(contest, first, officer_hg, TARGETS, "sent")
    few = queries()
    for province in others:
        make_pledge(contest, province, make_officer(province.slug + "-2", "entry", province), TARGETS, "sent")
    assert queries() == few


def test_draft_names_the_movements_that_are_planned_to_its_own_alone(
    contest, hau_giang, client_for, officer_hg, officer_ct, secretary
):
    make_pledge(contest, hau_giang, officer_hg, TARGETS)
    make_movement(contest, officer_hg, province=hau_giang, name="Chuyển đổi số trong HTX", reward_money=None)
    own = text_of(client_for(officer_hg).get(PAGE))
    assert "Chuyển đổi số trong HTX" in own
    assert "Chưa nêu tiền thưởng" in own
    assert "/emulation/2023/movements/add/" in own
    assert "Hậu Giang: “Chuyển đổi số trong HTX”, từ" in words(client_for(secretary).get(PAPER).content)
    assert "Chuyển đổi số" not in words(client_for(officer_ct).get(PAPER).content)


@pytest.mark.parametrize(
    ("page", "who", "state", "typed"),
    [
        (PAGE, "officer_hg", "draft", TYPED | {"coop.new": "7.777"}),
        (f"{PAGE}return/", "secretary", "sent", {"reason": "Số 7.777 chưa có căn cứ."}),
        (f"{PAGE}change/", "secretary", "signed", {"indicator": "coop.new", "value": "7.777", "reason": ""}),
    ],
)
def test_what_was_typed_when_the_login_expired_is_shown_again(
    page, who, state, typed, request, contest, hau_giang, client_for, officer_hg
):
    make_pledge(contest, hau_giang, officer_hg, TARGETS, state)
    officer = request.getfixturevalue(who)
    client = client_for(officer)
    client.logout()
    client.post(page, typed | {TYPED_BY: signature_of(officer)})
    client.force_login(officer)
    shown = text_of(client.get(page))
    assert "7.777" in shown
    assert "Phiên đăng nhập đã hết hạn" in shown
    assert "7.777" not in text_of(client.get(PAGE))

"""The pages of the pledges and their paper."""

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

PAGE = "/emulation/2023/pledges/hau-giang/"
PAPER = "/emulation/2023/pledges/pledge.pdf"
LOG = "/emulation/2023/log/"
CODES = ("coop.new", "coop.charter_capital")
FORM_DATA = {"coop.new": "20", "coop.charter_capital": "1.234,5", "seen": "0"}
TARGETS = {"coop.new": 20, "coop.charter_capital": Decimal("1234.5")}


@pytest.fixture
def contest(cluster, provinces) -> EmulationYear:
    catalogue = make_catalogue()
    contest_year = make_year(cluster, 2023)
    contest_year.deadlines.update(due_on=dt.date(2999, 12, 31))
    for code in CODES:
        contest_year.pledged_indicators.create(indicator=catalogue[code])
    return contest_year


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_leader_enters_vietnamese_numbers_and_sends(contest, client_for, leader_hg):
    client = client_for(leader_hg)
    assert client.post(PAGE, FORM_DATA).status_code == 302
    pledge = Pledge.objects.get()
    assert targets_of(pledge) == TARGETS
    assert 'value="1.234,5"' in text_of(client.get(PAGE))
    client.post(PAGE, FORM_DATA | {"seen": "1", "send": ""})
    pledge.refresh_from_db()
    assert pledge.state == "sent"
    assert "Đã gửi, chờ ký" in text_of(client.get(PAGE))
    again = client.post(PAGE, FORM_DATA | {"seen": "1", "send": ""}, follow=True)  # the second click
    assert "Đã gửi giao ước về Cụm." in text_of(again)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("1.23.456", "Viết 123.456 nếu đúng là số đó"),
        ("-5", "Đọc được −5; số này không được âm"),
        ("2,5", "Đọc được 2,5; ghi số nguyên"),
        ("a\x00b", "không hợp lệ"),
        ("9" * 5_000, "15 chữ số"),
        ("999999999999999", ""),
    ],
)
def test_unreadable_target_is_refused_and_the_other_input_stays(
    value, error, contest, client_for, officer_hg
):
    response = client_for(officer_hg).post(PAGE, FORM_DATA | {"coop.new": value})
    if not error:
        assert response.status_code == 302
        return
    assert response.status_code == 200
    assert error in text_of(response)
    assert 'value="1.234,5"' in text_of(response)
    assert not Pledge.objects.filter(targets__isnull=False).exists()


def test_blank_target_cannot_be_sent_but_zero_can(contest, client_for, leader_hg):
    response = client_for(leader_hg).post(PAGE, FORM_DATA | {"coop.new": "", "send": ""})
    assert "Không đăng ký chỉ tiêu này thì ghi 0" in text_of(response)
    assert client_for(leader_hg).post(PAGE, FORM_DATA | {"coop.new": "0", "send": ""}).status_code == 302


def test_edit_conflict_shows_both_numbers(contest, client_for, officer_hg, leader_hg):
    client_for(officer_hg).post(PAGE, FORM_DATA)
    response = client_for(leader_hg).post(PAGE, FORM_DATA | {"coop.new": "25"})
    assert response.status_code == 409
    page = text_of(response)
    assert list(differences(response).values()) == [("20", "25")]
    assert 'value="25"' in page
    assert 'name="seen" value="1"' in page
    assert client_for(leader_hg).post(PAGE, FORM_DATA | {"coop.new": "25", "seen": "1"}).status_code == 302


def test_form_shows_last_year_s_target_and_result(contest, cluster, hau_giang, client_for, officer_hg):
    make_pledge(make_year(cluster, 2022), hau_giang, officer_hg, {"coop.new": 17}, "signed")
    for slug, count in (("2022-H1", "9"), ("2022-H2", "10")):
        make_reported(make_period(cluster, slug), hau_giang, officer_hg, {"coop.new": count})
    page = text_of(client_for(officer_hg).get(PAGE))
    assert ">17</td>" in page
    assert ">19</td>" in page


def test_draft_is_read_only_by_its_province_and_the_secretary(
    contest, hau_giang, client_for, officer_hg, officer_ct, secretary, head, observer
):
    make_pledge(contest, hau_giang, officer_hg, TARGETS)
    statuses = {
        officer: client_for(officer).get(PAGE).status_code
        for officer in (officer_hg, officer_ct, secretary, head, observer)
    }
    assert list(statuses.values()) == [200, 404, 200, 404, 404]
    for page in ("/emulation/2023/pledges/", "/emulation/2023/pledges/pledge.pdf"):
        response = client_for(officer_ct).get(page)
        text = words(response.content) if page.endswith("pdf") else text_of(response)
        assert "1.234,5" not in text
    assert "1.234,5" in text_of(client_for(secretary).get("/emulation/2023/pledges/"))


@pytest.mark.parametrize(("state", "statuses"), [("sent", [404, 200]), ("signed", [200, 200])])
def test_observer_reads_a_sent_pledge_and_everybody_a_signed_one(
    state, statuses, contest, hau_giang, client_for, officer_hg, officer_ct, observer
):
    make_pledge(contest, hau_giang, officer_hg, TARGETS, state)
    assert [client_for(officer).get(PAGE).status_code for officer in (officer_ct, observer)] == statuses


def test_secretary_sees_missing_pledges_and_records_the_signing(
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
    assert "ngày chưa đúng dạng hoặc không có trong lịch. Ghi ngày/tháng/năm" in text_of(refused)
    assert "Chưa nhập người ký của Cà Mau." in text_of(refused)
    assert client.post(url, record).status_code == 302
    assert Pledge.objects.signed().count() == 7


def test_selection_of_indicators_is_suggested_and_checked(contest, client_for, secretary):
    contest.pledged_indicators.all().delete()
    client = client_for(secretary)
    page = text_of(client.get("/emulation/2023/pledges/indicators/"))
    assert "Các ô đang chọn là đề xuất" in page
    assert "Vốn điều lệ bình quân" not in page  # a ratio is never pledged
    assert "Chọn ít nhất một chỉ tiêu" in text_of(client.post("/emulation/2023/pledges/indicators/", {}))
    unknown = client.post("/emulation/2023/pledges/indicators/", {"indicators": ["9" * 30]})
    assert "chọn một mục có trong danh sách" in text_of(unknown)


def test_paper_of_signed_pledges(contest, provinces, client_for, officer_hg, head, deputy, secretary):
    for province in provinces.values():
        make_pledge(contest, province, officer_hg, TARGETS, "signed")
    paper_bytes = client_for(secretary).get("/emulation/2023/pledges/pledge.pdf").content
    text = words(paper_bytes)
    assert text.index("CỤM TRƯỞNG") < text.index("CỤM PHÓ") < text.index("ĐƠN VỊ THÀNH VIÊN")
    assert text.count("(Đã ký ngày 05/01/2023)") == 7
    assert "DỰ THẢO" not in text
    with open_pdf(paper_bytes) as paper:
        table = paper.pages[-1].extract_text()
    assert "HTX thành lập mới HTX 20 20 20 20 20 20 20 140" in table
    assert "8.641,5" in table


def test_paper_is_a_draft_before_all_have_signed(contest, provinces, client_for, officer_hg, secretary):
    for province in list(provinces.values())[:-1]:
        make_pledge(contest, province, officer_hg, TARGETS, "signed")
    text = words(client_for(secretary).get("/emulation/2023/pledges/pledge.pdf").content)
    assert "DỰ THẢO: chưa đủ chữ ký" in text
    assert "140" not in text  # a total without one member would read as the cluster's


def test_change_of_a_signed_target_is_shown_to_everybody_once_it_is_agreed(
    contest, hau_giang, client_for, officer_hg, leader_hg, officer_ct, secretary
):
    pledge = make_pledge(contest, hau_giang, officer_hg, TARGETS, "signed")
    change = {"indicator": "coop.new", "value": "15", "reason": "Hạn mặn.", "seen": "1"}
    client = client_for(secretary)
    refused = client.post(f"{PAGE}change/", change | {"value": "15,5", "reason": ""})
    assert "ghi số nguyên, không có phần thập phân" in text_of(refused)
    assert client.post(f"{PAGE}change/", change).status_code == 302
    reader, leader = client_for(officer_ct), client_for(leader_hg)
    assert "Chờ lãnh đạo tỉnh đồng ý" in text_of(leader.get(PAGE))
    assert f'{PAGE}answer/"' in leader.get(PAGE).content.decode()
    assert f'{PAGE}answer/"' not in client_for(officer_hg).get(PAGE).content.decode()
    answer = {"change": str(pledge.changes.get().pk), "why_not": ""}
    assert "lý do không đồng ý" in text_of(leader.post(f"{PAGE}answer/", answer | {"decline": ""}))
    assert client_for(secretary).post(f"{PAGE}answer/", answer | {"agree": ""}).status_code == 403
    assert leader.post(f"{PAGE}answer/", answer | {"agree": ""}).status_code == 302
    assert "20 thành 15" in text_of(reader.get(PAGE))
    assert "Hạn mặn." in text_of(reader.get(PAGE))
    assert "ký 20, điều chỉnh ngày" in text_of(reader.get(PAGE))
    assert "Hạn mặn." in text_of(reader.get(LOG))


@pytest.mark.parametrize("answer", ["", "decline"])
def test_change_that_is_not_agreed_is_read_by_its_province_and_those_who_see_the_cluster(
    answer,
    contest,
    hau_giang,
    client_for,
    officer_hg,
    leader_hg,
    officer_ct,
    leader_ct,
    secretary,
    head,
    observer,
):
    """Until then it is as a pledge that was sent and not signed."""
    pledge = make_pledge(contest, hau_giang, officer_hg, TARGETS, "signed")
    change = {"indicator": "coop.new", "value": "15", "reason": "Hạn mặn.", "seen": "1"}
    assert client_for(secretary).post(f"{PAGE}change/", change).status_code == 302
    if answer:
        why_not = {"change": str(pledge.changes.get().pk), "why_not": "Vẫn làm được.", answer: ""}
        assert client_for(leader_hg).post(f"{PAGE}answer/", why_not).status_code == 302
    for officer in (officer_hg, leader_hg, secretary, head, observer):
        page = text_of(client_for(officer).get(PAGE))
        assert "Hạn mặn." in page
        assert ("Vẫn làm được." in page) == bool(answer)
    for officer in (officer_ct, leader_ct):
        page = text_of(client_for(officer).get(PAGE))
        assert client_for(officer).get(PAGE).status_code == 200
        assert "Điều chỉnh sau khi ký" not in page
        assert "Hạn mặn." not in page
    for officer in (officer_ct, leader_ct, officer_hg, secretary):
        assert "Hạn mặn." not in text_of(client_for(officer).get(LOG)), "everybody reads the log"
        assert "Vẫn làm được." not in text_of(client_for(officer).get(LOG))


def test_query_count_does_not_grow_with_provinces(contest, provinces, client_for, officer_hg, secretary):
    client = client_for(secretary)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/emulation/2023/pledges/").status_code == 200
        return len(captured)

    first, *others = provinces.values()
    make_pledge(contest, first, officer_hg, TARGETS, "sent")
    queries_with_one = queries()
    for province in others:
        make_pledge(contest, province, make_officer(province.slug + "-2", "entry", province), TARGETS, "sent")
    assert queries() == queries_with_one


def test_movements_of_a_draft_are_shown_only_to_its_readers(
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
    ("page", "fixture", "state", "data"),
    [
        (PAGE, "officer_hg", "draft", FORM_DATA | {"coop.new": "7.777"}),
        (f"{PAGE}return/", "secretary", "sent", {"reason": "Số 7.777 chưa có căn cứ."}),
        (f"{PAGE}change/", "secretary", "signed", {"indicator": "coop.new", "value": "7.777", "reason": ""}),
    ],
)
def test_input_is_restored_after_the_login_expired(
    page, fixture, state, data, request, contest, hau_giang, client_for, officer_hg
):
    make_pledge(contest, hau_giang, officer_hg, TARGETS, state)
    officer = request.getfixturevalue(fixture)
    client = client_for(officer)
    client.logout()
    client.post(page, data | {TYPED_BY: signature_of(officer)})
    client.force_login(officer)
    restored = text_of(client.get(page))
    assert "7.777" in restored
    assert "Phiên đăng nhập đã hết hạn" in restored
    assert "7.777" not in text_of(client.get(PAGE))

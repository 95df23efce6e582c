"""A cell that saves itself: its answer, conflicts, and one effect for each request."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from tests.figures.pages import entry_url, open_form, stored_in, text_of
from web.repeated_requests.models import Receipt

pytestmark = pytest.mark.postgresql

BLANK = CellEntry().fingerprint


def url(code: str) -> str:
    return reverse("figures:cell", args=["2023-H1", "hau-giang", code])


def stored(code: str) -> Figure | None:
    return Figure.objects.filter(indicator__code=code, submission__province__slug="hau-giang").first()


def outcome(response):
    return json.loads(response["X-Cell"])


@pytest.fixture
def client(client_for, officer_hg, indicators, period) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def test_cell_is_saved_alone_and_the_answer_carries_its_new_fingerprint(client):
    response = client.post(url("coop.new"), {"coop.new": "1234", "coop.total": "9", "seen": BLANK})
    assert response.status_code == 200
    assert (stored("coop.new").value, stored("coop.total")) == (1234, None)
    answer = outcome(response)
    assert stored_in(response.content.decode())["text"] == "1.234"
    again = client.post(url("coop.new"), {"coop.new": "1.235", "seen": answer["seen"]})
    assert not outcome(again)["conflict"]
    assert stored("coop.new").value == 1235


def test_answer_carries_every_piece_that_changed(client, draft):
    seen = json.loads(open_form(client)["seen"])
    response = client.post(url("coop.total"), {"coop.total": "258", "seen": seen["coop.total"]})
    page = response.content.decode()
    for piece in [
        "coop-total-state",
        "coop-total-follows",
        "coop-total-change",
        "coop-total-line",
        "coop-inactive-follows",
        "coop-capital_per_coop-value",
        "coop-filled",
        "coop-link",
        "problems",
        "filled",
        "save-line",
    ]:
        assert f'id="{piece}" hx-swap-oob=' in page, piece
    assert "group-total-state" not in page, "what the cell does not bear on stays"
    words = text_of(response)
    assert "= 257, ít hơn" in words
    assert "Đã lưu tất cả lúc" in words
    assert "<form" not in page
    assert "csrfmiddlewaretoken" not in page


def test_unreadable_number_is_stored_and_questioned(client):
    response = client.post(url("coop.new"), {"coop.new": "1.23.456", "seen": BLANK})
    assert stored("coop.new").typed == "1.23.456"
    assert "Cần sửa" in text_of(response)


def test_second_writer_is_shown_both_values_and_chooses(client, client_for, leader_hg, draft):
    seen = json.loads(open_form(client)["seen"])["coop.new"]
    client.post(url("coop.new"), {"coop.new": "12", "seen": seen})
    second = client_for(leader_hg)
    response = second.post(url("coop.new"), {"coop.new": "13", "seen": seen})
    assert outcome(response)["conflict"]
    words = text_of(response)
    assert "Giữ 13" in words
    assert "Lấy 12" in words
    assert stored("coop.new").value == 12
    taken = second.post(url("coop.new"), {"coop.new": "13", "seen": seen, "coop.new.theirs": "on"})
    assert stored_in(taken.content.decode())["text"] == "12"
    assert stored("coop.new").value == 12
    own = second.post(url("coop.new"), {"coop.new": "13", "seen": outcome(response)["seen"]})
    assert not outcome(own)["conflict"]
    assert stored("coop.new").value == 13


@pytest.mark.parametrize(
    ("theirs", "mine", "shown"),
    [
        (
            {"coop.new": "11", "coop.new.note": "Theo sổ."},
            {"coop.new": "11", "coop.new.note": "Huyện báo."},
            ["Ghi chú: Huyện báo. Giữ phần này", "Ghi chú: Theo sổ. Lấy phần này"],
        ),
        (
            {"coop.new": "", "coop.new.state": "unknown"},
            {"coop.new": "", "coop.new.state": "not_applicable"},
            ["Không áp dụng Giữ phần này", "Chưa có số liệu Lấy phần này"],
        ),
        (
            {"coop.new": "12"},
            {"coop.new": "", "coop.new.explanation": "Sót."},
            ["để trống Giải trình: Sót. Giữ phần này", "12 Giải trình: để trống Lấy 12"],
        ),
        (
            {"coop.new": "12", "coop.new.estimate": "on"},
            {"coop.new": "13"},
            ["13 Số ước: Không Giữ 13", "12 Số ước: Có Lấy 12"],
        ),
    ],
)
def test_second_writer_is_shown_every_difference(theirs, mine, shown, client, client_for, leader_hg, draft):
    seen = json.loads(open_form(client)["seen"])["coop.new"]
    client.post(url("coop.new"), {**theirs, "seen": seen})
    response = client_for(leader_hg).post(url("coop.new"), {**mine, "seen": seen})
    assert outcome(response)["conflict"]
    words = text_of(response)
    for whose, part in zip(["Trang này đang giữ", "Người khác đã ghi"], shown, strict=True):
        assert f"{whose} {part}" in words


def test_page_without_a_fingerprint_overwrites_nothing(client, draft):
    response = client.post(url("coop.new"), {"coop.new": "99"})
    assert outcome(response)["conflict"]
    assert stored("coop.new").value == 11


@pytest.mark.parametrize(
    "code", ["coop.capital_per_coop", "nothing", "state", "coop.total.note", "coop.new\x00"]
)
def test_cell_that_is_not_entered_is_not_found(code, client):
    assert client.post(url(code), {code: "1"}).status_code == 404
    assert not Submission.objects.exists()


def test_form_of_another_officer_at_the_same_machine_is_refused(client, client_for, leader_hg, draft):
    theirs = open_form(client_for(leader_hg))["typed_by"]
    assert client.post(url("coop.new"), {"coop.new": "99", "typed_by": theirs}).status_code == 403
    assert stored("coop.new").value == 11


def test_cell_is_refused_once_the_figures_are_sent(client, submitted):
    response = client.post(url("coop.new"), {"coop.new": "99"})
    assert response.status_code == 409
    assert "nên không sửa được số liệu" in text_of(response)
    assert stored("coop.new").value == 11


# One key, one effect


def test_request_sent_twice_has_one_effect_and_one_answer(client, draft):
    seen = json.loads(open_form(client)["seen"])["coop.new"]
    fields = {"coop.new": "12", "seen": seen, "key": str(uuid4())}
    first = client.post(url("coop.new"), fields)
    version = stored("coop.new").version
    client.post(url("coop.new"), {"coop.new": "13", "seen": outcome(first)["seen"]})
    second = client.post(url("coop.new"), fields)
    assert (second.content, second["X-Cell"]) == (first.content, first["X-Cell"])
    assert stored("coop.new").value == 13, "the late repetition does not undo what came after it"
    assert stored("coop.new").version == version + 1


def test_same_key_with_another_content_is_another_request(client, draft):
    """An old page that the browser shows again, with something typed into it."""
    fields = open_form(client)
    assert client.post(entry_url(), fields | {"coop.new": "12"}).status_code == 302
    response = client.post(entry_url(), fields | {"coop.new": "13"})
    assert response.status_code == 409
    assert stored("coop.new").value == 12


@pytest.mark.django_db(transaction=True)
def test_request_sent_twenty_times_at_once_has_one_effect(client, draft, officer_hg):
    seen = json.loads(open_form(client)["seen"])["coop.new"]
    version = Submission.objects.get().version
    fields = {"coop.new": "12", "seen": seen, "key": str(uuid4())}
    cookies = client.cookies

    def send(_number: int) -> tuple[int, bytes]:
        browser = Client()
        browser.cookies = cookies
        try:
            response = browser.post(url("coop.new"), fields)
            return response.status_code, response.content
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        answers = {send(number) for number in range(20)}  # in memory there is one connection for all
    else:
        with ThreadPoolExecutor(20) as threads:
            answers = set(threads.map(send, range(20)))
    assert len(answers) == 1
    assert next(iter(answers))[0] == 200
    assert stored("coop.new").version == 2
    assert Submission.objects.get().version == version + 1
    assert Receipt.objects.count() == 1


def test_long_remarks_are_not_in_a_header(client):
    note = "Ngập mặn kéo dài. " * 50
    response = client.post(url("coop.new"), {"coop.new": "12", "coop.new.note": note, "seen": BLANK})
    assert stored_in(response.content.decode())["note"] == note.strip()
    assert len(response["X-Cell"]) < 200, "a server before this one takes a few thousand letters"

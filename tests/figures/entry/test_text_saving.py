"""The province's texts and its choice of estimates save themselves: answers and conflicts."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from figures.entry import services as entry_services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from figures.workflow import services as workflow_services
from tests.figures.factories import entries
from tests.figures.pages import entry_url, open_form, text_of
from web.repeated_requests.models import Receipt

BLANK = CellEntry().fingerprint
BASIS = reverse("figures:basis", args=["2023-H1", "hau-giang"])


def url(name: str) -> str:
    return reverse("figures:text", args=["2023-H1", "hau-giang", name])


def stored() -> Submission:
    return Submission.objects.get(province__slug="hau-giang")


def outcome(response):
    return json.loads(response["X-Cell"])


@pytest.fixture
def client(client_for, officer_hg, indicators, period) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


# Texts


def test_text_is_saved_alone_and_begins_the_half_year(client, officer_hg):
    response = client.post(
        url("causes"), {"causes": " Hạn mặn.\r\nThiếu vốn. ", "difficulties": "x", "seen": BLANK}
    )
    assert response.status_code == 200
    assert (stored().causes, stored().difficulties) == ("Hạn mặn.\nThiếu vốn.", "")
    assert stored().changed_by == officer_hg
    words = text_of(response)
    assert "Đã lưu tất cả lúc" in words
    again = client.post(url("causes"), {"causes": "Thiếu người.", "seen": outcome(response)["seen"]})
    assert not outcome(again)["conflict"]
    assert stored().causes == "Thiếu người."


def test_second_writer_is_shown_both_texts_side_by_side_and_chooses(client, client_for, leader_hg):
    client.post(url("causes"), {"causes": "Hạn <mặn>.", "seen": BLANK})
    second = client_for(leader_hg)
    response = second.post(url("causes"), {"causes": "Thiếu vốn.", "seen": BLANK})
    answer = outcome(response)
    assert answer["conflict"]
    assert stored().causes == "Hạn <mặn>."
    words = text_of(response)
    assert "Trang này đang giữ Thiếu vốn. Giữ nội dung này" in words
    assert "Người khác đã ghi Hạn &lt;mặn&gt;. Lấy nội dung này" in words
    page = response.content.decode()
    assert f'data-keep="{answer["seen"]}"' in page
    assert f'data-take="{answer["seen"]}" value="Hạn &lt;mặn&gt;."' in page
    taken = second.post(url("causes"), {"causes": "Hạn <mặn>.", "seen": answer["seen"]})
    assert not outcome(taken)["conflict"]
    own = second.post(url("causes"), {"causes": "Thiếu vốn.", "seen": answer["seen"]})
    assert not outcome(own)["conflict"]
    assert stored().causes == "Thiếu vốn."


def test_text_without_a_fingerprint_overwrites_nothing(client):
    client.post(url("causes"), {"causes": "Hạn mặn.", "seen": BLANK})
    assert outcome(client.post(url("causes"), {"causes": "Thiếu vốn."}))["conflict"]
    assert stored().causes == "Hạn mặn."


def test_undone_input_leaves_the_conflict_to_be_noticed(client, client_for, leader_hg):
    client.post(url("causes"), {"causes": "Hạn mặn.", "seen": BLANK})
    second = client_for(leader_hg)
    answer = outcome(second.post(url("causes"), {"causes": "", "seen": BLANK}))
    assert outcome(second.post(url("causes"), {"causes": "Thiếu vốn.", "seen": answer["seen"]}))["conflict"]


def test_long_text_is_not_in_a_header(client):
    text = "Ngập mặn. " * 1000
    response = client.post(url("causes"), {"causes": text, "seen": BLANK})
    assert stored().causes == text.strip()
    assert len(response["X-Cell"]) < 200, "a server before this one takes a few thousand letters"


def test_text_sent_twice_has_one_effect_and_one_answer(client):
    fields = {"causes": "Hạn mặn.", "seen": BLANK, "key": str(uuid4())}
    first = client.post(url("causes"), fields)
    client.post(url("causes"), {"causes": "Thiếu vốn.", "seen": outcome(first)["seen"]})
    second = client.post(url("causes"), fields)
    assert (second.content, second["X-Cell"]) == (first.content, first["X-Cell"])
    assert stored().causes == "Thiếu vốn.", "the late repetition does not undo what came after it"
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("name", ["state", "is_estimate", "nothing", "basis", "coop-total"])
def test_unknown_text_is_not_found(name, client):
    assert client.post(url(name), {name: "locked"}).status_code == 404
    assert not Submission.objects.exists()


def test_form_of_another_officer_at_the_same_machine_is_refused(client, client_for, leader_hg, draft):
    theirs = open_form(client_for(leader_hg))["typed_by"]
    for address, fields in ((url("causes"), {"causes": "x"}), (BASIS, {"basis": "estimate"})):
        assert client.post(address, fields | {"typed_by": theirs}).status_code == 403
    assert (stored().causes, stored().is_estimate) == ("", False)


def test_text_is_refused_once_the_figures_are_sent(client, submitted):
    response = client.post(url("causes"), {"causes": "Hạn mặn.", "seen": BLANK})
    assert response.status_code == 409
    assert "nên không sửa được số liệu" in text_of(response)
    assert stored().causes == ""


# The choice


def test_saved_choice_is_shown_in_every_cell(client, draft):
    response = client.post(BASIS, {"basis": "estimate"})
    assert stored().is_estimate
    page = response.content.decode()
    numbers = draft.figures.filter(answer="known").count()
    assert page.count("Số ước\n") + page.count("Số ước<") == numbers
    assert "Số ước thực hiện đến ngày 30/6/2023." in text_of(response)
    client.post(BASIS, {"basis": "final"})
    assert not stored().is_estimate


def test_choice_of_final_figures_brings_every_revision(client, draft, officer_hg, leader_hg):
    entry_services.save_cells(submission=draft, entries={}, is_estimate=True, by=officer_hg)
    workflow_services.submit(submission=draft, by=officer_hg)
    workflow_services.send_back(submission=draft, reason="Đã có số chính thức.", by=leader_hg)
    entry_services.save_cells(submission=draft, entries=entries({"group.new": "17"}), by=officer_hg)
    words = text_of(client.post(BASIS, {"basis": "final"}))
    assert "Số ước đã gửi 15, số chính thức 17: +2 (+13,3%)." in words
    assert "Số ước đã gửi 310, số chính thức không đổi." in words


@pytest.mark.parametrize("fields", [{}, {"basis": ""}, {"basis": "locked"}])
def test_unknown_choice_is_not_found(fields, client):
    assert client.post(BASIS, fields).status_code == 404
    assert not Submission.objects.exists()


def test_form_without_a_new_choice_does_not_undo_it(client, client_for, leader_hg, draft):
    old = open_form(client_for(leader_hg))
    client.post(BASIS, {"basis": "estimate"})
    assert client_for(leader_hg).post(entry_url(), old | {"coop.new": "12"}).status_code == 302
    assert stored().is_estimate
    changed = open_form(client) | {"basis": "final"}
    client.post(entry_url(), changed)
    assert not stored().is_estimate

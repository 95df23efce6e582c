"""Returns that lose nothing: after another's return, after a correction, and with a text without a tick."""

import pytest
from django.urls import reverse

from figures.entry import services as entry_services
from figures.submissions.models import Step, Submission
from figures.workflow import services
from tests.figures.factories import entries
from tests.figures.pages import text_of

HG = ["2023-H1", "hau-giang"]
PAGE, RETURN = reverse("figures:review-province", args=HG), reverse("figures:return", args=HG)
CELL = {"return": "coop.new", "return.coop.new": "Số này <12>?"}


def open_page(client) -> dict[str, str]:
    """What the page sends with the press."""
    return {"seen": str(client.get(PAGE).context["submission"].version)}


def returns() -> int:
    return Step.objects.filter(action="return").count()


def test_second_return_by_another_is_refused_and_stays_on_the_page(client_for, head, secretary, submitted):
    first, second = client_for(head), client_for(secretary)
    seen = open_page(second)
    assert first.post(RETURN, open_page(first) | {"reason": "Rà lại."}).status_code == 302
    response = second.post(RETURN, seen | CELL | {"reason": "Chung."})
    assert response.status_code == 409
    words, page = text_of(response), response.content.decode()
    assert f"{head.title} đã trả lại số liệu này, nên lần trả lại này chưa được ghi" in words
    assert "Đã trả lại số liệu cho" not in words
    assert 'value="coop.new" checked' in page
    assert "Số này &lt;12&gt;?</textarea>" in page
    assert "Chung.</textarea>" in page
    assert "Trả lại để sửa</button>" not in page, "there is nothing to return"
    assert returns() == 1


def test_head_who_returns_second_gets_the_input_back_without_the_figures(
    client_for, head, secretary, submitted
):
    first, second = client_for(secretary), client_for(head)
    seen = open_page(second)
    first.post(RETURN, open_page(first) | {"reason": "Rà lại."})
    response = second.post(RETURN, seen | CELL | {"reason": "Chung."})
    assert response.status_code == 409
    words = text_of(response)
    for text in (
        f"{secretary.title} đã trả lại số liệu này",
        "HTX thành lập mới",
        "Số này &lt;12&gt;?",
        "Chung.",
    ):
        assert text in words
    assert "1.500,5" not in words
    assert returns() == 1


@pytest.mark.parametrize("step", ["accept", "comment"])
def test_head_whose_step_comes_too_late_reads_who_returned_the_figures(
    step, client_for, head, secretary, observer, submitted
):
    first, second = client_for(secretary), client_for(head)
    seen, address = open_page(second), reverse(f"figures:{step}", args=HG)
    first.post(RETURN, open_page(first) | {"reason": "Rà lại."})
    response = second.post(address, seen | {"comment": "Xem số HTX."})
    words = text_of(response)
    assert response.status_code == 409
    assert f"{secretary.title} đã trả lại số liệu này, nên thao tác này chưa được ghi" in words
    assert "Trạng thái hiện nay: Trả lại" in words
    assert "Xem số HTX." in words
    assert "1.500,5" not in words
    assert client_for(observer).post(address, seen).status_code == 404


@pytest.mark.parametrize("who", ["head", "secretary"])
def test_same_return_pressed_twice_is_stored_once_and_is_no_error(who, request, client_for, submitted):
    client = client_for(request.getfixturevalue(who))
    fields = open_page(client) | CELL
    for _press in range(2):
        assert "Đã trả lại số liệu cho Hậu Giang." in text_of(client.post(RETURN, fields, follow=True))
    assert returns() == 1


def test_same_officer_with_other_words_is_refused(client_for, secretary, submitted):
    client = client_for(secretary)
    fields = open_page(client) | CELL
    client.post(RETURN, fields)
    response = client.post(RETURN, fields | {"return.coop.new": "Khác."})
    assert response.status_code == 409
    assert "Khác.</textarea>" in response.content.decode()
    assert Step.objects.get(action="return").cells.get().reason == "Số này <12>?"


def test_old_page_does_not_return_what_was_corrected_since(client_for, secretary, leader_hg, submitted):
    client, officer = client_for(secretary), submitted.submitted_by
    fields = open_page(client) | CELL
    services.send_back(submission=submitted, reason="Sai.", by=leader_hg)
    entry_services.save_cells(submission=submitted, entries=entries({"coop.labour": "999"}), by=officer)
    services.submit(submission=submitted, by=officer)
    response = client.post(RETURN, fields)
    assert response.status_code == 409
    assert f"sau khi trang này được mở ({officer.title}, lúc" in text_of(response)
    assert "Số này &lt;12&gt;?</textarea>" in response.content.decode()
    assert client.post(RETURN, CELL).status_code == 409, "without a version"
    submitted.refresh_from_db()
    assert submitted.state == Submission.State.SUBMITTED
    assert client.post(RETURN, CELL | open_page(client)).status_code == 302


def test_reason_beside_a_cell_that_is_not_ticked_is_refused_by_its_name(client_for, secretary, submitted):
    client = client_for(secretary)
    fields = open_page(client) | {"reason": "Xem lại chung", "return.coop.new": "số này phải là 12"}
    response = client.post(RETURN, fields)
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("Đã ghi lý do trả lại “HTX thành lập mới” mà chưa chọn số ấy.") == 2, "above, and there"
    assert '<a href="#return-coop-new">' in page
    assert "số này phải là 12</textarea>" in page
    assert "Xem lại chung</textarea>" in page
    assert returns() == 0
    assert client.post(RETURN, fields | {"return": "coop.new"}).status_code == 302
    assert Step.objects.get(action="return").cells.get().why == "số này phải là 12"

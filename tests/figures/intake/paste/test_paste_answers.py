"""What is ticked on the preview of a block counts, whichever button sends it."""

import re
from itertools import product

import pytest
from django.test import Client

from figures.submissions.models import Figure
from tests.figures.factories import make_period, make_reported
from tests.figures.intake.paste.test_paste import PASTE, paste, readable
from tests.figures.intake.workbook.test_workbook import figure
from tests.figures.pages import text_of

BLOCK = (
    "Số HTX thành lập mới\t12",
    "Tổng số HTX\t290",
    "HTX giải thể\tx",
    "HTX đang hoạt động\t1.23.456",
)
ANSWERS = {"sign-x": "not_applicable", "row-0": "coop.new", "reading-coop.active": "0"}


@pytest.fixture
def client(client_for, officer_hg, draft) -> Client:
    return client_for(officer_hg)


def fields_of(response) -> dict[str, str]:
    """What the preview's form sends as it stands: hidden fields, and the choices that are ticked."""
    html = response.content.decode()
    form = next(form for form in re.findall(r"<form.*?</form>", html, re.DOTALL) if 'name="offer"' in form)
    ticked = re.findall(r'<input type="radio" name="([^"]*)" value="([^"]*)"\s+checked>', form)
    sent = {name: response.context[name] for name in ("text", "start", "source")}
    return {**sent, "offer": response.context["signed_changes"], **dict(ticked)}


def press(client: Client, response, button: str = "", **answers: str):
    pressed = {button: ""} if button else {}
    return client.post(PASTE, {**fields_of(response), **answers, **pressed}, follow=not button)


def test_answers_above_the_preview_are_written_with_it(client):
    text = text_of(press(client, paste(client, *BLOCK), **ANSWERS))
    assert (figure("coop.new").value, figure("coop.total").value) == (12, 290)
    assert figure("coop.dissolved").answer == Figure.Answer.NOT_APPLICABLE
    assert figure("coop.active").value == 123_456
    assert "Đã ghi 4 ô." in text
    assert "Chưa ghi" not in text


def test_reading_again_keeps_what_is_ticked_in_the_preview(client):
    again = press(client, paste(client, *BLOCK), "reread", **ANSWERS)
    assert fields_of(again).items() >= ANSWERS.items()
    assert readable(again) == {"coop.new": "12", "coop.total": "290", "coop.dissolved": "not_applicable"}


@pytest.mark.parametrize("asked", [*product([True, False], repeat=3)])
def test_every_cell_of_a_block_is_accounted_for_after_writing(asked, client):
    answers = {name: ANSWERS[name] for name, is_given in zip(ANSWERS, asked, strict=True) if is_given}
    preview = press(client, paste(client, *BLOCK), "reread", **answers)
    assert fields_of(preview).items() >= answers.items()
    text = text_of(press(client, preview))
    left = 3 - len(answers)
    assert f"Đã ghi {4 - left} ô." in text
    if left:
        assert f"4 ô: {4 - left} đã ghi, {left} chưa ghi." in text
    names = ("HTX giải thể (x)", "Số HTX thành lập mới (12)", "(1.23.456)")
    for (name, _value), written in zip(ANSWERS.items(), names, strict=True):
        assert (written in text) == (name not in answers)


def test_cell_that_an_answer_changes_is_shown_before_it_is_written(client):
    preview = paste(client, "HTX giải thể\tx", "Tổng số HTX\t290", **{"sign-x": "0"})
    response = client.post(PASTE, {**fields_of(preview), "sign-x": "unknown"})
    assert "Đã đọc lại theo lựa chọn mới, chưa ghi gì." in text_of(response)
    assert figure("coop.total").value != 290
    assert readable(response) == {"coop.total": "290", "coop.dissolved": "unknown"}
    press(client, response)
    assert figure("coop.dissolved").answer == Figure.Answer.NOT_KNOWN


def test_cell_that_waits_for_an_answer_is_not_called_invalid(client):
    response = paste(client, "HTX giải thể\t-", "Tổng số HTX\t290")
    text = text_of(response)
    assert "1 ô chờ chọn cách đọc ở đầu trang" in text
    assert "chưa hợp lệ" not in text


def test_near_labels_are_offered_likeliest_first(client_for, officer_hg, cluster, catalogue, hau_giang):
    earlier = {"coop.labour": "5.240", "union.labour": "77"}
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, earlier)
    make_period(cluster, "2023-H1")
    client = client_for(officer_hg)

    def offered(number: str) -> list[str]:
        (question,) = paste(client, f"Lao động trong HTX\t{number}").context["reading"].questions
        return [code for code, _label in question.options]

    assert offered("5.310") == ["coop.labour", "union.labour", "skip"]
    assert offered("80") == ["union.labour", "coop.labour", "skip"]

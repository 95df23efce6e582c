"""A text that cannot be stored stays in its box, with the sentence beside it; everything else is saved."""

import html
import json

import pytest
from django.test import Client
from django.urls import reverse

from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from tests.figures.pages import entry_url, form_in, open_form, text_of

BLANK = CellEntry().fingerprint
UNPRINTABLE = "Đã rà soát ✓, mục ①"
WHY = "Trên giấy không in được ký tự “✓”, “①”. Xóa hoặc thay ký tự đó."
OLD = "Toång soá HTX taêng"
READING = "Tổng số HTX tăng"


@pytest.fixture
def client(client_for, officer_hg, indicators, period) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def stored(code: str) -> Figure | None:
    return Figure.objects.filter(indicator__code=code, submission__province__slug="hau-giang").first()


def save_cell(client: Client, code: str, **parts: str):
    url = reverse("figures:cell", args=["2023-H1", "hau-giang", code])
    return client.post(url, {code: "7", "seen": BLANK} | {f"{code}.{k}": v for k, v in parts.items()})


@pytest.mark.parametrize("part", ["note", "explanation"])
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (UNPRINTABLE, WHY),
        ("a" * 1001, "Dài 1.001 ký tự, nhiều nhất 1.000. Rút gọn lại."),
        (OLD, f"Chữ này có vẻ gõ bằng bảng mã VNI: “{OLD}”. Có phải “{READING}”?"),
    ],
)
def test_refused_text_of_a_cell_is_answered_beside_it(client, part, typed, why):
    response = save_cell(client, "coop.new", **{part: typed})
    assert response.status_code == 409
    # As after a conflict, the script leaves the boxes alone.
    assert json.loads(response["X-Cell"])["conflict"]
    assert why in text_of(response)
    assert 'id="coop-new-follows"' in response.content.decode()
    assert stored("coop.new") is None


def test_reading_of_an_old_text_is_taken_by_its_button(client):
    response = save_cell(client, "coop.new", note=OLD)
    button = f'name="coop.new.note.reading" value="{READING}"'
    assert button in html.unescape(response.content.decode())
    assert save_cell(client, "coop.new", note=OLD, **{"note.reading": READING}).status_code == 200
    assert stored("coop.new").note == READING


def test_whole_form_saves_all_but_the_refused_cell_and_keeps_what_was_typed(client):
    form = open_form(client) | {
        "coop.total": "262",
        "coop.new": "7",
        "coop.new.note": UNPRINTABLE,
        "causes": UNPRINTABLE,
        "difficulties": "Thiếu vốn.",
    }
    response = client.post(entry_url(), form)
    assert response.status_code == 409
    assert stored("coop.total").value == 262
    assert stored("coop.new") is None
    submission = Submission.objects.get(province__slug="hau-giang")
    assert (submission.difficulties, submission.causes) == ("Thiếu vốn.", "")
    shown = form_in(response.content.decode())
    assert (shown["coop.new"], shown["coop.new.note"], shown["causes"]) == ("7", UNPRINTABLE, UNPRINTABLE)
    assert text_of(response).count(WHY) == 4  # above the form, and beside each


def test_refused_text_of_the_province_is_answered_beside_it(client):
    url = reverse("figures:text", args=["2023-H1", "hau-giang", "causes"])
    response = client.post(url, {"causes": OLD, "seen": BLANK})
    assert response.status_code == 409
    assert json.loads(response["X-Cell"])["conflict"]
    assert READING in text_of(response)
    taken = client.post(url, {"causes": OLD, "causes.reading": READING, "seen": BLANK})
    assert taken.status_code == 200
    assert Submission.objects.get(province__slug="hau-giang").causes == READING


def test_text_from_before_the_gate_does_not_count_as_edited(client, draft):
    """A cell with such a note is shown and sent back as it is: nobody touched it."""
    Figure.objects.filter(indicator__code="coop.new").update(note=f"{UNPRINTABLE}\nDòng hai")
    form = {name: value.replace("\n", "\r\n") for name, value in open_form(client).items()}
    assert client.post(entry_url(), form | {"coop.total": "258"}).status_code == 302
    assert stored("coop.total").value == 258
    assert stored("coop.new").note == f"{UNPRINTABLE}\nDòng hai"

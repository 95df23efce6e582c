"""Every sentence speaks of what was given: a pasted block, or a file by its name."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from figures.workflow import services as workflow_services
from tests.figures.intake.paste.test_paste import PASTE, confirm, paste, problems
from tests.figures.intake.workbook.test_own_table import workbook
from tests.figures.intake.workbook.test_workbook import UPLOAD
from tests.figures.pages import text_of
from web.expired_forms import signature_of


@pytest.fixture
def client(client_for, officer_hg, draft):
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def as_csv(*rows: list[str]) -> SimpleUploadedFile:
    return SimpleUploadedFile("bang.csv", "\r\n".join(";".join(row) for row in rows).encode())


def as_workbook(*rows: list[str]) -> SimpleUploadedFile:
    cells = [[int(cell) if cell.isdecimal() else cell for cell in row] for row in rows]
    return SimpleUploadedFile("bang.xlsx", workbook(Bảng=cells))


# One for each sentence that refuses a block, with the part of it that both kinds have in common.
REFUSED = {
    "long": ([["HTX thành lập mới", "12"], ["x" * 50_000, "1"]], "quá dài"),
    "large": ([["HTX thành lập mới", "12"], *[["", "1"]] * 1_100], "quá lớn"),
    "empty": ([["", ""], [" ", ""]], ""),
    "no number": ([["Chỉ tiêu", "Kỳ này"], ["HTX thành lập mới", "đã rà soát"]], "Không thấy ô số liệu nào"),
    "in one cell": ([["Số liệu", ""], ["HTX thành lập mới: 12", ""]], "Không thấy ô số liệu nào"),
    "transposed": (
        [["Kỳ", "Tổng số HTX", "HTX thành lập mới"], ["Kỳ này", "266", "12"]],
        "tên chỉ tiêu ở một dòng",
    ),
    "provinces": ([["Tỉnh", "Tổng số HTX"], ["Hậu Giang", "266"], ["Cà Mau", "300"]], "tên tỉnh ở các dòng"),
    "foreign": ([["Chỉ tiêu", "An Giang"], ["HTX thành lập mới", "1"]], "không có cột của Hậu Giang"),
    "title": (
        [["Liên minh HTX tỉnh Cà Mau", ""], ["Chỉ tiêu", "Kỳ này"], ["HTX thành lập mới", "12"]],
        "Cà Mau",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_table_is_named_for_what_was_given(why, client, provinces):
    rows, common = REFUSED[why]
    pasted = paste(client, *("\t".join(row) for row in rows))
    uploaded = client.post(UPLOAD, {"file": as_csv(*rows)})
    for response in (pasted, uploaded):
        assert response.status_code == 422
        assert common in response.context["refused"]
    assert "bang.csv" not in text_of(pasted)
    assert "tệp “bang.csv”" in uploaded.context["refused"]
    assert_is_about_a_file(uploaded)


def test_every_sentence_that_refuses_a_block_is_walked():
    folder = Path(settings.BASE_DIR) / "figures/intake/paste"
    raised = sum(path.read_text().count("raise BlockRefusedError(") for path in folder.glob("*.py"))
    of_one_kind = 2  # NUL, for which a file is refused itself, and bare numbers of a file
    twice = 1  # "in one cell"
    assert raised == len(REFUSED) - twice + of_one_kind


def test_bare_numbers_of_a_file_wait_for_their_first_cell(client):
    assert paste(client, "262", "12").status_code == 200
    response = client.post(UPLOAD, {"file": as_csv(["262", ""], ["12", ""])})
    assert response.status_code == 422
    assert "Không có tên chỉ tiêu bên cạnh số liệu trong tệp “bang.csv”." in response.context["refused"]
    assert_is_about_a_file(response)
    sent = {name: response.context[name] for name in ("text", "source")}
    answered = client.post(PASTE, sent | {"start": "coop.total"})
    assert [line.code for line in answered.context["readable"]] == ["coop.total", "coop.new"]
    assert_is_about_a_file(answered)


@pytest.mark.parametrize("change", ["\n{}", "\t{}", "{}\nTổng số HTX\t262"])
def test_changed_cells_of_a_file_are_no_longer_told_at_its_places(change, client):
    preview = client.post(UPLOAD, {"file": as_workbook(["HTX thành lập mới", "12"])})
    assert [line.cell.position for line in preview.context["readable"]] == ["Bảng!B1"]
    sent = {name: preview.context[name] for name in ("text", "source")}
    same = client.post(PASTE, sent | {"text": sent["text"].replace("\n", "\r\n")})
    assert [line.cell.position for line in same.context["readable"]] == ["Bảng!B1"]
    changed = client.post(PASTE, sent | {"text": change.format(sent["text"])})
    assert all(line.cell.position.startswith("Dòng") for line in changed.context["readable"])


@pytest.mark.parametrize("why", ["foreign", "title", "transposed", "provinces"])
def test_refused_sheet_is_named_with_its_file(why, client, provinces):
    response = client.post(UPLOAD, {"file": as_workbook(*REFUSED[why][0])})
    assert response.status_code == 422
    assert "trang tính “Bảng” của tệp “bang.xlsx”" in response.context["refused"]
    assert_is_about_a_file(response)


QUESTIONS = [
    ["Chỉ tiêu", "6T đầu 2022", "6T cuối 2022"],
    ["HTX thành lập mới", "-", "-"],
    ["HTX giải thể", "1,234", "1,234"],
    ["HTX đang hoạt động", "#####", "#####"],
]


@pytest.mark.parametrize("given", [as_csv, as_workbook])
def test_questions_about_a_file_do_not_speak_of_a_block(given, client):
    preview = client.post(UPLOAD, {"file": given(*QUESTIONS)})
    sent = {name: preview.context[name] for name in ("text", "source")}
    asked = client.post(PASTE, sent | {"column": "1"})
    assert {question.name for question in asked.context["reading"].questions} == {"column", "sign--", "marks"}
    assert set(problems(asked)) == {"coop.new", "coop.dissolved", "coop.active"}
    for response in (preview, asked):
        assert "Nhập từ" in text_of(response)
        assert given().name in text_of(response)
        assert_is_about_a_file(response)


def test_pasted_block_is_not_called_a_file(client):
    text = text_of(paste(client, *("\t".join(row) for row in QUESTIONS), "HTX giải thể\tabc", column="1"))
    assert "Dán từ Excel" in text
    assert "dán lại" in text
    assert "tải lên lại" not in text


def test_file_stays_one_after_an_expired_login_and_in_a_closed_half_year(client, draft, officer_hg):
    preview = client.post(UPLOAD, {"file": as_csv(["HTX thành lập mới", "12"], ["HTX giải thể", "abc"])})
    fields = {name: preview.context[name] for name in ("text", "source")}
    client.logout()
    client.post(PASTE, fields | {"typed_by": signature_of(officer_hg)})
    client.force_login(officer_hg)
    again = client.get(PASTE)
    assert "tệp “bang.csv” được giữ nguyên" in text_of(again)
    assert_is_about_a_file(again)
    workflow_services.submit(submission=draft, by=officer_hg)
    closed = confirm(client, preview, **fields)
    assert closed.status_code == 409
    assert "12" in closed.context["text"]
    assert_is_about_a_file(closed)


def assert_is_about_a_file(response) -> None:
    """Nothing on the page says that something was pasted; that it may be is said of the other way."""
    text = text_of(response).replace("dán vào mục Dán từ Excel", "").replace("dán xoay", "")
    main = text.partition("Nhập từ")[2]
    assert main, "the page is headed by the file"
    assert not re.findall(r".{0,30}(?:[Kk]hối|[Dd]án\b).{0,30}", main)

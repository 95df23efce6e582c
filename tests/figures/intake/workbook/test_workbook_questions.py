"""What a file leaves open is asked with its readings, and a chosen one is written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from figures.entry import services
from figures.submissions.models import Figure
from tests.figures.factories import entries
from tests.figures.intake.workbook.test_workbook import FORM, UPLOAD, confirm, figure, send
from tests.figures.intake.workbook.xlsx_files import (
    FORM_PART,
    changed_file,
    form_lines,
    with_copied_sheet,
    with_part,
)
from tests.figures.pages import text_of


@pytest.fixture
def client(client_for, officer_hg, draft):
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def asked(response) -> dict[str, list[str]]:
    return {line.code: line.readings for line in response.context["asked"]}


def merged(data: bytes, cells: str) -> bytes:
    ranges = f'<mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'
    return with_part(data, FORM_PART, lambda page: page.replace("<dataVal", f"{ranges}<dataVal", 1))


def test_two_filled_copies_are_asked_with_both_numbers(client):
    form = client.get(FORM).content
    data = with_copied_sheet(
        changed_file(form, {"coop.new": {"value": 12}, "coop.dissolved": {"value": 3}}),
        changed_file(form, {"coop.new": {"value": 14}, "coop.dissolved": {"value": 3}}),
    )
    preview = send(client, data)
    assert asked(preview) == {"coop.new": ["14 HTX", "12 HTX"]}
    text = text_of(preview)
    assert "Biểu nhập (2)!F" in text
    confirm(client, preview)
    assert (figure("coop.new").value, figure("coop.dissolved").value) == (11, 3)
    confirm(client, preview, **{"reading-coop.new": "1"})
    assert figure("coop.new").value == 12


def test_unchanged_copy_says_nothing_against_the_filled_one(client):
    form = client.get(FORM).content
    preview = send(client, with_copied_sheet(form, changed_file(form, {"coop.new": {"value": 14}})))
    assert [(line.code, line.cell.entry.text) for line in preview.context["readable"]] == [("coop.new", "14")]
    assert not asked(preview)


@pytest.mark.parametrize(
    ("cells", "readings"),
    [
        ({"state": "chua co so lieu", "value": ""}, ["Chưa có số liệu"]),
        ({"estimate": "ước"}, ["11 HTX, là số ước"]),
    ],
)
def test_mark_outside_the_list_alone_is_asked_with_what_it_probably_means(cells, readings, client):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": cells}))
    assert asked(preview) == {"coop.new": readings}
    assert "không đổi" in preview.context["account"].sentence
    assert "Không có gì để ghi" not in text_of(preview)
    confirm(client, preview, **{"reading-coop.new": "0"})
    new = figure("coop.new")
    assert new.answer == Figure.Answer.NOT_KNOWN if "state" in cells else new.is_estimate


def test_mark_that_means_nothing_is_asked_and_named(client):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": {"state": "đã rà soát"}}))
    [line] = preview.context["unreadable"]
    assert "Tình trạng “đã rà soát” không có trong danh sách." in line.cell.problem


KNOWN, NOT_KNOWN, NOT_APPLICABLE = Figure.Answer.NUMBER, Figure.Answer.NOT_KNOWN, Figure.Answer.NOT_APPLICABLE
UNCLEAR = [
    *("-", "–", "—", "--", "n/a", "N/A", "na", "không có", "Không có số liệu", "(trống)", "null", "?", "/"),
    "không biết",
]


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ({"state": "…"}, NOT_KNOWN),
        ({"state": "..."}, NOT_KNOWN),
        ({"state": "×"}, NOT_APPLICABLE),
        ({"value": "…"}, NOT_KNOWN),
        ({"value": "....", "state": "…"}, NOT_KNOWN),
        ({"value": "chua co so lieu"}, NOT_KNOWN),
        ({"value": "Không áp dụng"}, NOT_APPLICABLE),
        ({"value": "-", "state": "Chưa có số liệu"}, NOT_KNOWN),
        ({"value": "x", "state": "Không áp dụng"}, NOT_APPLICABLE),
    ],
)
def test_mark_that_the_form_itself_prints_is_the_answer_in_either_column(cells, answer, client):
    data = changed_file(client.get(FORM).content, {"coop.digital": cells})
    preview = send(client, data)
    assert [line.code for line in preview.context["readable"]] == ["coop.digital"]
    assert preview.context["account"].counts["written"] == len(cells)
    confirm(client, preview)
    assert (figure("coop.digital").answer, figure("coop.digital").typed) == (answer, "")


@pytest.mark.parametrize("column", ["state", "value"])
@pytest.mark.parametrize("text", UNCLEAR)
def test_unclear_mark_for_no_number_is_asked_with_what_it_may_mean(text, column, client):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.digital": {column: text}}))
    assert asked(preview) == {"coop.digital": ["0 HTX", "Chưa có số liệu", "Không áp dụng"]}
    assert f"“{text}”" in preview.context["asked"][0].cell.problem
    assert preview.context["account"].counts["asked"] == 1
    confirm(client, preview)
    assert figure("coop.digital") is None
    confirm(client, preview, **{"reading-coop.digital": "1"})
    assert (figure("coop.digital").answer, figure("coop.digital").typed) == (NOT_KNOWN, "")


@pytest.mark.parametrize("text", ["-", "n/a", "?"])
def test_unclear_mark_beside_a_number_drops_neither(text, client):
    cells = {"coop.new": {"value": 12, "state": text}}
    preview = send(client, changed_file(client.get(FORM).content, cells))
    assert asked(preview) == {"coop.new": ["12 HTX", "Chưa có số liệu", "Không áp dụng"]}
    assert preview.context["account"].counts["asked"] == 2
    confirm(client, preview, **{"reading-coop.new": "0"})
    assert (figure("coop.new").answer, figure("coop.new").value) == (KNOWN, 12)


@pytest.mark.parametrize(
    ("cells", "told", "readings"),
    [
        (
            {"value": "…", "state": "Không áp dụng"},
            "Ô ghi “…” mà tình trạng lại ghi “Không áp dụng”.",
            ["Chưa có số liệu", "Không áp dụng"],
        ),
        ({"value": "…", "state": "Có số liệu"}, "tình trạng lại ghi “Có số liệu”", ["Chưa có số liệu"]),
        (
            {"value": 12, "state": "…"},
            "Ô ghi “12” mà tình trạng lại ghi “Chưa có số liệu”.",
            ["12 HTX", "Chưa có số liệu"],
        ),
        (
            {"value": "hơn 12", "state": "-", "estimate": "-"},
            "Tình trạng “-” không có trong danh sách.",
            [
                *("12 HTX", "12 HTX, là số ước"),
                *("Chưa có số liệu", "Chưa có số liệu, là số ước"),
                *("Không áp dụng", "Không áp dụng, là số ước"),
            ],
        ),
        ({"value": 12, "state": "khong ap dung"}, "“khong ap dung”", ["12 HTX", "Không áp dụng"]),
        ({"value": 12, "estimate": "…"}, "tệp ghi “…”", ["12 HTX", "12 HTX, là số ước"]),
    ],
)
def test_words_that_contradict_each_other_are_asked_with_each_of_them(cells, told, readings, client):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": cells}))
    assert asked(preview) == {"coop.new": readings}
    assert told in preview.context["asked"][0].cell.problem


@pytest.mark.parametrize("text", ["…", "-"])
def test_word_that_is_stored_as_it_was_typed_is_no_change(text, client, draft, officer_hg):
    services.save_cells(submission=draft, entries=entries({"coop.new": text}), by=officer_hg)
    assert figure("coop.new").typed == text
    assert send(client, client.get(FORM).content).context["signed_changes"] == ""


@pytest.mark.parametrize("code", ["coop.n", "", "coop.dissolved"])
def test_changed_code_is_asked_for_the_indicator_of_its_label(code, client):
    data = changed_file(client.get(FORM).content, {"coop.new": {"value": 12, "code": code}})
    preview = send(client, data)
    assert asked(preview) == {"coop.new": ["12 HTX"]}
    assert "HTX thành lập mới" in preview.context["asked"][0].cell.problem
    confirm(client, preview, **{"reading-coop.new": "0"})
    assert (figure("coop.new").value, figure("coop.dissolved").value) == (12, 2)


@pytest.mark.parametrize(
    ("code", "told"),
    [("coop.n", "Mã dòng là “coop.n”"), ("", "mất mã"), ("coop.dissolved", "Mã dòng là")],
    ids=["changed", "lost", "of another"],
)
def test_changed_code_and_unreadable_number_are_told_in_one_answer(code, told, client):
    form = client.get(FORM).content
    preview = send(client, changed_file(form, {"coop.new": {"value": "1.23.456", "code": code}}))
    [line] = preview.context["asked"]
    assert told in line.cell.problem
    assert "Giá trị “1.23.456” không hợp lệ." in line.cell.problem
    assert "Chọn số nếu đúng là chỉ tiêu này." in line.cell.problem
    assert line.readings == ["123.456 HTX"]
    preview = send(client, changed_file(form, {"coop.new": {"value": "abc", "code": code}}))
    [line] = preview.context["unreadable"]
    assert told in line.cell.problem
    assert "Giá trị “abc” không hợp lệ." in line.cell.problem
    assert "Chọn số" not in line.cell.problem, "there is nothing to choose"


def test_all_that_is_wrong_with_a_line_is_told_in_one_answer(client):
    wrong = {"value": "abc", "state": "không biết", "estimate": "tạm", "note": "x" * 1_001}
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": wrong}))
    [line] = preview.context["unreadable"]
    for told in ("“abc”", "Tình trạng “không biết”", "tệp ghi “tạm”", "1.001"):
        assert told in line.cell.problem
        assert told in text_of(preview)


def test_unreadable_number_beside_a_state_is_told_with_it(client):
    cells = {"value": "abc", "state": "Chưa có số liệu"}
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": cells}))
    [line] = preview.context["asked"]
    assert "Ô ghi “abc” mà tình trạng lại ghi “Chưa có số liệu”." in line.cell.problem
    assert "Giá trị “abc” không hợp lệ." in line.cell.problem
    assert line.readings == ["Chưa có số liệu"]


@pytest.mark.parametrize(
    ("code", "unit", "readings"),
    [
        ("coop.charter_capital", "tỷ đồng", ["12.000 triệu đồng"]),
        ("coop.charter_capital", "Đồng", []),
        ("coop.new", "nghìn HTX", ["12 HTX"]),
    ],
)
def test_changed_unit_of_a_line_is_asked(code, unit, readings, client):
    preview = send(client, changed_file(client.get(FORM).content, {code: {"value": 12, "unit": unit}}))
    [line] = preview.context["asked"] + preview.context["unreadable"]
    assert (line.code, line.readings) == (code, readings)
    assert unit.casefold() in line.cell.problem.casefold()


def test_unit_that_is_spelt_otherwise_is_the_same(client):
    changes = {
        "coop.charter_capital": {"value": 258_000, "unit": "Tr. đồng"},
        "coop.new": {"value": 12, "unit": ""},
    }
    preview = send(client, changed_file(client.get(FORM).content, changes))
    assert [line.code for line in preview.context["readable"]] == ["coop.new", "coop.charter_capital"]


def test_two_numbers_on_two_lines_of_a_cell_are_not_joined(client):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": {"value": "1\n234"}}))
    [line] = preview.context["unreadable"]
    assert "“1 ↵ 234”. Ghi mỗi số vào một ô." in line.cell.problem


def test_line_of_nobody_tells_that_its_number_is_unreadable_too(client):
    cells = {"code": "x.1", "label": "HTX trồng lúa", "value": "1.23.456"}
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": cells}))
    text = text_of(preview)
    assert "Mã dòng “x.1” không khớp với biểu." in text
    assert "Giá trị “1.23.456” không hợp lệ." in text


def test_copies_with_different_unreadable_numbers_tell_what_is_wrong_with_each(client):
    form = client.get(FORM).content
    data = [changed_file(form, {"coop.new": {"value": text}}) for text in ("abc", "hơn", "14")]
    [line] = send(client, with_copied_sheet(data[0], data[1])).context["unreadable"]
    assert "Giá trị “hơn” không hợp lệ." in line.cell.problem
    assert "Giá trị “abc” không hợp lệ." in line.cell.problem
    assert "Chọn số đúng" not in line.cell.problem, "there is nothing to choose"
    [line] = send(client, with_copied_sheet(data[0], data[2])).context["asked"]
    assert "Giá trị “abc” không hợp lệ." in line.cell.problem
    assert line.readings == ["14 HTX"]


def test_number_below_a_merged_cell_stays_and_one_hidden_under_it_is_asked(client):
    form = client.get(FORM).content
    line = form_lines(form)["coop.new"]
    blank = changed_file(form, {"coop.total": {"value": 258}, "coop.new": {"value": ""}})
    preview = send(client, merged(blank, f"F{line - 1}:F{line}"))
    assert [line.code for line in preview.context["readable"]] == ["coop.total"]
    hidden = changed_file(form, {"coop.total": {"value": 258}, "coop.new": {"value": 14}})
    preview = send(client, merged(hidden, f"F{line - 1}:F{line}"))
    assert [line.code for line in preview.context["readable"]] == ["coop.total"]
    assert "Bỏ gộp ô" in preview.context["unreadable"][0].cell.problem


def test_value_in_the_last_row_of_the_sheet_is_named_and_the_form_is_read(client):
    data = changed_file(client.get(FORM).content, {"coop.new": {"value": 12}})
    far = '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row></sheetData>'
    preview = send(client, with_part(data, FORM_PART, lambda page: page.replace("</sheetData>", far)))
    assert [line.code for line in preview.context["readable"]] == ["coop.new"]
    assert "Biểu nhập!XFD1048576: 5" in text_of(preview)


def test_cleared_cell_is_named_beside_the_sum(client):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": {"value": ""}}))
    assert "Ô trống trong tệp, sẽ xóa số đang lưu: HTX thành lập mới." in text_of(preview)


def test_choice_is_no_way_past_a_colleague(client, draft, officer_hg, hau_giang):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": {"value": "hơn 12"}}))
    services.save_cells(submission=draft, entries=entries({"coop.new": "13"}), by=officer_hg)
    response = confirm(client, preview, **{"reading-coop.new": "0"})
    assert response.status_code == 409
    assert figure("coop.new").value == 13


@pytest.mark.parametrize("choice", ["", "7", "-1", "x", "9" * 400])
def test_choice_that_was_not_offered_writes_nothing(choice, client):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": {"value": "hơn 12"}}))
    assert confirm(client, preview, **{"reading-coop.new": choice}).status_code == 302
    assert figure("coop.new").value == 11


def test_csv_file_is_read_like_a_pasted_block_and_goes_on_from_there(client):
    table = "\ufeffChỉ tiêu;Kỳ này\r\nHTX thành lập mới;12\r\nTổng số hợp tác xã;258\r\n".encode()
    response = client.post(UPLOAD, {"file": SimpleUploadedFile("bang.csv", table)})
    assert [line.code for line in response.context["readable"]] == ["coop.new"]
    assert [question.name for question in response.context["reading"].questions] == ["row-2"]
    assert 'action="/entry/2023-H1/hau-giang/paste/"' in response.content.decode()
    assert f'action="{UPLOAD}"' not in response.content.decode()

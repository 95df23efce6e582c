"""A block pasted from a spreadsheet program: what goes to which cell, what is asked, what is written."""

import pytest
from django.test import Client

from figures.entry import services as entry_services
from figures.submissions.models import Figure, Submission
from figures.workflow import services as workflow_services
from tests.factories import make_officer
from tests.figures.factories import BEFORE, entries, make_period, make_reported
from tests.figures.intake.workbook.test_workbook import figure
from tests.figures.pages import entry_url, text_of
from web.expired_forms import signature_of

pytestmark = pytest.mark.postgresql

PASTE = "/entry/2023-H1/hau-giang/paste/"


@pytest.fixture
def client(client_for, officer_hg, draft) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def paste(client: Client, *lines: str, **answers: str):
    return client.post(PASTE, {"text": "\r\n".join(lines) + "\r\n", **answers})


def confirm(client: Client, preview, **fields):
    return client.post(PASTE, {"offer": preview.context["offer"], **fields})


def read(response) -> dict[str, str]:
    """What would be written, by code."""
    return {d.code: d.cell.entry.text or d.cell.entry.state for d in response.context["readable"]}


def problems(response) -> dict[str, str]:
    return {d.code: d.cell.problem for d in response.context["unreadable"]}


def asked(response) -> list[str]:
    return [question.name for question in response.context["reading"].questions if not question.chosen]


# Labels


@pytest.mark.parametrize(
    "label",
    [
        "HTX thành lập mới",
        "  htx THANH LAP MOI  ",
        "1. HTX thành lập mới",
        "1.2) HTX thành lập mới",
        "a) HTX thành lập mới",
        "- HTX thành lập mới",
        "2. - HTX thành lập mới (HTX)",
        "Trong đó: HTX thành lập mới",
        "HTX thành lập mới\u00a0",
        "HTX thành lập mới (English)",
        "coop.new",
        '"HTX thành\nlập mới"',
    ],
)
def test_label_finds_its_cell(label, client):
    assert read(paste(client, f"{label}\t12")) == {"coop.new": "12"}


def test_preview_says_from_where_to_where_and_writes_nothing(client, cluster, hau_giang, officer_hg):
    make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.new": "10"})
    before = list(Figure.objects.order_by("pk").values())
    response = paste(client, "Chỉ tiêu\tKỳ này", "HTX thành lập mới\t12", "HTX giải thể\t2")
    [difference] = response.context["readable"]
    assert difference.cell.place == "Dòng 2, cột 2"
    assert [(change.stored, change.new) for change in difference.changes] == [("11", "12")]
    assert difference.rise == 20
    assert "+20,0%" in text_of(response)
    assert list(Figure.objects.order_by("pk").values()) == before


def test_confirmation_writes_and_is_undone(client):
    preview = paste(client, "HTX thành lập mới\t12", "THT thành lập mới\t16")
    response = confirm(client, preview)
    assert response["Location"] == entry_url()
    assert (figure("coop.new").value, figure("group.new").value) == (12, 16)
    page = client.get(entry_url())
    client.post("/entry/2023-H1/hau-giang/undo/", {"undo": page.context["undo"]})
    assert (figure("coop.new").value, figure("group.new").value) == (11, 15)


def test_note_and_explanation_of_a_cell_stay(client, draft, officer_hg):
    Figure.objects.filter(indicator__code="coop.new").update(note="Theo sổ", explanation="Đã rà soát")
    confirm(client, paste(client, "HTX thành lập mới\t12"))
    assert (figure("coop.new").note, figure("coop.new").explanation) == ("Theo sổ", "Đã rà soát")


def test_short_label_of_several_sections_goes_by_the_heading_or_is_asked(client):
    block = ["I. Hợp tác xã\t", "Thành lập mới\t12", "III. Tổ hợp tác", "- Thành lập mới\t16"]
    assert read(paste(client, *block)) == {"coop.new": "12", "group.new": "16"}
    block = ["Thành lập mới\t12", "HTX giải thể\t3"]
    response = paste(client, *block)
    assert read(response) == {"coop.dissolved": "3"}
    assert asked(response) == ["row-0"]
    response = paste(client, *block, **{"row-0": "group.new"})
    assert read(response) == {"coop.dissolved": "3", "group.new": "12"}


def test_merged_group_heading_and_unit_column_are_no_labels(client):
    response = paste(
        client,
        "TT\tNhóm\tChỉ tiêu\tĐơn vị tính\tKỳ này",
        "1\tTheo tình trạng hoạt động\tHTX đang hoạt động\tHTX\t232",
        "2\t\tHTX ngừng hoạt động, chờ giải thể\tHTX\t25",
        "3\t\tHTX thành lập mới\tHTX\t12",
    )
    assert read(response) == {"coop.new": "12", "coop.active": "232", "coop.inactive": "25"}


def test_row_that_names_no_indicator_is_listed_and_computed_ones_are_passed_over(client):
    response = paste(
        client, "HTX thành lập mới\t12", "HTX trồng lúa\t99", "Vốn điều lệ bình quân một HTX\t1.000"
    )
    [unplaced] = response.context["reading"].unplaced
    assert (unplaced.place, unplaced.label, unplaced.text) == ("Dòng 2, cột 2", "HTX trồng lúa", "99")
    assert response.context["reading"].computed == ["Vốn điều lệ bình quân một HTX"]
    assert "HTX trồng lúa" in text_of(response)
    assert read(response) == {"coop.new": "12"}


def test_labels_that_nobody_knows_place_nothing_by_their_order(client):
    response = paste(client, "Số xã viên\t12", "Số tổ viên\t13")
    assert response.context["offer"] == ""
    assert len(response.context["reading"].unplaced) == 2


def test_same_indicator_twice_is_not_decided(client):
    response = paste(client, "HTX thành lập mới\t12", "Thành lập mới (HTX)\t13", "coop.new\t14")
    assert "hai lần" in problems(response)["coop.new"]


# Columns


def test_several_numeric_columns_are_asked_about(client):
    block = ["HTX thành lập mới\t10\t12", "HTX giải thể\t1\t3"]
    response = paste(client, *block)
    assert (asked(response), response.context["offer"]) == (["column"], "")
    assert "Cột 3: 12; 3" in text_of(response)
    assert read(paste(client, *block, column="2")) == {"coop.new": "12", "coop.dissolved": "3"}


@pytest.mark.parametrize(
    "head", ["Kỳ này", "6T đầu 2023", "6 tháng đầu năm 2023", "Thực hiện 6 tháng đầu năm 2023"]
)
def test_column_of_this_half_year_is_taken_by_its_head(head, client):
    response = paste(
        client,
        f"Chỉ tiêu\tĐVT\tCùng kỳ\t{head}\tSo với cùng kỳ (%)",
        "HTX thành lập mới\tHTX\t10\t12\t120",
        "HTX giải thể\tHTX\t1\t3\t300",
    )
    assert read(response) == {"coop.new": "12", "coop.dissolved": "3"}


def test_single_column_of_another_half_year_is_asked_about(client, cluster):
    make_period(cluster, "2022-H2")
    response = paste(client, "Chỉ tiêu\t6T cuối 2022", "HTX thành lập mới\t10")
    assert asked(response) == ["column"]


def test_of_the_cluster_s_table_the_own_province_s_column_is_taken(client):
    head = "Chỉ tiêu\tAn Giang\tBạc Liêu\tTỉnh Hậu Giang\tTP. Cần Thơ\tToàn cụm"
    response = paste(client, head, "HTX thành lập mới\t1\t2\t12\t4\t19", "HTX giải thể\t5\t5\t3\t5\t18")
    assert read(response) == {"coop.new": "12", "coop.dissolved": "3"}
    assert "Bỏ qua các cột của tỉnh khác: An Giang, Bạc Liêu, Cần Thơ." in text_of(response)


def test_columns_of_other_provinces_alone_are_refused(client):
    response = paste(client, "Chỉ tiêu\tAn Giang\tBạc Liêu", "HTX thành lập mới\t1\t2")
    assert response.status_code == 422
    assert "không có cột của Hậu Giang" in text_of(response)
    assert "HTX thành lập mới 1 2" in text_of(response), "what was pasted stands there still"


@pytest.mark.parametrize(
    "block",
    [
        ["Tỉnh\tTổng số HTX\tHTX thành lập mới", "Hậu Giang\t266\t12", "Cà Mau\t300\t5"],
        ["TT\tTỉnh\tTổng số HTX\tHTX thành lập mới", "1\tTP. Cần Thơ\t266\t12"],
    ],
)
def test_table_with_provinces_in_rows_is_to_be_turned(block, client):
    response = paste(client, *block)
    assert response.status_code == 422
    assert "Bảng này ghi tên tỉnh ở các dòng." in text_of(response)
    assert "Tổng số HTX HTX thành lập mới" in text_of(response), "what was pasted stands there still"


# Bare numbers


def test_bare_numbers_go_down_from_the_cell_and_empty_ones_change_nothing(client):
    response = paste(client, "258", "12", "", "232", start="coop.total")
    assert read(response) == {"coop.total": "258", "coop.new": "12", "coop.active": "232"}
    # Ratios are computed: coop.capital_per_coop is stepped over.
    response = paste(client, "258.000", "1.600,5", start="coop.charter_capital")
    assert read(response) == {"coop.charter_capital": "258.000", "coop.profit": "1.600,5"}


def test_numbers_past_the_end_of_the_form_are_listed(client):
    response = paste(client, "3", "121", "7", "", "8", start="group.ended")
    assert read(response) == {"group.ended": "3", "alliance.member_coops": "121"}
    assert [(b.place, b.text) for b in response.context["reading"].beyond] == [
        ("Dòng 3, cột 1", "7"),
        ("Dòng 5, cột 1", "8"),
    ]
    assert "2 số nằm ngoài cuối biểu" in text_of(response)


def test_head_over_bare_numbers_is_no_cell(client):
    assert read(paste(client, "Kỳ này", "258", "12", start="coop.total")) == {
        "coop.total": "258",
        "coop.new": "12",
    }


# Values


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("0", "0"),
        ("1.234,5", "1.234,5"),
        ("1\u00a0234,5", "1 234,5"),
        ("…", "unknown"),
        ("...", "unknown"),
        ("Chưa có số liệu", "unknown"),
        ("×", "not_applicable"),
        ("không áp dụng", "not_applicable"),
    ],
)
def test_certain_answer_is_taken(text, entry, client):
    assert read(paste(client, f"HTX thành lập mới\t{text}")) == {"coop.new": entry}


@pytest.mark.parametrize(("text", "sign"), [("-", "-"), ("—", "-"), ("x", "x"), ("không có", "không có")])
def test_sign_of_two_meanings_is_asked_about_once_for_all(text, sign, client):
    block = [f"HTX thành lập mới\t{text}", f"HTX giải thể\t{text}", "THT thành lập mới\t16"]
    response = paste(client, *block)
    assert asked(response) == [f"sign-{sign}"]
    assert set(problems(response)) == {"coop.new", "coop.dissolved"}
    assert read(response) == {"group.new": "16"}
    for answer, entry in (("0", "0"), ("unknown", "unknown"), ("not_applicable", "not_applicable")):
        found = read(paste(client, *block, **{f"sign-{sign}": answer}))
        assert found == {"coop.new": entry, "coop.dissolved": entry, "group.new": "16"}
    assert read(paste(client, *block, **{f"sign-{sign}": "skip"})) == {"group.new": "16"}


def test_english_spelling_is_asked_about_and_then_read(client):
    block = ["HTX thành lập mới\t1,234,567", "HTX giải thể\t1.234", "Vốn điều lệ của HTX\t2,109"]
    response = paste(client, *block)
    assert asked(response) == ["marks"]
    assert set(problems(response)) == {"coop.new", "coop.dissolved", "coop.charter_capital"}
    english = paste(client, *block, marks="en")
    assert read(english) == {
        "coop.new": "1234567",
        "coop.dissolved": "1,2340",
        "coop.charter_capital": "2109",
    }
    vietnamese = paste(client, *block, marks="vi")
    assert read(vietnamese) == {"coop.dissolved": "1.234", "coop.charter_capital": "2,1090"}
    assert set(problems(vietnamese)) == {"coop.new"}


def test_number_that_cannot_be_read_is_asked_back_and_the_rest_is_written(client):
    preview = paste(client, "HTX thành lập mới\t1.23.456", "HTX giải thể\t12%", "THT thành lập mới\t16")
    assert set(problems(preview)) == {"coop.new", "coop.dissolved"}
    assert confirm(client, preview).status_code == 302
    assert "Chưa ghi: HTX thành lập mới (1.23.456), HTX giải thể (12%)." in text_of(client.get(entry_url()))
    assert (figure("coop.new").value, figure("group.new").value) == (11, 16)


@pytest.mark.parametrize(
    "block",
    [
        ["Vốn điều lệ của HTX (tỷ đồng)\t258"],
        ["Chỉ tiêu\tĐơn vị tính\tKỳ này", "Vốn điều lệ của HTX\tđồng\t258.000.000"],
        ["Đơn vị tính: nghìn đồng\t", "Vốn điều lệ của HTX\t258.000"],
    ],
)
def test_money_in_another_unit_is_not_taken(block, client):
    assert "biểu này ghi bằng triệu đồng" in problems(paste(client, *block))["coop.charter_capital"]


def test_slip_of_unit_is_asked_about_on_the_preview(client, cluster, hau_giang, officer_hg):
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)
    response = paste(client, "Vốn điều lệ của HTX\t258")
    assert "Có thể nhầm đơn vị tính" in text_of(response)
    assert read(response) == {"coop.charter_capital": "258"}


def test_numbers_are_shown_as_everywhere_and_what_is_blank_by_its_word(client):
    response = paste(
        client, "Vốn điều lệ của HTX\t400000000", "HTX chuyển đổi số\t1 234", "THT thành lập mới\t1"
    )
    shown = {d.code: (d.changes[0].stored, d.changes[0].new) for d in response.context["readable"]}
    assert shown == {
        "coop.charter_capital": ("257.000", "400.000.000"),
        "coop.digital": ("", "1.234"),
        "group.new": ("15", "1"),
    }
    [row] = [line for line in response.content.decode().split("<tbody>") if "1.234</strong>" in line]
    assert "để trống" in row
    assert "…" not in row


@pytest.mark.parametrize("block", [["Chưa rõ\t5", "Lạ\t6"], ["Vốn điều lệ bình quân một HTX\t1.000"]])
def test_block_of_which_nothing_was_placed_is_not_said_to_be_stored(block, client):
    text = text_of(paste(client, *block))
    assert "Không có số nào để ghi." in text
    assert "giống hệt" not in text
    assert "giống hệt số đang lưu" in text_of(paste(client, *block, "HTX thành lập mới\t11"))


# Between two writers, two logins, two clicks


def test_what_somebody_changed_after_the_preview_is_shown_first(client, draft, hau_giang):
    preview = paste(client, "HTX thành lập mới\t12")
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "14"}), by=colleague)
    response = confirm(client, preview, text="HTX thành lập mới\t12")
    assert response.status_code == 409
    assert response.context["conflicts"][0].stored.text == "14"
    assert response.context["text"] == "HTX thành lập mới\t12"
    confirm(client, response, take="coop.new")
    assert figure("coop.new").value == 12


def test_what_was_written_and_what_is_left_to_choose_are_told_apart(client, draft, hau_giang):
    preview = paste(client, "HTX thành lập mới\t12", "THT thành lập mới\t16")
    assert "Ghi tất cả" in text_of(preview)
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "14"}), by=colleague)
    response = confirm(client, preview)
    text = text_of(response)
    assert "Đã ghi 1 ô." in text
    assert "Chưa ghi gì" not in text
    assert "Các ô trong bảng chưa ghi." in text
    assert "Ghi tất cả" not in text
    assert "Ghi các ô đã chọn" in text


def test_confirmation_sent_twice_has_one_effect_and_one_answer(client):
    preview = paste(client, "HTX thành lập mới\t12")
    for _time in range(2):
        assert confirm(client, preview, key="k").status_code == 302
    assert figure("coop.new").version == 2
    text = text_of(client.get(entry_url()))
    assert text.count("Đã ghi 1 ô.") == 1
    assert "Chưa ghi lại" not in text


def test_preview_that_was_written_and_undone_says_that_it_does_not_write_again(client):
    preview = paste(client, "HTX thành lập mới\t12", "HTX giải thể\t1.23.456")
    confirm(client, preview, key="k")
    page = client.get(entry_url())
    client.post("/entry/2023-H1/hau-giang/undo/", {"undo": page.context["undo"]}, follow=True)
    response = client.post(PASTE, {"offer": preview.context["offer"], "key": "k"}, follow=True)
    assert "Chưa ghi lại: bản xem trước này đã ghi một lần" in text_of(response)
    assert figure("coop.new").value == 11
    assert confirm(client, paste(client, "HTX thành lập mới\t12"), key="l").status_code == 302
    assert figure("coop.new").value == 12


def test_second_sending_is_silent_about_what_was_left_to_others(client, draft, hau_giang):
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    preview = paste(client, "HTX thành lập mới\t12", "THT thành lập mới\t16")
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "14"}), by=colleague)
    preview = confirm(client, preview)
    for _time in range(2):
        assert confirm(client, preview, key="k").status_code == 302
    assert "Chưa ghi lại" not in text_of(client.get(entry_url()))


def test_block_pasted_after_the_login_expired_is_read_once_its_owner_is_back(client, officer_hg):
    client.logout()
    paste(client, "HTX thành lập mới\t12", typed_by=signature_of(officer_hg))
    client.force_login(officer_hg)
    response = client.get(PASTE)
    assert read(response) == {"coop.new": "12"}
    assert "Khối đã dán còn nguyên" in text_of(response)
    client.logout()
    fields = {"offer": response.context["offer"], "text": response.context["text"]}
    client.post(PASTE, fields | {"typed_by": signature_of(officer_hg)})
    client.force_login(officer_hg)
    again = client.get(PASTE)
    assert (read(again), again.context["text"]) == ({"coop.new": "12"}, response.context["text"])


def test_half_year_that_nobody_began_is_begun_by_the_confirmation(client_for, officer_hg, indicators, period):
    client = client_for(officer_hg)
    preview = paste(client, "HTX thành lập mới\t12")
    assert not Submission.objects.exists()
    confirm(client, preview)
    assert figure("coop.new").value == 12


def test_half_year_sent_meanwhile_keeps_what_was_pasted_on_the_page(client, draft, officer_hg):
    preview = paste(client, "HTX thành lập mới\t12")
    workflow_services.submit(submission=draft, by=officer_hg)
    response = confirm(client, preview, text="HTX thành lập mới\t12")
    assert response.status_code == 409
    assert read(response) == {"coop.new": "12"}
    assert figure("coop.new").value == 11


@pytest.mark.parametrize("text", ["", " \t\r\n", "Chỉ tiêu\tKỳ này", "x" * 50_000, "1\n" * 3_000, "\x00"])
def test_what_is_no_block_of_numbers_is_refused_with_a_sentence(text, client):
    response = client.post(PASTE, {"text": text})
    assert response.status_code == 422
    assert response.context["refused"] in text_of(response)


def test_block_of_seven_columns_and_150_rows_is_read(client):
    rows = [f"Dòng thứ {n}\t" + "\t".join(f"{n * 1000 + c}" for c in range(7)) for n in range(149)]
    head = "Chỉ tiêu\tAn Giang\tBạc Liêu\tCà Mau\tCần Thơ\tHậu Giang\tKiên Giang\tSóc Trăng"
    response = paste(client, head, "HTX thành lập mới\t1\t2\t3\t4\t12\t6\t7", *rows)
    assert read(response) == {"coop.new": "12"}
    assert len(response.context["reading"].unplaced) == 149

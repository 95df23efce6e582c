"""Pasted blocks: which number goes to which cell, which questions they raise, what is written."""

from decimal import Decimal

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

PASTE = "/entry/2023-H1/hau-giang/paste/"


@pytest.fixture
def client(client_for, officer_hg, draft) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def paste(client: Client, *lines: str, **answers: str):
    return client.post(PASTE, {"text": "\r\n".join(lines) + "\r\n", **answers})


def confirm(client: Client, preview, **fields):
    return client.post(PASTE, {"offer": preview.context["signed_changes"], **fields})


def readable(response) -> dict[str, str]:
    """The answers that can be written, by code."""
    return {line.code: line.cell.entry.text or line.cell.entry.state for line in response.context["readable"]}


def problems(response) -> dict[str, str]:
    lines = response.context["asked"] + response.context["waiting"] + response.context["unreadable"]
    return {line.code: line.cell.problem for line in lines}


def readings(response) -> dict[str, list[str]]:
    """What may be chosen for the cells that are asked about, by code."""
    return {line.code: line.readings for line in response.context["asked"]}


def passed_over(response) -> dict[str, str]:
    """Why each number that is for no cell is left out, by its place."""
    outcomes = response.context["account"].outcomes
    return {o.cell.place: o.reason for o in outcomes if o.kind == "passed_over" and not o.cell.is_label}


def open_questions(response) -> list[str]:
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
def test_label_matches_its_indicator(label, client):
    assert readable(paste(client, f"{label}\t12")) == {"coop.new": "12"}


def test_preview_shows_changes_and_writes_nothing(client, cluster, hau_giang, officer_hg):
    make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.new": "10"})
    before = list(Figure.objects.order_by("pk").values())
    response = paste(client, "Chỉ tiêu\tKỳ này", "HTX thành lập mới\t12", "HTX giải thể\t2")
    [line] = response.context["readable"]
    assert line.cell.position == "Dòng 2, cột 2"
    assert [(part.stored, part.new) for part in line.differences] == [("11", "12")]
    assert line.change_percent == 20
    assert "+20,0%" in text_of(response)
    assert list(Figure.objects.order_by("pk").values()) == before


def test_confirmed_block_is_written_and_can_be_undone(client):
    preview = paste(client, "HTX thành lập mới\t12", "THT thành lập mới\t16")
    response = confirm(client, preview)
    assert response["Location"] == entry_url()
    assert (figure("coop.new").value, figure("group.new").value) == (12, 16)
    page = client.get(entry_url())
    client.post("/entry/2023-H1/hau-giang/undo/", {"undo": page.context["undo"]})
    assert (figure("coop.new").value, figure("group.new").value) == (11, 15)


def test_confirmed_block_keeps_notes_and_explanations(client, draft, officer_hg):
    Figure.objects.filter(indicator__code="coop.new").update(note="Theo sổ", explanation="Đã rà soát")
    confirm(client, paste(client, "HTX thành lập mới\t12"))
    assert (figure("coop.new").note, figure("coop.new").explanation) == ("Theo sổ", "Đã rà soát")


def test_short_label_in_several_sections_follows_the_heading_or_raises_a_question(client):
    block = ["I. Hợp tác xã\t", "Thành lập mới\t12", "III. Tổ hợp tác", "- Thành lập mới\t16"]
    assert readable(paste(client, *block)) == {"coop.new": "12", "group.new": "16"}
    block = ["Thành lập mới\t12", "HTX giải thể\t3"]
    response = paste(client, *block)
    assert readable(response) == {"coop.dissolved": "3"}
    assert open_questions(response) == ["row-0"]
    response = paste(client, *block, **{"row-0": "group.new"})
    assert readable(response) == {"coop.dissolved": "3", "group.new": "12"}


def test_group_headings_and_units_are_no_labels(client):
    response = paste(
        client,
        "TT\tNhóm\tChỉ tiêu\tĐơn vị tính\tKỳ này",
        "1\tTheo tình trạng hoạt động\tHTX đang hoạt động\tHTX\t232",
        "2\t\tHTX ngừng hoạt động, chờ giải thể\tHTX\t25",
        "3\t\tHTX thành lập mới\tHTX\t12",
    )
    assert readable(response) == {"coop.new": "12", "coop.active": "232", "coop.inactive": "25"}


def test_unknown_label_is_listed_and_computed_indicator_is_left_out(client):
    response = paste(
        client, "HTX thành lập mới\t12", "HTX trồng lúa\t99", "Vốn điều lệ bình quân một HTX\t1.000"
    )
    assert passed_over(response) == {
        "Dòng 2, cột 2": "Không rõ là chỉ tiêu nào.",
        "Dòng 3, cột 2": "Hệ thống tự tính số này.",
    }
    assert "Dòng 2, cột 2, HTX trồng lúa: 99" in text_of(response)
    assert readable(response) == {"coop.new": "12"}


def test_block_of_unknown_labels_proposes_nothing(client):
    response = paste(client, "Số xã viên\t12", "Số tổ viên\t13")
    assert response.context["signed_changes"] == ""
    assert passed_over(response) == dict.fromkeys(
        ["Dòng 1, cột 2", "Dòng 2, cột 2"], "Không rõ là chỉ tiêu nào."
    )


def test_indicator_with_several_numbers_is_asked_with_each_of_them(client):
    preview = paste(client, "HTX thành lập mới\t12", "HTX giải thể\t3", "coop.new\t14")
    assert "12 (Dòng 1, cột 2); 14 (Dòng 3, cột 2)" in problems(preview)["coop.new"]
    assert readings(preview) == {"coop.new": ["12 HTX", "14 HTX"]}
    confirm(client, preview)
    assert (figure("coop.new").value, figure("coop.dissolved").value) == (11, 3)
    confirm(client, preview, **{"reading-coop.new": "1"})
    assert figure("coop.new").value == 14


def test_indicator_with_the_same_number_twice_is_written(client):
    response = paste(client, "HTX thành lập mới\t12", "coop.new\t12")
    assert readable(response) == {"coop.new": "12"}
    assert "2 ô: 1 ghi, 1 không đổi." in text_of(response)


# Columns


def test_several_numeric_columns_raise_a_question(client):
    block = ["HTX thành lập mới\t10\t12", "HTX giải thể\t1\t3"]
    response = paste(client, *block)
    assert (open_questions(response), response.context["signed_changes"]) == (["column"], "")
    assert "Cột 3: 12; 3" in text_of(response)
    assert readable(paste(client, *block, column="2")) == {"coop.new": "12", "coop.dissolved": "3"}


@pytest.mark.parametrize(
    "head", ["Kỳ này", "6T đầu 2023", "6 tháng đầu năm 2023", "Thực hiện 6 tháng đầu năm 2023"]
)
def test_column_of_this_half_year_is_chosen_by_its_head(head, client):
    response = paste(
        client,
        f"Chỉ tiêu\tĐVT\tCùng kỳ\t{head}\tSo với cùng kỳ (%)",
        "HTX thành lập mới\tHTX\t10\t12\t120",
        "HTX giải thể\tHTX\t1\t3\t300",
    )
    assert readable(response) == {"coop.new": "12", "coop.dissolved": "3"}


def test_single_column_of_another_half_year_raises_a_question(client, cluster):
    make_period(cluster, "2022-H2")
    response = paste(client, "Chỉ tiêu\t6T cuối 2022", "HTX thành lập mới\t10")
    assert open_questions(response) == ["column"]


def test_column_of_the_own_province_is_chosen_from_the_cluster_s_table(client):
    head = "Chỉ tiêu\tAn Giang\tBạc Liêu\tTỉnh Hậu Giang\tTP. Cần Thơ\tToàn cụm"
    response = paste(client, head, "HTX thành lập mới\t1\t2\t12\t4\t19", "HTX giải thể\t5\t5\t3\t5\t18")
    assert readable(response) == {"coop.new": "12", "coop.dissolved": "3"}
    reasons = list(passed_over(response).values())
    for left in ("Cột của An Giang.", "Cột của Bạc Liêu.", "Cột của Cần Thơ."):
        assert reasons.count(left) == 2
        assert left in text_of(response)
    assert reasons.count("Cột 6 (Toàn cụm) không phải cột số liệu của kỳ này.") == 2


SIDE_BY_SIDE = [
    "Tổng số HTX\t262\tTHT thành lập mới\t9",
    "HTX thành lập mới\t7\tTHT chấm dứt hoạt động\t2",
]


def test_number_belongs_to_the_label_next_to_it_in_tables_side_by_side(client):
    assert open_questions(paste(client, *SIDE_BY_SIDE)) == ["column"]
    assert readable(paste(client, *SIDE_BY_SIDE, column="1")) == {"coop.total": "262", "coop.new": "7"}
    right = paste(client, *SIDE_BY_SIDE, column="3")
    assert readable(right) == {"group.new": "9", "group.ended": "2"}
    assert "Ngoài ra: tên chỉ tiêu (4)." in text_of(right)


def test_line_with_two_labels_is_asked_with_both(client):
    response = paste(client, "Tổng số HTX\tHTX thành lập mới\t12", "\tHTX giải thể\t3")
    assert (readable(response), open_questions(response)) == ({"coop.dissolved": "3"}, ["row-0"])
    options = [code for code, _label in response.context["reading"].questions[0].options]
    assert options == ["coop.total", "coop.new", "skip"]
    same = paste(client, "coop.new\tHTX thành lập mới\t12")
    assert readable(same) == {"coop.new": "12"}


def test_label_over_several_lines_with_words_beside_them_is_asked_for_each(client):
    block = ["HTX thành lập mới\tĐầu kỳ\t5", "\tCuối kỳ\t12", "HTX giải thể\t\t3"]
    response = paste(client, *block)
    assert (readable(response), open_questions(response)) == ({"coop.dissolved": "3"}, ["row-0", "row-1"])
    assert "“HTX thành lập mới Cuối kỳ” là chỉ tiêu nào?" in text_of(response)
    answers = {"row-0": "skip", "row-1": "coop.new"}
    assert readable(paste(client, *block, **answers)) == {"coop.new": "12", "coop.dissolved": "3"}


def test_province_over_several_columns_has_them_all(client, provinces):
    block = [
        "\tHậu Giang\t\tCà Mau\t\tToàn cụm",
        "Chỉ tiêu\t6T cuối 2022\t6T đầu 2023\t6T cuối 2022\t6T đầu 2023\t",
        "HTX thành lập mới\t5\t12\t99\t98\t110",
    ]
    response = paste(client, *block)
    assert readable(response) == {"coop.new": "12"}
    assert list(passed_over(response).values()) == [
        "Cột 2 (Hậu Giang 6T cuối 2022) không phải cột số liệu của kỳ này.",
        "Cột của Cà Mau.",
        "Cột của Cà Mau.",
        "Cột 6 (Toàn cụm) không phải cột số liệu của kỳ này.",
    ]


@pytest.mark.parametrize(("year", "is_read"), [("2023", True), ("Năm 2023", True), ("2022", False)])
def test_year_over_several_half_years_counts_for_each(year, is_read, client):
    block = [
        f"\t{year}\t",
        "Chỉ tiêu\t6 tháng cuối năm\t6 tháng đầu năm",
        "HTX thành lập mới\t5\t12",
    ]
    response = paste(client, *block)
    assert readable(response) == ({"coop.new": "12"} if is_read else {})
    if not is_read:
        assert open_questions(response) == ["column"]
        assert f"Cột 3: {year} 6 tháng đầu năm (12)" in text_of(response)


def test_number_left_of_its_label_is_passed_over_for_that(client):
    response = paste(client, "Kỳ này\tChỉ tiêu", "12\tHTX thành lập mới", "3\tHTX giải thể")
    assert set(passed_over(response).values()) == {"Số không ở bên phải tên chỉ tiêu nên không đọc."}


@pytest.mark.parametrize(
    "head",
    [
        *(
            "Quý II/2023",
            "Quý 2",
            "Q2/2023",
            "3 tháng",
            "9 tháng 2023",
            "12T/2023",
            "Tháng 6/2023",
            "T6/2023",
        ),
        *("Từ tháng 7 đến tháng 12", "Lũy kế đến tháng 12/2022"),
    ],
)
def test_column_of_a_quarter_or_of_months_is_asked(head, client):
    response = paste(client, f"Chỉ tiêu\t{head}", "HTX thành lập mới\t12")
    assert (readable(response), open_questions(response)) == ({}, ["column"])


@pytest.mark.parametrize(
    "head",
    [
        *("Đến hết tháng 6/2023", "Từ tháng 1 đến tháng 6", "T1 - T6/2023", "6 tháng 2023", "Lũy kế"),
        *("Số lượng", "Quỹ", "THT", "Lũy kế 6T đầu 2023"),
    ],
)
def test_column_that_may_well_be_of_this_half_year_is_read(head, client):
    assert readable(paste(client, f"Chỉ tiêu\t{head}", "HTX thành lập mới\t12")) == {"coop.new": "12"}


def test_what_is_counted_since_january_is_asked_in_the_second_half(client, cluster):
    make_period(cluster, "2023-H2")
    for head, is_asked in (("6 tháng 2023", True), ("Lũy kế", True), ("6 tháng cuối 2023", False)):
        text = f"Chỉ tiêu\t{head}\r\nHTX thành lập mới\t12"
        response = client.post("/entry/2023-H2/hau-giang/paste/", {"text": text})
        assert bool(open_questions(response)) is is_asked


def test_this_half_year_below_the_title_of_another_is_asked(client):
    block = ["Chỉ tiêu\tKỳ trước\tKỳ này", "HTX thành lập mới\t5\t12"]
    assert readable(paste(client, *block)) == {"coop.new": "12"}
    response = paste(client, "Số liệu 6 tháng cuối năm 2022\t\t", *block)
    assert (readable(response), open_questions(response)) == ({}, ["column"])


def test_block_with_columns_of_other_provinces_only_is_refused(client):
    response = paste(client, "Chỉ tiêu\tAn Giang\tBạc Liêu", "HTX thành lập mới\t1\t2")
    assert response.status_code == 422
    assert "không có cột của Hậu Giang" in text_of(response)
    assert "HTX thành lập mới 1 2" in text_of(response), "the page keeps the block"


@pytest.mark.parametrize(
    "block",
    [
        ["Tỉnh\tTổng số HTX\tHTX thành lập mới", "Hậu Giang\t266\t12", "Cà Mau\t300\t5"],
        ["TT\tTỉnh\tTổng số HTX\tHTX thành lập mới", "1\tTP. Cần Thơ\t266\t12"],
    ],
)
def test_table_with_provinces_in_rows_is_refused(block, client):
    response = paste(client, *block)
    assert response.status_code == 422
    assert "Bảng này ghi tên tỉnh ở các dòng." in text_of(response)
    assert "Tổng số HTX HTX thành lập mới" in text_of(response), "the page keeps the block"


# Bare numbers


def test_bare_numbers_follow_the_order_of_the_form_and_empty_ones_change_nothing(client):
    response = paste(client, "258", "12", "", "232", start="coop.total")
    assert readable(response) == {"coop.total": "258", "coop.new": "12", "coop.active": "232"}
    # Ratios are computed: coop.capital_per_coop is skipped.
    response = paste(client, "258.000", "1.600,5", start="coop.charter_capital")
    assert readable(response) == {"coop.charter_capital": "258.000", "coop.profit": "1.600,5"}


def test_bare_numbers_after_the_end_of_the_form_are_listed(client):
    response = paste(client, "3", "121", "7", "", "8", start="group.ended")
    assert readable(response) == {"group.ended": "3", "alliance.member_coops": "121"}
    assert passed_over(response) == dict.fromkeys(["Dòng 3, cột 1", "Dòng 5, cột 1"], "Nằm ngoài cuối biểu.")
    assert "2 ô bỏ qua: Nằm ngoài cuối biểu." in text_of(response)


def test_head_above_bare_numbers_is_no_cell(client):
    assert readable(paste(client, "Kỳ này", "258", "12", start="coop.total")) == {
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
        ("..", "unknown"),
        ("Chưa có dữ liệu", "unknown"),
        ("Chưa có số liệu", "unknown"),
        ("×", "not_applicable"),
        ("không áp dụng", "not_applicable"),
    ],
)
def test_unambiguous_answer_is_read(text, entry, client):
    assert readable(paste(client, f"HTX thành lập mới\t{text}")) == {"coop.new": entry}


@pytest.mark.parametrize(
    ("text", "sign"),
    [("-", "-"), ("—", "-"), ("--", "-"), ("x", "x"), ("ko có", "không có"), ("N/A", "n/a"), ("?", "?")],
)
def test_ambiguous_sign_raises_one_question(text, sign, client):
    block = [f"HTX thành lập mới\t{text}", f"HTX giải thể\t{text}", "THT thành lập mới\t16"]
    response = paste(client, *block)
    assert open_questions(response) == [f"sign-{sign}"]
    assert set(problems(response)) == {"coop.new", "coop.dissolved"}
    assert readable(response) == {"group.new": "16"}
    for answer, entry in (("0", "0"), ("unknown", "unknown"), ("not_applicable", "not_applicable")):
        answers = readable(paste(client, *block, **{f"sign-{sign}": answer}))
        assert answers == {"coop.new": entry, "coop.dissolved": entry, "group.new": "16"}
    assert readable(paste(client, *block, **{f"sign-{sign}": "skip"})) == {"group.new": "16"}


def test_two_numbers_on_two_lines_of_a_cell_are_not_joined(client):
    response = paste(client, 'HTX thành lập mới\t"1\n234"', "HTX giải thể\t3")
    assert (readable(response), readings(response)) == ({"coop.dissolved": "3"}, {})
    assert "“1 ↵ 234”. Ghi mỗi số vào một ô." in problems(response)["coop.new"]


def test_english_spelling_raises_a_question(client):
    block = ["HTX thành lập mới\t1,234,567", "HTX giải thể\t1.234", "Vốn điều lệ của HTX\t2,109"]
    response = paste(client, *block)
    assert open_questions(response) == ["marks"]
    assert set(problems(response)) == {"coop.new", "coop.dissolved", "coop.charter_capital"}
    english = paste(client, *block, marks="en")
    assert readable(english) == {
        "coop.new": "1234567",
        "coop.dissolved": "1,2340",
        "coop.charter_capital": "2109",
    }
    vietnamese = paste(client, *block, marks="vi")
    assert readable(vietnamese) == {"coop.dissolved": "1.234", "coop.charter_capital": "2,1090"}
    assert readings(vietnamese) == {"coop.new": ["1.234.567 HTX"]}
    assert set(problems(vietnamese)) == {"coop.new"}


def test_unreadable_number_is_listed_and_the_rest_is_written(client):
    preview = paste(client, "HTX thành lập mới\t1.23.456", "HTX giải thể\t12%", "THT thành lập mới\t16")
    assert set(problems(preview)) == {"coop.new", "coop.dissolved"}
    assert confirm(client, preview).status_code == 302
    assert "Chưa ghi: HTX thành lập mới (1.23.456), HTX giải thể (12%)." in text_of(client.get(entry_url()))
    assert (figure("coop.new").value, figure("group.new").value) == (11, 16)


@pytest.mark.parametrize(
    ("block", "number"),
    [
        (["Vốn điều lệ của HTX (tỷ đồng)\t258"], "258.000"),
        (["Chỉ tiêu\tĐơn vị tính\tKỳ này", "Vốn điều lệ của HTX\tđồng\t258.000.000"], "258"),
        (["Đơn vị tính: nghìn đồng\t", "Vốn điều lệ của HTX\t258.000"], "258"),
        (["Chỉ tiêu\tĐVT\tKỳ này", "Vốn điều lệ của HTX\t1000 đ\t258.000"], "258"),
        (["Chỉ tiêu\tĐVT\tKỳ này", "Vốn điều lệ của HTX\t1.000 đồng\t258.000"], "258"),
        (["Chỉ tiêu\tĐVT\tKỳ này", "Vốn điều lệ của HTX\tTỷ đ\t258"], "258.000"),
        (["(ĐVT: Tỷ VND)\t", "Vốn điều lệ của HTX\t258"], "258.000"),
    ],
)
def test_money_in_another_unit_is_asked_with_the_number_in_the_form_s_unit(block, number, client):
    preview = paste(client, *block)
    assert "biểu này ghi bằng triệu đồng" in problems(preview)["coop.charter_capital"]
    assert readings(preview) == {"coop.charter_capital": [f"{number} triệu đồng"]}
    assert confirm(client, preview, **{"reading-coop.charter_capital": "0"}).status_code == 302
    assert figure("coop.charter_capital").value == Decimal(number.replace(".", ""))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("258.000.000 đ", ["258 triệu đồng"]),
        ("258000k", ["258 triệu đồng"]),
        ("258tr", ["258 triệu đồng"]),
        ("258 nghìn", []),
        ("258-", []),
        ("258½", []),
        ("'258", ["258 triệu đồng"]),
    ],
)
def test_number_with_a_short_unit_or_a_sign_is_offered_as_what_it_means_or_not_at_all(text, numbers, client):
    preview = paste(client, f"Vốn điều lệ của HTX\t{text}", "HTX giải thể\t3")
    assert set(problems(preview)) == {"coop.charter_capital"}
    assert readings(preview) == ({"coop.charter_capital": numbers} if numbers else {})


@pytest.mark.parametrize("text", ["0,262 tỷ", "12,5 HTX"])
def test_number_with_words_that_fits_no_unit_does_not_ask_to_choose(text, client):
    preview = paste(client, f"HTX thành lập mới\t{text}")
    assert readings(preview) == {}
    assert problems(preview)["coop.new"].endswith("Chỉ ghi số, theo HTX.")


def test_probable_mistake_of_unit_is_asked_and_not_written(client, cluster, hau_giang, officer_hg):
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)
    preview = paste(client, "Vốn điều lệ của HTX\t258", "HTX thành lập mới\t12")
    assert "Có thể nhầm đơn vị tính" in text_of(preview)
    assert (readable(preview), readings(preview)) == (
        {"coop.new": "12"},
        {"coop.charter_capital": ["258.000 triệu đồng", "258 triệu đồng"]},
    )
    confirm(client, preview)
    assert (figure("coop.charter_capital").value, figure("coop.new").value) == (257_000, 12)
    confirm(client, preview, **{"reading-coop.charter_capital": "1"})
    assert figure("coop.charter_capital").value == 258


def test_preview_formats_numbers_and_names_blank_cells(client):
    response = paste(
        client, "Vốn điều lệ của HTX\t400000000", "HTX chuyển đổi số\t1 234", "THT thành lập mới\t1"
    )
    lines = response.context["readable"]
    assert {line.code: (line.differences[0].stored, line.differences[0].new) for line in lines} == {
        "coop.charter_capital": ("257.000", "400.000.000"),
        "coop.digital": ("", "1.234"),
        "group.new": ("15", "1"),
    }
    [row] = [line for line in response.content.decode().split("<tbody>") if "1.234</strong>" in line]
    assert "để trống" in row
    assert "…" not in row


@pytest.mark.parametrize("block", [["Chưa rõ\t5", "Lạ\t6"], ["Vốn điều lệ bình quân một HTX\t1.000"]])
def test_block_without_cells_of_the_form_is_not_called_identical(block, client):
    text = text_of(paste(client, *block))
    assert "Không có số nào để ghi." in text
    assert "trùng với số đang lưu" not in text
    assert "trùng với số đang lưu" in text_of(paste(client, *block, "HTX thành lập mới\t11"))


# Two writers, two logins, two clicks


def test_cell_that_somebody_changed_after_the_preview_is_shown_again(client, draft, hau_giang):
    preview = paste(client, "HTX thành lập mới\t12")
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "14"}), by=colleague)
    response = confirm(client, preview, text="HTX thành lập mới\t12")
    assert response.status_code == 409
    assert response.context["conflicts"][0].stored.text == "14"
    assert response.context["text"] == "HTX thành lập mới\t12"
    confirm(client, response, take="coop.new")
    assert figure("coop.new").value == 12


def test_preview_after_a_conflict_says_which_cells_are_written(client, draft, hau_giang):
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


def test_confirmation_sent_twice_is_written_once(client):
    preview = paste(client, "HTX thành lập mới\t12")
    for _time in range(2):
        assert confirm(client, preview, key="k").status_code == 302
    assert figure("coop.new").version == 2
    text = text_of(client.get(entry_url()))
    assert text.count("Đã ghi 1 ô.") == 1
    assert "Chưa ghi lại" not in text


def test_confirmation_repeated_after_undoing_writes_nothing_and_says_so(client):
    preview = paste(client, "HTX thành lập mới\t12", "HTX giải thể\t1.23.456")
    confirm(client, preview, key="k")
    page = client.get(entry_url())
    client.post("/entry/2023-H1/hau-giang/undo/", {"undo": page.context["undo"]}, follow=True)
    response = client.post(PASTE, {"offer": preview.context["signed_changes"], "key": "k"}, follow=True)
    assert "Chưa ghi lại: bản xem trước này đã ghi một lần" in text_of(response)
    assert figure("coop.new").value == 11
    assert confirm(client, paste(client, "HTX thành lập mới\t12"), key="l").status_code == 302
    assert figure("coop.new").value == 12


def test_confirmation_sent_twice_does_not_mention_settled_conflicts(client, draft, hau_giang):
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    preview = paste(client, "HTX thành lập mới\t12", "THT thành lập mới\t16")
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "14"}), by=colleague)
    preview = confirm(client, preview)
    for _time in range(2):
        assert confirm(client, preview, key="k").status_code == 302
    assert "Chưa ghi lại" not in text_of(client.get(entry_url()))


def test_block_pasted_after_an_expired_login_is_read_after_the_next_login(client, officer_hg):
    client.logout()
    paste(client, "HTX thành lập mới\t12", typed_by=signature_of(officer_hg))
    client.force_login(officer_hg)
    response = client.get(PASTE)
    assert readable(response) == {"coop.new": "12"}
    assert "Khối đã dán được giữ nguyên" in text_of(response)
    client.logout()
    fields = {"offer": response.context["signed_changes"], "text": response.context["text"]}
    client.post(PASTE, fields | {"typed_by": signature_of(officer_hg)})
    client.force_login(officer_hg)
    again = client.get(PASTE)
    assert (readable(again), again.context["text"]) == ({"coop.new": "12"}, response.context["text"])


def test_confirmation_begins_the_half_year(client_for, officer_hg, indicators, period):
    client = client_for(officer_hg)
    preview = paste(client, "HTX thành lập mới\t12")
    assert not Submission.objects.exists()
    confirm(client, preview)
    assert figure("coop.new").value == 12


def test_confirmation_after_the_half_year_was_sent_is_refused_and_keeps_the_block(client, draft, officer_hg):
    preview = paste(client, "HTX thành lập mới\t12")
    workflow_services.submit(submission=draft, by=officer_hg)
    response = confirm(client, preview, text="HTX thành lập mới\t12")
    assert response.status_code == 409
    assert readable(response) == {"coop.new": "12"}
    assert figure("coop.new").value == 11


@pytest.mark.parametrize("text", ["", " \t\r\n", "Chỉ tiêu\tKỳ này", "x" * 50_000, "1\n" * 3_000, "\x00"])
def test_text_that_is_no_block_of_numbers_is_refused(text, client):
    response = client.post(PASTE, {"text": text})
    assert response.status_code == 422
    assert response.context["refused"] in text_of(response)


def test_block_of_seven_columns_and_150_rows_is_read(client):
    rows = [f"Dòng thứ {n}\t" + "\t".join(f"{n * 1000 + c}" for c in range(7)) for n in range(149)]
    head = "Chỉ tiêu\tAn Giang\tBạc Liêu\tCà Mau\tCần Thơ\tHậu Giang\tKiên Giang\tSóc Trăng"
    response = paste(client, head, "HTX thành lập mới\t1\t2\t3\t4\t12\t6\t7", *rows)
    assert readable(response) == {"coop.new": "12"}
    assert list(passed_over(response).values()).count("Không rõ là chỉ tiêu nào.") == 149
    assert response.context["account"].sentence == "1050 ô: 1 ghi, 1049 bỏ qua."

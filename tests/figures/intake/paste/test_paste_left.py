"""What of a pasted block is passed over is said, and nothing is placed one cell too high or too low."""

import pytest
from django.test import Client

from provinces.clusters.models import Province
from tests.figures.intake.paste.test_paste import paste, problems, read
from tests.figures.pages import text_of


@pytest.fixture
def client(client_for, officer_hg, draft) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "#####", "1.2E+06", "1E5", "(1.234)", "(500)"])
def test_number_that_excel_could_not_show_keeps_its_place(text, client):
    response = paste(client, text, "12", "3", start="coop.total")
    assert set(problems(response)) == {"coop.total"}
    assert read(response) == {"coop.new": "12", "coop.dissolved": "3"}
    assert text in text_of(response)


@pytest.mark.parametrize("text", ["#N/A", "#####", "1.2E+06", "(1.234)"])
def test_only_number_of_a_table_that_excel_could_not_show_is_asked_back(text, client):
    assert set(problems(paste(client, f"HTX thành lập mới\t{text}"))) == {"coop.new"}


@pytest.mark.parametrize("head", ["Kỳ này", "6T đầu 2023", "30/6/2023", "(3)"])
def test_head_over_bare_numbers_is_passed_over_and_named(head, client):
    response = paste(client, head, "258", "12", start="coop.total")
    assert read(response) == {"coop.total": "258", "coop.new": "12"}
    assert f"Bỏ qua phần không phải số ở đầu khối: {head}." in text_of(response)


def test_cells_that_stand_there_already_are_counted(client):
    response = paste(client, "HTX thành lập mới\t11", "HTX giải thể\t2", "THT thành lập mới\t16")
    assert read(response) == {"group.new": "16"}
    assert "2 ô trong khối giống hệt ô đang lưu nên không có trong bảng." in text_of(response)


def test_cells_merged_in_heads_and_labels_and_blank_lines_are_no_hindrance(client):
    response = paste(
        client,
        "Bảng 1. Số liệu về HTX\t\t\t\t",
        "Chỉ tiêu\t\tĐơn vị\tKỳ này\t",  # over two columns each
        "\t\t\tSố lượng\tTỷ lệ (%)",
        "Biến động\tHTX thành lập mới\tHTX\t12\t80",  # over two rows
        "\tHTX giải thể\tHTX\t3\t20",
        "\t\t\t\t",
        "",
        "",
    )
    assert read(response) == {"coop.new": "12", "coop.dissolved": "3"}


@pytest.mark.parametrize("labels", ["the form's", "nobody's"])
def test_block_of_seven_columns_and_150_rows_is_shown_whole(
    labels, client_for, officer_hg, every_kind_of_cell, provinces
):
    client = client_for(officer_hg)
    asked = [indicator.label for indicator in every_kind_of_cell.entered] if labels == "the form's" else []
    rows = [*asked, *(f"{n}. Dòng thứ {n} của một bảng rất dài" for n in range(149 - len(asked)))]
    names = [province.name for province in Province.objects.all()]
    assert len(names) == 7
    head = "\t".join(["Chỉ tiêu", *names])
    block = [head, *("\t".join([row, *(f"{4000 + column}" for column in range(7))]) for row in rows)]
    response = paste(client, *block)
    assert len(response.context["reading"].cells) == len(asked)

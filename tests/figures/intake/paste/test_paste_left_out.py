"""What a pasted block leaves out is shown, and no number moves one cell up or down."""

import pytest
from django.test import Client

from provinces.clusters.models import Province
from tests.figures.intake.paste.test_paste import paste, problems, readable
from tests.figures.pages import text_of


@pytest.fixture
def client(client_for, officer_hg, draft) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "#####", "1.2E+06", "1E5", "(1.234)", "(500)"])
def test_bare_number_that_excel_could_not_show_keeps_its_cell(text, client):
    response = paste(client, text, "12", "3", start="coop.total")
    assert set(problems(response)) == {"coop.total"}
    assert readable(response) == {"coop.new": "12", "coop.dissolved": "3"}
    assert text in text_of(response)


@pytest.mark.parametrize("text", ["#N/A", "#####", "1.2E+06", "(1.234)"])
def test_number_of_a_table_that_excel_could_not_show_is_a_problem(text, client):
    assert set(problems(paste(client, f"HTX thành lập mới\t{text}"))) == {"coop.new"}


@pytest.mark.parametrize("head", ["Kỳ này", "6T đầu 2023", "30/6/2023", "(3)"])
def test_head_above_bare_numbers_is_left_out_and_shown(head, client):
    response = paste(client, head, "258", "12", start="coop.total")
    assert readable(response) == {"coop.total": "258", "coop.new": "12"}
    assert "2 ô: 2 ghi. Ngoài ra: đầu bảng (1)." in text_of(response)


def test_unchanged_cells_are_counted(client):
    response = paste(client, "HTX thành lập mới\t11", "HTX giải thể\t2", "THT thành lập mới\t16")
    assert readable(response) == {"group.new": "16"}
    assert "3 ô: 1 ghi, 2 không đổi. Ngoài ra: tên chỉ tiêu (3)." in text_of(response)


def test_table_with_merged_cells_and_blank_lines(client):
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
    assert readable(response) == {"coop.new": "12", "coop.dissolved": "3"}


@pytest.mark.parametrize("labels", ["the form's", "nobody's"])
def test_block_of_seven_columns_and_150_rows_is_shown_whole(
    labels, client_for, officer_hg, every_kind_of_cell, provinces
):
    client = client_for(officer_hg)
    own_labels = (
        [indicator.label for indicator in every_kind_of_cell.entered] if labels == "the form's" else []
    )
    rows = [*own_labels, *(f"{n}. Dòng thứ {n} của một bảng rất dài" for n in range(149 - len(own_labels)))]
    names = [province.name for province in Province.objects.all()]
    assert len(names) == 7
    head = "\t".join(["Chỉ tiêu", *names])
    block = [head, *("\t".join([row, *(f"{4000 + column}" for column in range(7))]) for row in rows)]
    response = paste(client, *block)
    counts = response.context["account"].counts
    assert counts["written"] + counts["same"] + counts["asked"] == len(own_labels)
    assert sum(counts.values()) == 150 * 8

"""Explore's numbers as files, as the page shows them and one a line."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from provinces.accounts.models import Officer

Browser = Callable[[Officer], Client]
pytestmark = pytest.mark.usefixtures("scene")
CHOICE = "/explore/?i=coop.total&i=coop.digital&t=&t=an-giang&t=can-tho&s=2022-H1&s=2023-H1"


def lines_of(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert isinstance(response, StreamingHttpResponse)
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_file_has_the_table_as_shown(client_for: Browser, secretary: Officer) -> None:
    lines = lines_of(client_for(secretary), f"{CHOICE}&_export=csv")

    of_total = ["Tổng số HTX, 6T đầu 2022", "Tổng số HTX, 6T đầu 2023"]
    assert lines[0][:3] == ["Tỉnh", *of_total]
    assert [line[:3] for line in lines[1:]] == [
        ["Toàn cụm", "550 (2/7 tỉnh)", "3.374 (2/7 tỉnh)"],
        ["An Giang", "250", "275"],
        ["Cần Thơ", "300", "3099"],
    ]


def test_spreadsheet_has_numbers(client_for: Browser, secretary: Officer) -> None:
    response = client_for(secretary).get(f"{CHOICE}&_export=xlsx")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    assert sheet.to_python()[2][:3] == ["An Giang", 250, 275]


def test_long_form_has_a_line_for_each_number_and_its_state(client_for: Browser, secretary: Officer) -> None:
    heads, *lines = lines_of(client_for(secretary), f"{CHOICE}&_export=csv&_list=long")

    of = {(line[1], line[2], line[3]): dict(zip(heads, line, strict=True)) for line in lines}
    assert len(of) == len(lines) == 2 * 3 * 2
    newest = "6 tháng đầu năm 2023"
    assert of["coop.total", "Toàn cụm", newest]["Số tỉnh có số liệu"] == "2/7"
    states = {
        place: of["coop.total", place, newest]["Trạng thái"] for place in ("Toàn cụm", "An Giang", "Cần Thơ")
    }
    assert states == {"Toàn cụm": "chưa đủ tỉnh, tạm tính", "An Giang": "đã chấp nhận", "Cần Thơ": "tạm tính"}
    unknown = of["coop.digital", "Cần Thơ", newest]
    assert (unknown["Giá trị"], unknown["Trạng thái"]) == ("", "chưa có số liệu")


def test_file_counts_only_what_its_reader_may_see(client_for: Browser, officer_hg: Officer) -> None:
    for kind in ("", "&_list=long"):
        text = str(lines_of(client_for(officer_hg), f"{CHOICE}&_export=csv{kind}"))
        assert "3099" not in text
        assert "3.374" not in text
        assert "7077" not in text


def test_change_is_a_number_with_one_decimal(client_for: Browser, secretary: Officer) -> None:
    lines = lines_of(
        client_for(secretary), "/explore/?i=coop.total&t=an-giang&s=2023-H1&m=previous&_export=csv"
    )

    assert Decimal(lines[1][1]) == Decimal("5.8")

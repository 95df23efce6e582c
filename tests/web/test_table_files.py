"""Lists as files: all rows found, numbers as numbers, text as text."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from tests.factories import make_cooperative
from tests.office import saved_by_office
from web.table_files import TableFile, clean

pytestmark = pytest.mark.postgresql

LIST = "/register/cooperatives/"
# What a spreadsheet program may read as a formula, or drop
TRICKY = ["=1+1", "+84 293", "-5 HTX", "@SUM(A1)", "\tTab", "\x00=2+2", "\r=3+3", "NUL\x00=1", "'Nháy"]
TRICKY += ["1e5", "007"]


def body(response) -> bytes:
    return response.getvalue()


def rows_of(data: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def csv_rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_download_has_the_filtered_rows_of_all_pages(client_for, secretary, hau_giang, officer_hg):
    for number in range(30):
        make_cooperative(
            hau_giang,
            officer_hg,
            name=f"Mùa Vàng {number:02}",
            registration_number=f"00{number}",
            members=1234,
        )
    make_cooperative(hau_giang, officer_hg, name="Sao Mai")
    client = client_for(secretary)
    page = client.get(LIST, {"q": "mua vang"})
    assert "_export=xlsx" in page.content.decode()
    rows = rows_of(body(client.get(LIST, {"q": "mua vang", "_export": "xlsx", "sort": "-name", "page": "2"})))
    assert len(rows) == 31
    assert rows[1][0] == "Mùa Vàng 29"
    assert rows[1][rows[0].index("Thành viên")] == 1234
    assert rows[1][rows[0].index("Mã số")] == "0029"
    csv_list = csv_rows(body(client.get(LIST, {"q": "mua vang", "_export": "csv"})))
    assert len(csv_list) == 31
    assert csv_list[1][csv_list[0].index("Thành viên")] == "1234"


def test_download_has_only_the_own_province_like_the_page(
    client_for, officer_hg, officer_ct, hau_giang, can_tho
):
    make_cooperative(hau_giang, officer_hg, name="Mùa Vàng")
    make_cooperative(can_tho, officer_ct, name="Sao Mai")
    client = client_for(officer_hg)
    for query in ({"_export": "csv"}, {"_export": "csv", "province": can_tho.pk}):
        names = [row[0] for row in csv_rows(body(client.get(LIST, query)))[1:]]
        assert names == ["Mùa Vàng"]


def test_illustrative_rows_are_marked(client_for, officer_hg, hau_giang):
    make_cooperative(hau_giang, officer_hg, is_illustrative=True)
    [heads, row] = csv_rows(body(client_for(officer_hg).get(LIST, {"_export": "csv"})))
    assert row[heads.index("Minh họa")] == "minh họa"


def test_unknown_format_shows_the_page(client_for, officer_hg, hau_giang):
    response = client_for(officer_hg).get(LIST, {"_export": "pdf"})
    assert "text/html" in response["Content-Type"]


def test_values_keep_their_types():
    row = ["HTX", 5, Decimal("1234.5000"), Decimal("-7"), dt.date(2023, 7, 5), None]
    heads = list("abcdef")
    assert rows_of(body(TableFile("x", heads, [row]).response("xlsx")))[1] == [
        "HTX",
        5,
        1234.5,
        -7,
        dt.date(2023, 7, 5),
        "",
    ]
    assert csv_rows(body(TableFile("x", heads, [row]).response("csv")))[1] == [
        "HTX",
        "5",
        "1234.5",
        "-7",
        "2023-07-05",
        "",
    ]


def test_time_is_written_in_local_time():
    at = dt.datetime(2023, 7, 5, 17, 30, 5, tzinfo=dt.UTC)  # past midnight in Vietnam
    [_heads, [value]] = rows_of(body(TableFile("x", ["a"], [[at]]).response("xlsx")))
    assert value.isoformat() == "2023-07-06T00:30:05"
    assert csv_rows(body(TableFile("x", ["a"], [[at]]).response("csv")))[1] == ["2023-07-06 00:30:05"]


def test_formula_like_text_is_marked_in_csv_and_exact_in_xlsx():
    rows = [[text, 1] for text in TRICKY]
    written = csv_rows(body(TableFile("x", ["a", "b"], rows).response("csv")))[1:]
    assert [row[0] for row in written] == [
        "'=1+1",
        "'+84 293",
        "'-5 HTX",
        "'@SUM(A1)",
        "'\tTab",
        "'=2+2",
        "'=3+3",
        "NUL=1",
        "'Nháy",
        "1e5",
        "007",
    ]
    written = rows_of(body(TableFile("x", ["a", "b"], rows).response("xlsx")))[1:]
    assert [row[0] for row in written] == [clean(text) for text in TRICKY]


def test_large_list_is_streamed_row_by_row():
    numbers_read = []

    def rows():
        for number in range(50_000):
            numbers_read.append(number)
            yield [f"HTX {number}", number]

    response = TableFile("x", ["a", "b"], rows()).response("csv")
    chunks = iter(response.streaming_content)
    for _ in range(5):
        next(chunks)
    assert len(numbers_read) < 10


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_text_stays_text_when_libreoffice_opens_the_file(kind, tmp_path):
    source = tmp_path / f"bang.{kind}"
    # A column of numbers too: they must still be numbers.
    source.write_bytes(
        body(TableFile("x", ["a", "b"], [[text, Decimal("1234.5")] for text in TRICKY]).response(kind))
    )
    saved = saved_by_office(source, tmp_path, "ods")
    content = _content(saved)
    assert "table:formula" not in content
    assert content.count('office:value="1234.5"') == len(TRICKY)
    for text in ("=1+1", "@SUM(A1)"):
        assert text in content


def _content(ods: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(ods)).read("content.xml").decode()

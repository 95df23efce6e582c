"""The reading process: its limits are set before it reads a file."""

import io
import os
import signal
import subprocess
import sys
import textwrap
import unicodedata
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from web.spreadsheet_reading import process, reading
from web.spreadsheet_reading.process import RefusedError
from web.spreadsheet_reading.reading import Cell, read_workbook

PROMISED = 2  # seconds, from the start of the reader to the refusal
ENOUGH_TO_END = 0.4  # seconds to start a process, kill it and answer


def confined(code: str, *, memory: int = reading.MEMORY_LIMIT, seconds: int = reading.PROCESSOR_LIMIT):
    """Run the code with the limits of the reading process."""
    folder = Path(process.__file__).parent
    source = f"import sys; sys.path.insert(0, {str(folder)!r}); from process import confine\n"
    source += f"import resource; confine({memory}, {seconds})\n{textwrap.dedent(code)}"
    return subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", source], capture_output=True, text=True, check=False
    )


def test_limits_add_up_to_the_promised_time():
    assert reading.TIME_LIMIT + ENOUGH_TO_END < PROMISED
    assert reading.PROCESSOR_LIMIT < reading.TIME_LIMIT
    assert reading.MEMORY_LIMIT == 256 << 20


def test_limits_are_set_before_anything_is_read():
    result = confined("print([resource.getrlimit(k) for k in (resource.RLIMIT_AS, resource.RLIMIT_CPU)])")
    processor = reading.PROCESSOR_LIMIT
    assert result.stdout.strip() == str([(256 << 20,) * 2, (processor, processor + 1)])


def test_process_beyond_its_processor_time_says_that_it_was_slow():
    result = confined("while True: pass")
    assert result.returncode == -signal.SIGXCPU


def test_memory_beyond_the_limit_is_refused():
    assert "MemoryError" in confined("bytearray(256 << 20)").stderr


def test_endless_work_is_ended_by_the_system():
    assert confined("while True: pass").returncode < 0


def test_writing_a_file_is_refused(tmp_path):
    result = confined(f"f = open({str(tmp_path / 'x')!r}, 'w'); f.write('x'); f.flush()")
    assert result.returncode != 0
    assert (tmp_path / "x").stat().st_size == 0


@pytest.mark.parametrize("code", ["while True: pass", "import time; time.sleep(600)"])
def test_endless_reader_is_killed_and_the_file_refused(code, tmp_path, monkeypatch):
    # With another script in its place: this is about our own limit.
    script, left = tmp_path / "process.py", tmp_path / "pid"
    script.write_text(
        f"import os, pathlib; pathlib.Path({str(left)!r}).write_text(str(os.getpid()))\n{code}\n"
    )
    monkeypatch.setattr(reading, "PROCESS", script)
    with pytest.raises(RefusedError, match="slow"):
        read_workbook(b"PK")
    with pytest.raises(ProcessLookupError):
        os.kill(int(left.read_text()), 0)


def test_every_file_is_read_under_the_limits(monkeypatch, tmp_path):
    script = tmp_path / "process.py"
    script.write_text("import json, sys; print(json.dumps({'refused': ' '.join(sys.argv[1:])}))")
    monkeypatch.setattr(reading, "PROCESS", script)
    with pytest.raises(RefusedError, match=f"^{reading.MEMORY_LIMIT} {reading.PROCESSOR_LIMIT} "):
        read_workbook(b"PK")


def test_long_answer_is_refused():
    # A small file that repeats one long text a thousand times.
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    page.write_row(0, 0, ["code", "value", "state", "estimate", "note", "explanation"])
    for line in range(1, 1500):
        page.write_row(line, 0, ["coop.new", *["o" * 4000] * 5])
    book.close()
    assert process.answer(target.getvalue(), [], []) == '{"refused": "large"}'


def workbook() -> bytes:
    """Two sheets: a table beside a formula, and another."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("Bảng")
    page.write_row(1, 1, ["code", "value"])
    page.write_row(2, 1, ["a", 1.5])
    page.write_formula(2, 29, "=C3*2", None, 3)
    page.write_boolean(3, 1, True)
    book.add_worksheet("Khác").write(0, 0, "x" * 12_000)
    book.close()
    return target.getvalue()


def test_cells_are_read_with_their_kind_address_and_flag():
    table, other = read_workbook(workbook()).sheets
    assert (table.name, other.name) == ("Bảng", "Khác")
    assert table.rows[0] == []
    assert table.cell(2, 1) == Cell("B3", "s", "a")
    assert table.cell(2, 2) == Cell("C3", "n", "1.5")
    assert table.cell(2, 29) == Cell("AD3", "n", "3", "formula")
    assert table.cell(3, 1) == Cell("B4", "o", "TRUE")
    assert table.cell(9, 0) == Cell("A10")
    assert len(other.cell(0, 0).text) == process.MOST_TEXT


def test_sheets_without_the_headings_are_left_out():
    assert [sheet.name for sheet in read_workbook(workbook(), headings=[["value", "code"]]).sheets] == [
        "Bảng"
    ]


@pytest.mark.parametrize("query", [{"headings": [["code", "price"]]}, {"needed": ["_bieu"]}])
def test_workbook_that_is_no_form_is_read_whole(query):
    read = read_workbook(workbook(), **({"headings": [["code", "value"]]} | query))
    assert ([sheet.name for sheet in read.sheets], read.unread) == (["Bảng", "Khác"], {})


def test_needed_sheet_is_read_without_a_heading():
    sheets = read_workbook(workbook(), needed=["Khác"], headings=[["code"]]).sheets
    assert [sheet.name for sheet in sheets] == ["Bảng", "Khác"]


def test_large_file_or_no_workbook_is_refused_with_its_reason():
    with pytest.raises(RefusedError, match="large"):
        read_workbook(bytes(reading.MOST_BYTES + 1))
    with pytest.raises(RefusedError, match="other"):
        read_workbook(b"%PDF-1.7")


def opendocument(rows: str) -> bytes:
    """An ODS file with one sheet."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    names = " ".join(f'xmlns:{name}="{oasis}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {names} {calc}><office:body><office:spreadsheet>"
        f'<table:table table:name="Bảng">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, b"")
    return target.getvalue()


def number(value: int, more: str = "", name: str = "table-cell") -> str:
    return f'<table:{name} {more} office:value-type="float" office:value="{value}"/>'


def test_merged_and_repeated_cells_of_an_opendocument_sheet_are_flagged():
    under = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    first = [number(1), under, number(9, name="covered-table-cell"), number(5)]
    then = [number(3, 'table:formula="of:=1" table:number-columns-repeated="2"'), number(4)]
    data = opendocument(
        f"<table:table-row>{''.join(first)}</table:table-row>"
        f"<table:table-row table:number-rows-repeated='2'>{''.join(then)}</table:table-row>"
    )
    (sheet,) = read_workbook(data).sheets
    assert [(cell.address, cell.text, cell.flag) for cell in sheet.rows[0]] == [
        ("A1", "1", ""),
        ("B1", "", "merged"),
        ("C1", "", "merged"),
        ("D1", "9", "merged"),
        ("E1", "5", ""),
    ]
    for row in sheet.rows[1:]:
        assert [(cell.text, cell.flag) for cell in row] == [("3", "formula"), ("3", "formula"), ("4", "")]
    assert len(sheet.rows) == 3


def test_hidden_rows_and_columns_of_an_opendocument_sheet_are_known():
    column = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    row, hidden = (
        f"<table:table-row {more}>{number(1)}{number(2)}</table:table-row>"
        for more in ("", "table:visibility='filter' table:number-rows-repeated='2'")
    )
    (sheet,) = read_workbook(opendocument(f"{column}{row}{hidden}{row}")).sheets
    assert [[cell.is_hidden for cell in row] for row in sheet.rows] == [
        [False, True],
        [True, True],
        [True, True],
        [False, True],
    ]


def test_shares_are_told_from_numbers():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    for column, code in enumerate(["0%", "0.00%", '0.0" %"', "#,##0", '[Red]0.0%;"-"']):
        page.write_number(0, column, 0.12, book.add_format({"num_format": code}))
    book.close()
    (sheet,) = read_workbook(target.getvalue()).sheets
    assert [cell.kind for cell in sheet.rows[0]] == ["p", "p", "n", "n", "p"]
    percentage = '<table:table-cell office:value-type="percentage" office:value="0.12"/>'
    (sheet,) = read_workbook(
        opendocument(f"<table:table-row>{percentage}{number(1)}</table:table-row>")
    ).sheets
    assert [cell.kind for cell in sheet.rows[0]] == ["p", "n"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive("[Content_Types].xml", "xl/workbook.bin"), "binary"),
        (archive("Index/Document.iwa", "Metadata/Properties.plist"), "numbers"),
        (archive("[Content_Types].xml", "word/document.xml"), "words"),
        (process._OLE + "WordDocument".encode("utf-16-le"), "words"),
        (process._OLE + "Workbook".encode("utf-16-le"), "old"),
        (process._OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_file_of_another_program_is_refused_by_its_kind(data, reason):
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        read_workbook(data)


def xlsx(cells: str) -> bytes:
    """An XLSX file with these rows."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("Bảng").write(0, 0, 1)
    book.close()
    changed = io.BytesIO()
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(changed, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", cells.encode() + b"</sheetData>")
            archive.writestr(name, content)
    return changed.getvalue()


def test_formulas_and_errors_without_a_value_are_read():
    rows = '<row r="2"><c r="B2"><v>2</v></c><c r="D2"><f>1+1</f></c><c t="e"><v>#N/A</v></c></row>'
    (sheet,) = read_workbook(xlsx(rows + '<row><c><f>1+1</f></c><c r="GT3"><f>1+1</f></c></row>')).sheets
    assert [cell for cell in sheet.rows[1] if cell.flag] == [
        Cell("D2", "s", "", "formula"),
        Cell("E2", "s", "#N/A", "error"),
    ]
    assert list(sheet.rows[2]) == [Cell("A3", "s", "", "formula")]
    assert list(sheet.beyond) == [Cell("GT3", "s", "", "formula")]


def test_cells_far_away_are_named_with_their_value():
    row = '<row r="99999"><c r="A99999" t="str"><f>"a"&amp;B1</f><v>a &lt; b &amp; c</v></c>'
    row += '<c r="B99999"><f>1+1</f></c></row>'
    (sheet,) = read_workbook(xlsx(row)).sheets
    assert [(cell.address, cell.text, cell.flag) for cell in sheet.beyond] == [
        ("A99999", "a < b & c", "formula"),
        ("B99999", "", "formula"),
    ]


@pytest.mark.parametrize("text", ["ệ" * 10_000, "q\u0323" * 10_000, "a\u200b" * 10_000])
def test_text_within_the_limit_as_a_reader_counts_it_is_read_whole(text):
    decomposed = unicodedata.normalize("NFD", text)
    (sheet,) = read_workbook(
        xlsx(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{decomposed}</t></is></c></row>')
    ).sheets
    assert sheet.cell(1, 0).text == text


def test_text_beyond_the_limit_stays_beyond_it():
    assert process.shortened("q\u0323" * 12_000) == "q\u0323" * process.MOST_TEXT


@pytest.mark.parametrize("place", [(0, 0), (6, 25), (9, 26), (99, 701), (1, 702), (1_048_575, 16_383)])
def test_position_is_read_from_an_address(place):
    assert process.position(process.address(*place)) == place

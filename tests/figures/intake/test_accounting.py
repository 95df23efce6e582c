"""Every cell that holds something ends as one outcome, and only what is counted as written is written."""

import io
import random
from collections.abc import Collection

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from figures.intake.accounting import Kind, Reading, account
from figures.intake.paste.grid import BlockRefusedError, grid_of
from figures.intake.paste.reading import read_block
from figures.intake.preview import preview_lines, with_unit_questions
from figures.intake.source import TableText
from figures.intake.workbook.form import form_workbook
from figures.intake.workbook.reader import read_file
from figures.intake.writing import write
from figures.sheet.loading import load_sheet
from figures.submissions.models import Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.figures.factories import BEFORE, make_period, make_reported
from tests.figures.intake.workbook.test_own_table import workbook
from tests.figures.intake.workbook.xlsx_files import (
    COLUMNS,
    TEXT_ROWS,
    changed_file,
    changed_texts,
    formula_places,
    with_copied_sheet,
)
from web.uploads import FileRefusedError

LABELS = [
    *("Tổng số HTX", "Tổng số hợp tác xã", "Toång soá HTX", "HTX thành lập mới", "Thành lập mới"),
    *("coop.dissolved", "HTX giải thể", "Vốn điều lệ của HTX", "Vốn điều lệ của HTX (tỷ đồng)"),
    *("Lãi của HTX", "HTX trồng lúa"),
    *("Vốn điều lệ bình quân một HTX", "THT chấm dứt hoạt động", "I. Hợp tác xã", "Tổ hợp tác", "1. Số THT"),
]
HEADS = [
    *("Chỉ tiêu", "TT", "Đơn vị tính", "Kỳ này", "6T đầu 2023", "6T cuối 2022", "Cùng kỳ", "2022", "(1)"),
    *("Đơn vị tính: nghìn đồng", "Biểu 01. Số liệu", "Hậu Giang", "Cà Mau"),
    *("6T đầu 2021", "Năm 2023", "30/6/2023", "31/12/2022", "H1 2023"),
]
NUMBERS = [
    *("12", "0", "11", "257", "1.234,5", "1,234", "1.23.456", "-", "x", "…", "không áp dụng", "#N/A", "12%"),
    *("1e300", "1E-300", "-0", "NaN", "inf", "1_000", "0x10", "05/07/2023", "TRUE", "=A1+1", "#REF!", "####"),
    *("9" * 100, "１２", "(500)", "12 người", "30/6/2023"),
    *("hơn 70", "717,716 tỷ", "ước 300", "257000000000", "258", "abc", "-5", "1", "2", "3"),
]
UNITS = ["HTX", "triệu đồng", "người", "tỷ đồng"]
TEXTS = st.sampled_from(["", "", *LABELS, *HEADS, *NUMBERS, *UNITS])
LINES = st.tuples(
    st.sampled_from(["", "1", "a)"]),
    st.sampled_from(LABELS),
    st.sampled_from(["", *UNITS]),
    st.sampled_from(["", *NUMBERS]),
    st.sampled_from(["", *NUMBERS]),
).map(list)
TABLES = st.lists(LINES, min_size=1, max_size=7)
ANY_ROWS = st.lists(st.lists(TEXTS, min_size=1, max_size=5), max_size=8)
BLOCKS = st.one_of(
    st.tuples(ANY_ROWS, TABLES).map(lambda parts: parts[0][:3] + parts[1]),
    ANY_ROWS,
    st.lists(st.sampled_from(["", *NUMBERS]).map(lambda cell: [cell]), min_size=1, max_size=20),
)
pytestmark = pytest.mark.long
PLENTY = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
SOME = settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def half_year(draft, cluster, hau_giang, officer_hg) -> Submission:
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)
    return draft


@pytest.fixture
def returned(half_year, officer_hg, leader_hg, indicators) -> Submission:
    """Returned for one cell, so that the others are closed."""
    workflow_services.submit(submission=half_year, by=officer_hg)
    half_year.refresh_from_db()
    cells = {indicators["coop.profit"]: "Kiểm tra số"}
    workflow_services.send_back(submission=half_year, by=leader_hg, cells=cells)
    half_year.refresh_from_db()
    return half_year


def assert_sum_holds(reading: Reading, places: Collection[str], submission: Submission, by: Officer) -> None:
    """The outcomes are the cells that hold something, and writing writes those that are called written."""
    proposed = with_unit_questions(reading.proposed, submission)
    lines = preview_lines(proposed, submission)
    summary = account(reading, lines)
    outcomes = summary.outcomes
    assert sorted(outcome.cell.place for outcome in outcomes) == sorted(places)
    assert sum(summary.counts.values()) == summary.numbers + summary.labels == len(places)
    for outcome in outcomes:
        assert outcome.reason or outcome.kind in (Kind.WRITTEN, Kind.SAME), outcome
    asked = {outcome.cell.code for outcome in outcomes if outcome.kind == Kind.ASKED} - {""}
    written = {outcome.cell.code for outcome in outcomes if outcome.kind == Kind.WRITTEN}
    cleared = {line.code for line in summary.cleared}
    assert not written & asked
    with transaction.atomic():
        result = write(proposed=proposed, submission=submission, by=by)
        transaction.set_rollback(True)
    assert {line.code for line in result.written} == written | cleared
    listed = {outcome.cell.place for _reason, group in summary.left for outcome in group}
    shown = {outcome.cell.place for outcome in outcomes if outcome.cell.code in {line.code for line in lines}}
    for outcome in outcomes:
        if outcome.kind in (Kind.ASKED, Kind.PASSED_OVER) and not outcome.cell.is_label:
            assert outcome.cell.place in listed | shown, "the page shows it"


@pytest.mark.parametrize("state", ["draft", "returned"])
@PLENTY
@given(rows=BLOCKS, seed=st.integers(0, 9))
def test_every_cell_of_a_block_has_one_outcome(state, request, officer_hg, rows, seed):
    submission = request.getfixturevalue("half_year" if state == "draft" else "returned")
    text = "\n".join("\t".join(row) for row in rows)
    sheet, chosen = load_sheet(submission), random.Random(seed)  # noqa: S311 - a repeatable choice
    try:
        grid = grid_of(text)
        open_reading = read_block(text, sheet, start="coop.new")
        # Every other question is answered.
        answers = {q.name: chosen.choice(q.options)[0] for q in open_reading.questions[::2]}
        readings = [open_reading, read_block(text, sheet, start="coop.new", answers=answers)]
    except BlockRefusedError:
        return  # as a whole, with a sentence
    texts = {
        f"Dòng {line}, cột {column}": cell
        for line, row in enumerate(grid, 1)
        for column, cell in enumerate(row, 1)
        if cell
    }
    for reading in readings:
        assert {cell.place: cell.text for cell in reading.cells} == texts
        assert_sum_holds(reading, texts, submission, officer_hg)


FILLED = st.one_of(
    st.sampled_from(
        [
            *NUMBERS,
            "N/A",
            "..",
            "không áp dụng",
            "?",
            "",
            12,
            257,
            0.5,
            1e300,
            1e-300,
            -0.0,
            ("=6+6", 12),
            ("=NOW()", ""),
        ]
    ),
    st.integers(0, 400),
)
MARKS = st.sampled_from(
    ["", "Có", "x", "ước", "Chưa có số liệu", "chua co so lieu", "không biết", "Có số liệu", "…", "-", "n/a"]
)
CODES = [
    *("coop.total", "coop.new", "coop.dissolved", "coop.charter_capital", "coop.profit", "coop.digital"),
    *("group.new", "group.ended"),
]
CHANGES = st.dictionaries(
    st.sampled_from(CODES),
    st.fixed_dictionaries(
        {}, optional={"value": FILLED, "state": MARKS, "estimate": MARKS, "note": TEXTS, "explanation": TEXTS}
    ),
    max_size=5,
)
BROKEN = st.sampled_from(["", "coop.new", "coop.totl", "HTX giải thể", "Tổng số HTX", 5])
SPOILT = st.dictionaries(
    st.sampled_from(CODES),
    st.fixed_dictionaries({}, optional=dict.fromkeys(("code", "label", "unit", "previous"), BROKEN)),
    max_size=2,
)
WORDS = st.dictionaries(
    st.sampled_from(list(TEXT_ROWS)),
    st.sampled_from(["", "Hạn mặn", "ước", "số ước thực hiện", 3, ("=1", 1)]),
    max_size=2,
)


@pytest.mark.parametrize("state", ["draft", "returned"])
@SOME
@given(changes=CHANGES, spoilt=SPOILT, words=WORDS, copied=st.booleans(), other=CHANGES)
def test_every_cell_of_a_file_has_one_outcome(
    state, request, officer_hg, changes, spoilt, words, copied, other
):
    submission = request.getfixturevalue("half_year" if state == "draft" else "returned")
    sheet = load_sheet(submission)
    form = form_workbook(sheet)
    for code, cells in spoilt.items():
        changes = changes | {code: changes.get(code, {}) | cells}
    data = changed_texts(changed_file(form, changes), words)
    if copied:
        data = with_copied_sheet(data, changed_file(form, other))
    reading = read_file(data, "bieu.xlsx", sheet)
    assert isinstance(reading, Reading)
    assert_sum_holds(reading, held_cells(data), submission, officer_hg)


OWN_CELLS = st.one_of(
    TEXTS, st.sampled_from([12, 257, 1e300, -0.0, 0.5, True, (0.12, "0%"), (45000, "d/m/yyyy")])
)
OWN_LINES = st.tuples(st.sampled_from(LABELS), OWN_CELLS, OWN_CELLS).map(list)
OWN_SHEETS = st.lists(st.lists(OWN_LINES, min_size=1, max_size=6), min_size=1, max_size=3)


@PLENTY
@given(sheets=OWN_SHEETS)
def test_every_cell_of_an_own_table_has_one_outcome(sheets, half_year, officer_hg):
    data = workbook(**{f"Bảng {number}": rows for number, rows in enumerate(sheets)})
    sheet = load_sheet(half_year)
    try:
        table = read_file(data, "bang.xlsx", sheet)
        assert isinstance(table, TableText)
        reading = read_block(table.text, sheet, source=table.source)
    except (BlockRefusedError, FileRefusedError):
        return  # as a whole, with a sentence
    places = held_cells(data)
    own = [place for place in places if place.startswith(f"{table.source.sheet}!")]
    assert_sum_holds(reading, own, half_year, officer_hg)
    assert sum(reading.unread_sheets.values()) == len(places) - len(own)


def held_cells(data: bytes) -> list[str]:
    """The places of the cells of the form's sheets that hold something, as another reader finds them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = [name for name in book.sheet_names if name not in ("Định nghĩa", "_bieu")]
    formulas = formula_places(data)
    places = []
    for name in names:
        for line, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1):
            for column, value in enumerate(row):
                place = f"{name}!{COLUMNS[column]}{line}"
                if str(value).strip() or place in formulas:
                    places.append(place)
    return places

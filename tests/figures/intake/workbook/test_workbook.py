"""The form as a spreadsheet: its content, uploads, and refused files."""

import io
import zipfile
from functools import cache

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from python_calamine import CalamineWorkbook

from figures.entry import services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from tests.factories import make_officer
from tests.figures.factories import BEFORE, entries, make_period, make_reported
from tests.figures.intake.workbook.xlsx_files import (
    FORM_PART,
    changed_file,
    changed_texts,
    form_rows,
    open_lines,
    put,
    unlocked,
    with_part,
)
from tests.figures.pages import text_of
from tests.office import saved_by_office
from web.expired_forms import signature_of

FORM, UPLOAD = "/entry/2023-H1/hau-giang/form.xlsx", "/entry/2023-H1/hau-giang/upload/"


@pytest.fixture
def client(client_for, officer_hg, indicators, period) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


def send(client: Client, data: bytes, name: str = "bieu.xlsx"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})


def confirm(client: Client, preview, **fields):
    return client.post(UPLOAD, {"offer": preview.context["signed_changes"], **fields})


def figure(code: str) -> Figure | None:
    return Figure.objects.filter(indicator__code=code, submission__province__slug="hau-giang").first()


# The file


def test_form_has_numbers_and_those_of_earlier_half_years(client, cluster, draft, hau_giang, officer_hg):
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)
    rows = form_rows(client.get(FORM).content)
    assert rows["coop.total"]["value"] == 257
    assert rows["coop.total"]["previous"] == 248
    assert rows["coop.profit"]["value"] == 1500.5
    assert rows["group.ended"]["state"] == "Chưa có số liệu"
    assert rows["coop.digital"]["value"] == ""
    assert "coop.capital_per_coop" not in rows, "a computed line has no code, so it is never read"


def test_text_like_a_formula_is_text_in_the_form(client, draft, officer_hg):
    entry = CellEntry(text="257", note='=HYPERLINK("http://example.org")', explanation="@SUM(A1)")
    services.save_cells(submission=draft, entries={"coop.total": entry}, by=officer_hg)
    data = client.get(FORM).content
    row = form_rows(data)["coop.total"]
    assert (row["note"], row["explanation"]) == (entry.note, entry.explanation)
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "HYPERLINK" not in sheet


def test_form_is_locked_except_for_its_entry_cells(client, draft):
    archive = zipfile.ZipFile(io.BytesIO(client.get(FORM).content))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<sheetProtection" in sheet
    assert "password" not in sheet
    assert 'type="decimal"' in sheet
    assert 'type="list"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'topLeftCell="C6"' in sheet
    assert "#,##0" in archive.read("xl/styles.xml").decode()
    assert unlocked(client.get(FORM).content, 0, "F") >= {"coop.total", "coop.profit", "coop.digital"}
    assert "is_estimate" in unlocked(client.get(FORM).content, 1, "C")


def test_form_has_the_catalogue_and_the_opening(
    client_for, officer_hg, catalogue, cluster, hau_giang, period
):
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)
    data = client_for(officer_hg).get(FORM).content
    rows = form_rows(data)
    catalogue = {code: i for code, i in catalogue.items() if i.is_asked_in("2023-H1")}
    asked = {code: i for code, i in catalogue.items() if i.kind not in ("ratio", "opening")}
    assert set(rows) == set(asked)
    assert {code: row["unit"] for code, row in rows.items()} == {code: i.unit for code, i in asked.items()}
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    defined = {row[0]: row[2] for row in book.get_sheet_by_name("Định nghĩa").to_python()[1:]}
    assert defined == {i.label: i.definition for i in catalogue.values() if i.kind != "opening"}
    lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    opening = next(n for n, line in enumerate(lines, 1) if str(line[1]).startswith("Số đầu kỳ"))
    assert lines[opening - 1][5] == 248
    assert opening not in open_lines(data, 0, "F"), "the opening is locked"
    assert len(open_lines(data, 0, "F")) == len(asked)
    validated = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert validated.count('type="decimal"') == len(asked)


# The upload


def test_unchanged_form_changes_nothing(client, draft):
    response = send(client, client.get(FORM).content)
    assert response.status_code == 200
    assert "Không có gì để ghi" in text_of(response)
    assert response.context["signed_changes"] == ""


def test_preview_shows_changes_and_writes_nothing(client, draft):
    before = list(Figure.objects.order_by("pk").values())
    response = send(client, changed_file(client.get(FORM).content, {"coop.new": {"value": 12}}))
    assert response.status_code == 200
    [line] = response.context["readable"]
    assert line.code == "coop.new"
    assert [(part.stored, part.new) for part in line.differences] == [("11", "12")]
    assert line.cell.position.startswith("Biểu nhập!F")
    assert line.cell.position in text_of(response)
    assert list(Figure.objects.order_by("pk").values()) == before


def test_confirmation_writes_all_and_a_second_one_nothing(client, draft):
    data = changed_file(
        client.get(FORM).content,
        {
            "coop.new": {"value": 12},
            "coop.profit": {"value": 1600.25, "note": "Theo sổ", "estimate": "Có"},
            "group.ended": {"state": "Không áp dụng"},
        },
    )
    preview = send(client, data)
    assert confirm(client, preview).status_code == 302
    assert figure("coop.new").value == 12
    profit = figure("coop.profit")
    assert (str(profit.value), profit.note, profit.is_estimate) == ("1600.2500", "Theo sổ", True)
    assert figure("group.ended").answer == Figure.Answer.NOT_APPLICABLE
    versions = list(Figure.objects.order_by("pk").values_list("pk", "version"))
    assert confirm(client, preview).status_code == 302
    assert list(Figure.objects.order_by("pk").values_list("pk", "version")) == versions


@pytest.mark.parametrize("table", ["figures_figure", "figures_submission"])
def test_failed_confirmation_writes_nothing(table, client, draft):
    data = changed_file(client.get(FORM).content, {"coop.new": {"value": 12}, "group.new": {"value": 16}})
    preview = send(client, changed_texts(data, {"causes": "Hạn mặn"}))
    broken = []

    def breaking(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith(f'UPDATE "{table}"'):
            broken.append(sql)
            raise OperationalError("the line to the database is cut")
        return result

    before = list(Figure.objects.order_by("pk").values()), list(Submission.objects.values())
    with connection.execute_wrapper(breaking), pytest.raises(OperationalError, match="is cut"):
        confirm(client, preview)
    assert broken
    assert (list(Figure.objects.order_by("pk").values()), list(Submission.objects.values())) == before
    assert confirm(client, preview).status_code == 302
    assert (figure("coop.new").value, figure("group.new").value) == (12, 16)


def test_unreadable_cells_are_listed_and_the_rest_is_written(client, draft):
    data = changed_file(
        client.get(FORM).content,
        {
            "coop.new": {"value": "1.23.456"},
            "coop.dissolved": {"value": 3, "state": "Không rõ"},
            "coop.active": {"value": 9, "state": "Chưa có số liệu"},
            "coop.inactive": {"value": 0.12345},
            "group.new": {"value": 16},
        },
    )
    preview = send(client, data)
    text = text_of(preview)
    problems = {d.code: d for d in preview.context["asked"] + preview.context["unreadable"]}
    assert set(problems) == {"coop.new", "coop.dissolved", "coop.active", "coop.inactive"}
    for line in problems.values():
        assert line.cell.position in text
        assert line.cell.problem
    assert "1.23.456" in text
    confirm(client, preview)
    assert figure("group.new").value == 16
    assert figure("coop.new").value == 11
    assert figure("coop.active").value == 231


def test_formula_is_read_by_its_stored_result_and_pointed_out(client, draft):
    data = changed_file(
        client.get(FORM).content,
        {"coop.new": {"value": ("=6+6", 12)}, "coop.dissolved": {"value": ("=NOW()", "")}},
    )
    preview = send(client, data)
    [taken], [without] = preview.context["readable"], preview.context["unreadable"]
    assert (taken.code, taken.differences[0].new, taken.cell.has_formula) == ("coop.new", "12", True)
    assert "Ô có công thức" in text_of(preview)
    assert without.code == "coop.dissolved"


def test_confirmation_begins_the_half_year(client):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.total": {"value": 0}}))
    assert not Submission.objects.exists()
    confirm(client, preview)
    assert figure("coop.total").value == 0


def test_cell_changed_after_the_download_is_shown_and_not_overwritten(client, draft, hau_giang, officer_hg):
    data = changed_file(client.get(FORM).content, {"coop.new": {"value": 12}, "group.new": {"value": 16}})
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    services.save_cells(submission=draft, entries=entries({"coop.new": "13"}), by=colleague)
    preview = send(client, data)
    [conflict] = preview.context["conflicts"]
    assert (conflict.conflict.by, conflict.differences[0].stored, conflict.differences[0].new) == (
        colleague,
        "13",
        "12",
    )
    confirm(client, preview)
    assert figure("coop.new").value == 13
    assert figure("group.new").value == 16
    confirm(client, preview, take="coop.new")
    assert figure("coop.new").value == 12


@pytest.mark.parametrize("takes", [{}, {"take": "coop.new"}])
def test_cell_changed_after_the_preview_is_shown_first(takes, client, draft, hau_giang):
    data = changed_file(client.get(FORM).content, {"coop.new": {"value": 12}})
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    if takes:
        services.save_cells(submission=draft, entries=entries({"coop.new": "13"}), by=colleague)
    preview = send(client, data)
    services.save_cells(submission=draft, entries=entries({"coop.new": "14"}), by=colleague)
    response = confirm(client, preview, **takes)
    assert response.status_code == 409
    assert figure("coop.new").value == 14
    assert response.context["conflicts"][0].differences[0].stored == "14"
    assert confirm(client, response, take="coop.new").status_code == 302
    assert figure("coop.new").value == 12


def test_preview_of_another_officer_or_with_a_wrong_signature_writes_nothing(
    client, client_for, draft, leader_hg
):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": {"value": 12}}))
    assert client_for(leader_hg).post(UPLOAD, {"offer": preview.context["signed_changes"]}).status_code == 422
    assert client.post(UPLOAD, {"offer": preview.context["signed_changes"][:-1]}).status_code == 422
    assert client.post(UPLOAD, {"offer": "x"}).status_code == 422
    assert figure("coop.new").value == 11


def test_confirmation_after_an_expired_login_is_previewed_again(client, officer_hg, draft):
    preview = send(client, changed_file(client.get(FORM).content, {"coop.new": {"value": 12}}))
    client.logout()
    confirm(client, preview, typed_by=signature_of(officer_hg))
    assert figure("coop.new").value == 11
    client.force_login(officer_hg)
    again = client.get(UPLOAD)
    assert [d.code for d in again.context["readable"]] == ["coop.new"]
    confirm(client, again)
    assert figure("coop.new").value == 12


# The province's texts, and whether its figures are estimates


def texts_of(submission) -> tuple[str, str, bool]:
    submission.refresh_from_db()
    return submission.difficulties, submission.causes, submission.is_estimate


def test_texts_and_the_basis_are_in_the_form(client, draft):
    data = client.get(FORM).content
    texts = {"causes": "- Thiếu vốn\n- Thiếu đất", "difficulties": "=1+1", "is_estimate": "Số ước thực hiện"}
    preview = send(client, changed_texts(data, texts))
    changes = [(d.code, d.differences[0].stored, d.differences[0].new) for d in preview.context["readable"]]
    assert changes == [
        ("difficulties", "", "=1+1"),
        ("causes", "", "- Thiếu vốn\n- Thiếu đất"),
        ("is_estimate", "số chính thức", "số ước thực hiện"),
    ]
    assert texts_of(draft) == ("", "", False)
    confirm(client, preview)
    assert texts_of(draft) == ("=1+1", "- Thiếu vốn\n- Thiếu đất", True)
    again = client.get(FORM).content
    assert send(client, again).context["signed_changes"] == ""
    page = client.get("/entry/2023-H1/hau-giang/")
    client.post("/entry/2023-H1/hau-giang/undo/", {"undo": page.context["undo"]})
    assert texts_of(draft) == ("", "", False)


def test_text_changed_after_the_download_is_not_overwritten(client, draft, hau_giang):
    data = changed_texts(client.get(FORM).content, {"causes": "Thiếu vốn", "solutions": "Vay Quỹ"})
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    services.save_cells(submission=draft, entries={}, narrative={"causes": "Hạn mặn"}, by=colleague)
    preview = send(client, data)
    assert [(d.code, d.stored.text) for d in preview.context["conflicts"]] == [("causes", "Hạn mặn")]
    confirm(client, preview)
    draft.refresh_from_db()
    assert (draft.causes, draft.solutions) == ("Hạn mặn", "Vay Quỹ")
    confirm(client, preview, take="causes")
    draft.refresh_from_db()
    assert draft.causes == "Thiếu vốn"


def test_unreadable_texts_are_listed_and_the_rest_is_written(client, draft):
    texts = {
        "causes": "x" * 10_001,
        "proposals": ("=NOW()", 1),
        "is_estimate": "không rõ",
        "solutions": "Vay",
    }
    preview = send(client, changed_texts(client.get(FORM).content, texts))
    assert {d.code for d in preview.context["unreadable"]} == {"causes", "proposals", "is_estimate"}
    confirm(client, preview)
    draft.refresh_from_db()
    assert (draft.causes, draft.solutions, draft.proposals, draft.is_estimate) == ("", "Vay", "", False)


def test_empty_basis_changes_nothing_and_an_empty_text_is_deleted(client, draft, officer_hg):
    services.save_cells(
        submission=draft, entries={}, narrative={"causes": "Hạn mặn"}, is_estimate=True, by=officer_hg
    )
    preview = send(client, changed_texts(client.get(FORM).content, {"causes": "", "is_estimate": ""}))
    confirm(client, preview)
    assert texts_of(draft) == ("", "", True)


def test_form_with_illustrative_figures_says_so(client, draft):
    Figure.objects.update(is_illustrative=True)
    strings = zipfile.ZipFile(io.BytesIO(client.get(FORM).content)).read("xl/sharedStrings.xml").decode()
    assert "Số in nghiêng là số minh họa" in strings


def test_file_for_a_sent_half_year_is_refused(client, submitted):
    data = changed_file(client.get(FORM).content, {"coop.new": {"value": 12}})
    assert send(client, data).status_code == 409
    assert figure("coop.new").value == 11


# What is refused


def archive_of(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


@cache
def bomb() -> bytes:
    """Six hundred megabytes of spaces in some six hundred kilobytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        with archive.open("xl/workbook.xml", "w", force_zip64=True) as entry:
            for _ in range(600):
                entry.write(b" " * (1 << 20))
    return target.getvalue()


def lying(data: bytes) -> bytes:
    """The bomb, declaring a hundred bytes."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + (100).to_bytes(4, "little") + data[at + 28 :]


def far_apart() -> bytes:
    """Two cells at opposite corners of a sheet of seventeen billion cells."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("_bieu")
    page.write(0, 0, "form")
    page.write(1_048_575, 16_383, "x")
    book.close()
    return target.getvalue()


def other_book() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet().write(0, 0, 257)
    book.close()
    return target.getvalue()


def hollow_form() -> bytes:
    """A form with the right sheets but without fingerprints."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("_bieu").write(0, 0, "form")
    book.add_worksheet().write_row(0, 0, ["code", "value", "state", "estimate", "note", "explanation"])
    book.close()
    return target.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "%s">%s]><x>&z;</x>' % (
    b"a" * 100,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(25)),
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (lambda form: bomb(), "Tệp quá lớn"),
        (lambda form: lying(bomb()), "Tệp"),
        (lambda form: far_apart(), "không phải biểu"),
        (lambda form: archive_of(**{f"xl/{n}.xml": b"" for n in range(5000)}), "Tệp quá lớn"),
        (lambda form: b"PK\x03\x04" + b"\x00" * 3_000_000, "Tệp quá lớn"),
        (lambda form: with_entry(form, "xl/vbaProject.bin", b"x"), "macro"),
        (lambda form: with_entry(form, "xl/embeddings/a.xlsx", form), "nhúng tệp khác"),
        (lambda form: with_entry(form, "xl/workbook.xml ", b"x")[:-200], "Tệp hỏng"),
        (
            lambda form: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "mật khẩu",
        ),
        (lambda form: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel cũ"),
        (
            lambda form: archive_of(**{"[Content_Types].xml": b"", "word/document.xml": b""}),
            "không phải bảng tính",
        ),
        (
            lambda form: archive_of(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": ENTITIES}),
            "Tệp hỏng",
        ),
        (lambda form: other_book(), "không phải biểu"),
        (lambda form: hollow_form(), "không phải biểu"),
        (lambda form: b"Ch\xe1\xbb\x89 ti\xc3\xaau", "không phải bảng tính"),
        (lambda form: b"%PDF-1.7;1", "không phải bảng tính"),
        (lambda form: b"Ch? ti\xeau;257", "UTF-8"),
        (lambda form: b"", "Tệp trống"),
        (lambda form: form[: len(form) // 2], "Tệp hỏng"),
    ],
)
def test_file_that_is_no_form_is_refused_with_a_message(data, message, client, draft):
    response = send(client, data(client.get(FORM).content))
    assert response.status_code == 422
    assert message in response.context["refused"]
    assert response.context["refused"] in text_of(response)


def test_form_of_another_province_or_period_is_refused(client, client_for, cluster, officer_ct, draft):
    other = client_for(officer_ct).get("/entry/2023-H1/can-tho/form.xlsx").content
    assert "Đây là biểu của Cần Thơ. Chọn biểu của Hậu Giang." in text_of(send(client, other))
    make_period(cluster, "2023-H2")
    later = client.get("/entry/2023-H2/hau-giang/form.xlsx").content
    assert "Đây là biểu của 6 tháng cuối năm 2023." in text_of(send(client, later))


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("F5", "6T cuối 2022"),
        ("F5", "31/12/2022"),
        ("F5", "Năm 2022"),
        ("B1", "Biểu số liệu 6 tháng cuối năm 2023"),
        ("B2", "Liên minh HTX tỉnh Cà Mau"),
    ],
)
def test_form_whose_head_names_another_half_year_or_province_is_refused(
    address, text, client, draft, provinces
):
    form = client.get(FORM).content
    data = with_part(changed_file(form, {"coop.new": {"value": 12}}), FORM_PART, put({address: text}))
    response = send(client, data)
    assert response.status_code == 422
    assert f"Ô Biểu nhập!{address} ghi “{text}” mà biểu này của " in response.context["refused"]


def test_all_heads_that_name_another_half_year_or_province_are_named(client, draft, provinces):
    heads = {
        "B1": "Biểu số liệu 6 tháng cuối năm 2023",
        "B2": "Liên minh HTX tỉnh Cà Mau",
        "F5": "6T cuối 2022",
    }
    form = client.get(FORM).content
    refused = send(client, with_part(form, FORM_PART, put(heads))).context["refused"]
    for address, text in heads.items():
        assert f"ô Biểu nhập!{address} ghi “{text}”".casefold() in refused.casefold()
    assert "biểu này của 6 tháng đầu năm 2023, Hậu Giang." in refused


def test_form_of_another_province_and_period_is_refused_for_both(client, client_for, cluster, officer_ct):
    make_period(cluster, "2023-H2")
    other = client_for(officer_ct).get("/entry/2023-H2/can-tho/form.xlsx").content
    refused = send(client, other).context["refused"]
    assert refused == (
        "Đây là biểu của Cần Thơ, 6 tháng cuối năm 2023. Chọn biểu của Hậu Giang, 6 tháng đầu năm 2023."
    )


@pytest.mark.parametrize("text", ["Số liệu", "Thực hiện 6 tháng đầu năm 2023", "H1 2023", "30/6/2023"])
def test_form_whose_head_says_this_half_year_otherwise_is_read(text, client, draft):
    form = changed_file(client.get(FORM).content, {"coop.new": {"value": 12}})
    preview = send(client, with_part(form, FORM_PART, put({"F5": text})))
    assert [line.code for line in preview.context["readable"]] == ["coop.new"]


def test_english_form_is_read_on_a_vietnamese_page(client, draft, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    data = client.get(FORM).content
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    assert send(client, data).context["signed_changes"] == ""


# LibreOffice


@pytest.mark.office
def test_form_saved_by_libreoffice_has_no_difference(client_for, officer_hg, every_kind_of_cell, tmp_path):
    client = client_for(officer_hg)
    texts = {"difficulties": "=1+1", "causes": "- Thiếu vốn\n\n- Thiếu đất", "proposals": "x" * 10_000}
    services.save_cells(
        submission=every_kind_of_cell, entries={}, narrative=texts, is_estimate=True, by=officer_hg
    )
    source = tmp_path / "bieu.xlsx"
    source.write_bytes(client.get(FORM).content)
    saved = saved_by_office(source, tmp_path)
    assert saved != source.read_bytes()
    response = send(client, saved)
    assert response.status_code == 200, response.context["refused"]
    assert [
        (d.cell.position, d.differences, d.cell.problem)
        for name in ("asked", "unreadable", "conflicts", "readable")
        for d in response.context[name]
    ] == []
    rows = form_rows(saved)
    assert (rows["coop.total"]["note"], rows["coop.total"]["explanation"]) == ("=1+1", "@SUM(A1)\n-2")
    assert rows["coop.members"]["value"] == 99999999999.9999

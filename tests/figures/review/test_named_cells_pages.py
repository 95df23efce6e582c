"""The pages of a return that names cells: for the officer who corrects, and for the next check."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from figures.catalogue.models import Indicator
from figures.entry import services as entry_services
from figures.sheet.loading import load_sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Step, Submission
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.figures.factories import NOT_KNOWN, RIGHT, entries
from tests.figures.intake.workbook.xlsx_files import changed_file, unlocked
from tests.figures.pages import entry_url, open_form, stored_in, text_of
from web.expired_forms import signature_of

HG = ["2023-H1", "hau-giang"]
PAGE = "/review/2023-H1/hau-giang/"
UPLOAD = "/entry/2023-H1/hau-giang/upload/"


@pytest.fixture
def desk(client_for, secretary) -> Client:
    """The secretary's browser."""
    return client_for(secretary)


@pytest.fixture
def client(client_for, officer_hg, indicators, period) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


@pytest.fixture
def named(submitted: Submission, secretary: Officer, indicators: dict[str, Indicator]) -> Submission:
    cells = {indicators["coop.new"]: "Đối chiếu <giấy>.", indicators["group.new"]: ""}
    workflow_services.send_back(submission=submitted, reason="Xem lại.", cells=cells, by=secretary)
    submitted.refresh_from_db()
    return submitted


def stored(code: str) -> Figure:
    return Figure.objects.get(indicator__code=code, submission__province__slug="hau-giang")


# Returning


def test_return_stores_a_reason_for_each_cell(desk, submitted):
    assert 'name="return.coop.new"' in desk.get(PAGE).content.decode()
    fields = {"return": ["coop.new", "group.new"], "return.coop.new": "Một.", "return.group.new": "Hai."}
    fields["seen"] = submitted.version
    response = desk.post(reverse("figures:return", args=HG), fields, follow=True)
    assert "Đã trả lại số liệu cho Hậu Giang." in text_of(response)
    step = Step.objects.get(action="return")
    assert {cell.indicator.code: cell.why for cell in step.cells.all()} == {
        "coop.new": "Một.",
        "group.new": "Hai.",
    }
    assert "HTX thành lập mới: “Một.”" in text_of(response), "the log says what was asked"


def test_refused_return_keeps_ticks_and_reasons(desk, submitted):
    fields = {"return": ["coop.new", "coop.total"], "return.coop.new": "Một <số>.", "seen": submitted.version}
    response = desk.post(reverse("figures:return", args=HG), fields)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Một &lt;số&gt;.</textarea>" in page
    assert page.count(" checked>") == 2
    assert "<details open><summary>" in page, "the ticked cells are in sight"


def test_return_after_an_expired_login_keeps_reasons(client_for, secretary, submitted):
    browser = Client()
    fields = {"return": "coop.new", "return.coop.new": "Một.", "typed_by": signature_of(secretary)}
    browser.post(reverse("figures:return", args=HG), fields)
    browser.force_login(secretary)
    page = browser.get(reverse("figures:return", args=HG)).content.decode()
    assert "Một.</textarea>" in page
    assert 'value="coop.new" checked' in page


# The officer


def test_form_lists_the_requested_corrections(client, named, officer_hg):
    words = text_of(client.get(entry_url()))
    assert "trả lại lúc" in words
    assert "Còn 2/2 ô phải sửa" in words
    assert "Chưa sửa HTX thành lập mới : “Đối chiếu &lt;giấy&gt;.”" in words
    entry_services.save_cells(
        submission=named, entries={"coop.new": CellEntry("11", note="Đúng.")}, by=officer_hg
    )
    entry_services.save_cells(submission=named, entries=entries({"group.new": "16"}), by=officer_hg)
    words = text_of(client.get(entry_url()))
    assert "Còn 0/2 ô phải sửa" in words
    assert "Đã ghi chú HTX thành lập mới" in words
    assert "Đã sửa THT thành lập mới" in words


def test_closed_cells_are_shown_and_send_nothing(client, named):
    form = open_form(client)
    assert {"coop.new", "coop.total", "coop.dissolved", "group.new", "difficulties"} <= form.keys()
    assert not form.keys() & {"coop.profit", "coop.profit.state", "coop.profit.note", "union.total"}
    page = client.get(entry_url())
    assert 'name="coop.profit" disabled' in page.content.decode()
    assert text_of(page).count("Đã khóa") >= 8


def test_saving_a_cell_updates_the_list_of_corrections(client, named):
    seen = json.loads(open_form(client)["seen"])
    url = reverse("figures:cell", args=[*HG, "group.new"])
    response = client.post(url, {"group.new": "16", "seen": seen["group.new"]})
    assert 'id="sent-back" hx-swap-oob="innerHTML"' in response.content.decode()
    assert "Còn 1/2 ô phải sửa" in text_of(response)


def test_saving_a_closed_cell_is_refused(client, named):
    seen = json.loads(open_form(client)["seen"])
    url = reverse("figures:cell", args=[*HG, "coop.profit"])
    response = client.post(url, {"coop.profit": "9", "seen": seen["coop.profit"]})
    assert response.status_code == 409
    assert "Chưa lưu được: “9”. “Lãi của HTX” không mở để sửa" in text_of(response)
    assert str(stored("coop.profit").value) == "1500.5000"
    page = response.content.decode()
    assert json.loads(response["X-Cell"])["closed"]
    assert stored_in(page)["text"] == "1.500,5"
    assert 'data-cell-state="locked"' in page
    for piece in ("coop-profit-follows", "problems", "sent-back"):
        assert f'id="{piece}" hx-swap-oob=' in page, "nothing stale stays on the page"


def test_named_cell_is_marked_until_it_is_corrected(client, named):
    def state(html: str) -> str:
        return html.split('id="group-new-state"')[1].split("</span>")[0]

    assert "Chưa sửa" in state(client.get(entry_url()).content.decode())
    seen = json.loads(open_form(client)["seen"])
    url = reverse("figures:cell", args=[*HG, "group.new"])
    response = client.post(url, {"group.new": "16", "seen": seen["group.new"]})
    assert "Đã lưu" in state(response.content.decode())


def test_form_opened_before_the_return_keeps_input_for_closed_cells(client, submitted, named):
    form = open_form(client) | {"coop.new": "12", "coop.profit": "9"}
    response = client.post(entry_url(), form)
    assert response.status_code == 409
    assert "“Lãi của HTX” không mở để sửa" in text_of(response)
    assert [(u.label, u.stored, u.typed) for u in response.context["unsaved"]] == [
        ("Lãi của HTX", "1.500,5", "9")
    ]
    assert 'value="12"' in response.content.decode(), "the open cell stays as it was typed"
    assert stored("coop.new").value == 11
    again = {name: text for name, text in form.items() if name != "coop.profit"}
    assert client.post(entry_url(), again).status_code == 302
    assert stored("coop.new").value == 12


def test_spreadsheet_writes_open_cells_and_lists_closed_ones(client, named):
    data = client.get("/entry/2023-H1/hau-giang/form.xlsx").content
    file = changed_file(data, {"coop.new": {"value": 12}, "coop.profit": {"value": 9}})
    upload = SimpleUploadedFile("bieu.xlsx", file)
    preview = client.post(UPLOAD, {"file": upload})
    assert "1 ô không mở để sửa, sẽ không ghi" in text_of(preview)
    assert [d.code for d in preview.context["closed"]] == ["coop.profit"]
    client.post(UPLOAD, {"offer": preview.context["signed_changes"]})
    assert stored("coop.new").value == 12
    assert str(stored("coop.profit").value) == "1500.5000"


def test_pasted_block_writes_open_cells_and_lists_closed_ones(client, named):
    url = "/entry/2023-H1/hau-giang/paste/"
    preview = client.post(url, {"text": "HTX thành lập mới\t12\nLãi của HTX\t9"})
    assert "1 ô không mở để sửa, sẽ không ghi" in text_of(preview)
    assert [d.code for d in preview.context["closed"]] == ["coop.profit"]
    client.post(url, {"offer": preview.context["signed_changes"]})
    assert (stored("coop.new").value, str(stored("coop.profit").value)) == (12, "1500.5000")


def test_pasted_block_lists_closed_cells_readable_or_not(client, named):
    block = "Lãi của HTX\t9\nHTX chuyển đổi số\tabc1\nTổng số HTX\t1.2.3\nHTX thành lập mới\t1.23.456"
    preview = client.post("/entry/2023-H1/hau-giang/paste/", {"text": block})
    assert [d.code for d in preview.context["closed"]] == ["coop.profit", "coop.digital"]
    assert [d.code for d in preview.context["asked"]] == ["coop.total", "coop.new"], "as in the block"
    text = text_of(preview)
    assert "Dòng 1, cột 2 Lãi của HTX: 9" in text
    assert "Dòng 2, cột 2 HTX chuyển đổi số: abc1" in text


def test_spreadsheet_of_a_returned_half_year_opens_what_the_page_opens(client, named):
    data = client.get("/entry/2023-H1/hau-giang/form.xlsx").content
    open_codes = {row.indicator.code for row in load_sheet(named).entered if row.is_open}
    assert {"coop.new", "coop.total", "group.new"} <= open_codes
    assert "coop.profit" not in open_codes
    assert [unlocked(data, 0, column) for column in "FGHIJ"] == [open_codes] * 5
    assert unlocked(data, 1, "C") == set(Submission.NARRATIVE), "the kind of figures stays"
    strings = zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml").decode()
    assert "Lần trả lại này chỉ mở" in strings


def test_sending_with_open_corrections_is_refused(client, named):
    response = client.post(entry_url(), open_form(client) | {"submit": ""}, follow=True)
    words = text_of(response)
    assert "Chưa gửi được: 02 số bị trả lại chưa sửa" in words
    assert "HTX thành lập mới: chưa sửa, cũng chưa ghi chú vì sao giữ nguyên" in words


# The next check


@pytest.fixture
def corrected(named: Submission, officer_hg: Officer) -> Submission:
    """11 → 12 and 2 → 3 new and dissolved, and a note on what stays."""
    cells = entries({"coop.new": "12", "coop.dissolved": "3"}) | {"group.new": CellEntry("15", note="Đúng.")}
    entry_services.save_cells(submission=named, entries=cells, by=officer_hg)
    workflow_services.submit(submission=named, by=officer_hg)
    named.refresh_from_db()
    return named


def test_check_after_a_return_shows_what_changed(desk, corrected):
    response = desk.get(PAGE)
    words = text_of(response)
    assert "2 số đã đổi từ lần trả lại" in words
    corrections = {
        item.row.indicator.code: (item.before.value, item.after.value, item.is_corrected, item.by.username)
        for item in response.context["corrections"].rows
    }
    assert corrections == {
        "coop.new": (11, 12, True, "hau-giang"),
        "coop.dissolved": (2, 3, True, "hau-giang"),
        "group.new": (15, 15, False, "hau-giang"),
    }
    assert "Đã yêu cầu: “Đối chiếu &lt;giấy&gt;.”" in words
    assert words.index("2 số đã đổi") < words.index("chỉ tiêu còn lại")
    rest = {row.indicator.code for key in ("look_at", "others") for row in response.context[key]}
    assert not rest & corrections.keys(), "the page shows each cell once"


def test_check_after_a_return_shows_changed_numbers_before_unchanged_ones(desk, corrected):
    response = desk.get(PAGE)
    corrections = response.context["corrections"]
    assert [item.row.indicator.code for item in corrections.corrected] == ["coop.new", "coop.dissolved"]
    assert [item.row.indicator.code for item in corrections.unchanged] == ["group.new"]
    words = text_of(response)
    assert words.index("HTX giải thể") < words.index("1 số giữ nguyên") < words.index("THT thành lập mới")


def test_checker_sees_which_numbers_are_no_longer_estimates(desk, draft, officer_hg, leader_hg, secretary):
    entry_services.save_cells(submission=draft, entries={}, is_estimate=True, by=officer_hg)
    workflow_services.submit(submission=draft, by=officer_hg)
    workflow_services.approve(submission=draft, by=leader_hg)
    workflow_services.send_back(submission=draft, reason="Số chính thức?", by=secretary)
    cells = entries({"coop.profit": "1.500"})
    entry_services.save_cells(submission=draft, entries=cells, is_estimate=False, by=officer_hg)
    workflow_services.submit(submission=draft, by=officer_hg)
    workflow_services.approve(submission=draft, by=leader_hg)

    found = desk.get(PAGE).context["corrections"]
    assert [item.row.indicator.code for item in found.corrected] == ["coop.profit"]
    numbers = [code for code, cell in RIGHT.items() if cell != NOT_KNOWN and code != "coop.profit"]
    assert [item.row.indicator.code for item in found.unchanged] == numbers
    assert {item.by for item in found.unchanged} == {officer_hg}


def test_check_by_the_cluster_shows_changes_since_its_own_return(
    desk, client_for, corrected, leader_hg, officer_hg
):
    workflow_services.send_back(submission=corrected, reason="Thêm.", by=leader_hg)
    entry_services.save_cells(submission=corrected, entries=entries({"coop.profit": "9"}), by=officer_hg)
    workflow_services.submit(submission=corrected, by=officer_hg)

    def changed_codes(browser):
        return {item.row.indicator.code for item in browser.get(PAGE).context["corrections"].rows}

    assert changed_codes(client_for(leader_hg)) == {"coop.profit"}
    assert changed_codes(desk) == {"coop.new", "coop.dissolved", "group.new", "coop.profit"}


def test_check_of_the_first_sending_has_no_list_of_changes(desk, submitted):
    assert desk.get(PAGE).context["corrections"] is None

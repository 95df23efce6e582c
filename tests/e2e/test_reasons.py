"""A reason given for a number leaves with the number: from the officer's form to the printed report."""

import io
from dataclasses import replace

import pdfplumber
import pytest
from playwright.sync_api import expect

from figures.entry import services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Submission
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import ADDRESS, box, expect_all_saved, figure, see, send, state_of
from tests.e2e.printed import READ_CHARTS, assert_every_chart_is_printed
from tests.papers.pdf_measure import open_pdf

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CODE, FEES = "coop.profit", "alliance.fees"
REASON, SECOND = "Giá lúa đông xuân thấp.", "Giá lúa cả năm thấp."
CAUSES = "Giá vật tư tăng, lúa được mùa nhưng giá thấp."
REVIEW = "/review/2023-H2/hau-giang/"
# As a year before; the half-year of `ready` is far below in these alone.
USUAL = {CODE: "24.150", FEES: "72", "alliance.fund_disbursed": "2.450"}


@pytest.fixture
def usual(ready: Submission) -> Submission:
    """The open half-year, filled in with usual numbers and without a reason."""
    stored = ready.figures.select_related("indicator")
    cells = {f.indicator.code: replace(CellEntry.of(f), explanation="") for f in stored}
    cells |= {code: replace(cells[code], text=number) for code, number in USUAL.items()}
    services.save_cells(submission=ready, entries=cells, by=ready.changed_by)
    return ready


def fill(page, code: str, number: str) -> None:
    box(page, code).fill(number)
    box(page, code).press("Tab")


def explain(page, code: str, reason: str) -> None:
    page.locator(f'textarea[name="{code}.explanation"]').fill(reason)
    page.get_by_role("heading", level=1).click()
    expect(state_of(page, code)).to_contain_text("Đã giải trình")


def follows(page, code: str):
    return page.locator(f"#{code.replace('.', '-')}-follows")


def report_text(page) -> str:
    response = page.context.request.get("/conference/2023-H2/report.pdf")
    assert response.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(response.body())) as report:
        return " ".join(" ".join(page.extract_text() for page in report.pages).split())


def test_printed_report_has_no_reason_of_a_number_that_was_corrected(usual, open_browser):
    # A number in đồng is asked about, with what it may mean as a button; another number is explained.
    officer = open_browser("hau-giang").new_page()
    officer.goto(ADDRESS)
    fill(officer, FEES, "72.000.000")
    expect(state_of(officer, FEES)).to_contain_text("Cần giải trình")
    expect(follows(officer, FEES)).to_contain_text("gấp khoảng 1.000.000 lần")
    follows(officer, FEES).get_by_role("button", name="Ghi 72").click()
    expect(state_of(officer, FEES)).to_contain_text("Đã lưu")
    expect(box(officer, FEES)).to_have_value("72")
    officer.locator("textarea#causes").fill(CAUSES)
    fill(officer, CODE, "13.960")
    explain(officer, CODE, REASON)
    send(officer)
    see(officer, "Đã gửi lãnh đạo duyệt.")

    # The leader sees the texts, and returns the number.
    leader = open_browser("hau-giang-lead").new_page()
    leader.goto(REVIEW)
    see(leader, f"Lý do: “{REASON}”")
    see(leader, CAUSES)
    leader.locator(f'input[name="return"][value="{CODE}"]').check()
    leader.locator(f'textarea[name="return.{CODE}"]').fill("Thiếu lãi của ba HTX.")
    leader.get_by_role("button", name="Trả lại để sửa").click()
    see(leader, "Đã trả lại số liệu cho Hậu Giang.")

    # The officer corrects it: the text stays, as that of the number before.
    officer.goto(ADDRESS)
    fill(officer, CODE, "23.900")
    expect(follows(officer, CODE)).to_contain_text(f"Giải trình của số trước (13.960): “{REASON}”")
    expect(state_of(officer, CODE)).to_contain_text("Đã lưu")
    send(officer)
    see(officer, "Đã gửi lãnh đạo duyệt.")
    leader.goto(REVIEW)
    see(leader, f"Giải trình của số trước (13.960): “{REASON}”")
    expect(leader.get_by_role("main")).not_to_contain_text("Lý do: “")
    leader.get_by_role("button", name="Duyệt và gửi Cụm").click()
    see(leader, "Đã duyệt và gửi Cụm.")

    secretary = open_browser("secretary").new_page()
    secretary.goto(REVIEW)
    secretary.get_by_role("button", name="Chấp nhận số liệu Hậu Giang").click()
    see(secretary, "Đã chấp nhận số liệu Hậu Giang.")
    secretary.goto("/provinces/hau-giang/")
    charts = secretary.evaluate(READ_CHARTS)
    assert_every_chart_is_printed(open_pdf(secretary.pdf(prefer_css_page_size=True)), charts)
    text = report_text(secretary)
    assert "23.900" in text
    assert REASON not in text
    assert "Giải trình của các tỉnh" not in text


@pytest.mark.parametrize("width", [360, 1280])
def test_question_has_room_and_the_state_of_its_cell_follows_at_once(width, usual, open_browser):
    page = open_browser("hau-giang", width=width).new_page()
    page.goto(ADDRESS)
    answers = []  # the server's, which are let through only when the test says so
    page.route("**/cells/*/", lambda route: answers.append(route))
    fill(page, FEES, "72.000.000")
    expect(state_of(page, FEES)).to_contain_text("Đang lưu")
    place = page.evaluate("document.activeElement.getBoundingClientRect().y")  # of the next cell
    answers.pop().continue_()
    expect(state_of(page, FEES)).to_contain_text("Cần giải trình")
    assert page.evaluate("document.activeElement.getBoundingClientRect().y") == pytest.approx(place, abs=1)
    question = follows(page, FEES).get_by_text("gấp khoảng 1.000.000 lần").first
    assert question.bounding_box()["width"] >= 240
    follows(page, FEES).get_by_role("button", name="Ghi 72").click()
    expect(state_of(page, FEES)).to_contain_text("Đang lưu")
    answers.pop().continue_()
    expect(state_of(page, FEES)).to_contain_text("Đã lưu")


def test_officer_is_asked_whether_the_reason_still_holds(usual, open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    fill(page, CODE, "13.960")
    explain(page, CODE, REASON)
    fill(page, CODE, "14.100")
    confirm = follows(page, CODE).get_by_role("button", name="Vẫn đúng với số này")
    expect(confirm).to_be_visible()
    expect(state_of(page, CODE)).to_contain_text("Cần giải trình")
    expect(page.locator(f'textarea[name="{CODE}.explanation"]')).to_have_value("")
    assert_accessible(page)
    confirm.click()
    expect(state_of(page, CODE)).to_contain_text("Đã giải trình")
    expect(confirm).to_have_count(0)
    expect_all_saved(page)
    assert (figure(CODE).explanation, figure(CODE).explained_for) == (REASON, "14100")

    # The number from before comes back with what was last given for another one.
    fill(page, CODE, "13.960")
    expect(confirm).to_be_visible()
    explain(page, CODE, SECOND)
    assert (figure(CODE).explanation, figure(CODE).explained_for) == (SECOND, "13960")


def test_reason_is_confirmed_without_scripts(usual, open_browser):
    page = open_browser("hau-giang", script=False).new_page()
    page.goto(ADDRESS)
    box(page, CODE).fill("13.960")
    box(page, CODE).press("Enter")
    page.locator(f'textarea[name="{CODE}.explanation"]').fill(REASON)
    box(page, CODE).press("Enter")
    expect(state_of(page, CODE)).to_contain_text("Đã giải trình")
    box(page, CODE).fill("14.100")
    box(page, CODE).press("Enter")
    expect(state_of(page, CODE)).to_contain_text("Cần giải trình")
    follows(page, CODE).get_by_role("button", name="Vẫn đúng với số này").click()
    expect(state_of(page, CODE)).to_contain_text("Đã giải trình")
    assert (figure(CODE).explanation, figure(CODE).explained_for) == (REASON, "14100")

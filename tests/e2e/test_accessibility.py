"""axe-core finds no violation on the pages of reporting, in all their states."""

from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.urls import resolve
from playwright.sync_api import expect

from figures.entry import services as entry_services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from tests.e2e.accessibility import OTHER_SCREENS, SCREENS, TELEPHONE, assert_accessible, violations_of
from tests.e2e.form import ADDRESS, box, every, see, send
from tests.figures.intake.workbook.xlsx_files import changed_file

pytestmark = [pytest.mark.e2e, pytest.mark.accessibility, pytest.mark.django_db(transaction=True)]

FORM, UPLOAD = f"{ADDRESS}form.xlsx", f"{ADDRESS}upload/"
REVIEW = "/review/2023-H2/"
ALL_LINKS = """() => [...document.querySelectorAll("a[href]")]
  .map((link) => new URL(link.getAttribute("href"), location))
  .filter((url) => url.host === location.host && !/\\.[a-z]+$|_export=/.test(url.pathname + url.search))
  .map((url) => url.pathname + url.search)"""
LINKS = f"{ALL_LINKS}.filter((address) => !address.startsWith('/admin/'))"


def officer(username):
    return Officer.objects.get(username=username)


def upload(page, data, name="bieu.xlsx"):
    page.get_by_label("Biểu đã nhập").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="Xem trước").click()


def test_axe_notices_violations(open_browser):
    page = open_browser().new_page()
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('label[for=id_username]').remove()")
    page.evaluate("document.querySelector('.colophon p').style.color = 'rgb(128 128 128 / 40%)'")
    with pytest.raises(AssertionError) as failure:
        assert_accessible(page)
    for text in ("label (", "#id_username", "color-contrast (", "360 px, light"):
        assert text in str(failure.value)


def test_login_page(open_browser, log_in):
    page = open_browser().new_page()
    page.goto("/accounts/login/")
    assert_accessible(page)
    page.get_by_label("Tên đăng nhập").fill("hau-giang")
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)


def test_entry_page_empty_and_with_errors(open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    assert_accessible(page)
    box(page, "coop.total").fill("300")
    box(page, "coop.new").fill("1.23.456")
    box(page, "coop.revenue").fill("2269266")
    expect(page.locator(".in-words")).to_be_visible()
    assert_accessible(page)
    send(page)
    expect(page.locator(".error-summary")).to_be_focused()
    for summary in every(page.locator("td summary")):
        summary.click()
    assert_accessible(page)


def test_entry_page_filled_and_its_dialogs(ready, open_browser):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    assert_accessible(page)
    page.get_by_role("button", name="Phím tắt").click()
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    Session.objects.all().delete()
    box(page, "coop.new").fill("12")
    box(page, "coop.new").press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Đăng nhập lại để lưu.")
    assert_accessible(page)


def test_entry_page_read_only(ready, open_browser):
    workflow_services.submit(submission=ready, by=officer("hau-giang"))
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    see(page, "Đã gửi, chờ tỉnh duyệt")
    assert_accessible(page)
    page.goto("/entry/2023-H1/hau-giang/")
    assert_accessible(page)


def test_conflict_in_a_cell_and_in_the_form(open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(ADDRESS)
    other = open_browser("hau-giang-lead").new_page()
    other.goto(ADDRESS)
    for code in ("coop.new", "coop.dissolved"):
        box(other, code).fill("13")
        box(other, code).press("Enter")
        expect(other.locator(f"#{code.replace('.', '-')}-state")).to_contain_text("Đã lưu")
    box(page, "coop.new").fill("14")
    box(page, "coop.new").press("Enter")
    see(page, "vừa sửa ô này")
    assert_accessible(page)
    box(page, "coop.dissolved").fill("12")
    send(page)
    see(page, "Bấm Lưu để ghi phần của trang này")
    assert_accessible(page)
    complaints.forgive("status of 409")


def test_spreadsheet_page_empty_refused_and_with_preview(ready, open_browser, complaints):
    page = open_browser("hau-giang").new_page()
    page.goto(UPLOAD)
    assert_accessible(page)
    upload(page, b"not a spreadsheet")
    see(page, "Chưa ghi gì")
    complaints.forgive("status of 422")
    assert_accessible(page)
    data = page.context.request.get(FORM).body()
    cells = {"coop.new": {"value": 12}, "coop.dissolved": {"value": 3}, "coop.total": {"value": "1.23.456"}}
    theirs = {"coop.new": CellEntry(text="13")}
    entry_services.save_cells(submission=ready, entries=theirs, by=officer("hau-giang-lead"))
    page.goto(UPLOAD)
    upload(page, changed_file(data, cells))
    see(page, "1.23.456")
    see(page, "Ghi đè")
    assert_accessible(page)
    page.goto(UPLOAD)
    upload(page, page.context.request.get(FORM).body())
    see(page, "Không có gì để ghi")
    assert_accessible(page)


def test_review_pages(ready, open_browser, complaints):
    note = CellEntry.of(Figure.objects.get(submission=ready, indicator__code="coop.new"))
    entry_services.save_cells(
        submission=ready,
        entries={"coop.new": CellEntry(text=note.text, note="Theo sổ.")},
        by=officer("hau-giang"),
    )
    workflow_services.submit(submission=ready, by=officer("hau-giang"))
    leader = open_browser("hau-giang-lead").new_page()
    leader.goto(f"{REVIEW}hau-giang/")
    for summary in leader.get_by_role("main").locator("summary").all():
        summary.click()
    assert_accessible(leader)
    workflow_services.approve(submission=ready, by=officer("hau-giang-lead"))
    secretary = open_browser("secretary").new_page()
    for address in (
        REVIEW,
        f"{REVIEW}hau-giang/",
        f"{REVIEW}late/",
        "/review/2023-H1/",
        "/review/2023-H1/hau-giang/",
    ):
        secretary.goto(address)
        assert_accessible(secretary)
    secretary.goto(f"{REVIEW}hau-giang/")
    secretary.get_by_role("button", name="Trả lại để sửa").click()
    see(secretary, "Xin ghi lý do trả lại")
    complaints.forgive("status of 409")
    assert_accessible(secretary)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("hau-giang", "/tasks/"),
        ("secretary", "/tasks/"),
        ("hau-giang", "/"),
        ("secretary", "/dashboard/2023-H1/"),
        ("secretary", "/dashboard/2023-H2/"),
    ],
)
def test_tasks_and_dashboard(who, address, open_browser):
    page = open_browser(who).new_page()
    page.goto(address)
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg.main-svg").first.wait_for()
    assert_accessible(page)


@pytest.mark.long
def test_every_page_that_links_lead_to(contests, open_browser, complaints):
    """One page of each address for the cluster's offices, and one for the provinces, on the other screens."""
    routes: set[tuple[str, bool]] = set()
    violations = []
    for who in ("secretary", "hau-giang", "kien-giang-lead", "vca"):
        page = open_browser(who).new_page()
        waiting = ["/", "/tasks/", "/accounts/password/"]
        while waiting:
            address = waiting.pop(0)
            of_province = "giang" in who
            route = resolve(urlsplit(address).path).route, of_province
            if route in routes:
                continue
            routes.add(route)
            page.goto(address)
            new = violations_of(page, OTHER_SCREENS if of_province else SCREENS)
            violations += [f"{who} {address} {violation}" for violation in new]
            waiting += page.evaluate(LINKS)
    assert not violations, "\n".join(violations)
    assert len(routes) >= 80


# Marks of Django's own pages, which no setting of ours changes: the box of a searched choice, the head of a
# column of buttons below a form, the question mark of a list of choices.
OF_DJANGO = (".select2-", "select2-id", "empty-table-header", ".help-tooltip")


@pytest.mark.long
@pytest.mark.ignore_template_errors  # Django's own templates have variables that may be missing
def test_administration_and_pages_of_errors(contests, open_browser, complaints):
    """One page of each address of the administration, and what a wrong address or a foreign one shows."""
    page = open_browser("admin").new_page()
    routes: set[str] = set()
    waiting, violations = ["/admin/", "/nowhere/", "/review/2023-H2/hau-giang/"], []
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        route = resolve(path).route if path.startswith("/admin/") else path
        if route in routes:
            continue
        routes.add(route)
        page.goto(address)
        found = violations_of(page, TELEPHONE)
        violations += [f"{address} {each}" for each in found if not any(map(each.__contains__, OF_DJANGO))]
        waiting += [link for link in page.evaluate(ALL_LINKS) if link.startswith("/admin/")]
    complaints.forgive("status of 403")
    complaints.forgive("status of 404")
    # The library of the searched choices writes styles into its markup, and does without; axe misses them.
    complaints[:] = [each for each in complaints if "style" not in each and "preload assets" not in each]
    assert not violations, "\n".join(violations)
    assert len(routes) >= 25

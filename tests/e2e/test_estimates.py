"""A sent estimate and the final number that replaces it."""

from decimal import Decimal

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from figures.submissions.models import Figure, Submission
from figures.submissions.revision import Revision
from figures.workflow.reopening import reopen
from provinces.accounts.models import Officer
from tests.e2e.accessibility import assert_accessible
from tests.e2e.form import box, row_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ADDRESS = "/entry/2023-H1/hau-giang/"
REVISED = "Số ước đã gửi 11, số chính thức 12: +1 (+9,1%)."


@pytest.fixture
def reopened(site):
    """Hậu Giang's reopened half-year; its 11 new cooperatives were an estimate."""
    submission = Submission.objects.get(
        province__slug="hau-giang", period__year=2023, period__half=1, state__in=Submission.ACCEPTED
    )
    submission.figures.filter(indicator__code="coop.new").update(is_estimate=True, sent_estimate=F("value"))
    reopen(
        submission=submission,
        reason="Đã có số chính thức.",
        until=timezone.localdate(),
        by=Officer.objects.get(username="secretary"),
    )
    return submission


def new_coops(submission):
    return Figure.objects.get(submission=submission, indicator__code="coop.new")


@pytest.mark.parametrize("script", [True, False])
def test_final_number_shows_the_revision_under_its_cell(open_browser, reopened, script):
    page = open_browser("hau-giang", script=script).new_page()
    page.goto(ADDRESS)
    state = page.locator("#coop-new-state")
    expect(state).to_contain_text("Số ước")
    box(page, "coop.new").fill("12")
    row_of(page, "coop.new").locator("summary", has_text="Ghi chú").click()
    page.get_by_label("Riêng số này là số ước").and_(page.locator("[name='coop.new.estimate']")).uncheck()
    if not script:
        page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#coop-new-follows")).to_contain_text(REVISED)
    expect(state).not_to_contain_text("Số ước")
    assert Revision.of(new_coops(reopened)) == Revision(Decimal(11), Decimal(12))


def test_province_page_shows_the_accuracy_of_estimates(open_browser):
    accepted = Submission.objects.get(province__slug="hau-giang", period__year=2023, period__half=1)
    accepted.figures.filter(indicator__code__in=["coop.new", "coop.total"]).update(
        sent_estimate=F("value") + 1
    )
    page = open_browser("secretary").new_page()
    page.goto("/provinces/hau-giang/")
    page.get_by_text("6 tháng đầu năm 2023: 2 số ước đã thay").first.click()
    expect(page.get_by_role("link", name="HTX thành lập mới").last).to_be_visible()
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
        plot.locator("svg.main-svg").first.wait_for()
    assert_accessible(page)

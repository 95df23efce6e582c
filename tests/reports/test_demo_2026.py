"""The demo after `make demo-2026`: seven provinces to the first half of 2025, three since."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from figures.periods.models import Period
from figures.sheet.loading import load_sheet
from figures.submissions.models import Figure, Submission
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.conference.models import Conference
from reports.conference.report.document import report_document
from reports.summary.land import LandReading


@pytest.fixture(scope="module")
def demo_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo, loaded once for all tests of this file, which roll back their changes."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=quick), transaction.atomic():
        call_command("demo", year=2026, stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(demo_database: None, db: None) -> None:
    pass


def totals(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("cluster_totals", *arguments, "--by-province", stdout=out)
    return json.loads(out.getvalue())


def value(code: str, period: str, *provinces: str) -> int:
    """The sum of the stored numbers."""
    figures = Figure.objects.filter(indicator__code=code, submission__province__slug__in=provinces)
    return sum(
        int(f.value) for f in figures.filter(submission__period=Period.objects.with_slug(period).get())
    )


def page(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def test_published_totals_are_the_same_on_the_land_of_today(demo: None) -> None:
    today = totals("2023-H1", "--reading", "today")
    assert today["union.total"]["provinces"] == {
        "an-giang-2025": "5",
        "ca-mau-2025": "3",
        "can-tho-2025": "5",
    }
    assert (today["union.total"]["value"], today["coop.total"]["value"]) == ("13", "2109")


@pytest.mark.parametrize("span", ["2023-H1", "2024", "2025-H1", "2025-H2", "2025", "2026-H1"])
def test_totals_are_the_same_on_every_reading_of_the_land(span: str, demo: None) -> None:
    reported, *others = (totals(span, "--reading", reading) for reading in LandReading)
    # Where a province has no number, nor has the land it went on in, and the ratio of the rest is another.
    complete = [code for code, line in reported.items() if line["reported"] == line["expected"]]
    assert len(complete) > 50
    for other in others:
        assert {code: other[code]["value"] for code in complete} == {
            code: reported[code]["value"] for code in complete
        }


def test_former_provinces_have_the_year_of_the_merger_for_as_long_as_they_lasted(demo: None) -> None:
    lines = totals("2025", "--reading", "former")
    new = lines["coop.new"]["provinces"]
    assert len(new) == 10
    assert int(new["kien-giang"]) == value("coop.new", "2025-H1", "kien-giang")
    assert int(new["an-giang-2025"]) == value("coop.new", "2025-H2", "an-giang-2025")
    stock = lines["coop.total"]
    assert (stock["provinces"]["kien-giang"], stock["reported"], stock["expected"]) == (None, 3, 3)


def test_pages_show_the_provinces_of_the_reading_that_is_chosen(demo: None, client_for: Any) -> None:
    client = client_for(Officer.objects.get(username="secretary"))
    reported = page(client, "/dashboard/2023-H1/")
    assert '<a href="/dashboard/2023-H1/?reading=today">Tỉnh hiện nay</a>' in reported
    today = page(client, "/dashboard/2023-H1/?reading=today")
    assert 'aria-current="true">Tỉnh hiện nay</a>' in today
    assert 'An Giang từ 01/7/2025 gồm <a href="/provinces/an-giang/">An Giang</a >, <a href=' in today
    assert today.count('<path d="m ') == 4 * 3, "four maps of the three"
    assert 'href="/dashboard/2023-H1/figures.xlsx?reading=today"' in today
    assert "reading=" not in page(client, "/dashboard/2026-H1/"), "there all readings are the same"
    assert "Kiên Giang (đến 30/6/2025)" in page(client, "/dashboard/2025/?reading=former")
    cells = page(client, "/dashboard/2023-H1/indicators/union.total/?reading=today")
    assert 'gộp từ <a href="/provinces/an-giang/">' in cells
    assert client.get("/dashboard/2023-H1/?reading=<b>").status_code == 200


def test_changes_of_the_whole_land_survive_the_merger_on_every_reading(demo: None, client_for: Any) -> None:
    client = client_for(Officer.objects.get(username="secretary"))
    before, now = totals("2024")["coop.total"], totals("2025")["coop.total"]
    change = int(now["value"]) - int(before["value"])
    for reading in LandReading:
        assert f"+{change}" in page(client, f"/dashboard/2025/?reading={reading.value}"), reading


def test_first_half_year_of_the_three_opens_with_the_closings_of_the_seven(demo: None) -> None:
    merged = Province.objects.get(slug="can-tho-2025")
    sheet = load_sheet(
        Submission.objects.get(province=merged, period=Period.objects.with_slug("2025-H2").get())
    )
    closing = value("coop.total", "2025-H1", "can-tho", "hau-giang", "soc-trang")
    ledger = sheet.sections[0].groups[0].ledger
    assert ledger is not None
    assert (ledger.opening, ledger.gap) == (closing, 0)
    assert [province.slug for province in sheet.merged[0].provinces] == ["can-tho", "hau-giang", "soc-trang"]


def test_year_of_the_merger_has_the_flows_of_seven_and_of_three(demo: None, client_for: Any) -> None:
    seven = Province.objects.filter(ended_on__isnull=False).values_list("slug", flat=True)
    three = Province.objects.filter(ended_on=None).values_list("slug", flat=True)
    new = value("coop.new", "2025-H1", *seven) + value("coop.new", "2025-H2", *three)
    year = totals("2025")["coop.new"]
    assert (year["value"], year["reported"], year["expected"]) == (str(new), 3, 3)
    client = client_for(Officer.objects.get(username="secretary"))
    indicator = page(client, "/dashboard/2025/indicators/coop.new/")
    assert str(new) in indicator
    assert "gộp từ" in indicator
    assert "Chưa nhập" not in indicator, "nobody owes a half-year in which they did not exist"


def test_new_half_year_compares_with_the_old_provinces(demo: None, client_for: Any) -> None:
    dashboard = page(client_for(Officer.objects.get(username="secretary")), "/dashboard/2026-H1/")
    assert "3/3 tỉnh" in dashboard
    before, now = totals("2025-H1")["coop.total"], totals("2026-H1")["coop.total"]
    assert f"+{int(now['value']) - int(before['value'])}" in dashboard


def test_report_says_whose_sums_it_compares_with(demo: None) -> None:
    conference = Conference(period=Period.objects.with_slug("2025-H2").get())
    report = report_document(conference)
    assert report["document"]["provisional_note"] == (
        "Số so sánh trước ngày 01/7/2025 là số gộp của các tỉnh, thành phố cũ: An Giang từ An Giang và "
        "Kiên Giang; Cà Mau từ Bạc Liêu và Cà Mau; Cần Thơ từ Cần Thơ, Hậu Giang và Sóc Trăng."
    )


def test_officer_of_the_new_province_finds_what_the_old_ones_left(demo: None, client_for: Any) -> None:
    client = client_for(Officer.objects.get(username="an-giang-2025"))
    entry = page(client, "/entry/2026-H2/an-giang-2025/")
    assert f"{value('coop.total', '2026-H1', 'an-giang-2025')}" in entry
    province = page(client, "/provinces/an-giang-2025/")
    assert f"{value('coop.total', '2025-H1', 'an-giang', 'kien-giang')}" in province
    assert 'gộp từ <a href="/provinces/an-giang/">An Giang</a>, <a href="/provinces/kien-giang/">' in province
    assert "Tìm thấy 24 HTX" in page(client, "/register/cooperatives/")


def test_accounts_of_ended_provinces_are_closed(demo: None, client: Any) -> None:
    assert not client.login(username="kien-giang", password="thi-dua-2023")
    assert client.login(username="an-giang-2025", password="thi-dua-2023")

"""The pages that add, date, open and lock half-years."""

import datetime as dt

import pytest
from django.urls import reverse

from figures.entry import services
from figures.periods.models import Period
from figures.submissions.models import Submission
from figures.workflow import locking
from tests.conflicts import differences
from tests.figures.factories import make_period
from tests.figures.pages import text_of

DATES = {
    "cut_off_on": "31/12/2023",
    "opens_on": "1/12/2023",
    "due_on": "31/12/2023",
    "closes_on": "15/1/2024",
    "corrections_until": "31/1/2024",
    "legal_basis": "Quyết định số 1 <a>",
}
NEW = DATES | {"year": "2023", "half": "2"}


def form_in(response):
    """The fields that a browser would send from that page."""
    return {field.html_name: field.value() or "" for field in response.context["form"]}


@pytest.fixture
def secretary_client(client_for, secretary):
    return client_for(secretary)


def test_list_without_a_period_says_so(secretary_client, cluster):
    assert "Chưa có kỳ báo cáo nào." in text_of(secretary_client.get(reverse("figures:period-list")))


def test_new_period_is_planned_until_it_is_opened(secretary_client, cluster):
    response = secretary_client.post(reverse("figures:period-add"), NEW, follow=True)
    assert "Đã lưu 6 tháng cuối năm 2023." in text_of(response)
    period = Period.objects.get()
    assert (period.slug, period.state, period.due_on) == ("2023-H2", "planned", dt.date(2023, 12, 31))
    response = secretary_client.post(
        reverse("figures:period-open", args=["2023-H2"]), {"seen": "planned-0"}, follow=True
    )
    assert "Đã mở 6 tháng cuối năm 2023 để nhập số liệu." in text_of(response)
    assert Period.objects.get().state == Period.State.OPEN
    assert "&lt;a&gt;" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"due_on": "1/1/2025"}, "phải theo thứ tự thời gian"),
        ({"corrections_until": "14/1/2024"}, "phải theo thứ tự thời gian"),
        ({"due_on": "31/02/2023"}, "31/02/2023"),
        ({"half": "3"}, ""),
        ({"year": "1e3"}, "1e3"),
        ({"year": "99999999999999999999"}, ""),
        ({"cut_off_on": ""}, ""),
    ],
)
def test_invalid_period_is_refused(changes, message, secretary_client, cluster):
    response = secretary_client.post(reverse("figures:period-add"), NEW | changes)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert 'class="error-summary"' in response.content.decode()
    assert not Period.objects.exists()


def test_same_half_year_twice_is_refused_with_a_sentence(secretary_client, cluster):
    make_period(cluster, "2023-H2")
    response = secretary_client.post(reverse("figures:period-add"), NEW)
    assert response.status_code == 200
    assert "Kỳ báo cáo này đã có." in text_of(response)
    assert Period.objects.count() == 1


def test_head_adds_periods_of_the_own_year_only(client_for, head):
    client = client_for(head)
    assert (
        client.post(
            reverse("figures:period-add"), NEW | {"year": "2024", "cut_off_on": "31/12/2024"}
        ).status_code
        == 403
    )
    assert client.post(reverse("figures:period-add"), NEW).status_code == 302


def test_dates_change_and_the_half_year_stays(secretary_client, period):
    url = reverse("figures:period-edit", args=["2023-H1"])
    changes = DATES | {
        "cut_off_on": "30/6/2023",
        "due_on": "5/1/2024",
        "year": "2030",
        "half": "2",
        "state": "locked",
        "seen": period.version,
    }
    assert secretary_client.post(url, changes).status_code == 302
    period.refresh_from_db()
    assert (period.slug, period.state, period.due_on) == ("2023-H1", "open", dt.date(2024, 1, 5))


def test_locking_locks_what_was_accepted(secretary_client, accepted):
    response = secretary_client.post(
        reverse("figures:period-lock", args=["2023-H1"]), {"seen": "open-0"}, follow=True
    )
    assert "Đã khóa 6 tháng đầu năm 2023." in text_of(response)
    accepted.refresh_from_db()
    assert accepted.state == Submission.State.LOCKED


@pytest.mark.parametrize(("shown", "verb"), [("planned", "open"), ("open", "lock")])
def test_old_page_does_not_open_or_lock_what_went_through_other_states_meanwhile(
    shown, verb, secretary_client, client_for, head, cluster
):
    period = make_period(cluster, "2023-H1", state=shown)
    edit, press = (reverse(f"figures:{name}", args=["2023-H1"]) for name in ("period-edit", f"period-{verb}"))
    assert f'name="seen" value="{shown}-0"' in secretary_client.get(edit).content.decode()
    for step in (locking.open_period, locking.lock_period, locking.open_period):
        step(period=period, by=head)
    response = secretary_client.post(press, {"seen": f"{shown}-0"}, follow=True)
    assert "6 tháng đầu năm 2023 nay ở trạng thái “Đang mở”" in text_of(response)
    period.refresh_from_db()
    assert period.state == Period.State.OPEN
    assert 'name="seen" value="open-3"' in response.content.decode()


@pytest.mark.parametrize("name", ["period-edit", "period-open", "period-lock"])
def test_unknown_period_is_not_found(name, secretary_client, cluster):
    assert secretary_client.post(reverse(f"figures:{name}", args=["2050-H1"])).status_code == 404


def test_list_shows_the_half_years_with_their_dates(secretary_client, cluster, period):
    words = text_of(secretary_client.get(reverse("figures:period-list")))
    assert "6 tháng đầu năm 2023" in words
    assert "30/6/2023" in words
    assert "2.023" not in words


def test_adding_without_a_cluster_shows_the_form(secretary_client):
    assert secretary_client.post(reverse("figures:period-add"), NEW).status_code == 200


def test_conflicting_edit_shows_the_change_and_loses_nothing(secretary_client, client_for, head, cluster):
    make_period(cluster, "2023-H1")
    address = reverse("figures:period-edit", args=["2023-H1"])
    old_page = form_in(client_for(head).get(address))
    assert (
        secretary_client.post(
            address, form_in(secretary_client.get(address)) | {"legal_basis": "Quyết định 5"}
        ).status_code
        == 302
    )
    sent = old_page | {"due_on": "5/7/2023"}
    response = client_for(head).post(address, sent)
    assert response.status_code == 409
    assert differences(response)["Căn cứ"] == ("Quyết định 5", "để trống")
    assert 'value="5/7/2023"' in response.content.decode()
    assert Period.objects.get().legal_basis == "Quyết định 5"
    again = form_in(response) | {"legal_basis": "Quyết định 5"}
    assert client_for(head).post(address, again).status_code == 302
    period = Period.objects.get()
    assert (period.legal_basis, period.due_on) == ("Quyết định 5", dt.date(2023, 7, 5))


def test_cut_off_belongs_to_its_half_year(secretary_client, cluster):
    make_period(cluster, "2023-H1")
    address = reverse("figures:period-edit", args=["2023-H1"])
    response = secretary_client.post(
        address, form_in(secretary_client.get(address)) | {"cut_off_on": "31/12/2033"}
    )
    assert "Ngày chốt số liệu của 6 tháng đầu năm 2023 phải gần ngày 30/6/2023." in text_of(response)
    assert Period.objects.get().cut_off_on == dt.date(2023, 6, 30)


def test_cut_off_that_loses_a_report_is_refused(secretary_client, cluster, hau_giang, officer_hg):
    period = make_period(cluster, "2023-H1")
    services.start(period=period, province=hau_giang, by=officer_hg)
    hau_giang.memberships.update(left_on=dt.date(2023, 7, 1))
    address = reverse("figures:period-edit", args=["2023-H1"])
    response = secretary_client.post(
        address, form_in(secretary_client.get(address)) | {"cut_off_on": "15/7/2023"}
    )
    assert "một tỉnh đã nhập số liệu không còn là thành viên" in text_of(response)

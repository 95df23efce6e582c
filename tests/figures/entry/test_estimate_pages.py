"""Estimates on the pages of entry, review and tasks."""

import pytest
from django.urls import reverse

from figures.entry import services as entry_services
from figures.submissions.cell_entries import CellEntry
from figures.workflow import services as workflow_services
from tests.figures.factories import entries, make_period, make_reported
from tests.figures.pages import entry_url, text_of

TASKS = reverse("figures:tasks")
REVIEW = reverse("figures:review-province", args=["2023-H1", "hau-giang"])
REVISED = "Số ước đã gửi 15, số chính thức 17: +2 (+13,3%)."


@pytest.fixture
def replaced(draft, officer_hg, leader_hg):
    """15 was sent as an estimate of the new groups; the final number is 17."""
    for cell in (CellEntry("15", is_estimate=True), CellEntry("17")):
        entry_services.save_cells(submission=draft, entries=entries({"group.new": cell}), by=officer_hg)
        workflow_services.submit(submission=draft, by=officer_hg)
        if cell.is_estimate:
            workflow_services.send_back(submission=draft, reason="Đã có số chính thức.", by=leader_hg)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def estimated(draft, officer_hg, leader_hg, secretary):
    """Accepted, with two estimates."""
    cells = {"group.new": CellEntry("15", is_estimate=True), "coop.new": CellEntry("11", is_estimate=True)}
    entry_services.save_cells(submission=draft, entries=entries(cells), by=officer_hg)
    workflow_services.submit(submission=draft, by=officer_hg)
    workflow_services.approve(submission=draft, by=leader_hg)
    workflow_services.accept(submission=draft, by=secretary)
    draft.refresh_from_db()
    return draft


def test_revision_is_shown_under_the_cell_to_writers_and_readers(
    client_for, officer_hg, secretary, leader_hg, replaced
):
    assert REVISED in text_of(client_for(secretary).get(entry_url()))
    workflow_services.send_back(submission=replaced, reason="Xem lại.", by=leader_hg)
    assert REVISED in text_of(client_for(officer_hg).get(entry_url()))


def test_confirmed_estimate_is_shown_as_unchanged(client_for, officer_hg, replaced, leader_hg):
    workflow_services.send_back(submission=replaced, reason="Xem lại.", by=leader_hg)
    entry_services.save_cells(submission=replaced, entries=entries({"group.new": "15"}), by=officer_hg)
    assert "Số ước đã gửi 15, số chính thức không đổi." in text_of(client_for(officer_hg).get(entry_url()))


def test_cell_is_marked_as_estimate_alone_or_with_all(client_for, officer_hg, draft):
    client = client_for(officer_hg)
    assert "Số ước " not in text_of(client.get(entry_url()))
    entry_services.save_cells(
        submission=draft, entries=entries({"group.new": CellEntry("15", is_estimate=True)}), by=officer_hg
    )
    assert text_of(client.get(entry_url())).count("Số ước ") == 1
    entry_services.save_cells(submission=draft, entries={}, is_estimate=True, by=officer_hg)
    numbers = draft.figures.filter(answer="known").count()
    assert text_of(client.get(entry_url())).count("Số ước ") == numbers + 1, "every number, and the heading"


def test_checker_is_shown_revised_numbers(client_for, leader_hg, replaced):
    page = client_for(leader_hg).get(REVIEW)
    to_look_at = page.content.decode().partition("chỉ tiêu còn lại")[0]
    assert "THT thành lập mới" in to_look_at
    assert REVISED in text_of(page)


def test_checker_sees_which_numbers_are_estimates(client_for, secretary, estimated):
    words = text_of(client_for(secretary).get(REVIEW))
    assert "2 số là số ước." in words
    assert "15 ước" in words


def test_note_that_all_are_estimates_is_shown_once(client_for, secretary, draft, officer_hg):
    entry_services.save_cells(submission=draft, entries={}, is_estimate=True, by=officer_hg)
    workflow_services.submit(submission=draft, by=officer_hg)
    assert "Toàn bộ là số ước thực hiện." in text_of(client_for(secretary).get(REVIEW))


def test_province_is_told_how_many_estimates_are_left(client_for, officer_hg, officer_ct, estimated):
    assert "Còn 2 số ước." in text_of(client_for(officer_hg).get(entry_url()))
    assert "Còn 2 số ước." not in text_of(client_for(officer_ct).get(entry_url()))


def test_tasks_list_estimates_for_province_and_cluster(client_for, officer_hg, secretary, head, estimated):
    own, cluster = (client_for(who).get(TASKS) for who in (officer_hg, secretary))
    for response in (own, cluster, client_for(head).get(TASKS)):
        assert "Hậu Giang, 6 tháng đầu năm 2023 còn 2 số ước" in text_of(response)
    assert f'<a href="{entry_url()}">' in own.content.decode()
    assert f'<a href="{REVIEW}">' in cluster.content.decode()


def test_tasks_of_others_list_none(client_for, officer_ct, observer, leader_ct, estimated):
    for officer in (officer_ct, observer, leader_ct):
        assert "số ước" not in text_of(client_for(officer).get(TASKS))


def test_tasks_of_the_head_of_another_year_list_none(
    client_for, head, cluster, hau_giang, officer_hg, estimated
):
    earlier = make_reported(
        make_period(cluster, "2022-H1"),
        hau_giang,
        officer_hg,
        {"group.new": CellEntry("1", is_estimate=True)},
    )
    earlier.figures.update(is_estimate=True)
    assert "Hậu Giang, 6 tháng đầu năm 2022" not in text_of(client_for(head).get(TASKS))


def test_final_and_unsent_figures_are_no_task(client_for, officer_hg, accepted):
    assert "số ước" not in text_of(client_for(officer_hg).get(TASKS))

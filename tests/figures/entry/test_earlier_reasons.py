"""A reason given for another number: shown as that, counted and handed on nowhere, confirmed by one press."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from figures.change_log.reading import cell_history
from figures.entry import services as entry_services
from figures.explanations.standing import standing_explanations
from figures.review.overview import load_overview
from figures.sheet.loading import load_sheet
from figures.sheet.requested_corrections import Response
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.workflow import services as workflow_services
from tests.figures.factories import make_period, make_reported
from tests.figures.pages import entry_url, form_in, open_form, stored_in, text_of

CODE, REASON = "coop.profit", "Được mùa lúa."
EARLIER = f"Giải trình của số trước (1.500,5): “{REASON}”"
STILL_TRUE = "Vẫn đúng với số này"


@pytest.fixture
def year_ago(indicators, cluster, hau_giang, officer_hg) -> Submission:
    return make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {CODE: "1.000"})


@pytest.fixture
def explained(year_ago, draft, officer_hg) -> Submission:
    """Complete; its profit of 1.500,5 is half as much again as a year before, and explained."""
    cells = {CODE: CellEntry("1.500,5", explanation=REASON)}
    entry_services.save_cells(submission=draft, entries=cells, by=officer_hg)
    return draft


@pytest.fixture
def client(client_for, officer_hg) -> Client:
    return client_for(officer_hg)


def stored() -> Figure:
    return Figure.objects.get(indicator__code=CODE, submission__period__year=2023)


def state() -> str:
    row = next(row for row in load_sheet(stored().submission).rows if row.indicator.code == CODE)
    return row.state


def change_without_scripts(client: Client, number: str, **fields: str):
    form = open_form(client) | {CODE: number} | {f"{CODE}.{name}": text for name, text in fields.items()}
    return client.post(entry_url(), form, follow=True)


def explained_count(submission: Submission) -> int:
    officer = submission.province.officers.first()
    rows = load_overview(submission.period, officer=officer)
    return next(row.explained for row in rows if row.province == submission.province)


def test_explanation_of_another_number_is_asked_about_and_confirmed_without_scripts(client, explained):
    page = change_without_scripts(client, "1.700")
    assert EARLIER in text_of(page)
    assert STILL_TRUE in text_of(page)
    assert "Cần giải trình" in text_of(page)
    form = form_in(page.content.decode())
    assert form[f"{CODE}.explanation"] == "", "what was given for another number is not in the field"

    page = client.post(entry_url(), form, follow=True)
    assert EARLIER in text_of(page), "saving alone neither confirms it nor drops it"
    page = client.post(entry_url(), open_form(client) | {f"{CODE}.again": REASON}, follow=True)
    assert state() == "explained"
    assert EARLIER not in text_of(page)
    assert form_in(page.content.decode())[f"{CODE}.explanation"] == REASON


def test_confirmation_is_in_the_change_log(client, explained):
    change_without_scripts(client, "1.700")
    client.post(entry_url(), open_form(client) | {f"{CODE}.again": REASON})
    latest = cell_history(explained, stored().indicator)[0]
    assert latest.reasons == [f"Giải trình vẫn giữ cho số này: {REASON}"]
    assert latest.change.by == stored().changed_by


def test_cell_that_saves_itself_asks_and_takes_the_confirmation(client, explained):
    url = reverse("figures:cell", args=["2023-H1", "hau-giang", CODE])
    seen = json.loads(open_form(client)["seen"])[CODE]
    response = client.post(url, {CODE: "1.700", f"{CODE}.explanation": REASON, "seen": seen})
    assert stored_in(response.content.decode())["explanation"] == ""
    assert EARLIER in text_of(response)
    assert STILL_TRUE in text_of(response)

    seen = json.loads(response["X-Cell"])["seen"]
    confirmed = {CODE: "1.700", f"{CODE}.explanation": REASON, f"{CODE}.again": REASON, "seen": seen}
    response = client.post(url, confirmed)
    assert stored_in(response.content.decode())["explanation"] == REASON
    assert state() == "explained"


def test_number_and_a_new_explanation_in_one_form_need_no_second_answer(client, explained):
    change_without_scripts(client, "1.700", explanation="Giá lúa tăng.")
    assert state() == "explained"


def test_old_number_brings_its_explanation_back(client, explained):
    change_without_scripts(client, "1.700")
    assert state() == "question"
    page = change_without_scripts(client, "1.500,5")
    assert state() == "explained"
    assert form_in(page.content.decode())[f"{CODE}.explanation"] == REASON


def test_explanation_of_another_number_keeps_the_figures_from_being_sent(client, explained, officer_hg):
    page = change_without_scripts(client, "1.700", submit="")
    page = client.post(entry_url(), open_form(client) | {"submit": ""}, follow=True)
    assert "Chưa gửi được: 01 chỉ tiêu cần giải trình" in text_of(page)


def test_explanation_whose_finding_is_gone_is_not_counted(client, explained):
    assert explained_count(explained) == 1
    page = change_without_scripts(client, "1.000")
    assert EARLIER in text_of(page)
    assert STILL_TRUE not in text_of(page), "nothing is asked"
    assert explained_count(explained) == 0
    assert standing_explanations(Figure.objects.all()) == []


def test_explanation_survives_while_the_number_a_year_before_asks_nothing(client, explained, year_ago):
    year_ago.figures.update(value=1400)
    page = client.get(entry_url())
    assert f"Giải trình trước đây (câu hỏi khi ấy nay không còn): “{REASON}”" in text_of(page)
    client.post(entry_url(), open_form(client))
    assert explained_count(explained) == 0
    year_ago.figures.update(value=1000)
    assert state() == "explained"


def test_explanation_of_a_rise_does_not_explain_a_fall(explained, year_ago):
    year_ago.figures.update(value=3000)
    assert state() == "question"


def test_correction_of_what_it_is_compared_with_asks_nobody_again(explained, year_ago):
    year_ago.figures.update(value=900)
    assert state() == "explained"


@pytest.fixture
def returned(submitted, secretary, indicators) -> Submission:
    """Returned for the new HTX, 11."""
    cells = {indicators["coop.new"]: "Xem lại."}
    workflow_services.send_back(submission=submitted, cells=cells, by=secretary)
    submitted.refresh_from_db()
    return submitted


def correction_of(submission: Submission):
    row = next(row for row in load_sheet(submission).rows if row.indicator.code == "coop.new")
    return row.correction.response, row.earlier_note


def save(submission: Submission, officer, entry: CellEntry) -> None:
    entry_services.save_cells(submission=submission, entries={"coop.new": entry}, by=officer)


def test_note_that_answers_a_return_belongs_to_the_number_that_was_kept(returned, officer_hg):
    save(returned, officer_hg, CellEntry("11", note="Đúng theo sổ."))
    assert correction_of(returned) == (Response.NOTED, "")
    save(returned, officer_hg, CellEntry("12", note="Đúng theo sổ."))
    assert correction_of(returned) == (Response.CORRECTED, "Đúng theo sổ.")
    save(returned, officer_hg, CellEntry("11"))
    assert correction_of(returned) == (Response.NOTED, "")


def test_note_on_a_correction_does_not_answer_for_the_old_number(returned, officer_hg):
    save(returned, officer_hg, CellEntry("12", note="Đã sửa theo sổ."))
    save(returned, officer_hg, CellEntry("11", note="Đã sửa theo sổ."))
    assert correction_of(returned) == (Response.NONE, "Đã sửa theo sổ.")


def test_remark_goes_with_any_number(draft, officer_hg):
    save(draft, officer_hg, CellEntry("11", note="Theo sổ của Liên minh."))
    save(draft, officer_hg, CellEntry("12", note="Theo sổ của Liên minh."))
    figure = Figure.objects.get(indicator__code="coop.new")
    assert figure.note_shown == "Theo sổ của Liên minh."


def test_leader_sees_what_explained_the_number_before_as_that(client_for, leader_hg, explained, officer_hg):
    workflow_services.submit(submission=explained, by=officer_hg)
    page = reverse("figures:review-province", args=["2023-H1", "hau-giang"])
    assert f"Lý do: “{REASON}”" in text_of(client_for(leader_hg).get(page))
    workflow_services.send_back(submission=explained, reason="Xem lại lãi.", by=leader_hg)
    cells = {CODE: CellEntry("1.100", explanation=REASON)}
    entry_services.save_cells(submission=explained, entries=cells, by=officer_hg)
    workflow_services.submit(submission=explained, by=officer_hg)
    text = text_of(client_for(leader_hg).get(page))
    assert f"Lý do: “{REASON}”" not in text
    assert EARLIER in text

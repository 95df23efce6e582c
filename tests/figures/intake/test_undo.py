"""Undoing the changes of a file or a pasted block."""

import pytest
from django.test import Client

from figures.entry import services as entry_services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.workflow import services as workflow_services
from tests.factories import make_officer
from tests.figures.factories import entries
from tests.figures.intake.workbook.test_workbook import FORM, confirm, figure, send
from tests.figures.intake.workbook.xlsx_files import changed_file
from tests.figures.pages import entry_url, open_form, text_of
from web.expired_forms import signature_of

UNDO = "/entry/2023-H1/hau-giang/undo/"
CHANGES = {"coop.new": {"value": 12}, "group.new": {"value": 16}, "coop.digital": {"value": 5}}


@pytest.fixture
def client(client_for, officer_hg, draft) -> Client:
    """The browser of Hậu Giang's officer."""
    return client_for(officer_hg)


@pytest.fixture
def written(client) -> Client:
    """The same browser, after three cells came from a file: two changed, one new."""
    confirm(client, send(client, changed_file(client.get(FORM).content, CHANGES)))
    return client


def undo_token(client: Client) -> str:
    return client.get(entry_url()).context["undo"]


def undo(client: Client, token: str, **fields):
    return client.post(UNDO, {"undo": token, **fields}, follow=True)


def values() -> list[str]:
    return [str(CellEntry.of(figure(code)).text) for code in CHANGES]


def test_undo_is_not_offered_without_a_file(client):
    assert undo_token(client) == ""


def test_undo_restores_the_cells_that_a_file_changed(written):
    assert values() == ["12", "16", "5"]
    assert "Hoàn tác" in text_of(written.get(entry_url()))
    response = undo(written, undo_token(written))
    assert "Đã hoàn tác 3 ô: HTX thành lập mới, HTX chuyển đổi số, THT thành lập mới." in text_of(response)
    assert values() == ["11", "15", ""]
    assert figure("coop.digital").answer == Figure.Answer.BLANK
    assert response.context["undo"] == ""


def test_undo_keeps_and_names_a_cell_that_somebody_changed_since(written, draft, hau_giang):
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    entry_services.save_cells(submission=draft, entries=entries({"coop.new": "13"}), by=colleague)
    response = undo(written, undo_token(written))
    assert "Đã hoàn tác 2 ô" in text_of(response)
    assert "Giữ nguyên 1 ô đã sửa sau đó: HTX thành lập mới." in text_of(response)
    assert values() == ["13", "15", ""]


def test_undo_a_second_time_changes_nothing(written):
    token = undo_token(written)
    undo(written, token)
    versions = list(Figure.objects.order_by("pk").values_list("pk", "version"))
    assert "Không có ô nào phải hoàn tác." in text_of(undo(written, token))
    assert list(Figure.objects.order_by("pk").values_list("pk", "version")) == versions


def test_undo_sent_twice_is_done_once(written):
    token = undo_token(written)
    first, second = (undo(written, token, key="k") for _time in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert "Đã hoàn tác 3 ô" in text_of(first)
    assert "hoàn tác" not in text_of(second).casefold()


def test_undo_is_offered_until_the_officer_writes_something_else(written, draft, officer_hg, hau_giang):
    colleague = make_officer("hau-giang-2", "entry", hau_giang)
    entry_services.save_cells(submission=draft, entries=entries({"coop.active": "232"}), by=colleague)
    assert undo_token(written)
    entry_services.save_cells(submission=draft, entries=entries({"coop.inactive": "25"}), by=officer_hg)
    assert undo_token(written) == ""


def test_undo_by_another_officer_is_refused(written, client_for, leader_hg):
    token = undo_token(written)
    response = undo(client_for(leader_hg), token)
    assert "Không còn hoàn tác được" in text_of(response)
    assert values() == ["12", "16", "5"]


def test_undo_with_the_token_of_a_preview_is_refused(client):
    preview = send(client, changed_file(client.get(FORM).content, CHANGES))
    undo(client, preview.context["signed_changes"])
    assert values() == ["11", "15", ""]


def test_undo_is_not_offered_after_sending(written, draft, leader_hg):
    written.post(entry_url(), open_form(written) | {"submit": ""})
    draft.refresh_from_db()
    assert draft.state == "submitted"
    workflow_services.send_back(submission=draft, reason="Xem lại.", by=leader_hg)
    assert undo_token(written) == ""


def test_undo_of_a_sent_half_year_is_refused(written):
    token = undo_token(written)
    Submission.objects.update(state="submitted", first_submitted_at="2023-07-01T09:00:00+07:00")
    response = undo(written, token)
    assert response.status_code == 409
    assert "Đã gửi" in text_of(response)
    assert values() == ["12", "16", "5"]


def test_undo_after_an_expired_login_is_offered_again(written, officer_hg):
    token = undo_token(written)
    written.logout()
    undo(written, token, typed_by=signature_of(officer_hg))
    assert values() == ["12", "16", "5"]
    written.force_login(officer_hg)
    assert "Bấm lại để hoàn tác." in text_of(written.get(UNDO, follow=True))
    undo(written, undo_token(written))
    assert values() == ["11", "15", ""]

"""The cells still blank are answered "not known" in one step, after seeing which these are."""

import pytest
from django.test import Client
from django.urls import reverse

from figures.entry import services
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from tests.figures.factories import RIGHT, entries
from tests.figures.pages import text_of
from web.expired_forms import signature_of

HG = ["2023-H1", "hau-giang"]
PAGE, FORM = reverse("figures:entry-blanks", args=HG), reverse("figures:entry", args=HG)
LEFT = ("coop.profit", "group.total")


@pytest.fixture
def begun(indicators, period, hau_giang, officer_hg):
    """Complete but for two cells."""
    submission = services.start(period=period, province=hau_giang, by=officer_hg)
    cells = entries({code: text for code, text in RIGHT.items() if code not in LEFT})
    services.save_cells(submission=submission, entries=cells, by=officer_hg)
    return submission


def answers(submission):
    return dict(submission.figures.values_list("indicator__code", "answer"))


def test_page_lists_exactly_what_is_blank(client_for, officer_hg, begun):
    client = client_for(officer_hg)
    assert {row.indicator.code for row in client.get(PAGE).context["rows"]} == set(LEFT)
    assert PAGE in client.get(f"{FORM}?check=1").content.decode()


def test_confirmed_cells_are_not_known_and_the_others_stay(client_for, officer_hg, begun):
    before = answers(begun)
    words = text_of(client_for(officer_hg).post(PAGE, {"code": LEFT}, follow=True))
    assert "cho 2 ô" in words
    assert answers(begun) == before | dict.fromkeys(LEFT, Figure.Answer.NOT_KNOWN)


def test_unticked_cell_stays_blank(client_for, officer_hg, begun):
    client_for(officer_hg).post(PAGE, {"code": ["coop.profit"]})
    assert "group.total" not in answers(begun)


def test_nothing_ticked_says_so(client_for, officer_hg, begun):
    words = text_of(client_for(officer_hg).post(PAGE, {}, follow=True))
    assert "Chưa chọn ô nào." in words
    assert "Đã ghi" not in words


def test_choice_survives_an_expired_login(client_for, officer_hg, begun):
    browser = Client()
    browser.post(PAGE, {"code": "coop.profit", "typed_by": signature_of(officer_hg)})
    browser.force_login(officer_hg)
    page = browser.get(PAGE)
    assert page.context["chosen"] == ["coop.profit"]
    assert page.content.decode().count(" checked") == 1


def test_cell_filled_in_meanwhile_is_kept_and_said(client_for, officer_hg, begun):
    client = client_for(officer_hg)
    client.get(PAGE)
    services.save_cells(submission=begun, entries=entries({"coop.profit": "1.500,5"}), by=officer_hg)
    words = text_of(client.post(PAGE, {"code": LEFT}, follow=True))
    assert "1 ô vừa có người nhập" in words
    assert answers(begun)["coop.profit"] == Figure.Answer.NUMBER


def test_unclear_text_and_note_are_no_blanks_to_lose(client_for, officer_hg, begun):
    cells = {"coop.profit": CellEntry("1.23.456"), "group.total": CellEntry(note="Chờ huyện báo.")}
    services.save_cells(submission=begun, entries=cells, by=officer_hg)
    client_for(officer_hg).post(PAGE, {"code": LEFT})
    profit = begun.figures.get(indicator__code="coop.profit")
    total = begun.figures.get(indicator__code="group.total")
    assert (profit.answer, profit.typed) == (Figure.Answer.BLANK, "1.23.456")
    assert (total.answer, total.note) == (Figure.Answer.NOT_KNOWN, "Chờ huyện báo.")


def test_it_can_be_undone(client_for, officer_hg, begun):
    client = client_for(officer_hg)
    client.post(PAGE, {"code": LEFT})
    undo = client.get(FORM).context["undo"]
    client.post(reverse("figures:undo", args=HG), {"undo": undo})
    assert {answers(begun)[code] for code in LEFT} == {Figure.Answer.BLANK}


def test_sent_figures_are_not_changed(client_for, officer_hg, submitted):
    client = client_for(officer_hg)
    assert client.get(PAGE)["Location"] == FORM
    assert "không sửa được" in text_of(client.post(PAGE, {"code": ["coop.profit"]}, follow=True))

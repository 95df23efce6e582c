"""What a number means while it is typed: dependent pieces change, nothing is written."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from figures.history.models import Change
from figures.submissions.models import Figure
from tests.figures.factories import BEFORE, make_period, make_reported
from tests.figures.pages import text_of


@pytest.fixture
def client(client_for, officer_hg, indicators, cluster, hau_giang, period) -> Client:
    """The browser of Hậu Giang's officer; the half before is accepted."""
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)
    return client_for(officer_hg)


def typing(client: Client, code: str, text: str, **fields: str):
    address = reverse("figures:cell-context", args=["2023-H1", "hau-giang", code])
    return client.get(address, {code: text, **fields})


def under(response) -> str:
    """The line under the box."""
    return text_of(response).split("<template>")[0]


def piece(response, name: str) -> str:
    """The text of the piece with that id."""
    html = response.content.decode()
    found = re.search(rf'<template>(\s*<\w+[^>]*id="{name}".*?)</template>', html, re.DOTALL)
    assert found, name
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def words(response) -> str:
    found = re.search(r'<p lang="vi">(.*?)</p>', response.content.decode())
    return found[1].strip() if found else ""


@pytest.mark.parametrize(
    ("code", "typed", "in_words"),
    [
        (
            "coop.charter_capital",
            "2.269.266",
            "hai nghìn hai trăm sáu mươi chín tỷ hai trăm sáu mươi sáu triệu đồng",
        ),
        ("coop.charter_capital", "0,5", "năm trăm nghìn đồng"),
        ("coop.total", "2.109", "hai nghìn một trăm linh chín HTX"),
        ("coop.total", "257", ""),
        ("coop.total", "1.23.456", ""),
        ("coop.total", "", ""),
    ],
)
def test_number_is_read_in_words_with_its_unit(code, typed, in_words, client):
    assert words(typing(client, code, typed)) == in_words


def test_roll_forward_shows_its_gap_while_typing(client, draft):
    assert "Khớp với số cuối kỳ đã nhập" in piece(typing(client, "coop.new", "11"), "coop-total-line")
    line = piece(typing(client, "coop.new", "15"), "coop-total-line")
    assert "= 261" in line
    assert "Chưa khớp: số cuối kỳ đã nhập 257, chênh lệch −4." in line
    line = piece(typing(client, "coop.total", "270"), "coop-total-line")
    assert "Chưa khớp: số cuối kỳ đã nhập 270, chênh lệch +13." in line


def test_sum_ratio_and_change_follow_the_typed_number(client, draft, cluster, hau_giang, officer_hg):
    make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.total": "200"})
    response = typing(client, "coop.total", "260")
    assert piece(response, "coop-total-change") == "+30,0%"
    ratio = str(round(draft.figures.get(indicator__code="coop.charter_capital").value / 260, 1))
    assert piece(response, "coop-capital_per_coop-value").replace(".", "") == ratio.replace(".", ",")
    assert "Cộng 2 số: 257; tổng đã nhập 260, chênh lệch −3." in piece(response, "coop-active-line")
    active = draft.figures.get(indicator__code="coop.active").value
    assert "Khớp." in piece(typing(client, "coop.active", f"{active:.0f}"), "coop-active-line")


def test_slip_of_unit_is_questioned_while_typing(client, draft):
    before = Figure.objects.get(indicator__code="coop.charter_capital", submission__period__year=2022).value
    assert "Có thể nhầm đơn vị tính" in under(typing(client, "coop.charter_capital", f"{before * 1000:.0f}"))
    assert "nhầm" not in under(typing(client, "coop.charter_capital", f"{before:.0f}"))


def test_nothing_is_written_while_typing(client, draft):
    before = list(Figure.objects.order_by("pk").values()), Change.objects.count()
    typing(client, "coop.total", "999")
    assert (list(Figure.objects.order_by("pk").values()), Change.objects.count()) == before
    assert 'hx-swap-oob="' not in typing(client, "coop.total", "999").content.decode()


@pytest.mark.parametrize("code", ["coop.capital_per_coop", "coop.nothing", "x" * 300])
def test_cell_that_is_not_entered_has_no_context(code, client, draft):
    assert typing(client, code, "1").status_code == 404


@pytest.mark.parametrize("text", ["\x00", "1e309", "NaN", "\ud800", "9" * 300, "=1+1", "<b>"])
def test_any_input_is_answered(text, client, draft):
    assert typing(client, "coop.charter_capital", text.encode("utf-8", "replace").decode()).status_code == 200

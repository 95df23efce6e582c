"""The page that holds a half-year against the register: names, taking counts over, complete lists."""

import datetime as dt

import pytest
from django.urls import reverse

from figures.entry import services as entry_services
from figures.register_comparison.models import CompleteRegister
from figures.sheet.loading import load_sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure
from tests.factories import make_cooperative, make_union
from tests.figures.factories import RIGHT, entries
from tests.figures.pages import text_of

HG = ["2023-H1", "hau-giang"]
PAGE, FORM = reverse("figures:register-comparison", args=HG), reverse("figures:entry", args=HG)
COMPLETE = reverse("figures:register-complete", args=HG)


@pytest.fixture
def begun(indicators, period, hau_giang, officer_hg):
    """257 cooperatives typed, 12 of them new; of the register's three one is new and one has ended."""
    submission = entry_services.start(period=period, province=hau_giang, by=officer_hg)
    entry_services.save_cells(submission=submission, entries=entries(RIGHT), by=officer_hg)
    make_cooperative(hau_giang, officer_hg, "HTX Cũ")
    make_cooperative(hau_giang, officer_hg, "HTX Mới", founded_on=dt.date(2023, 2, 1))
    ended = make_cooperative(hau_giang, officer_hg, "HTX Hết")
    ended.events.create(
        kind="dissolved", happened_on=dt.date(2023, 5, 8), decision="15/QĐ-UBND", entered_by=officer_hg
    )
    type(ended).objects.filter(pk=ended.pk).update(
        ended_on=dt.date(2023, 5, 8), ended_how="dissolved", legal_state="ended"
    )
    return submission


def value(code: str):
    return Figure.objects.get(indicator__code=code).value


def fields(page, *codes: str) -> dict[str, object]:
    rows = {row.indicator.code: row for row in page.context["comparison"].sheet.entered}
    return {"code": list(codes)} | {f"seen.{code}": rows[code].entry.fingerprint for code in codes}


def test_page_names_the_organisations_behind_each_term_with_their_decisions(client_for, officer_hg, begun):
    text = text_of(client_for(officer_hg).get(PAGE))
    assert "HTX Mới Thành lập mới, 01/02/2023" in text
    assert "HTX Hết Giải thể, 08/5/2023, 15/QĐ-UBND" in text
    assert "HTX Cũ" not in text  # it is behind no term of this half-year
    assert PAGE in client_for(officer_hg).get(FORM).content.decode()


def test_counts_are_taken_over_for_the_ticked_cells_and_can_be_undone(client_for, officer_hg, begun):
    client = client_for(officer_hg)
    page = client.get(PAGE)
    before = value("coop.active")
    answer = client.post(PAGE, fields(page, "coop.total", "coop.dissolved"), follow=True)
    assert "Đã lấy 2 số từ danh sách." in text_of(answer)
    assert (value("coop.total"), value("coop.dissolved"), value("coop.active")) == (2, 1, before)
    client.post(reverse("figures:undo", args=HG), {"undo": answer.context["undo"]})
    assert value("coop.total") == int(RIGHT["coop.total"].replace(".", ""))


def test_whole_list_is_taken_over_by_one_button(client_for, officer_hg, hau_giang, begun):
    client = client_for(officer_hg)
    page = client.get(PAGE)
    shown = {row.indicator.code for row in page.context["comparison"].sheet.entered}
    sent = fields(page, *shown) | {"code": [], "list": "coop"}
    client.post(PAGE, sent)
    assert (value("coop.total"), value("coop.new"), value("coop.active")) == (2, 1, 2)
    assert value("group.total") == int(RIGHT["group.total"].replace(".", ""))


def test_cell_that_somebody_changed_meanwhile_stays(client_for, officer_hg, leader_hg, begun):
    client = client_for(officer_hg)
    sent = fields(client.get(PAGE), "coop.total")
    theirs = {"coop.total": CellEntry("258")}
    entry_services.save_cells(submission=begun, entries=theirs, by=leader_hg)
    assert "1 ô giữ nguyên: vừa có người sửa" in text_of(client.post(PAGE, sent, follow=True))
    assert value("coop.total") == 258


def test_difference_blocks_only_after_the_leader_says_that_the_list_is_complete(
    client_for, officer_hg, leader_hg, begun
):
    def asked():
        return {
            row.indicator.code for row in load_sheet(begun).rows for f in row.findings if f.rule == "register"
        }

    assert asked() == set()
    assert client_for(officer_hg).get(COMPLETE).status_code == 403
    client = client_for(leader_hg)
    seen = client.get(COMPLETE).context["form"]["seen"].value()
    assert client.post(COMPLETE, {"coop": "1/1/2023", "seen": seen}).status_code == 302
    assert {"coop.total", "coop.new"} <= asked()
    assert "phải giải trình trước khi gửi" in text_of(client.get(PAGE))
    seen = client.get(COMPLETE).context["form"]["seen"].value()
    client.post(COMPLETE, {"coop": "", "seen": seen})
    assert asked() == set()
    said = client.get(COMPLETE)
    assert [row.since for row in said.context["statements"]] == [None, dt.date(2023, 1, 1)]
    assert "Danh sách HTX: chưa đầy đủ" in text_of(said)


def test_list_that_is_complete_only_later_is_not_said_to_ask(
    client_for, officer_hg, leader_hg, hau_giang, begun
):
    make_union(hau_giang, officer_hg, members=1)  # members of unions are asked about in any case
    CompleteRegister.objects.create(
        province=hau_giang, ledger="union", since=dt.date(2999, 1, 1), changed_by=leader_hg
    )
    page = client_for(officer_hg).get(PAGE)
    assert [each.asks for each in page.context["comparison"].lists] == [False, False, False]
    assert "phải giải trình trước khi gửi" not in text_of(page)


def test_unreadable_day_says_what_was_read_and_keeps_it(client_for, leader_hg, begun):
    client = client_for(leader_hg)
    seen = client.get(COMPLETE).context["form"]["seen"].value()
    page = client.post(COMPLETE, {"coop": "31/2/2023", "seen": seen})
    assert "31/2/2023" in text_of(page)
    assert not CompleteRegister.objects.exists()


def test_nothing_ticked_says_so(client_for, officer_hg, begun):
    assert "Chưa chọn ô nào." in text_of(client_for(officer_hg).post(PAGE, {}, follow=True))


def test_queries_do_not_grow_with_the_register(
    client_for, officer_hg, hau_giang, begun, django_assert_max_num_queries
):
    client = client_for(officer_hg)
    for number in range(20):
        make_cooperative(hau_giang, officer_hg, f"HTX {number}", founded_on=dt.date(2023, 2, 1))
    with django_assert_max_num_queries(60):
        client.get(PAGE)

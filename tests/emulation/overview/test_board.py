"""The year board: each cell worked out by hand, what is due next, what its reader may see."""

import datetime as dt
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.utils import timezone

from emulation.cross_checks.models import Check
from emulation.overview import board_cells as cells
from emulation.overview.board import BoardColumn, load_year_board, next_due
from emulation.overview.board_cells import Cell
from emulation.pledges.models import Pledge
from emulation.self_scores.models import ScoreSheet
from emulation.year.models import Deadline
from figures.periods.models import Period
from figures.submissions.models import Submission
from tests.emulation.cross_checks.check_rows import make_checks, make_sent, open_checking
from tests.emulation.factories import make_criterion, make_pledge, make_sent_dossier, make_sheet
from tests.emulation.movements.movement_rows import make_activity, make_launched
from tests.emulation.votes.polls import extend_vote_days, make_leaders, make_open_poll
from tests.figures.factories import local, make_catalogue, make_period, make_submission
from web.state_marks import StateMark

PAGE = "/emulation/2023/board/"
NOVEMBER = Deadline(opens_on=dt.date(2023, 11, 1), due_on=dt.date(2023, 11, 30))
LAST_DAY, AFTER = dt.date(2023, 11, 30), dt.date(2023, 12, 3)
SENT_AT = local(2023, 11, 20, 23, 30)


def summary(cell: Cell) -> tuple[str, str, dt.date | None, bool]:
    return cell.mark.label, cell.warning, cell.done_on, cell.is_pending


@pytest.mark.parametrize(
    ("pledge", "today", "expected"),
    [
        (None, LAST_DAY, ("Chưa nhập", "", None, True)),
        (None, AFTER, ("Chưa nhập", "Quá hạn 3 ngày", None, True)),
        (Pledge(pk=1, state="draft"), AFTER, ("Đang soạn", "Quá hạn 3 ngày", None, True)),
        (Pledge(pk=1, state="sent", sent_at=SENT_AT), AFTER, ("Đã gửi", "", dt.date(2023, 11, 20), False)),
        (
            Pledge(pk=1, state="signed", sent_at=SENT_AT, signed_on=dt.date(2023, 11, 25)),
            AFTER,
            ("Đã ký", "", dt.date(2023, 11, 25), False),
        ),
    ],
)
def test_pledge_is_overdue_until_it_is_sent(pledge, today, expected):
    assert summary(cells.pledge_cell(pledge, NOVEMBER, today)) == expected


def test_nothing_is_overdue_without_a_last_day():
    assert summary(cells.pledge_cell(None, None, AFTER)) == ("Chưa nhập", "", None, True)


def test_figures_show_when_they_were_sent_and_how_late():
    period = Period(due_on=dt.date(2023, 7, 5), state=Period.State.OPEN)
    late = Submission(pk=1, period=period, state="accepted", first_submitted_at=local(2023, 7, 7, 9))
    draft = Submission(pk=2, period=period, state="draft")
    today = dt.date(2023, 7, 9)
    assert summary(cells.figures_cell(late, period, {}, today)) == (
        "Đã chấp nhận",
        "Chậm 2 ngày",
        dt.date(2023, 7, 7),
        False,
    )
    assert summary(cells.figures_cell(draft, period, {}, today)) == (
        "Đang nhập",
        "Quá hạn 4 ngày",
        None,
        True,
    )
    assert summary(cells.figures_cell(None, None, {}, today)) == ("Chưa mở", "", None, True)
    period.state = Period.State.PLANNED
    assert summary(cells.figures_cell(None, period, {}, today)) == ("Chưa mở", "", None, True)


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        ([], dt.date(2023, 9, 20), ("Chưa có", "", None, True)),
        ([], dt.date(2024, 1, 2), ("Không có", "", None, False)),
        # July and August are silent, September is not over.
        (
            [(3, 1), (6, 2)],
            dt.date(2023, 9, 20),
            ("2 hoạt động", "Không có hoạt động trong 02 tháng liên tiếp", dt.date(2023, 6, 2), False),
        ),
        ([(7, 31)], dt.date(2023, 9, 20), ("1 hoạt động", "", dt.date(2023, 7, 31), False)),
        ([(3, 1)], dt.date(2024, 1, 2), ("1 hoạt động", "", dt.date(2023, 3, 1), False)),
    ],
)
def test_movements_show_activities_and_silence(days, today, expected):
    whole = Deadline(opens_on=dt.date(2023, 1, 1), due_on=dt.date(2023, 12, 31))
    held_on = [dt.date(2023, *day) for day in days]
    assert summary(cells.movements_cell(2023, held_on, whole, today)) == expected


def test_months_after_the_last_movement_of_a_province_are_not_silent():
    whole = Deadline(opens_on=dt.date(2023, 1, 1), due_on=dt.date(2023, 12, 31))
    course = (dt.date(2023, 2, 17), dt.date(2023, 10, 31))
    cell = cells.movements_cell(2023, [dt.date(2023, 8, 8)], whole, dt.date(2023, 12, 31), course)
    assert cell.warning == "Không có hoạt động trong 02 tháng liên tiếp"


def test_returned_self_score_is_owed_again():
    sheet = ScoreSheet(pk=1, state="sent", sent_at=SENT_AT)
    assert summary(cells.score_cell(sheet, NOVEMBER, AFTER)) == ("Đã gửi", "", dt.date(2023, 11, 20), False)
    sheet = ScoreSheet(pk=1, state="returned", return_reason="Thiếu")
    assert summary(cells.score_cell(sheet, NOVEMBER, AFTER)) == ("Trả lại", "Quá hạn 3 ngày", None, True)


def test_check_is_owed_even_before_it_is_assigned():
    assert summary(cells.check_cell(None, NOVEMBER, AFTER))[:2] == ("Chưa phân công", "Quá hạn 3 ngày")
    assert summary(cells.check_cell(Check(state="open"), NOVEMBER, LAST_DAY))[:2] == ("Chưa gửi", "")
    sent = Check(state="sent", sent_at=SENT_AT)
    assert summary(cells.check_cell(sent, NOVEMBER, AFTER)) == ("Đã gửi", "", dt.date(2023, 11, 20), False)


@pytest.mark.parametrize(
    ("state", "answered_at", "today", "is_readable", "expected"),
    [
        ("open", None, LAST_DAY, True, "Chờ chấm chéo"),
        ("sent", None, dt.date(2023, 10, 31), True, "Chưa đến ngày"),
        ("sent", SENT_AT, LAST_DAY, False, "Chưa được xem"),
        ("sent", SENT_AT, LAST_DAY, True, "Đã có ý kiến"),
        ("sent", None, LAST_DAY, True, "Chưa có ý kiến"),
        ("sent", None, AFTER, True, "Không có ý kiến"),
    ],
)
def test_answer_is_shown_to_readers_of_the_check_and_never_overdue(
    state, answered_at, today, is_readable, expected
):
    cell = cells.answer_cell(Check(state=state), answered_at, NOVEMBER, today, is_readable=is_readable)
    assert (cell.mark.label, cell.warning) == (expected, "")


def test_dossiers_are_optional_but_a_returned_one_is_owed():
    assert summary(cells.dossiers_cell([], None, NOVEMBER, LAST_DAY)) == ("Chưa gửi", "", None, True)
    assert summary(cells.dossiers_cell([], None, NOVEMBER, AFTER)) == ("Không có hồ sơ", "", None, False)
    assert summary(cells.dossiers_cell(["sent", "awarded"], SENT_AT, NOVEMBER, AFTER)) == (
        "Đã gửi 2 hồ sơ",
        "",
        dt.date(2023, 11, 20),
        False,
    )
    returned = cells.dossiers_cell(["sent", "returned"], SENT_AT, NOVEMBER, AFTER)
    assert summary(returned) == ("Trả lại 1 hồ sơ", "Quá hạn 3 ngày", None, True)


def test_next_deadline_is_the_earliest_of_what_is_not_done():
    a, b = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
    done, owed = (
        Cell(StateMark("accepted", "accepted", "x")),
        Cell(StateMark("draft", "none", "x"), is_pending=True),
    )
    over = BoardColumn("Giao ước", dt.date(2023, 2, 28), {1: owed, 2: owed})
    finished = BoardColumn("6 tháng đầu năm", dt.date(2023, 7, 5), {1: done, 2: done})
    due = BoardColumn("Tự chấm", LAST_DAY, {1: done, 2: owed})
    later = BoardColumn("Chấm chéo", dt.date(2023, 12, 15), {1: owed})
    vote = ("Bỏ phiếu", dt.date(2024, 1, 20))

    def next_deadline(today: dt.date) -> tuple[object, ...] | None:
        deadline = next_due([a, b], [over, finished, later, due], [vote], today)
        return deadline and (deadline.label, deadline.days_left, deadline.waiting)

    assert next_deadline(dt.date(2023, 7, 1)) == ("Tự chấm", 152, (b,))
    assert next_deadline(LAST_DAY) == ("Tự chấm", 0, (b,))
    assert next_deadline(dt.date(2023, 12, 1)) == ("Chấm chéo", 14, (a,))
    assert next_deadline(dt.date(2024, 1, 1)) == ("Bỏ phiếu", 19, ())
    assert next_deadline(dt.date(2024, 1, 21)) is None


def test_page_has_a_row_for_each_member_and_working_links(
    contest, cluster, hau_giang, officer_hg, secretary, head, client_for
):
    period = make_period(cluster)
    make_submission(period, hau_giang, "approved", submitted_by=officer_hg)
    make_pledge(contest, hau_giang, officer_hg, state="sent")
    make_sheet(contest, hau_giang, sent_by=officer_hg)
    make_checks(contest, "planned")
    for officer in (secretary, head):
        client = client_for(officer)
        text = unescape(client.get(PAGE).content.decode())
        rows = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', text, re.S)
        assert [name for name, _ in rows] == [str(province) for province in contest.members]
        assert {row.count("<td>") for _, row in rows} == {8}
        links = set(re.findall(r'href="([^"]*)"', "".join(row for _, row in rows)))
        assert "/emulation/2023/pledges/hau-giang/" in links
        assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_page_shows_what_is_due_next_and_the_turnout(
    contest, provinces, secretary, hau_giang, officer_hg, client_for
):
    client, today = client_for(secretary), timezone.localdate()
    assert "Không còn phần việc nào sắp đến hạn." in client.get(PAGE).content.decode()
    contest.deadlines.filter(part=Deadline.Part.SELF_SCORE).update(due_on=today + dt.timedelta(days=1))
    make_sheet(contest, hau_giang, sent_by=officer_hg)
    extend_vote_days(contest)
    poll = make_open_poll(contest, secretary, list(provinces.values()), make_leaders(provinces))
    poll.seats.filter(officer__province=hau_giang).update(has_voted=True)
    text = " ".join(re.sub(r"<[^>]*>", " ", client.get(PAGE).content.decode()).split())
    assert "Đến hạn gần nhất: Tự chấm, hết ngày" in text
    assert "(còn 1 ngày). Chưa xong 6/7 tỉnh: An Giang," in text
    assert "1/7 người đã bỏ phiếu" in text


def test_answer_is_hidden_from_a_head_who_has_not_checked_yet(
    contest, hau_giang, officer_hg, leader_ct, head, secretary
):
    """An answer reveals that the check differs, which must not influence the head's own check."""
    open_checking(contest, answers=True)
    criterion = make_criterion(contest)
    ring = {check.checked.slug: check for check in make_checks(contest)}
    checked = make_sent(ring["hau-giang"], leader_ct, {criterion: "5"})
    checked.scores.update(answer="Đã nộp.", answered_by=officer_hg, answered_at=timezone.now())

    def answer_for(officer: object) -> str:
        columns = {column.label: column for column in load_year_board(officer, contest).columns}
        return columns["Ý kiến"].cells[hau_giang.pk].mark.label

    assert answer_for(head) == "Chưa được xem"
    assert answer_for(secretary) == "Đã có ý kiến"


def test_board_queries_do_not_grow_with_provinces(
    contest, cluster, provinces, officer_hg, head, django_assert_num_queries
):
    make_catalogue()
    make_checks(contest, "open")
    movement = make_launched(contest, officer_hg)
    periods = [make_period(cluster), make_period(cluster, "2023-H2")]

    def report(province: object) -> None:
        make_pledge(contest, province, officer_hg, state="sent")
        make_sheet(contest, province, sent_by=officer_hg)
        movement.registrations.create(province=province, registered_by=officer_hg)
        make_activity(movement, province, officer_hg, dt.date(2023, 3, 1))
        for period in periods:
            make_submission(period, province, "returned", submitted_by=officer_hg)

    first, *others = provinces.values()
    report(first)
    make_sent_dossier(contest, first)
    with django_assert_num_queries(33):
        assert load_year_board(head, contest).rows
    for province in others:
        report(province)
    with django_assert_num_queries(33):
        assert load_year_board(head, contest).rows

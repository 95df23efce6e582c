"""A return that names cells: what it needs, what it opens again, and when it is answered."""

import pytest
from django.utils import timezone

from figures.catalogue.models import Indicator
from figures.catalogue.ties import belong_together
from figures.entry import services as entry_services
from figures.sheet.loading import load_sheet
from figures.sheet.requested_corrections import Response, open_return
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Step, Submission
from figures.workflow import reopening
from figures.workflow import services as workflow_services
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Province
from tests.figures.factories import BEFORE, RIGHT, catalogue_in_small, entries, make_period, make_reported
from web.refusals import RefusedError

LEDGER = {"coop.total", "coop.new", "coop.dissolved"}


def fresh(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def opened(submission: Submission) -> set[str]:
    return {row.indicator.code for row in load_sheet(fresh(submission)).entered if row.is_open}


def replies(submission: Submission) -> dict[str, str]:
    back = open_return(fresh(submission))
    return {cell.indicator.code: cell.reply for cell in back.cells} if back else {}


@pytest.fixture
def before(
    cluster: Cluster, indicators: dict[str, Indicator], hau_giang: Province, officer_hg: Officer
) -> Submission:
    """The half-year before, accepted: it opens the ledgers."""
    return make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)


@pytest.fixture
def named(
    before: Submission, submitted: Submission, secretary: Officer, indicators: dict[str, Indicator]
) -> Submission:
    """Returned for the new cooperatives, with everything else right."""
    cells = {indicators["coop.new"]: "Đối chiếu giấy đăng ký."}
    workflow_services.send_back(submission=submitted, cells=cells, by=secretary)
    return fresh(submitted)


# What a return needs


@pytest.mark.parametrize(
    ("general", "own", "told"),
    [
        ("Chung.", {"coop.new": "", "coop.total": ""}, {"coop.new": "Chung.", "coop.total": "Chung."}),
        ("Chung.", {"coop.new": "Riêng.", "coop.total": " "}, {"coop.new": "Riêng.", "coop.total": "Chung."}),
        ("", {"coop.new": "Một.", "coop.total": "Hai."}, {"coop.new": "Một.", "coop.total": "Hai."}),
    ],
)
def test_each_named_cell_has_a_reason_its_own_or_the_general_one(
    general: str,
    own: dict[str, str],
    told: dict[str, str],
    submitted: Submission,
    secretary: Officer,
    indicators: dict[str, Indicator],
) -> None:
    cells = {indicators[code]: reason for code, reason in own.items()}
    step = workflow_services.send_back(submission=submitted, reason=general, cells=cells, by=secretary)
    assert {cell.indicator.code: cell.why for cell in step.cells.all()} == told


def test_a_named_cell_without_any_reason_is_asked_about_by_name(
    submitted: Submission, secretary: Officer, indicators: dict[str, Indicator]
) -> None:
    cells = {indicators["coop.new"]: "Xem lại.", indicators["coop.total"]: "\x00 "}
    with pytest.raises(RefusedError, match="Xin ghi lý do trả lại “Tổng số HTX”"):
        workflow_services.send_back(submission=submitted, cells=cells, by=secretary)
    assert fresh(submitted).state == "submitted"
    assert not Step.objects.filter(action="return").exists()


# What it opens


def test_what_hard_checks_set_against_each_other_is_bound() -> None:
    small = catalogue_in_small()
    bound = {
        code: {c for c, other in small.items() if c != code and belong_together(other, indicator)}
        for code, indicator in small.items()
    }
    assert bound["coop.new"] == {"coop.total", "coop.dissolved"}
    assert bound["coop.active"] == {"coop.total", "coop.inactive"}
    assert bound["coop.digital"] == {"coop.total"}
    assert bound["union.member_coops"] == {"union.total"}
    assert bound["coop.total"] == {
        *("coop.new", "coop.dissolved", "coop.active", "coop.inactive"),
        *("coop.digital", "alliance.member_coops"),
    }
    assert bound["coop.charter_capital"] == set(), "a ratio binds nothing: it is computed"


def test_only_named_cells_and_what_is_bound_to_them_open_again(named: Submission) -> None:
    assert opened(named) == LEDGER


def test_a_closed_cell_is_refused_by_name_and_nothing_is_written(
    named: Submission, officer_hg: Officer
) -> None:
    cells = entries({"coop.new": "12", "coop.profit": "9"})
    with pytest.raises(entry_services.CellsClosedError, match="“Lãi của HTX” không mở để sửa") as refused:
        entry_services.save_cells(submission=named, entries=cells, by=officer_hg)
    assert refused.value.codes == {"coop.profit"}
    assert Figure.objects.get(submission=named, indicator__code="coop.new").value == 11
    assert fresh(named).version == named.version


@pytest.mark.parametrize("words", [{"note": "Thêm."}, {"explanation": "Vì."}, {"is_estimate": True}])
def test_nothing_about_a_closed_cell_may_change(
    words: dict[str, str], named: Submission, officer_hg: Officer
) -> None:
    cells = {"coop.profit": CellEntry("1.500,5", **words)}  # type: ignore[arg-type]
    with pytest.raises(entry_services.CellsClosedError):
        entry_services.save_cells(submission=named, entries=cells, by=officer_hg)


def test_a_closed_cell_that_was_never_filled_stays_blank(named: Submission, officer_hg: Officer) -> None:
    with pytest.raises(entry_services.CellsClosedError):
        entry_services.save_cells(submission=named, entries=entries({"coop.digital": "5"}), by=officer_hg)
    assert not Figure.objects.filter(indicator__code="coop.digital").exists()


def test_a_form_with_closed_cells_left_as_they_are_is_taken(named: Submission, officer_hg: Officer) -> None:
    """The form without scripts, and a spreadsheet, send every cell."""
    cells = entries(RIGHT | {"coop.new": "12", "coop.dissolved": "3"})
    assert entry_services.save_cells(submission=named, entries=cells, by=officer_hg).written == 2


def test_texts_stay_open(named: Submission, officer_hg: Officer) -> None:
    entry_services.save_cells(submission=named, entries={}, narrative={"causes": "Hạn mặn."}, by=officer_hg)
    assert fresh(named).causes == "Hạn mặn."


def test_a_correction_opens_what_it_no_longer_fits(named: Submission, officer_hg: Officer) -> None:
    """248 + 12 − 2: a new total leaves its parts behind, which were not named."""
    entry_services.save_cells(
        submission=named, entries=entries({"coop.new": "12", "coop.total": "258"}), by=officer_hg
    )
    of_the_total = {"coop.active", "coop.inactive", "coop.digital", "alliance.member_coops"}
    assert opened(named) == LEDGER | of_the_total
    entry_services.save_cells(submission=named, entries=entries({"coop.active": "232"}), by=officer_hg)
    assert opened(named) == LEDGER | of_the_total, "it adds up, and may be spread otherwise still"


def test_no_cell_closes_while_its_siblings_are_being_corrected(
    named: Submission, officer_hg: Officer
) -> None:
    """The one who corrects types on while the first number is saved, and takes the second one back."""
    entry_services.save_cells(
        submission=named, entries=entries({"coop.new": "12", "coop.total": "258"}), by=officer_hg
    )
    for part in ({"coop.active": "232"}, {"coop.inactive": "27"}, {"coop.active": "231"}):
        entry_services.save_cells(submission=named, entries=entries(part), by=officer_hg)
    before = opened(named)
    entry_services.save_cells(submission=named, entries=entries({"coop.total": "257"}), by=officer_hg)
    assert opened(named) == before, "a number put back closes nothing"


def test_cells_of_one_form_open_each_other(named: Submission, officer_hg: Officer) -> None:
    cells = entries({"coop.active": "232", "coop.total": "258", "coop.new": "12"})
    assert entry_services.save_cells(submission=named, entries=cells, by=officer_hg).written == 3
    workflow_services.submit(submission=named, by=officer_hg)


def test_a_closed_cell_that_no_longer_adds_up_opens(
    named: Submission, before: Submission, officer_hg: Officer
) -> None:
    """Unions have no flows here: closing must be the opening, and that was corrected from 4 to 5."""
    before.figures.filter(indicator__code="union.total").update(value=5)
    assert opened(named) == LEDGER | {"union.total"}
    cells = entries({"union.total": "5", "coop.new": "12", "coop.dissolved": "3"})
    entry_services.save_cells(submission=named, entries=cells, by=officer_hg)
    workflow_services.submit(submission=named, by=officer_hg)


def test_a_closed_cell_that_now_wants_a_reason_opens(
    named: Submission, cluster: Cluster, hau_giang: Province, officer_hg: Officer
) -> None:
    make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.profit": "100"})
    assert opened(named) == LEDGER | {"coop.profit"}


def test_a_return_of_the_whole_opens_all(submitted: Submission, secretary: Officer) -> None:
    workflow_services.send_back(submission=submitted, reason="Nhập nhầm năm.", by=secretary)
    assert opened(submitted) >= {"coop.profit", "group.total", "alliance.member_coops"}


def test_a_reopening_opens_all_even_after_a_return_for_one_cell(
    named: Submission, secretary: Officer
) -> None:
    reopening.reopen(submission=named, reason="Thêm thời gian.", until=timezone.localdate(), by=secretary)
    assert "coop.profit" in opened(named)


# When it is answered


def test_sending_waits_for_every_named_cell(named: Submission, officer_hg: Officer) -> None:
    with pytest.raises(RefusedError, match="chưa ghi chú: “HTX thành lập mới”"):
        workflow_services.submit(submission=named, by=officer_hg)
    assert replies(named) == {"coop.new": Response.NONE}
    assert fresh(named).state == "returned"


@pytest.mark.parametrize(
    ("words", "reply"),
    [({"note": "Đúng theo sổ."}, Response.NOTED), ({"explanation": "Đúng theo sổ."}, Response.EXPLAINED)],
)
def test_a_cell_that_is_right_is_answered_in_words(
    words: dict[str, str], reply: Response, named: Submission, officer_hg: Officer
) -> None:
    entry_services.save_cells(submission=named, entries={"coop.new": CellEntry("11", **words)}, by=officer_hg)
    assert replies(named) == {"coop.new": reply}
    workflow_services.submit(submission=named, by=officer_hg)
    assert fresh(named).state == "submitted"


def test_a_corrected_cell_that_is_put_back_is_unanswered_again(
    named: Submission, officer_hg: Officer
) -> None:
    for number, reply in (("12", Response.CORRECTED), ("11", Response.NONE)):
        entry_services.save_cells(submission=named, entries=entries({"coop.new": number}), by=officer_hg)
        assert replies(named) == {"coop.new": reply}


def test_a_note_taken_away_is_no_answer(
    submitted: Submission, officer_hg: Officer, secretary: Officer, indicators: dict[str, Indicator]
) -> None:
    workflow_services.send_back(submission=submitted, reason="Xem lại.", by=secretary)
    entry_services.save_cells(
        submission=submitted, entries={"coop.new": CellEntry("11", note="Ước.")}, by=officer_hg
    )
    workflow_services.submit(submission=submitted, by=officer_hg)
    cells = {indicators["coop.new"]: "Ghi chú chưa rõ."}
    workflow_services.send_back(submission=submitted, cells=cells, by=secretary)
    entry_services.save_cells(submission=submitted, entries={"coop.new": CellEntry("11")}, by=officer_hg)
    assert replies(submitted) == {"coop.new": Response.NONE}


def test_estimate_or_final_is_not_turned_while_only_named_cells_are_open(
    named: Submission, officer_hg: Officer
) -> None:
    """It would say something else of every cell."""
    with pytest.raises(RefusedError, match="chỉ mở các số được nêu"):
        entry_services.save_cells(submission=named, entries={}, is_estimate=True, by=officer_hg)
    assert not fresh(named).is_estimate


def test_a_number_that_is_marked_an_estimate_is_corrected(named: Submission, officer_hg: Officer) -> None:
    entry_services.save_cells(
        submission=named, entries={"coop.new": CellEntry("11", is_estimate=True)}, by=officer_hg
    )
    assert replies(named) == {"coop.new": Response.CORRECTED}

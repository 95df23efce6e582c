"""A return that names cells: the reasons it needs, the cells it opens, and how it is answered."""

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


def reloaded(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def open_codes(submission: Submission) -> set[str]:
    return {row.indicator.code for row in load_sheet(reloaded(submission)).entered if row.is_open}


def responses(submission: Submission) -> dict[str, str]:
    latest = open_return(reloaded(submission))
    return {cell.indicator.code: cell.response for cell in latest.corrections} if latest else {}


@pytest.fixture
def before(
    cluster: Cluster, indicators: dict[str, Indicator], hau_giang: Province, officer_hg: Officer
) -> Submission:
    """The half-year before, accepted: the ledgers open with it."""
    return make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE)


@pytest.fixture
def returned(
    before: Submission, submitted: Submission, secretary: Officer, indicators: dict[str, Indicator]
) -> Submission:
    """Returned for the new cooperatives, with everything else right."""
    cells = {indicators["coop.new"]: "Đối chiếu giấy đăng ký."}
    workflow_services.send_back(submission=submitted, cells=cells, by=secretary)
    return reloaded(submitted)


# Reasons


@pytest.mark.parametrize(
    ("general", "own", "reasons"),
    [
        ("Chung.", {"coop.new": "", "coop.total": ""}, {"coop.new": "Chung.", "coop.total": "Chung."}),
        ("Chung.", {"coop.new": "Riêng.", "coop.total": " "}, {"coop.new": "Riêng.", "coop.total": "Chung."}),
        ("", {"coop.new": "Một.", "coop.total": "Hai."}, {"coop.new": "Một.", "coop.total": "Hai."}),
    ],
)
def test_named_cell_has_its_own_reason_or_the_general_one(
    general: str,
    own: dict[str, str],
    reasons: dict[str, str],
    submitted: Submission,
    secretary: Officer,
    indicators: dict[str, Indicator],
) -> None:
    cells = {indicators[code]: reason for code, reason in own.items()}
    step = workflow_services.send_back(submission=submitted, reason=general, cells=cells, by=secretary)
    assert {cell.indicator.code: cell.why for cell in step.cells.all()} == reasons


def test_named_cell_without_a_reason_is_refused_by_name(
    submitted: Submission, secretary: Officer, indicators: dict[str, Indicator]
) -> None:
    cells = {indicators["coop.new"]: "Xem lại.", indicators["coop.total"]: "\x00 "}
    with pytest.raises(RefusedError, match="Xin ghi lý do trả lại “Tổng số HTX”"):
        workflow_services.send_back(submission=submitted, cells=cells, by=secretary)
    assert reloaded(submitted).state == "submitted"
    assert not Step.objects.filter(action="return").exists()


# Open cells


def test_cells_in_a_hard_check_belong_together() -> None:
    small = catalogue_in_small()
    related = {
        code: {c for c, other in small.items() if c != code and belong_together(other, indicator)}
        for code, indicator in small.items()
    }
    assert related["coop.new"] == {"coop.total", "coop.dissolved"}
    assert related["coop.active"] == {"coop.total", "coop.inactive"}
    assert related["coop.digital"] == {"coop.total"}
    assert related["union.member_coops"] == {"union.total"}
    assert related["coop.total"] == {
        *("coop.new", "coop.dissolved", "coop.active", "coop.inactive"),
        *("coop.digital", "alliance.member_coops"),
    }
    assert related["coop.charter_capital"] == set(), "ratios are computed"


def test_return_opens_named_cells_and_those_checked_with_them(returned: Submission) -> None:
    assert open_codes(returned) == LEDGER


def test_closed_cell_is_refused_by_name_and_nothing_is_written(
    returned: Submission, officer_hg: Officer
) -> None:
    cells = entries({"coop.new": "12", "coop.profit": "9"})
    with pytest.raises(entry_services.CellsClosedError, match="“Lãi của HTX” không mở để sửa") as refused:
        entry_services.save_cells(submission=returned, entries=cells, by=officer_hg)
    assert refused.value.codes == {"coop.profit"}
    assert Figure.objects.get(submission=returned, indicator__code="coop.new").value == 11
    assert reloaded(returned).version == returned.version


@pytest.mark.parametrize("fields", [{"note": "Thêm."}, {"explanation": "Vì."}, {"is_estimate": True}])
def test_closed_cell_accepts_no_note_explanation_or_mark(
    fields: dict[str, str], returned: Submission, officer_hg: Officer
) -> None:
    cells = {"coop.profit": CellEntry("1.500,5", **fields)}  # type: ignore[arg-type]
    with pytest.raises(entry_services.CellsClosedError):
        entry_services.save_cells(submission=returned, entries=cells, by=officer_hg)


def test_closed_cell_that_was_never_filled_stays_blank(returned: Submission, officer_hg: Officer) -> None:
    with pytest.raises(entry_services.CellsClosedError):
        entry_services.save_cells(submission=returned, entries=entries({"coop.digital": "5"}), by=officer_hg)
    assert not Figure.objects.filter(indicator__code="coop.digital").exists()


def test_form_with_unchanged_closed_cells_is_saved(returned: Submission, officer_hg: Officer) -> None:
    """The form without scripts, and a spreadsheet, send every cell."""
    cells = entries(RIGHT | {"coop.new": "12", "coop.dissolved": "3"})
    assert entry_services.save_cells(submission=returned, entries=cells, by=officer_hg).written == 2


def test_texts_stay_open(returned: Submission, officer_hg: Officer) -> None:
    entry_services.save_cells(
        submission=returned, entries={}, narrative={"causes": "Hạn mặn."}, by=officer_hg
    )
    assert reloaded(returned).causes == "Hạn mặn."


def test_correction_opens_the_cells_that_no_longer_fit(returned: Submission, officer_hg: Officer) -> None:
    """248 + 12 − 2: a new total leaves its parts behind, which were not returned."""
    entry_services.save_cells(
        submission=returned, entries=entries({"coop.new": "12", "coop.total": "258"}), by=officer_hg
    )
    of_the_total = {"coop.active", "coop.inactive", "coop.digital", "alliance.member_coops"}
    assert open_codes(returned) == LEDGER | of_the_total
    entry_services.save_cells(submission=returned, entries=entries({"coop.active": "232"}), by=officer_hg)
    assert open_codes(returned) == LEDGER | of_the_total, "it adds up, but may still be distributed otherwise"


def test_cells_stay_open_while_siblings_are_corrected(returned: Submission, officer_hg: Officer) -> None:
    """Numbers are saved while the next is typed, and one is changed back."""
    entry_services.save_cells(
        submission=returned, entries=entries({"coop.new": "12", "coop.total": "258"}), by=officer_hg
    )
    for part in ({"coop.active": "232"}, {"coop.inactive": "27"}, {"coop.active": "231"}):
        entry_services.save_cells(submission=returned, entries=entries(part), by=officer_hg)
    before = open_codes(returned)
    entry_services.save_cells(submission=returned, entries=entries({"coop.total": "257"}), by=officer_hg)
    assert open_codes(returned) == before, "changing a number back closes nothing"


def test_cells_of_one_form_open_each_other(returned: Submission, officer_hg: Officer) -> None:
    cells = entries({"coop.active": "232", "coop.total": "258", "coop.new": "12"})
    assert entry_services.save_cells(submission=returned, entries=cells, by=officer_hg).written == 3
    workflow_services.submit(submission=returned, by=officer_hg)


def test_closed_cell_that_no_longer_adds_up_opens(
    returned: Submission, before: Submission, officer_hg: Officer
) -> None:
    """Unions have no flows here: closing must be the opening, and that was corrected from 4 to 5."""
    before.figures.filter(indicator__code="union.total").update(value=5)
    assert open_codes(returned) == LEDGER | {"union.total"}
    cells = entries({"union.total": "5", "coop.new": "12", "coop.dissolved": "3"})
    entry_services.save_cells(submission=returned, entries=cells, by=officer_hg)
    workflow_services.submit(submission=returned, by=officer_hg)


def test_closed_cell_that_now_needs_an_explanation_opens(
    returned: Submission, cluster: Cluster, hau_giang: Province, officer_hg: Officer
) -> None:
    make_reported(make_period(cluster, "2022-H1"), hau_giang, officer_hg, {"coop.profit": "100"})
    assert open_codes(returned) == LEDGER | {"coop.profit"}


def test_return_without_cells_opens_all(submitted: Submission, secretary: Officer) -> None:
    workflow_services.send_back(submission=submitted, reason="Nhập nhầm năm.", by=secretary)
    assert open_codes(submitted) >= {"coop.profit", "group.total", "alliance.member_coops"}


def test_reopening_opens_all_even_after_a_return_for_one_cell(
    returned: Submission, secretary: Officer
) -> None:
    reopening.reopen(submission=returned, reason="Thêm thời gian.", until=timezone.localdate(), by=secretary)
    assert "coop.profit" in open_codes(returned)


# Responses


def test_submitting_needs_a_response_for_every_named_cell(returned: Submission, officer_hg: Officer) -> None:
    with pytest.raises(RefusedError, match="chưa ghi chú: “HTX thành lập mới”"):
        workflow_services.submit(submission=returned, by=officer_hg)
    assert responses(returned) == {"coop.new": Response.NONE}
    assert reloaded(returned).state == "returned"


@pytest.mark.parametrize(
    ("fields", "response"),
    [({"note": "Đúng theo sổ."}, Response.NOTED), ({"explanation": "Đúng theo sổ."}, Response.EXPLAINED)],
)
def test_correct_cell_is_answered_in_words(
    fields: dict[str, str], response: Response, returned: Submission, officer_hg: Officer
) -> None:
    entry_services.save_cells(
        submission=returned, entries={"coop.new": CellEntry("11", **fields)}, by=officer_hg
    )
    assert responses(returned) == {"coop.new": response}
    workflow_services.submit(submission=returned, by=officer_hg)
    assert reloaded(returned).state == "submitted"


def test_corrected_cell_that_is_changed_back_is_unanswered(returned: Submission, officer_hg: Officer) -> None:
    for number, response in (("12", Response.CORRECTED), ("11", Response.NONE)):
        entry_services.save_cells(submission=returned, entries=entries({"coop.new": number}), by=officer_hg)
        assert responses(returned) == {"coop.new": response}


def test_removed_note_is_no_response(
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
    assert responses(submitted) == {"coop.new": Response.NONE}


def test_basis_is_not_changed_while_only_named_cells_are_open(
    returned: Submission, officer_hg: Officer
) -> None:
    """The basis concerns every cell."""
    with pytest.raises(RefusedError, match="chỉ mở các số được nêu"):
        entry_services.save_cells(submission=returned, entries={}, is_estimate=True, by=officer_hg)
    assert not reloaded(returned).is_estimate


def test_number_newly_marked_an_estimate_is_corrected(returned: Submission, officer_hg: Officer) -> None:
    entry_services.save_cells(
        submission=returned, entries={"coop.new": CellEntry("11", is_estimate=True)}, by=officer_hg
    )
    assert responses(returned) == {"coop.new": Response.CORRECTED}

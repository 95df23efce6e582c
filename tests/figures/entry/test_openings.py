"""Openings: entered once where no accepted half-year lies before, with their source; carried from then on."""

import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from figures.catalogue.models import Indicator
from figures.entry import services
from figures.history.models import Change
from figures.history.verify import faults
from figures.review.overview import load_overview
from figures.sheet.loading import load_sheet
from figures.sheet.rows import Row, Sheet
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Step, Submission
from figures.workflow import reopening
from figures.workflow import services as workflow
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from reports.conference.models import Conference
from reports.conference.report.figures import reconciliation
from reports.conference.report.sources import read_sources
from reports.summary.arithmetic import roll_forward
from reports.summary.land import Land
from reports.summary.loading import tables, visible_submissions
from reports.summary.reporting_spans import get_span
from tests.figures.factories import BEFORE, NOT_KNOWN, RIGHT, entries, make_period, make_reported
from tests.figures.intake.workbook.xlsx_files import changed_file, form_rows, open_lines
from tests.figures.pages import entry_url, form_in, open_form, text_of
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql

SOURCE = "Báo cáo số 12/BC-LMHTX ngày 05/01/2023"
HG = ["2023-H1", "hau-giang"]
FORM, UPLOAD = "/entry/2023-H1/hau-giang/form.xlsx", "/entry/2023-H1/hau-giang/upload/"
OPENINGS: dict[str, str | CellEntry] = {
    "coop.opening": CellEntry("248", note=SOURCE),
    "union.opening": CellEntry("4", note=SOURCE),
    "group.opening": NOT_KNOWN,
}


@pytest.fixture
def indicators(indicators: dict[str, Indicator]) -> dict[str, Indicator]:
    """The small catalogue with the openings of its ledgers."""
    for position, ledger in enumerate(("coop", "union", "group"), 90):
        closing = indicators[f"{ledger}.total"]
        indicators[f"{ledger}.opening"] = Indicator.objects.create(
            code=f"{ledger}.opening",
            section=closing.section,
            position=position,
            label=f"{closing.unit} đầu kỳ",
            label_en="Opening",
            short_label="Đầu kỳ",
            unit=closing.unit,
            kind="opening",
            ledger=ledger,
            ledger_role="opening",
        )
    return indicators


def last_half(cluster, hau_giang, officer_hg, state: str = "accepted") -> Submission:
    return make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, BEFORE, state)


def write(submission: Submission, by: Officer, **cells: str | CellEntry) -> services.SaveResult:
    named = {code.replace("_", ".", 1): cell for code, cell in cells.items()}
    return services.save_cells(submission=submission, entries=entries(named), by=by)


def sheet_of(submission: Submission) -> Sheet:
    return load_sheet(Submission.objects.select_related("period__cluster", "province").get(pk=submission.pk))


def row_of(sheet: Sheet, code: str) -> Row | None:
    return next((row for row in sheet.entered if row.indicator.code == code), None)


def messages(submission: Submission, rule: str) -> list[str]:
    return [finding.message for finding in sheet_of(submission).findings if finding.rule == rule]


@pytest.fixture
def opened(draft: Submission, officer_hg: Officer) -> Submission:
    services.save_cells(submission=draft, entries=entries(OPENINGS), by=officer_hg)
    return draft


# The first half-year


def test_first_half_year_is_not_sent_without_its_openings(draft, officer_hg):
    assert {f.code for f in sheet_of(draft).blocking} == {"coop.opening", "union.opening", "group.opening"}
    with pytest.raises(RefusedError):
        workflow.submit(submission=draft, by=officer_hg)


def test_opening_needs_its_source(draft, officer_hg):
    write(draft, officer_hg, coop_opening="248")
    assert messages(draft, "source") == ["Ghi nguồn của số đầu kỳ, ví dụ báo cáo và ngày của báo cáo."]
    write(draft, officer_hg, coop_opening=CellEntry("248", note=SOURCE))
    assert messages(draft, "source") == []


def test_entered_opening_closes_the_ledger_or_says_what_does_not_fit(opened, officer_hg):
    assert sheet_of(opened).blocking == []
    write(opened, officer_hg, coop_opening=CellEntry("250", note=SOURCE))
    assert messages(opened, "ledger")[0] == (
        "Đầu kỳ 250 + thành lập mới 11 − giải thể 2 = 259, nhiều hơn tổng số HTX đã nhập (257) là 2."
    )


def test_opening_that_is_not_known_leaves_its_ledger_unchecked(opened):
    assert (
        "Chưa kiểm tra được cân đối “Tổ hợp tác”: “Đầu kỳ” chưa có số liệu" in messages(opened, "ledger")[-1]
    )


def test_closing_ten_times_its_opening_is_questioned(opened, officer_hg):
    write(opened, officer_hg, union_opening=CellEntry("40", note=SOURCE), union_total="410")
    (finding,) = [f for f in sheet_of(opened).findings if f.code == "union.total" and f.rule == "digit"]
    assert finding.readings == (Decimal(41),)


def test_opening_goes_the_way_of_any_figure_and_is_carried_from_then_on(
    opened, officer_hg, leader_hg, secretary, cluster, hau_giang, client_for
):
    workflow.submit(submission=opened, by=officer_hg)
    page = text_of(client_for(leader_hg).get(reverse("figures:review-province", args=HG)))
    assert f"Đầu kỳ nhập lần đầu, nguồn: {SOURCE}" in page
    workflow.approve(submission=opened, by=leader_hg)
    workflow.accept(submission=opened, by=secretary)
    following = services.start(period=make_period(cluster, "2023-H2"), province=hau_giang, by=officer_hg)
    sheet = load_sheet(following)
    assert row_of(sheet, "coop.opening") is None
    ledger = next(group.ledger for s in sheet.sections for group in s.groups if group.ledger)
    assert ledger.opening == 257
    assert list(faults()) == []


def test_history_says_who_entered_the_opening(opened, officer_hg):
    write(opened, officer_hg, coop_opening=CellEntry("249", note=SOURCE))
    changes = Change.objects.filter(indicator__code="coop.opening").order_by("number")
    assert [change.by for change in changes] == [officer_hg, officer_hg]


def test_return_of_the_opening_or_of_its_total_opens_both(opened, officer_hg, leader_hg, indicators):
    for named in ("coop.opening", "coop.total"):
        workflow.submit(submission=opened, by=officer_hg)
        workflow.send_back(submission=opened, cells={indicators[named]: "Rà lại."}, by=leader_hg)
        sheet = sheet_of(opened)
        states = {
            code: row_of(sheet, code).is_open for code in ("coop.opening", "coop.total", "union.opening")
        }
        assert states == {"coop.opening": True, "coop.total": True, "union.opening": False}
        write(
            opened,
            officer_hg,
            **{named.replace(".", "_", 1): CellEntry(RIGHT.get(named, "248"), note="Đã rà.")},
        )


def test_openings_do_not_count_as_indicators_of_the_overview(opened, period, hau_giang, officer_hg):
    rows = load_overview(period, officer=officer_hg)
    (row,) = [row for row in rows if row.province == hau_giang]
    assert row.filled == len(RIGHT)


def test_entry_page_asks_for_the_opening_and_its_source(client_for, officer_hg, opened):
    page = client_for(officer_hg).get(entry_url())
    form = form_in(page.content.decode())
    assert (form["coop.opening"], form["coop.opening.note"]) == ("248", SOURCE)
    assert "Nguồn của số đầu kỳ" in text_of(page)
    assert "Số đầu kỳ nhập lần đầu." in text_of(page)


# Where there is history


def test_opening_is_refused_where_a_half_year_was_accepted(draft, officer_hg, cluster, hau_giang):
    last_half(cluster, hau_giang, officer_hg)
    draft = Submission.objects.get(pk=draft.pk)
    with pytest.raises(services.OpeningsCarriedError, match="số đầu kỳ lấy từ số cuối kỳ ấy"):
        services.save_cells(submission=draft, entries=entries(OPENINGS), by=officer_hg)
    assert not Figure.objects.filter(indicator__kind="opening").exists()
    assert row_of(load_sheet(draft), "coop.opening") is None


def test_page_opened_before_the_acceptance_cannot_write_the_opening(
    client_for, officer_hg, draft, cluster, hau_giang
):
    client = client_for(officer_hg)
    form = open_form(client)
    last_half(cluster, hau_giang, officer_hg)
    blank = CellEntry().fingerprint
    cell = client.post(
        reverse("figures:cell", args=[*HG, "coop.opening"]), {"coop.opening": "248", "seen": blank}
    )
    assert cell.status_code == 409
    assert "số đầu kỳ lấy từ số cuối kỳ ấy" in text_of(cell)
    whole = client.post(entry_url(), {**form, "coop.opening": "248", "coop.opening.note": SOURCE, "save": ""})
    assert whole.status_code == 409
    assert "248" in text_of(whole), "what was typed is still to be seen"
    assert not Figure.objects.filter(indicator__kind="opening").exists()


def test_history_is_also_what_was_accepted_and_reopened_and_what_a_predecessor_left(
    draft, officer_hg, secretary, cluster, hau_giang, can_tho
):
    reopened = last_half(cluster, hau_giang, officer_hg, "returned")
    assert not Submission.objects.get(pk=draft.pk).has_history
    Step.objects.create(
        submission=reopened, action="accept", by=secretary, from_state="approved", to_state="accepted"
    )
    assert Submission.objects.get(pk=draft.pk).has_history
    successor = Submission(period=draft.period, province=can_tho)
    assert not successor.has_history
    Province.objects.filter(pk=hau_giang.pk).update(successor=can_tho, ended_on="2023-01-01")
    assert Submission(period=draft.period, province=can_tho).has_history


def test_carried_opening_wins_and_the_entered_one_is_said_to_be_history(
    client_for, opened, officer_hg, cluster, hau_giang
):
    cells = BEFORE | {"coop.total": "249"}
    make_reported(make_period(cluster, "2022-H2"), hau_giang, officer_hg, cells)
    sheet = sheet_of(opened)
    row = row_of(sheet, "coop.opening")
    assert (row.is_replaced, row.is_open, row.value) == (True, False, 248)
    assert messages(opened, "ledger")[0].startswith("Đầu kỳ 249 + thành lập mới 11")
    assert sheet.asked == Indicator.objects.entered().count()
    page = text_of(client_for(officer_hg).get(entry_url()))
    assert f"Nhập lần đầu, nguồn: {SOURCE}. Nay chỉ còn là lịch sử" in page
    with pytest.raises(services.OpeningsCarriedError):
        write(sheet.submission, officer_hg, coop_opening=CellEntry("249", note=SOURCE))


def test_another_province_may_not_enter_it(draft, officer_ct, client_for):
    with pytest.raises(PermissionDenied):
        services.save_cells(submission=draft, entries=entries(OPENINGS), by=officer_ct)
    url = reverse("figures:cell", args=[*HG, "coop.opening"])
    assert client_for(officer_ct).post(url, {"coop.opening": "248"}).status_code == 404


# Two writers


def test_opening_changed_by_another_writer_is_not_overwritten(opened, officer_hg, leader_hg):
    seen = {"coop.opening": CellEntry("248", note=SOURCE).fingerprint}
    write(opened, leader_hg, coop_opening=CellEntry("249", note=SOURCE))
    mine = {"coop.opening": CellEntry("250", note=SOURCE)}
    result = services.save_cells(submission=opened, entries=mine, seen=seen, by=officer_hg)
    assert result.conflicts["coop.opening"].by == leader_hg
    assert Figure.objects.get(indicator__code="coop.opening").value == 249


def test_opening_sent_twice_is_written_once(client_for, officer_hg, draft):
    client, url = client_for(officer_hg), reverse("figures:cell", args=[*HG, "coop.opening"])
    fields = {"coop.opening": "248", "coop.opening.note": SOURCE, "seen": CellEntry().fingerprint, "key": "k"}
    assert [client.post(url, fields).status_code for _twice in range(2)] == [200, 200]
    assert Change.objects.filter(indicator__code="coop.opening").count() == 1


# The spreadsheet


def test_form_of_a_first_half_year_has_the_opening_as_a_cell_of_its_own(client_for, officer_hg, opened):
    client = client_for(officer_hg)
    data = client.get(FORM).content
    rows = form_rows(data)
    assert (rows["coop.opening"]["value"], rows["coop.opening"]["note"]) == (248, SOURCE)
    lines = (
        CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    place = next(n for n, line in enumerate(lines, 1) if line[0] == "coop.opening")
    assert place in open_lines(data, 0, "F")
    assert not [line for line in lines if "lấy từ số cuối kỳ trước" in str(line[1])]
    file = SimpleUploadedFile("bieu.xlsx", changed_file(data, {"coop.opening": {"value": 249}}))
    preview = client.post(UPLOAD, {"file": file})
    assert [line.code for line in preview.context["readable"]] == ["coop.opening"]


def test_form_filled_in_before_the_acceptance_says_that_the_opening_is_not_written(
    client_for, officer_hg, draft, cluster, hau_giang
):
    client = client_for(officer_hg)
    data = changed_file(client.get(FORM).content, {"coop.opening": {"value": 248}})
    last_half(cluster, hau_giang, officer_hg)
    preview = client.post(UPLOAD, {"file": SimpleUploadedFile("bieu.xlsx", data)})
    assert "Tỉnh đã có kỳ được chấp nhận: số đầu kỳ lấy từ số cuối kỳ ấy." in text_of(preview)


# What the leaders see


def test_cluster_counts_entered_openings_where_nothing_is_carried(
    opened, officer_hg, cluster, provinces, hau_giang, can_tho, officer_ct
):
    make_reported(make_period(cluster, "2022-H2"), can_tho, officer_ct, {"coop.total": "309"})
    make_reported(
        opened.period,
        can_tho,
        officer_ct,
        {
            "coop.total": "310",
            "coop.new": "1",
            "coop.dissolved": "0",
            "coop.opening": CellEntry("1", note="x"),
        },
    )
    Submission.objects.filter(pk=opened.pk).update(state="accepted", first_submitted_at="2023-07-01T00:00Z")
    visible = visible_submissions(officer=None, year=2023, accepted_only=True)
    now, before = tables(
        [get_span("2023-H1"), get_span("2022-H2")], land=Land.reported([hau_giang, can_tho]), visible=visible
    )
    ledger = roll_forward(now, before, "coop")
    assert (ledger.opening, ledger.computed, ledger.gap) == (248 + 309, 567, 0)
    assert "coop.opening" not in now
    assert before.openings == {}


def accept(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(
        state="accepted", first_submitted_at="2023-07-01T00:00Z"
    )


def note_on_openings(submission: Submission) -> str:
    """The report's note under the ledgers."""
    return reconciliation(read_sources(Conference(period=submission.period), officer=None))["note"]


def test_report_names_the_source_of_an_entered_opening(opened):
    accept(opened)
    assert f"số đầu kỳ nhập lần đầu theo nguồn của tỉnh (Hậu Giang: {SOURCE});" in note_on_openings(opened)


def test_report_names_the_source_that_was_accepted_while_the_opening_is_corrected(
    opened, officer_hg, secretary
):
    accept(opened)
    accepted = note_on_openings(opened)
    reopening.reopen(submission=opened, reason="x", until=timezone.localdate(), by=secretary)
    write(opened, officer_hg, coop_opening=CellEntry("300", note="Nguồn khác"), union_opening="")
    assert note_on_openings(opened) == accepted


def test_report_leaves_out_a_source_that_was_given_for_another_opening(opened):
    accept(opened)
    opened.figures.filter(indicator__kind="opening").update(note="Nguồn cũ", noted_for="999")
    assert "số đầu kỳ nhập lần đầu theo nguồn của tỉnh (Hậu Giang);" in note_on_openings(opened)


def test_report_asks_once_whose_openings_are_carried(opened, provinces, officer_hg):
    accept(opened)
    with CaptureQueriesContext(connection) as few:
        note_on_openings(opened)
    for slug in ("an-giang", "can-tho", "soc-trang"):
        make_reported(opened.period, provinces[slug], officer_hg, OPENINGS)
    with CaptureQueriesContext(connection) as many:
        note_on_openings(opened)
    assert len(many) == len(few)

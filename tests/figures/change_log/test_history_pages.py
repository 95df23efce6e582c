"""The pages of a cell's history and of the log."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from figures.entry import services as entry_services
from figures.history.models import Change
from figures.submissions.cell_entries import CellEntry
from figures.submissions.models import Figure, Submission
from figures.workflow import reopening
from figures.workflow import services as workflow_services
from tests.figures.factories import NOT_KNOWN, RIGHT, entries
from tests.figures.pages import entry_url, text_of
from vietnamese.dates import format_date

pytestmark = pytest.mark.postgresql

LOG = reverse("figures:log")
REVIEW = reverse("figures:review-province", args=["2023-H1", "hau-giang"])


def history_url(code: str = "coop.new", province: str = "hau-giang") -> str:
    return reverse("figures:cell-history", args=["2023-H1", province, code])


def table_rows(response: object) -> list[str]:
    html = response.content.decode()  # type: ignore[attr-defined]
    rows = html.split("<tbody")[1].split("</tbody>")[0].split("<tr")[1:]
    return [text_of(type("Row", (), {"content": f"<tr{row}".encode()})) for row in rows]


@pytest.fixture
def corrected(submitted: Submission, leader_hg, officer_hg, indicators) -> Submission:
    """Hậu Giang was asked for its new cooperatives, and says 12 instead of 11, with a note."""
    workflow_services.send_back(
        submission=submitted, reason="Khác sổ đăng ký", cells={indicators["coop.new"]: ""}, by=leader_hg
    )
    answer = CellEntry(text="12", note="Thêm HTX Mùa Vàng", is_estimate=True)
    entry_services.save_cells(submission=submitted, entries={"coop.new": answer}, by=officer_hg)
    return submitted


def test_cell_history_shows_writer_old_and_new_content_and_reason(client_for, leader_hg, corrected):
    newest, first = table_rows(client_for(leader_hg).get(history_url()))
    assert "hau-giang, Cán bộ nhập liệu, Hậu Giang" in newest
    assert "11 12 (số ước) Trả lại ngày" in newest
    assert "Khác sổ đăng ký Ghi chú: Thêm HTX Mùa Vàng" in newest
    assert first.endswith("Hậu Giang 11")


def test_cell_history_prefers_the_reason_at_the_cell(client_for, officer_hg, corrected):
    step = corrected.steps.get(action="return")
    step.cells.update(reason="Thiếu HTX Mùa Vàng")

    newest = table_rows(client_for(officer_hg).get(history_url()))[0]
    assert "Thiếu HTX Mùa Vàng" in newest
    assert "Khác sổ đăng ký" not in newest


def test_cell_history_of_a_cell_without_a_number(client_for, officer_hg, draft):
    for entry in (NOT_KNOWN, CellEntry(text="1.2.3"), CellEntry()):
        entry_services.save_cells(submission=draft, entries={"coop.new": entry}, by=officer_hg)

    blank, unread, unknown, __ = table_rows(client_for(officer_hg).get(history_url()))
    assert blank.endswith("“1.2.3” chưa hợp lệ để trống")
    assert unread.endswith("chưa có số liệu “1.2.3” chưa hợp lệ")
    assert unknown.endswith("11 chưa có số liệu")


@pytest.fixture
def estimated(draft, officer_hg, leader_hg) -> Submission:
    """Everything was sent as an estimate, of the new cooperatives 2.150, and came back."""
    cells = {"coop.new": "2.150", "coop.total": "2.396", "coop.active": "2.370"}
    entry_services.save_cells(submission=draft, entries=entries(cells), is_estimate=True, by=officer_hg)
    return send_and_return(draft, officer_hg, leader_hg)


def send_and_return(submission: Submission, officer_hg, leader_hg) -> Submission:
    workflow_services.submit(submission=submission, by=officer_hg)
    workflow_services.send_back(submission=submission, reason="Số chính thức?", by=leader_hg)
    submission.refresh_from_db()
    return submission


REPLACED = "Thay số ước đã gửi: 2.150"


def test_cell_history_and_log_show_a_replaced_estimate(client_for, officer_hg, leader_hg, secretary, draft):
    cells = {"coop.new": CellEntry("2.150", is_estimate=True), "coop.total": "2.396", "coop.active": "2.370"}
    entry_services.save_cells(submission=draft, entries=entries(cells), by=officer_hg)
    send_and_return(draft, officer_hg, leader_hg)
    marked = {"coop.new": CellEntry("2.109", is_estimate=True)}
    for change in (marked, {"coop.new": "2.109"}, {"coop.new": "2.110"}):
        entry_services.save_cells(submission=draft, entries=entries(change), by=officer_hg)

    told = [row.endswith(REPLACED) for row in table_rows(client_for(officer_hg).get(history_url()))]
    assert told == [False, True, False, False, False], "once, where it became final"
    client = client_for(secretary)
    assert text_of(client.get(LOG)).count(REPLACED) == 1
    assert client.get(LOG, {"_export": "csv"}).getvalue().decode().count(REPLACED) == 1


def test_cell_history_shows_the_choice_that_made_all_estimates_final(
    client_for, officer_hg, leader_hg, estimated
):
    entry_services.save_cells(submission=estimated, entries={}, is_estimate=False, by=leader_hg)

    newest = table_rows(client_for(officer_hg).get(history_url()))[0]
    assert "Trả lại ngày" in newest
    assert newest.endswith(f"Số chính thức? {REPLACED}")
    assert "2.150 2.150" in newest
    assert "hau-giang-lead" in newest
    unknown = table_rows(client_for(officer_hg).get(history_url("group.ended")))
    assert len(unknown) == 1, "not known is no number"
    file = client_for(officer_hg).get(history_url(), {"_export": "csv"}).getvalue().decode()
    assert REPLACED in file


def test_cell_history_of_a_change_outside_the_application_has_no_writer_and_no_reason(
    client_for, officer_hg, corrected
):
    Figure.objects.filter(submission=corrected, indicator__code="coop.new").update(value=13)

    assert table_rows(client_for(officer_hg).get(history_url()))[0].endswith(
        "Ghi ngoài ứng dụng 12 (số ước) 13 (số ước)"
    )


def test_cell_history_without_changes(client_for, officer_hg, draft):
    page = text_of(client_for(officer_hg).get(history_url("coop.digital")))
    assert "Chưa có thay đổi nào." in page


@pytest.mark.parametrize("code", ["coop.capital_per_coop", "coop.nothing"])
def test_cell_history_of_an_indicator_that_nobody_enters_is_not_found(client_for, officer_hg, draft, code):
    assert client_for(officer_hg).get(history_url(code)).status_code == 404


def test_cell_history_before_the_half_year_is_begun_is_not_found(client_for, officer_hg, period, indicators):
    assert client_for(officer_hg).get(history_url()).status_code == 404


def test_cell_history_of_accepted_figures_is_closed_to_other_provinces(client_for, officer_ct, accepted):
    client = client_for(officer_ct)
    assert client.get(entry_url()).status_code == 200
    assert client.get(history_url()).status_code == 404
    assert "Lịch sử" not in text_of(client.get(entry_url()))


def test_cell_history_is_closed_to_the_head_who_competes(client_for, head, secretary, accepted):
    """Even of an accepted half-year: it holds drafts that were never sent."""
    assert client_for(secretary).get(history_url()).status_code == 200
    assert client_for(head).get(history_url()).status_code == 404


def test_form_and_review_link_every_cell_to_its_history(client_for, officer_hg, secretary, submitted):
    filling = client_for(officer_hg).get(entry_url()).content.decode()
    workflow_services.send_back(submission=submitted, reason="Xem lại", by=secretary)
    open_again = client_for(officer_hg).get(entry_url()).content.decode()
    review = client_for(secretary).get(REVIEW).content.decode()
    for page in (filling, open_again, review):
        assert all(f'href="{history_url(code)}"' in page for code in RIGHT)


# the log


@pytest.fixture
def desk(client_for, secretary) -> Client:
    return client_for(secretary)


@pytest.fixture
def scene(corrected: Submission, can_tho, officer_ct) -> Submission:
    """Hậu Giang corrects a cell; Cần Thơ has begun, and writes why."""
    other = entry_services.start(period=corrected.period, province=can_tho, by=officer_ct)
    entry_services.save_cells(
        submission=other,
        entries=entries({"coop.profit": "2.109.000,5"}),
        narrative={"causes": "Hạn mặn kéo dài"},
        by=officer_ct,
    )
    return corrected


def test_log_shows_all_entries_newest_first(desk, scene):
    rows = table_rows(desk.get(LOG))
    steps = Change.objects.filter(what__in=[Change.What.STEP, Change.What.NAMED]).count()
    assert len(rows) == Change.objects.count() - steps, "a step's entry shows its state and cells too"
    assert "6T đầu 2023 Cần Thơ Nguyên nhân để trống Hạn mặn kéo dài" in rows[0]
    assert "6T đầu 2023 Cần Thơ Lãi của HTX để trống 2.109.000,5" in rows[1]
    assert rows[2].endswith("Cần Thơ Bắt đầu báo cáo Đang nhập")
    assert any("Trả lại Đã gửi Trả lại Khác sổ đăng ký Các số được nêu: Thành lập mới" in row for row in rows)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=han+man", ["Nguyên nhân"]),
        ("q=HẠN+kéo", ["Nguyên nhân"]),
        ("q=2.109.000,5", ["Lãi của HTX"]),
        ("q=mua+vang", ["HTX thành lập mới"]),
        ("q=so+dang+ky", ["Trả lại"]),
        ("q=can+tho+lai", ["Lãi của HTX"]),
        ("q=known", []),
        ("q=%25", []),
        ("by=outside", []),
        ("what=step", ["Trả lại", "Gửi duyệt"]),
        ("until=1/1/2020", []),
        ("since=1/1/2999", []),
        ("until=31/12/9999", None),
        ("period=x&province=99999999999999999999&by=x&what=x&since=x&page=-1&q=%00", None),
    ],
)
def test_log_search_and_filters(desk, scene, query, titles):
    response = desk.get(f"{LOG}?{query}")
    if not titles:
        assert ("Không có thay đổi nào khớp" in text_of(response)) == (titles == [])
        return
    rows = table_rows(response)
    assert [title in row for title, row in zip(titles, rows, strict=True)] == [True] * len(titles)


@pytest.mark.parametrize("words", ["THIẾU hồ sơ", "thieu ho so", "hau giang thieu mua"])
def test_log_finds_a_return_by_the_reason_at_one_of_its_cells(
    client_for, desk, administrator, leader_hg, submitted, indicators, words
):
    cells = {indicators["coop.new"]: "Thiếu hồ sơ của HTX Mùa Vàng"}
    workflow_services.send_back(submission=submitted, cells=cells, by=leader_hg)

    (row,) = table_rows(desk.get(LOG, {"q": words}))
    assert "Thành lập mới: Thiếu hồ sơ của HTX Mùa Vàng" in row
    assert "Không có thay đổi nào khớp" in text_of(client_for(administrator).get(LOG, {"q": words}))


def test_log_keeps_a_reason_that_was_overwritten_outside_the_application(
    client_for, desk, administrator, scene
):
    scene.steps.get(action="return").cells.update(reason="Không rõ")

    newest = table_rows(desk.get(LOG))[0]
    assert "Ghi ngoài ứng dụng" in newest
    assert newest.endswith("Sửa lý do đã ghi ở “HTX thành lập mới” để trống Không rõ")
    for_administrator = table_rows(client_for(administrator).get(LOG))[0]
    assert for_administrator.endswith("Sửa lý do đã ghi ở “HTX thành lập mới”")


def test_log_filter_with_an_invalid_day_shows_no_entries(desk, scene):
    words = text_of(desk.get(f"{LOG}?since=32/1/2023"))
    assert "Chưa tìm: xem lại 1 ô lọc ghi chưa đúng." in words
    assert "Tìm thấy" not in words
    assert "Tải về:" not in words
    assert "HTX thành lập mới" not in words


def test_log_shows_the_last_day_of_a_reopening(desk, accepted, secretary):
    until = timezone.localdate() + dt.timedelta(days=3)
    reopening.reopen(submission=accepted, reason="Sót.", until=until, by=secretary)
    assert format_date(until) in text_of(desk.get(LOG))


def test_log_shows_a_state_written_outside_the_application(desk, submitted):
    Submission.objects.filter(pk=submitted.pk).update(state=Submission.State.DRAFT)
    assert "Ghi ngoài ứng dụng" in table_rows(desk.get(LOG))[0]


def test_log_filter_by_day_province_and_writer(desk, scene, can_tho, officer_ct):
    day = Change.objects.latest("pk").at.astimezone().strftime("%d/%m/%Y")
    rows = table_rows(
        desk.get(LOG, {"since": day, "until": day, "province": can_tho.pk, "by": officer_ct.pk})
    )
    assert len(rows) == 3
    assert all("Cần Thơ" in row for row in rows)


def test_log_for_the_administrator_shows_writers_and_no_content(client_for, administrator, scene):
    client = client_for(administrator)
    page = text_of(client.get(LOG))
    assert "hau-giang, Cán bộ nhập liệu, Hậu Giang" in page
    assert "HTX thành lập mới" in page
    for secret in ("257", "2.109", "Mùa Vàng", "Hạn mặn", "sổ đăng ký", "Đang nhập"):
        assert secret not in page
    assert history_url() not in client.get(LOG).content.decode()


@pytest.mark.parametrize("words", ["han man", "2109000,5", "mua vang", "so dang ky"])
def test_log_search_of_the_administrator_leaves_out_the_content(client_for, administrator, scene, words):
    assert "Không có thay đổi nào khớp" in text_of(client_for(administrator).get(LOG, {"q": words}))


def test_log_file_of_the_administrator_has_no_content(client_for, administrator, scene):
    response = client_for(administrator).get(LOG, {"_export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert text.splitlines()[0].endswith("Nội dung")
    assert "Hạn mặn" not in text


def test_log_file_holds_the_entries_of_the_search(desk, scene):
    response = desk.get(LOG, {"_export": "csv", "q": "han man"})
    head, row = csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    values = dict(zip(head, row, strict=True))
    assert values["Kỳ báo cáo"] == "6 tháng đầu năm 2023"
    assert (values["Nội dung"], values["Trước"], values["Sau"]) == (
        "Nguyên nhân",
        "để trống",
        "Hạn mặn kéo dài",
    )
    assert desk.get(LOG, {"_export": "xlsx"}).content[:2] == b"PK"


def test_history_files_hold_numbers_as_numbers(desk, client_for, draft, officer_hg):
    for text in ("0", "1234,5"):
        entry = CellEntry(text=text, is_estimate=True)
        entry_services.save_cells(submission=draft, entries={"coop.profit": entry}, by=officer_hg)
    cell = "/entry/2023-H1/hau-giang/cells/coop.profit/history/"
    for reader, address in ((client_for(officer_hg), cell), (desk, LOG)):
        data = reader.get(address, {"_export": "xlsx"}).content
        head, row, *_rest = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        old, new = ("Số cũ", "Số mới") if address == cell else ("Trước", "Sau")
        values = dict(zip(head, row, strict=True))
        names = (old, new, "Số cũ là", "Số mới là")
        assert [values[name] for name in names] == [0, 1234.5, "số ước", "số ước"]


def test_log_has_fifty_entries_a_page_and_a_constant_number_of_queries(
    desk, scene, officer_hg, django_assert_num_queries
):
    cells = f"{LOG}?what=cell"
    desk.get(cells)
    with CaptureQueriesContext(connection) as queries:
        desk.get(cells)
    for number in range(60):
        entry_services.save_cells(submission=scene, entries=entries({"coop.new": f"{number}"}), by=officer_hg)
    with django_assert_num_queries(len(queries)):
        page = desk.get(cells)

    assert len(table_rows(page)) == 50
    assert "Dòng 1–50" in text_of(page)

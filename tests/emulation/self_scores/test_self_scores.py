"""Self-scores: entering, grounds, sending, returning, and who reads them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from emulation.criteria.models import Criterion
from emulation.criteria.tree import read_tree
from emulation.cross_checks.models import Check
from emulation.evidence.models import Evidence
from emulation.rules import services as rules_services
from emulation.self_scores import services as self_scores_services
from emulation.self_scores.models import ScoreSheet, SelfScore
from emulation.self_scores.points import read_figures, sent_points
from emulation.year.models import Deadline, EmulationYear
from tests.conflicts import differences
from tests.emulation.evidence.evidence_files import PDF, make_evidence, upload
from tests.emulation.factories import make_criterion, make_sheet
from tests.figures.factories import NOT_KNOWN, make_catalogue, make_period, make_reported
from web.refusals import RefusedError

Kind = Criterion.Kind
SHEET = "/emulation/2023/scores/hau-giang/"


@pytest.fixture
def scoring(contest) -> EmulationYear:
    """Locked rules, and today is a day of self-scoring."""
    today = timezone.localdate()
    contest.deadlines.filter(part=Deadline.Part.SELF_SCORE).update(opens_on=today, due_on=today)
    contest.rules_locked_at = timezone.now()
    contest.save()
    return contest


@pytest.fixture
def judged(scoring) -> Criterion:
    return make_criterion(scoring, "Truyền thông", maximum=Decimal(3))


def edit_url(criterion: Criterion) -> str:
    return f"{SHEET}{criterion.pk}/"


def score(criterion: Criterion) -> SelfScore | None:
    return SelfScore.objects.filter(criterion=criterion).first()


def test_score_is_saved_with_reason_indicator_and_files(scoring, judged, hau_giang, officer_hg, client_for):
    catalogue, client = make_catalogue(), client_for(officer_hg)
    evidence = make_evidence(scoring, hau_giang, officer_hg, "bao-cao.pdf")
    data = {
        "points": "2,5",
        "reason": "Sáu tin bài.",
        "indicator": catalogue["coop.new"].pk,
        "evidence": [evidence.pk],
        "uploads": [upload(PDF, "anh.pdf")],
    }
    assert client.post(edit_url(judged), data).headers["Location"] == SHEET
    stored = score(judged)
    assert (stored.points, stored.reason, stored.indicator.code) == (
        Decimal("2.5"),
        "Sáu tin bài.",
        "coop.new",
    )
    assert {file.name for file in stored.evidence.all()} == {"bao-cao.pdf", "anh.pdf"}
    text = client.get(SHEET).content.decode()
    assert "2,50" in text
    assert f"/emulation/2023/evidence/{evidence.pk}/" in text


@pytest.mark.parametrize(
    ("points", "error"),
    [
        ("1.23.456", "không hợp lệ"),
        ("3,01", "Đọc được 3,01; ghi từ 0 đến 3 điểm"),
        ("-1", "Đọc được −1; số này không được âm"),
        ("1.234", "Đọc được 1.234; ghi từ 0 đến 3 điểm"),
        ("2.5", "Viết 2,5 nếu đúng là số đó"),
        ("45.5", "Đọc được 45,5; ghi từ 0 đến 3 điểm"),
        ("1,234", "Đọc được 1,2340; ghi từ 0 đến 3 điểm, nhiều nhất hai chữ số sau dấu phẩy"),
        ("1,2345", "nhiều nhất hai chữ số"),
    ],
)
def test_invalid_points_are_refused_and_the_other_input_and_files_stay(
    points, error, judged, officer_hg, client_for
):
    data = {"points": points, "reason": "Sáu tin bài.", "uploads": [upload()]}
    response = client_for(officer_hg).post(edit_url(judged), data)
    text = response.content.decode()
    assert error in text
    assert f'value="{points}"' in text
    assert "Sáu tin bài." in text
    assert f'value="{Evidence.objects.get().pk}"' in text
    assert " checked" in text
    assert score(judged) is None


@pytest.mark.parametrize(
    "data",
    [
        {"reason": "Đã làm ✓"},
        {"reason": "x" * 1_000_000},
        {"points": "\0"},
        {"points": "9" * 64},
        {"indicator": "9" * 30},
        {"indicator": "\0"},
        {"evidence": ["9" * 30]},
        {"evidence": ["x"]},
    ],
)
def test_malformed_input_is_refused(data, scoring, judged, hau_giang, officer_hg, client_for):
    make_evidence(scoring, hau_giang, officer_hg)
    response = client_for(officer_hg).post(edit_url(judged), {"points": "1"} | data)
    assert (response.status_code, score(judged)) == (200, None)
    assert "error-summary" in response.content.decode()


@pytest.mark.parametrize("path", ["khong-co/", "hau-giang/0/", "hau-giang/99999999999999999999999/"])
def test_unknown_sheet_or_criterion_is_not_found(path, scoring, officer_hg, client_for):
    assert client_for(officer_hg).get(f"/emulation/2023/scores/{path}").status_code == 404


def test_refused_file_is_reported_and_the_input_stays(judged, officer_hg, client_for):
    data = {"points": "2", "reason": "Sáu tin bài.", "uploads": [upload(b"<svg onload='x'/>", "anh.png")]}
    response = client_for(officer_hg).post(edit_url(judged), data)
    assert response.status_code == 200
    assert "anh.png:" in response.content.decode()
    assert "Sáu tin bài." in response.content.decode()


def test_evidence_of_another_province_is_refused(
    scoring, judged, can_tho, hau_giang, officer_ct, officer_hg, client_for
):
    foreign = make_evidence(scoring, can_tho, officer_ct)
    make_evidence(scoring, hau_giang, officer_hg, "cua-tinh.pdf")
    response = client_for(officer_hg).post(edit_url(judged), {"points": "2", "evidence": [foreign.pk]})
    assert response.status_code == 200
    assert score(judged) is None
    claim = self_scores_services.ClaimedScore(Decimal(2), evidence=[foreign])
    sheet = make_sheet(scoring, hau_giang)
    with pytest.raises(ValidationError, match="Minh chứng phải của tỉnh mình"):
        self_scores_services.save_score(sheet=sheet, criterion=judged, claim=claim, by=officer_hg)


def test_edit_conflict_shows_both_scores(judged, officer_hg, leader_hg, client_for):
    officer, leader = client_for(officer_hg), client_for(leader_hg)
    first = {"points": "2", "reason": "Của cán bộ.", "seen": "0"}
    for _click in range(2):  # a double click is one saving
        assert officer.post(edit_url(judged), first).status_code == 302
    response = leader.post(edit_url(judged), {"points": "1", "reason": "Của lãnh đạo.", "seen": "0"})
    assert response.status_code == 409
    assert differences(response) == {
        "Điểm tự chấm": ("2", "1"),
        "Căn cứ, giải trình": ("Của cán bộ.", "Của lãnh đạo."),
    }
    assert score(judged).reason == "Của cán bộ."
    again = {"points": "1", "reason": "Của lãnh đạo.", "seen": response.context["form"]["seen"].value()}
    assert leader.post(edit_url(judged), again).status_code == 302
    assert score(judged).points == 1


def test_yes_no_criterion_gives_all_points_or_none(scoring, officer_hg, client_for):
    criterion = make_criterion(scoring, kind=Kind.YES_NO, maximum=Decimal(5))
    client = client_for(officer_hg)
    for chosen, points in (("yes", 5), ("no", 0), ("", None)):
        seen = score(criterion).version if score(criterion) else 0
        client.post(edit_url(criterion), {"points": chosen, "reason": "Đúng hạn.", "seen": str(seen)})
        assert score(criterion).points == points


def test_sheet_without_points_or_grounds_cannot_be_sent(
    scoring, judged, hau_giang, officer_hg, leader_hg, client_for
):
    bonus = make_criterion(scoring, "Mô hình mới", kind=Kind.BONUS, maximum=Decimal(3))
    officer, leader = client_for(officer_hg), client_for(leader_hg)
    officer.post(edit_url(judged), {"points": "2"})
    sheet = ScoreSheet.objects.get()
    with pytest.raises(ValidationError) as error:
        self_scores_services.send_scores(sheet=sheet, by=leader_hg)
    assert error.value.messages == [
        "1 Truyền thông: chưa có minh chứng thì phải ghi giải trình.",
        "Thưởng 1 Mô hình mới: chưa có điểm; không được điểm thì ghi 0.",
    ]
    officer.post(edit_url(judged), {"points": "2", "reason": "Sáu tin bài.", "seen": "1"})
    officer.post(edit_url(bonus), {"points": "0"})  # zero needs no grounds
    version = leader.get(SHEET).context["page"].version
    for _click in range(2):
        response = leader.post(f"{SHEET}send/", {"seen": version}, follow=True)
        assert "Chưa gửi được" not in response.content.decode()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.sent_by) == (ScoreSheet.State.SENT, leader_hg)


def test_unreported_indicator_is_no_grounds(
    cluster, scoring, judged, hau_giang, officer_hg, leader_hg, client_for
):
    new, client = make_catalogue()["coop.new"], client_for(officer_hg)
    client.post(edit_url(judged), {"points": "2", "indicator": new.pk})
    assert "số liệu dẫn ra chưa được báo cáo" in client.get(SHEET).content.decode()
    sheet = ScoreSheet.objects.get()
    with pytest.raises(ValidationError, match="số liệu dẫn ra chưa được báo cáo"):
        self_scores_services.send_scores(sheet=sheet, by=leader_hg)
    period = make_period(cluster, "2023-H1")
    report = make_reported(period, hau_giang, officer_hg, {"coop.new": NOT_KNOWN}, state="submitted")
    assert "số liệu dẫn ra chưa được báo cáo" in client.get(SHEET).content.decode()
    report.figures.update(value=Decimal(4), answer="known")
    assert self_scores_services.send_scores(sheet=sheet, by=leader_hg).is_sent


def test_evidence_of_a_score_cannot_be_removed(scoring, judged, hau_giang, officer_hg, client_for):
    file, client = make_evidence(scoring, hau_giang, officer_hg), client_for(officer_hg)
    client.post(edit_url(judged), {"points": "2", "evidence": [file.pk]})
    response = client.post(f"/emulation/2023/evidence/{file.pk}/remove/")
    assert response.status_code == 409
    assert Evidence.objects.filter(pk=file.pk).exists()


def test_sheet_changed_since_the_leader_opened_it_is_not_sent(judged, officer_hg, leader_hg, client_for):
    officer, leader = client_for(officer_hg), client_for(leader_hg)
    officer.post(edit_url(judged), {"points": "2", "reason": "Sáu tin bài."})
    version = leader.get(SHEET).context["page"].version
    officer.post(edit_url(judged), {"points": "3", "reason": "Bảy tin bài.", "seen": "1"})
    response = leader.post(f"{SHEET}send/", {"seen": version}, follow=True)
    assert "Nội dung đã thay đổi sau khi trang này được mở" in response.content.decode()
    assert not ScoreSheet.objects.get().is_sent


def test_only_the_province_s_leader_sends(scoring, hau_giang, officer_hg, leader_ct):
    sheet = make_sheet(scoring, hau_giang)
    for by in (officer_hg, leader_ct):
        with pytest.raises(PermissionDenied):
            self_scores_services.send_scores(sheet=sheet, by=by)


def test_sent_sheet_can_be_edited_only_after_it_is_returned(
    scoring, judged, hau_giang, officer_hg, leader_hg, secretary, client_for
):
    make_sheet(scoring, hau_giang, sent_by=leader_hg)
    officer, client = client_for(officer_hg), client_for(secretary)
    response = officer.post(edit_url(judged), {"points": "2", "reason": "Muộn."})
    assert response.status_code == 409
    assert "Phiếu đã gửi nên không sửa được nữa" in response.content.decode()
    assert "Muộn." in response.content.decode()
    assert "Chưa nhập lý do trả lại" in client.post(f"{SHEET}return/", {"reason": ""}).content.decode()
    reason = {"reason": "Thiếu minh chứng 1.", "seen": ScoreSheet.objects.get().version}
    assert client.post(f"{SHEET}return/", reason).status_code == 302
    assert "Tổ giúp việc trả lại: Thiếu minh chứng 1." in officer.get(SHEET).content.decode()
    officer.post(edit_url(judged), {"points": "2"})
    assert score(judged).points == 2


@pytest.mark.parametrize(
    ("days", "message"),
    [((1, 5), "Tự chấm điểm bắt đầu từ ngày"), ((-5, -1), "Tự chấm điểm đã hết hạn ngày")],
)
def test_sheet_cannot_be_edited_outside_its_days(days, message, scoring, judged, officer_hg, client_for):
    opens, due = (timezone.localdate() + dt.timedelta(days=day) for day in days)
    scoring.deadlines.filter(part=Deadline.Part.SELF_SCORE).update(opens_on=opens, due_on=due)
    client = client_for(officer_hg)
    assert message in client.get(SHEET).content.decode()
    response = client.post(edit_url(judged), {"points": "2", "reason": "Sáu tin bài."})
    assert (response.status_code, score(judged)) == (409, None)
    assert message in response.content.decode()


def test_scores_need_locked_rules_and_keep_them_locked(scoring, judged, officer_hg, secretary, client_for):
    EmulationYear.objects.update(rules_locked_at=None)
    client = client_for(officer_hg)
    assert "Bảng điểm năm nay chưa khóa" in client.get(SHEET).content.decode()
    assert client.post(edit_url(judged), {"points": "2"}).status_code == 409
    assert not ScoreSheet.objects.exists()
    EmulationYear.objects.update(rules_locked_at=timezone.now())
    client.post(edit_url(judged), {"points": "2"})
    with pytest.raises(RefusedError, match="Đã chấm điểm theo bảng này"):
        rules_services.unlock_rules(contest_year=scoring, reason="Sửa.", by=secretary)


def test_computed_criteria_use_only_accepted_figures(cluster, scoring, hau_giang, officer_hg, client_for):
    catalogue, client = make_catalogue(), client_for(officer_hg)
    criterion = make_criterion(
        scoring,
        kind=Kind.COUNTED,
        maximum=Decimal(6),
        numerator=catalogue["coop.new"],
        points_each=Decimal("0.2"),
    )

    def computed_row() -> tuple[Decimal | None, str, str]:
        row = client.get(SHEET).context["page"].rows[0]
        return row.points.value, row.why_no_points, row.waits_for

    assert computed_row() == (
        None,
        "chưa có số được chấp nhận",
        "chờ số 6 tháng đầu năm 2023, 6 tháng cuối năm 2023 được chấp nhận",
    )
    first = make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "11"})
    assert computed_row() == (Decimal("2.20"), "", "chờ số 6 tháng cuối năm 2023 được chấp nhận")
    second = make_period(cluster, "2023-H2")
    report = make_reported(second, hau_giang, officer_hg, {"coop.new": "9"}, state="approved")
    assert computed_row()[0] == Decimal("2.20")
    type(report).objects.filter(pk=report.pk).update(state="accepted")
    assert computed_row() == (Decimal("4.00"), "", "")
    first.figures.update(value=Decimal(0))
    assert computed_row() == (Decimal("1.80"), "", "")
    assert 'href="/entry/2023-H1/hau-giang/#coop-new"' in client.get(SHEET).content.decode()
    assert client.get(edit_url(criterion)).status_code == 404
    assert not SelfScore.objects.exists()


def test_half_year_accepted_without_the_figure_is_not_waited_for(
    cluster, scoring, hau_giang, officer_hg, client_for
):
    new = make_catalogue()["coop.new"]
    make_criterion(scoring, kind=Kind.COUNTED, numerator=new, points_each=Decimal(1))
    make_reported(make_period(cluster, "2023-H2"), hau_giang, officer_hg, {"coop.new": NOT_KNOWN})
    row = client_for(officer_hg).get(SHEET).context["page"].rows[0]
    assert row.waits_for == (
        "chờ số 6 tháng đầu năm 2023 được chấp nhận; 6 tháng cuối năm 2023 đã được chấp nhận, chưa có số liệu"
    )


def test_unknown_figure_gives_no_points(cluster, scoring, hau_giang, officer_hg, client_for):
    new = make_catalogue()["coop.new"]
    make_criterion(scoring, kind=Kind.COUNTED, numerator=new, points_each=Decimal(1))
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": NOT_KNOWN})
    page = client_for(officer_hg).get(SHEET).context["page"]
    assert (page.rows[0].points.value, page.rows[0].why_no_points, page.scale.missing) == (
        None,
        "chưa có số liệu",
        1,
    )


def test_self_score_is_secret_until_its_reader_may_see_it(
    scoring, judged, hau_giang, officer_hg, leader_hg, leader_ct, observer, secretary, head, client_for
):
    """Points that appear nowhere else are searched on every page that could show them."""
    client_for(officer_hg).post(edit_url(judged), {"points": "2,37", "reason": "Bí mật riêng."})
    sheet = ScoreSheet.objects.get()
    pages = [SHEET, "/emulation/2023/scores/", "/emulation/2023/", "/emulation/2023/rules/"]

    def readers() -> set[str]:
        usernames = set()
        for officer in (leader_hg, leader_ct, observer, secretary, head):
            texts = [client_for(officer).get(page).content.decode() for page in pages]
            if any("2,37" in text or "Bí mật riêng" in text for text in texts):
                usernames.add(officer.username)
        return usernames

    assert readers() == {"hau-giang-lead"}
    self_scores_services.send_scores(sheet=sheet, by=leader_hg)
    assert readers() == {"hau-giang-lead", "secretary"}
    make_sheet(scoring, head.province, sent_by=head)  # the head may read only after sending their own
    assert readers() == {"hau-giang-lead", "secretary", "kien-giang-lead"}


def test_list_shows_states_with_a_fixed_number_of_queries(
    scoring, judged, provinces, leader_hg, secretary, client_for, django_assert_max_num_queries
):
    make_sheet(scoring, provinces["hau-giang"], sent_by=leader_hg)
    client = client_for(secretary)
    client.get("/emulation/2023/scores/")
    with django_assert_max_num_queries(34) as first:
        text = client.get("/emulation/2023/scores/").content.decode()
    assert (text.count("Đã gửi"), text.count("Chưa chấm")) == (1, 6)
    for slug in ("can-tho", "ca-mau", "soc-trang"):
        make_sheet(scoring, provinces[slug], sent_by=leader_hg)
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get("/emulation/2023/scores/")


def test_query_count_of_the_sheet_does_not_grow_with_criteria(
    scoring, judged, hau_giang, officer_hg, client_for, django_assert_max_num_queries
):
    sheet, client = make_sheet(scoring, hau_giang), client_for(officer_hg)

    def add(label: str) -> None:
        criterion = make_criterion(scoring, label)
        stored = SelfScore.objects.create(
            sheet=sheet, criterion=criterion, points=Decimal(1), changed_by=officer_hg
        )
        stored.evidence.add(make_evidence(scoring, hau_giang, officer_hg, f"{label}.pdf"))

    add("Một")
    client.get(SHEET)
    with django_assert_max_num_queries(43) as first:
        client.get(SHEET)
    for number in range(4):
        add(f"Tiêu chí {number}")
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(SHEET)


def test_changed_figure_changes_only_the_criteria_that_use_it(
    cluster, scoring, judged, hau_giang, officer_hg, leader_hg
):
    catalogue = make_catalogue()
    counted = {"kind": Kind.COUNTED, "points_each": Decimal("0.1")}
    make_criterion(scoring, "Mới", numerator=catalogue["coop.new"], **counted)
    make_criterion(scoring, "Giải thể", numerator=catalogue["coop.dissolved"], **counted)
    share = {"numerator": catalogue["alliance.member_coops"], "denominator": catalogue["coop.total"]}
    make_criterion(scoring, "Tỷ lệ", kind=Kind.BANDED, bands=[(60, 10), (0, 5)], **share)
    cells = {"coop.new": "11", "coop.dissolved": "2", "coop.total": "200", "alliance.member_coops": "119"}
    report = make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, cells)
    make_sheet(scoring, hau_giang, sent_by=leader_hg)
    tree = read_tree(scoring)

    def points() -> dict[str, Decimal | None]:
        points_by_criterion = sent_points(scoring, tree, read_figures(scoring, tree))
        return {
            node.criterion.label: points_by_criterion["hau-giang", node.criterion.pk].value
            for node in tree.leaves
        }

    before = points()
    assert before == {"Truyền thông": None, "Mới": Decimal("1.1"), "Giải thể": Decimal("0.2"), "Tỷ lệ": 5}
    report.figures.filter(indicator__code="alliance.member_coops").update(value=Decimal(120))
    assert points() == before | {"Tỷ lệ": 10}


def test_settled_scores_close_sheets_and_show_them_to_everybody(
    scoring, judged, hau_giang, leader_hg, leader_ct, observer, secretary, client_for
):
    sheet = make_sheet(scoring, hau_giang, sent_by=leader_hg)
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    sheet.refresh_from_db()
    sheet.year.refresh_from_db()
    with pytest.raises(RefusedError, match="không trả lại được nữa"):
        self_scores_services.return_scores(sheet=sheet, reason="Thiếu.", by=secretary)
    assert "Trả lại tỉnh" not in client_for(secretary).get(SHEET).content.decode()
    for officer in (leader_ct, observer):
        assert client_for(officer).get(SHEET).status_code == 200


def test_checked_sheet_cannot_be_returned(scoring, hau_giang, can_tho, leader_hg, leader_ct, secretary):
    sheet = make_sheet(scoring, hau_giang, sent_by=leader_hg)
    Check.objects.create(
        year=scoring,
        checker=can_tho,
        checked=hau_giang,
        state=Check.State.SENT,
        sent_at=timezone.now(),
        sent_by=leader_ct,
    )
    with pytest.raises(RefusedError, match="đã được chấm chéo"):
        self_scores_services.return_scores(sheet=sheet, reason="Thiếu.", by=secretary)


def test_year_page_shows_how_many_have_sent(
    scoring, judged, hau_giang, can_tho, leader_hg, officer_ct, client_for
):
    make_sheet(scoring, hau_giang, sent_by=leader_hg)
    text = client_for(officer_ct).get("/emulation/2023/").content.decode()
    assert "2/7" not in text
    assert "1/7" in text
    assert "/emulation/2023/scores/can-tho/" in text
    assert "/emulation/2023/scores/hau-giang/" not in text

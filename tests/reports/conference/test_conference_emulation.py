"""The contest in the conference report."""

import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from emulation.awards.models import Dossier
from emulation.awards.title_models import Title
from emulation.council import services as council_services
from emulation.movements import services as movements_services
from emulation.results.models import OpenInput
from emulation.votes.models import Nominee, Poll
from emulation.year.models import EmulationYear
from figures.periods.models import Period
from reports.conference.models import Conference
from reports.conference.publication.services import publish_report
from reports.conference.report.document import report_document
from reports.conference.report.typesetting import typeset
from tests.emulation.factories import make_criterion, make_final, make_pledge, make_sheets, make_year
from tests.emulation.movements.movement_rows import make_activity, make_launched, make_movement
from tests.figures.factories import make_delivered_catalogue, make_period, make_reported
from tests.papers.pdf_measure import words


@pytest.fixture
def contest(cluster, hau_giang, officer_hg, indicators) -> EmulationYear:
    """2023, with both of Hậu Giang's half-years accepted."""
    for slug, new in (("2023-H1", "11"), ("2023-H2", "12")):
        make_reported(make_period(cluster, slug), hau_giang, officer_hg, {"coop.new": new})
    return make_year(cluster, 2023)


def document(half: int, **more: Any) -> dict[str, Any]:
    return report_document(Conference.objects.of(Period.objects.get(half=half)), **more)


def text(half: int) -> str:
    return words(typeset(document(half)))


def settle(contest: EmulationYear, provinces, by, **points: str) -> None:
    """Two criteria: everybody has 40 and 30, Sóc Trăng 36 in the second, those named another first."""
    contest.rules_locked_at = timezone.now()
    contest.save()
    first = make_criterion(contest, "Tham mưu", maximum=Decimal(50))
    second = make_criterion(contest, "Tuyên truyền", maximum=Decimal(50))
    for slug, province in provinces.items():
        make_final(first, province, by, points.get(slug.replace("-", "_"), "40"))
        make_final(second, province, by, "36" if slug == "soc-trang" else "30")
    make_sheets(contest, by)
    council_services.settle_scores(contest_year=contest, by=by)


def make_dossier(contest: EmulationYear, province, name: str, **values: Any) -> Dossier:
    title = Title.objects.get_or_create(name="Bằng khen")[0]
    title.kinds.get_or_create(kind="person")
    return Dossier.objects.create(
        year=contest, province=province, title=title, kind="person", name=name, **values
    )


def test_report_without_contest_or_with_an_empty_one_has_no_such_part(
    cluster, hau_giang, officer_hg, indicators
):
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "11"})
    assert document(1)["emulation"] is None
    make_year(cluster, 2023)
    assert document(1)["emulation"] is None
    report = document(1)
    del report["emulation"]  # as a report that was signed before there was any
    assert "phong trào thi đua năm" not in words(typeset(report)).lower()


def test_last_month_of_the_half_year_may_be_silent(contest, hau_giang, officer_hg):
    own = make_launched(contest, officer_hg, hau_giang)
    make_activity(own, hau_giang, officer_hg, dt.date(2023, 4, 12))
    said = [document(half)["emulation"]["movements"][0]["said"] for half in (1, 2)]
    assert said == [
        "1 hoạt động; không có hoạt động trong 02 tháng liên tiếp, từ tháng 5",
        "1 hoạt động; không có hoạt động trong 08 tháng liên tiếp, từ tháng 5",
    ]


def test_movements_are_reported_as_of_the_end_of_the_half_year(contest, hau_giang, officer_hg, secretary):
    cluster_s = make_launched(contest, secretary, name="Nhân rộng mô hình", reward_money=Decimal(70))
    movements_services.register(movement=cluster_s, province=hau_giang, units=3, by=officer_hg)
    make_activity(cluster_s, hau_giang, officer_hg, dt.date(2023, 3, 8))
    make_activity(cluster_s, hau_giang, officer_hg, dt.date(2023, 9, 8))
    own = make_launched(
        contest, officer_hg, hau_giang, name="Đóng hội phí", resources="", reward_money=None,
        unfunded_reason="Trích sau.",
    )  # fmt: skip
    movements_services.close_movement(
        movement=own,
        on=dt.date(2023, 8, 1),
        results="Tám phần mười đã đóng.",
        seen=own.version,
        by=officer_hg,
    )
    make_launched(contest, secretary, name="Mùa thu", launched_on=dt.date(2023, 9, 1))
    make_movement(contest, secretary, name="Chưa phát động")
    first = text(1)
    assert "Các phong trào thi đua đã phát động đến ngày 30/6/2023 nêu tại bảng dưới đây" in first
    assert "đã phát động 02 phong trào" not in first  # the provinces' figure is the report's one number
    assert "trong đó 01 phong trào chưa nêu đủ nguồn lực, tiền thưởng" in first
    assert document(1)["emulation"]["movements"][0]["money"] == "70"
    names = [(m["name"], m["owner"], m["closed_on"]) for m in document(1)["emulation"]["movements"]]
    assert names == [("Nhân rộng mô hình", "Toàn Cụm", None), ("Đóng hội phí", "Hậu Giang", None)]
    assert document(1)["emulation"]["movements"][0]["said"].startswith("1 hoạt động")
    second = document(2)["emulation"]["movements"]
    assert [m["name"] for m in second] == ["Nhân rộng mô hình", "Mùa thu", "Đóng hội phí"]
    assert second[0]["said"].startswith("2 hoạt động")
    assert (second[2]["closed_on"], second[2]["results"]) == ("01/8/2023", "Tám phần mười đã đóng")
    assert "phong trào thi đua đã phát động đến ngày 31/12/2023" in text(2)


def test_ranks_and_their_sensitivity_are_only_in_the_second_half_report(contest, provinces, secretary):
    settle(contest, provinces, secretary, can_tho="48", hau_giang="43")
    assert document(1)["emulation"] is None
    contest_part = document(2)["emulation"]
    first, second, *others = contest_part["ranking"]
    assert (first["province"], first["total"]) == ("Cần Thơ", "78.00")
    # without the first criterion Sóc Trăng's 36 are ahead of everybody's 30
    assert first["verdict"] == "Hạng 1, dao động từ hạng 1 đến hạng 2"
    assert (second["province"], second["rank"]) == ("Sóc Trăng", 2)
    assert [each["rank"] for each in others] == [3, 4, 4, 4, 4]
    printed = text(2)
    assert "dẫn đầu là Cần Thơ với 78,00 điểm" in printed
    assert "Bảng 1. Điểm và xếp hạng thi đua năm 2023" in printed
    assert "Hạng 1, dao động từ hạng 1 đến hạng 2" in printed
    assert "Phụ lục III BẢNG ĐIỂM THI ĐUA NĂM 2023" in printed
    assert "bảng điểm thi đua ghi tại Phụ lục III kèm theo./." in printed
    assert "– số minh họa" not in printed


def test_provisional_result_is_called_so_in_the_report(contest, provinces, secretary):
    settle(contest, provinces, secretary, can_tho="48")
    EmulationYear.objects.update(allows_provisional=True, provisional_reason="Kịp hội nghị tổng kết.")
    OpenInput.objects.create(year=contest, province=provinces["ca-mau"], half=2, kind="missing")
    printed = text(2)
    assert "Bảng 1. Điểm và xếp hạng thi đua năm 2023 (kết quả tạm thời)" in printed
    assert (
        "Kết quả tạm thời. 6 tháng cuối năm 2023: Cà Mau chưa có số được chấp nhận. "
        "Lý do chốt tạm thời: Kịp hội nghị tổng kết. Sau tự chấm" in printed
    )
    assert "Hạng 1, ổn định" not in printed


def test_unsettled_points_are_in_no_report(contest, provinces, secretary, head):
    criterion = make_criterion(contest, maximum=Decimal(50))
    make_final(criterion, provinces["can-tho"], secretary, "41.5")
    for officer in (None, secretary, head):
        assert document(2, officer=officer, accepted_only=False)["emulation"] is None


def test_illustrative_contest_is_marked_wherever_it_is_printed(contest, provinces, secretary):
    contest.is_illustrative = True
    settle(contest, provinces, secretary, can_tho="48")
    printed = text(2)
    for place in (
        "Điểm và xếp hạng thi đua năm 2023 – số minh họa",
        "BẢNG ĐIỂM THI ĐUA NĂM 2023 – SỐ MINH HỌA",
        "với 78,00 điểm (số minh họa)",
        "chỗ ghi “minh họa” không phải số liệu đã công bố",
    ):
        assert place in printed


def test_paper_is_vietnamese_in_any_interface_language(contest, provinces, secretary):
    make_criterion(contest, "Sáng kiến", kind="bonus", maximum=Decimal(2))
    contest.tie_steps.create(position=1, kind="penalty")
    settle(contest, provinces, secretary, can_tho="48")
    vietnamese = document(2)
    with translation.override("en"):
        assert document(2) == vietnamese
    assert vietnamese["emulation"]["ties"] == ["điểm trừ ít hơn"]
    assert vietnamese["emulation"]["scores"]["rows"][-1]["number"] == "Thưởng 1"


def test_counted_votes_are_reported_and_open_ones_are_not(contest, provinces, secretary):
    at = timezone.now()
    steps = {"opened_at": at, "opened_by": secretary}
    Poll.objects.create(year=contest, title="Bằng khen", state="open", sealed=b"x", **steps)
    assert document(2)["emulation"] is None
    poll = Poll.objects.create(
        year=contest, title="Đề nghị tặng Cờ thi đua", needs="over_half", state="closed", ballots=7, blanks=1,
        closed_at=at, closed_by=secretary, **steps,
    )  # fmt: skip
    for position, (slug, votes) in enumerate([("can-tho", 5), ("hau-giang", 1)], start=1):
        Nominee.objects.create(poll=poll, position=position, province=provinces[slug], votes=votes)
    assert (
        "Bỏ phiếu kín “Đề nghị tặng Cờ thi đua”: 07 phiếu; đề nghị "
        f"{provinces['can-tho'].alliance_name} (05 phiếu)." in text(2)
    )


def test_only_proposed_or_awarded_commendations_are_listed(contest, hau_giang):
    decided = {"state": "awarded", "decision_number": "12/QĐ-LMHTXVN"}
    make_dossier(contest, hau_giang, "Nguyễn Văn An", decided_on=dt.date(2023, 6, 1), **decided)
    make_dossier(contest, hau_giang, "Trần Thị Bình", decided_on=dt.date(2024, 2, 5), **decided)
    make_dossier(contest, hau_giang, "Lê Văn Cảnh", state="proposed")
    for state in ("draft", "sent", "returned", "refused"):
        make_dossier(contest, hau_giang, f"Không kể {state}", state=state)
    assert [row["name"] for row in document(1)["emulation"]["commendations"]] == ["Nguyễn Văn An"]
    printed = text(2)
    assert "trong đó 01 trường hợp đang đề nghị" in printed
    assert "Lê Văn Cảnh Bằng khen Hậu Giang Đã đề nghị cấp trên" in printed
    decisions = [row["decision"] for row in document(2)["emulation"]["commendations"]]
    assert decisions == [None, "12/QĐ-LMHTXVN, 01/6/2023", "12/QĐ-LMHTXVN, 05/02/2024"]
    assert "Không kể" not in printed


def test_registrations_and_awards_have_one_number_in_the_report(cluster, provinces, officer_hg, secretary):
    """What the provinces reported: the contest's own registers, which count otherwise here, print none."""
    make_delivered_catalogue()
    period, contest = make_period(cluster, "2023-H1"), make_year(cluster, 2023)
    for slug, province in provinces.items():
        registered, awarded = ("45", "17") if slug == "can-tho" else ("0", "0")
        values = {"emulation.registrations": registered, "emulation.awards": awarded}
        make_reported(period, province, officer_hg, values)
    movement = make_launched(contest, secretary, name="Nhân rộng mô hình")
    movements_services.register(movement=movement, province=provinces["hau-giang"], units=38, by=officer_hg)
    decided = {"state": "awarded", "decided_on": dt.date(2023, 6, 1), "decision_number": "12/QĐ-LMHTXVN"}
    for name in ("Nguyễn Văn An", "Trần Thị Bình"):
        make_dossier(contest, provinces["hau-giang"], name, **decided)
    printed = text(1)
    assert re.findall(r"(\S+) đơn vị (?:\(\S+\) )?đăng ký thi đua", printed) == ["45"]
    assert re.findall(r"(\S+) lượt (?:\(\S+\) )?khen thưởng", printed) == ["17"]
    movements, awards = printed.split("Các phong trào thi đua đã phát động")[1].split(
        "Các tập thể, cá nhân đã có quyết định khen thưởng"
    )
    assert "38" not in re.findall(r"\d+", movements)
    assert awards.startswith(" hoặc đang đề nghị cấp trên khen thưởng nêu tại bảng dưới đây.")


def test_published_report_keeps_its_contest_and_exports_it(
    contest, provinces, officer_hg, secretary, head, client_for
):
    make_pledge(contest, provinces["hau-giang"], officer_hg, {"coop.new": 20}, "signed")
    settle(contest, provinces, secretary, can_tho="48")
    period = Period.objects.get(half=2)
    publish_report(period=period, number=5, signed_on=dt.date(2024, 1, 20), seen=0, by=head)
    council_services.reopen_scores(contest_year=contest, reason="Ghi nhầm.", by=secretary)
    client = client_for(officer_hg)
    assert "dẫn đầu là Cần Thơ" in words(client.get("/conference/2023-H2/report.pdf").content)
    file = io.BytesIO(client.get("/conference/2023-H2/figures.xlsx").getvalue())
    heads, *rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    by_label = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert by_label["Giao ước năm 2023: HTX thành lập mới"]["Hậu Giang"] == 20
    assert by_label["Điểm thi đua: 1 Tham mưu"]["Cần Thơ"] == 48
    assert by_label["Tổng điểm thi đua"]["Hậu Giang"] == 70
    assert by_label["Xếp hạng thi đua"]["Cần Thơ"] == 1
    assert by_label["Mức độ ổn định của thứ hạng"]["Cần Thơ"].startswith("Hạng 1")

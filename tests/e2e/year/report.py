"""The year's conference and its published report."""

from tests.e2e.form import see
from tests.e2e.year.awards import DECISION, TITLE
from tests.e2e.year.desk import HEAD, SECRETARY, SEVEN, Desk, day, press
from tests.e2e.year.movements import OF_CLUSTER, OF_HAU_GIANG

CONFERENCE = "/conference/2023-H2/"


def hold_the_conference(desk: Desk) -> None:
    """The secretary prepares it; the head publishes the report."""
    page = desk.sit(SECRETARY, CONFERENCE)
    page.locator('[name="held_on"]').fill(day())
    page.locator('[name="place"]').fill("thành phố Rạch Giá")
    press(page, "Lưu")
    see(page, "Đã lưu nội dung hội nghị.")
    page = desk.sit(HEAD, CONFERENCE)
    page.get_by_label("Số văn bản").fill("9")
    page.get_by_label("Ngày ký").fill(day())
    press(page, "Ban hành báo cáo")
    see(page, "Đã ban hành Báo cáo số 09/BC-CTĐ.")


def read_the_report(desk: Desk, by_rank: list[str]) -> None:
    """Any province reads the published report."""
    desk.sit("bac-lieu", CONFERENCE)
    text = desk.paper(f"{CONFERENCE}report.pdf")
    assert "Số: 09/BC-CTĐ" in text
    # progress against the pledges
    assert "HTX thành lập mới 138/143 (97%)" in text
    # movements, and those without means
    assert "trong đó 01 phong trào chưa nêu đủ nguồn lực" in text
    for name in (OF_CLUSTER, OF_HAU_GIANG):
        assert name.split()[0] in text
    # ranks and how firm they are
    assert f"dẫn đầu là {by_rank[0]} với" in text
    assert "Mức độ ổn định" in text
    assert "dao động từ hạng" in text
    assert "BẢNG ĐIỂM THI ĐUA NĂM 2023" in text
    assert all(name in text for name in SEVEN.values())
    # the vote and the commendations
    assert f"Bỏ phiếu kín “{TITLE}”: 07 phiếu" in text
    assert "trong đó 01 trường hợp đang đề nghị" in text
    assert DECISION in text
    # nothing of this year is illustrative
    assert "Điểm và xếp hạng thi đua năm 2023 – số minh họa" not in text

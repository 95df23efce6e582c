"""Self-scores, the ring of cross-checks, and the answer of a checked province."""

from playwright.sync_api import Page, expect

from emulation.criteria.tree import read_tree
from emulation.self_scores import services
from emulation.self_scores.models import ScoreSheet
from emulation.self_scores.services import ClaimedScore
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from tests.e2e.form import every, see
from tests.e2e.year.desk import CONTEST, IN_THE_BROWSER, SECRETARY, SEVEN, Desk, press
from tests.emulation.evidence.evidence_files import PDF
from vietnamese.numbers import parse_number

# Criterion → self-scores of the seven provinces in their order, without computed criteria.
SELF_SCORES = {
    "1.1": ("4,5", "4", "4,5", "5", "4", "4,5", "3,5"),
    "1.2": ("2", "1,5", "2", "2", "1,5", "2", "1,5"),
    "1.3": ("3", "2,5", "2,5", "3", "2,5", "3", "2"),
    "2.1": ("2,5", "2", "3", "3", "2,5", "3", "2"),
    "2.2": ("3", "2,5", "2,5", "3", "2", "3", "2"),
    "3": ("13", "11", "13", "14", "12", "13,5", "10"),
    "5.2": ("7", "6", "7", "8", "4", "8", "5"),
    "6.2": ("6", "4", "5,5", "6,5", "5", "6", "4"),
    "7.2": ("4,5", "4", "4,5", "5", "4", "5", "3"),
    "Thưởng 1": ("1", "0", "1", "2", "0", "1", "0"),
    "Trừ 1": ("0", "0", "0", "0", "1", "0", "1"),
}
OBJECTED, CHECKER_POINTS, REASON = "1.1", "3", "Văn bản tham mưu chưa được ban hành."
ANSWER = "Văn bản đã ban hành ngày 12/10/2023."


def points_of(number: str, index: int) -> str:
    """The self-score of the province with that index."""
    return SELF_SCORES[number][index]


def score_themselves(desk: Desk) -> None:
    """Officers score each criterion, leaders send the sheet; no other province reads it."""
    for index, (slug, name) in enumerate(SEVEN.items()):
        if slug != IN_THE_BROWSER:
            _send(slug, index)
            continue
        page = desk.sit(slug, f"{CONTEST}scores/{slug}/")
        see(page, "Tự tính")
        page.get_by_role("link", name="Chấm tiêu chí 1.1").click()
        for number, points in SELF_SCORES.items():
            _score(page, number, points[index], with_file=(slug, number) == ("hau-giang", OBJECTED))
        see(page, "Đã chấm đủ. Lãnh đạo Liên minh xem lại và gửi Cụm.")
        page = desk.sit(f"{slug}-lead", f"{CONTEST}scores/{slug}/")
        press(page, "Gửi phiếu tự chấm cho Cụm")
        see(page, "Đã gửi phiếu tự chấm cho Cụm.")
        neighbour = next(other for other in SEVEN if other != slug)
        desk.sit(neighbour, f"{CONTEST}scores/")
        assert desk.status(f"{CONTEST}scores/{slug}/") == 404, f"{neighbour} reads {name}'s self-score early"


def _send(slug: str, index: int) -> None:
    officer, leader = (Officer.objects.get(username=name) for name in (slug, f"{slug}-lead"))
    contest_year = EmulationYear.objects.get(year=2023)
    criteria = {node.number: node.criterion for node in read_tree(contest_year).leaves}
    for number in SELF_SCORES:
        sheet, _new = ScoreSheet.objects.get_or_create(year=contest_year, province=officer.province)
        claim = ClaimedScore(
            parse_number(points_of(number, index)), f"Theo hồ sơ năm 2023, tiêu chí {number}."
        )
        services.save_score(sheet=sheet, criterion=criteria[number], claim=claim, by=officer)
    services.send_scores(sheet=ScoreSheet.objects.get(pk=sheet.pk), by=leader)


def _score(page: Page, number: str, points: str, *, with_file: bool) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{number} ")
    page.locator("[name=points]").fill(points)
    page.get_by_label("Căn cứ, giải trình").fill(f"Theo hồ sơ năm 2023, tiêu chí {number}.")
    if with_file:
        page.get_by_label("Thêm tệp minh chứng").set_input_files(
            {"name": "van-ban.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
    next_button = page.get_by_role("button", name="Lưu và chấm tiếp")
    (next_button if every(next_button) else page.get_by_role("button", name="Lưu", exact=True)).click()
    see(page, f"Đã lưu {number} ")


def draw_the_ring(desk: Desk) -> dict[str, str]:
    """Draw and publish one ring; return checked → checker by slug, from the page."""
    page = desk.sit(SECRETARY, f"{CONTEST}checks/")
    press(page, "Bốc thăm")
    press(page, "Công bố phân công")
    slugs = {name: slug for slug, name in SEVEN.items()}
    rows = [line.locator("th, td").all_inner_texts() for line in every(page.locator("tbody tr"))]
    ring = {slugs[checked]: slugs[checker] for checker, checked, *_rest in rows}
    assert len(ring) == len(set(ring.values())) == 7
    assert all(checker != checked for checked, checker in ring.items())
    return ring


def check_each_other(desk: Desk, ring: dict[str, str]) -> None:
    """Each checks the next; the checker of Hậu Giang differs, and can send only with a reason."""
    indexes = {slug: index for index, slug in enumerate(SEVEN)}
    for checked, checker in ring.items():
        page = desk.sit(f"{checker}-lead", f"{CONTEST}checks/")
        page.get_by_role("link", name="Chấm", exact=True).click()
        if checked == "hau-giang":
            see(page, "van-ban.pdf")
        for number in SELF_SCORES:
            page.get_by_label(f"Điểm chấm chéo tiêu chí {number}", exact=True).fill(
                points_of(number, indexes[checked])
            )
        if checked == "hau-giang":
            page.get_by_label(f"Điểm chấm chéo tiêu chí {OBJECTED}", exact=True).fill(CHECKER_POINTS)
            press(page, "Lưu và gửi phiếu chấm")
            see(page, "Chấm khác điểm tự chấm thì phải ghi lý do.")
            page.get_by_label(f"Lý do chấm khác tiêu chí {OBJECTED}", exact=True).fill(REASON)
        press(page, "Lưu và gửi phiếu chấm")
        see(page, "gửi ngày")
        # No province reads its check before the days of answers and before sending its own check.
        desk.sit(checked, f"{CONTEST}checks/")
        status = desk.status(f"{CONTEST}checks/{checked}/")
        assert status == 404, f"{checked} reads its check early: {status}"


def object_to_it(desk: Desk) -> None:
    page = desk.sit("hau-giang", f"{CONTEST}checks/hau-giang/")
    see(page, REASON)
    page.get_by_label(f"Ý kiến của tỉnh về tiêu chí {OBJECTED}").fill(ANSWER)
    press(page, "Lưu ý kiến")
    see(page, ANSWER)

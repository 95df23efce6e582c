"""Final points with their reasons, settling and reopening them, who may read them."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from emulation.council.services import FinalEntry, _written
from emulation.criteria.models import Criterion
from emulation.results.loading import load_whole_table
from emulation.results.models import FinalScore, TieStep
from emulation.results.table import Cell
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from figures.submissions.models import Figure
from figures.submissions.reasons import NO_REASON
from tests.conflicts import differences, seen_on
from tests.emulation.factories import (
    make_criterion,
    make_final,
    make_sheet,
    make_sheets,
    make_year,
    settle_provisionally,
)
from tests.figures.factories import make_catalogue, make_period, make_reported
from tests.papers.pdf_measure import words

Kind = Criterion.Kind


@pytest.fixture
def scene(contest, provinces, secretary) -> dict[str, Criterion]:
    """Locked rules: 1 (1.1 judged up to 60, 1.2 counted up to 20), 2 judged up to 20, a bonus of 3."""
    catalogue = make_catalogue()
    group = make_criterion(contest, "Tham mưu", kind=Kind.GROUP, maximum=Decimal(80), position=1)
    criteria = {
        "1.1": make_criterion(contest, "Cơ chế", parent=group, maximum=Decimal(60)),
        "1.2": make_criterion(
            contest,
            "Thành lập mới",
            parent=group,
            kind=Kind.COUNTED,
            maximum=Decimal(20),
            numerator=catalogue["coop.new"],
            points_each=Decimal(2),
        ),
        "2": make_criterion(contest, "Tuyên truyền", maximum=Decimal(20), position=2),
        "bonus": make_criterion(contest, "Sáng kiến", kind=Kind.BONUS, maximum=Decimal(3), position=3),
    }
    EmulationYear.objects.update(rules_locked_at=timezone.now())
    contest.refresh_from_db()
    return criteria


def data(scene, client, slug="hau-giang", **points):
    """The page's POST: its version, and the points (with a reason) by the criterion's number."""
    page = client.get(f"/emulation/2023/results/{slug}/finals/").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    values = {"seen": seen}
    for number, entry in points.items():
        pk = scene[number.replace("_", ".")].pk
        text, reason = entry if isinstance(entry, tuple) else (entry, "")
        values |= {f"points.{pk}": text, f"reason.{pk}": reason}
    return values


URL = "/emulation/2023/results/hau-giang/finals/"


def finals_of(province):
    return {f.criterion.label: f.points for f in FinalScore.objects.filter(province=province)}


def test_final_points_with_a_decimal_comma(scene, client_for, secretary, hau_giang):
    client = client_for(secretary)
    answer = client.post(URL, data(scene, client, **{"1_1": "55,5", "2": "18"}))
    assert answer.status_code == 302
    assert finals_of(hau_giang) == {"Cơ chế": Decimal("55.5"), "Tuyên truyền": 18}
    event = Event.objects.get(action="council.score")
    assert (event.by, event.province) == (secretary, hau_giang)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("60,5", "từ 0 đến 60"),
        ("-1", "không được âm"),
        ("1.23.456", "1.23.456"),
        ("5,5555", "chữ số sau dấu phẩy"),
        ("năm", "không hợp lệ"),
    ],
)
def test_invalid_points_save_nothing(text, message, scene, client_for, secretary):
    client = client_for(secretary)
    answer = client.post(URL, data(scene, client, **{"1_1": text, "2": "18"}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert message in page
    assert f'value="{text}"' in page
    assert 'value="18"' in page
    assert not FinalScore.objects.exists()


def test_points_that_differ_from_the_figures_need_a_reason(
    scene, contest, cluster, hau_giang, officer_hg, client_for, secretary
):
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "4"})
    client = client_for(secretary)
    answer = client.post(URL, data(scene, client, **{"1_2": "10"}))
    assert "ghi lý do" in answer.content.decode()
    assert not FinalScore.objects.exists()
    assert client.post(URL, data(scene, client, **{"1_2": "8"})).status_code == 302
    assert (
        client.post(URL, data(scene, client, **{"1_2": ("10", "Một HTX chưa kịp báo cáo.")})).status_code
        == 302
    )
    assert FinalScore.objects.get().reason == "Một HTX chưa kịp báo cáo."


def test_second_of_two_savers_gets_a_conflict_with_their_input(
    scene, contest, client_for, secretary, head, hau_giang
):
    make_sheet(contest, head.province, sent_by=head)
    first, second = client_for(secretary), client_for(head)
    first_data, second_data = data(scene, first, **{"2": "17"}), data(scene, second, **{"2": "19"})
    assert first.post(URL, first_data).status_code == 302
    answer = second.post(URL, second_data)
    assert answer.status_code == 409
    assert "Người khác vừa lưu" in answer.content.decode()
    assert differences(answer) == {"2 Tuyên truyền": ("17", "19")}
    assert 'value="19"' in answer.content.decode()
    assert finals_of(hau_giang) == {"Tuyên truyền": 17}
    current = answer.content.decode().split('name="seen" value="')[1].split('"')[0]
    assert second.post(URL, second_data | {"seen": current}).status_code == 302
    assert finals_of(hau_giang) == {"Tuyên truyền": 19}


def test_empty_field_deletes_the_points_and_is_not_zero(scene, client_for, secretary, hau_giang):
    client = client_for(secretary)
    client.post(URL, data(scene, client, **{"2": "0"}))
    assert finals_of(hau_giang) == {"Tuyên truyền": 0}
    client.post(URL, data(scene, client, **{"2": ""}))
    assert finals_of(hau_giang) == {}


def test_scores_cannot_be_settled_while_a_cell_is_empty(scene, contest, provinces, client_for, secretary):
    client = client_for(secretary)
    for province in provinces.values():
        for number in ("1.1", "1.2"):
            make_final(scene[number], province, secretary, "10", "Họp xét.")
    page = client.post("/emulation/2023/results/settle/", follow=True).content.decode()
    assert "Còn 7 ô chưa có điểm thống nhất" in page
    for province in provinces.values():
        make_final(scene["2"], province, secretary, "10")
    EmulationYear.objects.update(allows_provisional=True)
    why = {"reason": "Kịp hội nghị."} | seen_on(client, "/emulation/2023/results/settle/")
    page = client.post("/emulation/2023/results/settle/", why, follow=True).content.decode()
    assert "Kết quả tạm thời" in page
    assert client.post(URL, {"seen": "x"}).status_code == 409  # closed for writing
    assert Event.objects.filter(action="council.settle_provisionally", by=secretary).count() == 1


@pytest.fixture
def settled(scene, contest, provinces, secretary) -> EmulationYear:
    """Every province has 50 + 10 + 10; Cần Thơ has 5 more for 1.1, Hậu Giang a bonus of 2."""
    for slug, province in provinces.items():
        more = 5 if slug == "can-tho" else 0
        make_final(scene["1.1"], province, secretary, str(50 + more))
        make_final(scene["1.2"], province, secretary, "10", "Họp xét.")
        make_final(scene["2"], province, secretary, "10")
    make_final(scene["bonus"], provinces["hau-giang"], secretary, "2")
    make_sheets(contest, secretary)
    return settle_provisionally(contest, secretary)


def test_settled_scores_are_shown_to_everybody_in_the_contest(settled, client_for, officer_hg, observer):
    page = client_for(officer_hg).get("/emulation/2023/results/").content.decode()
    rows = [row for row in page.split("<tr>") if 'scope="row"' in row][:3]
    assert "Cần Thơ" in rows[0]
    assert "75,00" in rows[0]
    assert "Hậu Giang" in rows[1]
    assert "72,00" in rows[1]
    # Without criterion 1 Cần Thơ is no longer ahead.
    assert "Tạm xếp hạng 3, dao động từ hạng 2 đến hạng 3" in rows[2]
    assert "Ghi điểm thống nhất" not in page
    assert client_for(observer).get("/emulation/2023/results/hau-giang/").status_code == 200


def test_open_scores_are_on_no_page_of_other_readers(scene, client_for, officer_hg, observer, secretary):
    make_final(scene["2"], officer_hg.province, secretary, "13.37")
    for officer in (officer_hg, observer):
        client = client_for(officer)
        for page in ("", "results/", "results/hau-giang/", "results/can-tho/", "rules/"):
            answer = client.get(f"/emulation/2023/{page}")
            assert "13,37" not in answer.content.decode()
            assert 'href="/emulation/2023/results/' not in answer.content.decode()


def test_reopening_needs_a_reason_and_hides_the_scores(settled, client_for, secretary, officer_hg):
    client = client_for(secretary)
    assert "Chưa nhập" in client.post("/emulation/2023/results/reopen/", {"reason": " "}).content.decode()
    reason = {"reason": "Cộng nhầm."} | seen_on(client, "/emulation/2023/results/reopen/")
    assert client.post("/emulation/2023/results/reopen/", reason).status_code == 302
    assert Event.objects.get(action="council.reopen").reason == "Cộng nhầm."
    assert client_for(officer_hg).get("/emulation/2023/results/").status_code == 404


def test_ranking_compares_whole_years_only(
    settled, cluster, provinces, hau_giang, officer_hg, secretary, client_for
):
    year_before = make_year(cluster, 2022)
    criterion = make_criterion(year_before, "Chung", maximum=Decimal(100))
    for slug, province in provinces.items():
        make_final(criterion, province, secretary, "80" if slug == "hau-giang" else "60")
    make_sheets(year_before, secretary)
    EmulationYear.objects.filter(year=2022).update(scores_settled_at=timezone.now())
    client, page = client_for(secretary), "/emulation/2023/results/hau-giang/"
    assert "So với năm trước" not in client.get(page).content.decode()
    for slug, new in (("2023-H1", "3"), ("2023-H2", "2")):  # ten points, as settled
        make_reported(make_period(cluster, slug), hau_giang, officer_hg, {"coop.new": new})
    EmulationYear.objects.filter(year=2023).update(provisional_reason="")
    assert "So với năm trước −8,00 điểm (hạng 1)" in client.get(page).content.decode()
    EmulationYear.objects.filter(year=2022).update(allows_provisional=True, provisional_reason="Thiếu số.")
    assert "So với năm trước" not in client.get(page).content.decode()


def test_province_page_links_to_the_accepted_cell(
    scene, cluster, hau_giang, officer_hg, client_for, secretary
):
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "4"})
    page = client_for(secretary).get("/emulation/2023/results/hau-giang/").content.decode()
    assert 'href="/entry/2023-H1/hau-giang/#coop-new"' in page
    assert "Đạt 4 HTX" in page


def test_province_page_notes_figures_that_changed_since(
    scene, cluster, hau_giang, officer_hg, client_for, secretary
):
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "4"})
    make_final(scene["1.2"], hau_giang, secretary, "6")
    page = client_for(secretary).get("/emulation/2023/results/hau-giang/").content.decode()
    assert "Số liệu đã đổi từ khi thống nhất điểm" in page


def test_before_the_councils_days_no_field_for_points_is_offered(
    scene, contest, provinces, client_for, secretary
):
    client = client_for(secretary)
    old = data(scene, client, **{"1_1": "41"})
    council = contest.deadlines.filter(part="council")
    council.update(opens_on=dt.date(2999, 1, 1), due_on=dt.date(2999, 1, 2))
    why = "Họp xét, thống nhất điểm bắt đầu từ ngày 01/01/2999."
    page = client.get(URL).content.decode()
    assert why in page
    assert 'name="points.' not in page
    assert 'href="/emulation/2023/results/hau-giang/"' in page, "where the points and their grounds are read"
    refused = client.post(URL, old)
    assert refused.status_code == 409
    assert 'value="41"' in refused.content.decode(), "what was typed stays"

    EmulationYear.objects.update(allows_provisional=True)
    settling = client.get("/emulation/2023/results/settle/", follow=True)
    assert why in settling.content.decode()
    assert 'name="reason"' not in settling.content.decode()
    for criterion in scene.values():
        for province in provinces.values():
            make_final(criterion, province, secretary, "1", "Họp xét.")
    results = client.get("/emulation/2023/results/").content.decode()
    assert why in results
    assert "/results/settle/" not in results


def test_tie_rule_is_locked_with_the_rules(contest, client_for, secretary):
    first = make_criterion(contest, "Chung", maximum=Decimal(100))
    client = client_for(secretary)
    chosen = {"step.0": "penalty", "step.1": f"criterion:{first.pk}"}
    page = "/emulation/2023/rules/ties/"
    assert client.post(page, chosen | seen_on(client, page)).status_code == 302
    assert [(s.kind, s.criterion) for s in contest.tie_steps.all()] == [
        ("penalty", None),
        ("criterion", first),
    ]
    repeated = client.post("/emulation/2023/rules/ties/", {"step.0": "penalty", "step.1": "penalty"})
    assert "hai lần" in repeated.content.decode()
    EmulationYear.objects.update(rules_locked_at=timezone.now())
    locked = client.post("/emulation/2023/rules/ties/", {"step.0": "improvement"})
    assert "đã khóa" in locked.content.decode()
    assert contest.tie_steps.count() == 2


def test_results_page_queries(
    settled, contest, provinces, secretary, client_for, django_assert_max_num_queries
):
    client = client_for(secretary)
    client.get("/emulation/2023/results/")
    with django_assert_max_num_queries(39):
        client.get("/emulation/2023/results/")


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "write",
    [
        lambda c, p, by: FinalScore.objects.create(criterion=c, province=p, points=-1, changed_by=by),
        lambda c, p, by: [make_final(c, p, by, "1"), make_final(c, p, by, "2")],
        lambda c, p, by: TieStep.objects.create(year=c.year, position=1, kind="luck"),
        lambda c, p, by: TieStep.objects.create(year=c.year, position=1, kind="criterion"),
        lambda c, p, by: TieStep.objects.create(year=c.year, position=1, kind="penalty", criterion=c),
        lambda c, p, by: [
            TieStep.objects.create(year=c.year, position=1, kind=kind) for kind in ("penalty", "improvement")
        ],
        lambda c, p, by: [TieStep.objects.create(year=c.year, position=n, kind="penalty") for n in (1, 2)],
        lambda c, p, by: [
            TieStep.objects.create(year=c.year, position=n, kind="criterion", criterion=c) for n in (1, 2)
        ],
    ],
)
def test_database_refuses(write, contest, hau_giang, secretary):
    criterion = make_criterion(contest)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(criterion, hau_giang, secretary)


def test_group_without_all_points_has_no_sum(scene, hau_giang, secretary, client_for):
    make_final(scene["1.1"], hau_giang, secretary, "41")
    page = client_for(secretary).get("/emulation/2023/results/hau-giang/").content.decode()
    group = page.split("1 Tham mưu")[1].split("</tr>")[0]
    assert "41,00" not in group
    assert "Tổng điểm 41,00" in page  # the provisional total
    assert "Còn tạm tính" in page


# A reason of other points


CHANGED = "Điểm đã đổi từ khi ghi lý do"


@pytest.fixture
def explained(scene, cluster, hau_giang, officer_hg, client_for, secretary):
    """Ten final points where figures give 8, with a reason; the secretary's browser."""
    make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, {"coop.new": "4"})
    client = client_for(secretary)
    client.post(URL, data(scene, client, **{"1_2": ("10", "Một HTX chưa báo cáo.")}))
    return client


def test_reason_of_other_final_points_is_asked_about_and_confirmed(scene, explained):
    unchanged = data(scene, explained, **{"1_2": ("12", "Một HTX chưa báo cáo.")})
    page = explained.post(URL, unchanged).content.decode()
    assert CHANGED in page
    assert "Vẫn đúng với điểm này: “Một HTX chưa báo cáo.”" in page
    assert FinalScore.objects.get().points == 10
    confirmed = unchanged | {f"again.{scene['1.2'].pk}": "on"}
    assert explained.post(URL, confirmed).status_code == 302
    final = FinalScore.objects.get()
    assert (final.points, final.reason, final.reason_for) == (12, "Một HTX chưa báo cáo.", "12 8 -")


def test_reason_does_not_outlive_a_change_of_the_figures(scene, contest, explained, hau_giang, secretary):
    Figure.objects.filter(indicator__code="coop.new").update(value=6)
    table = load_whole_table(contest)
    ((row, province, cell),) = table.unexplained
    assert (row.node.number, province, cell.reason) == ("1.2", hau_giang, "")
    assert "Một HTX chưa báo cáo" not in cell.reasons_text
    assert cell.earlier_reason == "Một HTX chưa báo cáo."
    page = explained.get(URL).content.decode()
    assert "Vẫn đúng với điểm này: “Một HTX chưa báo cáo.”" in page
    Figure.objects.filter(indicator__code="coop.new").update(value=4)
    assert load_whole_table(contest).unexplained == []


POINTS = st.one_of(st.none(), st.integers(0, 3).map(Decimal))
REASON = st.sampled_from(["", "Có văn bản.", "Thiếu văn bản."])
EDITS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["own", "check"]), POINTS),  # the province, its checker, or the figures
        st.tuples(POINTS, st.one_of(st.none(), REASON), st.booleans()),  # the council; None leaves the text
    ),
    max_size=12,
)


@given(EDITS)
def test_reason_that_is_printed_was_given_for_the_points_beside_it(edits):
    cell, given_for = Cell(own=Decimal(2), check=Decimal(1)), {}
    for edit in edits:
        if len(edit) == 2:
            cell = replace(cell, **{edit[0]: edit[1]})
        else:
            points, typed, is_confirmed = edit
            reason = cell.reason if typed is None else typed
            new = _written(cell, FinalEntry(points, reason, is_confirmed), reason)
            if reason != cell.reason or is_confirmed:
                given_for[reason or cell.given_reason.text] = new.key
            cell = new if points is not None else replace(new, given_reason=NO_REASON)  # as it is stored
        assert not cell.reason or given_for[cell.reason] == cell.key
        assert ("Thống nhất:" in cell.reasons_text) == bool(cell.reason)
        assert cell.reason in cell.reasons_text


def test_papers_leave_out_a_reason_of_other_points(scene, explained, hau_giang, secretary):
    address, reason = "/emulation/2023/results/table", "Một HTX chưa báo cáo"
    for value, is_printed in ((4, True), (6, False), (4, True)):
        Figure.objects.filter(indicator__code="coop.new").update(value=value)
        with zipfile.ZipFile(io.BytesIO(explained.get(f"{address}.docx").content)) as packed:
            assert (reason in packed.read("word/document.xml").decode()) == is_printed
        assert (reason in words(explained.get(f"{address}.pdf").content)) == is_printed


@pytest.mark.parametrize("reason", ["Cộng nhầm tiêu chí 2.", ""])
def test_second_reopening_says_who_was_first_and_keeps_the_reason(
    reason, settled, client_for, secretary, head
):
    first, second, address = client_for(head), client_for(secretary), "/emulation/2023/results/reopen/"
    seen = [seen_on(client, address) for client in (first, second)]
    assert first.post(address, {"reason": "Cộng nhầm."} | seen[0]).status_code == 302
    response = second.post(address, {"reason": reason} | seen[1])
    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["__all__"]
    page = response.content.decode()
    assert f"{head.title} đã mở lại điểm, nên lần mở lại này chưa được ghi" in page
    assert f"{reason}</textarea>" in page
    assert Event.objects.filter(action="council.reopen").count() == 1
    assert "đã mở lại điểm" in second.get(address, follow=True).content.decode()


def test_provisional_settling_of_settled_scores_keeps_its_reason(settled, client_for, secretary):
    typed = {"reason": "Kịp hội nghị tổng kết."}
    response = client_for(secretary).post("/emulation/2023/results/settle/", typed)
    assert response.status_code == 409
    assert "Điểm đã chốt. Mở lại điểm rồi mới sửa được." in response.content.decode()
    assert "Kịp hội nghị tổng kết.</textarea>" in response.content.decode()


def test_invalid_finals_of_settled_scores_say_that_alone(scene, settled, client_for, secretary):
    response = client_for(secretary).post(URL, {f"points.{scene['2'].pk}": "mười"})
    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["__all__"]
    assert 'value="mười"' in response.content.decode()

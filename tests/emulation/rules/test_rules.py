from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from emulation.criteria import services as criteria_services
from emulation.criteria.models import Criterion
from emulation.criteria.tree import read_tree
from emulation.rules import services as rules_services
from emulation.rules.published_2019 import published_rules
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from tests.conflicts import differences, seen_on
from tests.emulation.factories import make_criterion, make_year
from tests.figures.factories import make_catalogue, make_period, make_reported
from web.refusals import RefusedError

Kind = Criterion.Kind
RULES = "/emulation/2023/rules/"


@pytest.fixture
def contest(cluster) -> EmulationYear:
    return make_year(cluster, 2023)


@pytest.fixture
def published(contest, secretary) -> EmulationYear:
    call_command("loaddata", "fixtures/catalogue.json", verbosity=0)
    rules_services.load_rules(contest_year=contest, table=published_rules(), by=secretary)
    return contest


def make_complete_rules(contest_year: EmulationYear) -> Criterion:
    """One criterion of 100 points, so that the maxima add up."""
    return make_criterion(contest_year, maximum=Decimal(100))


def page(client, url: str = RULES) -> str:
    return client.get(url).content.decode()


def test_published_criteria_are_as_published_and_the_others_illustrative(published):
    tree = read_tree(published)
    assert [(node.number, node.criterion.maximum) for node in tree.rows[:9]] == [
        ("1", 10),
        ("1.1", 5),
        ("1.2", 2),
        ("1.3", 3),
        ("2", 10),
        ("2.1", 3),
        ("2.2", 3),
        ("2.3", 4),
        ("3", 15),
    ]
    share = tree.rows[7].criterion
    assert share.indicator_codes == ("alliance.member_coops", "coop.total")
    assert [(band.at_least, band.points) for band in share.bands.all()] == [(80, 4), (60, 3), (0, 2)]
    assert [node.criterion.is_illustrative for node in tree.rows] == [False] * 9 + [True] * (
        len(tree.rows) - 9
    )
    assert all(node.criterion.is_illustrative for node in tree.apart)
    assert {node.criterion.kind for node in tree.all} == set(Kind.values) - {Kind.YES_NO}
    assert (tree.total, tree.problems()) == (100, [])


def test_page_shows_numbers_maxima_and_formulas(published, client_for, officer_hg):
    text = page(client_for(officer_hg))
    assert "2.3 Tỷ lệ HTX là thành viên" in text
    assert "từ 80% được 4 điểm; từ 60% đến dưới 80% được 3 điểm; dưới 60% được 2 điểm" in text
    assert "Những dòng ghi minh họa không phải tiêu chí đã công bố" in text
    assert "/rules/add/" not in text


def test_queries_do_not_grow_with_the_rows(published, client_for, secretary, django_assert_max_num_queries):
    client = client_for(secretary)
    page(client)
    with django_assert_max_num_queries(13) as few:
        page(client)
    for _ in range(5):
        group = make_criterion(published, kind=Kind.GROUP)
        make_criterion(published, parent=group)
    with django_assert_max_num_queries(len(few.captured_queries)):
        page(client)


def test_criterion_is_added_in_two_steps_and_once_for_two_clicks(contest, client_for, secretary):
    catalogue, client = make_catalogue(), client_for(secretary)
    group = make_criterion(contest, kind=Kind.GROUP, maximum=Decimal(10))
    url = f"{RULES}add/?kind=banded&parent={group.pk}"
    assert "Mức 1: từ (%)" in page(client, url)
    data = {
        "label": "Tỷ lệ HTX là thành viên",
        "maximum": "4",
        "numerator": catalogue["alliance.member_coops"].pk,
        "denominator": catalogue["coop.total"].pk,
        "band0.from": "80",
        "band0.points": "4",
        "band1.from": "0",
        "band1.points": "2,5",
        "key": "once",
    }
    for _click in range(2):
        assert client.post(url, data).status_code == 302
    added = contest.criteria.get(kind=Kind.BANDED)
    assert (added.parent, added.maximum) == (group, 4)
    assert [(band.at_least, band.points) for band in added.bands.all()] == [(80, 4), (0, Decimal("2.5"))]
    assert Event.objects.get(action="rules.add").by == secretary


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"maximum": "1.23.456"}, "Giá trị “1.23.456” không hợp lệ"),
        ({"maximum": "0"}, "Đọc được 0; số điểm này phải lớn hơn 0"),
        ({"maximum": "4,5555"}, "ghi nhiều nhất 2 chữ số sau dấu phẩy"),
        ({"label": "\0"}, "Chưa nhập tên tiêu chí"),
        ({"label": "x" * 5000}, "nhiều nhất 300"),
        ({"label": "Đúng hạn ✓"}, "Trên giấy không in được ký tự “✓”"),
        ({"band0.points": ""}, "Mức phải có cả tỷ lệ và điểm"),
        ({"band1.from": "80", "band1.points": "3"}, "tỷ lệ này đã có ở một mức khác"),
        ({"band0.points": "5"}, "Đọc được 5; điểm của một mức không quá điểm tối đa"),
        ({"denominator": "99999999999999999999"}, "chọn một mục có trong danh sách"),
    ],
)
def test_invalid_criterion_is_refused_and_the_input_kept(values, error, contest, client_for, secretary):
    catalogue = make_catalogue()
    data = {
        "label": "Tỷ lệ",
        "maximum": "4",
        "numerator": catalogue["alliance.member_coops"].pk,
        "denominator": catalogue["coop.total"].pk,
        "band0.from": "80",
        "band0.points": "4",
    }
    response = client_for(secretary).post(f"{RULES}add/?kind=banded", data | values)
    assert (response.status_code, contest.criteria.count()) == (200, 0)
    assert error in response.content.decode()
    assert 'value="80"' in response.content.decode()


def test_criterion_added_in_two_tabs_is_one(contest, client_for, secretary):
    group = make_criterion(contest, "Tham mưu", kind=Kind.GROUP)
    client, url = client_for(secretary), f"{RULES}add/?kind=judged&parent={group.pk}"
    first = client.post(url, {"label": "Cơ chế, chính sách", "maximum": "5", "key": "1"})
    second = client.post(url, {"label": "CƠ CHẾ,  chính sách", "maximum": "7", "key": "2"})
    assert (first.status_code, second.status_code) == (302, 200)
    assert "Nhóm này đã có tiêu chí mang tên đó." in second.content.decode()
    assert 'value="7"' in second.content.decode(), "what was typed stays"
    assert group.children.count() == 1


def test_outdated_page_shows_both_versions_before_saving(contest, client_for, secretary):
    row = make_criterion(contest)
    client = client_for(secretary)
    url = f"{RULES}{row.pk}/"
    seen = client.get(url).context["form"]["seen"].value()
    client.post(url, {"label": "Lần một", "maximum": "10", "seen": seen})
    response = client.post(url, {"label": "Lần hai", "maximum": "10", "seen": seen})
    assert response.status_code == 409
    assert differences(response) == {"Tên tiêu chí": ("Lần một", "Lần hai")}
    again = response.context["form"]["seen"].value()
    client.post(url, {"label": "Lần hai", "maximum": "10", "seen": again})
    row.refresh_from_db()
    assert row.label == "Lần hai"


def test_moved_criteria_stay_in_their_group_and_are_renumbered(contest, client_for, secretary):
    first, second = make_criterion(contest, "Một"), make_criterion(contest, "Hai")
    bonus = make_criterion(contest, "Thưởng thêm", kind=Kind.BONUS)
    third = make_criterion(contest, "Ba")
    client = client_for(secretary)
    for row, to in ((third, "up"), (first, "up"), (bonus, "up")):  # the last two stand first already
        client.post(f"{RULES}{row.pk}/move/", {"to": to})
    tree = read_tree(contest)
    assert [(node.number, node.criterion.pk) for node in tree.all] == [
        ("1", first.pk),
        ("2", third.pk),
        ("3", second.pk),
        ("Thưởng 1", bonus.pk),
    ]


def test_group_is_removed_once_it_is_empty(contest, client_for, secretary):
    group = make_criterion(contest, kind=Kind.GROUP)
    part = make_criterion(contest, parent=group)
    client = client_for(secretary)
    response = client.post(f"{RULES}{group.pk}/delete/", follow=True)
    assert "Xóa các tiêu chí con trước" in response.content.decode()
    for row in (part, group, group):
        assert client.post(f"{RULES}{row.pk}/delete/", {"seen": row.version}).status_code == 302
    assert not contest.criteria.exists()


@pytest.mark.parametrize(
    ("maxima", "problem"),
    [
        ([5, 2, 2], "các tiêu chí con cộng lại 9 điểm, điểm tối đa là 10: thiếu 1"),
        ([5, 2, "4.5"], "các tiêu chí con cộng lại 11,5 điểm, điểm tối đa là 10: thừa 1,5"),
        ([], "nhóm chưa có tiêu chí con"),
        ([10], "Các tiêu chí cấp một cộng lại 10 điểm, thang điểm là 100: thiếu 90"),
    ],
)
def test_rules_whose_maxima_do_not_add_up_are_not_locked(maxima, problem, contest, client_for, secretary):
    group = make_criterion(contest, "Tham mưu", kind=Kind.GROUP, maximum=Decimal(10))
    for maximum in maxima:
        make_criterion(contest, parent=group, maximum=Decimal(maximum))
    client = client_for(secretary)
    assert problem in page(client)
    assert problem in client.post(f"{RULES}lock/", follow=True).content.decode()
    contest.refresh_from_db()
    assert not contest.rules_are_locked


def test_maxima_exclude_bonus_and_penalty(contest):
    make_complete_rules(contest)
    make_criterion(contest, kind=Kind.BONUS, maximum=Decimal(3))
    make_criterion(contest, kind=Kind.PENALTY, maximum=Decimal(2))
    assert read_tree(contest).problems() == []


def test_locked_rules_cannot_change(contest, client_for, secretary):
    row, client = make_complete_rules(contest), client_for(secretary)
    client.post(f"{RULES}lock/", {"seen": client.get(RULES).context["version"]})
    contest.refresh_from_db()
    assert contest.rules_are_locked
    for url, data in [
        (f"{RULES}{row.pk}/", {"label": "Khác", "maximum": "1"}),
        (f"{RULES}{row.pk}/move/", {"to": "up"}),
        (f"{RULES}{row.pk}/delete/", {}),
        (f"{RULES}add/?kind=judged", {"label": "Thêm", "maximum": "1"}),
        (f"{RULES}copy/", {}),
        (f"{RULES}load/", {}),
    ]:
        response = client.post(url, data, follow=True)
        assert "Bảng điểm đã khóa" in response.content.decode()
        assert data.get("label", "") in response.content.decode(), "what was typed stays"
    assert [(c.label, c.maximum) for c in contest.criteria.all()] == [(row.label, 100)]
    with pytest.raises(RefusedError):
        criteria_services.save_criterion(criterion=row, by=secretary)


def test_only_the_rules_on_the_page_are_locked(contest, client_for, secretary, head):
    row, client = make_complete_rules(contest), client_for(head)
    old = {"seen": client.get(RULES).context["version"]}
    row.label = "Tên mới"
    criteria_services.save_criterion(criterion=row, by=secretary)
    for data in (old, {}):
        refused = client.post(f"{RULES}lock/", data)
        assert refused.status_code == 409
        assert "Nội dung đã thay đổi sau khi trang này được mở" in refused.content.decode()
        assert "Tên mới" in refused.content.decode()
        contest.refresh_from_db()
        assert not contest.rules_are_locked
    fresh = {"seen": refused.context["version"]}
    assert f'name="seen" value="{fresh["seen"]}"' in refused.content.decode()
    assert client.post(f"{RULES}lock/", fresh).status_code == 302
    contest.refresh_from_db()
    assert contest.rules_are_locked
    assert "Bảng điểm đã khóa từ trước" in client.post(f"{RULES}lock/", old, follow=True).content.decode()


def test_unlocking_needs_a_reason_which_is_recorded(contest, client_for, secretary):
    make_complete_rules(contest)
    rules_services.lock_rules(contest_year=contest, by=secretary)
    client = client_for(secretary)
    assert "Chưa nhập lý do mở khóa" in client.post(f"{RULES}unlock/", {"reason": " "}).content.decode()
    reason = {"reason": "Nhầm điểm tiêu chí 3."} | seen_on(client, f"{RULES}unlock/")
    assert client.post(f"{RULES}unlock/", reason).status_code == 302
    contest.refresh_from_db()
    assert not contest.rules_are_locked
    assert Event.objects.get(action="rules.unlock").reason == "Nhầm điểm tiêu chí 3."


def test_rules_are_copied_from_the_latest_year_that_has_any(published, cluster, client_for, secretary):
    later = make_year(cluster, 2025)
    make_year(cluster, 2024)
    client = client_for(secretary)
    assert "Lấy bảng điểm năm 2023" in page(client, "/emulation/2025/rules/")
    client.post("/emulation/2025/rules/copy/")

    def titles_and_versions(contest_year: EmulationYear) -> list[tuple[str, str]]:
        return [(node.title, node.criterion.version) for node in read_tree(contest_year).all]

    assert titles_and_versions(later) == titles_and_versions(published)
    assert published.criteria.count() == later.criteria.count() == 25
    with pytest.raises(ValidationError, match="Năm này đã có tiêu chí"):
        rules_services.copy_rules(contest_year=later, by=secretary)


def test_leader_without_a_term_cannot_write_rules(contest, leader_ct, secretary):
    row = make_complete_rules(contest)
    for write in (
        lambda: criteria_services.save_criterion(criterion=row, by=leader_ct),
        lambda: criteria_services.delete_criterion(criterion=row, by=leader_ct),
        lambda: rules_services.lock_rules(contest_year=contest, by=leader_ct),
        lambda: rules_services.unlock_rules(contest_year=contest, reason="Vì thế.", by=leader_ct),
        lambda: rules_services.load_rules(contest_year=contest, table=published_rules(), by=leader_ct),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_trial_scores_accepted_figures_of_last_year_and_lists_what_is_missing(
    cluster, contest, hau_giang, can_tho, officer_hg, client_for, secretary, django_assert_max_num_queries
):
    catalogue = make_catalogue()
    terms = {"numerator": catalogue["alliance.member_coops"], "denominator": catalogue["coop.total"]}
    make_criterion(contest, kind=Kind.BANDED, maximum=Decimal(4), bands=[(80, 4), (60, 3), (0, 2)], **terms)
    make_criterion(contest, kind=Kind.BEST, maximum=Decimal(8), numerator=catalogue["coop.new"])
    for half, cells in (("2022-H1", {"coop.new": "8"}), ("2022-H2", {"coop.new": "11"})):
        cells |= {"coop.total": "250", "alliance.member_coops": "150"}
        make_reported(make_period(cluster, half), hau_giang, officer_hg, cells)
    client = client_for(secretary)
    with django_assert_max_num_queries(22):
        response = client.get(f"{RULES}trial/")
    rows = response.context["trial"].rows
    index = [province.slug for province in response.context["trial"].provinces].index("hau-giang")
    assert [(row.cells[index].points.value, row.cells[index].why) for row in rows] == [
        (Decimal(3), ""),
        (None, "chưa đăng ký giao ước chỉ tiêu này"),
    ]
    assert "60,00%" in response.content.decode()
    total = response.context["trial"].totals[index]
    assert (total.value, total.missing, response.context["trial"].maximum) == (3, 1, 12)
    assert "thiếu 1 tiêu chí" in response.content.decode()
    assert "chưa có số được chấp nhận" in response.content.decode()


@pytest.mark.parametrize("reason", ["Nhầm tiêu chí 3.", ""])
def test_second_unlocking_says_who_was_first_and_keeps_the_reason(
    reason, contest, client_for, secretary, head
):
    make_complete_rules(contest)
    rules_services.lock_rules(contest_year=contest, by=secretary)
    client, address = client_for(secretary), f"{RULES}unlock/"
    seen = seen_on(client, address)
    rules_services.unlock_rules(contest_year=contest, reason="Nhầm.", by=head)
    response = client.post(address, {"reason": reason} | seen)
    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["__all__"]
    page = response.content.decode()
    assert f"{head.title} đã mở khóa bảng điểm, nên lần mở khóa này chưa được ghi" in page
    assert f"{reason}</textarea>" in page
    assert Event.objects.filter(action="rules.unlock").count() == 1


def test_invalid_criterion_of_locked_rules_says_that_alone(contest, client_for, secretary):
    make_complete_rules(contest)
    rules_services.lock_rules(contest_year=contest, by=secretary)
    row = contest.criteria.first()
    typed = {"label": "", "note": "Theo hướng dẫn mới.", "maximum": "x"}
    for page in (f"{RULES}{row.pk}/", f"{RULES}add/?kind=judged"):
        response = client_for(secretary).post(page, typed)
        assert response.status_code == 409
        assert response.context["form"].errors == {"__all__": ["Bảng điểm đã khóa, không sửa được nữa."]}
        assert "Theo hướng dẫn mới.</textarea>" in response.content.decode()

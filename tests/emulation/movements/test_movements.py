import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from emulation.evidence import services as evidence_services
from emulation.evidence.models import Evidence
from emulation.movements import activity_services
from emulation.movements import services as movements_services
from emulation.movements.models import Activity, Movement
from emulation.year.models import Deadline
from provinces.accounts.models import Officer
from tests.conflicts import differences
from tests.emulation.evidence.evidence_files import make_evidence, png, upload
from tests.emulation.movements.movement_rows import make_activity, make_launched, make_movement
from tests.factories import make_officer
from web.expired_forms import TYPED_BY, signature_of
from web.refusals import RefusedError

URL = "/emulation/2023/movements/"
FORM_DATA = {
    "name": "Chuyển đổi số",
    "aim": "Mỗi HTX một sản phẩm trên sàn.",
    "begins_on": "15/1/2023",
    "ends_on": "20/12/2023",
    "scope": "HTX toàn tỉnh",
    "resources": "Ngân sách tỉnh",
    "reward_money": "1.234,5",
    "seen": "0",
}


@pytest.fixture
def running(contest):
    """Activities can be recorded today."""
    Deadline.objects.filter(part="movements").update(due_on=dt.date(2999, 1, 1))
    return contest


def test_planned_movement_is_visible_to_its_owner_and_the_cluster_only(
    contest, client_for, officer_hg, officer_ct, secretary, observer
):
    response = client_for(officer_hg).post(f"{URL}add/", FORM_DATA)
    movement = Movement.objects.get()
    assert response["Location"] == f"{URL}{movement.pk}/"
    assert (movement.reward_money, movement.state) == (Decimal("1234.5"), "planned")
    assert "1.234,5 triệu đồng" in client_for(officer_hg).get(f"{URL}{movement.pk}/").content.decode()
    assert client_for(secretary).get(f"{URL}{movement.pk}/").status_code == 200
    for officer in (officer_ct, observer):
        assert client_for(officer).get(f"{URL}{movement.pk}/").status_code == 404
        assert "Chuyển đổi số" not in client_for(officer).get(URL).content.decode()


def test_double_click_adds_one_and_a_second_of_that_name_is_refused(contest, client_for, officer_hg):
    client = client_for(officer_hg)
    data = FORM_DATA | {"key": "1"}
    assert {client.post(f"{URL}add/", data)["Location"] for _ in range(2)} == {
        f"{URL}{Movement.objects.get().pk}/"
    }
    page = client.post(f"{URL}add/", FORM_DATA | {"aim": "Khác."}).content.decode()
    assert "đã có phong trào tên này" in page
    assert Movement.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("reward_money", "1.23.456", "1.23.456"),
        ("reward_money", "-5", "không được âm"),
        ("ends_on", "1/1/2023", "Ngày cuối phải từ ngày đầu"),
        ("ends_on", "hôm qua", "ngày chưa đúng dạng"),
        ("name", "", "Chưa nhập tên phong trào"),
        ("name", "x" * 201, "nhiều nhất 200"),
        ("aim", "x" * 2001, "nhiều nhất 2.000"),
    ],
)
def test_invalid_input_is_refused_and_kept(name, value, error, contest, client_for, officer_hg):
    page = client_for(officer_hg).post(f"{URL}add/", FORM_DATA | {name: value}).content.decode()
    assert error in page
    assert "Ngân sách tỉnh" in page
    assert not Movement.objects.exists()


def test_movement_of_another_year_is_refused(contest, client_for, officer_hg):
    data = FORM_DATA | {"begins_on": "1/1/2024", "ends_on": "1/2/2024"}
    assert (
        "phải có phần nằm trong năm 2023" in client_for(officer_hg).post(f"{URL}add/", data).content.decode()
    )


def test_outdated_page_shows_both_versions_before_saving(
    contest, client_for, officer_hg, leader_hg, hau_giang
):
    movement = make_movement(contest, officer_hg, hau_giang)
    url = f"{URL}{movement.pk}/edit/"
    first = client_for(leader_hg).post(url, FORM_DATA | {"seen": "1", "scope": "Toàn tỉnh"})
    assert first.status_code == 302
    second = client_for(officer_hg).post(url, FORM_DATA | {"seen": "1", "scope": "Huyện"})
    assert second.status_code == 409
    assert differences(second)["Phạm vi, đối tượng"] == ("Toàn tỉnh", "Huyện")
    assert 'name="seen" value="2"' in second.content.decode()
    movement.refresh_from_db()
    assert movement.scope == "Toàn tỉnh"


def test_launching_a_movement_registers_its_province(contest, client_for, officer_hg, hau_giang, officer_ct):
    movement = make_movement(contest, officer_hg, hau_giang)
    client = client_for(officer_hg)
    assert "Lý do vẫn phát động" not in client.get(f"{URL}{movement.pk}/launch/").content.decode()
    assert client.post(f"{URL}{movement.pk}/launch/", {"on": "5/2/2023", "seen": "1"}).status_code == 302
    movement.refresh_from_db()
    assert (movement.state, movement.launched_on) == ("launched", dt.date(2023, 2, 5))
    assert movement.registrations.get().province == hau_giang
    assert client_for(officer_ct).get(f"{URL}{movement.pk}/").status_code == 200


def test_movement_without_resources_needs_a_reason_and_stays_marked(
    contest, client_for, officer_hg, hau_giang, officer_ct
):
    movement = make_movement(contest, officer_hg, hau_giang, resources="", reward_money=None)
    client = client_for(officer_hg)
    launch_url = f"{URL}{movement.pk}/launch/"
    assert "chưa nêu nguồn lực và tiền thưởng" in client.get(launch_url).content.decode()
    response = client.post(launch_url, {"on": "5/2/2023", "seen": "1"})
    assert "Chưa nhập lý do vẫn phát động" in response.content.decode()
    movement.refresh_from_db()
    assert movement.state == "planned"
    client.post(launch_url, {"on": "5/2/2023", "seen": "1", "reason": "Chờ giao dự toán."})
    page = client_for(officer_ct).get(URL).content.decode()
    assert "Chưa nêu" in page
    assert "nguồn lực, tiền thưởng" in page
    assert "Chờ giao dự toán." in client.get(f"{URL}{movement.pk}/").content.decode()


def test_reason_to_launch_stays_when_a_colleague_has_filled_in_what_was_missing(
    contest, client_for, officer_hg, leader_hg, hau_giang
):
    movement = make_movement(contest, officer_hg, hau_giang, resources="", reward_money=None)
    client, launch_url = client_for(officer_hg), f"{URL}{movement.pk}/launch/"
    typed = {"on": "5/2/2023", "reason": "Chờ giao <dự toán>.", "seen": "1"}
    edit_url = f"{URL}{movement.pk}/edit/"
    assert client_for(leader_hg).post(edit_url, FORM_DATA | {"seen": "1"}).status_code == 302

    refused = client.post(launch_url, typed)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "đã lưu từ một trang khác" in page
    assert "không cần ghi lý do nữa" in page
    assert "Chờ giao &lt;dự toán&gt;." in page, "to copy: it is not part of the form any more"
    movement.refresh_from_db()
    assert (movement.state, movement.unfunded_reason) == ("planned", "")
    seen = refused.context["form"]["seen"].value()
    assert client.post(launch_url, {"on": "5/2/2023", "seen": seen}).status_code == 302
    movement.refresh_from_db()
    assert (movement.launched_on, movement.unfunded_reason) == (dt.date(2023, 2, 5), "")


def test_reason_to_launch_stays_when_the_login_expired_meanwhile(contest, client_for, officer_hg, hau_giang):
    movement = make_movement(contest, officer_hg, hau_giang, resources="")
    client, launch_url = client_for(officer_hg), f"{URL}{movement.pk}/launch/"
    client.logout()
    typed = {"on": "5/2/2023", "reason": "Chờ giao dự toán.", "seen": "1"}
    client.post(launch_url, typed | {TYPED_BY: signature_of(officer_hg)})
    Movement.objects.update(resources="Ngân sách tỉnh", version=2)
    client.force_login(officer_hg)
    assert "Chờ giao dự toán." in client.get(launch_url).content.decode()


def test_reward_money_of_zero_is_not_missing(contest, officer_hg, hau_giang):
    assert make_movement(contest, officer_hg, hau_giang, reward_money=Decimal(0)).lacks == []


def test_provinces_join_the_movement_of_the_cluster_but_cannot_change_it(
    contest, client_for, officer_hg, secretary, hau_giang
):
    movement = make_launched(contest, secretary)
    client = client_for(officer_hg)
    assert client.get(f"{URL}{movement.pk}/edit/").status_code == 403
    for units in ("18", "18", "20"):
        assert client.post(f"{URL}{movement.pk}/register/", {"units": units}).status_code == 302
    assert movement.registrations.get().units == 20
    refused = client.post(f"{URL}{movement.pk}/register/", {"units": "1,5"}).content.decode()
    assert "Đọc được 1,5; ghi số nguyên" in refused


def test_movement_of_another_province_is_not_joined(contest, client_for, officer_ct, officer_hg, hau_giang):
    movement = make_launched(contest, officer_hg, hau_giang)
    assert client_for(officer_ct).post(f"{URL}{movement.pk}/register/").status_code == 403


def test_activity_is_recorded_with_new_and_earlier_files(
    running, client_for, officer_hg, officer_ct, secretary, hau_giang
):
    movement = make_launched(running, officer_hg, hau_giang)
    earlier_file = make_evidence(running, hau_giang, officer_hg)
    data = {"held_on": "5/3/2023", "what": "Tập huấn 32 HTX", "evidence": [earlier_file.pk]}
    page = f"{URL}{movement.pk}/activities/add/"
    for _ in range(2):
        response = client_for(officer_hg).post(
            page, data | {"new_files": [upload(name="moi.pdf"), upload(png(), "anh.png")]}
        )
        assert response.status_code == 302
    activity = Activity.objects.get()
    assert activity.evidence.count() == 3
    assert Evidence.objects.count() == 3
    own = client_for(officer_hg).get(f"{URL}{movement.pk}/").content.decode()
    assert "anh.png" in own
    other = client_for(officer_ct).get(f"{URL}{movement.pk}/").content.decode()
    assert "anh.png" not in other
    assert "3 tệp" in other
    assert "anh.png" in client_for(secretary).get(f"{URL}{movement.pk}/").content.decode()
    assert evidence_services.is_used(earlier_file)


def test_good_file_is_not_lost_with_a_harmful_one_or_a_wrong_date(running, client_for, officer_hg, hau_giang):
    movement = make_launched(running, officer_hg, hau_giang)
    response = client_for(officer_hg).post(
        f"{URL}{movement.pk}/activities/add/",
        {"held_on": "31/2/2023", "what": "Tập huấn", "new_files": [upload(), upload(b"MZ", "x.exe")]},
    )
    page = response.content.decode()
    assert "ngày chưa đúng dạng" in page
    assert "x.exe: Nội dung tệp không phải" in page
    assert "ke-hoach.pdf" in page
    assert "checked" in page
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("day", "error"),
    [("1/1/2999", "chưa tới"), ("31/12/2022", "phải trong năm 2023"), ("", "Chưa nhập ngày")],
)
def test_impossible_day_is_refused(day, error, running, client_for, officer_hg, hau_giang):
    movement = make_launched(running, officer_hg, hau_giang)
    data = {"held_on": day, "what": "Tập huấn"}
    page = client_for(officer_hg).post(f"{URL}{movement.pk}/activities/add/", data).content.decode()
    assert error in page


def test_activities_are_recorded_within_the_days_of_their_part(contest, client_for, officer_hg, hau_giang):
    movement = make_launched(contest, officer_hg, hau_giang)
    with pytest.raises(RefusedError, match="đã hết hạn ngày 31/12/2023"):
        activity_services.add_activity(
            movement=movement, province=hau_giang, held_on=dt.date(2023, 3, 1), what="x", by=officer_hg
        )
    response = client_for(officer_hg).get(f"{URL}{movement.pk}/")
    assert "Hoạt động phong trào đã hết hạn ngày 31/12/2023." in response.content.decode()


def test_files_and_activities_of_others_cannot_be_used(
    running, officer_hg, officer_ct, can_tho, hau_giang, client_for
):
    movement = make_launched(running, officer_hg, hau_giang)
    foreign_file = make_evidence(running, can_tho, officer_ct)
    with pytest.raises(ValidationError, match="minh chứng của tỉnh"):
        activity_services.add_activity(
            movement=movement,
            province=hau_giang,
            held_on=dt.date(2023, 3, 1),
            what="x",
            evidence=[foreign_file],
            by=officer_hg,
        )
    activity = make_activity(movement, hau_giang, officer_hg, dt.date(2023, 3, 1))
    remove_url = f"{URL}{movement.pk}/activities/{activity.pk}/remove/"
    assert client_for(officer_ct).post(remove_url).status_code == 403
    assert client_for(officer_hg).post(remove_url, {"seen": activity.version}).status_code == 302
    assert not Activity.objects.exists()


def test_closing_needs_results_and_ends_the_movement(running, client_for, officer_hg, hau_giang):
    movement = make_launched(running, officer_hg, hau_giang)
    client = client_for(officer_hg)
    page = f"{URL}{movement.pk}/close/"
    assert "Chưa nhập kết quả" in client.post(page, {"on": "20/12/2023", "seen": "1"}).content.decode()
    early = client.post(page, {"on": "20/12/2022", "results": "Đạt.", "seen": "1"})
    assert "phải từ ngày phát động" in early.content.decode()
    assert client.post(page, {"on": "20/12/2023", "results": "Đạt.", "seen": "1"}).status_code == 302
    second = client.post(page, {"on": "20/12/2023", "results": "Khác.", "seen": "2"}).content.decode()
    assert "Phong trào đã tổng kết ngày 20/12/2023." in second
    assert "Khác.</textarea>" in second, "what was typed stays"
    movement.refresh_from_db()
    assert (movement.state, movement.results) == ("closed", "Đạt.")
    with pytest.raises(RefusedError, match="đang thực hiện"):
        activity_services.add_activity(
            movement=movement, province=hau_giang, held_on=dt.date(2023, 3, 1), what="x", by=officer_hg
        )


def test_only_planned_movements_are_removed(contest, client_for, officer_hg, hau_giang):
    planned = make_movement(contest, officer_hg, hau_giang)
    launched = make_launched(contest, officer_hg, hau_giang, name="Khác")
    client = client_for(officer_hg)
    for movement in (planned, launched):
        assert client.post(f"{URL}{movement.pk}/remove/", {"seen": "1"}).status_code == 302
    assert list(Movement.objects.all()) == [launched]


def test_silence_is_marked_on_the_list_and_the_page_of_the_year(contest, client_for, officer_hg, hau_giang):
    movement = make_launched(contest, officer_hg, hau_giang)
    for month in (1, 2, 3, 9):
        make_activity(movement, hau_giang, officer_hg, dt.date(2023, month, 5))
    for url in (URL, "/emulation/2023/"):
        page = client_for(officer_hg).get(url).content.decode()
        assert "Không có hoạt động trong 03 tháng liên tiếp" in page
        assert "4 hoạt động; không có hoạt động trong 03 tháng liên tiếp, từ tháng 10." in page


def test_list_and_page_take_few_queries(
    contest, client_for, officer_hg, hau_giang, django_assert_max_num_queries
):
    for number in range(6):
        movement = make_launched(contest, officer_hg, hau_giang, name=f"Phong trào {number}")
        for month in range(1, 12):
            activity = make_activity(movement, hau_giang, officer_hg, dt.date(2023, month, 5))
            activity.evidence.add(make_evidence(contest, hau_giang, officer_hg, f"{number}-{month}.pdf"))
    client = client_for(officer_hg)
    with django_assert_max_num_queries(23):
        client.get(URL)
    with django_assert_max_num_queries(32):
        client.get(f"{URL}{movement.pk}/")


def test_former_head_cannot_manage_movements_of_the_cluster(contest, secretary, soc_trang):
    movement = make_movement(contest, secretary)
    other = make_officer("soc-trang-lead", Officer.Role.LEADER, soc_trang)
    with pytest.raises(PermissionDenied):
        movements_services.launch(movement=movement, on=dt.date(2023, 1, 1), reason="", seen=1, by=other)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "values",
    [
        {"ends_on": dt.date(2022, 1, 1)},
        {"reward_money": Decimal(-1)},
        {"state": "going"},
        {"state": "launched"},
        {"state": "launched", "launched_on": dt.date(2023, 1, 1), "resources": ""},
        {"state": "closed", "launched_on": dt.date(2023, 1, 1), "closed_on": dt.date(2023, 12, 1)},
        {"name": "Đã có"},
    ],
)
def test_database_refuses_nonsense(values, contest, officer_hg, hau_giang):
    make_movement(contest, officer_hg, hau_giang, name="Đã có")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_movement(contest, officer_hg, hau_giang, **values)


@pytest.mark.postgresql
def test_database_refuses_duplicates(contest, secretary, officer_hg, hau_giang):
    movement = make_launched(contest, officer_hg, hau_giang)
    make_movement(contest, secretary, name="Của Cụm")
    make_activity(movement, hau_giang, officer_hg, dt.date(2023, 1, 5))
    for again in (
        lambda: make_movement(contest, secretary, name="Của Cụm"),
        lambda: movement.registrations.create(province=hau_giang, registered_by=officer_hg),
        lambda: make_activity(movement, hau_giang, officer_hg, dt.date(2023, 1, 5)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()


@pytest.mark.parametrize(
    ("path", "state", "typed", "sentence"),
    [
        (
            "edit/",
            "closed",
            {"name": "", "aim": "Mục tiêu mới."},
            "Phong trào đã tổng kết nên không sửa được",
        ),
        ("launch/", "launched", {"on": "mai", "reason": "Gấp."}, "Phong trào đã phát động ngày"),
        ("close/", "planned", {"on": "mai", "results": "Đạt."}, "Chỉ tổng kết phong trào đang thực hiện."),
    ],
)
def test_invalid_step_of_a_closed_movement_says_that_alone(
    path, state, typed, sentence, contest, client_for, officer_hg, hau_giang
):
    make = make_movement if state == "planned" else make_launched
    movement = make(contest, officer_hg, hau_giang)
    if state == "closed":
        Movement.objects.update(state="closed", closed_on=dt.date(2023, 12, 1), results="Đạt.")
    response = client_for(officer_hg).post(f"{URL}{movement.pk}/{path}", typed)
    assert response.status_code == 409
    assert list(response.context["form"].errors) == ["__all__"]
    assert sentence in response.content.decode()
    assert typed.get("on", "Mục tiêu mới.") in response.content.decode()


@pytest.mark.parametrize("units", ["12", "mười hai"])
def test_registration_that_comes_too_late_keeps_what_was_typed(
    units, contest, client_for, officer_hg, secretary
):
    movement = make_launched(contest, secretary, None)
    Movement.objects.update(state="closed", closed_on=dt.date(2023, 12, 1), results="Đạt.")
    response = client_for(officer_hg).post(f"{URL}{movement.pk}/register/", {"units": units})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Chỉ đăng ký tham gia phong trào đang thực hiện." in page
    assert "Nội dung đã nhập" in page
    assert f"<dd>{units}</dd>" in page


def test_removal_shows_what_is_removed_and_asks_again_after_a_change(
    contest, client_for, officer_hg, hau_giang
):
    movement = make_movement(contest, officer_hg, hau_giang)
    client, page = client_for(officer_hg), f"{URL}{movement.pk}/remove/"
    assert movement.aim in client.get(page).content.decode()
    Movement.objects.update(version=2, aim="Mục tiêu của người khác")
    response = client.post(page, {"seen": "1"})
    assert response.status_code == 409
    assert "Mục tiêu của người khác" in response.content.decode()
    assert f"sau khi trang này được mở ({officer_hg.title}, lúc" in response.content.decode()


def test_movement_past_its_last_day_has_ended_and_is_not_summed_up(
    contest, officer_hg, hau_giang, client_for
):
    make_launched(contest, officer_hg, hau_giang, ends_on=dt.date(2023, 11, 30))
    page = client_for(officer_hg).get(URL).content.decode()
    assert "Đã kết thúc, chưa tổng kết" in page
    assert "Đang thực hiện" not in page

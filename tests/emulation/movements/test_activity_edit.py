import datetime as dt

import pytest

from emulation.movements.models import Activity
from emulation.year.events import Event
from emulation.year.models import Deadline
from tests.conflicts import differences
from tests.emulation.evidence.evidence_files import make_evidence, png, upload
from tests.emulation.movements.movement_rows import make_activity, make_launched
from web.expired_forms import TYPED_BY, signature_of

DAY = dt.date(2023, 3, 5)


@pytest.fixture
def activity(contest, hau_giang, officer_hg) -> Activity:
    """In a launched movement."""
    Deadline.objects.filter(part="movements").update(due_on=dt.date(2999, 1, 1))
    return make_activity(make_launched(contest, officer_hg, hau_giang), hau_giang, officer_hg, DAY)


def edit_url(activity: Activity) -> str:
    return f"/emulation/2023/movements/{activity.movement_id}/activities/{activity.pk}/edit/"


def form_data(activity: Activity, **values: object) -> dict[str, object]:
    return {"held_on": "5/3/2023", "what": activity.what, "seen": activity.version} | values


def test_later_files_are_added_and_earlier_ones_stay(activity, contest, hau_giang, officer_hg, client_for):
    earlier_file = make_evidence(contest, hau_giang, officer_hg)
    activity.evidence.add(earlier_file)
    client = client_for(officer_hg)
    page = client.get(edit_url(activity)).content.decode()
    assert 'value="05/3/2023"' in page
    assert "ke-hoach.pdf" in page
    assert (
        edit_url(activity)
        in client.get(f"/emulation/2023/movements/{activity.movement_id}/").content.decode()
    )
    data = form_data(
        activity, what="Tập huấn 32 HTX", evidence=[earlier_file.pk], new_files=[upload(png(), "anh.png")]
    )
    assert client.post(edit_url(activity), data).status_code == 302
    changed = Activity.objects.get()
    assert (changed.pk, changed.what) == (activity.pk, "Tập huấn 32 HTX")
    assert {file.name for file in changed.evidence.all()} == {"ke-hoach.pdf", "anh.png"}
    event = Event.objects.get(action="activity.edit")
    assert (event.by, event.subject) == (officer_hg, "Chuyển đổi số: Tập huấn 32 HTX")


def test_second_officer_sees_the_first_correction_before_saving(activity, officer_hg, leader_hg, client_for):
    client_for(leader_hg).post(edit_url(activity), form_data(activity, what="Tập huấn 32 HTX"))
    second = client_for(officer_hg).post(edit_url(activity), form_data(activity, what="Tập huấn 30 HTX"))
    assert second.status_code == 409
    assert differences(second) == {"Nội dung": ("Tập huấn 32 HTX", "Tập huấn 30 HTX")}
    seen = second.context["form"]["seen"].value()
    data = form_data(activity, what="Tập huấn 30 HTX", seen=seen)
    for _click in range(2):
        assert client_for(officer_hg).post(edit_url(activity), data).status_code == 302
    assert Activity.objects.get().what == "Tập huấn 30 HTX"
    assert Event.objects.filter(action="activity.edit").count() == 2


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"held_on": "31/12/2022"}, "phải trong năm 2023"),
        ({"what": ""}, "Chưa nhập nội dung"),
        ({"held_on": "7/3/2023", "what": "Tập huấn 2023-03-07"}, "đã được ghi"),
    ],
)
def test_invalid_input_is_refused(values, error, activity, hau_giang, officer_hg, client_for):
    make_activity(activity.movement, hau_giang, officer_hg, dt.date(2023, 3, 7))
    response = client_for(officer_hg).post(edit_url(activity), form_data(activity) | values)
    assert error in response.content.decode()
    activity.refresh_from_db()
    assert activity.held_on == DAY


def test_files_of_others_and_closed_movements_cannot_be_used(
    activity, contest, can_tho, officer_ct, officer_hg, client_for
):
    foreign_file = make_evidence(contest, can_tho, officer_ct)
    client = client_for(officer_hg)
    client.post(edit_url(activity), form_data(activity, evidence=[foreign_file.pk]))
    assert not activity.evidence.exists()
    Deadline.objects.filter(part="movements").update(due_on=DAY)
    assert "mở thêm thời hạn" in client.get(edit_url(activity), follow=True).content.decode()
    response = client.post(edit_url(activity), form_data(activity, what="Tập huấn 34 HTX"))
    assert response.status_code == 409
    assert "Tập huấn 34 HTX" in response.content.decode(), "what was typed stays"


def test_input_is_restored_after_the_login_expired(activity, officer_hg, client_for):
    """With a photograph too, which has to be chosen again: the page names it."""
    client = client_for(officer_hg)
    client.logout()
    photograph = upload(png() + bytes(400_000), "tập huấn.png")
    typed = form_data(activity, what="Tập huấn 33 HTX") | {TYPED_BY: signature_of(officer_hg)}
    client.post(edit_url(activity), typed | {"uploads": photograph})
    client.force_login(officer_hg)
    page = client.get(edit_url(activity)).content.decode()
    assert "Tập huấn 33 HTX" in page
    assert "Chọn lại: tập huấn.png." in page

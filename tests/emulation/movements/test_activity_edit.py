"""An activity is corrected where it stands, and files that came later are put to it."""

import datetime as dt

import pytest

from emulation.movements.models import Activity
from emulation.year.events import Event
from emulation.year.models import Deadline
from tests.conflicts import differences
from tests.emulation.evidence.evidence_files import make_evidence, png, upload
from tests.emulation.movements.movement_rows import make_activity, make_launched
from web.expired_forms import TYPED_BY, signature_of

pytestmark = pytest.mark.postgresql

DAY = dt.date(2023, 3, 5)


@pytest.fixture
def done(contest, hau_giang, officer_hg) -> Activity:
    """A training of March in a movement that runs."""
    Deadline.objects.filter(part="movements").update(due_on=dt.date(2999, 1, 1))
    return make_activity(make_launched(contest, officer_hg, hau_giang), hau_giang, officer_hg, DAY)


def address(done: Activity) -> str:
    return f"/emulation/2023/movements/{done.movement_id}/activities/{done.pk}/edit/"


def typed(done: Activity, **values: object) -> dict[str, object]:
    return {"held_on": "5/3/2023", "what": done.what, "seen": done.version} | values


def test_files_that_came_later_are_put_to_it_and_the_others_stay(
    done, contest, hau_giang, officer_hg, client_for
):
    kept = make_evidence(contest, hau_giang, officer_hg)
    done.evidence.add(kept)
    client = client_for(officer_hg)
    shown = client.get(address(done)).content.decode()
    assert 'value="05/3/2023"' in shown
    assert "ke-hoach.pdf" in shown
    assert address(done) in client.get(f"/emulation/2023/movements/{done.movement_id}/").content.decode()
    data = typed(done, what="Tập huấn 32 HTX", evidence=[kept.pk], new_files=[upload(png(), "anh.png")])
    assert client.post(address(done), data).status_code == 302
    changed = Activity.objects.get()
    assert (changed.pk, changed.what) == (done.pk, "Tập huấn 32 HTX")
    assert {file.name for file in changed.evidence.all()} == {"ke-hoach.pdf", "anh.png"}
    event = Event.objects.get(action="activity.edit")
    assert (event.by, event.reason) == (officer_hg, "Chuyển đổi số: Tập huấn 32 HTX")


def test_two_officers_see_each_other_s_correction(done, officer_hg, leader_hg, client_for):
    client_for(leader_hg).post(address(done), typed(done, what="Tập huấn 32 HTX"))
    second = client_for(officer_hg).post(address(done), typed(done, what="Tập huấn 30 HTX"))
    assert second.status_code == 409
    assert differences(second) == {"Nội dung": ("Tập huấn 32 HTX", "Tập huấn 30 HTX")}
    seen = second.context["form"]["seen"].value()
    meant = typed(done, what="Tập huấn 30 HTX", seen=seen)
    for _click in range(2):
        assert client_for(officer_hg).post(address(done), meant).status_code == 302
    assert Activity.objects.get().what == "Tập huấn 30 HTX"
    assert Event.objects.filter(action="activity.edit").count() == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"held_on": "31/12/2022"}, "phải trong năm 2023"),
        ({"what": ""}, "Chưa nhập nội dung"),
        ({"held_on": "7/3/2023", "what": "Tập huấn 2023-03-07"}, "đã được ghi"),
    ],
)
def test_what_cannot_be_is_asked_back(values, said, done, hau_giang, officer_hg, client_for):
    make_activity(done.movement, hau_giang, officer_hg, dt.date(2023, 3, 7))
    answer = client_for(officer_hg).post(address(done), typed(done) | values)
    assert said in answer.content.decode()
    done.refresh_from_db()
    assert done.held_on == DAY


def test_another_province_s_file_and_a_closed_movement_are_out_of_reach(
    done, contest, can_tho, officer_ct, officer_hg, client_for
):
    theirs = make_evidence(contest, can_tho, officer_ct)
    client = client_for(officer_hg)
    client.post(address(done), typed(done, evidence=[theirs.pk]))
    assert not done.evidence.exists()
    Deadline.objects.filter(part="movements").update(due_on=DAY)
    told = client.post(address(done), typed(done, what="Khác"), follow=True)
    assert "không sửa hoạt động được lúc này" in told.content.decode()


def test_what_was_typed_when_the_login_expired_is_shown_again(done, officer_hg, client_for):
    client = client_for(officer_hg)
    client.logout()
    client.post(address(done), typed(done, what="Tập huấn 33 HTX") | {TYPED_BY: signature_of(officer_hg)})
    client.force_login(officer_hg)
    assert "Tập huấn 33 HTX" in client.get(address(done)).content.decode()

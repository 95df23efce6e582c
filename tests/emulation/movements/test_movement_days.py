"""The days of a movement fit each other, and what it lacks is pointed out before it is launched."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from emulation.movements import services
from emulation.movements.models import Activity, Movement
from emulation.year.models import Deadline
from tests.emulation.movements.movement_rows import make_launched, make_movement

URL = "/emulation/2023/movements/"


@pytest.fixture
def running(contest):
    """The contest, its activities open until long after."""
    Deadline.objects.filter(part="movements").update(due_on=dt.date(2999, 1, 1))
    return contest


def page(client, address: str = URL) -> str:
    return client.get(address).content.decode()


def test_a_movement_without_means_is_marked_on_every_list_before_it_is_launched(
    contest, client_for, officer_hg, hau_giang
):
    movement = make_movement(contest, officer_hg, hau_giang, resources="", reward_money=None)
    client = client_for(officer_hg)
    for address in (URL, f"{URL}{movement.pk}/"):
        shown = page(client, address)
        assert "Chưa phát động" in shown
        assert "Chưa nêu nguồn lực, tiền thưởng" in " ".join(shown.split())
    Movement.objects.filter(pk=movement.pk).update(resources="Ngân sách tỉnh", reward_money=0)
    assert "Chưa nêu" not in page(client)


@pytest.mark.parametrize("day", ["31/12/2021", "1/12/2023"])
def test_a_movement_is_launched_before_it_ends_and_not_years_before_it_begins(
    day, contest, client_for, officer_hg, hau_giang
):
    movement = make_movement(contest, officer_hg, hau_giang, ends_on=dt.date(2023, 11, 30))
    address = f"{URL}{movement.pk}/launch/"
    refused = client_for(officer_hg).post(address, {"on": day, "seen": "1"}).content.decode()
    assert "Ngày phát động phải từ 01/01/2022 đến hết 30/11/2023." in refused
    assert client_for(officer_hg).post(address, {"on": "15/12/2022", "seen": "1"}).status_code == 302


def test_a_launched_movement_does_not_end_before_its_launching(contest, officer_hg, hau_giang):
    movement = make_launched(contest, officer_hg, hau_giang, launched_on=dt.date(2023, 3, 5))
    movement.ends_on = dt.date(2023, 3, 4)
    with pytest.raises(ValidationError, match="Ngày cuối phải từ ngày phát động"):
        services.save_movement(movement=movement, seen=1, by=officer_hg)


def test_nothing_was_done_in_a_movement_before_it_began(running, client_for, officer_hg, hau_giang):
    begins_on, launched_on = dt.date(2023, 3, 1), dt.date(2023, 3, 6)
    movement = make_launched(running, officer_hg, hau_giang, begins_on=begins_on, launched_on=launched_on)
    client, address = client_for(officer_hg), f"{URL}{movement.pk}/activities/add/"
    early = client.post(address, {"held_on": "28/2/2023", "what": "Tập huấn"}).content.decode()
    assert "Phong trào bắt đầu ngày 01/3/2023; hoạt động phải từ ngày ấy." in early
    assert not Activity.objects.exists()
    assert client.post(address, {"held_on": "1/3/2023", "what": "Tập huấn"}).status_code == 302


def test_means_are_not_taken_from_a_launched_movement_without_a_word(contest, officer_hg, hau_giang):
    movement = make_launched(contest, officer_hg, hau_giang)
    movement.resources = ""
    with pytest.raises(ValidationError, match="phải ghi lý do vẫn phát động"):
        services.save_movement(movement=movement, seen=1, by=officer_hg)

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
    """Activities can be recorded today."""
    Deadline.objects.filter(part="movements").update(due_on=dt.date(2999, 1, 1))
    return contest


def page(client, url: str = URL) -> str:
    return client.get(url).content.decode()


def test_movement_without_resources_is_marked_before_it_is_launched(
    contest, client_for, officer_hg, hau_giang
):
    movement = make_movement(contest, officer_hg, hau_giang, resources="", reward_money=None)
    client = client_for(officer_hg)
    for url in (URL, f"{URL}{movement.pk}/"):
        content = page(client, url)
        assert "Chưa phát động" in content
        assert "Chưa nêu nguồn lực, tiền thưởng" in " ".join(content.split())
    Movement.objects.filter(pk=movement.pk).update(resources="Ngân sách tỉnh", reward_money=0)
    assert "Chưa nêu" not in page(client)


@pytest.mark.parametrize("day", ["31/12/2021", "1/12/2023"])
def test_launch_day_lies_before_the_end_and_within_a_year_before_the_beginning(
    day, contest, client_for, officer_hg, hau_giang
):
    movement = make_movement(contest, officer_hg, hau_giang, ends_on=dt.date(2023, 11, 30))
    url = f"{URL}{movement.pk}/launch/"
    response = client_for(officer_hg).post(url, {"on": day, "seen": "1"}).content.decode()
    assert "Ngày phát động phải từ 01/01/2022 đến hết 30/11/2023." in response
    assert client_for(officer_hg).post(url, {"on": "15/12/2022", "seen": "1"}).status_code == 302


def test_launched_movement_cannot_end_before_its_launch(contest, officer_hg, hau_giang):
    movement = make_launched(contest, officer_hg, hau_giang, launched_on=dt.date(2023, 3, 5))
    movement.ends_on = dt.date(2023, 3, 4)
    with pytest.raises(ValidationError, match="Ngày cuối phải từ ngày phát động"):
        services.save_movement(movement=movement, seen=1, by=officer_hg)


def test_activity_cannot_precede_its_movement(running, client_for, officer_hg, hau_giang):
    begins_on, launched_on = dt.date(2023, 3, 1), dt.date(2023, 3, 6)
    movement = make_launched(running, officer_hg, hau_giang, begins_on=begins_on, launched_on=launched_on)
    client, url = client_for(officer_hg), f"{URL}{movement.pk}/activities/add/"
    early = client.post(url, {"held_on": "28/2/2023", "what": "Tập huấn"}).content.decode()
    assert "Phong trào bắt đầu ngày 01/3/2023; hoạt động phải từ ngày ấy." in early
    assert not Activity.objects.exists()
    assert client.post(url, {"held_on": "1/3/2023", "what": "Tập huấn"}).status_code == 302


def test_launched_movement_cannot_lose_its_resources_without_a_reason(contest, officer_hg, hau_giang):
    movement = make_launched(contest, officer_hg, hau_giang)
    movement.resources = ""
    with pytest.raises(ValidationError, match="phải ghi lý do vẫn phát động"):
        services.save_movement(movement=movement, seen=1, by=officer_hg)

"""Pages of pledges that were opened before somebody else wrote: what they send is refused, and stays."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from emulation.pledges import services, signing
from emulation.pledges.models import Pledge, Signing
from emulation.pledges.rows import targets_of
from emulation.year.models import EmulationYear
from tests.emulation.factories import make_pledge, make_year
from tests.figures.factories import make_catalogue

PLEDGES = "/emulation/2023/pledges/"
PAGE = f"{PLEDGES}hau-giang/"


@pytest.fixture
def contest(cluster, provinces) -> EmulationYear:
    make_catalogue()
    contest_year = make_year(cluster, 2023)
    contest_year.deadlines.update(due_on=dt.date(2999, 12, 31))
    return contest_year


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_leader_signs_only_the_targets_on_the_page(
    contest, hau_giang, client_for, leader_hg, secretary, head
):
    pledge = make_pledge(contest, hau_giang, leader_hg, {"coop.new": 20}, "sent")
    Signing.objects.create(year=contest, opened_at=timezone.now(), opened_by=head)
    client = client_for(leader_hg)
    opened = client.get(PAGE).context["sign_form"]
    sent = {"name": "Lê Văn B", "seen": str(opened["seen"].value())}
    values = {"contest_year": contest, "province": hau_giang}
    services.return_pledge(**values, reason="Xem lại.", by=secretary)
    services.save_targets(**values, targets={"coop.new": Decimal(9999)}, seen=2, by=leader_hg)
    services.send_pledge(**values, by=leader_hg)
    for data in (sent, {"name": "Lê Văn B"}):
        refused = client.post(f"{PAGE}sign/", data)
        assert refused.status_code == 409
        assert "Chưa ký: giao ước đã đổi sau khi trang này được mở" in text_of(refused)
        assert "9.999" in text_of(refused)
        assert 'value="Lê Văn B"' in text_of(refused)
        assert not Pledge.objects.signed().exists()
    again = {"name": "Lê Văn B", "seen": str(refused.context["sign_form"]["seen"].value())}
    assert client.post(f"{PAGE}sign/", again).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.is_signed, targets_of(pledge)) == (True, {"coop.new": 9999})
    # The second click changes nothing, from whatever page.
    assert client.post(f"{PAGE}sign/", sent).status_code == 302


def test_another_answer_to_a_change_is_refused_and_stays(
    contest, hau_giang, client_for, leader_hg, secretary
):
    pledge = make_pledge(contest, hau_giang, leader_hg, {"coop.new": 20}, "signed")
    new = contest.pledged_indicators.get().indicator
    change = signing.propose_change(
        pledge=pledge, indicator=new, value=Decimal(18), reason="Hạn mặn.", seen=1, by=secretary
    )
    client, answer = client_for(leader_hg), {"change": str(change.pk)}
    for _time in range(2):
        agreed = client.post(f"{PAGE}answer/", answer | {"agree": ""}, follow=True)
        assert "Đã đồng ý điều chỉnh." in text_of(agreed)
    refused = client.post(f"{PAGE}answer/", answer | {"decline": "", "why_not": "Vẫn đạt 20."})
    assert refused.status_code == 409
    assert "đã đồng ý lúc" in text_of(refused)
    assert "Đã trả lời: không đồng ý" not in text_of(refused)
    assert "Vẫn đạt 20.</textarea>" in text_of(refused)
    assert 'name="agree"' not in text_of(refused)
    change.refresh_from_db()
    assert (change.is_agreed, change.answer) == (True, "")


def test_signing_is_recorded_once(contest, provinces, client_for, leader_hg, secretary, head):
    for province in provinces.values():
        make_pledge(contest, province, leader_hg, {"coop.new": 20}, "sent")
    url = f"{PLEDGES}signing/record/"
    first = {"held_on": "12/01/2023", "place": "Rạch Giá"}
    first |= {f"signer.{slug}": f"Ông {slug}" for slug in provinces}
    second = {"held_on": "13/01/2023", "place": "Vị Thanh"}
    second |= {f"signer.{slug}": f"Bà {slug}" for slug in provinces}
    assert client_for(secretary).post(url, first).status_code == 302
    refused = client_for(head).post(url, second)
    assert refused.status_code == 409
    page = text_of(refused)
    assert "Đã ghi: ngày 12/01/2023, tại Rạch Giá; " in page
    assert "Ông ca-mau ký cho Cà Mau" in page
    for typed in second.values():
        assert f'value="{typed}"' in page
    paper = Signing.objects.get()
    assert (paper.held_on, paper.place) == (dt.date(2023, 1, 12), "Rạch Giá")
    assert {pledge.signer[:3] for pledge in Pledge.objects.all()} == {"Ông"}
    assert client_for(head).get(url).status_code == 200


@pytest.mark.parametrize("who", ["deputy", "secretary"])
def test_second_return_says_who_returned_first_and_keeps_the_reason(
    who, request, contest, hau_giang, client_for, leader_hg, head, leader_ct
):
    make_pledge(contest, hau_giang, leader_hg, {"coop.new": 7777}, "sent")
    first, second = client_for(head), client_for(request.getfixturevalue(who))
    seen = [str(client.get(PAGE).context["return_form"]["seen"].value()) for client in (first, second)]
    assert first.post(f"{PAGE}return/", {"reason": "Thiếu.", "seen": seen[0]}).status_code == 302
    Pledge.objects.update(version=9)
    refused = second.post(f"{PAGE}return/", {"reason": "Chỉ tiêu thấp.", "seen": seen[1]})
    assert refused.status_code == 409
    page = text_of(refused)
    assert f"{head.title} đã trả lại giao ước này, nên lần trả lại này chưa được ghi" in page
    assert "Chỉ tiêu thấp." in page
    if who == "deputy":
        assert "Trạng thái hiện nay: Đang soạn" in page
        assert "7.777" not in page, "the draft is the province's own"
        assert second.get(f"{PAGE}return/").status_code == 404
    assert client_for(leader_ct).post(f"{PAGE}return/", {"reason": "Sai."}).status_code == 404


def test_head_cannot_tell_a_draft_that_was_never_sent_from_none(
    contest, hau_giang, client_for, leader_hg, head
):
    make_pledge(contest, hau_giang, leader_hg, {"coop.new": 20})
    assert client_for(head).post(f"{PAGE}return/", {"reason": "Sai."}).status_code == 404


def test_old_page_does_not_return_what_was_sent_again_since(
    contest, hau_giang, client_for, leader_hg, secretary
):
    make_pledge(contest, hau_giang, leader_hg, {"coop.new": 20}, "sent")
    client = client_for(secretary)
    seen = str(client.get(PAGE).context["return_form"]["seen"].value())
    Pledge.objects.update(version=9)
    for data in ({"seen": seen}, {}):
        refused = client.post(f"{PAGE}return/", data | {"reason": "Chỉ tiêu thấp."})
        assert refused.status_code == 409
        assert "Chỉ tiêu thấp.</textarea>" in text_of(refused)
        assert Pledge.objects.get().state == "sent"
    again = {"seen": refused.context["return_form"]["seen"].value(), "reason": "Chỉ tiêu thấp."}
    assert client.post(f"{PAGE}return/", again).status_code == 302


@pytest.mark.parametrize(
    ("path", "state", "form", "sentence"),
    [
        ("", "sent", "form", "Giao ước đã gửi nên không sửa được nữa"),
        ("sign/", "signed", "sign_form", "Giao ước này đã được ký ngày"),
        ("change/", "sent", "change_form", "Riêng giao ước đã ký mới điều chỉnh"),
        ("return/", "signed", "return_form", "không ở trạng thái đã gửi"),
    ],
)
def test_invalid_form_for_what_is_closed_says_that_alone(
    path, state, form, sentence, contest, hau_giang, client_for, leader_hg, secretary
):
    make_pledge(contest, hau_giang, leader_hg, {"coop.new": 20}, state)
    client = client_for(leader_hg if path in ("", "sign/") else secretary)
    refused = client.post(f"{PAGE}{path}", {"coop.new": "hai mươi", "reason": "", "name": "", "value": "x"})
    assert refused.status_code == 409
    assert list(refused.context[form].errors) == ["__all__"]
    assert sentence in text_of(refused)

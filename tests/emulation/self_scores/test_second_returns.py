"""Two of those who run the year return one self-score, or one of them from an old page: nothing is lost."""

import datetime as dt

import pytest
from django.utils import timezone

from emulation.self_scores import services
from emulation.self_scores.models import ScoreSheet
from emulation.year.models import EmulationYear
from tests.emulation.factories import make_criterion, make_sheet, make_year
from tests.figures.pages import text_of

SHEET = "/emulation/2023/scores/hau-giang/"
RETURN = f"{SHEET}return/"


@pytest.fixture
def contest(cluster, provinces, leader_hg) -> EmulationYear:
    """The alliances of head, deputy and Hậu Giang have sent."""
    contest_year = make_year(cluster, 2023, rules_locked_at=timezone.now())
    contest_year.deadlines.update(due_on=dt.date(2999, 12, 31))
    make_criterion(contest_year)
    for slug in ("kien-giang", "ca-mau", "hau-giang"):
        make_sheet(contest_year, provinces[slug], sent_by=leader_hg)
    return contest_year


def seen_by(client) -> dict[str, str]:
    return {"seen": str(client.get(SHEET).context["return_form"]["seen"].value())}


def sheet_of(province) -> ScoreSheet:
    return ScoreSheet.objects.get(province=province)


@pytest.mark.parametrize("who", ["deputy", "secretary"])
def test_second_return_says_who_returned_first_and_keeps_the_reason(
    who, request, contest, hau_giang, client_for, head, observer, leader_ct
):
    first, second = client_for(head), client_for(request.getfixturevalue(who))
    seen = seen_by(second)
    assert first.post(RETURN, seen_by(first) | {"reason": "Thiếu minh chứng 1."}).status_code == 302
    response = second.post(RETURN, seen | {"reason": "Sai điểm tiêu chí 2."})
    words = text_of(response)
    assert response.status_code == 409
    assert f"{head.title} đã trả lại phiếu này, nên lần trả lại này chưa được ghi" in words
    assert "Trạng thái hiện nay: Trả lại" in words
    assert "Sai điểm tiêu chí 2." in words
    assert "Thiếu minh chứng 1." not in words
    assert sheet_of(hau_giang).return_reason == "Thiếu minh chứng 1."
    assert second.get(RETURN).status_code == 404, "nothing was typed"
    for officer in (observer, leader_ct):
        assert client_for(officer).post(RETURN, seen | {"reason": "Sai."}).status_code == 404


def test_head_who_still_owes_the_own_self_score_learns_nothing_of_a_return(
    contest, provinces, hau_giang, client_for, head, secretary
):
    services.return_scores(sheet=sheet_of(hau_giang), reason="Thiếu.", by=secretary)
    ScoreSheet.objects.filter(province=provinces["kien-giang"]).delete()
    assert client_for(head).post(RETURN, {"reason": "Sai."}).status_code == 404


def test_old_page_does_not_return_what_was_sent_again_since(
    contest, hau_giang, client_for, head, secretary, leader_hg
):
    client = client_for(secretary)
    seen = seen_by(client)
    sheet = services.return_scores(sheet=sheet_of(hau_giang), reason="Thiếu.", by=head)
    sheet.state, sheet.sent_at, sheet.sent_by = "sent", timezone.now(), leader_hg
    sheet.version += 1
    sheet.save()
    for data in (seen, {}):
        response = client.post(RETURN, data | {"reason": "Sai điểm tiêu chí 2."})
        assert response.status_code == 409
        assert "Sai điểm tiêu chí 2.</textarea>" in response.content.decode()
        assert sheet_of(hau_giang).is_sent
    response = client.post(RETURN, seen | {"reason": "Sai điểm tiêu chí 2."})
    assert f"{leader_hg.title} đã gửi bản khác với bản trên trang đã mở" in text_of(response)
    again = {"seen": response.context["return_form"]["seen"].value(), "reason": "Sai điểm tiêu chí 2."}
    assert client.post(RETURN, again).status_code == 302


def test_empty_return_of_what_cannot_be_returned_says_that_alone(contest, client_for, secretary):
    client = client_for(secretary)
    seen = seen_by(client)
    EmulationYear.objects.update(scores_settled_at=timezone.now())
    response = client.post(RETURN, seen | {"reason": ""})
    assert response.status_code == 409
    assert response.context["return_form"].errors == {
        "__all__": ["Điểm của năm đã thống nhất nên phiếu không trả lại được nữa."]
    }

"""The vote: preparing it, one ballot each, the result."""

import datetime as dt
import io

import pdfplumber
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from emulation.votes import services
from emulation.votes.models import Nominee, Poll, Seat
from emulation.votes.polls import result
from emulation.votes.share import Share
from emulation.year.models import Deadline, EmulationYear
from provinces.accounts.models import Officer
from tests.emulation.factories import make_year
from tests.emulation.votes.polls import extend_vote_days, make_leaders, make_open_poll, make_poll
from tests.factories import make_officer
from web.refusals import RefusedError

pytestmark = pytest.mark.postgresql


@pytest.fixture
def contest(cluster) -> EmulationYear:
    year = make_year(cluster, 2023)
    extend_vote_days(year)
    return year


@pytest.fixture
def leaders(provinces) -> list[Officer]:
    return make_leaders(provinces)


@pytest.fixture
def poll(contest, secretary, provinces, leaders) -> Poll:
    """An open vote: seven nominees, their seven leaders vote, the quorum is more than half."""
    return make_open_poll(contest, secretary, list(provinces.values()), leaders)


def url(poll: Poll, step: str = "") -> str:
    return f"/emulation/2023/votes/{poll.pk}/{step}"


def cast(poll: Poll, ballots: dict[Officer, list[int]]) -> None:
    for voter, chosen in ballots.items():
        services.cast_ballot(poll=poll, chosen=chosen, by=voter)


def votes(poll: Poll) -> list[int | None]:
    return list(poll.nominees.order_by("position").values_list("votes", flat=True))


def test_seats_are_the_leaders_by_default(contest, leaders, secretary, officer_hg, client_for):
    client = client_for(secretary)
    form = client.get("/emulation/2023/votes/add/").context["form"]
    assert set(form.initial["voters"]) == {leader.pk for leader in leaders}
    data = {
        "title": "Đề nghị tặng Bằng khen",
        "purpose": "certificate",
        "places": "2",
        "quorum": "two_thirds",
        "needs": "over_half",
        "provinces": form.initial["provinces"],
        "names": "HTX Mùa Vàng\n\n  Ông   Nguyễn Văn A ",
        "voters": form.initial["voters"],
    }
    answers = [client.post("/emulation/2023/votes/add/", data | {"key": "1"}) for _click in range(2)]
    poll = Poll.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/emulation/2023/votes/{poll.pk}/"}
    assert [str(nominee) for nominee in poll.nominees.all()][6:] == [
        "Liên minh HTX tỉnh Sóc Trăng",
        "HTX Mùa Vàng",
        "Ông Nguyễn Văn A",
    ]
    assert poll.seats.count() == 7


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"places": "2"}, "Cờ thi đua đề nghị cho một đơn vị"),
        ({"places": "1.23.456"}, "Giá trị “1.23.456” không hợp lệ"),
        ({"places": "9", "purpose": "certificate"}, "Đọc được 9; danh sách chỉ có 7 đơn vị"),
        ({"voters": []}, "Chưa chọn người bỏ phiếu"),
        ({"voters": ["9" * 40]}, "chọn một mục có trong danh sách"),
        ({"provinces": []}, "Chưa chọn đơn vị được giới thiệu"),
        ({"title": "\x00"}, "Chưa nhập nội dung bỏ phiếu"),
        ({"title": "Cờ 旗"}, "Trên giấy không in được"),
        ({"names": "x" * 201}, "dài 201 ký tự; mỗi tên nhiều nhất 200 ký tự"),
    ],
)
def test_draft_with_an_invalid_value_is_not_saved(
    changes, message, contest, leaders, provinces, secretary, client_for
):
    data = {"title": "Cờ", "purpose": "flag", "places": "1", "quorum": "all", "needs": "all", "names": ""}
    data |= {"provinces": [p.pk for p in provinces.values()], "voters": [leader.pk for leader in leaders]}
    answer = client_for(secretary).post("/emulation/2023/votes/add/", data | changes)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not Poll.objects.exists()


def test_vote_says_when_its_days_begin_instead_of_the_button_to_open_it(
    contest, leaders, provinces, secretary, client_for
):
    draft = make_poll(contest, secretary, list(provinces.values()), leaders)
    days = contest.deadlines.filter(part="vote")
    client = client_for(secretary)
    assert url(draft, "open/") in client.get(url(draft)).content.decode()
    days.update(opens_on=dt.date(2999, 1, 5), due_on=dt.date(2999, 1, 9))
    page = client.get(url(draft)).content.decode()
    assert "Bỏ phiếu bắt đầu từ ngày 05/01/2999." in page
    assert url(draft, "open/") not in page
    assert url(draft, "edit/") in page, "it is prepared before"
    Poll.objects.filter(pk=draft.pk).update(title="Bằng khen", title_key="bằng khen")
    days.update(opens_on=dt.date(2023, 1, 5))
    poll = make_open_poll(contest, secretary, list(provinces.values()), leaders)
    days.update(due_on=dt.date(2023, 1, 9))
    page = client_for(leaders[0]).get(url(poll)).content.decode()
    assert "Bỏ phiếu đã hết hạn ngày 09/01/2023." in page
    assert 'name="chosen"' not in page


def test_draft_saved_by_another_meanwhile_is_not_overwritten(
    contest, leaders, provinces, secretary, client_for
):
    poll = make_poll(contest, secretary, list(provinces.values()), leaders)
    client = client_for(secretary)
    data = {"title": "Khác", "purpose": "flag", "places": "1", "quorum": "all", "needs": "all", "names": ""}
    data |= {"provinces": [1], "voters": [leaders[0].pk], "seen": "0"}
    data["provinces"] = [provinces["ca-mau"].pk]
    assert client.post(url(poll, "edit/"), data).status_code == 302
    answer = client.post(url(poll, "edit/"), data | {"title": "Thứ ba"})
    assert answer.status_code == 409
    assert f"{secretary.title} đã lưu từ một trang khác" in answer.content.decode()
    assert Poll.objects.get().title == "Khác"
    assert client.post(url(poll, "open/"), {"seen": "0"}).status_code == 409, "the draft changed since"
    assert client.post(url(poll, "edit/"), data | {"title": "Thứ ba", "seen": "1"}).status_code == 302


def test_vote_opens_only_in_its_days_and_with_three_voters(contest, leaders, provinces, secretary):
    poll = make_poll(contest, secretary, list(provinces.values()), leaders[:2])
    with pytest.raises(RefusedError, match="từ ba người"):
        services.open_poll(poll=poll, seen="0", by=secretary)
    Deadline.objects.filter(part="vote").update(due_on=dt.date(2023, 12, 31))
    with pytest.raises(RefusedError, match="đã hết hạn ngày 31/12/2023"):
        services.open_poll(poll=poll, seen="0", by=secretary)


def test_open_vote_cannot_be_changed(poll, secretary, leaders, provinces, client_for):
    with pytest.raises(RefusedError):
        services.save_poll(
            poll=poll, provinces=list(provinces.values())[:1], names=[], voters=leaders, by=secretary
        )
    with pytest.raises(RefusedError):
        services.delete_poll(poll=poll, by=secretary)
    client = client_for(secretary)
    assert client.get(url(poll, "edit/")).status_code == 409
    typed = {"title": "Sửa sau khi mở", "purpose": "flag", "places": "1", "quorum": "all", "needs": "all"}
    late = client.post(url(poll, "edit/"), typed | {"names": "", "provinces": [], "voters": [], "seen": "0"})
    assert "Sửa sau khi mở" in late.content.decode(), "what was typed stays"
    assert client.post(url(poll, "delete/")).status_code == 409
    assert poll.nominees.count() == 7


def test_second_ballot_is_refused(poll, leaders, client_for):
    client = client_for(leaders[0])
    page = client.get(url(poll))
    assert "Liên minh HTX thành phố Cần Thơ" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    answer = client.post(url(poll), {"chosen": "04"}, follow=True)
    assert answer.redirect_chain == [(url(poll), 302)], "no choice in an address"
    assert "Đã ghi phiếu" in answer.content.decode()
    assert 'name="chosen"' not in answer.content.decode()
    answer = client.post(url(poll), {"chosen": "05"})
    assert answer.status_code == 409
    assert "mỗi người bỏ một phiếu" in answer.content.decode()
    assert Seat.objects.filter(has_voted=True).count() == 1


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({}, "Chưa đánh dấu"),
        ({"chosen": "99"}, "chọn một mục có trong danh sách"),
        ({"chosen": "\x00"}, "chọn một mục có trong danh sách"),
        ({"chosen": "x" * 100_000}, "chọn một mục có trong danh sách"),
    ],
)
def test_invalid_ballot_is_not_counted(chosen, message, poll, leaders, client_for):
    answer = client_for(leaders[0]).post(url(poll), chosen)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not Seat.objects.filter(has_voted=True).exists()


def test_certificate_ballot_with_several_choices(contest, secretary, provinces, leaders, client_for):
    poll = make_open_poll(
        contest, secretary, list(provinces.values()), leaders, purpose="certificate", places=2
    )
    client = client_for(leaders[0])
    for chosen, message in [(["01", "02", "03"], "nhiều nhất 2 đơn vị"), (["00", "01"], "Bỏ bớt dấu")]:
        assert message in client.post(url(poll), {"chosen": chosen}).content.decode()
    assert client.post(url(poll), {"chosen": ["01", "03"]}).status_code == 302
    cast(poll, {leaders[1]: [3, 4], leaders[2]: [3], leaders[3]: []})
    poll = services.close_poll(poll=poll, by=secretary)
    assert votes(poll) == [1, 0, 3, 1, 0, 0, 0]
    assert (poll.ballots, poll.blanks) == (4, 1)
    assert [str(row.nominee) for row in result(poll, list(poll.nominees.all())) if row.is_chosen] == [
        "Liên minh HTX tỉnh Cà Mau"  # 3 of 4 ballots; the others have less than half
    ]


def test_ballot_without_a_seat_or_outside_the_days_is_refused(
    poll, leaders, secretary, officer_hg, client_for
):
    for officer in (secretary, officer_hg):
        assert client_for(officer).post(url(poll), {"chosen": "01"}).status_code == 403
        with pytest.raises(PermissionDenied):
            services.cast_ballot(poll=poll, chosen=[1], by=officer)
    assert "không có tên trong danh sách bỏ phiếu" in client_for(officer_hg).get(url(poll)).content.decode()
    Deadline.objects.filter(part="vote").update(due_on=dt.date(2023, 12, 31))
    answer = client_for(leaders[0]).post(url(poll), {"chosen": "01"})
    assert (answer.status_code, "đã hết hạn ngày 31/12/2023" in answer.content.decode()) == (409, True)
    extend_vote_days(poll.year)
    cast(poll, {leader: [1] for leader in leaders[:6]})
    services.close_poll(poll=poll, by=secretary)
    answer = client_for(leaders[6]).post(url(poll), {"chosen": "02"})
    assert (answer.status_code, "không mở" in answer.content.decode()) == (409, True)
    assert votes(poll) == [6, 0, 0, 0, 0, 0, 0]


def test_counts_are_shown_to_everybody_after_closing(poll, leaders, secretary, observer, client_for):
    cast(poll, {leaders[0]: [3], leaders[1]: [3], leaders[2]: [3], leaders[3]: [3], leaders[4]: [6]})
    assert client_for(observer).get(url(poll)).status_code == 404
    assert "/votes/" + str(poll.pk) not in client_for(observer).get("/emulation/2023/votes/").content.decode()
    for officer in (secretary, leaders[0], leaders[6]):
        text = client_for(officer).get(url(poll)).content.decode()
        assert "Kết luận" not in text
        assert 'max="5"' not in text
    data = {"place": "Rạch Giá", "chair": "Trần Thị Bình", "clerk": ""}
    assert client_for(secretary).post(url(poll, "close/"), data).status_code == 302
    for officer in (secretary, leaders[6], observer):
        text = client_for(officer).get(url(poll)).content.decode()
        assert "Số phiếu thu về: 5, trong đó phiếu trắng: 0." in text
        assert "4/5" in text
        assert "Được đề nghị" in text


def test_minutes_name_counts_and_voters_but_no_ballots(poll, leaders, secretary, observer, client_for):
    cast(poll, {leaders[0]: [3], leaders[1]: [3], leaders[2]: [3], leaders[3]: [3], leaders[4]: [6]})
    Officer.objects.filter(pk=leaders[5].pk).update(last_name="Lê Văn", first_name="Tám")
    client = client_for(observer)
    assert client_for(secretary).get(url(poll, "minutes.pdf")).status_code == 404, "not counted yet"
    services.close_poll(poll=poll, by=secretary, place="Rạch Giá", chair="Trần Thị Bình")
    answer = client.get(url(poll, "minutes.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "Rạch Giá, ngày" in text
    assert "ít nhất 04/07 người bỏ phiếu" in text
    assert "Số người đã bỏ phiếu: 05" in text
    assert "Không bỏ phiếu: 02 (Lê Văn Tám, Kiên Giang; đại diện Liên minh HTX tỉnh Sóc Trăng)" in text
    assert "1 Liên minh HTX tỉnh Cà Mau 4 80,0%" in text
    assert "Đề nghị tặng Cờ thi đua: Liên minh HTX tỉnh Cà Mau (04/05 phiếu)." in text
    assert "Địa điểm: Rạch Giá. Thành phần: 07 người có quyền bỏ phiếu. Chủ trì: Trần Thị Bình." in text
    assert "minh họa" not in text
    assert client.get(url(poll, "minutes.docx")).content[:2] == b"PK"


def test_minutes_of_an_illustrative_year_say_so(poll, leaders, secretary, client_for):
    EmulationYear.objects.update(is_illustrative=True)
    cast(poll, {leader: [3] for leader in leaders})
    services.close_poll(poll=poll, by=secretary)
    answer = client_for(secretary).get(url(poll, "minutes.pdf"))
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        assert "Số liệu minh họa" in pdf.pages[0].extract_text()


def test_vote_that_does_not_exist(poll, secretary, client_for):
    for pk in ("0", "9" * 30):
        assert client_for(secretary).get(f"/emulation/2023/votes/{pk}/").status_code == 404
    assert client_for(secretary).get(f"/emulation/2022/votes/{poll.pk}/").status_code == 404


def test_vote_without_a_quorum_is_not_counted_and_can_be_repeated(poll, leaders, secretary, client_for):
    cast(poll, {leader: [1] for leader in leaders[:3]})  # more than half of 7 is 4
    client = client_for(secretary)
    assert "phiếu bị hủy, không kiểm" in client.get(url(poll, "close/")).content.decode()
    client.post(url(poll, "close/"), {})
    poll.refresh_from_db()
    assert (poll.state, poll.sealed, poll.ballots) == ("void", None, None)
    with pdfplumber.open(io.BytesIO(client.get(url(poll, "minutes.pdf")).content)) as pdf:
        text = " ".join(pdf.pages[0].extract_text().split())
    assert "Cuộc bỏ phiếu không thành. Số người bỏ phiếu chưa đủ mức tối thiểu." in text
    assert "Số người đã bỏ phiếu: 03" in text
    assert "%" not in text, "nothing is counted"
    assert votes(poll) == [None] * 7
    assert client.post(url(poll, "again/")).status_code == 302
    assert client.post(url(poll, "again/")).status_code == 409
    again = Poll.objects.get(round=2)
    assert (again.label, again.state) == ("Đề nghị tặng Cờ thi đua (lần 2)", "draft")
    assert (again.nominees.count(), again.seats.filter(has_voted=False).count()) == (7, 7)


def test_changed_secret_key_voids_the_vote(poll, leaders, secretary, settings):
    cast(poll, {leader: [1] for leader in leaders[:4]})
    settings.SECRET_KEY = "another " * 10
    with pytest.raises(RefusedError, match="Không mở được hòm phiếu"):
        services.cast_ballot(poll=poll, chosen=[1], by=leaders[4])
    assert services.close_poll(poll=poll, by=secretary).why_void == Poll.Void.UNREADABLE


def test_more_ballots_than_voters_void_the_vote(poll, leaders, secretary):
    cast(poll, {leader: [1] for leader in leaders})
    Seat.objects.filter(officer=leaders[0]).update(has_voted=False)
    assert services.close_poll(poll=poll, by=secretary).why_void == Poll.Void.MISMATCH


@pytest.mark.parametrize(
    ("counts", "places", "chosen", "tied"),
    [
        ([4, 3, 0], 1, [0], []),
        ([3, 3, 1], 1, [], []),  # 3 of 7 is not more than half
        ([5, 5, 4], 1, [], [0, 1]),
        ([5, 5, 4], 2, [0, 1], []),
        ([6, 5, 5], 2, [0], [1, 2]),
        ([0, 0, 0], 2, [], []),
        ([7, 4, 3], 3, [0, 1], []),
    ],
)
def test_most_votes_are_chosen_and_a_tie_is_left_open(counts, places, chosen, tied):
    poll = Poll(ballots=7, places=places, needs=Share.MORE_THAN_HALF)
    nominees = [Nominee(label=str(n), position=n + 1, votes=count) for n, count in enumerate(counts)]
    results = result(poll, nominees)
    assert sorted(int(row.nominee.label) for row in results if row.is_chosen) == chosen
    assert sorted(int(row.nominee.label) for row in results if row.is_tied) == tied


def test_share_is_a_whole_number_of_people():
    assert [Share.MORE_THAN_HALF.of(n) for n in (1, 2, 3, 7, 8)] == [1, 2, 2, 4, 5]
    assert [Share.TWO_THIRDS.of(n) for n in (3, 6, 7)] == [2, 4, 5]
    assert [Share.THREE_QUARTERS.of(7), Share.NINE_TENTHS.of(7), Share.NINE_TENTHS.of(10)] == [6, 7, 9]
    assert Share.ALL.of(7) == 7


def test_two_ballots_are_never_counted(contest, secretary, provinces, leaders, client_for):
    """Each of two voters would learn the other's ballot from the result."""
    poll = make_open_poll(contest, secretary, list(provinces.values()), leaders[:3])  # over half of 3 are 2
    cast(poll, {leaders[0]: [1], leaders[1]: [2]})
    client = client_for(secretary)
    assert "cần ít nhất 3 người" in client.get(url(poll, "close/")).content.decode()
    assert services.close_poll(poll=poll, by=secretary).why_void == Poll.Void.NO_QUORUM
    assert votes(poll) == [None] * 7


def test_page_queries_do_not_grow_with_voters(
    contest, secretary, provinces, client_for, django_assert_num_queries
):
    client = client_for(secretary)
    voters = [make_officer(f"voter-{n}", Officer.Role.LEADER, provinces["ca-mau"]) for n in range(40)]
    few = make_open_poll(contest, secretary, list(provinces.values())[:2], voters[:3], title="Ít")
    many = make_open_poll(contest, secretary, list(provinces.values()), voters, title="Nhiều")
    with django_assert_num_queries(18):
        client.get(url(few))
    with django_assert_num_queries(18):
        client.get(url(many))


REFUSED = [
    ("poll_once_a_round", lambda poll: Poll.objects.create(year=poll.year, title=poll.title)),
    ("poll_flag_goes_to_one", lambda poll: Poll.objects.update(places=2)),
    ("poll_shares_known", lambda poll: Poll.objects.update(needs="some")),
    ("poll_sealed_while_open_alone", lambda poll: Poll.objects.update(sealed=None)),
    ("poll_steps_in_order", lambda poll: Poll.objects.update(opened_at=None)),
    ("poll_steps_in_order", lambda poll: Poll.objects.update(closed_at=timezone.now())),
    ("poll_counts_once_closed", lambda poll: Poll.objects.update(ballots=3, blanks=0)),
    ("nominee_one_a_position", lambda poll: poll.nominees.create(position=1, label="B")),
    (
        "nominee_province_once",
        lambda poll: poll.nominees.create(position=90, province=poll.nominees.first().province),
    ),
    (
        "nominee_name_once",
        lambda poll: [poll.nominees.create(position=90 + n, label="A") for n in range(2)],
    ),
    ("nominee_is_a_province_or_a_name", lambda poll: poll.nominees.create(position=90)),
    ("seat_one_each", lambda poll: poll.seats.create(officer=poll.seats.first().officer)),
]


@pytest.mark.parametrize(("name", "write"), REFUSED)
def test_database_refuses(name, write, poll):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        write(poll)
    message = str(refused.value)
    unique = connection.vendor == "sqlite" and "UNIQUE" in message
    assert name in message or (unique and not name.startswith("poll_flag"))


@pytest.mark.parametrize("place", ["Rạch Giá", "x" * 121])
def test_closing_of_a_closed_vote_says_who_closed_it_and_keeps_what_was_typed(
    place, poll, secretary, client_for
):
    services.close_poll(poll=poll, by=secretary)
    response = client_for(secretary).post(url(poll, "close/"), {"place": place, "chair": "Lê Văn B"})
    page = response.content.decode()
    assert response.status_code == 409
    assert f"{secretary.title} đã đóng cuộc bỏ phiếu này" in page
    assert f"<dd>{place}</dd>" in page
    assert "<dd>Lê Văn B</dd>" in page


def test_invalid_draft_of_an_open_vote_says_that_alone(poll, secretary, client_for):
    response = client_for(secretary).post(url(poll, "edit/"), {"title": "", "names": "HTX mới"})
    assert response.status_code == 409
    assert response.context["form"].errors == {"__all__": ["Cuộc bỏ phiếu đã mở; không sửa được nữa."]}
    assert "HTX mới</textarea>" in response.content.decode()


def test_unmarked_ballot_outside_the_days_says_that_alone(poll, contest, leaders, client_for):
    Deadline.objects.filter(part="vote").update(due_on=dt.date(2023, 12, 31), opens_on=dt.date(2023, 1, 1))
    response = client_for(leaders[0]).post(url(poll), {})
    assert response.status_code == 409
    assert "đã hết hạn ngày 31/12/2023. Phiếu này không được ghi." in response.content.decode()
    assert "Chưa đánh dấu" not in response.content.decode()

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.year.events import Event
from emulation.year.models import Deadline, EmulationYear
from emulation.year.services import IN_ORDER, order_problems, usual_dates
from tests.emulation.factories import make_year
from vietnamese.dates import format_date

pytestmark = pytest.mark.postgresql


def test_page_without_a_contest_names_who_opens_one(cluster, client_for, officer_hg, secretary):
    assert "Tổ giúp việc của Cụm mở năm thi đua" in client_for(officer_hg).get("/emulation/").content.decode()
    assert "/emulation/add/" in client_for(secretary).get("/emulation/").content.decode()


def test_year_opens_with_the_usual_dates_and_records_by_whom(cluster, client_for, secretary):
    answer = client_for(secretary).post("/emulation/add/", {"year": "2024"}, follow=True)
    assert answer.redirect_chain == [("/emulation/2024/dates/", 302)]
    contest_year = EmulationYear.objects.get()
    assert {d.part for d in contest_year.deadlines.all()} == set(Deadline.Part.values)
    assert Event.objects.get().by == secretary
    assert "Tự chấm điểm" in answer.content.decode()


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("2023", "đã có"),
        ("23", "Đọc được 23; ghi năm từ 1990 đến 2100"),
        ("2.023", "đã có"),
        ("2023,5", "Đọc được 2.023,5; ghi số nguyên"),
        ("٢٠٢٤", "Giá trị “٢٠٢٤” không hợp lệ"),
        ("hai nghìn", "Giá trị “hai nghìn” không hợp lệ"),
        ("", "Chưa nhập năm"),
    ],
)
def test_impossible_year_is_refused(value, error, contest, client_for, secretary):
    answer = client_for(secretary).post("/emulation/add/", {"year": value})
    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert EmulationYear.objects.count() == 1


def test_dates_are_saved_and_shown(contest, client_for, secretary, officer_hg):
    client = client_for(secretary)
    data = {f"{d.part}.{end}": "1/12/2023" for d in contest.deadlines.all() for end in ("from", "to")}
    data |= {
        "vote.to": "9/1/2024",
        "reason": "Hội nghị dời ngày.",
        "seen": client.get("/emulation/2023/dates/").context["form"]["seen"].value(),
    }
    for _click in range(2):
        assert client.post("/emulation/2023/dates/", data).status_code == 302
    assert Event.objects.filter(action="dates.save").count() == len(Deadline.Part)  # one for each part
    vote = contest.deadlines.get(part=Deadline.Part.VOTE)
    assert (vote.opens_on.isoformat(), vote.due_on.isoformat()) == ("2023-12-01", "2024-01-09")
    assert "09/01/2024" in client_for(officer_hg).get("/emulation/2023/").content.decode()


def test_part_that_ends_before_it_begins_is_refused(contest, client_for, secretary):
    data = {f"{d.part}.{end}": "1/12/2023" for d in contest.deadlines.all() for end in ("from", "to")}
    answer = client_for(secretary).post("/emulation/2023/dates/", data | {"vote.to": "30/11/2023"})
    assert "Ngày cuối phải từ ngày đầu trở đi" in answer.content.decode()
    assert 'value="30/11/2023"' in answer.content.decode()
    assert not contest.deadlines.filter(opens_on="2023-12-01").exists()


def test_unopened_year_is_not_found(cluster, client_for, secretary):
    client = client_for(secretary)
    for year in ("2022", "0", "99999999999999999999999"):
        assert client.get(f"/emulation/{year}/").status_code == 404


def usual(**changed: str) -> dict[str, str]:
    """The form of 2023 with the usual dates, but for those changed (`vote_to`)."""
    dates = {
        f"{part}.{end}": format_date(day)
        for part, days in usual_dates(EmulationYear(year=2023)).items()
        for end, day in zip(("from", "to"), days, strict=True)
    }
    return dates | {name[::-1].replace("_", ".", 1)[::-1]: day for name, day in changed.items()}


def test_parts_out_of_their_order_are_refused(contest, client_for, secretary):
    client = client_for(secretary)
    seen = {"seen": client.get("/emulation/2023/dates/").context["form"]["seen"].value(), "reason": "Dời."}
    early = client.post("/emulation/2023/dates/", usual(cross_check_from="15/10/2023") | seen)
    page = early.content.decode()
    assert "Không được sớm hơn ngày 01/11/2023 của phần “Tự chấm điểm”" in page
    assert 'value="15/10/2023"' in page
    assert not Event.objects.filter(action="dates.save").exists()
    assert client.post("/emulation/2023/dates/", usual() | seen).status_code == 302


def test_part_that_has_begun_changes_with_a_reason_only(contest, client_for, secretary):
    client = client_for(secretary)
    seen = {"seen": client.get("/emulation/2023/dates/").context["form"]["seen"].value()}
    assert "phải ghi lý do" in client.post("/emulation/2023/dates/", usual() | seen).content.decode()
    assert not Event.objects.filter(action="dates.save").exists()


days = st.dates(dt.date(2023, 1, 1), dt.date(2024, 3, 1))


@given(st.lists(st.tuples(days, days).map(sorted).map(tuple), min_size=6, max_size=6))
def test_dates_that_are_taken_are_in_order(spans):
    dates = dict(zip(IN_ORDER, spans, strict=True))
    is_in_order = all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
    assert (not order_problems(dates)) == is_in_order


def open_between(cluster, year: int, first: str, last: str, **values: object) -> None:
    make_year(cluster, year, **values).deadlines.update(opens_on=first, due_on=last)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2022, 12, 1), 2023),  # nothing has begun
        (dt.date(2023, 11, 1), 2023),  # 2024 was opened early
        (dt.date(2024, 1, 15), 2023),  # both run: the work of 2023 is due first
        (dt.date(2024, 6, 1), 2024),
        (dt.date(2026, 1, 1), 2024),  # both are over
    ],
)
def test_contest_opens_the_year_that_runs(today, expected, cluster):
    open_between(cluster, 2023, "2023-01-01", "2024-01-31")
    open_between(cluster, 2024, "2024-01-01", "2025-01-31")
    assert EmulationYear.objects.running(today).year == expected


def test_settled_year_no_longer_runs(cluster):
    open_between(cluster, 2023, "2023-01-01", "2024-01-31", scores_settled_at="2024-01-10T00:00:00Z")
    open_between(cluster, 2024, "2024-01-01", "2025-01-31")
    assert EmulationYear.objects.running(dt.date(2024, 1, 15)).year == 2024


def test_address_of_the_contest_leads_to_the_year_that_runs(cluster, client_for, officer_hg):
    open_between(cluster, 2022, "2022-01-01", "2999-01-01", scores_settled_at="2023-01-10T00:00:00Z")
    open_between(cluster, 2023, "2023-01-01", "2999-01-01")
    open_between(cluster, 2100, "2998-01-01", "2999-01-01")
    answer = client_for(officer_hg).get("/emulation/")
    assert (answer.status_code, answer["Location"]) == (302, "/emulation/2023/")


def test_every_year_is_one_press_away_from_every_page(contest, cluster, client_for, officer_hg):
    make_year(cluster, 2024)
    for page in ("", "pledges/", "rules/", "movements/", "log/"):
        assert (
            'href="/emulation/2024/"'
            in client_for(officer_hg).get(f"/emulation/2023/{page}").content.decode()
        )

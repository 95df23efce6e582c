import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.movements.models import Movement
from emulation.movements.months import MonthState, months_of_year
from emulation.movements.rows import months_in_words

YEAR = 2023
FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
LATER = dt.date(YEAR + 1, 5, 1)


def days(*months: int) -> list[dt.date]:
    return [dt.date(YEAR, month, 15) for month in months]


def states(timeline) -> str:
    return "".join(month.state.value[0] for month in timeline.months)


def test_activities_are_counted_by_month_and_silences_found():
    timeline = months_of_year(YEAR, FIRST, LAST, days(1, 1, 2, 6, 7, 8, 9), LATER)
    assert [month.count for month in timeline.months] == [2, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0]
    assert (timeline.total, timeline.silent_now, timeline.silent_from, timeline.longest_silence) == (
        7,
        3,
        10,
        3,
    )


def test_month_is_silent_only_once_it_is_over():
    on_the_last_day = months_of_year(YEAR, FIRST, LAST, days(3), dt.date(YEAR, 5, 31))
    assert states(on_the_last_day) == "ssasoooooooo"
    assert on_the_last_day.silent_now == 1
    a_day_later = months_of_year(YEAR, FIRST, LAST, days(3), dt.date(YEAR, 6, 1))
    assert a_day_later.silent_now == 2


def test_activity_of_the_current_month_ends_a_silence():
    timeline = months_of_year(YEAR, FIRST, LAST, days(1, 5), dt.date(YEAR, 5, 20))
    assert (timeline.silent_now, timeline.silent_from, timeline.longest_silence) == (0, None, 3)


def test_months_before_the_launch_and_after_the_end_are_not_silent():
    timeline = months_of_year(YEAR, dt.date(YEAR, 3, 31), dt.date(YEAR, 10, 1), days(3), LATER)
    assert states(timeline) == "ooasssssssoo"
    assert [m.state for m in timeline.months[:2]] == [MonthState.OUTSIDE] * 2
    assert timeline.silent_now == 7


@pytest.mark.parametrize(
    ("active", "today", "words"),
    [
        (
            (1, 2, 3),
            dt.date(YEAR, 6, 1),
            "3 hoạt động; không có hoạt động trong 02 tháng liên tiếp, từ tháng 4.",
        ),
        ((1, 2, 3), dt.date(YEAR, 5, 31), "3 hoạt động; tháng 4 không có hoạt động."),
        ((1, 3), dt.date(YEAR, 3, 31), "2 hoạt động; có tháng không có hoạt động."),
    ],
)
def test_one_month_is_not_called_consecutive(active, today, words):
    timeline = months_of_year(YEAR, FIRST, LAST, days(*active), today)
    assert months_in_words(Movement(state="launched"), timeline) == words


def test_days_of_other_years_are_ignored():
    assert months_of_year(YEAR, FIRST, LAST, [dt.date(2022, 12, 31), dt.date(2024, 1, 1)], LATER).total == 0


@given(st.lists(st.dates(FIRST, LAST), max_size=30), st.dates(FIRST, LATER), st.randoms())
def test_order_of_activities_is_irrelevant_and_none_is_lost(dates, today, random):
    timeline = months_of_year(YEAR, FIRST, LAST, dates, today)
    shuffled = [*dates]
    random.shuffle(shuffled)
    assert months_of_year(YEAR, FIRST, LAST, shuffled, today) == timeline
    assert timeline.total == len(dates)
    assert timeline.silent_now <= timeline.longest_silence <= 12
    assert all((month.state is MonthState.ACTIVE) == (month.count > 0) for month in timeline.months)

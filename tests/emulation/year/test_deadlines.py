import datetime as dt

import pytest
from django.utils import timezone

from emulation.year.models import Deadline
from vietnamese.dates import format_date
from web.refusals import RefusedError

Part = Deadline.Part


@pytest.mark.parametrize(
    ("on", "begun", "is_open", "over"),
    [
        (dt.date(2023, 10, 31), False, False, False),
        (dt.date(2023, 11, 1), True, True, False),
        (dt.date(2023, 11, 30), True, True, False),
        (dt.date(2023, 12, 1), True, False, True),
    ],
)
def test_part_is_open_on_its_first_and_last_day(on, begun, is_open, over):
    days = Deadline(part=Part.VOTE, opens_on=dt.date(2023, 11, 1), due_on=dt.date(2023, 11, 30))
    assert (days.has_begun(on), days.is_open(on), days.is_over(on)) == (begun, is_open, over)
    assert (days.why_closed(on) == "") == is_open


def test_closed_part_names_its_first_or_last_day(contest):
    today = timezone.localdate()
    for shift, text in ((1, "bắt đầu từ ngày"), (-1, "đã hết hạn ngày")):
        day = today + dt.timedelta(days=shift)
        contest.deadlines.filter(part=Part.PLEDGE).update(opens_on=day, due_on=day)
        with pytest.raises(RefusedError) as refused:
            contest.deadline(Part.PLEDGE).require_open("Xin hỏi.")
        assert str(refused.value) == f"Đăng ký, giao ước thi đua {text} {format_date(day)}. Xin hỏi."


def test_part_without_days_is_closed(contest):
    contest.deadlines.all().delete()
    days = contest.deadline(Part.VOTE)
    assert (days.is_set, days.is_open(), days.is_over(), days.has_begun()) == (False, False, False, False)
    assert days.why_closed() == "Bỏ phiếu: chưa đặt thời hạn."


def test_part_is_open_within_its_days(contest):
    contest.deadlines.update(due_on=dt.date(2999, 1, 1))
    contest.deadline(Part.VOTE).require_open()

"""Dates as Vietnamese text, both ways: 05/7/2023."""

import datetime as dt
import re

from django.utils import timezone

_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def format_date(date: dt.date | None) -> str:
    """Write a date as official papers do: 05/7/2023, 12/02/2023; None is "", a time gives its local day.

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I: days under 10 and months 1 and 2 get a zero, so that nobody
    can add a digit before them.
    """
    if date is None:
        return ""
    if isinstance(date, dt.datetime):
        date = timezone.localdate(date)
    month = f"0{date.month}" if date.month < 3 else str(date.month)
    return f"{date.day:02}/{month}/{date.year}"


def format_moment(at: dt.datetime) -> str:
    """Write `05/7/2023 08:15:30` in local time, with a space that does not break."""
    return f"{format_date(at)}\N{NO-BREAK SPACE}{timezone.localtime(at):%H:%M:%S}"


def parse_date(text: str) -> dt.date | None:
    """Read a date typed as day, month and a year of four digits; blank is None.

    `5/7/2023`, `05/07/2023` and `05.7.2023` are the same day. `2023-07-05` is read too: it has one meaning.

    Raises:
        ValueError: the text is not a date in this form, or not a day of the calendar.
    """
    text = text.strip()
    if not text:
        return None
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        day, month, year = map(int, match.groups())
        return dt.date(year, month, day)
    return dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone

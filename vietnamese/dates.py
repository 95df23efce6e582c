"""Dates as Vietnamese text, both ways: 05/7/2023."""

import datetime as dt
import re

_TYPED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)


def format_date(date: dt.date | None) -> str:
    """Write a date as official papers do: 05/7/2023, 12/02/2023; None is "".

    Source: Nghị định 30/2020/NĐ-CP, Phụ lục I: a zero before days under 10 and before months 1 and 2, so that
    no digit can be put before them.
    """
    if date is None:
        return ""
    month = f"0{date.month}" if date.month < 3 else str(date.month)
    return f"{date.day:02}/{month}/{date.year}"


def parse_date(text: str) -> dt.date | None:
    """Read day, month and year of four digits, in this order; blank is None.

    `5/7/2023`, `05/07/2023` and `05.7.2023` are the same day; so is `2023-07-05`, which has one reading.

    Raises:
        ValueError: the text is not a date in this form, or no day of the calendar.
    """
    body = text.strip()
    if not body:
        return None
    if match := _TYPED.fullmatch(body):
        day, month, year = map(int, match.groups())
        return dt.date(year, month, day)
    return dt.datetime.strptime(body, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone

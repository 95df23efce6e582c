import datetime as dt
from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString

from vietnamese.dates import format_date, format_moment
from web.icons import state_html
from web.state_marks import StateMark


class StateColumn(tables.Column):
    def render(self, value: StateMark) -> SafeString:
        return state_html(value.state, value.text, value.icon)

    def value(self, value: StateMark) -> str:
        return value.text


class DateColumn(tables.Column):
    def render(self, value: dt.date) -> str:
        return format_date(value)

    def value(self, value: dt.date) -> dt.date:
        return value


class MomentColumn(tables.Column):
    """A day and its time, in one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, attrs={"td": {"class": "moment"}})

    def render(self, value: dt.datetime) -> str:
        return format_moment(value)

    def value(self, value: dt.datetime) -> dt.datetime:
        return value

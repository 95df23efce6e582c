import datetime as dt

import django_tables2 as tables
from django.utils.safestring import SafeString

from vietnamese.dates import format_date
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

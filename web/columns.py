"""Columns that lists of every app use."""

import datetime as dt

import django_tables2 as tables
from django.template.loader import render_to_string

from vietnamese.dates import format_date
from web.state_marks import StateMark


class StateColumn(tables.Column):
    """A state's sign and word."""

    def render(self, value: StateMark) -> str:
        return render_to_string("web/state.html", {"word": value})

    def value(self, value: StateMark) -> str:
        return value.text


class DateColumn(tables.Column):
    def render(self, value: dt.date) -> str:
        return format_date(value)

    def value(self, value: dt.date) -> dt.date:
        return value

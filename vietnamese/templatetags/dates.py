import datetime as dt

from django import template

from vietnamese.dates import format_date

register = template.Library()


@register.filter
def day(value: dt.date | None) -> str:
    """{{ period.due_on|day }} is 05/7/2023; None is "". A time gives its local day."""
    return format_date(value)

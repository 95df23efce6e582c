"""Provinces and officers in templates, under the names of their time."""

import datetime as dt

from django import template
from django.utils import timezone

from provinces.accounts.models import Officer
from provinces.clusters.models import Province

register = template.Library()


@register.filter
def title_at(officer: Officer, moment: dt.datetime) -> str:
    """`{{ step.by|title_at:step.at }}`: the role with the province of that day."""
    return officer.title_on(timezone.localdate(moment))


@register.filter
def province_at(officer: Officer, moment: dt.datetime | None) -> Province | None:
    """The province of that day; of today, while there is no moment."""
    return officer.province_on(timezone.localdate(moment)) if moment else officer.province


@register.filter
def name_by(province: Province, day: dt.date) -> str:
    """`{{ row.province|name_by:contest_year.last_day }}`: with its last day if it had ended by then."""
    return province.name_by(day)

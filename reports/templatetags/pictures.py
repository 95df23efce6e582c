"""Template filters over small pictures: {{ field|field:28 }}, {{ course|course }}."""

from django import template

from reports.comparison.course_svg import draw_course
from reports.dashboard.share_bar_svg import draw_field

register = template.Library()
register.filter("field", draw_field)
register.filter("course", draw_course)

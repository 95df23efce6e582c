"""Template filters over `reports.dashboard.share_bar_svg`: {{ field|field:28 }}, {{ fields|fields:12 }}."""

from django import template

from reports.dashboard.share_bar_svg import draw_field, draw_fields

register = template.Library()
register.filter("field", draw_field)
register.filter("fields", draw_fields)

"""Template filters over `reports.drawings`: {{ field|field:28 }}, {{ fields|fields:12 }}; heights in px."""

from django import template

from reports.drawings import draw_field, draw_fields

register = template.Library()
register.filter("field", draw_field)
register.filter("fields", draw_fields)

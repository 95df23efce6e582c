from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.repeated_requests.answer_once import KEY

register = template.Library()


@register.simple_tag
def one_use_key() -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, uuid4())

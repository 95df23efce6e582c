from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.repeated_requests.answer_once import KEY, PRESS

register = template.Library()


@register.simple_tag
def one_use_key() -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, uuid4())


@register.simple_tag
def one_press() -> SafeString:
    """For a form whose view does not call `answer_once`: pressed twice, it is sent once."""
    return format_html('<input type="hidden" name="{}" value="{}">', PRESS, uuid4())

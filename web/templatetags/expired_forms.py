from typing import Any

from django import template
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.expired_forms import TYPED_BY, signature_of

register = template.Library()


@register.simple_tag(takes_context=True)
def typed_by(context: dict[str, Any]) -> SafeString:
    officer = context["request"].user
    if not isinstance(officer, AbstractBaseUser):
        return SafeString()
    return format_html('<input type="hidden" name="{}" value="{}">', TYPED_BY, signature_of(officer))

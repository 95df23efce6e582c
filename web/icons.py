"""Icons, and states and messages with their icons. Templates use the tags in `templatetags/components.py`."""

from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


def state_html(state: str, content: str, icon_name: str = "") -> SafeString:
    """A state's colour, icon (its own unless named) and words; an empty `state` needs a named icon."""
    return SafeString(f"{_state_start_tag(state, icon_name)}{conditional_escape(content)}</span>")


def message_html(state: str, content: str, icon_name: str = "", element: str = "p") -> SafeString:
    return SafeString(
        f"<{element} {_message_start_tag(state, icon_name)}{conditional_escape(content)}</span></{element}>"
    )


# A form shows about seventy states, only a handful of them different.
@lru_cache(maxsize=256)
def _state_start_tag(state: str, icon_name: str) -> SafeString:
    return format_html('<span class="state"{}>{}', _colour(state), icon(icon_name or state))


@lru_cache(maxsize=256)
def _message_start_tag(state: str, icon_name: str) -> SafeString:
    return format_html('class="message"{}>{}<span>', _colour(state), icon(icon_name or state))


def _colour(state: str) -> SafeString:
    return format_html(' data-state="{}"', state) if state else SafeString()

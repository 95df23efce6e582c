"""The marks of a page: an icon, a state with its icon, a message with its icon.

Templates use them through the tags of `web/templatetags/components.py`.
"""

from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """An icon by its name in `templates/sprite.html`, without the `i-`."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


def state_html(state: str, content: str, icon_name: str = "") -> SafeString:
    """A state: its colour, its icon (the state's own unless named), its words.

    A state that is empty has no colour; then the icon must be named.
    """
    return SafeString(f"{_opening_of_state(state, icon_name)}{conditional_escape(content)}</span>")


def message_html(state: str, content: str, icon_name: str = "", element: str = "p") -> SafeString:
    """A sentence with its colour and icon; `element` is p, or li in a list of messages."""
    return SafeString(
        f"<{element} {_opening_of_message(state, icon_name)}{conditional_escape(content)}</span></{element}>"
    )


# A form has some seventy states, of which a handful differ.
@lru_cache(maxsize=256)
def _opening_of_state(state: str, icon_name: str) -> SafeString:
    return format_html('<span class="state"{}>{}', _colour(state), icon(icon_name or state))


@lru_cache(maxsize=256)
def _opening_of_message(state: str, icon_name: str) -> SafeString:
    return format_html('class="message"{}>{}<span>', _colour(state), icon(icon_name or state))


def _colour(state: str) -> SafeString:
    return format_html(' data-state="{}"', state) if state else SafeString()

"""What repeats on pages: `{% load components %}`. Longer ones are templates in `templates/web/`."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from web import icons, missing_value_marks
from web.state_marks import StateMark

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "late" %}: an icon alone.

    Inputs: the icon's name in `sprite.html`, without the `i-`.
    """
    return icons.icon(str(name))


@register.simple_block_tag
def state(content: str, state: str, icon: str = "") -> SafeString:
    """{% state "draft" icon="saved" %}words{% endstate %}: a state with its icon.

    Inputs: state (its colour; may be empty); icon, optional: another one than the state's own.
    """
    return icons.state_html(str(state), _stripped(content), str(icon))


@register.simple_tag
def state_mark(mark: StateMark) -> SafeString:
    """{% state_mark word %}: a state that Python chose.

    Inputs: mark (`web.state_marks`).
    """
    return icons.state_html(mark.state, mark.text, mark.icon)


@register.simple_block_tag
def message(content: str, state: str, icon: str = "", element: str = "p") -> SafeString:
    """{% message "late" icon="returned" %}words{% endmessage %}: a sentence with its icon.

    Inputs: state (its colour; may be empty); icon, optional: another one than the state's own;
    element, optional: "li" in a list of messages.
    """
    return icons.message_html(str(state), _stripped(content), str(icon), element)


@register.simple_tag
def illustrative_tag(is_illustrative: bool) -> SafeString:
    """Thing{% illustrative_tag thing.is_illustrative %}: a space and the tag, or nothing.

    Inputs: is_illustrative.
    """
    if not is_illustrative:
        return SafeString()
    return format_html(' <span class="tag">{}</span>', _("minh họa"))


@register.simple_tag
def provisional_mark(is_provisional: bool = True) -> SafeString:
    """{{ number }}{% provisional_mark total.is_provisional %}: the star after a number that may change.

    Inputs: is_provisional, optional: whether there is one.
    """
    if not is_provisional:
        return SafeString()
    return format_html(
        '<span class="visually-hidden">, {}</span><span aria-hidden="true">*</span>', _("tạm tính")
    )


@register.simple_tag
def missing_number(why: str) -> SafeString:
    """{% missing_number row.why %}: `…` for the eye, the reason for the ear.

    Inputs: why.
    """
    return missing_value_marks.mark("…", why)


@register.simple_tag
def not_applicable() -> SafeString:
    """{% not_applicable %}: `×` for a number that there cannot be.

    Inputs: none.
    """
    return missing_value_marks.not_applicable()


@register.inclusion_tag("web/post_button.html")
def post_button(
    address: str, *args: object, label: str, look: str = "", version: object = None
) -> dict[str, Any]:
    """{% post_button "emulation:vote-delete" year poll.pk label=_("Xóa") look="grave" %}: done by one press.

    Inputs: the name of the address and what it takes; label; look, optional: "primary" or "grave";
    version, optional: that of the row which the page shows.
    """
    return {"url": reverse(address, args=args), "label": label, "look": look, "version": version}


@register.inclusion_tag("web/confirm.html")
def confirm(address: str, *args: object, button: str, back: str, look: str = "primary") -> dict[str, str]:
    """{% confirm "emulation:rules" year button=_("Lưu") back=_("Thôi") %}: do it, or go back.

    Inputs: the name of the address to go back to and what it takes; button; back (the words of the way
    back); look, optional: "grave" where it cannot be undone.
    """
    return {"url": reverse(address, args=args), "button": button, "back": back, "look": look}


@register.inclusion_tag("web/page_head.html")
def page_head(address: str, *args: object, back: str, title: str, note: str = "") -> dict[str, str]:
    """{% page_head "emulation:home" back=_("Thi đua") title=_("Khen thưởng") %}: a page below another one.

    Inputs: the name of that page's address and what it takes; back (the words of the way back); title;
    note, optional: a line under the title.
    """
    return {"url": reverse(address, args=args), "back": back, "title": title, "note": note}


@register.inclusion_tag("web/paper_links.html")
def paper_links(pdf: str, docx: str, *args: object) -> dict[str, str]:
    """{% paper_links "emulation:dossier-pdf" "emulation:dossier-docx" year dossier.pk %}: both of its forms.

    Inputs: the names of both addresses, and what they take.
    """
    return {"pdf": reverse(pdf, args=args), "docx": reverse(docx, args=args)}


def _stripped(content: str) -> SafeString:
    """The content of a block tag without the line breaks around it; it is markup already."""
    return SafeString(content.strip())

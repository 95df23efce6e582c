"""Parts that many pages share: `{% load components %}`. Longer ones are templates in `templates/web/`."""

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

    Inputs: state (gives the colour; may be empty); icon, optional: instead of the state's own.
    """
    return icons.state_html(str(state), _stripped(content), str(icon))


@register.simple_tag
def state_mark(mark: StateMark) -> SafeString:
    """{% state_mark state %}: a state chosen in Python.

    Inputs: mark (a `web.state_marks.StateMark`).
    """
    return icons.state_html(mark.state, mark.text, mark.icon)


@register.simple_block_tag
def message(content: str, state: str, icon: str = "", element: str = "p") -> SafeString:
    """{% message "late" icon="returned" %}words{% endmessage %}: a sentence with its icon.

    Inputs: state (gives the colour; may be empty); icon, optional: instead of the state's own;
    element, optional: "li" in a list of messages.
    """
    return icons.message_html(str(state), _stripped(content), str(icon), element)


@register.simple_tag
def illustrative_tag(is_illustrative: bool) -> SafeString:
    """Name{% illustrative_tag row.is_illustrative %}: a space and the tag, or nothing.

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
    """{% missing_number row.why %}: `…`, and the reason for screen readers.

    Inputs: why.
    """
    return missing_value_marks.mark("…", why)


@register.simple_tag
def not_applicable() -> SafeString:
    """{% not_applicable %}: `×` for a number that does not apply.

    Inputs: none.
    """
    return missing_value_marks.not_applicable()


@register.inclusion_tag("web/post_button.html")
def post_button(
    url_name: str, *args: object, label: str, look: str = "", version: object = None, **fields: str
) -> dict[str, Any]:
    """{% post_button "emulation:vote-delete" year poll.pk label=_("Xóa") look="grave" %}: one press.

    Inputs: the URL's name and arguments; label; look, optional: "primary" or "grave";
    version, optional: of the row that the page shows; and what else it sends, by name.
    """
    return {
        "url": reverse(url_name, args=args),
        "label": label,
        "look": look,
        "version": version,
        "fields": fields,
    }


@register.inclusion_tag("web/confirm.html")
def confirm(url_name: str, *args: object, button: str, back: str, look: str = "primary") -> dict[str, str]:
    """{% confirm "emulation:rules" year button=_("Lưu") back=_("Hủy") %}: do it, or go back.

    Inputs: name and arguments of the URL to go back to; button; back (the link's text);
    look, optional: "grave" for what cannot be undone.
    """
    return {"url": reverse(url_name, args=args), "button": button, "back": back, "look": look}


@register.inclusion_tag("web/page_head.html")
def page_head(url_name: str, *args: object, back: str, title: str, note: str = "") -> dict[str, str]:
    """{% page_head "emulation:home" back=_("Thi đua") title=_("Khen thưởng") %}: a page below another.

    Inputs: name and arguments of the upper page's URL; back (the link's text); title;
    note, optional: a line under the title.
    """
    return {"url": reverse(url_name, args=args), "back": back, "title": title, "note": note}


@register.inclusion_tag("web/paper_links.html")
def paper_links(pdf: str, docx: str, *args: object) -> dict[str, str]:
    """{% paper_links "emulation:dossier-pdf" "emulation:dossier-docx" year dossier.pk %}: both formats.

    Inputs: the names of both URLs, and their arguments.
    """
    return {"pdf": reverse(pdf, args=args), "docx": reverse(docx, args=args)}


def _stripped(content: str) -> SafeString:
    return SafeString(content.strip())  # a block tag's content is markup already

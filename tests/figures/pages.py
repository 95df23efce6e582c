"""Read the entry page as a browser does."""

import json
import re
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse


class _Form(HTMLParser):
    """Collects the fields that the form with `data-entry` would send."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False
        self._textarea = ""
        self._is_closed = False  # in a fieldset that sends nothing

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self._inside = "data-entry" in attributes
        if tag == "fieldset":
            self._is_closed = "disabled" in attributes
        if not self._inside or not attributes.get("name") or self._is_closed or "disabled" in attributes:
            return
        name = attributes["name"] or ""
        if tag == "textarea":
            self._textarea = name
            self.fields[name] = ""
        elif tag == "input":
            if attributes.get("type") in ("radio", "checkbox") and "checked" not in attributes:
                return
            self.fields[name] = attributes.get("value") or (
                "on" if attributes.get("type") == "checkbox" else ""
            )

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""
        elif tag == "fieldset":
            self._is_closed = False
        elif tag == "form":
            self._inside = False


def form_in(html: str) -> dict[str, str]:
    """The fields that the entry form would send, without the CSRF token."""
    form = _Form()
    form.feed(html)
    form.fields.pop("csrfmiddlewaretoken", None)
    return form.fields


def stored_in(html: str) -> dict[str, object]:
    """The stored cell in the response to a save."""
    match = re.search(r'<script id="stored"[^>]*>(.*?)</script>', html)
    assert match, html[:200]
    return json.loads(match[1])


def entry_url(period: str = "2023-H1", province: str = "hau-giang") -> str:
    return reverse("figures:entry", args=[period, province])


def open_form(client: Client, url: str | None = None) -> dict[str, str]:
    """Open the entry page and read its form."""
    return form_in(client.get(url or entry_url()).content.decode())


def text_of(response: object) -> str:
    """The page's text with single spaces, without tags and scripts."""
    html = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.S)  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())

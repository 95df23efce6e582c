"""Explore's page as tests read it."""

import re
from html import unescape

from django.test import Client


def page_of(client: Client, address: str = "") -> str:
    """The page without the spaces beside its tags."""
    response = client.get(f"/explore/{address}")
    assert response.status_code == 200, address
    return re.sub(r">\s+|\s+<", lambda found: found[0].strip(), response.content.decode())


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def title_of(page: str) -> str:
    found = re.search(r'<h2 id="result">(.*?)</h2>', page)
    assert found
    return unescape(found[1])


def rows_of(page: str) -> list[list[str]]:
    """The rows of the table of numbers, heads included, as the words of their cells."""
    # Those of the pictures come before it.
    *_pictures, table = re.findall(r'<table class="data-table tight">.*?</table>', page, re.DOTALL)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    return [[words_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]

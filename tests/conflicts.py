"""What a page shows after an edit conflict."""

import re
from html import unescape
from typing import Any

from django.test import Client

_CELL = r'\s*<td class="lines">([^<]*)</td>'
_ROW = re.compile(rf'<th scope="row"><a href="#[^"]+">([^<]*)</a></th>{_CELL}{_CELL}')


def differences(response: Any) -> dict[str, tuple[str, str]]:
    """Label → (stored, typed)."""
    rows = _ROW.findall(response.content.decode())
    return {unescape(label): (unescape(stored), unescape(typed)) for label, stored, typed in rows}


def seen_on(client: Client, page: str) -> dict[str, str]:
    """The version that the page's form carries, to be sent with it."""
    context = client.get(page).context
    form = context["adminform"].form if "adminform" in context else context["form"]
    return {"seen": str(form["seen"].value())}

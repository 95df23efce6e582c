"""What a page shows after an edit conflict."""

import re
from html import unescape
from typing import Any

_CELL = r'\s*<td class="lines">([^<]*)</td>'
_ROW = re.compile(rf'<th scope="row"><a href="#[^"]+">([^<]*)</a></th>{_CELL}{_CELL}')


def differences(response: Any) -> dict[str, tuple[str, str]]:
    """Label → (stored, typed)."""
    rows = _ROW.findall(response.content.decode())
    return {unescape(label): (unescape(stored), unescape(typed)) for label, stored, typed in rows}

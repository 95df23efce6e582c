"""The bytes that a first visit to a page fetches: raw and compressed."""

import gzip
import re
from pathlib import Path

from django.conf import settings

_ASSET = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"')
_PLOTLY = re.compile(r'data-plotly="/static/([^"]+)"')


def sizes_of(page: bytes) -> dict[str, tuple[int, int]]:
    """(raw, compressed) sizes of the page, of its styles and scripts, and of the charts' script.

    The page is compressed with gzip as by a web server, the files with Brotli as collected.
    """
    html = page.decode()
    assets = [_file(name) for name in sorted(set(_ASSET.findall(html)))]
    return {
        "page": (len(page), len(gzip.compress(page, mtime=0))),
        "assets": (sum(raw for raw, _small in assets), sum(small for _raw, small in assets)),
        "plotly": _file(_PLOTLY.findall(html)[0]),
    }


def _file(name: str) -> tuple[int, int]:
    path = Path(settings.STATIC_ROOT) / name
    raw, small = path.stat().st_size, path.with_name(f"{path.name}.br")
    # A file that Brotli does not shrink has no .br file.
    return raw, small.stat().st_size if small.exists() else raw

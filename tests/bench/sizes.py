"""What a first visit to a page fetches, in bytes: as it is, and as it travels."""

import gzip
import re
from pathlib import Path

from django.conf import settings

_ASSET = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"')
_PLOTLY = re.compile(r'data-plotly="/static/([^"]+)"')


def sizes_of(page: bytes) -> dict[str, tuple[int, int]]:
    """The page, its styles and scripts, and the charts' script, which waits until a chart comes into view.

    Each as a pair: raw, and compressed (the page by gzip as a web server does it, the files by Brotli as they
    are kept beside the site).
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
    # A file that Brotli makes no smaller is kept as it is.
    return raw, small.stat().st_size if small.exists() else raw

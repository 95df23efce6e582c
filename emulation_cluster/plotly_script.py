"""Serves Plotly's script from the installed package, so that Python and the page never drift apart."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage

SCRIPT = "plotly.min.js"


class PlotlyScriptFinder(BaseFinder):
    """Finds one file, `plotly.min.js`, without importing Plotly."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        spec = find_spec("plotly")
        if spec is None or spec.origin is None:
            raise ImproperlyConfigured("Plotly is not installed: run `make setup`.")
        self.storage = FileSystemStorage(location=str(Path(spec.origin).parent / "package_data"))

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != SCRIPT:
            return []
        found = self.storage.path(SCRIPT)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        yield SCRIPT, self.storage

"""Our WSGI application with timing, for gunicorn during the bench.

The time is that from the application's call to its response: without network and client.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation_cluster.settings")

MILLISECONDS, QUERIES = "X-Bench-Milliseconds", "X-Bench-Queries"
COUNT = "HTTP_X_BENCH_COUNT"  # only in requests that are not timed: counting takes time, too

site = get_wsgi_application()
settings.ROOT_URLCONF = "tests.bench.urls"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    queries = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        elapsed = (perf_counter() - begun) * 1000
        measured = [(MILLISECONDS, f"{elapsed:.3f}"), (QUERIES, str(queries))]
        return start_response(status, headers + measured, *rest)

    with connection.execute_wrapper(count) if COUNT in environ else nullcontext():
        begun = perf_counter()
        return site(environ, start)

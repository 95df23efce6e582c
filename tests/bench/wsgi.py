"""The product's own application, timed: what gunicorn serves while the bench runs.

The clock runs from the call of the application until it hands over the response, so that neither the network
nor the bench's own client is in it.
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
COUNT = "HTTP_X_BENCH_COUNT"  # asked for in requests that are not timed: counting takes time too

served = get_wsgi_application()
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
        return served(environ, start)

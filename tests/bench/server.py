"""A gunicorn of one worker, and a client for it."""

import http.client
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from tests.bench.wsgi import MILLISECONDS, QUERIES
from tests.gunicorn import HOST, Gunicorn

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    """What a request took inside the server, and what it gave."""

    milliseconds: float
    queries: int
    body: bytes


class Server:
    """Asks as the secretary; runs as long as its `with`."""

    def __init__(self) -> None:
        officer = get_user_model().objects.get(username="secretary")
        client = Client()
        client.force_login(officer)
        self._cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        self._gunicorn = Gunicorn("tests.bench.wsgi")

    def __enter__(self) -> Self:
        self._gunicorn.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gunicorn.__exit__(kind, error, trace)

    def get(self, path: str, *, count: bool = False) -> Answer:
        """One request.

        Raises:
            RuntimeError: if the answer is any but 200: its time would be that of something else.
        """
        headers = {"Cookie": self._cookie} | ({"X-Bench-Count": "1"} if count else {})
        connection = http.client.HTTPConnection(HOST, self._gunicorn.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return Answer(float(response.headers[MILLISECONDS]), int(response.headers[QUERIES]), body)

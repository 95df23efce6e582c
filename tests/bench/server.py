"""A gunicorn with one worker, and a client for it."""

import http.client
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.crypto import get_random_string

from tests.bench.wsgi import MILLISECONDS, QUERIES
from tests.gunicorn import HOST, Gunicorn

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class TimedResponse:
    milliseconds: float
    queries: int
    body: bytes


class Server:
    """A server for the length of a `with`, with requests as one officer."""

    def __init__(self, username: str = "secretary") -> None:
        officer = get_user_model().objects.get(username=username)
        client = Client()
        client.force_login(officer)
        name = settings.SESSION_COOKIE_NAME
        self.cookie = {"name": name, "value": client.cookies[name].value}
        self._gunicorn = Gunicorn("tests.bench.wsgi")

    def __enter__(self) -> Self:
        self._gunicorn.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._gunicorn.__exit__(kind, error, trace)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._gunicorn.port}"

    def get(self, path: str, *, count: bool = False) -> TimedResponse:
        """Raises RuntimeError for any status but 200, whose time would mean nothing."""
        return self._request("GET", path, None, {"X-Bench-Count": "1"} if count else {})

    def post(self, path: str, fields: dict[str, str], *, count: bool = False) -> TimedResponse:
        token = get_random_string(32)
        body = urlencode(fields | {"csrfmiddlewaretoken": token})
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | (
            {"X-Bench-Count": "1"} if count else {}
        )
        return self._request("POST", path, body, headers, f"; {settings.CSRF_COOKIE_NAME}={token}")

    def _request(
        self, method: str, path: str, body: str | None, headers: dict[str, str], cookies: str = ""
    ) -> TimedResponse:
        connection = http.client.HTTPConnection(HOST, self._gunicorn.port, timeout=PATIENCE)
        try:
            session = "{name}={value}".format_map(self.cookie)
            connection.request(method, path, body, headers | {"Cookie": session + cookies})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return TimedResponse(float(response.headers[MILLISECONDS]), int(response.headers[QUERIES]), content)

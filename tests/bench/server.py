"""A gunicorn of one worker on a free port of this machine, and a client for it."""

import http.client
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from tests.bench.wsgi import MILLISECONDS, QUERIES

HOST = "127.0.0.1"
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Answer:
    """What a request took inside the server, and what it gave."""

    milliseconds: float
    queries: int
    body: bytes


class Server:
    """Runs as long as its `with`; whatever happens inside, it is stopped at the end.

    The socket is bound here and handed down: the port is free for certain, and a first request waits in it
    until the worker is ready, instead of being tried again.
    """

    def __init__(self) -> None:
        officer = get_user_model().objects.get(username="secretary")
        client = Client()
        client.force_login(officer)
        self._cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def __enter__(self) -> Self:
        self._socket = socket.create_server((HOST, 0))
        self._port = self._socket.getsockname()[1]
        descriptor = self._socket.fileno()
        command = [sys.executable, "-m", "gunicorn", "tests.bench.wsgi"]
        options = [
            "--bind",
            f"fd://{descriptor}",
            "--log-level",
            "warning",
            "--workers",
            "1",
            "--no-control-socket",
        ]
        self._process = subprocess.Popen(  # noqa: S603 - our own server
            command + options, pass_fds=[descriptor], cwd=settings.BASE_DIR, env=os.environ
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._socket.close()

    def get(self, path: str, *, count: bool = False) -> Answer:
        """One request, as the secretary.

        Raises:
            RuntimeError: if the answer is any but 200: its time would be that of something else.
        """
        headers = {"Cookie": self._cookie} | ({"X-Bench-Count": "1"} if count else {})
        connection = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return Answer(float(response.headers[MILLISECONDS]), int(response.headers[QUERIES]), body)

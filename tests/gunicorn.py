"""The production server on a free local port, in its own processes."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

PROJECT = Path(__file__).parents[1]
HOST = "127.0.0.1"


class Gunicorn:
    """A server for the length of a `with`.

    The socket is bound here and passed to gunicorn: the port is certainly free, and a first request waits in
    the socket until a worker is ready.
    """

    def __init__(
        self,
        application: str = "emulation_cluster.wsgi",
        *,
        workers: int = 1,
        threads: int = 1,
        environment: Mapping[str, str] | None = None,
        log: IO[bytes] | None = None,
    ) -> None:
        self._application, self._workers, self._threads = application, workers, threads
        self._environment, self._log = dict(environment or {}), log

    def __enter__(self) -> Self:
        self._socket = socket.create_server((HOST, 0), backlog=128)
        self.port = self._socket.getsockname()[1]
        descriptor = self._socket.fileno()
        command = [sys.executable, "-m", "gunicorn", self._application, "--bind", f"fd://{descriptor}"]
        command += ["--workers", str(self._workers), "--threads", str(self._threads)]
        command += ["--log-level", "warning", "--no-control-socket"]
        self._process = subprocess.Popen(  # noqa: S603 - our own server
            command,
            pass_fds=[descriptor],
            cwd=PROJECT,
            env=os.environ | self._environment,
            stderr=self._log,
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

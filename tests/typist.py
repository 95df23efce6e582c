"""A user of the entry form over HTTP: what the form's script sends and remembers."""

import http.client
import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

from django.core.files.base import File
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.figures.pages import form_in, stored_in
from tests.gunicorn import HOST

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Response:
    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def outcome(self) -> dict[str, object]:
        return json.loads(self.headers["X-Cell"])


@dataclass
class Typist:
    """A browser with the form open, which remembers the last shown version of each cell."""

    port: int
    session: str
    page: str
    cookies: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    typed_by: str = ""

    def open(self) -> None:
        response = self.ask("GET", self.page)
        assert response.status == 200, response.status
        form = form_in(response.body)
        self.typed_by, self.seen = form["typed_by"], json.loads(form["seen"])
        self.shown = {code: form[code] for code in self.seen if code in form}

    def request(self, code: str, text: str) -> dict[str, str]:
        """The fields that the script sends when the user leaves the cell."""
        return {
            code: text,
            f"{code}.state": "known",
            "seen": self.seen[code],
            "key": str(uuid4()),
            "typed_by": self.typed_by,
        }

    def send(self, code: str, fields: dict[str, str]) -> Response:
        """Send the cell, and remember the stored version in the response."""
        response = self.ask("POST", f"{self.page}cells/{code}/", fields)
        if response.status == 200:
            self.seen[code] = str(response.outcome["seen"])
            self.shown[code] = str(stored_in(response.body)["text"])
        return response

    def ask(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        files: dict[str, File] | None = None,
    ) -> Response:
        """One request on a new connection, as nginx passes it on."""
        cookies = {"sessionid": self.session} | self.cookies
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        body: str | bytes | None = None
        if fields is not None:
            headers |= {
                "Content-Type": MULTIPART_CONTENT if files else "application/x-www-form-urlencoded",
                "X-CSRFToken": self.cookies["csrftoken"],
            }
            body = encode_multipart(BOUNDARY, fields | files) if files else urlencode(fields)
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Response(response.status, response.headers, text)

"""Somebody at the entry form over HTTP: what the form's script sends, and what it keeps in mind."""

import http.client
import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

from tests.figures.pages import form_in, stored_in
from tests.gunicorn import HOST

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Reply:
    """An answer of the server."""

    status: int
    headers: http.client.HTTPMessage
    body: str

    @property
    def outcome(self) -> dict[str, object]:
        """What the server says of a cell that was sent."""
        return json.loads(self.headers["X-Cell"])


@dataclass
class Typist:
    """One browser with the form open; it knows of each cell what it was last shown."""

    port: int
    session: str
    page: str
    cookies: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    typed_by: str = ""

    def open(self) -> None:
        """Reads the form as it stands."""
        reply = self.ask("GET", self.page)
        assert reply.status == 200, reply.status
        form = form_in(reply.body)
        self.typed_by, self.seen = form["typed_by"], json.loads(form["seen"])
        self.shown = {code: form[code] for code in self.seen if code in form}

    def request(self, code: str, text: str) -> dict[str, str]:
        """What leaving the cell sends."""
        return {
            code: text,
            f"{code}.state": "known",
            "seen": self.seen[code],
            "key": str(uuid4()),
            "typed_by": self.typed_by,
        }

    def send(self, code: str, fields: dict[str, str]) -> Reply:
        """Sends the cell; what the answer says is stored is what this browser has been shown from now on."""
        reply = self.ask("POST", f"{self.page}cells/{code}/", fields)
        if reply.status == 200:
            self.seen[code] = str(reply.outcome["seen"])
            self.shown[code] = str(stored_in(reply.body)["text"])
        return reply

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Reply:
        """One request on a connection of its own, as nginx hands it on."""
        cookies = {"sessionid": self.session} | self.cookies
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if fields is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": self.cookies["csrftoken"],
            }
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
            response = connection.getresponse()
            body = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Reply(response.status, response.headers, body)

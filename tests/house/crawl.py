"""Read the demo's pages as one role, each address once, and store the answers."""

import re
import shutil
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2s
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

ANONYMOUS, IN_ENGLISH = "anonymous", "secretary in English"
STARTS = ("/", "/tasks/", "/indicators/", "/log/", "/emulation/", "/accounts/password/", "/healthz")
LEFT_OUT = ("/accounts/logout/", "/static/", "/admin/")
MOST_OF_ROUTE = 5  # addresses that differ only in their arguments; as many more with a query string
MOST_PROBED = 1  # addresses of a route to which the role found no link
RANDOM = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')


@dataclass(frozen=True)
class Answer:
    """What a role gets at an address; `kind` is the content type, or the target of a redirection."""

    status: int
    kind: str
    body: str  # the name of its file


class Reader:
    """The browser of one role, on its own copy of the demo database."""

    def __init__(self, role: str, database: Path, bodies: Path) -> None:
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.db import connection
        from django.test import Client

        connection.close()
        connection.settings_dict["NAME"] = str(
            shutil.copyfile(database, database.with_name(f"{role}.sqlite3"))
        )
        self._bodies = bodies
        self._client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        if role == IN_ENGLISH:
            self._client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        if role != ANONYMOUS:
            self._client.force_login(get_user_model().objects.get(username=role.partition(" ")[0]))

    def crawl(self) -> dict[str, Answer]:
        """Follow every link, beginning with STARTS."""
        answers, waiting, limit = {}, deque(STARTS), _Limit(MOST_OF_ROUTE)
        seen = set(STARTS)
        while waiting:
            address = waiting.popleft()
            answers[address], links = self._get(address)
            fresh = [link for link in sorted(links - seen) if limit.allows(link)]
            seen.update(fresh)
            waiting.extend(fresh)
        return answers

    def probe(self, addresses: Iterable[str]) -> dict[str, Answer]:
        """Request pages that others found."""
        limit = _Limit(MOST_PROBED)
        return {address: self._get(address)[0] for address in addresses if limit.allows(address)}

    def _get(self, address: str) -> tuple[Answer, set[str]]:
        response = self._client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        body = RANDOM.sub(b"random", body)
        name = blake2s(body, digest_size=12).hexdigest()
        (self._bodies / name).write_bytes(body)
        to, kind = response.get("Location", ""), response.get("Content-Type", "")
        links = [to] if to else _links(body.decode()) if kind.startswith("text/html") else []
        return Answer(response.status_code, to or kind, name), set(_own_addresses(address, links))


class _Limit:
    """Limits the addresses of each route: one view shows thousands of cells' histories."""

    def __init__(self, most: int) -> None:
        self._most, self._counts = most, Counter[tuple[str, bool]]()

    def allows(self, address: str) -> bool:
        from django.urls import Resolver404, resolve

        path, _, query = address.partition("?")
        try:
            key = (resolve(path).route, bool(query))
        except Resolver404:
            key = (path, bool(query))
        self._counts[key] += 1
        return self._counts[key] <= self._most


def _links(page: str) -> list[str]:
    parser = _LinkParser()
    parser.feed(page)
    return parser.links


class _LinkParser(HTMLParser):
    """Collects addresses, those of forms and buttons too: their refusal of a GET is an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name in ("href", "src", "action") or value.startswith("/")):
                self.links.append(value)


def _own_addresses(address: str, links: Iterable[str]) -> Iterator[str]:
    """The addresses of this site, without host and fragment."""
    for link in links:
        parts = urlsplit(urldefrag(urljoin(f"http://localhost{address}", link)).url)
        is_ours = (parts.scheme, parts.netloc) == ("http", "localhost")
        if is_ours and (parts.path == "/admin/" or not parts.path.startswith(LEFT_OUT)):
            yield parts._replace(scheme="", netloc="").geturl()

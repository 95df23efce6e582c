"""Settings from the environment: a wrong value stops the start with a sentence that helps."""

import os
import re
import secrets
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
_THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]


def boolean(name: str) -> bool:
    text = os.environ.get(name, "").strip().lower()
    if text not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name}={text!r} is neither true nor false: set it to 1 or 0.")
    return text in _TRUE


def names(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if text and not (text.isascii() and text.isdigit()):
        raise ImproperlyConfigured(f"{name}={text!r} is not a whole number: set it to one, as {default}.")
    return int(text) if text else default


def site_url(*, local: bool) -> str:
    text = os.environ.get("SITE_URL", "").strip().rstrip("/")
    if text and not re.fullmatch(r"https?://[^\s/]+", text):
        raise ImproperlyConfigured(
            f"SITE_URL={text!r} is not the address of a site: write it as https://cluster.example.vn."
        )
    return text or ("http://127.0.0.1:8000" if local else "")


def hosts(*, demo: bool, local: bool) -> list[str]:
    """ALLOWED_HOSTS; if unset, the demo and a developer's machine serve only themselves.

    The demo never serves other hosts: `manage.py demo` leaves DEMO=1 in `.env`, and a server started from
    that folder would read it, with insecure cookies and well-known accounts.
    """
    allowed_hosts = names("ALLOWED_HOSTS")
    if not allowed_hosts and not local:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is not set. Set it to the host names of this site, separated by commas."
        )
    if demo and (others := set(allowed_hosts) - set(_THIS_MACHINE)):
        raise ImproperlyConfigured(
            f"DEMO is on, for this machine alone, but ALLOWED_HOSTS names {', '.join(sorted(others))}. "
            "On a server set DEMO=0 (`manage.py demo` wrote DEMO=1 into the file .env)."
        )
    return allowed_hosts or _THIS_MACHINE


def secret_key(*, local: bool) -> str:
    """SECRET_KEY; only the demo and a developer's machine may do without: they protect nothing."""
    key = os.environ.get("SECRET_KEY", "")
    if key and (local or len(key) >= SHORTEST_KEY):
        return key
    if key:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too short: {len(key)} characters, {SHORTEST_KEY} are needed."
        )
    if local:
        return "local-only-" + "0" * 50
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to 50 or more random characters, for instance: "
        "SECRET_KEY=$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))'). "
        "To try the software on this machine, run `make demo`, or set DEMO=1."
    )


def write_demo_file(file: Path) -> None:
    """Write `.env` for the demo with a random key, unless the file exists or this machine is configured."""
    # Any of these variables, even if empty, means a configured machine: what is missing there must stop the
    # start instead of turning a server into a demo.
    configured = {"DEMO", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"} & os.environ.keys()
    if configured or file.exists():
        return
    try:
        file.touch(mode=0o600)
        file.write_text(f"DEMO=1\nSECRET_KEY={secrets.token_urlsafe(SHORTEST_KEY)}\n", encoding="utf-8")
    except OSError as error:
        raise ImproperlyConfigured(
            f"The demo keeps its settings in {file}, which cannot be written. Set DEMO=1 to do without."
        ) from error


def database(*, default: Path) -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        url = f"sqlite:///{default}"
        with suppress(OSError):  # _check_file says what is wrong
            default.parent.mkdir(exist_ok=True)
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Write it as postgres://USER:PASSWORD@HOST:5432/NAME "
            "or sqlite:////absolute/path/to/file.sqlite3."
        ) from error
    engines = {"django.db.backends.postgresql", "django.db.backends.sqlite3"}
    if settings.get("ENGINE") not in engines or not settings.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database this software is tested on. Write it as "
            "postgres://USER:PASSWORD@HOST:5432/NAME or sqlite:////absolute/path/to/file.sqlite3."
        )
    if settings["ENGINE"].endswith("sqlite3"):
        _check_file(Path(settings["NAME"]))
        # A rollback journal, not WAL: SQLite before 3.51.3 can corrupt a WAL database with two connections.
        # IMMEDIATE: of two deferred transactions that both begin to write, one fails at once. Recursive
        # triggers: without them REPLACE deletes a row without running the history's triggers. SQLite wakes
        # waiting writers in no order, so with all threads writing on a slow machine one can wait many turns:
        # 25 seconds are more than that took, and less than a proxy waits.
        settings["OPTIONS"] = {
            "timeout": 25,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; "
            "PRAGMA recursive_triggers=ON;",
        }
    else:
        # PostgreSQL would spend most of a second to compile queries that run for a millisecond.
        settings.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    return settings


def _check_file(file: Path) -> None:
    if str(file) == ":memory:":
        return
    # SQLite writes its journal beside the file.
    paths = [file.parent, file] if file.exists() else [file.parent]
    if not file.parent.is_dir() or file.is_dir() or not all(os.access(path, os.W_OK) for path in paths):
        raise ImproperlyConfigured(
            f"The database file {file} cannot be opened: its folder {file.parent} must exist, and both be "
            "writable. Make it so, or set DATABASE_URL to another place, as sqlite:////path/to/file.sqlite3."
        )


def package_folder(name: str) -> Path:
    spec = find_spec(name)  # does not import the package
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(f"The package {name} is not installed: run `make setup`.")
    return Path(spec.origin).parent

"""Measure the site and the report on this machine, and print a table: `make bench`.

Takes about a quarter of an hour; `make bench ARGS="register"` measures the named parts of `ROWS` alone.
Exits with 1 if a line could not be measured.
"""

import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.table import (
    HOW_TO_READ,
    Row,
    as_text,
    history_rows,
    paper_rows,
    register_rows,
    save_rows,
    site_rows,
    size_rows,
)
from tests.databases import empty_database

PROJECT = Path(__file__).parents[2]
# What a part of the table is made of: what runs once, on one database, and what runs on each.
ONCE = {
    "site": {"demo": ["site", "demo"], "country": ["site", "country"]},
    "paper": {"paper": ["paper"]},
}
ON_EACH = ("saves", "history", "register")
ROWS: dict[str, Callable[[dict[str, Any]], list[Row]]] = {
    "site": site_rows,
    "saves": lambda results: save_rows(results["saves"]),
    "history": lambda results: history_rows(results["history"]),
    "register": lambda results: register_rows(results["register"]),
    "paper": lambda results: paper_rows(results["paper"]),
    "sizes": size_rows,
}
TIME_LIMIT = 1200  # seconds for one part; several times what it takes


def main() -> int:
    """Run the parts, each in its own process with its own database, one after the other."""
    parts = sys.argv[1:] or [*ONCE, *ON_EACH]
    if unknown := set(parts) - {*ONCE, *ON_EACH}:
        sys.exit(f"No such part: {', '.join(unknown)}. There are: {', '.join([*ONCE, *ON_EACH])}.")
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        _say("static files")
        _run(folder, f"sqlite:///{folder / 'none'}", "manage.py", "collectstatic", "--noinput", "-v", "0")
        once = {name: arguments for part in parts for name, arguments in ONCE.get(part, {}).items()}
        for part, arguments in once.items():
            _say(part)
            with empty_database(part, folder) as url:
                results[part] = json.loads(_run(folder, url, "-m", "tests.bench.part", *arguments))
        server = os.environ.get("DATABASE_URL", "")
        servers = {"SQLite": ""} | ({"PostgreSQL": server} if server.startswith("postgres") else {})
        for part in [part for part in ON_EACH if part in parts]:
            results_of_part = results[part] = {}
            for kind, at in servers.items():
                _say(f"{part} on {kind}")
                with empty_database(part, folder, server=at) as url:
                    results_of_part[kind] = json.loads(_run(folder, url, "-m", "tests.bench.part", part))
    _say("")
    shown = [*parts, "sizes"] if "site" in parts else parts
    rows = [row for part, rows_of in ROWS.items() if part in shown for row in rows_of(results)]
    sys.stdout.write(f"{_machine()}\n\n{as_text(rows)}\n\n{HOW_TO_READ}\n")
    if "peer_missing" in results.get("paper", {}):
        sys.stdout.write(
            "\nWeasyPrint is the peer of this measurement alone. It needs requirements-bench.txt, which\n"
            "`make bench` installs, and Debian's libpango-1.0-0 and libpangoft2-1.0-0:\n"
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0\n"
        )
        return 1
    return 0


def _run(folder: Path, url: str, *arguments: str) -> str:
    """Standard output of our Python with these arguments and that database."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "DEBUG": "",  # as in production: templates loaded once, static files hashed
        "DEMO": "1",
        "STATIC_ROOT": str(folder / "static"),
    }
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        timeout=TIME_LIMIT,
        check=True,
    )
    return done.stdout.decode()


def _machine() -> str:
    database = f"SQLite {sqlite3.sqlite_version}"
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        database = "PostgreSQL of DATABASE_URL"
    return (
        f"{os.cpu_count()} × {_processor()}, {platform.system()} {platform.machine()}; "
        f"load {os.getloadavg()[0]:.1f}\n"
        f"Python {platform.python_version()}, Django {version('django')}, gunicorn {version('gunicorn')}, "
        f"{database}, typst {version('typst')}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "processor"


def _say(part: str) -> None:
    """Show what is being measured, in place of the previous line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{part and f'measuring: {part}'}")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())

"""Missing or unreadable settings stop the start with a sentence that says what to set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN" + "-of-many-characters"
SERVER = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "example.org"}
PASSED_ON = ("PATH", "HOME", "LANG", "SYSTEMROOT")
# Set but empty, so that a developer's .env does not fill them.
UNSET = dict.fromkeys(
    [
        "DEBUG",
        "DEMO",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "CSRF_TRUSTED_ORIGINS",
        "STATIC_ROOT",
        "SITE_URL",
        "EMAIL_PORT",
    ],
    "",
)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as on a server where only this is set."""
    inherited = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return subprocess.run(  # noqa: S603 - our own manage.py
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env=inherited | UNSET | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"ALLOWED_HOSTS": "example.org"}, "SECRET_KEY is not set. Set it to 50 or more random characters"),
        ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS is not set. Set it to the host names of this site"),
        (SERVER | {"DEMO": "maybe"}, "DEMO='maybe' is neither true nor false: set it to 1 or 0."),
        (SERVER | {"DEBUG": "2"}, "DEBUG='2' is neither true nor false: set it to 1 or 0."),
        (SERVER | {"SITE_URL": "cluster.example.vn"}, "write it as https://cluster.example.vn."),
        (SERVER | {"EMAIL_PORT": "smtp"}, "EMAIL_PORT='smtp' is not a whole number: set it to one, as 25."),
        (SERVER | {"DATABASE_URL": "nonsense"}, "Write it as postgres://USER:PASSWORD@HOST:5432/NAME"),
        (SERVER | {"DATABASE_URL": "postgres://u:p@host:port/name"}, "DATABASE_URL cannot be read."),
        (SERVER | {"DATABASE_URL": "postgres://u:p[x@host/name"}, "DATABASE_URL cannot be read."),
        (SERVER | {"DATABASE_URL": "postgres://user:hidden@host:5432/"}, "DATABASE_URL names no database"),
        (SERVER | {"DATABASE_URL": "mysql://user:hidden@host/name"}, "DATABASE_URL names no database"),
        (SERVER | {"DEMO": "1"}, "ALLOWED_HOSTS names example.org. On a server set DEMO=0"),
        (SERVER | {"DATABASE_URL": "sqlite:////nowhere/a.sqlite3"}, "its folder /nowhere must exist"),
        (SERVER | {"DATABASE_URL": "sqlite:////tmp"}, "or set DATABASE_URL to another place"),
    ],
)
def test_start_stops_with_a_sentence_that_helps(environment, sentence):
    run = manage("makemigrations", "--check", "--dry-run", **environment)
    assert run.returncode == 1
    assert len(run.stderr.strip().splitlines()) == 1, "the sentence alone, no traceback around it"
    assert sentence in run.stderr
    assert "hidden" not in run.stderr, "no password in a log"


def test_server_is_ready_for_deployment():
    run = manage("check", "--deploy", "--fail-level", "WARNING", **SERVER)
    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout


def test_server_uses_https_only():
    code = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.LANGUAGE_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.DEBUG, s.DEMO)"
    )
    run = manage("shell", "--no-imports", "-c", code, **SERVER)
    assert run.stdout.split() == ["True"] * 5 + ["False"] * 2, run.stderr


def test_demo_needs_no_other_setting():
    code = "from django.conf import settings as s; print(s.DEMO, s.DEBUG, s.SESSION_COOKIE_SECURE)"
    run = manage("shell", "--no-imports", "-c", code, DEMO="1")
    assert run.stdout.split() == ["True", "False", "False"], run.stderr


@pytest.mark.parametrize("hosts", ["", "127.0.0.1", "localhost, [::1]"])
def test_demo_on_this_machine_starts(hosts):
    assert manage("check", DEMO="1", ALLOWED_HOSTS=hosts).returncode == 0


def test_server_with_demo_off_starts_beside_the_demo_s_file():
    assert manage("check", **SERVER, DEMO="0").returncode == 0


def test_demo_accounts_are_never_created_on_a_server(tmp_path):
    run = manage("demo", **SERVER, DATABASE_URL=f"sqlite:///{tmp_path / 'server.sqlite3'}")
    assert run.returncode != 0
    assert "Set DEMO=1 to have it here" in run.stderr
    assert not (tmp_path / "server.sqlite3").exists()

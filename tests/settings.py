"""The project's settings in the tests' environment: pytest reads a settings file before any conftest."""

import os
from pathlib import Path

VAR = Path(__file__).resolve().parents[1] / "var"
VAR.mkdir(exist_ok=True)

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR / 'test.sqlite3'}")
os.environ.setdefault("EVIDENCE_ROOT", str(VAR / "test-evidence"))
# Not tests.settings: servers and commands that tests start use the real settings.
os.environ["DJANGO_SETTINGS_MODULE"] = "emulation_cluster.settings"

from emulation_cluster.settings import *  # noqa: E402, F403

# Real hashing is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

"""The project's settings, in the environment the tests run in.

A settings file because pytest reads that before any conftest, and finds it whichever way it was started.
"""

import os
from pathlib import Path

VAR = Path(__file__).resolve().parents[1] / "var"
VAR.mkdir(exist_ok=True)

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR / 'test.sqlite3'}")
os.environ.setdefault("EVIDENCE_ROOT", str(VAR / "test-evidence"))
# Not tests.settings: the servers and commands that tests start run as on any machine.
os.environ["DJANGO_SETTINGS_MODULE"] = "emulation_cluster.settings"

from emulation_cluster.settings import *  # noqa: E402, F403

# Real hashing is slow on purpose; no test is about it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

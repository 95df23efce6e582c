"""The environment the tests run in; loaded by pytest's -p before Django reads its settings."""

import os

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DATABASE_URL", "sqlite:///var/test.sqlite3")
os.environ.setdefault("EVIDENCE_ROOT", "var/test-evidence")

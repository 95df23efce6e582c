"""The environment the tests run in; loaded by pytest's -p before Django reads its settings."""

import os
from pathlib import Path

VAR = Path(__file__).resolve().parents[1] / "var"
VAR.mkdir(exist_ok=True)

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR / 'test.sqlite3'}")
os.environ.setdefault("EVIDENCE_ROOT", str(VAR / "test-evidence"))

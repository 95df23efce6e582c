"""Print the tests for the changes since `main`, committed or not, for `make check`.

`figures/entry/x.py`, `templates/figures/entry/x.html` and `tests/figures/entry/x.py` all lead to
`tests/figures/entry`, or to the nearest folder above that has tests. A test file leads to itself, sources
also to the test of the English catalogue, static files to the tests that read them. Documents have no tests;
tests with a browser, under load and with random requests have their own `make` targets. Any other change
runs all tests.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from tests.apps import APPS

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = "tests/test_english.py"
STATIC = {"tests/emulation_cluster", "tests/reports/charts"}
NO_TESTS = ("docs/", ".ci/", "tests/e2e/", "tests/load/", "tests/fuzz/", "tests/bench/")
EVERYTHING = ["tests"]


def find_tests(paths: Iterable[str]) -> list[str]:
    """Test folders and files for the changed paths, none inside another."""
    tests: set[str] = set()
    for path in (PurePosixPath(path) for path in paths if not path.startswith(NO_TESTS)):
        first, *rest = path.parts
        if path.suffix == ".md":
            continue
        if first == "locale":
            tests.add(ENGLISH)
        elif first == "static":
            tests |= STATIC
        elif first == "tests" and path.name.startswith("test_"):
            tests.add(str(path))
        elif first == "tests" and len(rest) > 1:
            tests.add(_nearest_folder(path.parent))
        elif first in APPS and rest:
            tests |= {_nearest_folder(PurePosixPath("tests", path.parent)), ENGLISH}
        elif first == "templates" and rest[0] in APPS:
            tests |= {_nearest_folder(PurePosixPath("tests", *rest[:-1])), ENGLISH}
        else:
            return EVERYTHING
    tests = {test for test in tests if (ROOT / test).exists()}
    return sorted(t for t in tests if not any(str(p) in tests for p in PurePosixPath(t).parents))


def _nearest_folder(folder: PurePosixPath) -> str:
    while not any((ROOT / folder).rglob("test_*.py")):
        folder = folder.parent
    return str(folder)


def changed_paths() -> list[str]:
    """Files changed since the merge base with `main`, on `main` since the last fetch; and untracked ones."""
    on_main = _git("branch", "--show-current") == ["main"]
    main = _git("rev-parse", "--verify", "--quiet", "origin/main" if on_main else "main")
    base = _git("merge-base", *main, "HEAD") if main else []
    return _git("diff", "--name-only", *(base or ["HEAD"])) + _git(
        "ls-files", "--others", "--exclude-standard"
    )


def _git(*arguments: str) -> list[str]:
    run = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    return run.stdout.splitlines()


if __name__ == "__main__":
    sys.stdout.write(" ".join(find_tests(changed_paths())))

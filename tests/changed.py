"""Prints the tests of what changed since `main`, committed or not, for `make check`.

`figures/entry/x.py`, `templates/figures/entry/x.html` and `tests/figures/entry/x.py` all lead to
`tests/figures/entry`, or to the nearest folder above it that exists. A test file leads to itself. Words lead
to the test of the English catalogue, static files to the tests that read them. Documents have no tests, and
those of a real browser, of load and of random requests have targets of their own. Whatever else changed can
matter anywhere: then it is all tests.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
APPS = {"emulation_cluster", "papers", "vietnamese", "web", "provinces", "figures", "emulation", "reports"}
WORDS = "tests/test_english.py"
STATIC = {"tests/emulation_cluster", "tests/reports/charts"}
NO_TESTS = ("docs/", ".ci/", "tests/e2e/", "tests/load/", "tests/fuzz/", "tests/bench/")
EVERYTHING = ["tests"]


def find_tests(paths: Iterable[str]) -> list[str]:
    """The test folders and files for these changed files, none inside another."""
    found: set[str] = set()
    for path in (PurePosixPath(path) for path in paths if not path.startswith(NO_TESTS)):
        first, *rest = path.parts
        if path.suffix == ".md":
            continue
        if first == "locale":
            found.add(WORDS)
        elif first == "static":
            found |= STATIC
        elif first == "tests" and path.name.startswith("test_"):
            found.add(str(path))
        elif first == "tests" and len(rest) > 1:
            found.add(_nearest(path.parent))
        elif first in APPS and rest:
            found |= {_nearest(PurePosixPath("tests", path.parent)), WORDS}
        elif first == "templates" and rest[0] in APPS:
            found |= {_nearest(PurePosixPath("tests", *rest[:-1])), WORDS}
        else:
            return EVERYTHING
    found = {test for test in found if (ROOT / test).exists()}
    return sorted(t for t in found if not any(str(p) in found for p in PurePosixPath(t).parents))


def _nearest(folder: PurePosixPath) -> str:
    while not (ROOT / folder).is_dir():
        folder = folder.parent
    return str(folder)


def changed() -> list[str]:
    """Files that differ from where this branch left `main`, or that git does not know yet."""
    main = _git("rev-parse", "--verify", "--quiet", "main")
    base = _git("merge-base", *main, "HEAD") if main else []
    return _git("diff", "--name-only", *(base or ["HEAD"])) + _git(
        "ls-files", "--others", "--exclude-standard"
    )


def _git(*words: str) -> list[str]:
    run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    return run.stdout.splitlines()


if __name__ == "__main__":
    sys.stdout.write(" ".join(find_tests(changed())))

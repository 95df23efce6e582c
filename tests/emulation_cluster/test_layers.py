"""Imports run one way, files are small, and importing has no side effects."""

import ast
from pathlib import Path

import pytest

from tests.apps import APPS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for folder in APPS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
)


def imported_packages(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize(("position", "app"), list(enumerate(APPS[:-1])))
def test_imports_run_one_way(position, app):
    above = set(APPS[position + 1 :])
    for path in (ROOT / app).rglob("*.py"):
        assert not imported_packages(path) & above, path


def test_files_are_small_and_named_by_subject():
    for path in SOURCES:
        assert len(path.read_text("utf-8").splitlines()) <= 400, path
        assert path.stem not in ("utils", "helpers", "common", "misc", "signals"), path


def test_packages_only_import_and_assign():
    for path in SOURCES:
        if path.name == "__init__.py":
            for node in ast.parse(path.read_text("utf-8")).body:
                offers = isinstance(node, ast.Import | ast.ImportFrom | ast.Assign)
                docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
                assert offers or docstring, path


def test_no_import_inside_a_function():
    for path in SOURCES:
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                inside = [n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
                assert not inside, f"{path}: {function.name}"

"""Print the measures of a checkout's layout: this one's, or that of another folder.

    python -m tests.house.structure [CHECKOUT]

For each app: the rooms and files at its top level (pieces), the imports between them (arrows), the arrows
against the order of floors in the app's contract in `pyproject.toml`, and the pieces in a cycle. For each
subject: the files of its room today, and their folders; in an older checkout the same files at their old
paths, which git's renames give.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from statistics import median

SUBJECTS = {
    "votes": "emulation/votes",
    "pledges": "emulation/pledges",
    "entry": "figures/entry",
    "conference": "reports/conference",
}
HERE = Path(__file__).parents[2]
LONG_LINE = 140


class Source:
    def __init__(self, path: Path, root: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        self.text = path.read_text()

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    @property
    def imported(self) -> Iterator[str]:
        """Dotted names; for `from a import b` both a and a.b, as b may be a module."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


class Checkout:
    """The files of a checkout, with the contracts of its pyproject.toml."""

    def __init__(self, root: Path) -> None:
        self.root = root
        linter = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
        self.apps: list[str] = linter["root_packages"]
        self._contracts = [contract for contract in linter["contracts"] if contract["type"] == "layers"]
        self.python = [Source(path, root) for app in self.apps for path in self._files(app, ".py")]

    def _files(self, folder: str, *endings: str) -> list[Path]:
        paths = sorted((self.root / folder).rglob("*"))
        return [path for path in paths if path.suffix in endings and "migrations" not in path.parts]

    def texts(self, *endings: str) -> list[str]:
        folders = [*self.apps, "templates", "static"]
        return [path.read_text() for folder in folders for path in self._files(folder, *endings)]

    def pieces(self, app: str) -> set[str]:
        """Rooms and modules at the top level of an app."""
        names = (source.name.split("/")[1] for source in self.python if source.name.startswith(f"{app}/"))
        return {name.removesuffix(".py") for name in names} - {"__init__"}

    def arrows(self, app: str) -> set[tuple[str, str]]:
        """(importer, imported) among these pieces."""
        pieces, arrows = self.pieces(app), set()
        for source in self.python:
            if source.name.startswith(f"{app}/"):
                importer = source.name.split("/")[1].removesuffix(".py")
                targets = {name.split(".")[1] for name in source.imported if name.startswith(f"{app}.")}
                arrows |= {(importer, target) for target in targets & pieces if target != importer}
        return {arrow for arrow in arrows if arrow[0] in pieces}

    def floors(self, app: str) -> dict[str, int]:
        """Each piece's floor, counted from the top; empty without a contract."""
        floors: dict[str, int] = {}
        for contract in self._contracts:
            if app in contract.get("containers", ()):
                for floor, names in enumerate(contract["layers"]):
                    floors |= dict.fromkeys(re.findall(r"\w+", names), floor)
        return floors

    def of_room(self, room: str) -> dict[str, list[str]]:
        """Kind → this checkout's paths of the files in a room of today."""
        scripts = f"static/js/{room.partition('/')[2]}"
        folders = {"code": [room, scripts], "templates": [f"templates/{room}"], "tests": [f"tests/{room}"]}
        old_paths = origins(self.root)
        files = {}
        for kind, names in folders.items():
            tracked = git(HERE, "ls-files", *names).splitlines()
            old = {old_paths.get(name, name) for name in tracked if not name.endswith("__init__.py")}
            files[kind] = sorted(name for name in old if (self.root / name).exists())
        return files


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True).stdout  # noqa: S603, S607


def origins(checkout: Path) -> dict[str, str]:
    """Path of today → path in the checkout, of files renamed since."""
    since = git(checkout, "rev-parse", "HEAD").strip()
    moves = git(HERE, "log", "--reverse", "--format=", "--name-status", "--diff-filter=R", f"{since}..HEAD")
    old_paths: dict[str, str] = {}
    for line in moves.splitlines():
        _similarity, old, new = line.split("\t")
        old_paths[new] = old_paths.pop(old, old)
    return old_paths


def against_floors(arrows: set[tuple[str, str]], floors: dict[str, int]) -> set[tuple[str, str]]:
    """The arrows that lead up, or across a floor."""
    return {(a, b) for a, b in arrows if a in floors and b in floors and floors[a] >= floors[b]}


def in_cycles(arrows: set[tuple[str, str]]) -> set[str]:
    """The pieces from which arrows lead back to them."""
    reach = set(arrows)
    while more := {(a, d) for a, b in reach for c, d in arrows if b == c} - reach:
        reach |= more
    return {a for a, b in reach if a == b}


def report(checkout: Checkout) -> Iterator[str]:
    yield f"{'app':18}{'pieces':>8}{'arrows':>8}{'against':>9}{'in cycles':>11}"
    for app in checkout.apps:
        arrows, floors = checkout.arrows(app), checkout.floors(app)
        against = str(len(against_floors(arrows, floors))) if floors else "no order"
        yield f"{app:18}{len(checkout.pieces(app)):8}{len(arrows):8}{against:>9}{len(in_cycles(arrows)):11}"
    yield f"\n{'subject':18}{'code':>16}{'templates':>16}{'tests':>16}{'all':>16}"
    for subject, room in SUBJECTS.items():
        kinds = checkout.of_room(room)
        groups = [*kinds.values(), [name for names in kinds.values() for name in names]]
        yield f"{subject:18}" + "".join(f"{_files_in_folders(names):>16}" for names in groups)
    yield "\nlines of the product, without migrations"
    lengths = {
        ending: sum(map(_length, checkout.texts(f".{ending}")))
        for ending in ("py", "html", "js", "css", "typ")
    }
    yield (
        "  "
        + ", ".join(f"{ending} {length}" for ending, length in lengths.items())
        + f"; {sum(lengths.values())} in all"
    )
    sources = [source for source in checkout.python if source.text]
    longest = max(sources, key=lambda source: _length(source.text))
    yield f"median file of Python {median(_length(source.text) for source in sources):g} lines"
    yield f"longest {_length(longest.text)}, {longest.name}"
    long_lines = sum(len(line) > LONG_LINE for text in checkout.texts(".html") for line in text.splitlines())
    yield f"template lines over {LONG_LINE} characters: {long_lines}"
    functions = [
        node
        for source in sources
        for node in source.nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    described = sum(ast.get_docstring(function) is not None for function in functions)
    yield f"functions with a docstring: {described} of {len(functions)}, {described / len(functions):.0%}"


def _files_in_folders(names: list[str]) -> str:
    return f"{len(names)} in {len({name.rpartition('/')[0] for name in names})}"


def _length(text: str) -> int:
    return len(text.splitlines())


def main(arguments: list[str]) -> None:
    root = Path(arguments[0]) if arguments else HERE
    sys.stdout.writelines(f"{line}\n" for line in report(Checkout(root.resolve())))


if __name__ == "__main__":
    main(sys.argv[1:])

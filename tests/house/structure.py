"""Print the measures of a checkout's layout: this one's, or that of another folder.

    python -m tests.house.structure [CHECKOUT]

For each app: the rooms and files at its top level (pieces), the imports between these (arrows), how many
arrows go against the order of floors that the app's contract in `pyproject.toml` gives, and how many pieces
stand in a cycle. A file has to do with a subject if three in a hundred of its English words are the
subject's, imports left out. Its path does not matter, so that the same files count in any layout; in how
many folders they are tells how scattered.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from statistics import median

SUBJECTS = {
    "votes": {"vote", "votes", "poll", "polls", "ballot", "ballots", "urn"},
    "pledges": {"pledge", "pledges", "pledged", "signing"},
    "entry": {"entry", "enter", "entered", "entering", "typed"},
    "conference": {"conference", "publication", "publish"},
}
ABOUT = 0.03  # of a file's words
FEWEST_WORDS = 20  # a file with fewer says nothing
LONG_LINE = 140


class Source:
    """One file of Python."""

    def __init__(self, path: Path, root: Path) -> None:
        self.name = path.relative_to(root).as_posix()
        self.text = path.read_text()

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    @property
    def imported(self) -> Iterator[str]:
        """Dotted names; of `from a import b` both a and a.b, as b may be a module."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


class Checkout:
    """The files of a checkout, and what its pyproject.toml says about them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        linter = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
        self.apps: list[str] = linter["root_packages"]
        self._contracts = [contract for contract in linter["contracts"] if contract["type"] == "layers"]
        self.python = [Source(path, root) for app in self.apps for path in self._files(app, ".py")]

    def _files(self, folder: str, *endings: str) -> list[Path]:
        found = sorted((self.root / folder).rglob("*"))
        return [path for path in found if path.suffix in endings and "migrations" not in path.parts]

    def texts(self, *endings: str) -> list[str]:
        folders = [*self.apps, "templates", "static"]
        return [path.read_text() for folder in folders for path in self._files(folder, *endings)]

    def pieces(self, app: str) -> set[str]:
        """The rooms and modules that stand directly in an app."""
        names = (source.name.split("/")[1] for source in self.python if source.name.startswith(f"{app}/"))
        return {name.removesuffix(".py") for name in names} - {"__init__"}

    def arrows(self, app: str) -> set[tuple[str, str]]:
        """Who imports whom among these pieces."""
        pieces, found = self.pieces(app), set()
        for source in self.python:
            if source.name.startswith(f"{app}/"):
                importer = source.name.split("/")[1].removesuffix(".py")
                targets = {name.split(".")[1] for name in source.imported if name.startswith(f"{app}.")}
                found |= {(importer, target) for target in targets & pieces if target != importer}
        return {arrow for arrow in found if arrow[0] in pieces}

    def floors(self, app: str) -> dict[str, int]:
        """Each piece's floor, counted from the top; empty where no contract gives any."""
        found: dict[str, int] = {}
        for contract in self._contracts:
            if app in contract.get("containers", ()):
                for floor, names in enumerate(contract["layers"]):
                    found |= dict.fromkeys(re.findall(r"\w+", names), floor)
        return found

    def of_subject(self, words: set[str]) -> dict[str, list[str]]:
        """The files of a subject by kind: code (scripts included), templates, tests."""
        endings = (".py", ".html", ".js", ".typ")
        found: dict[str, list[str]] = {"code": [], "templates": [], "tests": []}
        for folder in (*self.apps, "templates", "static", "tests"):
            for path in self._files(folder, *endings):
                if is_about(path.read_text(), words):
                    kind = folder if folder in found else "code"
                    found[kind].append(path.relative_to(self.root).as_posix())
        return found


def against_floors(arrows: set[tuple[str, str]], floors: dict[str, int]) -> set[tuple[str, str]]:
    """The arrows that do not lead down: up, or across a floor."""
    return {(a, b) for a, b in arrows if a in floors and b in floors and floors[a] >= floors[b]}


def in_cycles(arrows: set[tuple[str, str]]) -> set[str]:
    """The pieces from which the arrows lead back to themselves."""
    reach = set(arrows)
    while more := {(a, d) for a, b in reach for c, d in arrows if b == c} - reach:
        reach |= more
    return {a for a, b in reach if a == b}


def is_about(text: str, words: set[str]) -> bool:
    """Whether enough of a file's words are a subject's. Imports, which name folders, are left out."""
    lines = re.sub(r"^(from|import) [^(\n]*(\([^)]*\))?", "", text, flags=re.MULTILINE)
    said = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+", lines)]
    return len(said) >= FEWEST_WORDS and sum(word in words for word in said) >= ABOUT * len(said)


def report(checkout: Checkout) -> Iterator[str]:
    """The measures, line by line."""
    yield f"{'app':18}{'pieces':>8}{'arrows':>8}{'against':>9}{'in cycles':>11}"
    for app in checkout.apps:
        arrows, floors = checkout.arrows(app), checkout.floors(app)
        against = str(len(against_floors(arrows, floors))) if floors else "no order"
        yield f"{app:18}{len(checkout.pieces(app)):8}{len(arrows):8}{against:>9}{len(in_cycles(arrows)):11}"
    yield f"\n{'subject':18}{'code':>16}{'templates':>16}{'tests':>16}{'all':>16}"
    for subject, words in SUBJECTS.items():
        kinds = checkout.of_subject(words)
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
    """Run the command."""
    root = Path(arguments[0]) if arguments else Path(__file__).parents[2]
    sys.stdout.writelines(f"{line}\n" for line in report(Checkout(root.resolve())))


if __name__ == "__main__":
    main(sys.argv[1:])

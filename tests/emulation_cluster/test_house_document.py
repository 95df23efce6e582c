"""House.md agrees with the tree, links in documents lead somewhere, and the README stays short."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = (ROOT / "docs/development/house.md").read_text("utf-8")
ROOMS = HOUSE.partition("\n## Rooms\n")[2].partition("\n## ")[0]
APPS = ["vietnamese", "web", "papers", "provinces", "figures", "emulation", "reports", "emulation_cluster"]
WITHOUT_ROOMS = {"migrations", "management", "templatetags"}  # Django looks for these in an app
DJANGO_MODULES = {"urls", "models", "admin", "apps"}  # and for these at its top
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]

MODULE = re.compile(r"`([a-z][a-z0-9_]*)`")
ITEM = re.compile(r"- `([a-z_/]+)/` ")
LINK = re.compile(r"\]\(([^)#\s]*)#?([^)\s]*)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def named_modules() -> Iterator[tuple[str, set[str]]]:
    """(app or room such as `figures/intake/paste`, the modules that the document names there)."""
    for section in ROOMS.split("\n### ")[1:]:
        title, __, body = section.partition("\n")
        app = title.strip("`/ ")
        text, *items = re.split(r"\n(?=- `[a-z_/]+/` )", body)
        yield app, set(MODULE.findall(text))
        for item in items:
            room = ITEM.match(item)
            assert room, item
            yield f"{app}/{room[1]}", set(MODULE.findall(item))


def rooms_of(app: str) -> set[str]:
    packages = (path.parent.relative_to(ROOT) for path in (ROOT / app).rglob("__init__.py"))
    return {
        package.as_posix()
        for package in packages
        if len(package.parts) > 1 and not WITHOUT_ROOMS & set(package.parts)
    }


def test_every_app_has_a_heading():
    assert [name for name, __ in named_modules() if "/" not in name] == APPS


@pytest.mark.parametrize("app", APPS)
def test_named_rooms_are_the_existing_ones(app):
    assert {name for name, __ in named_modules() if name.startswith(f"{app}/")} == rooms_of(app)


def modules_of(room: Path) -> set[str]:
    return {path.stem for path in room.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("room", [name for name, __ in named_modules()])
def test_named_modules_are_the_existing_ones(room):
    existing = modules_of(ROOT / room) - (set() if "/" in room else DJANGO_MODULES)
    assert dict(named_modules())[room] - WITHOUT_ROOMS == existing


def test_floors_match_the_contracts():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    floors = {
        contract["containers"][0]: [set(layer.split(" | ")) for layer in contract["layers"][1:]]
        for contract in contracts
        if contract["name"].startswith("The rooms of")
    }
    rows = re.findall(r"^\| `(\w+)` \| (.*→.*) \|$", HOUSE, re.MULTILINE)
    written = {app: [set(floor.split(", ")) for floor in line.split(" → ")] for app, line in rows}
    for app, layers in floors.items():
        rooms = {Path(room).parts[1] for room in rooms_of(app)}
        assert written[app] == [layer & rooms for layer in layers if layer & rooms], app


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    titles = HEADING.findall(document.read_text("utf-8"))
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_have_targets(document):
    for target, anchor in LINK.findall(document.read_text("utf-8")):
        if target.startswith(("http:", "https:")):
            continue
        file = (document.parent / target) if target else document
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


def test_readme_is_short():
    assert len((ROOT / "README.md").read_bytes()) <= 7000

"""Rules for all templates: readable lines, documented inputs, icons from the sprite."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
COMPONENTS = sorted(FOLDER.glob("web/*.html"))
LONGEST = 140
CLASS_NAMED = re.compile(r"\b((?:emulation|figures|reports|provinces|web)(?:\.[a-z_]+)+)\.([A-Z]\w+)")
OPENING_COMMENT = re.compile(r"\{# .+? #\}\n(\{# .+? #\}\n)*")


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def test_template_lines_are_short():
    too_long = [
        f"{name_of(path)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST
    ]
    assert not too_long


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_component_opens_with_its_inputs(path):
    opening = OPENING_COMMENT.match(path.read_text())
    assert opening
    assert re.search(r"\bInputs?: ", opening.group())


def test_classes_that_templates_name_exist():
    named = {found for path in TEMPLATES for found in CLASS_NAMED.findall(path.read_text())}
    assert named
    assert not [
        f"{module}.{name}"
        for module, name in sorted(named)
        if not find_spec(module) or not hasattr(import_module(module), name)
    ]


def test_component_tags_document_their_inputs():
    tags = engines["django"].engine.template_libraries["components"].tags
    undocumented = [name for name, tag in tags.items() if "Inputs: " not in (tag.__doc__ or "")]
    assert not undocumented


def test_icons_in_templates_are_in_the_sprite():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (FOLDER / "sprite.html").read_text()))
    tag = re.compile(r'\{% (?:icon "([\w-]+)"|(?:state|message) "([\w-]+)"(?: icon="([\w-]+)")?)')
    used = {
        (name_of(path), icon or own or state)
        for path in TEMPLATES
        for icon, state, own in tag.findall(path.read_text())
    }
    assert drawn
    assert not [(template, icon) for template, icon in used if icon not in drawn]


def test_no_template_draws_an_icon_by_hand():
    assert not [name_of(path) for path in TEMPLATES if "<use" in path.read_text()]

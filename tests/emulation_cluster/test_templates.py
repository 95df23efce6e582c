"""What holds for every template: it can be read, and it says what it needs."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
COMPONENTS = sorted(FOLDER.glob("web/*.html"))
LONGEST = 140
SAYS_ITS_INPUTS = re.compile(r"\{# .+? #\}\n(\{# .+? #\}\n)*")


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def test_no_line_of_a_template_is_too_long_to_read():
    too_long = [
        f"{name_of(path)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST
    ]
    assert not too_long


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_opens_with_its_inputs(path):
    opening = SAYS_ITS_INPUTS.match(path.read_text())
    assert opening
    assert re.search(r"\bInputs?: ", opening.group())


def test_every_tag_of_the_components_says_its_inputs():
    tags = engines["django"].engine.template_libraries["components"].tags
    silent = [name for name, tag in tags.items() if "Inputs: " not in (tag.__doc__ or "")]
    assert not silent


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (FOLDER / "sprite.html").read_text()))
    tag = re.compile(r'\{% (?:icon "([\w-]+)"|(?:state|message) "([\w-]+)"(?: icon="([\w-]+)")?)')
    wanted = {
        (name_of(path), icon or own or state)
        for path in TEMPLATES
        for icon, state, own in tag.findall(path.read_text())
    }
    assert drawn
    assert not [(template, icon) for template, icon in wanted if icon not in drawn]


def test_no_template_draws_an_icon_by_hand():
    assert not [name_of(path) for path in TEMPLATES if "<use" in path.read_text()]

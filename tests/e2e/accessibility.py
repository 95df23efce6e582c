"""Check a page with axe-core: the rules of WCAG 2.2 that a program can judge, and its good practices.

The debugger evaluates the script, to which the site's Content-Security-Policy does not apply: it stays
in force for the page.
"""

import os
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

RULES = {
    "rules": {"target-size": {"enabled": True}},  # a rule of WCAG 2.2 that axe checks only if named
    "resultTypes": ["violations"],
}
# Colours that fade into those of the other scheme are judged when they have.
FADED = """() => Promise.allSettled(document.getAnimations()
  .filter((animation) => animation instanceof CSSTransition).map((fading) => fading.finished))"""
Screens = tuple[tuple[int, Literal["light", "dark"]], ...]
# One scheme per width suffices mostly: colours seldom depend on the width, and never the layout on colours.
SCREENS: Screens = ((360, "light"), (1280, "dark"))
OTHER_SCREENS: Screens = ((360, "dark"), (1280, "light"))
TELEPHONE: Screens = SCREENS[:1]
if os.environ.get("SCREENS") == "all":  # before a release, or after a change of the look
    SCREENS = OTHER_SCREENS = TELEPHONE = SCREENS + OTHER_SCREENS


def assert_accessible(page: Page) -> None:
    """Fail with every broken rule, its place and reason, on a light telephone or a dark desktop."""
    violations = violations_of(page)
    assert not violations, "\n".join([f"axe-core on {page.url}:", *violations])


def violations_of(page: Page, screens: Screens = SCREENS) -> list[str]:
    page.wait_for_load_state()
    size = page.viewport_size
    violations: dict[str, str] = {}  # each once, even if several screens have it
    for width, scheme in screens:
        page.set_viewport_size(ViewportSize(width=width, height=720))
        # As tall as the page: what lies half under a sticky bar would be judged by its other half.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size(ViewportSize(width=width, height=max(720, height)))
        page.emulate_media(color_scheme=scheme)
        page.evaluate(FADED)
        for line in _violations(page):
            violations.setdefault(line, f"{width} px, {scheme}: {line}")
    page.emulate_media(color_scheme="null")
    if size:
        page.set_viewport_size(size)
    return list(violations.values())


def _violations(page: Page) -> list[str]:
    results = Axe().run(page, options=RULES).response
    assert results["passes"], "axe-core judged nothing"
    return [_description(rule, node) for rule in results["violations"] for node in rule["nodes"]]


def _description(rule: dict[str, Any], node: dict[str, Any]) -> str:
    where = " ".join(map(str, node["target"]))
    return f"{rule['id']} ({rule['help']}) at {where}. {' '.join(node['failureSummary'].split())}"

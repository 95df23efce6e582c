"""axe-core on a page as it stands: what WCAG 2.2 A and AA ask and a program can judge.

The script is evaluated by the debugger, which the site's Content-Security-Policy does not govern: the policy
stays as it is, and a page is judged under it.
"""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},  # a rule of WCAG 2.2 that axe leaves out unless it is named
    "resultTypes": ["violations"],
}
# Each width with a scheme of its own: colours do not depend on the width, nor the layout on the colours.
SCREENS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((360, "light"), (1280, "dark"))


def assert_accessible(page: Page) -> None:
    """The page as it stands, on a light telephone and a dark desk.

    Fails with every rule that is broken, where on the page, and why.
    """
    shown = page.viewport_size
    found: dict[str, str] = {}  # the same on several screens is told once
    for width, scheme in SCREENS:
        page.set_viewport_size(ViewportSize(width=width, height=720))
        page.emulate_media(color_scheme=scheme)
        for line in _broken(page):
            found.setdefault(line, f"{width} px, {scheme}: {line}")
    page.emulate_media(color_scheme="null")
    if shown:
        page.set_viewport_size(shown)
    assert not found, "\n".join([f"axe-core on {page.url}:", *found.values()])


def _broken(page: Page) -> list[str]:
    results = Axe().run(page, options=RULES).response
    assert results["passes"], "axe-core judged nothing"
    return [_told(rule, node) for rule in results["violations"] for node in rule["nodes"]]


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    where = " ".join(map(str, node["target"]))
    return f"{rule['id']} ({rule['help']}) at {where}. {' '.join(node['failureSummary'].split())}"

"""Use a page by keyboard only, and check that the focus is always visible."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 400  # the entry form has some two hundred
# WCAG 2.4.7 and 2.4.11: the focused element has a visible mark, and is at least partly on the screen.
FOCUS = """
() => {
  const here = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(here);
  const { left, top, right, bottom } = here.getBoundingClientRect();
  const across = [left + 2, (left + right) / 2, right - 2], down = [top + 2, (top + bottom) / 2, bottom - 2];
  const isThere = (x, y) => {
    const found = document.elementFromPoint(x, y);
    return found && (found === here || here.contains(found) || found.contains(here));
  };
  return {
    what: here.outerHTML.slice(0, 120),
    isMarked: here.matches(":focus-visible") && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    isOnScreen: across.some((x) => down.some((y) => isThere(x, y))),
  };
}
"""
# Where the target is from here: nearer by Shift+Tab if it stands before, as somebody at a keyboard would go.
WAY_TO = """
(target) => {
  const here = document.activeElement;
  if (here === target) return "";
  const isBefore = here.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING;
  return isBefore && here !== document.body ? "Shift+Tab" : "Tab";
}
"""


def reach(page: Page, target: Locator) -> None:
    """Press Tab or Shift+Tab until the target has the focus, which must be visible at every stop."""
    for _stop in range(MOST_STOPS):
        key = target.evaluate(WAY_TO)
        if not key:
            return
        page.keyboard.press(key)
        focus = page.evaluate(FOCUS)
        if focus["what"].startswith("<body"):
            continue  # after the last stop the browser's own bar takes the focus
        assert focus["isMarked"], f"no visible focus: {focus['what']}"
        assert focus["isOnScreen"], f"off the screen: {focus['what']}"
    raise AssertionError(f"Tab does not lead to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    reach(page, target)
    page.keyboard.press(key)


def write(page: Page, target: Locator, text: str) -> None:
    reach(page, target)
    page.keyboard.type(text)

"""A page by the keyboard alone, on which it is always seen where one is."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 400  # the entry form has some two hundred
# WCAG 2.4.7 and 2.4.11: what has the focus shows it, and some of it is on the screen with nothing over it.
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
IS_FOCUSED = "element => element === document.activeElement"


def reach(page: Page, target: Locator) -> None:
    """Presses Tab until the target has the focus; every stop on the way shows that it has it."""
    for _stop in range(MOST_STOPS):
        if target.evaluate(IS_FOCUSED):
            return
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["what"].startswith("<body"):
            continue  # past the last stop the browser's own bar has its turn
        assert focus["isMarked"], f"no sign of the focus: {focus['what']}"
        assert focus["isOnScreen"], f"out of sight: {focus['what']}"
    raise AssertionError(f"Tab does not lead to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    reach(page, target)
    page.keyboard.press(key)


def write(page: Page, target: Locator, text: str) -> None:
    reach(page, target)
    page.keyboard.type(text)

"""The dashboard in a browser: when it asks for the charts' script, and how fast it marks a province."""

import os
import shutil
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.bench.server import Server

SIZE = {"width": 1280, "height": 800}
IDLE = 1_500  # milliseconds in which an eager page would ask for the script
# Marks one province after the other; until the charts in sight are drawn anew, and painted.
MARK_ALL = """async () => {
  const isInSight = (plot) => {
    const { top, bottom } = plot.getBoundingClientRect();
    return top < innerHeight && bottom > 0 && plot.querySelector(".js-plotly-plot");
  };
  const canvases = [...document.querySelectorAll(".plot")].filter(isInSight)
    .map((plot) => plot.querySelector(".js-plotly-plot"));
  const times = [];
  for (const choice of document.querySelectorAll('.highlight [name="province"]:not([value=""])')) {
    const drawn = canvases.map((canvas) => new Promise((done) => canvas.once("plotly_afterplot", done)));
    const begun = performance.now();
    choice.click();
    await Promise.all(drawn);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    times.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 300)); // what is only near is drawn meanwhile
  }
  return { times, charts: canvases.length };
}"""


def measure_browser(path: str) -> dict[str, Any]:
    """Milliseconds of a mark by place on the page; nothing without a browser."""
    executable = (
        os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    )
    if executable is None:
        return {}
    with Server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        context = browser.new_context(viewport=SIZE)
        context.add_cookies([server.cookie | {"url": server.url}])  # type: ignore[list-item]
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{server.url}{path}", wait_until="networkidle")
        page.wait_for_timeout(IDLE)
        before = sum("plotly" in url for url in asked)
        marks = {"table": _marks(page, "")} | {
            name: _marks(page, f"#chart-{name}") for name in ("steps", "courses", "ratings")
        }
        if not any("plotly" in url for url in asked):
            raise RuntimeError("the charts' script never came: what is measured draws no chart")
        browser.close()
    return {"asked_early": before, "marks": marks}


def _marks(page: Page, chart: str) -> dict[str, float]:
    if chart:
        figure = page.locator(chart)
        figure.evaluate("(figure) => figure.scrollIntoView({ block: 'center' })")
        figure.locator("svg.main-svg").first.wait_for()
        page.wait_for_timeout(IDLE)
    found = page.evaluate(MARK_ALL)
    if bool(chart) is not bool(found["charts"]):
        raise RuntimeError(f"{found['charts']} charts are in sight at {chart or 'the top'}")
    return {"median": median(found["times"]), "fastest": min(found["times"])}

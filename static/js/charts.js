// Draws the page's charts with Plotly, loaded when the first of them comes near; until then, and whenever
// it cannot be loaded, their tables hold the figures. Paper shows all of them drawn, or all as tables.

// The tokens' light values as reports/charts/style.py writes them: each gives way to the theme's own.
const TOKENS = {
  "#152126": "--ink",
  "#4e5a60": "--ink-soft",
  "#fcfdfe": "--paper",
  "#eff5f6": "--wash",
  "#d2d9db": "--line",
  "#005864": "--field",
  "#778287": "--edge",
};
// Plotly brings the styles of its tile maps, which the content security policy refuses and no chart here
// needs: it leaves them out where an element of their id stands already.
const TILE_MAP_STYLES = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };

const PAPER_WIDTHS = { column: 296, page: 620 }; // pixels; print.css has the page and its two columns

const plots = [...document.querySelectorAll(".plot")];
const drawn = new Set();
let loading;
let onPaper = false;

function load(address) {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("template"), { id: TILE_MAP_STYLES }));
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

// A token is the text light-dark(oklch(…), …), which Plotly cannot read: one painted dot tells its colour.
function themeColours() {
  const probe = document.createElement("span");
  document.body.append(probe);
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  const colours = Object.entries(TOKENS).map(([light, token]) => {
    probe.style.color = `var(${token})`;
    brush.fillStyle = getComputedStyle(probe).color;
    brush.fillRect(0, 0, 1, 1);
    return [light, `rgb(${brush.getImageData(0, 0, 1, 1).data.slice(0, 3).join(",")})`];
  });
  probe.remove();
  return colours;
}

// On paper the light colours stay, and the width is the paper's: the screen's layout still holds when it is drawn.
function figureOf(plot) {
  const json = plot.querySelector("script").textContent;
  if (onPaper) {
    const { data, layout } = JSON.parse(json);
    return { data, layout: { ...layout, width: PAPER_WIDTHS[plot.closest(".charts") ? "column" : "page"] } };
  }
  return JSON.parse(themeColours().reduce((text, [light, colour]) => text.replaceAll(light, colour), json));
}

const twinOf = (plot) => plot.closest("figure").querySelector("details");

// Once Plotly is there this draws at once, before the promise it returns: a printer waits for nothing.
function paint(plot) {
  const { data, layout } = figureOf(plot);
  // Plotly takes the element over; the placeholder that kept its height goes, the data stay for redrawing.
  const canvas = plot.querySelector("div") ?? plot.appendChild(document.createElement("div"));
  plot.querySelector(":scope > svg")?.remove();
  drawn.add(plot);
  return window.Plotly.react(canvas, data, layout, CONFIG);
}

async function draw(plot) {
  try {
    await load(plot.dataset.plotly);
    await paint(plot);
  } catch (error) {
    drawn.delete(plot);
    plot.hidden = true;
    twinOf(plot).open = true;
    // A script that did not come is an event, already in the browser's log; anything else is a mistake of ours.
    if (error instanceof Error) throw error;
  }
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) {
      near.unobserve(target);
      draw(target);
    }
  }
}, { rootMargin: "50% 0px" });
plots.forEach((plot) => near.observe(plot));

// Anew, not over the old: Plotly would keep the paper's width, or no height where the window changed at the same moment.
function redraw() {
  for (const plot of drawn) {
    window.Plotly.purge(plot.querySelector("div"));
    draw(plot);
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });

const openedForPaper = new Set();
addEventListener("beforeprint", () => {
  onPaper = true;
  if (window.Plotly) {
    plots.filter((plot) => !plot.hidden).forEach(paint);
    return;
  }
  plots.map(twinOf).filter((twin) => !twin.open).forEach((twin) => {
    twin.open = true;
    openedForPaper.add(twin);
  });
});
addEventListener("afterprint", () => {
  onPaper = false;
  redraw();
  openedForPaper.forEach((twin) => { twin.open = false; });
  openedForPaper.clear();
});

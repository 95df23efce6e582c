// Draws the page's charts with Plotly, loaded when the first of them comes near; until then, and whenever
// it cannot be loaded, their tables hold the figures. Paper shows all of them drawn, or all as tables.
import { takeAway } from "./charts/pictures.js";

// The tokens' light values as reports/charts/style.py writes them: each gives way to the theme's own.
const TOKENS = {
  "#152126": "--ink",
  "#4e5a60": "--ink-soft",
  "#fcfdfe": "--paper",
  "#eff5f6": "--wash",
  "#d2d9db": "--line",
  "#005864": "--field",
  "#778287": "--edge",
  "#d5e9eb": "--step-1",
  "#a5cdd1": "--step-2",
  "#71aab1": "--step-3",
  "#2f7b85": "--step-4",
  "#005865": "--step-5",
};
const lightOf = (token) => Object.keys(TOKENS).find((light) => TOKENS[light] === token);
const [FIELD, EDGE] = ["--field", "--edge"].map(lightOf);
// Plotly brings the styles of its tile maps, which the content security policy refuses and no chart here
// needs: it leaves them out where an element of their id stands already.
const TILE_MAP_STYLES = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };

const PAPER_WIDTHS = { column: 296, page: 620 }; // pixels; print.css has the page and its two columns
const NARROW = 480; // pixels of a chart; on the screen the layout's own breakpoint decides
const phone = matchMedia("(width < 48rem)");

const plots = [...document.querySelectorAll(".plot")];
const drawn = new Set();
let loading;
let onPaper = false;
let marked = "";

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

// The marked province keeps the river's colour and comes to the front, with a bold name; the others go grey.
function mark({ data, layout }) {
  const isOwn = ({ meta, name }) => marked && (meta ?? name) === marked;
  if (![...data, ...(layout.annotations ?? [])].some(isOwn)) return { data, layout };
  const grey = (trace) => JSON.parse(JSON.stringify(trace).replaceAll(FIELD, EDGE));
  const larger = ({ marker, line, ...trace }) => ({
    ...trace,
    marker: marker?.size ? { ...marker, size: marker.size + 3 } : marker,
    ...(line && { line: { ...line, width: line.width + 1.5 } }),
  });
  return {
    data: [...data.filter((trace) => !isOwn(trace)).map(grey), ...data.filter(isOwn).map(larger)],
    layout: {
      ...layout,
      annotations: layout.annotations.map((text) =>
        isOwn(text) ? { ...text, visible: true, font: { ...text.font, weight: 700 } } : text),
    },
  };
}

/** The figure in light colours, for a screen, a paper or a picture of that width. */
function lightFigure(plot, width) {
  const { data, layout, narrow } = JSON.parse(plot.querySelector("script").textContent);
  const isNarrow = width ? width < NARROW : phone.matches;
  return mark({ data, layout: { ...layout, ...(isNarrow && narrow), ...(width && { width }) } });
}

// On paper the light colours stay, and the width is the paper's: the screen's layout still holds when it is drawn.
function figureOf(plot) {
  if (onPaper) return lightFigure(plot, PAPER_WIDTHS[plot.closest(".charts:not(.stacked)") ? "column" : "page"]);
  const text = JSON.stringify(lightFigure(plot));
  return JSON.parse(themeColours().reduce((json, [light, colour]) => json.replaceAll(light, colour), text));
}

const twinOf = (plot) => plot.closest("figure").querySelector("details");

// Once Plotly is there this draws at once, before the promise it returns: a printer waits for nothing.
function paint(plot) {
  const { data, layout } = figureOf(plot);
  // Plotly takes the element over; the placeholder that kept its height goes, the data stay for redrawing.
  const canvas = plot.querySelector("div") ?? plot.appendChild(document.createElement("div"));
  plot.querySelector(":scope > svg")?.remove();
  drawn.add(plot);
  const painted = window.Plotly.react(canvas, data, layout, CONFIG);
  canvas.removeAllListeners?.("plotly_click");
  canvas.on("plotly_click", ({ points: [{ data: trace }] }) => trace.meta && choose(trace.meta));
  return painted;
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

function isInSight(plot) {
  const { top, bottom } = plot.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}

// What is only near waits for what is in sight: each is a step of its own, between which the page is painted.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) {
      near.unobserve(target);
      if (isInSight(target)) draw(target);
      else setTimeout(draw, 0, target);
    }
  }
}, { rootMargin: "50% 0px" });
plots.forEach((plot) => {
  if (phone.matches) plot.querySelector("svg").setAttribute("height", plot.dataset.narrow);
  near.observe(plot);
});

// Anew, not over the old: Plotly would keep the paper's width, or no height where the window changed at the same moment.
function redraw() {
  for (const plot of drawn) {
    window.Plotly.purge(plot.querySelector("div"));
    draw(plot);
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
phone.addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });

// One province marked, by whoever says so; a second choice of the same undoes it.
const choose = (slug) =>
  document.dispatchEvent(new CustomEvent("provincemarked", { detail: slug === marked ? "" : slug }));

function show(slug) {
  marked = slug ?? "";
  for (const part of document.querySelectorAll(".maps [data-province]")) {
    part.classList.toggle("marked", part.dataset.province === marked);
  }
  // What is out of sight is drawn again when it comes near.
  for (const plot of drawn) {
    if (isInSight(plot)) {
      draw(plot);
    } else {
      near.unobserve(plot);
      near.observe(plot);
    }
  }
}

document.addEventListener("provincemarked", ({ detail }) => show(detail));
show(document.querySelector("figure.chart")?.closest("[data-marked]")?.dataset.marked);

document.addEventListener("click", async (event) => {
  const province = event.target.closest(".maps a[data-province]");
  if (province && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    choose(province.dataset.province);
  }
  const control = event.target.closest(".pictures > .by-script");
  if (control) {
    const plot = control.closest("figure").querySelector(".plot");
    if (plot && control.dataset.picture) await load(plot.dataset.plotly);
    takeAway(event, control, plot && ((width) => lightFigure(plot, width)));
  }
});

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

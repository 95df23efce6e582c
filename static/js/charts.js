// Draws the page's charts with Plotly, loaded when the first of them comes near; until then, and whenever
// it cannot be loaded, their tables hold the figures.

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

const plots = [...document.querySelectorAll(".plot")];
const drawn = new Set();
let loading;

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

function figureOf(plot) {
  const text = themeColours().reduce(
    (json, [light, colour]) => json.replaceAll(light, colour),
    plot.querySelector("script").textContent,
  );
  return JSON.parse(text);
}

function openTwin(plot) {
  plot.hidden = true;
  plot.closest("figure").querySelector("details").open = true;
}

async function draw(plot) {
  try {
    const Plotly = await load(plot.dataset.plotly);
    const { data, layout } = figureOf(plot);
    // Plotly takes the element over; the placeholder that kept its height goes, the data stay for redrawing.
    const canvas = plot.querySelector("div") ?? plot.appendChild(document.createElement("div"));
    plot.querySelector(":scope > svg")?.remove();
    await Plotly.react(canvas, data, layout, CONFIG);
    drawn.add(plot);
  } catch (error) {
    openTwin(plot);
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

const redraw = () => drawn.forEach(draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });

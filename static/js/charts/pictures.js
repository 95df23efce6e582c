// What a reader takes away of a chart: its link, or a picture that still says what it is in a letter. The picture
// is made here, in light colours, of the chart as it is drawn: title, unit, coverage and source stand inside.

const WIDTH = 1000;
const EDGE = 20;
const SVG = "http://www.w3.org/2000/svg";
// What the style sheet gives the maps' shapes and letters.
const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "vector-effect", "paint-order", "stroke-linejoin",
  "font-size", "font-weight", "font-style", "text-anchor"];

export async function takeAway(event, control, figureAt) {
  if (!control.dataset.picture) return copyLink(event, control);
  const figure = control.closest("figure");
  const parts = figureAt ? [await chartPart(figureAt(WIDTH - 2 * EDGE))] : mapParts(figure);
  const picture = framed(figure, parts);
  const source = parts.reduce(
    (text, part) => text.replace(PLACE, () => part.source.replace("<svg", `<svg ${part.place}`)),
    new XMLSerializer().serializeToString(picture),
  );
  if (control.dataset.picture === "svg") {
    save(new Blob([source], { type: "image/svg+xml" }), `${figure.id}.svg`);
  } else {
    save(await painted(picture, source), `${figure.id}.png`);
  }
}

// Without a clipboard, as on a plain connection, the link itself leads to the chart, with its address above.
async function copyLink(event, link) {
  if (!navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(link.href);
  const words = link.textContent;
  link.textContent = link.dataset.copied;
  setTimeout(() => { link.textContent = words; }, 2000);
}

// Plotly's own drawing is put in as text: parsed, its styles would be refused by the content security policy.
const PLACE = /<g class="part"\/>/;

const element = (name, attributes, text) => {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  if (text) made.textContent = text;
  return made;
};

async function chartPart({ data, layout }) {
  const { width, height } = layout;
  const source = await window.Plotly.toImage({ data, layout }, { format: "svg", width, height, imageDataOnly: true });
  const [opening] = source.match(/<svg[^>]*>/);
  const unsized = opening.replace(/ (?:width|height)="[^"]*"/g, "");
  return { source: source.replace(opening, () => unsized), x: 0, width, height };
}

// The maps' colours and letters are the style sheet's: they are written into the copy, read under the light theme.
function mapParts(figure) {
  const copy = figure.querySelector(".maps").cloneNode(true);
  copy.dataset.theme = "light";
  copy.classList.add("visually-hidden");
  figure.append(copy);
  const furrows = document.querySelector("#map-furrows").cloneNode(true);
  copy.querySelector("svg").prepend(furrows);
  const each = [...copy.children];
  const size = (WIDTH - 2 * EDGE) / Math.max(each.length, 1);
  const parts = each.map((map, n) => {
    const svg = map.querySelector("svg");
    for (const mark of svg.querySelectorAll("path, text, pattern")) {
      const style = getComputedStyle(mark);
      STYLES.forEach((name) => mark.setAttribute(name, style.getPropertyValue(name)));
    }
    const [, , wide, high] = svg.getAttribute("viewBox").split(" ");
    const drawing = new XMLSerializer().serializeToString(svg);
    const width = size - EDGE;
    const [title, unit] = [map.querySelector("h4").firstChild, map.querySelector("h4 .quiet")];
    const heading = `${title.textContent.trim()} (${unit.textContent.trim()})`;
    return { source: drawing, x: n * size, width, height: (width * high) / wide, heading };
  });
  copy.remove();
  return parts;
}

function framed(figure, parts) {
  const probe = figure.appendChild(Object.assign(document.createElement("span"), { className: "visually-hidden" }));
  probe.dataset.theme = "light";
  const read = (token) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const [paper, ink, soft] = ["--paper", "--ink", "--ink-soft"].map(read);
  probe.remove();
  const family = getComputedStyle(document.body).fontFamily;
  const brush = document.createElement("canvas").getContext("2d");
  const picture = element("svg", { xmlns: SVG, width: WIDTH, "font-family": family, fill: ink });
  const back = picture.appendChild(element("rect", { width: "100%", height: "100%", fill: paper }));
  let y = EDGE;
  const write = (words, { size, weight = 400, colour = ink, x = EDGE, width = WIDTH - 2 * EDGE }) => {
    brush.font = `${weight} ${size}px ${family}`;
    for (const line of wrapped(words, width, brush)) {
      y += size * 1.35;
      picture.append(element("text", { x, y, "font-size": size, "font-weight": weight, fill: colour }, line));
    }
  };
  const words = (selector) => {
    const copy = figure.querySelector(selector)?.cloneNode(true);
    copy?.querySelectorAll(".tag").forEach((tag) => tag.replaceWith(`(${tag.textContent})`));
    return copy?.textContent.replace(/\s+/g, " ").trim() ?? "";
  };
  write(words("figcaption h3"), { size: 18, weight: 700 });
  write(words("figcaption .quiet"), { size: 13, colour: soft });
  const top = y + 14;
  let bottom = top;
  for (const part of parts) {
    const { heading, width, height, x } = part;
    y = top;
    if (heading) write(heading, { size: 12, weight: 700, x: EDGE + x, width });
    const above = heading ? top + 50 : top;
    part.place = `x="${EDGE + x}" y="${above}" width="${width}" height="${height}"`;
    picture.append(element("g", { class: "part" }));
    bottom = Math.max(bottom, above + height);
  }
  y = bottom;
  const source = [document.querySelector(".colophon p")?.textContent.trim(), location.host].filter(Boolean).join(", ");
  const credit = words(".maps + .quiet");
  write([source, credit].filter(Boolean).join(". "), { size: 11, colour: soft });
  picture.setAttribute("height", Math.ceil(y + EDGE));
  back.setAttribute("height", Math.ceil(y + EDGE));
  return picture;
}

function wrapped(words, width, brush) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (brush.measureText(longer).width > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

// As data: the content security policy refuses images of blob addresses.
async function painted(picture, source) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = ["width", "height"].map((side) => 2 * picture.getAttribute(side));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// The meeting view of the dashboard: keys move by parts, Esc leaves, and a number opens the cells behind it over the page.
// Without it one scrolls, and the links lead to the pages.

import { isTypedInto } from "../typing.js";

const root = document.querySelector(".dashboard");
const bar = root.querySelector(".highlight");
const parts = [...root.children].filter((part) => part !== bar);
const dialog = document.querySelector(".cells");
const content = dialog.querySelector("div");
const drafts = new Map(); // of remarks, by the page of the cells
const CELLS = /\/dashboard\/[^/]+\/indicators\/[^/]+\/$/;
const WAYS = { PageDown: 1, ArrowDown: 1, ArrowRight: 1, PageUp: -1, ArrowUp: -1, ArrowLeft: -1 };

// Charts are drawn for 16 px: they grow as the type does.
function grow() {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  for (const plot of root.querySelectorAll(".plot")) plot.style.zoom = size;
}
grow();
addEventListener("resize", grow);

// To the next part, or a screen further in one that is longer than the screen; back likewise.
function move(way) {
  const screen = innerHeight - bar.offsetHeight;
  const away = parts.map((part) => part.getBoundingClientRect().top - bar.offsetHeight);
  const next = way > 0 ? away.findIndex((top) => top > 1) : away.findLastIndex((top) => top < -1);
  const isNear = next >= 0 && Math.abs(away[next]) <= screen + 1;
  scrollBy({ top: isNear ? away[next] : way * screen * 0.9, behavior: "instant" });
  if (isNear) {
    parts[next].tabIndex = -1;
    parts[next].focus({ preventScroll: true });
  }
}

// Text fields keep their keys, radios their arrows, and a table that is too wide those that scroll it.
function isOwnKey({ target, key }) {
  if (isTypedInto(target)) return true;
  if (!key.startsWith("Arrow")) return false;
  const isSideways = key.endsWith("Left") || key.endsWith("Right");
  return target.matches?.('[type="radio"]') || (isSideways && target.matches?.(".scroll") && target.scrollWidth > target.clientWidth);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (document.querySelector("dialog[open]")) return; // its keys are its own: Esc closes it first
  if (event.key === "Escape" && !event.target.matches?.("select")) bar.querySelector(".view").click();
  const way = WAYS[event.key];
  if (!way || isOwnKey(event)) return;
  event.preventDefault();
  move(way);
});

// A page's main part in the dialog; wherever else the server leads, to the login for instance, the browser goes too.
async function show(asked, form) {
  let answer;
  try {
    answer = await fetch(asked, form && { method: "POST", body: new URLSearchParams(new FormData(form)) });
  } catch {
    if (form) form.submit();
    else location.assign(asked);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (!main?.querySelector("h1") || (answer.redirected && !CELLS.test(new URL(answer.url).pathname))) {
    location.assign(answer.url);
    return;
  }
  content.replaceChildren(...main.querySelectorAll("[role=status], [data-in-dialog]"));
  dialog.setAttribute("aria-label", content.querySelector("h1").textContent.trim());
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  const first = content.querySelector("[autofocus], [role=status]") ?? content.querySelector("h1");
  first.tabIndex = -1;
  first.focus();
  takeUp(new URL(asked).pathname.replace(/remark\/$/, ""), form && (answer.redirected ? "taken" : "refused"));
}

// The marked province is marked here too, and chosen to be asked.
function mark(slug) {
  for (const element of content.querySelectorAll("[data-province]")) {
    element.toggleAttribute("data-is-marked", element.dataset.province === slug);
  }
  const choice = slug && content.querySelector(`option[value$="/${slug}"]`);
  if (choice) choice.selected = true;
}

// What was typed survives Esc.
function takeUp(address, outcome) {
  if (outcome !== "refused") mark(root.dataset.marked);
  const box = content.querySelector("textarea");
  if (!box) return;
  if (outcome === "taken") drafts.delete(address);
  if (outcome !== "refused") box.value = drafts.get(address) ?? "";
  box.addEventListener("input", () => drafts.set(address, box.value));
}

document.addEventListener("provincemarked", ({ detail }) => mark(detail));

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]:not([download])");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.origin !== location.origin || !CELLS.test(link.pathname)) return;
  event.preventDefault();
  show(link.href);
});

dialog.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  event.preventDefault();
  show(event.target.action, event.target);
});

dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

// Marks one province in everything on the page, at once and in the address. Without it the form is sent, and the
// server marks the same. Charts follow the event "provincemarked", whose detail is the slug, empty for nobody.

import { isTypedInto } from "./typing.js";

const root = document.querySelector("[data-marked]");
const form = document.querySelector(".highlight");
const choices = form ? [...form.querySelectorAll('[name="province"]')] : [];

function mark(slug) {
  root.dataset.marked = slug;
  for (const element of root.querySelectorAll("[data-province]")) {
    element.toggleAttribute("data-is-marked", element.dataset.province === slug);
  }
  const address = new URL(location.href);
  address.searchParams.set("province", slug);
  history.replaceState(history.state, "", address);
  keepInLinks(slug);
  document.dispatchEvent(new CustomEvent("provincemarked", { detail: slug }));
}

// What leads to other pages of these figures takes the mark along.
function keepInLinks(slug) {
  for (const link of root.querySelectorAll('a:is([href^="/dashboard/"], [href^="/provinces/"]):not([download])')) {
    const address = new URL(link.getAttribute("href"), location); // of a link in SVG, href is no text
    address.searchParams.set("province", slug);
    link.setAttribute("href", `${address.pathname}${address.search}${address.hash}`);
  }
  for (const other of root.querySelectorAll("form:not(.highlight)")) {
    const kept = other.querySelector('input[type="hidden"][name="province"]')
      ?? other.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "province" }));
    kept.value = slug;
  }
}

// On a telephone the line of provinces is longer than the screen.
const label = choices.find((choice) => choice.checked)?.parentElement;
if (label) label.parentElement.scrollLeft = label.offsetLeft - label.parentElement.clientWidth / 2;

form?.addEventListener("change", (event) => {
  if (event.target.name === "province") mark(event.target.value);
});

// 1 to 9 mark the provinces in their order, 0 nobody: as in a meeting, from anywhere but a field for text.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTypedInto(event.target)) return;
  const choice = /^\d$/.test(event.key) ? choices[Number(event.key)] : undefined;
  if (!choice) return;
  choice.checked = true;
  mark(choice.value);
});

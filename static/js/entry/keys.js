// Keys as in a spreadsheet.

import { boxes, enter, form, isTyped, restore } from "./form.js";

const dialog = document.getElementById("keys");
const button = form.querySelector("[data-keys]");

function move(event, by) {
  const all = boxes();
  const next = all[all.indexOf(event.target) + by];
  if (!next && event.key === "Tab") return; // on to what follows the boxes
  event.preventDefault();
  if (!next) return event.target.blur();
  next.focus();
  next.select();
}

const isBox = (field) => field.matches(".cell > input");

form.addEventListener("focusin", ({ target }) => { if (isBox(target)) enter(target.name); });

form.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!isBox(target) || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (key === "Enter") move(event, event.shiftKey ? -1 : 1);
  // After typing, Tab goes to the next number; otherwise also to notes and definitions.
  else if (key === "Tab" && isTyped(target.name)) move(event, event.shiftKey ? -1 : 1);
  else if (key === "ArrowDown") move(event, 1);
  else if (key === "ArrowUp") move(event, -1);
  else if (key === "Escape") {
    event.preventDefault();
    restore(target.name);
    target.select();
    target.dispatchEvent(new CustomEvent("entry:restored", { bubbles: true }));
  }
});

// A key without Ctrl can be turned off: speech input may trigger it with any word (WCAG 2.1.4).
const STORE = "keys";
const choice = dialog.querySelector("input");
try {
  choice.checked = localStorage.getItem(STORE) !== "off";
  choice.addEventListener("change", () => localStorage.setItem(STORE, choice.checked ? "on" : "off"));
} catch {
  // The store is forbidden: the choice is valid for this page only.
}

// "?" opens the list of keys unless a text is being typed; numbers contain none.
const takesText = (field) => field.matches("input:not([type=radio], [type=checkbox]), textarea, select") && !isBox(field);

document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.isComposing || !choice.checked || takesText(event.target)) return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) list();
});
button.hidden = false;
button.addEventListener("click", list);

function list() {
  dialog.showModal();
  dialog.querySelector("button").focus(); // not the checkbox, which Space would turn off
}

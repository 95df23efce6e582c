// The keyboard as in a spreadsheet.

import { boxes, form } from "./entry-form.js";

const dialog = document.getElementById("keys");
const button = form.querySelector("[data-keys]");
let atFocus = "";

function move(from, by) {
  const all = boxes();
  const next = all[all.indexOf(from) + by];
  if (!next) return from.blur();
  next.focus();
  next.select();
}

form.addEventListener("focusin", ({ target }) => { if (target.matches("td.value input")) atFocus = target.value; });

form.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!target.matches("td.value input") || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (key === "Enter") move(target, event.shiftKey ? -1 : 1);
  else if (key === "ArrowDown") move(target, 1);
  else if (key === "ArrowUp") move(target, -1);
  else if (key === "Escape") {
    target.value = atFocus;
    target.select();
    target.dispatchEvent(new CustomEvent("entry:restored", { bubbles: true }));
  } else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) dialog.showModal();
});
button.hidden = false;
button.addEventListener("click", () => dialog.showModal());

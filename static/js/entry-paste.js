// A block pasted into a box, and the other forms that leave the page: first everything typed is saved.

import { form, sayLine } from "./entry-form.js";
import { token } from "./entry-queue.js";

const block = document.getElementById("paste-block");
let isLeaving = false;

/** `settle()` saves what was typed and says whether all of it is stored; `leave()` lets the page go. */
export function start({ settle, leave }) {
  form.addEventListener("paste", (event) => {
    const { target } = event;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    // A single cell comes with a line end behind it: into the box with it, as ever.
    if (!target.matches("td.value input") || !/[\t\r\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    block.elements.text.value = text;
    block.elements.start.value = target.name;
    block.requestSubmit();
  });
  for (const other of document.querySelectorAll("form[data-after-saving]")) {
    other.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isLeaving) return;
      isLeaving = true;
      const isSettled = await settle();
      isLeaving = false;
      if (!isSettled) return sayLine("unsettled");
      other.elements.csrfmiddlewaretoken.value = token();
      leave();
      other.submit();
    });
  }
}

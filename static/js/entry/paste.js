// A block pasted into a box, and the other forms that leave the page: first everything typed is saved.

import { form, sayLine } from "./form.js";
import { isEmpty, token } from "./queue.js";

const STORE = `block:${location.pathname}:${form.elements.typed_by.value}`;
const block = document.getElementById("paste-block");
const notice = document.getElementById("block-waits");
let isLeaving = false;
let waiting = null; // a block that could not go yet, in this tab over a reload too

export const isWaiting = () => waiting !== null;

/** `settle()` saves what was typed and says whether all of it is stored; `leave()` lets the page go. */
export function start({ settle, leave }) {
  form.addEventListener("paste", (event) => {
    const { target } = event;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    // A single cell comes with a line end behind it: into the box with it, as ever.
    if (!target.matches("td.value input") || !/[\t\r\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    hold({ text, start: target.name });
    block.requestSubmit();
  });
  for (const other of document.querySelectorAll("form[data-after-saving]")) {
    other.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isLeaving) return;
      isLeaving = true;
      const isSettled = (await settle()) && navigator.onLine;
      isLeaving = false;
      if (other === block && !waiting) return; // dropped meanwhile
      if (!isSettled) {
        if (other === block) notice.hidden = false;
        else sayLine("unsettled");
        return;
      }
      if (other === block) {
        block.elements.text.value = waiting.text;
        block.elements.start.value = waiting.start;
        hold(null);
      }
      other.elements.csrfmiddlewaretoken.value = token();
      leave();
      other.submit();
    });
  }
  notice.querySelector("button").addEventListener("click", () => hold(null));
  addEventListener("online", send);
  waiting = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
  notice.hidden = !waiting;
}

/** Lets the block go that waits, once nothing else does. */
export function send() {
  if (waiting && isEmpty()) block.requestSubmit();
}

function hold(next) {
  waiting = next;
  if (!waiting) notice.hidden = true;
  try {
    if (waiting) sessionStorage.setItem(STORE, JSON.stringify(waiting));
    else sessionStorage.removeItem(STORE);
  } catch {
    // A full or forbidden store: the block in memory still holds.
  }
}

// A block pasted into a box, and other forms that leave the page: all input is saved first.

import { form, sayLine } from "./form.js";
import { isEmpty, token } from "./queue.js";

const STORE = `block:${location.pathname}:${form.elements.typed_by.value}`;
const block = document.getElementById("paste-block");
const notice = document.getElementById("block-waits");
let isLeaving = false;
let waiting = null; // a block that could not be sent yet; survives a reload of this tab

export const isWaiting = () => waiting !== null;

/** `settle()` saves all input and resolves to whether it is stored; `leave()` lets the page unload unasked. */
export function start({ settle, leave }) {
  form.addEventListener("paste", (event) => {
    const { target } = event;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    // A single cell ends with a line break: paste it into the box as usual.
    if (!target.matches(".cell > input") || !/[\t\r\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    setWaiting({ text, start: target.name });
    block.requestSubmit();
  });
  for (const other of document.querySelectorAll("form[data-after-saving]")) {
    other.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isLeaving) return;
      isLeaving = true;
      const isSettled = (await settle()) && navigator.onLine;
      isLeaving = false;
      if (other === block && !waiting) return; // discarded meanwhile
      if (!isSettled) {
        if (other === block) notice.hidden = false;
        else sayLine("unsettled");
        return;
      }
      if (other === block) {
        block.elements.text.value = waiting.text;
        block.elements.start.value = waiting.start;
        setWaiting(null);
      }
      other.elements.csrfmiddlewaretoken.value = token();
      leave();
      other.submit();
    });
  }
  notice.querySelector("button").addEventListener("click", () => setWaiting(null));
  addEventListener("online", send);
  waiting = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
  notice.hidden = !waiting;
}

/** Sends the waiting block once the queue is empty. */
export function send() {
  if (waiting && isEmpty()) block.requestSubmit();
}

function setWaiting(next) {
  waiting = next;
  if (!waiting) notice.hidden = true;
  try {
    if (waiting) sessionStorage.setItem(STORE, JSON.stringify(waiting));
    else sessionStorage.removeItem(STORE);
  } catch {
    // The store is full or forbidden: the block stays in memory.
  }
}

// The entry form: each cell and each text saves itself when it is left, on top of a form that works without any of this.

import { box, codeOf, fieldsOf, fillEntry, form, setSeen, showStates } from "./entry-form.js";
import { logIn } from "./entry-login.js";
import * as queue from "./entry-queue.js";
import "./entry-keys.js";
import * as paste from "./entry-paste.js";
import "./entry-words.js";

const changed = new Set(); // cells and texts typed into and not yet on their way
const stale = new Set(); // cells that an answer could not refresh because somebody was typing there
let isSubmitting = false;
let pressed = null;

form.addEventListener("input", ({ target }) => {
  const code = codeOf(target);
  if (!code) return;
  changed.add(code);
  // Who types a number means that there is one.
  const known = form.elements[`${target.name}.state`]?.[0];
  if (known && target.value.trim()) known.checked = true;
});

// Who says that there is no number means the one in the box no more.
form.addEventListener("change", ({ target }) => {
  if (target.type !== "radio" && target.type !== "checkbox") return;
  const code = codeOf(target);
  if (!code) return;
  if (target.name.endsWith(".state")) {
    if (target.value === "known") return box(code).focus();
    box(code).value = "";
    box(code).placeholder = target.value === "unknown" ? "…" : "×";
  }
  save(code);
});

function save(code) {
  changed.delete(code);
  stale.delete(code);
  queue.add(code);
}

const saveChanged = () => [...changed].forEach(save);

// A click on a button that sends the whole form sends the cell too.
addEventListener("pointerdown", ({ target }) => { pressed = target.closest?.("button[name]") ?? null; }, true);
addEventListener("pointerup", () => setTimeout(() => {
  pressed = null;
  if (!isSubmitting && codeOf(document.activeElement) === "") saveChanged();
}, 500), true);

form.addEventListener("focusout", ({ target, relatedTarget }) => {
  const code = codeOf(target);
  if (!code || (pressed && pressed === relatedTarget)) return;
  if (changed.has(code) || stale.has(code)) save(code);
});

form.addEventListener("entry:restored", ({ target }) => changed.delete(codeOf(target)));

// Where somebody types, or something newer waits, an answer to an older question changes nothing.
document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target } = event;
  if (target.id === "save-line") return;
  const cell = document.getElementById(target.id.replace(/-(state|follows)$/, ""));
  const code = cell === target ? "" : codeOf(cell);
  const isNewer = code && (changed.has(code) || queue.isWaiting(code));
  if (!isNewer && !target.contains(document.activeElement)) return;
  if (code) stale.add(code);
  event.detail.shouldSwap = false;
});

// Whoever took their typing back is shown what another wrote meanwhile, and all of it.
const isAsSent = ({ code, fields }) =>
  Object.entries(fieldsOf(code)).every(([name, value]) => (fields[name] ?? "") === value);

function onAnswer(item, outcome) {
  takeIn(item, outcome);
  if (!changed.size) paste.send();
}

function takeIn(item, outcome) {
  const { code } = item;
  if (!outcome) {
    changed.add(code); // not taken: leaving the page is asked about
    return;
  }
  showStates();
  const field = box(code);
  if (outcome.conflict) {
    changed.add(code);
    return;
  }
  setSeen(code, outcome.seen);
  if (changed.has(code) || queue.isWaiting(code)) return;
  if (!outcome.entry) return; // a text stands as it was typed
  // Of a cell that is closed the line says what was not taken.
  if (outcome.closed || `${code}.theirs` in item.fields) fillEntry(code, outcome.entry);
  else if (document.activeElement !== field && isAsSent(item)) fillEntry(code, outcome.entry);
}

// The reason given before, once more: the button alone would send the whole form.
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name$='.again']");
  if (!button) return;
  event.preventDefault();
  const code = button.name.slice(0, -".again".length);
  form.elements[`${code}.explanation`].value = button.value;
  changed.add(code);
  box(code).focus();
  saveChanged();
});

// The choice, between two writers or between two units.
form.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-keep], [data-take], [data-write], [data-hold]");
  if (!button) return;
  const code = codeOf(document.getElementById(button.closest("[id$=-follows]").id.replace(/-follows$/, "")));
  if ("hold" in button.dataset) return button.closest("tr").querySelector("textarea").focus();
  changed.delete(code);
  box(code).focus();
  if ("write" in button.dataset) {
    box(code).value = button.dataset.write;
    queue.add(code);
  } else if ("keep" in button.dataset) {
    setSeen(code, button.dataset.keep);
    queue.add(code);
  } else if (button.dataset.take) { // a text, which stands there whole
    box(code).value = button.value;
    setSeen(code, button.dataset.take);
    queue.add(code);
  } else queue.add(code, { [`${code}.theirs`]: "on" });
});

/** Saves everything that was typed; whether all of it is stored now. */
async function settle() {
  saveChanged();
  return (await queue.settled()) && !changed.size;
}

form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault(); // the browser's page about a broken line would take this one's place
    return saveChanged();
  }
  isSubmitting = true;
  queue.clear();
});
addEventListener("beforeunload", (event) => {
  if (!isSubmitting && (changed.size || !queue.isEmpty() || paste.isWaiting())) event.preventDefault();
});
// A page that the browser kept and shows again is another request, and as old as when it was left.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  isSubmitting = false;
  if (!changed.size && queue.isEmpty() && !paste.isWaiting()) return location.reload();
  form.elements.key.value = queue.newKey();
});

form.querySelector("[data-saved-anyway]")?.setAttribute("hidden", "");
showStates();
paste.start({ settle, leave: () => { isSubmitting = true; } });
queue.start({ onAnswer, onLogin: () => logIn(queue.send) });
paste.send();

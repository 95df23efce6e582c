// The entry form: each cell and each text saves itself when it is left. The form also works without scripts.

import { box, codeOf, enter, fieldsOf, fillEntry, form, sayLine, setSeen, showSign, showStates } from "./form.js";
import { isBack, logIn } from "./login.js";
import * as queue from "./queue.js";
import "./history.js";
import "./keys.js";
import * as paste from "./paste.js";
import "./words.js";

const changed = new Set(); // cells and texts with input that is not queued yet
const unsaved = new Set(); // cells and texts that the server did not save: a conflict, a closed half-year
const stale = new Set(); // cells that an answer could not refresh because somebody was typing there
let isSubmitting = false;
let isLeaving = false;
let pressed = null;

form.addEventListener("input", ({ target }) => {
  const code = codeOf(target);
  if (!code) return;
  changed.add(code);
  // A typed number means that there is one.
  const known = form.elements[`${target.name}.state`]?.[0];
  if (known && target.value.trim()) known.checked = true;
  if (known) showSign(code);
});

// Choosing that there is no number empties the box.
form.addEventListener("change", ({ target }) => {
  if (target.type !== "radio" && target.type !== "checkbox") return;
  const code = codeOf(target);
  if (!code) return;
  if (target.name.endsWith(".state")) {
    if (target.value === "known") return box(code).focus();
    box(code).value = "";
    showSign(code);
  }
  save(code);
});

function save(code, more) {
  for (const codes of [changed, unsaved, stale]) codes.delete(code);
  queue.add(code, more);
}

function saveChanged() {
  for (const code of [...changed]) save(code);
}

// A button that sends the whole form sends the cell too: do not also save it by itself.
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

// An older answer must not replace a piece in which somebody types, or whose newer value is queued.
document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target } = event;
  if (target.id === "save-line") return showUnsavedCount(event.detail.fragment);
  const cell = document.getElementById(target.id.replace(/-(state|follows)$/, ""));
  const code = cell === target ? "" : codeOf(cell);
  const isNewer = code && (changed.has(code) || unsaved.has(code) || queue.isWaiting(code));
  if (!isNewer && !target.contains(document.activeElement)) return;
  if (code && !unsaved.has(code)) stale.add(code);
  event.detail.shouldSwap = false;
});

// What an answer changes above the field in which somebody types must not move it away from under the fingers. Its
// pieces and the states of the cells are all in place before the next frame is painted; answers of one frame count once.
let isFieldHeld = false;
document.body.addEventListener("htmx:beforeSwap", () => {
  const field = document.activeElement;
  if (isFieldHeld || !form.contains(field)) return;
  const top = () => field.getBoundingClientRect().top;
  const stood = top();
  isFieldHeld = true;
  requestAnimationFrame(() => {
    isFieldHeld = false;
    scrollBy(0, top() - stood);
  });
});

// Show "all saved" only if all is saved.
function showUnsavedCount(line) {
  const left = new Set(unsaved);
  left.delete(queue.answering());
  for (const code of queue.behind()) left.add(code);
  const all = line.querySelector("[data-saved-all]");
  if (!all || !left.size) return;
  const some = line.querySelector("[data-saved-some]").content;
  some.querySelector("[data-left]").textContent = left.size;
  all.replaceWith(some);
}

// If the fields are still as they were sent, the stored entry replaces them, with changes of other writers.
const isAsSent = ({ code, fields }) =>
  Object.entries(fieldsOf(code)).every(([name, value]) => (fields[name] ?? "") === value);

function onAnswer(item, outcome) {
  isBack();
  showOutcome(item, outcome);
  if (!changed.size && !unsaved.size) paste.send();
}

function showOutcome(item, outcome) {
  const { code } = item;
  if (outcome) showStates();
  if (!outcome || outcome.conflict) {
    unsaved.add(code); // leaving the page asks first
    return;
  }
  unsaved.delete(code);
  const field = box(code);
  setSeen(code, outcome.seen);
  if (changed.has(code) || queue.isWaiting(code)) return;
  if (!outcome.entry) return; // a text stays as it was typed
  // For a closed cell, the line at the bottom shows the input that was not saved.
  if (outcome.closed || `${code}.theirs` in item.fields) fillEntry(code, outcome.entry);
  else if (document.activeElement !== field && isAsSent(item)) fillEntry(code, outcome.entry);
}

// Use an earlier explanation again, for the number of today. Without this script the button sends the whole form.
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name$='.again']");
  if (!button) return;
  event.preventDefault();
  const code = button.name.slice(0, -".again".length);
  const text = form.elements[`${code}.explanation`];
  // What is typed goes first. The text alone would not say that it holds for another number, too.
  if (!text.value.trim()) text.value = button.value;
  box(code).focus();
  save(code, { [button.name]: button.value });
  saveChanged();
});

// Take the Unicode reading of a text typed in an old encoding. Without this script the button sends the whole form.
form.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-reading]");
  if (!button) return;
  event.preventDefault();
  const name = button.name.slice(0, -".reading".length);
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
  field.value = button.value;
  changed.add(codeOf(field));
  field.focus();
  saveChanged();
});

// Choose between two writers, or between two units.
form.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-keep], [data-take], [data-write], [data-hold]");
  if (!button) return;
  const code = codeOf(document.getElementById(button.closest("[id$=-follows]").id.replace(/-follows$/, "")));
  if ("hold" in button.dataset) return button.closest("tr").querySelector("textarea").focus();
  box(code).focus();
  if ("write" in button.dataset) {
    box(code).value = button.dataset.write;
    enter(code);
  } else if ("keep" in button.dataset) setSeen(code, button.dataset.keep);
  else if (button.dataset.take) { // a text: the button has all of it
    box(code).value = button.value;
    setSeen(code, button.dataset.take);
  } else return save(code, { [`${code}.theirs`]: "on" });
  save(code);
});

/** Saves all input; resolves to whether all of it is stored. */
async function settle() {
  saveChanged();
  return (await queue.settled()) && !changed.size && !unsaved.size;
}

// Not while cells wait for the network: the browser's error page would replace the form and what waits in it.
// Input that was not saved is sent with the form, which shows it again.
form.addEventListener("submit", async (event) => {
  if (isSubmitting) return;
  event.preventDefault();
  if (isLeaving) return;
  isLeaving = true;
  const { submitter } = event; // the event drops it after an await
  saveChanged();
  queue.send();
  await queue.settled();
  isLeaving = false;
  if (!navigator.onLine || queue.isCut()) return sayLine("unsent");
  isSubmitting = true;
  queue.clear();
  setTimeout(() => form.requestSubmit(submitter)); // a form cannot be submitted within its submit event
});
const holdsUnsaved = () => changed.size || unsaved.size || !queue.isEmpty() || paste.isWaiting();
addEventListener("beforeunload", (event) => { if (!isSubmitting && holdsUnsaved()) event.preventDefault(); });
// A page that the browser shows again from its cache is out of date, and needs a new key.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  isSubmitting = false;
  if (!holdsUnsaved()) return location.reload();
  form.elements.key.value = queue.newKey();
});

form.querySelector("[data-saved-anyway]")?.setAttribute("hidden", "");
showStates();
paste.start({ settle, leave: () => { isSubmitting = true; } });
// While the form is being sent, the login page stashes it instead.
queue.start({ onAnswer, onLogin: () => { if (!isLeaving) logIn(queue.send); } });
paste.send();

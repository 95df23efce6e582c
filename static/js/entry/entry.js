// The entry form: each cell and each text saves itself when it is left, on top of a form that works without any of this.

import { box, codeOf, enter, fieldsOf, fillEntry, form, sayLine, setSeen, showSign, showStates } from "./form.js";
import { isBack, logIn } from "./login.js";
import * as queue from "./queue.js";
import "./history.js";
import "./keys.js";
import * as paste from "./paste.js";
import "./words.js";

const changed = new Set(); // cells and texts typed into and not yet on their way
const held = new Set(); // cells and texts that were answered and not taken: two writers, a closed half-year
const stale = new Set(); // cells that an answer could not refresh because somebody was typing there
let isSubmitting = false;
let isLeaving = false;
let pressed = null;

form.addEventListener("input", ({ target }) => {
  const code = codeOf(target);
  if (!code) return;
  changed.add(code);
  // Who types a number means that there is one.
  const known = form.elements[`${target.name}.state`]?.[0];
  if (known && target.value.trim()) known.checked = true;
  if (known) showSign(code);
});

// Who says that there is no number means the one in the box no more.
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
  for (const codes of [changed, held, stale]) codes.delete(code);
  queue.add(code, more);
}

function saveChanged() {
  for (const code of [...changed]) save(code);
}

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
  if (target.id === "save-line") return tellWhatIsLeft(event.detail.fragment);
  const cell = document.getElementById(target.id.replace(/-(state|follows)$/, ""));
  const code = cell === target ? "" : codeOf(cell);
  const isNewer = code && (changed.has(code) || held.has(code) || queue.isWaiting(code));
  if (!isNewer && !target.contains(document.activeElement)) return;
  if (code && !held.has(code)) stale.add(code);
  event.detail.shouldSwap = false;
});

// "All saved" is said only where it is so.
function tellWhatIsLeft(line) {
  const left = new Set(held);
  left.delete(queue.answering());
  for (const code of queue.behind()) left.add(code);
  const all = line.querySelector("[data-saved-all]");
  if (!all || !left.size) return;
  const some = line.querySelector("[data-saved-some]").content;
  some.querySelector("[data-left]").textContent = left.size;
  all.replaceWith(some);
}

// Whoever took their typing back is shown what another wrote meanwhile, and all of it.
const isAsSent = ({ code, fields }) =>
  Object.entries(fieldsOf(code)).every(([name, value]) => (fields[name] ?? "") === value);

function onAnswer(item, outcome) {
  isBack();
  takeIn(item, outcome);
  if (!changed.size && !held.size) paste.send();
}

function takeIn(item, outcome) {
  const { code } = item;
  if (outcome) showStates();
  if (!outcome || outcome.conflict) {
    held.add(code); // leaving the page is asked about
    return;
  }
  held.delete(code);
  const field = box(code);
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
  box(code).focus();
  if ("write" in button.dataset) {
    box(code).value = button.dataset.write;
    enter(code);
  } else if ("keep" in button.dataset) setSeen(code, button.dataset.keep);
  else if (button.dataset.take) { // a text, which stands there whole
    box(code).value = button.value;
    setSeen(code, button.dataset.take);
  } else return save(code, { [`${code}.theirs`]: "on" });
  save(code);
});

/** Saves everything that was typed; whether all of it is stored now. */
async function settle() {
  saveChanged();
  return (await queue.settled()) && !changed.size && !held.size;
}

// The cells go first: the browser's page about a broken line would take the place of this one, and what is
// only here would be gone with it. What was not taken goes along with the form, which shows it again.
form.addEventListener("submit", async (event) => {
  if (isSubmitting) return;
  event.preventDefault();
  if (isLeaving) return;
  isLeaving = true;
  const { submitter } = event; // the event forgets it
  saveChanged();
  queue.send();
  await queue.settled();
  isLeaving = false;
  if (!navigator.onLine || queue.isCut()) return sayLine("unsent");
  isSubmitting = true;
  queue.clear();
  setTimeout(() => form.requestSubmit(submitter)); // within its own event a form does not submit
});
const holdsUnsaved = () => changed.size || held.size || !queue.isEmpty() || paste.isWaiting();
addEventListener("beforeunload", (event) => { if (!isSubmitting && holdsUnsaved()) event.preventDefault(); });
// A page that the browser kept and shows again is another request, and as old as when it was left.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  isSubmitting = false;
  if (!holdsUnsaved()) return location.reload();
  form.elements.key.value = queue.newKey();
});

form.querySelector("[data-saved-anyway]")?.setAttribute("hidden", "");
showStates();
paste.start({ settle, leave: () => { isSubmitting = true; } });
// Where the form is leaving, the login page keeps it.
queue.start({ onAnswer, onLogin: () => { if (!isLeaving) logIn(queue.send); } });
paste.send();

// The cells, the texts and the choice of the entry form, by code: their fields, and what the page showed of them.

export const form = document.querySelector("[data-entry]");
const PARTS = ["", ".state", ".note", ".explanation", ".estimate"];

/** The box of a cell; the first field of anything else. */
export const box = (code) => form.querySelector(`[name="${CSS.escape(code)}"]`);
/** The open boxes: a return may have closed others. */
export const boxes = () => [...form.querySelectorAll(".cell > input:enabled")];

/** The code that a field belongs to; "" for a field that does not save itself. */
export function codeOf(field) {
  const name = field?.name ?? "";
  if (field?.dataset?.save) return name; // a text, or the choice: they have their own URL
  const part = PARTS.find((end) => end && name.endsWith(end)) ?? "";
  const code = name.slice(0, name.length - part.length);
  return box(code)?.matches(".cell > input") ? code : "";
}

/** The fields that the form would send for a code. */
export function fieldsOf(code) {
  const all = new FormData(form);
  return Object.fromEntries(
    PARTS.map((part) => code + part).filter((name) => all.has(name)).map((name) => [name, all.get(name)]),
  );
}

// The fields of the focused cell when its box was entered: Esc restores them.
let entered = {};
export const enter = (code) => { entered = fieldsOf(code); };
export const restore = (code) => fill(code, entered);
export const isTyped = (code) => box(code).value !== entered[code];

/** Shows in an empty box why there is no number. */
export function showSign(code) {
  const state = fieldsOf(code)[`${code}.state`];
  box(code).placeholder = { unknown: "…", not_applicable: "×" }[state] ?? "";
}

/** Fills in fields as `fieldsOf` returned them. */
export function fill(code, fields) {
  for (const part of PARTS) {
    const name = code + part;
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio") field.checked = field.value === fields[name];
      else if (field.type === "checkbox") field.checked = name in fields;
      else if (name in fields) field.value = fields[name];
    }
  }
  if (!box(code)?.matches(".cell > input")) return;
  showSign(code);
  if (document.activeElement === box(code)) enter(code);
}

/** Fills in the entry that the server stored. */
export function fillEntry(code, entry) {
  const fields = { [code]: entry.text, [`${code}.state`]: entry.state, [`${code}.note`]: entry.note };
  fields[`${code}.explanation`] = entry.explanation;
  if (entry.is_estimate) fields[`${code}.estimate`] = "on";
  fill(code, fields);
}

// Fingerprints of what the page showed, so that another writer's change is noticed.
const shown = () => JSON.parse(form.elements.seen.value || "{}");
export const seen = (code) => shown()[code] ?? "";
export function setSeen(code, fingerprint) {
  form.elements.seen.value = JSON.stringify({ ...shown(), [code]: fingerprint });
}

const message = (name) => document.getElementById(`saying-${name}`).content.cloneNode(true);

/** Shows the state of a cell's saving: `saving`, `waiting`, `login`, `refused`, `foreign`. */
export function say(code, name) {
  const state = document.getElementById(`${box(code)?.id}-state`);
  state?.replaceChildren(message(name));
}

/** Shows it for the whole form, where screen readers read it out. */
export function sayLine(name) {
  const line = document.getElementById("save-line");
  const next = message(name);
  if (line.textContent.trim() !== next.textContent.trim()) line.replaceChildren(next);
}

/** Updates colours and boxes of the rows after an answer swapped in new states. */
export function showStates() {
  for (const choice of form.querySelectorAll("[data-unit]")) choice.hidden = false; // it needs this script
  for (const cell of form.querySelectorAll("[data-cell-state]")) {
    const row = cell.closest("tr");
    const { cellState } = cell.dataset;
    const field = row.querySelector(".cell > input");
    for (const control of row.querySelectorAll("input, textarea, fieldset")) control.disabled = cellState === "locked";
    if (["invalid", "question", "explained"].includes(cellState)) row.dataset.state = cellState;
    else delete row.dataset.state;
    if (cellState === "invalid") field.setAttribute("aria-invalid", "true");
    else if (cellState !== "blank") field.removeAttribute("aria-invalid");
  }
}

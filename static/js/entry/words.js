// What a number means while it is typed: in words under its box, and in every piece that depends on it.

import { fieldsOf, form } from "./form.js";

const line = document.createElement("div");
line.className = "quiet in-words stack tight";
// The question stands in a line of its own: under the box it would be as narrow as a number.
const question = document.createElement("tr");
question.className = "follows";
const questionCell = question.insertCell();
questionCell.colSpan = 7;
const PAUSE = 250; // ms without a key
let timer = 0;
let typing = null; // the box with input
let swaps = 0; // how often an answer to a saved cell changed the page

const isBox = (field) => field.matches(".cell > input");

function address({ name }) {
  // Without its remarks: they are long, and change no number.
  const { [name]: text = "", [`${name}.state`]: state = "" } = fieldsOf(name);
  const sent = new URLSearchParams({ [name]: text, [`${name}.state`]: state });
  return `${location.pathname}cells/${encodeURIComponent(name)}/context/?${sent}`;
}

async function show(field) {
  const typed = field.value;
  const before = swaps;
  const answer = await fetch(address(field)).catch(() => null);
  const text = answer?.ok && !answer.redirected ? await answer.text() : "";
  if (field.value !== typed) return;
  // The answer is older than a cell saved meanwhile.
  if (swaps !== before) return field === typing ? later(field) : undefined;
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const { content } of page.querySelectorAll("template")) {
    for (const piece of [...content.children]) document.getElementById(piece.id)?.replaceWith(document.importNode(piece, true));
  }
  if (document.activeElement !== field) return;
  const under = page.querySelector("[data-under]");
  line.replaceChildren(...(under?.children ?? []));
  if (line.children.length) field.after(line);
  else line.remove();
  questionCell.replaceChildren(...(page.querySelector("[data-question]")?.children ?? []));
  if (typing && questionCell.children.length) field.closest("tr").after(question);
  else question.remove();
}

function later(field) {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE, field);
}

form.addEventListener("focusin", ({ target }) => { if (target.matches("[data-money]") && target.value) show(target); });
form.addEventListener("focusout", () => {
  clearTimeout(timer);
  typing = null;
  line.remove();
  question.remove();
});
form.addEventListener("input", ({ target }) => {
  if (!isBox(target)) return;
  typing = target;
  later(target);
});
form.addEventListener("entry:restored", ({ target }) => {
  clearTimeout(timer);
  show(target);
});
document.body.addEventListener("htmx:oobAfterSwap", () => {
  swaps += 1;
  if (typing) later(typing);
});

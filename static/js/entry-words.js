// An amount of money in words under its box, while it is being typed.

import { form } from "./entry-form.js";

const line = document.createElement("p");
line.className = "quiet in-words";
let timer = 0;

async function show(field) {
  const typed = field.value;
  const answer = typed.trim() && (await fetch(`${form.dataset.words}?number=${encodeURIComponent(typed)}`).catch(() => null));
  if (document.activeElement !== field || field.value !== typed) return;
  if (!answer || !answer.ok || answer.redirected) return line.remove();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  line.textContent = page.body.textContent.trim();
  if (line.textContent) field.after(line);
  else line.remove();
}

form.addEventListener("focusin", ({ target }) => { if (target.matches("[data-money]")) show(target); });
form.addEventListener("focusout", () => line.remove());
form.addEventListener("input", ({ target }) => {
  clearTimeout(timer);
  if (target.matches("[data-money]")) timer = setTimeout(show, 250, target);
});

// The login: a warning before it ends, and logging in again in place, with the login page's own form in a dialog.

import { form } from "./form.js";
import { token } from "./queue.js";

const dialog = document.getElementById("login-again");
const place = dialog.querySelector("[data-login-form]");
const needed = document.getElementById("login-needed");
let isIn = true;
let proceed = () => {};

/** Whoever the server answers is logged in. */
export const isBack = () => { needed.hidden = true; };

/** Opens the dialog; `done()` once the login is there again. */
export async function logIn(done) {
  if (dialog.open) return;
  proceed = done;
  const response = await fetch(dialog.dataset.login).catch(() => null);
  if (!response) return void setTimeout(logIn, 5_000, done); // the line broke as well
  if (!isLoginPage(response)) return done(); // logged in meanwhile, in another tab
  isIn = false;
  await show(response, done);
  dialog.showModal();
  place.querySelector("input:not([type=hidden])").focus();
}

const isLoginPage = (response) => new URL(response.url).pathname === dialog.dataset.login.split("?")[0];

async function show(response, done) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const login = page.querySelector("form[aria-labelledby=signin]");
  if (!login) return; // asked to wait a minute: the form stays
  login.querySelector("h2").remove();
  login.removeAttribute("aria-labelledby");
  login.className = "stack";
  place.replaceChildren(document.adoptNode(login));
  login.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(dialog.dataset.login, { method: "POST", body: new FormData(login) }).catch(() => null);
    if (!answer) return;
    if (isLoginPage(answer)) return show(answer, done);
    isIn = true;
    dialog.close();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token();
    form.querySelector("td.value input:focus")?.focus();
    done();
  });
}

// Who closes the dialog to look something up finds the way back to it beside what waits.
dialog.addEventListener("close", () => { needed.hidden = isIn; });
needed.querySelector("button").addEventListener("click", () => logIn(proceed));

// Two minutes before the end the page says so; a click starts the time anew.
const WARNED_BEFORE = 120;
const warning = document.getElementById("login-ends");
let timer = 0;

export function countDown(seconds) {
  clearTimeout(timer);
  warning.hidden = true;
  timer = setTimeout(() => { warning.hidden = false; }, Math.max(0, seconds - WARNED_BEFORE) * 1000);
}

warning.querySelector("button").addEventListener("click", async () => {
  const headers = { "X-CSRFToken": token() };
  const answer = await fetch(form.dataset.extend, { method: "POST", headers }).catch(() => null);
  if (answer?.ok && !answer.redirected) countDown(Number(await answer.text()));
  else if (answer?.redirected) logIn(() => countDown(Number(form.dataset.loginSeconds)));
});
countDown(Number(form.dataset.loginSeconds));

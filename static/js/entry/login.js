// Warn before the login ends; log in again in a dialog, with the form of the login page.

import { form } from "./form.js";
import { token } from "./queue.js";

const dialog = document.getElementById("login-again");
const container = dialog.querySelector("[data-login-form]");
const needed = document.getElementById("login-needed");
let isIn = true;
let proceed = () => {};

/** Any answer of the server shows that the officer is logged in. */
export const isBack = () => { needed.hidden = true; };

/** Opens the dialog; calls `done()` after a login. */
export async function logIn(done) {
  if (dialog.open) return;
  proceed = done;
  const response = await fetch(dialog.dataset.login).catch(() => null);
  if (!response) return void setTimeout(logIn, 5_000, done); // no network either
  if (!isLoginPage(response)) return done(); // logged in meanwhile, in another tab
  isIn = false;
  await show(response, done);
  dialog.showModal();
  container.querySelector("input:not([type=hidden])").focus();
}

const isLoginPage = (response) => new URL(response.url).pathname === dialog.dataset.login.split("?")[0];

async function show(response, done) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const login = page.querySelector("form[aria-labelledby=signin]");
  if (!login) return; // too many attempts: the form stays
  login.querySelector("h2").remove();
  login.removeAttribute("aria-labelledby");
  login.className = "stack";
  container.replaceChildren(document.adoptNode(login));
  login.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(dialog.dataset.login, { method: "POST", body: new FormData(login) }).catch(() => null);
    if (!answer) return;
    if (isLoginPage(answer)) return show(answer, done);
    isIn = true;
    dialog.close();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token();
    form.querySelector(".cell > input:focus")?.focus();
    done();
  });
}

// After the dialog is closed, a button beside the unsaved input opens it again.
dialog.addEventListener("close", () => { needed.hidden = isIn; });
needed.querySelector("button").addEventListener("click", () => logIn(proceed));

// A warning appears two minutes before the end; its button extends the login.
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

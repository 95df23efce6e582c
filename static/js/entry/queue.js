// Cells and texts on their way to the server: one at a time, kept until they are answered, in this tab over a reload too.

import { box, fieldsOf, fill, form, say, sayLine, seen, setSeen } from "./form.js";

const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const owner = form.elements.typed_by.value;
// What one officer left waiting stays there for them, whoever uses this tab meanwhile.
const STORE = `entry:${location.pathname}:${owner}`;

let queue = [];
let isBusy = false;
let current = null;
let wait = SHORTEST_WAIT;
let timer = 0;
let stopped = ""; // why the last sending came to nothing
let answered = () => {};
let loggedOut = () => {};

/** Whether the cell has something newer than what is being answered now. */
export const isWaiting = (code) => queue.some((item) => item !== current && item.code === code);
export const isEmpty = () => queue.length === 0;
/** Whether the last attempt did not get through: the line, or the server, is down. */
export const isCut = () => stopped === "waiting";
/** The cells that still wait behind the one that is being answered. */
export const behind = () => queue.filter((item) => item !== current).map(({ code }) => code);
export const answering = () => current?.code;

/** Starts the queue: `onAnswer(item, outcome)` after each answer, `onLogin()` when the login has expired. */
export function start({ onAnswer, onLogin }) {
  answered = onAnswer;
  loggedOut = onLogin;
  restore();
  addEventListener("online", send);
  send();
}

/** Puts the cell in as it stands. A request that may have reached the server is never changed, only followed. */
export function add(code, more = {}) {
  const item = { code, key: newKey(), seen: seen(code), fields: { ...fieldsOf(code), ...more }, isSent: false };
  const same = queue.findIndex((other) => other.code === code && !other.isSent);
  if (same < 0) queue.push(item);
  else queue[same] = item;
  keep();
  say(code, "saving");
  send();
}

/** Forgets what waits: the whole form is being sent instead. */
export function clear() {
  queue = [];
  clearTimeout(timer);
  sessionStorage.removeItem(STORE);
}

/** Whether everything is stored, once nothing is under way: what the server or the line refused still waits. */
export async function settled() {
  while (isBusy) await new Promise((resolve) => setTimeout(resolve, 50));
  return isEmpty();
}

/** Sends what waits, until the server or the line says no. */
export async function send() {
  clearTimeout(timer);
  if (isBusy) return;
  isBusy = true;
  while (queue.length) {
    const item = queue[0];
    current = item;
    item.isSent = true;
    keep();
    say(item.code, "saving");
    const xhr = await post(item);
    if (queue[0] !== item) break; // cleared meanwhile
    if (isLogin(xhr)) {
      stop("login");
      loggedOut();
      break;
    }
    if (xhr.status === 403) {
      stop("foreign");
      break;
    }
    if (xhr.status === 0 || xhr.status === 429 || xhr.status >= 500) {
      stop("waiting");
      timer = setTimeout(send, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      break;
    }
    wait = SHORTEST_WAIT;
    stopped = "";
    queue.shift();
    keep();
    const outcome = xhr.getResponseHeader("X-Cell") ? outcomeOf(xhr) : null;
    if (!outcome) say(item.code, xhr.status === 409 ? "refused" : "foreign");
    if (outcome && !outcome.conflict) {
      for (const next of queue) if (next.code === item.code) next.seen = outcome.seen;
    }
    answered(item, outcome);
  }
  current = null;
  isBusy = false;
}

// The cell itself stands in the body: a header is short, and a note is not.
function outcomeOf(xhr) {
  const stored = new DOMParser().parseFromString(xhr.responseText, "text/html").getElementById("stored");
  return { ...JSON.parse(xhr.getResponseHeader("X-Cell")), entry: stored && JSON.parse(stored.textContent) };
}

function stop(name) {
  stopped = name;
  for (const item of queue) say(item.code, name);
  sayLine(name);
}

const address = (code) => box(code)?.dataset.save ?? `${location.pathname}cells/${encodeURIComponent(code)}/`;
// The login middleware answers with the way to the login page, which the browser follows by itself.
const isLogin = (xhr) => Boolean(xhr.responseURL) && !new URL(xhr.responseURL).pathname.startsWith(location.pathname);

function post(item) {
  return new Promise((resolve) => {
    document.body.addEventListener("htmx:afterRequest", ({ detail }) => resolve(detail.xhr), { once: true });
    htmx
      .ajax("POST", address(item.code), {
        source: document.body,
        target: document.body,
        swap: "none",
        values: { ...item.fields, key: item.key, seen: item.seen, typed_by: owner },
        headers: { "X-CSRFToken": token() },
      })
      .catch(() => {}); // a broken line: told by the event
  });
}

// Pieces are swapped in by their ids; the login page and the like are no answer to a cell.
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  detail.shouldSwap = !isLogin(detail.xhr) && [200, 409].includes(detail.xhr.status);
});

/** The token against forgery as it is now: logging in, here or in another tab, changes it. */
export function token() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? form.elements.csrfmiddlewaretoken.value;
}

/** A key that no other request has; made by hand where the page came over plain HTTP. */
export function newKey() {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(16)).join("-");
}

function keep() {
  try {
    if (queue.length) sessionStorage.setItem(STORE, JSON.stringify(queue));
    else sessionStorage.removeItem(STORE);
  } catch {
    // A full or forbidden store: the queue in memory still holds.
  }
}

function restore() {
  queue = JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
  for (const item of queue) {
    fill(item.code, item.fields);
    setSeen(item.code, item.seen);
    say(item.code, "waiting");
  }
}

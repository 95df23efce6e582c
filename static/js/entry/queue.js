// The queue of cells and texts to save; it survives a reload of this tab. One request at a time, in the order cells
// were left: an answer is never older than the page, and two cells of one writer cannot conflict.

import { box, fieldsOf, fill, form, say, sayLine, seen, setSeen } from "./form.js";

const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const owner = form.elements.typed_by.value;
// By officer: what waits is never sent for another officer who uses this tab.
const STORE = `entry:${location.pathname}:${owner}`;

let queue = [];
let isBusy = false;
let current = null;
let wait = SHORTEST_WAIT;
let timer = 0;
let stopped = ""; // why the last request failed
let answered = () => {};
let loggedOut = () => {};

/** Whether a newer value of the cell is queued than the one being answered. */
export const isWaiting = (code) => queue.some((item) => item !== current && item.code === code);
export const isEmpty = () => queue.length === 0;
/** Whether the last request failed because the network or the server is down. */
export const isCut = () => stopped === "waiting";
/** The cells queued behind the one being answered. */
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

/** Queues the cell with its current fields. A request that may have reached the server is never changed. */
export function add(code, more = {}) {
  const item = { code, key: newKey(), seen: seen(code), fields: { ...fieldsOf(code), ...more }, isSent: false };
  const same = queue.findIndex((other) => other.code === code && !other.isSent);
  if (same < 0) queue.push(item);
  else queue[same] = item;
  store();
  say(code, "saving");
  send();
}

/** Empties the queue: the whole form is sent instead. */
export function clear() {
  queue = [];
  clearTimeout(timer);
  sessionStorage.removeItem(STORE);
}

/** Waits for the current request; resolves to whether everything is stored. */
export async function settled() {
  while (isBusy) await new Promise((resolve) => setTimeout(resolve, 50));
  return isEmpty();
}

/** Sends the queue until a request fails. */
export async function send() {
  clearTimeout(timer);
  if (isBusy) return;
  isBusy = true;
  while (queue.length) {
    const item = queue[0];
    current = item;
    item.isSent = true;
    store();
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
    store();
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

// The stored cell is in the body: a note is too long for a header.
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
      .catch(() => {}); // the event reports a broken connection
  });
}

// Pieces are swapped in by their ids; the login page and error pages are not swapped in.
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  detail.shouldSwap = !isLogin(detail.xhr) && [200, 409].includes(detail.xhr.status);
});

/** The current CSRF token: logging in, also in another tab, changes it. */
export function token() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie?.slice("csrftoken=".length) ?? form.elements.csrfmiddlewaretoken.value;
}

/** A unique key for a request; over plain HTTP browsers have no randomUUID. */
export function newKey() {
  return crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(16)).join("-");
}

function store() {
  try {
    if (queue.length) sessionStorage.setItem(STORE, JSON.stringify(queue));
    else sessionStorage.removeItem(STORE);
  } catch {
    // The store is full or forbidden: the queue stays in memory.
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

// The search on every page: Ctrl + K, or the link in the head, which without this script leads to the page.

const WAIT = 150; // milliseconds after the last key

const dialog = document.querySelector(".finder");
const form = dialog.querySelector("form");
const box = dialog.querySelector("input");
const list = dialog.querySelector("[role=listbox]");
const status = dialog.querySelector("[role=status]");
const advice = status.textContent;
let timer, asking;
let answered = Promise.resolve();

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
}

function show(hits, below) {
  list.replaceChildren(...hits);
  status.replaceChildren(...below);
  box.setAttribute("aria-expanded", String(options().length > 0));
  choose(options()[0]);
}

const saying = (name) => [...dialog.querySelector(`template[data-${name}]`).content.cloneNode(true).childNodes];

// Where the login expired, the way to it leads back to the page of results.
function sayLoggedOut(query) {
  const words = saying("logged-out");
  words.find((word) => word.href !== undefined).href = `${form.action}?${new URLSearchParams({ q: query })}`;
  show([], words);
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const query = box.value.trim();
  if (!query) return show([], [advice]);
  const parameters = new URLSearchParams({ q: query, part: "dialog" });
  try {
    const answer = await fetch(`${form.action}?${parameters}`, { signal });
    if (signal.aborted) return;
    if (answer.redirected) return sayLoggedOut(query);
    if (!answer.ok) return show([], saying("unanswered"));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    const [hits, below] = ["[data-hits]", "[data-status]"].map((part) => page.querySelector(part)?.childNodes ?? []);
    show(hits, below);
  } catch {
    if (!signal.aborted) show([], saying("unanswered"));
  }
}

function askSoon() {
  clearTimeout(timer);
  answered = new Promise((resolve) => { timer = setTimeout(() => resolve(ask()), WAIT); });
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  box.select();
}

box.addEventListener("input", askSoon);

box.addEventListener("keydown", async (event) => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const all = options();
    choose(all.at((all.indexOf(chosen()) + step) % all.length));
  }
  if (event.key !== "Enter") return;
  event.preventDefault();
  await answered; // of what is in the box now, not of what was there before the last keys
  const link = chosen();
  if (!link) form.requestSubmit();
  else if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else link.click();
});

// A link to a part of the page that is open does not load it again.
list.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  open();
});

document.querySelector(".find").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
});

// The history of a cell in a dialog over the form, so that nobody leaves their input.

import { form } from "./form.js";

const dialog = document.getElementById("history");
const container = dialog.querySelector("[data-history-place]");

form.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-history]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const response = await fetch(link.href).catch(() => null);
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const entries = page?.querySelector("[data-history-of-cell]");
  if (!entries) return location.assign(link.href); // the login expired, or there is no network: as without scripts
  container.replaceChildren(entries);
  dialog.showModal();
});

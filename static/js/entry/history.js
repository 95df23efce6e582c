// The history of a cell, over the form instead of on a page of its own: nobody leaves what they are typing.

import { form } from "./form.js";

const dialog = document.getElementById("history");
const place = dialog.querySelector("[data-history-place]");

form.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-history]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const response = await fetch(link.href).catch(() => null);
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const told = page?.querySelector("[data-history-of-cell]");
  if (!told) return location.assign(link.href); // the login expired, or there is no network: as without scripts
  place.replaceChildren(told);
  dialog.showModal();
});
